/// The texts of all problems, a table an area. A text names what was expected, what was found and the next step;
/// {placeholders} are filled by the thrower and are the same in both languages (a test holds that).
#pragma once

#include <span>

#include "base/problem.hpp"

namespace liufa::host {

std::span<const CatalogueEntry> manifest_problems();
std::span<const CatalogueEntry> record_problems();
std::span<const CatalogueEntry> storage_problems();
std::span<const CatalogueEntry> method_problems();
std::span<const CatalogueEntry> request_problems();
std::span<const CatalogueEntry> access_problems();
std::span<const CatalogueEntry> account_problems();
std::span<const CatalogueEntry> report_problems();

}  // namespace liufa::host
