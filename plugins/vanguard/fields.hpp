/// Reading the JSON of records and inputs.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <liufa/kit/decimal.hpp>
#include <liufa/kit/fields.hpp>
#include <liufa/method.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace liufa::vanguard {

using kit::integer_at;
using kit::text_in;

/// An empty list is nothing either.
inline bool is_given(const Json& fields, std::string_view name) {
  return kit::is_given(fields, name) && !(fields.find(name)->is_array() && fields.find(name)->empty());
}

/// 0 if it is not given.
inline std::int64_t integer_in(const Json& fields, std::string_view name) {
  return kit::integer_in(fields, name).value_or(0);
}

inline bool flag_in(const Json& fields, std::string_view name) { return kit::boolean_in(fields, name); }

/// A decimal with two digits, in hundredths.
inline std::optional<std::int64_t> hundredths_in(const Json& fields, std::string_view name) {
  return kit::decimal_in(fields, name);
}

/// At most so many bytes of a text, cut between two characters.
inline std::string shortened(const std::string& text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}

inline std::int64_t year_of(std::string_view date) { return std::stoll(std::string(date.substr(0, 4))); }

}  // namespace liufa::vanguard
