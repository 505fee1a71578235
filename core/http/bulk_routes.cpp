/// One step for many records at once.
#include <fmt/format.h>

#include <set>

#include "http/titled.hpp"
#include "services/derived.hpp"
#include "services/records.hpp"

namespace liufa::host {

namespace {

constexpr std::size_t most_records = 500;

struct Chosen {
  std::int64_t id = 0;
  std::optional<std::int64_t> version;  ///< as If-Match
};

Problem wrong_records(std::string_view found) {
  return Problem("bulk.records", {{"most", std::to_string(most_records)}, {"found", found}}).at_field("records");
}

Chosen read_chosen(const Json& json) {
  const bool known = json.is_object() && json.contains("id") && json.at("id").is_number_integer() &&
                     json.size() == (json.contains("version") ? 2U : 1U);
  if (!known) throw wrong_records(json.dump());
  Chosen chosen{json.at("id").get<std::int64_t>(), std::nullopt};
  if (const Json version = json.value("version", Json()); version.is_number_integer())
    chosen.version = version.get<std::int64_t>();
  else if (!version.is_null())
    throw wrong_records(json.dump());
  return chosen;
}

std::vector<Chosen> read_records(const Json& body) {
  const Json records = body.value("records", Json());
  if (!records.is_array()) throw wrong_records(records.dump());
  if (records.empty() || records.size() > most_records) throw wrong_records(std::to_string(records.size()));
  std::vector<Chosen> all;
  std::set<std::int64_t> ids;
  for (const Json& each : records) {
    all.push_back(read_chosen(each));
    if (!ids.insert(all.back().id).second)
      throw Problem("bulk.twice", {{"id", std::to_string(all.back().id)}}).at_field("records");
  }
  return all;
}

void check_members(const RouteCall& call, const Json& body) {
  for (const auto& [name, value] : body.items())
    if (name != "records" && name != "values")
      throw Problem("record.unknown_field",
                    {{"record", call.record().type.full_id}, {"field", name}, {"known", "records, values"}})
          .at_field(name);
}

/// Takes the step for one record after another, each within a savepoint of its own.
class Bulk {
 public:
  explicit Bulk(RouteCall& call) : call_(call) {
    const Json body = call.object();
    check_members(call, body);
    records_ = read_records(body);
    const Json values = body.value("values", Json::object());
    if (!values.is_object()) throw Problem("request.object", {{"found", values.type_name()}}).at_field("values");
    values_ = decode_fields(call.record(), values, Author::person);
  }

  Response take(WriteContext& context) {
    const RecordSchema& schema = context.model.record(call_.record().type.full_id);
    JsonBuffer buffer;
    JsonWriter out(buffer);
    out.StartObject();
    out.Key("items");
    out.StartArray();
    for (const Chosen& each : records_) take_one(context, schema, each, out);
    out.EndArray();
    out.EndObject();
    return {200, "application/json", std::string(text_of(buffer)), {}};
  }

  /// As each record's own route would: who tries what they may not is on record.
  void note_refused() {
    if (refused_.empty()) return;
    call_.district.write(call_.actor, [&](WriteContext& context) {
      for (const auto& [id, problem] : refused_) {
        const std::string path = fmt::format("/api/v1/districts/{}/records/{}/{}/{}/transitions/{}",
                                             call_.district.id(), call_.parts[0], call_.parts[1], id, call_.parts[2]);
        note_refused_access(context, "POST", path, problem);
      }
    });
  }

 private:
  void take_one(WriteContext& context, const RecordSchema& schema, const Chosen& chosen, JsonWriter& out) {
    out.StartObject();
    out.Key("id");
    out.Int64(chosen.id);
    out.Key("ok");
    try {
      Record record;
      context.session.within_savepoint(
          [&] { record = transition_record(context, schema, chosen.id, chosen.version, call_.parts[2], values_); });
      out.Bool(true);
      out.Key("record");
      schema.write(out, record);
    } catch (const Problem& problem) {
      // A full disk undoes the whole transaction, not this record's part of it.
      if (problem.code().starts_with("storage.")) throw;
      if (is_refused_access(problem)) refused_.emplace_back(chosen.id, problem);
      out.Bool(false);
      out.Key("problem");
      const std::string json = problem.to_json(language_of(call_.request) == Language::en).dump();
      out.RawValue(json.data(), json.size(), rapidjson::kObjectType);
    }
    out.EndObject();
  }

  RouteCall& call_;
  std::vector<Chosen> records_;
  Changes values_;
  std::vector<std::pair<std::int64_t, Problem>> refused_;
};

Response transition_all(RouteCall& call) {
  call.only_parameters({"dry_run"});
  Bulk bulk(call);
  Response response = call.write_or_try([&](WriteContext& context) { return bulk.take(context); });
  bulk.note_refused();
  return response;
}

constexpr RouteEntry routes[] = {
    {"POST", "/records/{method}/{record}/bulk/{transition}",
     "Take a step for up to 500 records, each by itself; ?dry_run=true only tries",
     [](const RouteCall& call) {
       require_not_derived(call.record());
       return write_access(call, Act::transition, transition_of(call.record(), call.parts[2]).by);
     },
     transition_all},
};

}  // namespace

std::span<const RouteEntry> bulk_routes() { return routes; }

}  // namespace liufa::host
