/// What leads on from one record: its next steps, and the records that refer to it.
#include "http/titled.hpp"
#include "services/field_json.hpp"
#include "services/links.hpp"
#include "services/reach.hpp"
#include "services/steps.hpp"

namespace liufa::host {

namespace {

Json steps_json(const NextSteps& next) {
  Json transitions = Json::array();
  for (const Transition* each : next.transitions)
    transitions.push_back({{"id", each->id},
                           {"name", json_of(each->name)},
                           {"to", each->to},
                           {"needs", each->needs},
                           {"takes", each->takes}});
  Json fields = Json::array();
  for (const Field* each : next.fields) fields.push_back(each->id);
  return {{"steps", transitions}, {"update", !next.fields.empty()}, {"fields", fields}};
}

Response steps(RouteCall& call) {
  call.only_parameters({"tried"});
  const RecordSchema& schema = call.record();
  NextSteps next;
  {
    const Reader session = call.district.store().read();
    const Record record = read_in_scope(*session, schema, call.id(2), call.scope);
    next = next_steps(*session, schema, record, call.actor);
  }
  Json answer = steps_json(next);
  if (!call.flag("tried") || (next.transitions.empty() && next.fields.empty())) return json_response(std::move(answer));
  const bool english = language_of(call.request) == Language::en;
  return call.try_out([&](WriteContext& context) {
    const RecordSchema& written = context.model.record(schema.type.full_id);
    const Refusals refusals = try_steps(context, written, call.id(2), next);
    for (std::size_t i = 0; i < refusals.transitions.size(); ++i)
      if (const auto& problem = refusals.transitions[i]) answer["steps"][i]["refused"] = problem->to_json(english);
    if (refusals.update) answer["update_refused"] = refusals.update->to_json(english);
    return json_response(std::move(answer));
  });
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
     "What I may do with this record now: steps of its workflow, fields to change; ?tried=true says what is refused",
     read_access, steps},
    {"GET", "/records/{method}/{record}/{id}/links",
     "The records in my scope that refer to this one, counted; ?titles=true names this one", read_access, links},
};

}  // namespace

std::span<const RouteEntry> linked_routes() { return routes; }

}  // namespace liufa::host
