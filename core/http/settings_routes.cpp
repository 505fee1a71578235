/// A method's settings: what they are, what they can be, who changed them.
#include <fmt/format.h>

#include "http/routes.hpp"
#include "services/field_json.hpp"
#include "services/settings.hpp"

namespace liufa::host {

namespace {

Access administer(const RouteCall&) { return {Act::administer, "methods"}; }
Access look(const RouteCall&) { return {Act::look, "methods"}; }

const Manifest& manifest_of(const RouteCall& call) { return *call.model->method(call.parts[0]).manifest; }

Response show(RouteCall& call) {
  return json_response(read_settings(*call.district.store().read(), manifest_of(call)));
}

/// With what is declared of them, so that they can be shown and asked for.
Response schema(RouteCall& call) {
  call.only_parameters({});
  const Manifest& manifest = manifest_of(call);
  const Reader session = call.district.store().read();
  return json_response({{"fields", fields_json(manifest.settings)},
                        {"values", read_settings(*session, manifest)},
                        {"set", settings_set(*session, manifest)}});
}

Response change(RouteCall& call) {
  const Json changes = call.object();
  return call.write([&](WriteContext& context) {
    context.access_changed = true;  // they may be those of accounts
    return json_response(change_settings(context, *context.model.method(call.parts[0]).manifest, changes));
  });
}

Json side(std::string_view json) { return json.empty() ? Json::object() : Json::parse(json); }

/// From the log, but nothing else of it: an administrator answers for the settings and not for what people do.
Response changes(RouteCall& call) {
  call.only_parameters({});
  constexpr std::size_t most = 100;
  EventFilter filter;
  filter.topic = manifest_of(call).id + ".settings.changed";
  filter.newest_first = true;
  Json items = Json::array();
  read_events(*call.district.store().read(), 0, most, filter, [&](const Event& event) {
    items.push_back({{"offset", event.offset},
                     {"at", event.at},
                     {"actor", event.actor},
                     {"before", side(event.before)},
                     {"after", side(event.after)},
                     {"erased", event.erased}});
    return true;
  });
  return json_response({{"items", std::move(items)}});
}

constexpr RouteEntry routes[] = {
    {"GET", "/methods/{method}/settings", "A method's settings, defaults filled in", look, show},
    {"PATCH", "/methods/{method}/settings", "Change settings; null goes back to the default", administer, change},
    {"GET", "/methods/{method}/settings/schema", "The same with the fields' declarations and what differs from them",
     look, schema},
    {"GET", "/methods/{method}/settings/changes", "Who changed a method's settings, the newest first", administer,
     changes},
};

}  // namespace

std::span<const RouteEntry> settings_routes() { return routes; }

}  // namespace liufa::host
