#include "services/field_json.hpp"

#include "services/record_schema.hpp"

namespace liufa::host {

Json json_of(const Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }

namespace {

/// A limit in the unit of the field's JSON value.
Json limit_of(const Field& field, const std::optional<std::int64_t>& limit) {
  if (!limit) return nullptr;
  return field.type == FieldType::decimal ? Json::parse(decimal_text(*limit, field.scale)) : Json(*limit);
}

Json json_of(const Field& field) {
  Json options = Json::array();
  for (const Option& each : field.options) options.push_back({{"id", each.id}, {"name", json_of(each.name)}});
  return {{"id", field.id},
          {"name", json_of(field.name)},
          {"help", field.help.empty() ? Json(nullptr) : json_of(field.help)},
          {"type", word(field.type)},
          {"list", field.list},
          {"required", field.required},
          {"computed", field.computed},
          {"fixed", field.fixed},
          {"during", field.during},
          {"default", field.default_value.value_or(nullptr)},
          {"min", limit_of(field, field.min)},
          {"max", limit_of(field, field.max)},
          {"scale", field.scale},
          {"max_length", field.max_length},
          {"options", std::move(options)},
          {"kinds", field.kinds},
          {"record", field.record.empty() ? Json(nullptr) : Json(field.record)},
          {"sensitive", field.is_sensitive()},
          {"anywhere", field.anywhere}};
}

}  // namespace

Json fields_json(const std::vector<Field>& fields) {
  Json all = Json::array();
  for (const Field& each : fields) all.push_back(json_of(each));
  return all;
}

}  // namespace liufa::host
