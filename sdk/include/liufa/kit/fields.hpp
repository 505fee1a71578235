/// Reading the fields of a record or of an action's input, as JSON has them: `change.after()`, `call.input()`.
///
/// Nothing is returned for a field that is absent, null, an empty text or of another type: what must be there, the
/// manifest says (`required`), and the host has checked it.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <liufa/method.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "liufa/kit/decimal_text.hpp"

namespace liufa::kit {

/// Whether a field is there, not null and not an empty text.
inline bool is_given(const Json& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found != fields.end() && !found->is_null() &&
         !(found->is_string() && found->get_ref<const std::string&>().empty());
}

/// An integer, or a reference's id.
inline std::optional<std::int64_t> integer_in(const Json& fields, std::string_view name) {
  if (!is_given(fields, name) || !fields.at(std::string(name)).is_number_integer()) return std::nullopt;
  return fields.at(std::string(name)).get<std::int64_t>();
}

/// A text, a choice's word or a date; empty if there is none.
inline std::string text_in(const Json& fields, std::string_view name) {
  if (!is_given(fields, name) || !fields.at(std::string(name)).is_string()) return {};
  return fields.at(std::string(name)).get<std::string>();
}

/// False if there is none.
inline bool boolean_in(const Json& fields, std::string_view name) {
  return is_given(fields, name) && fields.at(std::string(name)).is_boolean() &&
         fields.at(std::string(name)).get<bool>();
}

/// A decimal, scaled by ten to `scale`. A JSON number of so few digits comes back from its double without loss.
inline std::optional<std::int64_t> decimal_in(const Json& fields, std::string_view name, int scale = points_scale) {
  if (!is_given(fields, name)) return std::nullopt;
  const Json& value = fields.at(std::string(name));
  if (value.is_string()) return parse_decimal(value.get<std::string>(), scale);
  if (!value.is_number()) return std::nullopt;
  return static_cast<std::int64_t>(std::llround(value.get<double>() * std::pow(10.0, scale)));
}

/// A column of a query's row as an optional integer.
inline std::optional<std::int64_t> integer_at(const Row& row, std::size_t column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}

}  // namespace liufa::kit
