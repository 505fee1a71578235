/// What whoever looks after the machine asks: how it is, what is wrong, what was not handled, its backups.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/clock.hpp"
#include "directory/tree.hpp"
#include "http/routes.hpp"

namespace liufa::host {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view open_letters = "SELECT COUNT(*) FROM core_dead_letter WHERE state = 'open'";

Access administer(const RouteCall&) { return {Act::administer, "district"}; }

struct Finding {
  std::string_view kind;
  Text text;
};

std::vector<Finding> examine(District& district) {
  std::vector<Finding> all;
  for (const std::string& each : district.store().check())
    all.push_back({"database", {"数据库：" + each, "database: " + each}});
  const Reader session = district.store().read();
  for (const std::string& each : check_tree(*session)) all.push_back({"tree", {"组织树：" + each, "tree: " + each}});
  for (const MethodState& state : district.methods()) {
    if (state.state != "quarantined" && state.state != "refused") continue;
    const Json reason = state.reason.empty() ? Json::object() : Json::parse(state.reason);
    const Json text = reason.value("text", Json::object());
    all.push_back({"method",
                   {fmt::format("方法“{}”{}：{}", state.id, state.state == "refused" ? "未通过检查" : "已隔离",
                                text.value("zh", "")),
                    fmt::format("method {}: {}: {}", state.id, state.state, text.value("en", ""))}});
  }
  const auto letters = session->scalar_integer(open_letters);
  if (letters > 0)
    all.push_back(
        {"letters", {fmt::format("有 {} 个事件未能处理", letters), fmt::format("dead letters: {} open", letters)}});
  return all;
}

Response doctor(RouteCall& call) {
  Json findings = Json::array();
  Json items = Json::array();
  for (const Finding& each : examine(call.district)) {
    findings.push_back(each.text.en);
    items.push_back({{"kind", each.kind}, {"text", {{"zh", each.text.zh}, {"en", each.text.en}}}});
  }
  return json_response({{"ok", findings.empty()}, {"findings", findings}, {"items", items}});
}

std::uintmax_t size_of(const fs::path& file) {
  std::error_code missing;
  const std::uintmax_t size = fs::file_size(file, missing);
  return missing ? 0 : size;
}

Json delivery_json(const DeliveryFigures& figures) {
  Json methods = Json::array();
  for (const auto& [method, position] : figures.positions)
    methods.push_back({{"method", method}, {"lag", std::max<std::int64_t>(figures.last_event - position, 0)}});
  return {{"methods", std::move(methods)}, {"handled", figures.handled}, {"failures", figures.failures}};
}

Response health(RouteCall& call) {
  call.only_parameters({});
  const fs::space_info disk = fs::space(call.host.data());
  const fs::path database = call.district.folder() / "district.db";
  const Traffic traffic = call.metrics->traffic();
  const StoreFigures store = call.district.store().figures();
  const Reader session = call.district.store().read();
  return json_response({{"version", LIUFA_VERSION},
                        {"started_at", iso_instant(call.metrics->started())},
                        {"uptime_seconds", call.metrics->uptime().count()},
                        {"memory_bytes", resident_bytes()},
                        {"disk", {{"free_bytes", disk.available}, {"total_bytes", disk.capacity}}},
                        {"database_bytes", size_of(database) + size_of(database.string() + "-wal")},
                        {"events", last_event(*session)},
                        {"delivery", delivery_json(call.district.dispatcher().figures())},
                        {"dead_letters", session->scalar_integer(open_letters)},
                        {"requests",
                         {{"total", traffic.requests},
                          {"per_second", traffic.per_second},
                          {"refused", traffic.refused},
                          {"failed", traffic.failed}}},
                        {"streams", call.live->count()},
                        {"writes", {{"done", store.writes}, {"refused", store.refused}, {"commits", store.commits}}}});
}

Response dead_letters(RouteCall& call) {
  call.only_parameters({});
  Json items = Json::array();
  const Reader session = call.district.store().read();
  // Which event, not what it says: whoever looks after the machine sees no personal data.
  const auto rows = session->query(
      "SELECT l.id, l.method, l.event, l.at, l.problem, l.attempts, e.topic, e.record, e.subject, e.at "
      "FROM core_dead_letter l LEFT JOIN core_event e ON e.id = l.event WHERE l.state = 'open' ORDER BY l.id LIMIT "
      "1000");
  while (rows->next())
    items.push_back({{"id", rows->integer(0)},
                     {"method", rows->text(1)},
                     {"event", rows->integer(2)},
                     {"at", rows->text(3)},
                     {"problem", Json::parse(rows->text(4))},
                     {"attempts", rows->integer(5)},
                     {"topic", rows->text(6)},
                     {"record", rows->text(7).empty() ? Json(nullptr) : Json(rows->text(7))},
                     {"subject", rows->integer(8) == 0 ? Json(nullptr) : Json(rows->integer(8))},
                     {"event_at", rows->text(9)}});
  return json_response({{"items", items}});
}

Response retry(RouteCall& call) {
  call.district.dispatcher().retry(call.id(0));
  return json_response({{"id", call.id(0)}, {"state", "resolved"}});
}

/// In the order of the log; one that fails again stays and doesn't hold up the others.
Response retry_all(RouteCall& call) {
  std::vector<std::int64_t> letters;
  {
    const Reader session = call.district.store().read();
    const ValueView method = call.parts[0];
    const auto rows = session->query(
        "SELECT id FROM core_dead_letter WHERE state = 'open' AND method = $1 ORDER BY event, id LIMIT 1000",
        {&method, 1});
    while (rows->next()) letters.push_back(rows->integer(0));
  }
  Json failed = Json::array();
  for (const std::int64_t each : letters) {
    try {
      call.district.dispatcher().retry(each);
    } catch (const Problem& problem) {
      failed.push_back({{"id", each}, {"problem", problem.to_json()}});
    } catch (const std::exception& error) {
      failed.push_back({{"id", each}, {"problem", {{"code", "unknown"}, {"detail", error.what()}}}});
    }
  }
  return json_response({{"resolved", letters.size() - failed.size()}, {"failed", failed}});
}

fs::path backups_of(Host& host) { return host.data() / "backups"; }

/// "hechuan-2026-11-28T12-36-43.123Z.db": an instant in which a file's name may not have colons.
std::string instant_in(std::string name) {
  for (std::size_t at = name.find('T'); at < name.size(); ++at)
    if (name[at] == '-') name[at] = ':';
  return name;
}

/// Where a backup goes is the host's choice, so that no request can write elsewhere.
Response backup(RouteCall& call) {
  const fs::path folder = backups_of(call.host);
  fs::create_directories(folder);
  std::string at = call.district.clock().now();
  for (char& each : at)
    if (each == ':') each = '-';
  const auto file = folder / fmt::format("{}-{}.db", call.district.id(), at);
  call.district.store().backup(file.string());
  return json_response({{"file", file.string()}, {"bytes", fs::file_size(file)}, {"at", instant_in(at)}}, 201);
}

Response backups(RouteCall& call) {
  call.only_parameters({});
  const std::string prefix = call.district.id() + "-";
  std::vector<std::pair<std::string, Json>> found;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(backups_of(call.host), none)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || !name.starts_with(prefix) || entry.path().extension() != ".db") continue;
    const std::string at = instant_in(entry.path().stem().string().substr(prefix.size()));
    if (!parse_instant(at)) continue;
    found.emplace_back(at, Json{{"file", entry.path().string()}, {"bytes", size_of(entry.path())}, {"at", at}});
  }
  std::sort(found.begin(), found.end(), [](const auto& left, const auto& right) { return left.first > right.first; });
  Json items = Json::array();
  for (auto& [at, json] : found) items.push_back(std::move(json));
  return json_response({{"items", items}});
}

constexpr RouteEntry routes[] = {
    {"GET", "/health", "How the host and the district are: memory, disk, database, events, requests", administer,
     health},
    {"GET", "/doctor", "Check the data, the tree and the methods", administer, doctor},
    {"GET", "/dead-letters", "Events that a method could not handle", administer, dead_letters},
    {"POST", "/dead-letters/{id}/retry", "Hand an event to its method once more", administer, retry},
    {"POST", "/methods/{method}/dead-letters/retry", "Hand all events that a method could not handle to it once more",
     administer, retry_all},
    {"GET", "/backups", "The district's backups, the newest first", administer, backups},
    {"POST", "/backups", "Copy the district's data, consistent, while it serves", administer, backup},
};

}  // namespace

std::span<const RouteEntry> care_routes() { return routes; }

}  // namespace liufa::host
