/// The JSON document type of the host. Objects keep the order of their members, so that people read them as written.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace liufa::host {

using Json = nlohmann::ordered_json;

/// A text that came from outside as JSON. Throws Problem request.json if it is none, has a number that no type holds,
/// or is nested deeper than anybody needs: writing such a document would overflow the stack.
Json parse_json(std::string_view text);

}  // namespace liufa::host
