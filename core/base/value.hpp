/// Values as they are stored: nothing, an integer, a number or a text. Booleans are 0/1, dates ISO 8601 text, money
/// integer fen, decimals integers scaled by ten to their field's `scale`, lists JSON text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace liufa::host {

using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

/// The same, borrowed. A text is valid as long as what it was borrowed from.
using ValueView = std::variant<std::monostate, std::int64_t, double, std::string_view>;

inline ValueView view(const Value& value) {
  switch (value.index()) {
    case 1: return std::get<1>(value);
    case 2: return std::get<2>(value);
    case 3: return std::string_view(std::get<3>(value));
    default: return std::monostate{};
  }
}

inline Value own(const ValueView& value) {
  switch (value.index()) {
    case 1: return std::get<1>(value);
    case 2: return std::get<2>(value);
    case 3: return std::string(std::get<3>(value));
    default: return std::monostate{};
  }
}

inline bool is_null(const Value& value) { return value.index() == 0; }

/// The values of one record's fields, in the order of its type's fields.
using Values = std::vector<Value>;

}  // namespace liufa::host
