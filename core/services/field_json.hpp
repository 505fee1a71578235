/// Texts and fields as pages are drawn from them: see the catalogue.
#pragma once

#include <vector>

#include "base/json.hpp"
#include "model/manifest.hpp"

namespace liufa::host {

/// {"zh", "en"}
Json json_of(const Text& text);

Json fields_json(const std::vector<Field>& fields);

}  // namespace liufa::host
