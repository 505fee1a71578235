#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "http/routes.hpp"
#include "services/settings.hpp"

namespace liufa::host {

namespace {

constexpr std::chrono::seconds longest_wait{60};

Access administer(const RouteCall&) { return {Act::administer, "methods"}; }
Access look(const RouteCall&) { return {Act::look, "methods"}; }

Json state_json(const MethodState& state) {
  Json json{{"id", state.id},           {"name", {{"zh", state.name.zh}, {"en", state.name.en}}},
            {"version", state.version}, {"state", state.state},
            {"count", state.count},     {"since", state.since.empty() ? Json(nullptr) : Json(state.since)}};
  json["reason"] = state.reason.empty() ? Json(nullptr) : Json::parse(state.reason);
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
  Json all = Json::array();
  for (const MethodState& state : call.district.methods()) all.push_back(state_json(state));
  return json_response(all);
}

Response show(RouteCall& call) { return json_response(state_of(call)); }

Response enable(RouteCall& call) {
  call.district.enable(call.actor.name, std::string(call.parts[0]));
  return json_response(state_of(call));
}

Response disable(RouteCall& call) {
  call.district.disable(call.actor.name, std::string(call.parts[0]));
  return json_response(state_of(call));
}

Response settings(RouteCall& call) {
  return json_response(read_settings(*call.district.store().read(), *call.model->method(call.parts[0]).manifest));
}

Response configure(RouteCall& call) {
  const Json changes = call.object();
  Response response = call.write([&](WriteContext& context) {
    context.access_changed = true;  // they may be those of accounts
    return json_response(change_settings(context, *context.model.method(call.parts[0]).manifest, changes));
  });
  return response;
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
    {"GET", "/methods", "The methods found, and the state of each in this district", look, list},
    {"GET", "/methods/{method}", "One method's state and its reason", look, show},
    {"POST", "/methods/{method}/enable", "Enable a method while the host serves", administer, enable},
    {"POST", "/methods/{method}/disable", "Disable a method; its data stays readable", administer, disable},
    {"GET", "/methods/{method}/settings", "A method's settings, defaults filled in", look, settings},
    {"PATCH", "/methods/{method}/settings", "Change settings; null goes back to the default", administer, configure},
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
