/// Small help for the JSON of records, settings and inputs.
#pragma once

#include <cstdint>
#include <liufa/kit/decimal.hpp>
#include <liufa/kit/fields.hpp>
#include <liufa/method.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::exemplar {

inline const Json* find_given(const Json& fields, std::string_view name) {
  if (!kit::is_given(fields, name)) return nullptr;
  const Json& value = *fields.find(name);
  return value.is_array() && value.empty() ? nullptr : &value;
}

inline bool is_given(const Json& fields, std::string_view name) { return find_given(fields, name) != nullptr; }

/// A field's text; empty if it is null or absent.
inline std::string text_of(const Json& fields, std::string_view name) { return kit::text_in(fields, name); }

/// A reference's or an integer's value; 0 if it is null or absent.
inline std::int64_t integer_of(const Json& fields, std::string_view name) {
  return kit::integer_in(fields, name).value_or(0);
}

/// A decimal with two digits, in hundredths; 0 if it is null or absent.
inline std::int64_t hundredths_of(const Json& fields, std::string_view name) {
  return kit::decimal_in(fields, name).value_or(0);
}

/// The words of a list; nothing if it is null or absent.
inline std::vector<std::string> words_of(const Json& fields, std::string_view name) {
  const Json* value = find_given(fields, name);
  return value && value->is_array() ? value->get<std::vector<std::string>>() : std::vector<std::string>{};
}

/// A list as a query gives it: JSON text.
inline std::vector<std::string> words_in(std::string_view list) {
  const Json parsed = Json::parse(list, nullptr, false);
  return parsed.is_array() ? parsed.get<std::vector<std::string>>() : std::vector<std::string>{};
}

/// Fills what was left empty; what the person gave stays.
inline void fill(Change& change, std::string_view field, const Json& value) {
  if (!is_given(change.after(), field) && !value.is_null()) change.set(field, value);
}

/// Fills a reference that was left empty; refuses one that says something else.
inline void derive(Change& change, std::string_view field, std::int64_t value, const Text& why) {
  const std::int64_t given = integer_of(change.after(), field);
  if (given == value) return;
  if (given != 0) Call::refuse(std::string(field), why);
  change.set(field, value);
}

}  // namespace liufa::exemplar
