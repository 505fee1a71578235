/// Reading the JSON of records, settings and inputs.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <liufa/kit/fields.hpp>
#include <liufa/method.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::cadre {

/// A value that is there; null if it is absent, null or an empty text.
inline Json value_of(const Json& fields, std::string_view name) {
  return kit::is_given(fields, name) ? *fields.find(name) : Json();
}

using kit::is_given;

/// Empty if it is not there.
inline std::string text_of(const Json& fields, std::string_view name) { return kit::text_in(fields, name); }

/// A number or a reference; 0 if it is not there.
inline std::int64_t integer_of(const Json& fields, std::string_view name) {
  return kit::integer_in(fields, name).value_or(0);
}

inline bool boolean_of(const Json& fields, std::string_view name) { return kit::boolean_in(fields, name); }

/// A decimal in hundredths; nothing if it is not there. Two digits come back from a JSON number without loss.
inline std::optional<std::int64_t> hundredths_of(const Json& fields, std::string_view name) {
  const Json value = value_of(fields, name);
  if (!value.is_number()) return std::nullopt;
  return static_cast<std::int64_t>(std::llround(value.get<double>() * 100));
}

/// Hundredths as the host takes a decimal.
inline Json decimal_json(std::int64_t hundredths) { return static_cast<double>(hundredths) / 100; }

inline std::vector<std::string> words_of(const Json& fields, std::string_view name) {
  std::vector<std::string> words;
  for (const Json& each : value_of(fields, name))
    if (each.is_string()) words.push_back(each.get<std::string>());
  return words;
}

inline std::vector<std::int64_t> ids_of(const Json& fields, std::string_view name) {
  std::vector<std::int64_t> ids;
  for (const Json& each : value_of(fields, name))
    if (each.is_number_integer()) ids.push_back(each.get<std::int64_t>());
  return ids;
}

/// The words of a list column.
inline std::vector<std::string> words_in(std::string_view column) {
  return words_of({{"list", Json::parse(column, nullptr, false)}}, "list");
}

template <class Value>
bool contains(const std::vector<Value>& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

/// An id as a parameter for `IN`-less SQL, or null where 0 means "any".
inline Parameter any_if_zero(std::int64_t id) { return id == 0 ? Parameter{} : Parameter{id}; }

/// Whether a person's change touches the field. Always false on creation.
inline bool is_changed(const Change& change, std::string_view name) {
  return change.before().is_object() && value_of(change.before(), name) != value_of(change.after(), name);
}

/// Sets a field that was left empty.
inline std::string complete(Change& change, std::string_view name, const std::string& usual) {
  if (is_given(change.after(), name)) return text_of(change.after(), name);
  if (!usual.empty()) change.set(name, usual);
  return usual;
}

}  // namespace liufa::cadre
