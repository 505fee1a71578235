#include <algorithm>

#include "base/clock.hpp"
#include "model/reading/fields.hpp"
#include "model/reading/names.hpp"

namespace liufa::host::reading {

namespace {

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;  // all but continuation bytes
  }));
}

bool is_digest(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char each) {
           return (each >= '0' && each <= '9') || (each >= 'a' && each <= 'f');
         });
}

/// Reports a number outside the field's limits.
bool within_limits(const Entry& entry, const Field& field, std::int64_t number) {
  if ((!field.min || number >= *field.min) && (!field.max || number <= *field.max)) return true;
  entry.refuse("manifest.default_range", {"found", entry.found()});
  return false;
}

std::optional<Json> read_integer(const Entry& entry, const Field& field) {
  const auto number = entry.integer();
  if (!number || !within_limits(entry, field, *number)) return std::nullopt;
  return Json(*number);
}

std::optional<Json> read_decimal(const Entry& entry, const Field& field) {
  const auto number = entry.scaled(field.scale);
  if (!number || !within_limits(entry, field, *number)) return std::nullopt;
  // A number in JSON is a double, which holds any 15 digits; longer ones stay exact as text.
  constexpr std::size_t safe_length = 15;
  const std::string text = entry.found();
  return text.size() <= safe_length ? Json::parse(text) : Json(text);
}

std::optional<Json> read_text(const Entry& entry, const Field& field) {
  if (entry.is_empty_text() && !field.required) return Json("");
  const auto text = entry.text();
  if (!text) return std::nullopt;
  if (characters(*text) <= field.max_length) return Json(*text);
  entry.refuse("manifest.default_too_long", {"found", std::to_string(characters(*text))},
               {"max", std::to_string(field.max_length)});
  return std::nullopt;
}

/// A text of a certain form.
std::optional<Json> read_formed(const Entry& entry, bool (*is_formed)(std::string_view), std::string_view refusal) {
  const auto text = entry.text();
  if (text && is_formed(*text)) return Json(*text);
  if (text) entry.refuse(refusal, {"found", *text});
  return std::nullopt;
}

std::optional<Json> read_option(const Entry& entry, const Field& field) {
  // An option's id may look like a number: `default: 1` means the option "1".
  const std::string id = entry.found();
  std::vector<std::string_view> known;
  for (const Option& option : field.options) known.push_back(option.id);
  if (std::find(known.begin(), known.end(), id) != known.end()) return Json(id);
  entry.refuse("manifest.default_option", {"found", id}, {"known", joined(known)});
  return std::nullopt;
}

/// An id, or a key as text, which is looked up when it is used.
std::optional<Json> read_reference(const Entry& entry) {
  if (!entry.is_other_than_text()) {
    const auto key = entry.text();
    return key ? std::optional<Json>(*key) : std::nullopt;
  }
  const auto id = entry.integer();
  if (id && *id >= 1) return Json(*id);
  if (id) entry.refuse("manifest.default_reference", {"found", entry.found()});
  return std::nullopt;
}

std::optional<Json> read_single(const Entry& entry, const Field& field) {
  switch (field.type) {
    case FieldType::text: return read_text(entry, field);
    case FieldType::integer:
    case FieldType::money: return read_integer(entry, field);
    case FieldType::decimal: return read_decimal(entry, field);
    case FieldType::date:
      return read_formed(
          entry, [](std::string_view text) { return parse_date(text).has_value(); }, "manifest.default_date");
    case FieldType::datetime:
      return read_formed(
          entry, [](std::string_view text) { return parse_instant(text).has_value(); }, "manifest.default_datetime");
    case FieldType::boolean: {
      const auto value = entry.boolean();
      return value ? std::optional<Json>(*value) : std::nullopt;
    }
    case FieldType::choice: return read_option(entry, field);
    case FieldType::organisation:
    case FieldType::member:
    case FieldType::record: return read_reference(entry);
    case FieldType::file: return read_formed(entry, is_digest, "manifest.default_file");
  }
  return std::nullopt;
}

}  // namespace

std::optional<Json> read_default(const Entry& entry, const Field& field) {
  if (!field.list) return read_single(entry, field);
  Json values = Json::array();
  for (const Entry& item : entry.items())
    if (auto value = read_single(item, field)) values.push_back(std::move(*value));
  return values;
}

}  // namespace liufa::host::reading
