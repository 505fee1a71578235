#include "services/own_records.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "events/log.hpp"
#include "services/sealing.hpp"

namespace liufa::host {

namespace {

constexpr std::string_view member_type = "directory.member";

/// The condition that a record is about the person $1, and the patterns of lists that name them, $2 to $5.
std::string condition_of(const RecordType& type) {
  std::string condition = type.full_id == member_type ? "id = $1" : "";
  for (const Field& field : type.fields) {
    if (field.type != FieldType::member) continue;
    condition += condition.empty() ? "" : " OR ";
    condition += field.list ? fmt::format("{0} LIKE $2 OR {0} LIKE $3 OR {0} LIKE $4 OR {0} LIKE $5", field.id)
                            : fmt::format("{} = $1", field.id);
  }
  // $1 stands in every condition, also where only lists name members: parameters have no gaps.
  return condition.empty() ? condition : fmt::format("$1 > 0 AND ({})", condition);
}

/// How a JSON array of ids may hold one.
std::vector<std::string> patterns_of(std::int64_t member) {
  return {fmt::format("[{}]", member), fmt::format("[{},%", member), fmt::format("%,{},%", member),
          fmt::format("%,{}]", member)};
}

Json json_of(const RecordSchema& schema, const Record& record, const KeyRing* keys) {
  JsonBuffer buffer;
  JsonWriter out(buffer);
  schema.write(out, record);
  Json json = Json::parse(text_of(buffer));
  if (!keys || schema.type.full_id != member_type) return json;
  for (std::size_t i = 0; i < schema.type.fields.size(); ++i)
    if (schema.type.fields[i].is_sensitive() && !is_null(record.values[i]))
      json[schema.type.fields[i].id] = open_value(*keys, schema, record, i);
  return json;
}

Json items_of(Session& session, const RecordSchema& schema, std::int64_t member, const KeyRing* keys) {
  Json items = Json::array();
  const std::string condition = condition_of(schema.type);
  if (condition.empty()) return items;
  const std::vector<std::string> patterns = patterns_of(member);
  std::vector<ValueView> values{member};
  if (condition.find("$2") != std::string::npos)
    for (const std::string& each : patterns) values.emplace_back(std::string_view(each));
  const auto rows = session.query(fmt::format("{} WHERE {} ORDER BY id", schema.select, condition), values);
  while (rows->next()) items.push_back(json_of(schema, schema.record_in(*rows), keys));
  return items;
}

Json reveals_of(Session& session, std::int64_t member) {
  Json reveals = Json::array();
  read_events(session, 0, 10000, {std::string(member_type), member, "host.field.revealed"}, [&](const Event& event) {
    const Json said = event.erased ? Json::object() : Json::parse(event.after);
    reveals.push_back({{"at", event.at},
                       {"by", event.actor},
                       {"fields", said.value("fields", Json::array())},
                       {"purpose", said.value("purpose", Json(nullptr))}});
    return true;
  });
  return reveals;
}

}  // namespace

Json own_records(Session& session, const DistrictModel& model, std::int64_t member, const KeyRing* keys) {
  Json records = Json::array();
  for (const auto& [id, schema] : model.records) {
    Json items = items_of(session, *schema, member, keys);
    if (items.empty()) continue;
    Json fields = Json::object();
    for (const Field& field : schema->type.fields) fields[field.id] = {{"zh", field.name.zh}, {"en", field.name.en}};
    records.push_back({{"record", id},
                       {"name", {{"zh", schema->type.name.zh}, {"en", schema->type.name.en}}},
                       {"fields", std::move(fields)},
                       {"items", std::move(items)}});
  }
  return {{"member", member}, {"records", std::move(records)}, {"reveals", reveals_of(session, member)}};
}

bool is_about(const RecordSchema& schema, const Record& record, std::int64_t member) {
  if (schema.type.full_id == member_type && record.id == member) return true;
  for (std::size_t i = 0; i < schema.type.fields.size(); ++i) {
    const Field& field = schema.type.fields[i];
    if (field.type != FieldType::member) continue;
    if (const auto* one = std::get_if<std::int64_t>(&record.values[i]); one && *one == member) return true;
    const auto* several = std::get_if<std::string>(&record.values[i]);
    if (!several || !field.list) continue;
    const Json ids = Json::parse(*several);
    if (std::find(ids.begin(), ids.end(), Json(member)) != ids.end()) return true;
  }
  return false;
}

}  // namespace liufa::host
