#include <charconv>

#include "base/clock.hpp"
#include "http/routes.hpp"
#include "services/reminders.hpp"

namespace liufa::host {

namespace {

constexpr std::string_view a_date = "YYYY-MM-DD";

std::string date_or(const RouteCall& call, std::string_view name, std::string usual) {
  const auto given = call.request.query.find(name);
  if (given == call.request.query.end()) return usual;
  if (!parse_date(given->second))
    throw Problem("request.parameter", {{"name", name}, {"found", given->second}, {"expected", a_date}});
  return given->second;
}

DueQuery query_of(const RouteCall& call) {
  DueQuery query{call.district.clock().today()};
  query.until = date_or(call, "until", "");
  if (const auto given = call.request.query.find("organisation"); given != call.request.query.end()) {
    const std::string& text = given->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), query.organisation);
    if (error != std::errc{} || end != text.data() + text.size() || query.organisation <= 0)
      throw Problem("request.parameter", {{"name", "organisation"}, {"found", text}, {"expected", "id"}});
  }
  return query;
}

Response my_todo(RouteCall& call) {
  call.only_parameters({"until", "organisation"});
  const auto session = call.district.store().snapshot();
  return json_response(todo(*session, *call.model, call.actor, query_of(call)));
}

Response calendar(RouteCall& call) {
  call.only_parameters({"until", "organisation"});
  const auto session = call.district.store().snapshot();
  return json_response(due_in_scope(*session, *call.model, call.actor, query_of(call)));
}

Response overdue(RouteCall& call) {
  call.only_parameters({"organisation"});
  DueQuery query = query_of(call);
  query.overdue_only = true;
  const auto session = call.district.store().snapshot();
  return json_response(due_in_scope(*session, *call.model, call.actor, query));
}

Response spared(RouteCall& call) {
  call.only_parameters({});
  return json_response(spared_fields(*call.district.store().read()));
}

Access read_due(const RouteCall&) { return {Act::read, "work", readers()}; }

constexpr RouteEntry routes[] = {
    {"GET", "/todo", "What I have to do, across all methods; ?until= and ?organisation=", read_due, my_todo},
    {"GET", "/calendar", "What is due in my scope, whoever has to do it; ?until= and ?organisation=", read_due,
     calendar},
    {"GET", "/overdue", "What is late in my scope; ?organisation=", read_due, overdue},
    {"GET", "/spared", "How many fields nobody had to fill in",
     [](const RouteCall&) {
       return Access{Act::look, "spared"};
     },
     spared},
};

}  // namespace

std::span<const RouteEntry> work_routes() { return routes; }

}  // namespace liufa::host
