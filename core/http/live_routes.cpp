/// Following what others change.
#include <charconv>

#include "http/routes.hpp"

namespace liufa::host {

namespace {

std::optional<std::int64_t> offset_in(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

/// After which event to go on: what the browser saw last, else what the page asks for.
std::optional<std::int64_t> place_of(const RouteCall& call) {
  if (const std::string_view seen = call.request.header("last-event-id"); !seen.empty())
    if (const auto offset = offset_in(seen)) return offset;
  const auto given = call.request.query.find("after");
  if (given == call.request.query.end()) return std::nullopt;
  const auto offset = offset_in(given->second);
  if (!offset) throw Problem("request.parameter", {{"name", "after"}, {"found", given->second}, {"expected", "≥ 0"}});
  return offset;
}

Response follow(RouteCall& call) {
  call.only_parameters({"after"});
  // A proxy that gathers answers would hold the events back.
  Response response{200, "text/event-stream; charset=utf-8", "", {{"X-Accel-Buffering", "no"}}};
  response.stream = call.follow(place_of(call));
  return response;
}

constexpr RouteEntry routes[] = {
    {"GET", "/live",
     "What others change from now on, as server-sent events (change, model, reset); to go on, ?after=OFFSET",
     [](const RouteCall&) {
       return Access{Act::look, "live"};
     },
     follow, false, true},
};

}  // namespace

std::span<const RouteEntry> live_routes() { return routes; }

}  // namespace liufa::host
