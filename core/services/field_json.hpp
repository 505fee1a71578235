/// Fields as pages are drawn from them: see the catalogue.
#pragma once

#include <vector>

#include "base/json.hpp"
#include "model/manifest.hpp"

namespace liufa::host {

Json fields_json(const std::vector<Field>& fields);

}  // namespace liufa::host
