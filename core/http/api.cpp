#include "http/api.hpp"

#include <Poco/URI.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "http/encoding.hpp"
#include "http/routes.hpp"
#include "services/report/store.hpp"

namespace liufa::host {

namespace {

constexpr std::string_view prefix = "/api/v1/districts";

/// "/records/pairing/pair" → {"records", "pairing", "pair"}.
std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    path.remove_prefix(path.front() == '/' ? 1 : 0);
    parts.push_back(path.substr(0, path.find('/')));
    path.remove_prefix(parts.back().size());
  }
  return parts;
}

struct PreparedRoute {
  const RouteEntry* entry;
  std::vector<std::string_view> pattern;
};

const std::vector<PreparedRoute>& all_routes() {
  static const auto prepared = [] {
    std::vector<PreparedRoute> list;
    for (const auto group : route_groups())
      for (const RouteEntry& entry : group) list.push_back({&entry, split(entry.pattern)});
    return list;
  }();
  return prepared;
}

/// Compressed, the length of an answer tells of its content: no secret is, while somebody else might make the same
/// answer hold text of theirs (BREACH). What is one's own, what accounts are given and what is revealed stay as they
/// are.
bool may_be_compressed(Act act, const RouteEntry& entry) {
  return act != Act::own && act != Act::grant && !entry.pattern.ends_with("/reveal");
}

/// JSON and other text shrinks to a tenth; what is short gains nothing.
void compress(Response& response, const Request& request) {
  constexpr std::size_t least = 2048;
  const bool is_text = response.type.starts_with("application/json") || response.type.starts_with("text/");
  if (!is_text || response.body.size() < least) return;
  std::string& varies = response.headers["Vary"];
  varies += varies.empty() ? "Accept-Encoding" : ", Accept-Encoding";
  if (!accepts_encoding(request.header("accept-encoding"), "gzip")) return;
  response.body = gzip(response.body);
  response.headers["Content-Encoding"] = "gzip";
}

/// For the page on which one signs in: there nobody is known yet.
Response list_districts(Host& host) {
  Json all = Json::array();
  for (const std::string& id : host.districts()) {
    const Text name = district_name(*host.district(id).store().read(), id);
    all.push_back({{"id", id}, {"name", {{"zh", name.zh}, {"en", name.en}}}});
  }
  return json_response(all);
}

/// The parts that stand for the pattern's names; false if the path is another.
bool matches(const std::vector<std::string_view>& pattern, const std::vector<std::string_view>& path,
             std::vector<std::string_view>& parts) {
  if (pattern.size() != path.size()) return false;
  parts.clear();
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i].front() == '{') {
      if (path[i].empty()) return false;
      parts.push_back(path[i]);
    } else if (pattern[i] != path[i]) {
      return false;
    }
  }
  return true;
}

Response problem_response(const Problem& problem, const Request& request) {
  const bool english = request.header("accept-language").starts_with("en");
  return {http_status(problem.kind()), "application/problem+json", problem.to_json(english).dump(), {}};
}

}  // namespace

Query parse_query(std::string_view text) {
  Query query;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    if (pair.empty()) continue;
    const auto decode = [](std::string_view encoded) {
      std::string spaced(encoded);  // as forms write a space
      std::replace(spaced.begin(), spaced.end(), '+', ' ');
      std::string plain;
      Poco::URI::decode(spaced, plain);
      if (!is_utf8(plain))
        throw Problem("request.parameter", {{"name", encoded}, {"found", plain}, {"expected", "UTF-8"}});
      return plain;
    };
    const std::size_t equals = pair.find('=');
    std::string name = decode(pair.substr(0, equals));
    std::string value = equals == std::string_view::npos ? "" : decode(pair.substr(equals + 1));
    if (!query.emplace(name, value).second)
      throw Problem("request.parameter", {{"name", name}, {"found", value}, {"expected", "只给一次 / given once"}});
  }
  return query;
}

std::vector<std::span<const RouteEntry>> route_groups() {
  // Those of files and of many come first: neither “export” nor “bulk” is a record's id, but a transition may be called
  // as a route of one record.
  return {table_routes(),  bulk_routes(),    catalogue_routes(), record_routes(),   linked_routes(),   figure_routes(),
          report_routes(), method_routes(),  package_routes(),   settings_routes(), care_routes(),     log_routes(),
          file_routes(),   access_routes(),  work_routes(),      session_routes(),  provider_routes(), account_routes(),
          key_routes(),    privacy_routes(), live_routes()};
}

Api::Api(Host& host, std::unique_ptr<Provider> provider, LiveRule live)
    : host_(host), provider_(std::move(provider)), live_(live) {}
Api::~Api() = default;

void Api::accept_local_token(std::string token) { local_token_ = std::move(token); }

std::string_view cookie(const Request& request, std::string_view name) {
  std::string_view rest = request.header("cookie");
  while (!rest.empty()) {
    std::string_view pair = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
  }
  return {};
}

namespace {

/// A browser sends the cookie by itself, also when another site asks it to; what changes something must prove that it
/// comes from our page (ASVS 4.0 4.2.2).
void require_own_page(const Request& request, std::string_view token) {
  if (request.method == "GET" || request.method == "HEAD") return;
  const std::string_view site = request.header("sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none")
    throw Problem("session.foreign", {{"origin", request.header("origin")}});
  if (!equal_in_constant_time(request.header("x-csrf-token"), request_proof(token))) throw Problem("session.proof");
}

Actor actor_of_token(const AccessToken& token, const District& district, std::string_view today) {
  const auto holder = district.accounts().actor(token.account, today);
  if (!holder) throw Problem("request.bad_token");
  Actor actor = *holder;
  actor.by_token = true;
  actor.read_only = token.read_only;
  actor.methods = token.methods;
  return actor;
}

}  // namespace

Actor Api::actor_of(const Request& request, District& district, std::int64_t& session, bool is_use) {
  if (request.actor) return *request.actor;
  const std::string today = district.clock().today();
  constexpr std::string_view scheme = "Bearer ";
  if (const std::string_view header = request.header("authorization"); !header.empty()) {
    if (!header.starts_with(scheme)) throw Problem("request.no_token");
    const std::string_view token = header.substr(scheme.size());
    if (!local_token_.empty() && equal_in_constant_time(token, local_token_)) return local_operator();
    const auto found = district.tokens().find(token, today);
    if (!found) throw Problem("request.bad_token");
    return actor_of_token(*found, district, today);
  }
  const std::string_view token = cookie(request, session_cookie);
  if (token.empty()) throw Problem("request.no_token");
  const auto signed_in = district.sessions().find(token, *parse_instant(district.clock().now()), is_use);
  const auto holder = signed_in ? district.accounts().actor(signed_in->account, today) : nullptr;
  if (!holder) throw Problem("session.ended");
  require_own_page(request, token);
  session = signed_in->id;
  Actor actor = *holder;
  // A first password is for those who sign in with it.
  if (signed_in->by_provider) actor.password_due = false;
  return actor;
}

bool Api::knows(const Request& request) {
  const auto path = split(request.path);  // api, v1, districts, ID, …
  if (!request.path.starts_with(prefix) || path.size() < 4) return false;
  try {
    std::int64_t session = 0;
    (void)actor_of(request, host_.district(path[3]), session);
    return true;
  } catch (const Problem&) {
    return false;
  }
}

Response Api::route(const Request& request, std::string& route_name) {
  if (request.path == "/healthz" || request.path == "/readyz") {
    route_name = request.path;
    return {200, "text/plain; charset=utf-8", "ok\n", {}};
  }
  if (request.path == "/metrics") {
    route_name = request.path;
    return {200, "text/plain; version=0.0.4; charset=utf-8", metrics_.text(host_), {}};
  }
  const auto unknown = [&] {
    return Problem("request.no_route", {{"method", request.method}, {"path", request.path}});
  };
  if (request.path == prefix && request.method == "GET") {
    route_name = request.path;
    return list_districts(host_);
  }
  std::string_view rest = request.path;
  if (!rest.starts_with(prefix)) throw unknown();
  rest.remove_prefix(prefix.size());
  if (!rest.starts_with('/')) throw unknown();
  auto path = split(rest);
  if (path.empty() || path.front().empty()) throw unknown();
  District& district = host_.district(path.front());
  path.erase(path.begin());

  std::vector<std::string_view> asked_parts;
  const auto asks_for = [&](bool RouteEntry::*kind) {
    return std::any_of(all_routes().begin(), all_routes().end(), [&](const PreparedRoute& each) {
      return each.entry->*kind && each.entry->method == request.method && matches(each.pattern, path, asked_parts);
    });
  };
  const bool follows = asks_for(&RouteEntry::follows);
  std::int64_t session = 0;
  const Actor actor = asks_for(&RouteEntry::open) ? Actor{} : actor_of(request, district, session, !follows);
  RouteCall call{request, host_, district, district.model(), actor, {}, {}, session, provider_.get()};
  call.metrics = &metrics_;
  call.live = &live_;
  if (follows) call.follow = [&](std::optional<std::int64_t> after) { return follow(call, after); };
  std::string others;
  for (const PreparedRoute& each : all_routes()) {
    if (!matches(each.pattern, path, call.parts)) continue;
    if (each.entry->method != request.method) {
      others += (others.empty() ? "" : ", ") + std::string(each.entry->method);
      continue;
    }
    route_name = each.entry->pattern;
    try {
      if (each.entry->open) return each.entry->handle(call);
      const Access access = each.entry->access(call);
      call.scope = authorise(call.actor, access);
      Response response = each.entry->handle(call);
      if (may_be_compressed(access.act, *each.entry)) compress(response, request);
      return response;
    } catch (const Problem& problem) {
      if (is_refused_access(problem))
        district.write(
            actor, [&](WriteContext& context) { note_refused_access(context, request.method, request.path, problem); });
      throw;
    }
  }
  if (others.empty()) throw unknown();
  Response refused =
      problem_response(Problem("request.method", {{"method", request.method}, {"known", others}}), request);
  refused.headers["Allow"] = others;
  return refused;
}

std::shared_ptr<Stream> Api::follow(const RouteCall& call, std::optional<std::int64_t> after) {
  const auto who = [this, request = call.request, &district = call.district]() -> std::optional<Actor> {
    try {
      std::int64_t session = 0;
      return actor_of(request, district, session, false);
    } catch (const Problem&) {
      return std::nullopt;
    }
  };
  std::string account = fmt::format("{} {} {}", call.district.id(), call.actor.account, call.actor.name);
  return live_.follow({call.district, std::move(account), who, after});
}

Response Api::handle(const Request& request) {
  const auto begun = std::chrono::steady_clock::now();
  std::string route_name = "none";
  Response response;
  try {
    response = route(request, route_name);
  } catch (const Problem& problem) {
    response = problem_response(problem, request);
    if (response.status == 500)
      spdlog::error("{} {}: {}", printable(request.method), printable(request.path), problem.what());
    if (response.status == 401) response.headers["WWW-Authenticate"] = "Bearer";
  } catch (const std::exception& error) {
    const std::string reference = random_token().substr(0, 8);
    spdlog::error("[{}] {} {}: {}", reference, printable(request.method), printable(request.path), error.what());
    response = problem_response(Problem("request.failed", {{"reference", reference}}), request);
  }
  metrics_.count(route_name, response.status, std::chrono::steady_clock::now() - begun);
  return response;
}

}  // namespace liufa::host
