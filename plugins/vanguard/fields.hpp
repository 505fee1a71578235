/// Reading the JSON of records and inputs.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <liufa/kit/decimal.hpp>
#include <liufa/method.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace liufa::vanguard {

inline bool is_given(const Json& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found != fields.end() && !found->is_null() &&
         !(found->is_string() && found->get_ref<const std::string&>().empty()) &&
         !(found->is_array() && found->empty());
}

/// 0 if it is not given.
inline std::int64_t integer_in(const Json& fields, std::string_view name) {
  return is_given(fields, name) && fields.at(std::string(name)).is_number_integer()
             ? fields.at(std::string(name)).get<std::int64_t>()
             : 0;
}

inline std::string text_in(const Json& fields, std::string_view name) {
  return is_given(fields, name) && fields.at(std::string(name)).is_string()
             ? fields.at(std::string(name)).get<std::string>()
             : std::string();
}

inline bool flag_in(const Json& fields, std::string_view name) {
  return is_given(fields, name) && fields.at(std::string(name)).is_boolean() &&
         fields.at(std::string(name)).get<bool>();
}

/// A decimal with two digits, in hundredths. A JSON number of so few digits comes back from its double without loss.
inline std::optional<std::int64_t> hundredths_in(const Json& fields, std::string_view name) {
  if (!is_given(fields, name)) return std::nullopt;
  const Json& value = fields.at(std::string(name));
  if (value.is_string()) return kit::parse_decimal(value.get<std::string>());
  if (!value.is_number()) return std::nullopt;
  return std::llround(value.get<double>() * 100);
}

/// A column that may be null.
inline std::optional<std::int64_t> integer_at(const Row& row, std::size_t column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}

/// At most so many bytes of a text, cut between two characters.
inline std::string shortened(const std::string& text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}

inline std::int64_t year_of(std::string_view date) { return std::stoll(std::string(date.substr(0, 4))); }

}  // namespace liufa::vanguard
