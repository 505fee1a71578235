#include "http/api.hpp"

#include <Poco/URI.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "base/digest.hpp"
#include "http/routes.hpp"
#include "services/records.hpp"

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

/// Whoever tries what they may not is on record.
void log_refusal(RouteCall& call, const RouteEntry& entry, const Problem& problem) {
  const Json payload{{"method", entry.method}, {"path", call.request.path}, {"reason", problem.code()}};
  call.district.write(call.actor,
                      [&](WriteContext& context) { emit_event(context, "host", "access.refused", payload.dump()); });
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
  return {record_routes(), figure_routes(), method_routes(), log_routes(),
          file_routes(),   access_routes(), work_routes()};
}

Api::Api(Host& host) : host_(host) {}
Api::~Api() = default;

void Api::accept_local_token(std::string token) { local_token_ = std::move(token); }

std::shared_ptr<const Actor> Api::actor_of(const Request& request, District& district) {
  if (request.actor) return std::make_shared<const Actor>(*request.actor);
  constexpr std::string_view scheme = "Bearer ";
  const std::string_view header = request.header("authorization");
  if (!header.starts_with(scheme)) throw Problem("request.no_token");
  const std::string_view token = header.substr(scheme.size());
  if (!local_token_.empty() && equal_in_constant_time(token, local_token_))
    return std::make_shared<const Actor>(local_operator());
  auto actor = district.tokens().actor_of(token);
  if (!actor) throw Problem("request.bad_token");
  return actor;
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
  std::string_view rest = request.path;
  if (!rest.starts_with(prefix)) throw unknown();
  rest.remove_prefix(prefix.size());
  if (!rest.starts_with('/')) throw unknown();
  auto path = split(rest);
  if (path.empty() || path.front().empty()) throw unknown();
  District& district = host_.district(path.front());
  path.erase(path.begin());

  const std::shared_ptr<const Actor> actor = actor_of(request, district);
  RouteCall call{request, host_, district, district.model(), *actor, {}};
  std::string others;
  for (const PreparedRoute& each : all_routes()) {
    if (!matches(each.pattern, path, call.parts)) continue;
    if (each.entry->method != request.method) {
      others += (others.empty() ? "" : ", ") + std::string(each.entry->method);
      continue;
    }
    route_name = each.entry->pattern;
    try {
      call.scope = authorise(call.actor, each.entry->access(call));
      return each.entry->handle(call);
    } catch (const Problem& problem) {
      const bool of_access = problem.code() == "request.forbidden" || problem.code().starts_with("access.");
      if (of_access && problem.kind() == ProblemKind::forbidden) log_refusal(call, *each.entry, problem);
      throw;
    }
  }
  if (others.empty()) throw unknown();
  Response refused =
      problem_response(Problem("request.method", {{"method", request.method}, {"known", others}}), request);
  refused.headers["Allow"] = others;
  return refused;
}

Response Api::handle(const Request& request) {
  const auto begun = std::chrono::steady_clock::now();
  std::string route_name = "none";
  Response response;
  try {
    response = route(request, route_name);
  } catch (const Problem& problem) {
    response = problem_response(problem, request);
    if (response.status == 500) spdlog::error("{} {}: {}", request.method, request.path, problem.what());
    if (response.status == 401) response.headers["WWW-Authenticate"] = "Bearer";
  } catch (const std::exception& error) {
    const std::string reference = random_token().substr(0, 8);
    spdlog::error("[{}] {} {}: {}", reference, request.method, printable(request.path), error.what());
    response = problem_response(Problem("request.failed", {{"reference", reference}}), request);
  }
  metrics_.count(route_name, response.status, std::chrono::steady_clock::now() - begun);
  return response;
}

}  // namespace liufa::host
