#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/clock.hpp"
#include "services/report/record_texts.hpp"

namespace liufa::host {

namespace {

constexpr std::size_t at_once = 500;

std::vector<std::int64_t> ids_in(const Field& field, const Json& items) {
  std::set<std::int64_t> ids;
  for (const Json& item : items) {
    const Json& value = item.at(field.id);
    if (value.is_number_integer()) ids.insert(value.get<std::int64_t>());
    if (!value.is_array()) continue;
    for (const Json& each : value)
      if (each.is_number_integer()) ids.insert(each.get<std::int64_t>());
  }
  return {ids.begin(), ids.end()};
}

/// "id IN ($1, $2, …)" of a part of the ids.
Condition one_of(const std::vector<std::int64_t>& ids, std::size_t from) {
  Condition condition;
  for (std::size_t i = from; i < std::min(ids.size(), from + at_once); ++i) {
    condition.parameters.emplace_back(ids[i]);
    condition.sql += fmt::format("{}${}", condition.sql.empty() ? "" : ", ", condition.parameters.size());
  }
  condition.sql = "id IN (" + condition.sql + ")";
  return condition;
}

std::string option_name(const Field& field, const std::string& id, Language language) {
  const auto found =
      std::find_if(field.options.begin(), field.options.end(), [&](const Option& each) { return each.id == id; });
  return found == field.options.end() ? id : in(language, found->name);
}

std::int64_t scaled(double value, int scale) {
  return std::llround(value * std::pow(10.0, scale));  // at most 15 digits: exact
}

}  // namespace

void RecordNames::learn(const Field& field, const Json& items) {
  if (!field.is_reference()) return;
  auto ids = ids_in(field, items);
  const auto& known = known_[field.record];
  std::erase_if(ids, [&](std::int64_t id) { return known.contains(id); });
  if (field.type == FieldType::record)
    learn_records(field.record, ids);
  else
    learn_directory(field.record, ids);
}

void RecordNames::learn_directory(const std::string& type, const std::vector<std::int64_t>& ids) {
  const RecordType& declared = model_.record(type).type;
  for (std::size_t from = 0; from < ids.size(); from += at_once) {
    const Condition condition = one_of(ids, from);
    std::vector<ValueView> values;
    for (const Value& each : condition.parameters) values.push_back(view(each));
    const auto rows =
        session_.query(fmt::format("SELECT id, name FROM {} WHERE {}", declared.table, condition.sql), values);
    while (rows->next()) known_[type][rows->integer(0)] = rows->text(1);
  }
}

void RecordNames::learn_records(const std::string& type, const std::vector<std::int64_t>& ids) {
  const auto found = model_.records.find(type);
  if (found == model_.records.end()) return;
  const RecordSchema& schema = *found->second;
  const Scope scope = scope_of(actor_, {Act::read, schema.type.full_id, schema.type.read});
  if (scope.nothing()) return;
  for (std::size_t from = 0; from < ids.size(); from += at_once) {
    const Json items = Json::parse(list_records_where(session_, schema, {{"limit", std::to_string(at_once)}},
                                                      one_of(ids, from), scope, nullptr))
                           .at("items");
    // Titles name organisations and members; a title that refers to further records shows their numbers.
    for (const std::string& part : schema.type.title)
      if (const Field* field = schema.type.field(part); field && field->type != FieldType::record) learn(*field, items);
    for (const Json& item : items) {
      std::string title;
      for (const std::string& part : schema.type.title) {
        const Field* field = schema.type.field(part);
        const std::string text = field ? cell(*field, item.at(part)) : "";
        title += (title.empty() || text.empty() ? "" : language_ == Language::zh ? "—" : " – ") + text;
      }
      known_[type][item.at("id").get<std::int64_t>()] = title;
    }
  }
}

std::string RecordNames::name_of(const std::string& type, const Json& id) const {
  if (!id.is_number_integer()) return "";
  const auto names = known_.find(type);
  if (names != known_.end())
    if (const auto found = names->second.find(id.get<std::int64_t>()); found != names->second.end())
      return found->second;
  return fmt::format("#{}", id.get<std::int64_t>());
}

std::string RecordNames::single(const Field& field, const Json& value) const {
  const bool zh = language_ == Language::zh;
  if (field.is_reference()) return name_of(field.record, value);
  if (value.is_string()) {  // also the mask of a sensitive value of another type
    const std::string& text = value.get_ref<const std::string&>();
    if (field.type == FieldType::choice) return option_name(field, text, language_);
    if (field.type == FieldType::date) return date_name(text, language_);
    if (field.type == FieldType::datetime) return date_name(local_date(text), language_);
    return field.type == FieldType::file ? (zh ? "有" : "yes") : text;
  }
  if (value.is_boolean()) return value.get<bool>() ? (zh ? "是" : "yes") : (zh ? "否" : "no");
  if (field.type == FieldType::money) return quantity_name({value.get<std::int64_t>(), 2}, "元", language_);
  if (field.type == FieldType::decimal) return decimal_text(scaled(value.get<double>(), field.scale), field.scale);
  return value.dump();
}

std::string RecordNames::cell(const Field& field, const Json& value) const {
  if (value.is_null()) return "";
  if (!value.is_array()) return single(field, value);
  std::string text;
  for (const Json& each : value)
    text += (text.empty() ? "" : language_ == Language::zh ? "、" : ", ") + single(field, each);
  return text;
}

std::string RecordNames::shown(const RecordType& type, const Field& column, const Json& item) const {
  const std::string text = cell(column, item.at(column.id));
  if (column.id == "state" && type.workflow)
    if (const State* state = type.workflow->state(text)) return in(language_, state->name);
  return text;
}

}  // namespace liufa::host
