/// Small help for reading the JSON of records and inputs, and for refusing in two languages.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <liufa/method.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "rules/exact.hpp"
#include "rules/standard.hpp"

namespace liufa::assessment {

inline bool is_given(const Json& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found != fields.end() && !found->is_null() &&
         !(found->is_string() && found->get_ref<const std::string&>().empty());
}

inline std::optional<std::int64_t> integer_in(const Json& fields, std::string_view name) {
  if (!is_given(fields, name) || !fields.at(std::string(name)).is_number_integer()) return std::nullopt;
  return fields.at(std::string(name)).get<std::int64_t>();
}

inline std::string text_in(const Json& fields, std::string_view name) {
  if (!is_given(fields, name) || !fields.at(std::string(name)).is_string()) return {};
  return fields.at(std::string(name)).get<std::string>();
}

inline bool boolean_in(const Json& fields, std::string_view name) {
  return is_given(fields, name) && fields.at(std::string(name)).is_boolean() &&
         fields.at(std::string(name)).get<bool>();
}

/// A decimal of a record or input, scaled. A JSON number of so few digits comes back from its double without loss.
inline std::optional<std::int64_t> decimal_in(const Json& fields, std::string_view name, int scale = points_scale) {
  if (!is_given(fields, name)) return std::nullopt;
  const Json& value = fields.at(std::string(name));
  if (value.is_string()) return parse_decimal(value.get<std::string>(), scale);
  if (!value.is_number()) return std::nullopt;
  return static_cast<std::int64_t>(std::llround(value.get<double>() * std::pow(10.0, scale)));
}

/// An optional column as an optional integer.
inline std::optional<std::int64_t> integer_at(const Row& row, std::size_t column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}

[[noreturn]] inline void refuse(std::string field, const Finding& finding) {
  Call::refuse(std::move(field), Text{finding.zh, finding.en});
}

}  // namespace liufa::assessment
