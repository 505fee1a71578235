/// What leads on from one record: its next steps, and the records that refer to it.
#include "http/titled.hpp"
#include "services/links.hpp"
#include "services/reach.hpp"
#include "services/steps.hpp"

namespace liufa::host {

namespace {

Json json_of(const Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }

Response steps(RouteCall& call) {
  call.only_parameters({});
  const RecordSchema& schema = call.record();
  const Reader session = call.district.store().read();
  const Record record = read_in_scope(*session, schema, call.id(2), call.scope);
  const NextSteps next = next_steps(*session, schema, record, call.actor);
  Json transitions = Json::array();
  for (const Transition* each : next.transitions)
    transitions.push_back({{"id", each->id},
                           {"name", json_of(each->name)},
                           {"to", each->to},
                           {"needs", each->needs},
                           {"takes", each->takes}});
  Json fields = Json::array();
  for (const Field* each : next.fields) fields.push_back(each->id);
  return json_response({{"steps", transitions}, {"update", !next.fields.empty()}, {"fields", fields}});
}

Response links(RouteCall& call) {
  call.only_parameters({"titles"});
  const RecordSchema& schema = call.record();
  const Titled titled(call);
  const Reader session = call.district.store().read();
  const std::int64_t id = read_in_scope(*session, schema, call.id(2), call.scope).id;
  Json items = Json::array();
  for (const Links& each : links_to(*session, *call.model, call.actor, schema.type, id)) {
    Json item{{"record", each.type->full_id},
              {"field", each.field->id},
              {"name", json_of(each.type->name)},
              {"field_name", json_of(each.field->name)},
              {"count", std::min(each.count, most_links)}};
    if (each.count > most_links) item["more"] = true;
    items.push_back(std::move(item));
  }
  return titled.add_to(json_response({{"items", std::move(items)}}), *session,
                       [&](RecordNames& names, const Json&) { names.want(schema.type.full_id, id); });
}

constexpr RouteEntry routes[] = {
    {"GET", "/records/{method}/{record}/{id}/steps",
     "What I may do with this record now: steps of its workflow, fields to change", read_access, steps},
    {"GET", "/records/{method}/{record}/{id}/links",
     "The records in my scope that refer to this one, counted; ?titles=true names this one", read_access, links},
};

}  // namespace

std::span<const RouteEntry> linked_routes() { return routes; }

}  // namespace liufa::host
