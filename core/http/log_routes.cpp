#include <fmt/format.h>

#include <charconv>

#include "base/clock.hpp"
#include "http/routes.hpp"

namespace liufa::host {

namespace {

Access audit(const RouteCall&) { return {Act::audit, "events"}; }

std::int64_t number_or(const RouteCall& call, std::string_view name, std::int64_t usual) {
  const auto given = call.request.query.find(name);
  if (given == call.request.query.end()) return usual;
  std::int64_t value = 0;
  const std::string& text = given->second;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0)
    throw Problem("request.parameter", {{"name", name}, {"found", text}, {"expected", "≥ 0"}});
  return value;
}

Json side(std::string_view json) { return json.empty() ? Json(nullptr) : Json::parse(json); }

std::string text_or_empty(const RouteCall& call, std::string_view name) {
  const auto given = call.request.query.find(name);
  return given == call.request.query.end() ? std::string() : given->second;
}

/// What an auditor asks about, by the topics that answer it (GB/T 22239-2019, 8.1.4.3: what an audit covers).
struct Kind {
  std::string_view name;
  std::vector<std::string> topics;
};
const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all{
      {"sign_in", {"host.session.%"}},
      {"refusal", {"host.access.refused", "host.session.refused"}},
      {"reveal", {"host.field.revealed", "host.records.copied"}},
      {"export", {"host.records.exported"}},
      {"setting", {"%.settings.changed", "host.method.%", "host.key.%"}},
      {"grant",
       {"access.post.%", "access.account.%", "host.account.%", "host.password.%", "host.second_factor.%",
        "host.token.%"}},
  };
  return all;
}

std::vector<std::string> topics_of(const std::string& kind) {
  if (kind.empty()) return {};
  std::string known;
  for (const Kind& each : kinds()) {
    if (each.name == kind) return each.topics;
    known += fmt::format("{}{}", known.empty() ? "" : ", ", each.name);
  }
  throw Problem("request.parameter", {{"name", "kind"}, {"found", kind}, {"expected", known}});
}

/// The first instant of a civil day in China, `days` later.
std::string beginning(const RouteCall& call, std::string_view name, std::chrono::days days) {
  const std::string given = text_or_empty(call, name);
  if (given.empty()) return {};
  const auto date = parse_date(given);
  if (!date) throw Problem("request.parameter", {{"name", name}, {"found", given}, {"expected", "YYYY-MM-DD"}});
  return iso_instant(*date + days - std::chrono::hours{8});
}

EventFilter filter_of(const RouteCall& call) {
  EventFilter filter{text_or_empty(call, "record"), 0, text_or_empty(call, "topic")};
  if (const std::size_t slash = filter.record.find('/'); slash != std::string::npos) {
    const std::string id = filter.record.substr(slash + 1);
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), filter.subject);
    if (error != std::errc{} || end != id.data() + id.size() || filter.subject <= 0)
      throw Problem("request.parameter",
                    {{"name", "record"}, {"found", filter.record}, {"expected", "METHOD.RECORD/ID"}});
    filter.record.resize(slash);
  }
  filter.topics_like = topics_of(text_or_empty(call, "kind"));
  filter.actor = text_or_empty(call, "actor");
  filter.from = beginning(call, "from", std::chrono::days{0});
  filter.until = beginning(call, "until", std::chrono::days{1});
  const std::string order = text_or_empty(call, "order");
  if (!order.empty() && order != "newest" && order != "oldest")
    throw Problem("request.parameter", {{"name", "order"}, {"found", order}, {"expected", "oldest, newest"}});
  filter.newest_first = order == "newest";
  return filter;
}

Response events(RouteCall& call) {
  call.only_parameters({"after", "limit", "topic", "record", "kind", "actor", "from", "until", "order"});
  const std::int64_t limit = std::clamp<std::int64_t>(number_or(call, "limit", 100), 1, 1000);
  Json items = Json::array();
  read_events(*call.district.store().read(), number_or(call, "after", 0), static_cast<std::size_t>(limit),
              filter_of(call), [&](const Event& event) {
                items.push_back({{"offset", event.offset},
                                 {"at", event.at},
                                 {"actor", event.actor},
                                 {"method", event.method},
                                 {"topic", event.topic},
                                 {"record", event.record.empty() ? Json(nullptr) : Json(event.record)},
                                 {"id", event.subject == 0 ? Json(nullptr) : Json(event.subject)},
                                 {"before", side(event.before)},
                                 {"after", side(event.after)},
                                 {"erased", event.erased}});
                return true;
              });
  const bool full = items.size() == static_cast<std::size_t>(limit);
  Json next = full ? items.back().at("offset") : Json(nullptr);
  return json_response({{"items", std::move(items)}, {"next", std::move(next)}});
}

Response verification(RouteCall& call) {
  const Reader session = call.district.store().read();
  const Verification found = verify_events(*session);
  Json json{{"ok", found.first_bad == 0}, {"events", found.events}, {"head", found.head}};
  if (found.first_bad != 0)
    json["first_bad"] = {{"offset", found.first_bad},
                         {"topic", found.bad_topic},
                         {"at", found.bad_at},
                         {"reason", {{"zh", found.reason_zh}, {"en", found.reason_en}}}};
  return json_response(json);
}

constexpr RouteEntry routes[] = {
    {"GET", "/events",
     "The event log, in pages of ?limit= after ?after=OFFSET; by kind, actor, record, topic, from, until, order", audit,
     events},
    {"GET", "/verification", "Recompute the log's chain of hashes", audit, verification},
};

}  // namespace

std::span<const RouteEntry> log_routes() { return routes; }

}  // namespace liufa::host
