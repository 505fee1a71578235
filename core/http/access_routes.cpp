#include <charconv>

#include "http/routes.hpp"
#include "services/access_explained.hpp"

namespace liufa::host {

namespace {

std::string parameter(const RouteCall& call, std::string_view name, std::string_view expected) {
  const auto given = call.request.query.find(name);
  if (given == call.request.query.end() || given->second.empty())
    throw Problem("request.parameter", {{"name", name}, {"found", ""}, {"expected", expected}});
  return given->second;
}

Response why(RouteCall& call) {
  call.only_parameters({"account", "record", "id", "action"});
  AccessQuestion question{parameter(call, "account", "login"), parameter(call, "record", "METHOD.RECORD"), 0,
                          parameter(call, "action", "read, create, update, TRANSITION")};
  if (const auto id = call.request.query.find("id"); id != call.request.query.end()) {
    const std::string& text = id->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), question.id);
    if (error != std::errc{} || end != text.data() + text.size())
      throw Problem("request.parameter", {{"name", "id"}, {"found", text}, {"expected", "id"}});
  }
  return json_response(explain_access(*call.district.store().snapshot(), *call.model, call.district.accounts(),
                                      call.district.clock().today(), question));
}

constexpr RouteEntry routes[] = {
    {"GET", "/access", "Why an account may or may not: ?account=&record=METHOD.RECORD&id=&action=",
     [](const RouteCall&) {
       return Access{Act::grant, "access"};
     },
     why},
};

}  // namespace

std::span<const RouteEntry> access_routes() { return routes; }

}  // namespace liufa::host
