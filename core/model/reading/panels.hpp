/// Reads what a method brings to the console's pages.
#pragma once

#include <vector>

#include "model/manifest.hpp"
#include "model/reading/entry.hpp"

namespace liufa::host::reading {

/// {ID: panel}; `manifest` must have its id and records already.
std::vector<Panel> read_panels(const Entry& entry, const Manifest& manifest);

}  // namespace liufa::host::reading
