/// The JSON document type of the host. Objects keep the order of their members, so that people read them as written.
#pragma once

#include <nlohmann/json.hpp>

namespace liufa::host {

using Json = nlohmann::ordered_json;

}  // namespace liufa::host
