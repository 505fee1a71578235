#include <fmt/format.h>

#include "http/titled.hpp"
#include "services/derived.hpp"
#include "services/reach.hpp"
#include "services/records.hpp"
#include "services/sealing.hpp"

namespace liufa::host {

Access read_access(const RouteCall& call) {
  const RecordType& type = call.record().type;
  return {Act::read, type.full_id, type.read};
}

/// What nobody may do is said before who may.
Access write_access(const RouteCall& call, Act act, const std::vector<Permission>& permissions) {
  require_not_derived(call.record());
  return {act, call.record().type.full_id, permissions};
}

namespace {

Response list_types(RouteCall& call) {
  Json types = Json::array();
  for (const auto& [id, schema] : call.model->records) {
    if (scope_of(call.actor, {Act::read, id, schema->type.read}).nothing()) continue;
    types.push_back({{"record", id},
                     {"name", {{"zh", schema->type.name.zh}, {"en", schema->type.name.en}}},
                     {"active", schema->active},
                     {"derived", schema->type.derived},
                     {"importable", !schema->type.key.empty() && !schema->type.derived}});
  }
  return json_response(types);
}

Response list(RouteCall& call) {
  const RecordSchema& schema = call.record();
  const Titled titled(call);
  const Reader session = call.district.store().read();
  Response page{200,
                "application/json",
                list_records(*session, schema, titled.rest(), call.scope, &call.district.known_tree()),
                {}};
  return titled.add_to_page(std::move(page), *session, schema);
}

Response read(RouteCall& call) {
  const RecordSchema& schema = call.record();
  const Titled titled(call);
  const Reader session = call.district.store().read();
  Response record = record_response(schema, read_in_scope(*session, schema, call.id(2), call.scope));
  return titled.add_to_record(std::move(record), *session, schema);
}

Response create(RouteCall& call) {
  call.only_parameters({"dry_run"});
  const Changes given = decode_fields(call.record(), call.object(), Author::person);
  return call.write_or_try([&](WriteContext& context) {
    const RecordSchema& schema = context.model.record(call.record().type.full_id);
    const Record record = create_record(context, schema, given);
    Response response = record_response(schema, record, 201);
    response.headers["Location"] = fmt::format("{}/{}", call.request.path, record.id);
    return response;
  });
}

Response update(RouteCall& call) {
  call.only_parameters({"dry_run"});
  const auto version = call.version(true);
  const Changes given = decode_fields(call.record(), call.object(), Author::person);
  return call.write_or_try([&](WriteContext& context) {
    const RecordSchema& schema = context.model.record(call.record().type.full_id);
    return record_response(schema, update_record(context, schema, call.id(2), version, given));
  });
}

Response transition(RouteCall& call) {
  call.only_parameters({"dry_run"});
  const auto version = call.version(false);
  const Changes given = decode_fields(call.record(), call.object(), Author::person);
  return call.write_or_try([&](WriteContext& context) {
    const RecordSchema& schema = context.model.record(call.record().type.full_id);
    return record_response(schema, transition_record(context, schema, call.id(2), version, call.parts[3], given));
  });
}

Response history(RouteCall& call) {
  call.only_parameters({"titles"});
  const RecordSchema& schema = call.record();
  const Titled titled(call);
  const Reader session = call.district.store().read();
  (void)read_in_scope(*session, schema, call.id(2), call.scope);
  Json events = Json::array();
  read_events(*session, 0, 10000, {schema.type.full_id, call.id(2), ""}, [&](const Event& event) {
    const auto side = [](std::string_view json) { return json.empty() ? Json(nullptr) : Json::parse(json); };
    events.push_back({{"offset", event.offset},
                      {"at", event.at},
                      {"actor", event.actor},
                      {"topic", event.topic},
                      {"before", side(event.before)},
                      {"after", side(event.after)},
                      {"erased", event.erased}});
    return true;
  });
  return titled.add_to(json_response({{"items", std::move(events)}}), *session,
                       [&](RecordNames& names, const Json& answer) {
                         names.want(schema.type.full_id, call.id(2));
                         for (const Json& event : answer.at("items"))
                           for (const char* side : {"before", "after"}) names.want_all(schema.type, event.at(side));
                       });
}

constexpr std::size_t least_purpose = 4;

/// The sensitive fields asked for, each allowed to this person.
std::vector<std::size_t> fields_to_reveal(const RouteCall& call, const RecordSchema& schema, const Json& body) {
  std::string known;
  for (const Field& each : schema.type.fields)
    if (each.is_sensitive()) known += (known.empty() ? "" : ", ") + each.id;
  std::vector<std::size_t> fields;
  const Json& asked = body.value("fields", Json::array());
  for (const Json& each : asked) {
    const std::string name = each.is_string() ? each.get<std::string>() : each.dump();
    const auto index = schema.type.index_of(name);
    if (!index || !schema.type.fields[*index].is_sensitive())
      throw Problem("reveal.field", {{"found", name}, {"known", known}}).at_field("fields");
    std::vector<Permission> who;
    for (const std::string& role : schema.type.fields[*index].reveal) who.push_back({role});
    const Scope scope = authorise(call.actor, {Act::read, schema.type.full_id, who});
    (void)read_in_scope(*call.district.store().read(), schema, call.id(2), scope);
    fields.push_back(*index);
  }
  if (fields.empty()) throw Problem("reveal.field", {{"found", ""}, {"known", known}}).at_field("fields");
  return fields;
}

/// On record before it is answered: who saw what of whom, and what for (PIPL art. 6, 51).
Response reveal(RouteCall& call) {
  const RecordSchema& schema = call.record();
  const Record record = read_in_scope(*call.district.store().read(), schema, call.id(2), call.scope);
  const Json body = call.object();
  const auto fields = fields_to_reveal(call, schema, body);
  const std::string purpose = body.value("purpose", Json()).is_string() ? body.at("purpose").get<std::string>() : "";
  if (purpose.size() < least_purpose)
    throw Problem("reveal.purpose", {{"least", std::to_string(least_purpose)}}).at_field("purpose");
  Json answer{{"id", record.id}};
  Json names = Json::array();
  for (const std::size_t field : fields) {
    const std::string& name = schema.type.fields[field].id;
    names.push_back(name);
    answer[name] =
        is_null(record.values[field]) ? Json(nullptr) : Json(open_value(call.district.keys(), schema, record, field));
  }
  call.district.write(call.actor, [&](WriteContext& context) {
    emit_event_about(context, schema, record.id, "field.revealed", Json{{"fields", names}, {"purpose", purpose}});
  });
  return json_response(answer);
}

constexpr RouteEntry routes[] = {
    {"GET", "/records", "All record types of the district",
     [](const RouteCall&) {
       return Access{Act::look, "records"};
     },
     list_types},
    {"GET", "/records/{method}/{record}",
     "A page of records, filtered and sorted; ?titles=true names what they refer to", read_access, list},
    {"POST", "/records/{method}/{record}", "Create a record; ?dry_run=true only tries",
     [](const RouteCall& call) { return write_access(call, Act::create, call.record().type.create); }, create},
    {"GET", "/records/{method}/{record}/{id}", "One record; ?titles=true names what it refers to", read_access, read},
    {"PATCH", "/records/{method}/{record}/{id}", "Change fields of a record (If-Match); ?dry_run=true only tries",
     [](const RouteCall& call) { return write_access(call, Act::update, call.record().type.update); }, update},
    {"POST", "/records/{method}/{record}/{id}/reveal",
     "Sensitive values in clear: fields and purpose, which is put on record", read_access, reveal},
    {"GET", "/records/{method}/{record}/{id}/history",
     "Every event of a record; ?titles=true names what it referred to", read_access, history},
    {"POST", "/records/{method}/{record}/{id}/transitions/{transition}",
     "Take a step of the record's workflow; ?dry_run=true only tries",
     [](const RouteCall& call) {
       require_not_derived(call.record());
       return write_access(call, Act::transition, transition_of(call.record(), call.parts[3]).by);
     },
     transition},
};

}  // namespace

std::span<const RouteEntry> record_routes() { return routes; }

}  // namespace liufa::host
