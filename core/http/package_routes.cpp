/// Methods before they run: what the folders hold, what a method declares and is granted, installing one.
#include <fmt/format.h>

#include <algorithm>

#include "directory/built_in.hpp"
#include "http/routes.hpp"
#include "methods/grants.hpp"
#include "services/field_json.hpp"
#include "services/records.hpp"

namespace liufa::host {

namespace {

Access administer(const RouteCall&) { return {Act::administer, "methods"}; }
Access look(const RouteCall&) { return {Act::look, "methods"}; }

/// What a capability is about, as people call it; null if nothing here has that name.
Json name_of(const RouteCall& call, const Capability& capability) {
  const std::string& of = capability.of;
  const auto record = call.model->records.find(of);
  if (record != call.model->records.end()) return json_of(record->second->type.name);
  const std::size_t point = of.rfind('.');
  if (point == std::string::npos || point == of.find('.')) return nullptr;
  const auto type = call.model->records.find(of.substr(0, point));
  if (type == call.model->records.end()) return nullptr;
  const Text& name = type->second->type.name;
  const std::string last = of.substr(point + 1);
  if (type->second->type.workflow)
    for (const Transition& step : type->second->type.workflow->transitions)
      if (step.id == last || step.event == last)
        return {{"zh", name.zh + "：" + step.name.zh}, {"en", name.en + ": " + step.name.en}};
  return {{"zh", name.zh + "：" + last}, {"en", name.en + ": " + last}};
}

Json capabilities_json(const RouteCall& call, const Manifest& manifest, const CapabilityWords& granted) {
  Json all = Json::array();
  for (const Capability& each : capabilities(manifest))
    all.push_back({{"word", word(each)},
                   {"kind", each.kind},
                   {"of", each.of},
                   {"name", name_of(call, each)},
                   {"granted", granted.contains(word(each))}});
  return all;
}

Json steps_json(const RecordType& type) {
  Json steps = Json::array();
  if (type.workflow)
    for (const Transition& step : type.workflow->transitions)
      steps.push_back({{"id", step.id}, {"name", json_of(step.name)}});
  return steps;
}

template <class Items>
Json names_of(const Items& items) {
  Json all = Json::array();
  for (const auto& each : items) all.push_back({{"id", each.id}, {"name", json_of(each.name)}});
  return all;
}

/// What it would bring if it were enabled now; of one that runs and was changed in its folder, the changed one's.
Response declaration(RouteCall& call) {
  call.only_parameters({});
  const auto manifest = call.district.declared(call.parts[0]);
  if (!manifest) throw Problem("method.none", {{"method", call.parts[0]}, {"known", "-"}});
  const auto granted = read_granted(*call.district.store().read(), manifest->id);
  const auto running = call.model->methods.find(manifest->id);
  CapabilityWords words = granted ? granted->words : CapabilityWords{};
  // What was enabled before grants were kept had all that it declared.
  if (!granted && running != call.model->methods.end() && running->second.active)
    words = words_of(*running->second.manifest);
  Json records = Json::array();
  for (const RecordType& type : manifest->records)
    records.push_back({{"record", type.full_id}, {"name", json_of(type.name)}, {"steps", steps_json(type)}});
  Json uses = Json::array();
  for (const auto& [other, required] : manifest->uses) uses.push_back({{"method", other}, {"required", required}});
  return json_response({{"id", manifest->id},
                        {"name", json_of(manifest->name)},
                        {"summary", manifest->summary.empty() ? Json(nullptr) : json_of(manifest->summary)},
                        {"version", manifest->version},
                        {"built_in", is_built_in(manifest->id)},
                        {"capabilities", capabilities_json(call, *manifest, words)},
                        {"granted", granted ? Json{{"at", granted->at}, {"actor", granted->actor}} : Json(nullptr)},
                        {"uses", std::move(uses)},
                        {"needed_by", call.district.needed_by(manifest->id)},
                        {"records", std::move(records)},
                        {"actions", names_of(manifest->actions)},
                        {"figures", names_of(manifest->figures)},
                        {"reminders", names_of(manifest->reminders)},
                        {"settings", manifest->settings.size()}});
}

Json packages_json(Host& host, const Found& found) {
  Json folders = Json::array();
  for (const auto& each : host.options().methods) folders.push_back(each.string());
  Json items = Json::array();
  for (const Package& each : found.packages)
    items.push_back({{"id", each.manifest->id},
                     {"version", each.manifest->version},
                     {"folder", each.folder.string()},
                     {"problem", nullptr}});
  for (const Found::Refused& each : found.refused)
    items.push_back(
        {{"id", each.id}, {"version", nullptr}, {"folder", each.folder.string()}, {"problem", each.problem.to_json()}});
  return {{"install", host.options().install}, {"folders", std::move(folders)}, {"items", std::move(items)}};
}

Response packages(RouteCall& call) {
  call.only_parameters({});
  return json_response(packages_json(call.host, *call.host.found()));
}

Response rescan(RouteCall& call) { return json_response(packages_json(call.host, *call.host.rescan())); }

/// The body is a zip archive. Whoever installs is on record in the district through which they did.
Response install(RouteCall& call) {
  const Installed installed = call.host.install(call.request.body);
  const Json said{{"method", installed.id},
                  {"version", installed.version},
                  {"before", installed.before.empty() ? Json(nullptr) : Json(installed.before)},
                  {"sha256", installed.sha256}};
  call.district.write(call.actor,
                      [&](WriteContext& context) { emit_event(context, "host", "method.installed", said.dump()); });
  return json_response(said, 201);
}

constexpr RouteEntry routes[] = {
    {"GET", "/methods/{method}/declaration", "What a method declares: what it brings, what it wants and is granted",
     look, declaration},
    {"GET", "/packages", "The packages in the folders for methods, and whether any can be installed by a request",
     administer, packages},
    {"POST", "/packages", "Install a method's package, a zip archive, if the host's configuration lets it", administer,
     install},
    {"POST", "/methods/rescan", "Look into the folders for methods again", administer, rescan},
};

}  // namespace

std::span<const RouteEntry> package_routes() { return routes; }

}  // namespace liufa::host
