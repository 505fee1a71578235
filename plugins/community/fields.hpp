/// Reading the JSON of records, inputs and settings.
#pragma once

#include <algorithm>
#include <cstdint>
#include <liufa/kit/fields.hpp>
#include <liufa/method.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::community {

/// A field's text; empty if it is null or absent.
inline std::string text_of(const Json& fields, std::string_view field) { return kit::text_in(fields, field); }

/// A reference's or an integer's value; 0 if it is null or absent.
inline std::int64_t integer_of(const Json& fields, std::string_view field) {
  return kit::integer_in(fields, field).value_or(0);
}

inline bool is_true(const Json& fields, std::string_view field) { return kit::boolean_in(fields, field); }

/// The texts of a list; empty if it is null or absent.
inline std::vector<std::string> texts_of(const Json& fields, std::string_view field) {
  std::vector<std::string> texts;
  if (!fields.is_object()) return texts;
  const auto found = fields.find(std::string(field));
  if (found == fields.end() || !found->is_array()) return texts;
  for (const Json& each : *found)
    if (each.is_string()) texts.push_back(each.get<std::string>());
  return texts;
}

/// A reference or date that may be empty, as a field's value.
inline Json or_null(std::int64_t id) { return id == 0 ? Json() : Json(id); }
inline Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

/// A list column (JSON text) as the JSON of a field.
inline Json list_at(const Row& row, std::size_t column) {
  Json list = Json::parse(row.text(column), nullptr, false);
  return list.is_array() ? list : Json::array();
}

inline bool contains(const std::vector<std::string>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

inline std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& each : words) text += (text.empty() ? "" : std::string(between)) + each;
  return text;
}

}  // namespace liufa::community
