#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "directory/built_in.hpp"
#include "http/routes.hpp"
#include "methods/grants.hpp"

namespace liufa::host {

namespace {

constexpr std::chrono::seconds longest_wait{60};

Access administer(const RouteCall&) { return {Act::administer, "methods"}; }
Access look(const RouteCall&) { return {Act::look, "methods"}; }

Json state_json(const MethodState& state) {
  Json json{{"id", state.id},           {"name", {{"zh", state.name.zh}, {"en", state.name.en}}},
            {"version", state.version}, {"state", state.state},
            {"count", state.count},     {"since", state.since.empty() ? Json(nullptr) : Json(state.since)}};
  json["summary"] = state.summary.empty() ? Json(nullptr) : Json{{"zh", state.summary.zh}, {"en", state.summary.en}};
  json["reason"] = state.reason.empty() ? Json(nullptr) : Json::parse(state.reason);
  json["package"] = nullptr;
  if (!state.package_version.empty() || !state.package_problem.empty())
    json["package"] = {{"version", state.package_version},
                       {"differs", state.package_differs},
                       {"problem", state.package_problem.empty() ? Json(nullptr) : Json::parse(state.package_problem)}};
  return json;
}

Json state_of(RouteCall& call) {
  const auto states = call.district.methods();
  const auto found =
      std::find_if(states.begin(), states.end(), [&](const MethodState& each) { return each.id == call.parts[0]; });
  if (found == states.end()) throw Problem("method.none", {{"method", call.parts[0]}, {"known", "-"}});
  return state_json(*found);
}

Response list(RouteCall& call) {
  call.only_parameters({"built_in"});
  Json all = Json::array();
  for (const MethodState& state : call.district.methods()) all.push_back(state_json(state));
  // They are always there and can't be changed, but have settings like the others.
  if (call.request.query.contains("built_in"))
    for (const auto& manifest : built_in_manifests())
      all.push_back(
          state_json({manifest->id, manifest->name, manifest->version, "built_in", "", 0, "", manifest->summary}));
  return json_response(all);
}

Response show(RouteCall& call) { return json_response(state_of(call)); }

/// What the actor grants in this request. The machine's own operator, who could do all of it without the host, grants
/// what is declared by saying nothing.
std::optional<CapabilityWords> granted_in(const RouteCall& call) {
  const Json body = call.object();
  const auto given = body.find("grants");
  if (given == body.end())
    return call.actor.account == 0 ? std::nullopt : std::optional<CapabilityWords>{std::in_place};
  CapabilityWords words;
  const auto manifest = call.district.declared(call.parts[0]);
  const CapabilityWords known = manifest ? words_of(*manifest) : CapabilityWords{};
  if (!given->is_array())
    throw Problem("request.parameter", {{"name", "grants"}, {"found", given->dump()}, {"expected", "[…]"}});
  for (const Json& each : *given) {
    const std::string word = each.is_string() ? each.get<std::string>() : each.dump();
    if (!known.contains(word))
      throw Problem("method.grant_unknown",
                    {{"method", call.parts[0]}, {"found", word}, {"known", fmt::format("{}", fmt::join(known, ", "))}})
          .at_field("grants");
    words.insert(word);
  }
  return words;
}

Response enable(RouteCall& call) {
  call.district.enable(call.actor.name, std::string(call.parts[0]), granted_in(call));
  return json_response(state_of(call));
}

Response disable(RouteCall& call) {
  call.district.disable(call.actor.name, std::string(call.parts[0]));
  return json_response(state_of(call));
}

Response run_response(const Json& run) {
  Response response = json_response(run, run.at("state") == "running" ? 202 : 200);
  return response;
}

Response start_action(RouteCall& call) {
  return started_run(call, call.district.start_action(call.actor, call.parts[0], call.parts[1], call.object()));
}

Response run_state(RouteCall& call) {
  return run_response(call.district.runs().state(call.parts[0], call.actor.name, wait_of(call.request)));
}

Response cancel_run(RouteCall& call) {
  call.district.runs().cancel(call.parts[0], call.actor.name);
  return run_response(call.district.runs().state(call.parts[0], call.actor.name));
}

Response describe(RouteCall& call) { return json_response(openapi(*call.model, call.district.id(), call.actor)); }

Access action_access(const RouteCall& call) {
  const Action* action = call.model->method(call.parts[0]).manifest->action(call.parts[1]);
  // An action that does not exist is refused as such by the handler; who may not start any learns nothing of it.
  return {Act::run, call.parts[0], action ? action->by : std::vector<Permission>{{"office"}}};
}

constexpr RouteEntry routes[] = {
    {"GET", "/methods", "The methods found, and the state of each in this district; ?built_in=true adds the host's own",
     look, list},
    {"GET", "/methods/{method}", "One method's state and its reason", look, show},
    {"POST", "/methods/{method}/enable",
     "Enable a method while the host serves; grants: the capabilities that it declares and that are granted now",
     administer, enable},
    {"POST", "/methods/{method}/disable", "Disable a method; its data stays readable", administer, disable},
    {"POST", "/actions/{method}/{action}", "Start an action; Prefer: wait=SECONDS waits for its end", action_access,
     start_action},
    {"GET", "/runs/{run}", "How far a started action is, and its result",
     [](const RouteCall&) {
       return Access{Act::look, "runs"};
     },
     run_state},
    {"POST", "/runs/{run}/cancel", "Cancel a started action",
     [](const RouteCall&) {
       return Access{Act::look, "runs"};
     },
     cancel_run},
    {"GET", "/openapi.json", "This description", look, describe},
};

}  // namespace

std::span<const RouteEntry> method_routes() { return routes; }

std::chrono::milliseconds wait_of(const Request& request) {
  const std::string_view prefer = request.header("prefer");
  const std::size_t at = prefer.find("wait=");
  if (at == std::string_view::npos) return {};
  int seconds = 0;
  std::from_chars(prefer.data() + at + 5, prefer.data() + prefer.size(), seconds);
  return std::clamp(std::chrono::seconds{seconds}, std::chrono::seconds{0}, longest_wait);
}

Response started_run(const RouteCall& call, const std::string& run) {
  Response response = run_response(call.district.runs().state(run, call.actor.name, wait_of(call.request)));
  response.headers["Location"] = fmt::format("/api/v1/districts/{}/runs/{}", call.district.id(), run);
  return response;
}

}  // namespace liufa::host
