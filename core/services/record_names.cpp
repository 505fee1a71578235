#include "services/record_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/clock.hpp"
#include "services/reach.hpp"

namespace liufa::host {

namespace {

/// How many ids a statement has places for: the few lengths are prepared once each.
constexpr std::array<std::size_t, 3> lengths{8, 64, 500};
constexpr std::size_t at_once = lengths.back();
constexpr int deepest = 2;

std::string option_name(const Field& field, const std::string& id, Language language) {
  const auto found =
      std::find_if(field.options.begin(), field.options.end(), [&](const Option& each) { return each.id == id; });
  return found == field.options.end() ? id : in(language, found->name);
}

std::int64_t scaled(double value, int scale) {
  return std::llround(value * std::pow(10.0, scale));  // at most 15 digits: exact
}

/// The organisations and members that a record in scope names are no secret to its reader; their titles are names, made
/// of nothing else.
bool is_register(std::string_view type) { return type == "directory.organisation" || type == "directory.member"; }

void each_id(const Json& value, const std::function<void(std::int64_t)>& take) {
  if (value.is_number_integer()) take(value.get<std::int64_t>());
  if (!value.is_array()) return;
  for (const Json& each : value)
    if (each.is_number_integer()) take(each.get<std::int64_t>());
}

/// The fields of a title, those that there are.
std::vector<std::size_t> title_fields(const RecordType& type) {
  std::vector<std::size_t> fields;
  for (const std::string& part : type.title)
    if (const auto index = type.index_of(part)) fields.push_back(*index);
  return fields;
}

}  // namespace

void RecordNames::want(std::string_view type, std::int64_t id) {
  auto found = wanted_.find(type);
  if (found == wanted_.end()) found = wanted_.emplace(type, std::set<std::int64_t>{}).first;
  found->second.insert(id);
}

void RecordNames::want(const Field& field, const Json& value) {
  if (field.is_reference()) each_id(value, [&](std::int64_t id) { want(field.record, id); });
}

void RecordNames::want_all(const RecordType& type, const Json& fields) {
  if (!fields.is_object()) return;
  if (const auto id = fields.find("id"); id != fields.end() && id->is_number_integer())
    want(type.full_id, id->get<std::int64_t>());
  for (const Field& field : type.fields)
    if (field.is_reference())
      if (const auto value = fields.find(field.id); value != fields.end()) want(field, *value);
}

void RecordNames::look_up() {
  Ids level = wanted_;
  for (int depth = 0; depth <= deepest && !level.empty(); ++depth) {
    for (const auto& [type, ids] : level) read(type, ids);
    level = parts_of(level);
  }
  for (const auto& [type, ids] : level)
    if (is_register(type)) read(type, ids);
}

void RecordNames::learn(const Field& field, const Json& items) {
  if (!field.is_reference()) return;
  for (const Json& item : items) want(field, item.at(field.id));
  look_up();
}

void RecordNames::read(const std::string& type, const std::set<std::int64_t>& ids) {
  const auto schema = model_.records.find(type);
  if (schema == model_.records.end()) return;
  std::set<std::int64_t>& asked = asked_[type];
  std::vector<std::int64_t> fresh;
  for (const std::int64_t id : ids)
    if (asked.insert(id).second) fresh.push_back(id);
  const RecordType& declared = schema->second->type;
  const Scope scope = is_register(type) ? Scope::whole_district()
                                        : scope_if_allowed(actor_, {Act::read, declared.full_id, declared.read});
  if (scope.nothing()) return;
  for (std::size_t from = 0; from < fresh.size(); from += at_once)
    read_some(*schema->second, scope,
              {fresh.begin() + static_cast<std::ptrdiff_t>(from),
               fresh.begin() + static_cast<std::ptrdiff_t>(std::min(fresh.size(), from + at_once))});
}

void RecordNames::read_some(const RecordSchema& schema, const Scope& scope, const std::vector<std::int64_t>& ids) {
  const std::vector<std::size_t> fields = title_fields(schema.type);
  std::string sql = "SELECT id";
  for (const std::size_t each : fields) sql += ", " + schema.type.fields[each].id;
  sql += fmt::format(" FROM {} WHERE id IN (", schema.type.table);
  std::vector<ValueView> values(ids.begin(), ids.end());
  values.resize(*std::lower_bound(lengths.begin(), lengths.end(), ids.size()));
  for (std::size_t i = 1; i <= values.size(); ++i)
    fmt::format_to(std::back_inserter(sql), "{}${}", i == 1 ? "" : ", ", i);
  sql += ")";
  const Condition reached = scope.condition(schema.type, values.size() + 1, Scope::Look::each);
  if (!reached.sql.empty()) sql += " AND " + reached.sql;
  for (const Value& each : reached.parameters) values.push_back(view(each));
  const auto rows = session_.query(sql, values);
  while (rows->next()) {
    JsonBuffer buffer;
    JsonWriter out(buffer);
    out.StartObject();
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const Field& field = schema.type.fields[fields[i]];
      out.Key(field.id.c_str());
      write_value(out, field, rows->value(i + 1));
    }
    out.EndObject();
    found_[schema.type.full_id].emplace(rows->integer(0), Json::parse(text_of(buffer)));
  }
}

RecordNames::Ids RecordNames::parts_of(const Ids& records) const {
  Ids parts;
  for (const auto& [type, ids] : records) {
    const auto known = found_.find(type);
    if (known == found_.end()) continue;
    const RecordType& declared = model_.record(type).type;
    for (const std::size_t index : title_fields(declared)) {
      const Field& field = declared.fields[index];
      if (!field.is_reference()) continue;
      for (const std::int64_t id : ids)
        if (const auto item = known->second.find(id); item != known->second.end())
          each_id(item->second.at(field.id), [&](std::int64_t part) { parts[field.record].insert(part); });
    }
  }
  return parts;
}

Json RecordNames::titles() const {
  Json all = Json::object();
  for (const auto& [type, ids] : wanted_) {
    const auto known = found_.find(type);
    if (known == found_.end()) continue;
    Json& titles = all[type] = Json::object();
    for (const std::int64_t id : ids)
      if (known->second.contains(id)) titles[std::to_string(id)] = name_of(type, id, 0);
  }
  return all;
}

std::string RecordNames::title_of(const RecordType& type, const Json& item, int level) const {
  std::string title;
  for (const std::size_t index : title_fields(type)) {
    const Field& field = type.fields[index];
    const std::string text = cell(field, item.at(field.id), level + 1);
    title += (title.empty() || text.empty() ? "" : " — ") + text;
  }
  return title;
}

std::string RecordNames::name_of(const std::string& type, const Json& id, int level) const {
  if (!id.is_number_integer()) return "";
  if (level > deepest && !is_register(type)) return "";
  const auto number = id.get<std::int64_t>();
  std::string title;
  if (const auto known = found_.find(type); known != found_.end())
    if (const auto item = known->second.find(number); item != known->second.end())
      title = title_of(model_.record(type).type, item->second, level);
  return title.empty() ? fmt::format("#{}", number) : title;
}

std::string RecordNames::single(const Field& field, const Json& value, int level) const {
  const bool zh = language_ == Language::zh;
  if (field.is_reference()) return name_of(field.record, value, level);
  if (value.is_string()) {  // also the mask of a sensitive value of another type
    const std::string& text = value.get_ref<const std::string&>();
    if (field.type == FieldType::choice) return option_name(field, text, language_);
    if (field.type == FieldType::date) return date_name(text, language_);
    if (field.type == FieldType::datetime) return date_name(local_date(text), language_);
    return field.type == FieldType::file ? (zh ? "有" : "yes") : text;
  }
  if (value.is_boolean()) return value.get<bool>() ? (zh ? "是" : "yes") : (zh ? "否" : "no");
  if (field.type == FieldType::money) return quantity_name({value.get<std::int64_t>(), 2}, {"元", "yuan"}, language_);
  if (field.type == FieldType::decimal) return decimal_text(scaled(value.get<double>(), field.scale), field.scale);
  return value.dump();
}

std::string RecordNames::cell(const Field& field, const Json& value, int level) const {
  if (value.is_null()) return "";
  if (!value.is_array()) return single(field, value, level);
  std::string text;
  for (const Json& each : value) {
    const std::string element = single(field, each, level);
    text += (text.empty() || element.empty() ? "" : language_ == Language::zh ? "、" : ", ") + element;
  }
  return text;
}

std::string RecordNames::cell(const Field& field, const Json& value) const { return cell(field, value, 0); }

std::string RecordNames::shown(const RecordType& type, const Field& column, const Json& item) const {
  const std::string text = cell(column, item.at(column.id));
  if (column.id == "state" && type.workflow)
    if (const State* state = type.workflow->state(text)) return in(language_, state->name);
  return text;
}

}  // namespace liufa::host
