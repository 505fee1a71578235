#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/digest.hpp"
#include "http/routes.hpp"
#include "services/records.hpp"

namespace liufa::host {

namespace {

constexpr std::chrono::days keys_are_kept{7};

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// What was answered to the same key before; throws if it was another request.
std::optional<Response> answered_before(Session& session, const std::string& key, const std::string& fingerprint) {
  const ValueView parameter = std::string_view(key);
  const auto rows = session.query("SELECT request, status, body FROM core_idempotency WHERE key = $1", {&parameter, 1});
  if (!rows->next()) return std::nullopt;
  if (rows->text(0) != fingerprint) throw Problem("request.key_reused", {{"key", key.substr(key.find(' ') + 1)}});
  return Response{static_cast<int>(rows->integer(1)),
                  "application/json",
                  std::string(rows->text(2)),
                  {{"Idempotency-Replayed", "true"}}};
}

void remember(WriteContext& context, const std::string& key, const std::string& fingerprint, const Response& response) {
  const std::array<ValueView, 5> values{std::string_view(key), std::string_view(fingerprint),
                                        std::int64_t{response.status}, std::string_view(response.body),
                                        std::string_view(context.now)};
  context.session.execute("INSERT INTO core_idempotency (key, request, status, body, at) VALUES ($1, $2, $3, $4, $5)",
                          values);
  const std::string oldest = iso_instant(*parse_instant(context.now) - keys_are_kept);
  const ValueView limit = std::string_view(oldest);
  context.session.execute("DELETE FROM core_idempotency WHERE at < $1", {&limit, 1});
}

}  // namespace

Json RouteCall::object() const {
  if (request.body.empty()) return Json::object();
  Json json = parse_json(request.body);
  if (!json.is_object()) throw Problem("request.object", {{"found", json.type_name()}});
  return json;
}

const RecordSchema& RouteCall::record() const { return model->record(fmt::format("{}.{}", parts[0], parts[1])); }

std::int64_t RouteCall::id(std::size_t part) const {
  const auto value = number(parts[part]);
  if (!value)
    throw Problem("record.not_found", {{"id", parts[part]}, {"record", parts.size() > 1 ? parts[1] : parts[0]}});
  return *value;
}

std::optional<std::int64_t> RouteCall::version(bool required) const {
  std::string_view text = request.header("if-match");
  if (text.empty()) {
    if (required) throw Problem("record.version_missing");
    return std::nullopt;
  }
  if (text == "*") return std::nullopt;
  if (text.size() > 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  const auto value = number(text);
  if (!value) throw Problem("record.version_form", {{"found", text}});
  return value;
}

Response RouteCall::write(const std::function<Response(WriteContext&)>& work) const {
  Response response;
  const std::string_view key = request.header("idempotency-key");
  if (key.empty()) {
    district.write(actor, [&](WriteContext& context) { response = work(context); });
    return response;
  }
  if (key.size() > 100 || std::any_of(key.begin(), key.end(), [](char each) { return each < 0x21 || each > 0x7E; }))
    throw Problem("request.key_form");
  const std::string own_key = fmt::format("{} {}", actor.name, key);
  std::string query;
  for (const auto& [name, value] : request.query)
    query += fmt::format("{}:{}={}:{} ", name.size(), name, value.size(), value);
  const std::string fingerprint = hexadecimal(
      bytes(sha256({request.method, " ", request.path, " ", query, request.header("if-match"), " ", request.body})));
  district.write(actor, [&](WriteContext& context) {
    if (auto before = answered_before(context.session, own_key, fingerprint)) {
      response = std::move(*before);
      return;
    }
    response = work(context);
    remember(context, own_key, fingerprint, response);
  });
  return response;
}

Response RouteCall::unless_known(Response response, std::string_view digest) const {
  const std::string tag = fmt::format("\"{}\"", digest.substr(0, 32));
  // Weak, as it may be compressed on its way. A browser asks each time whether it is still so: what a person may see
  // can end at any moment.
  std::map<std::string, std::string> headers{{"ETag", "W/" + tag}, {"Cache-Control", "private, no-cache"}};
  if (request.header("if-none-match").find(tag) != std::string_view::npos)
    return {304, std::move(response.type), "", std::move(headers)};
  response.headers.merge(headers);
  return response;
}

Response RouteCall::write_or_try(const std::function<Response(WriteContext&)>& work) const {
  return flag("dry_run") ? try_out(work) : write(work);
}

Response RouteCall::try_out(const std::function<Response(WriteContext&)>& work) const {
  struct Undo {};
  Response response;
  try {
    district.write(actor, [&](WriteContext& context) {
      response = work(context);
      throw Undo{};
    });
  } catch (const Undo&) {
  }
  response.headers.erase("ETag");
  response.headers.erase("Location");
  return response;
}

bool RouteCall::flag(std::string_view name) const {
  const auto given = request.query.find(name);
  if (given == request.query.end() || given->second == "false") return false;
  if (given->second == "true") return true;
  throw Problem("request.parameter", {{"name", name}, {"found", given->second}, {"expected", "true, false"}});
}

void RouteCall::only_parameters(std::initializer_list<std::string_view> known) const {
  for (const auto& [name, value] : request.query)
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw Problem("request.unknown_parameter",
                    {{"name", name}, {"known", fmt::format("{}", fmt::join(known, ", "))}});
}

bool is_refused_access(const Problem& problem) {
  return problem.kind() == ProblemKind::forbidden &&
         (problem.code() == "request.forbidden" || problem.code() == "request.token_scope" ||
          problem.code().starts_with("access."));
}

void note_refused_access(WriteContext& context, std::string_view method, std::string_view path,
                         const Problem& problem) {
  const Json payload{{"method", method}, {"path", path}, {"reason", problem.code()}};
  emit_event(context, "host", "access.refused", payload.dump());
}

Response json_response(const Json& body, int status) { return {status, "application/json", body.dump(), {}}; }

Response record_response(const RecordSchema& schema, const Record& record, int status) {
  JsonBuffer buffer;
  JsonWriter out(buffer);
  schema.write(out, record);
  return {status, "application/json", std::string(text_of(buffer)), {{"ETag", fmt::format("\"{}\"", record.version)}}};
}

}  // namespace liufa::host
