/// What the API's routes are given, and the table of them.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "http/api.hpp"

namespace liufa::host {

/// One request to a district on its way to its handler.
struct RouteCall {
  const Request& request;
  Host& host;
  District& district;
  std::shared_ptr<const DistrictModel> model;
  const Actor& actor;
  std::vector<std::string_view> parts;  ///< what stood in the places of the pattern's {names}
  Scope scope = {};                     ///< what the actor reaches by this route: of `access`
  std::int64_t session = 0;             ///< through which the actor is signed in; 0: by a token
  Provider* provider = nullptr;         ///< through which people may sign in; null: there is none
  const Metrics* metrics = nullptr;     ///< of the API, like `live`; never null in a handler
  Live* live = nullptr;
  /// Of a route that follows: what the actor may read from now on, or of after an offset. Throws Problem live.full.
  std::function<std::shared_ptr<Stream>(std::optional<std::int64_t> after)> follow = {};

  /// The body as a JSON object; an empty body is an empty object. Throws Problem request.json, request.object.
  [[nodiscard]] Json object() const;
  /// The record type named by the first two parts.
  [[nodiscard]] const RecordSchema& record() const;
  /// A part as an id; throws Problem record.not_found if it is no number.
  [[nodiscard]] std::int64_t id(std::size_t part) const;
  /// The version in If-Match; nothing if it is absent or "*". With `required`, absent throws record.version_missing.
  [[nodiscard]] std::optional<std::int64_t> version(bool required) const;
  /// Runs work in a write transaction. With an Idempotency-Key that was used before, answers as then and runs nothing.
  Response write(const std::function<Response(WriteContext&)>& work) const;
  /// The same, but with ?dry_run=true all of it is undone when it is done: the answer is as it would have been, without
  /// the headers that name what is not there; nothing is remembered for an Idempotency-Key.
  Response write_or_try(const std::function<Response(WriteContext&)>& work) const;
  /// Runs it in a write that is always undone, and returns its answer without the headers named above.
  Response try_out(const std::function<Response(WriteContext&)>& work) const;
  /// The answer with an ETag, made of the hexadecimal digest of its content; 304 without a body if the caller has that
  /// already (If-None-Match).
  [[nodiscard]] Response unless_known(Response response, std::string_view digest) const;
  /// A query parameter that is true or false, false if it is absent; another word throws Problem request.parameter.
  [[nodiscard]] bool flag(std::string_view name) const;
  /// Throws Problem request.unknown_parameter unless every query parameter is one of these.
  void only_parameters(std::initializer_list<std::string_view> known) const;
};

struct RouteEntry {
  std::string_view method;
  std::string_view pattern;  ///< relative to /api/v1/districts/{district}
  std::string_view summary;
  /// What is asked for; decided on before the handler runs.
  Access (*access)(const RouteCall&);
  Response (*handle)(RouteCall&);
  bool open = false;     ///< asked before anybody is known: signing in
  bool follows = false;  ///< asked by a page for as long as it is open: no use of the session
};

std::span<const RouteEntry> catalogue_routes();
std::span<const RouteEntry> table_routes();
std::span<const RouteEntry> record_routes();
std::span<const RouteEntry> linked_routes();
std::span<const RouteEntry> bulk_routes();
std::span<const RouteEntry> figure_routes();
std::span<const RouteEntry> report_routes();
std::span<const RouteEntry> method_routes();
std::span<const RouteEntry> package_routes();
std::span<const RouteEntry> settings_routes();
std::span<const RouteEntry> log_routes();
std::span<const RouteEntry> care_routes();
std::span<const RouteEntry> file_routes();
std::span<const RouteEntry> access_routes();
std::span<const RouteEntry> work_routes();
std::span<const RouteEntry> session_routes();
std::span<const RouteEntry> provider_routes();
std::span<const RouteEntry> account_routes();
std::span<const RouteEntry> key_routes();
std::span<const RouteEntry> privacy_routes();
std::span<const RouteEntry> live_routes();
/// All of them.
std::vector<std::span<const RouteEntry>> route_groups();

/// What reading records of the type named by the first two parts asks for, and writing them; the latter throws Problem
/// record.derived for what nobody writes.
Access read_access(const RouteCall& call);
Access write_access(const RouteCall& call, Act act, const std::vector<Permission>& permissions);

/// "Prefer: wait=10" (RFC 7240): how long the caller waits for a run's end. Without it, not at all.
std::chrono::milliseconds wait_of(const Request& request);
/// A run just started, with the address at which it can be asked for.
Response started_run(const RouteCall& call, const std::string& run);

/// The description of what the actor may ask for in one district, generated from its manifests (OpenAPI 3.1).
Json openapi(const DistrictModel& model, std::string_view district, const Actor& actor);

/// The name of the cookie that holds a session's token.
inline constexpr std::string_view session_cookie = "liufa_session";
/// The value of a cookie of the request; empty if there is none.
std::string_view cookie(const Request& request, std::string_view name);

/// Whether a problem says that the actor may not; who tries what they may not is on record.
bool is_refused_access(const Problem& problem);
void note_refused_access(WriteContext& context, std::string_view method, std::string_view path, const Problem& problem);

Response json_response(const Json& body, int status = 200);
Response record_response(const RecordSchema& schema, const Record& record, int status = 200);

}  // namespace liufa::host
