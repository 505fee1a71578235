#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <liufa/testing.hpp>

#include "base/clock.hpp"
#include "http/api.hpp"
#include "methods/host.hpp"

namespace liufa::testing {

namespace fs = std::filesystem;

namespace {

constexpr const char* district_id = "test";
constexpr const char* first_day = "2026-03-01";

/// Memory-backed where the machine has it: the tests' data may be lost.
fs::path fresh_folder() {
  const fs::path base = fs::is_directory("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path();
  std::string pattern = (base / "liufa-test-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw std::runtime_error("no folder for the test's data: " + pattern);
  return pattern;
}

struct Folder {
  fs::path path = fresh_folder();
  Folder() = default;
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

std::string record_path(std::string_view record) {
  std::string path(record);
  path[path.find('.')] = '/';
  return "/records/" + path;
}

}  // namespace

struct District::Impl {
  explicit Impl(const std::vector<std::string>& methods)
      : host({folder.path,
              {methods.begin(), methods.end()},
              host::Durability::relaxed,
              {3, std::chrono::milliseconds{5}, std::chrono::milliseconds{50}}}),
        api(host) {
    host.create_district(district_id);
  }
  Folder folder;
  host::Host host;
  host::Api api;
  std::string login;  ///< of the account that asks; empty: the operator of the machine

  [[nodiscard]] host::Actor actor() {
    if (login.empty()) return host::local_operator();
    auto& district = host.district(district_id);
    const auto account = district.accounts().by_login(login);
    const auto held = account ? district.accounts().actor(account->id, district.clock().today()) : nullptr;
    if (!held) throw std::invalid_argument(fmt::format("no active account has the login “{}”", login));
    return *held;
  }
};

District::District(const std::vector<std::string>& methods) : impl_(std::make_unique<Impl>(methods)) {
  set_today(first_day);
}

District::~District() = default;

Answer District::request(std::string_view method, std::string_view path, const Json& body,
                         const std::map<std::string, std::string>& headers) {
  host::Request request;
  request.method = method;
  const std::size_t question = path.find('?');
  request.path = fmt::format("/api/v1/districts/{}{}", district_id, path.substr(0, question));
  if (question != std::string_view::npos) request.query = host::parse_query(path.substr(question + 1));
  for (const auto& [name, value] : headers) request.headers[name] = value;
  if (body.is_string())
    request.body = body.get<std::string>();
  else if (!body.is_null())
    request.body = body.dump();
  request.actor = impl_->actor();
  const host::Response response = impl_->api.handle(request);
  Json parsed = Json::parse(response.body, nullptr, false);
  return {response.status, parsed.is_discarded() ? Json(response.body) : std::move(parsed)};
}

namespace {

Json expect(Answer answer) {
  if (answer.status >= 300) throw Unexpected(std::move(answer));
  return std::move(answer.body);
}

}  // namespace

void District::enable(std::string_view method) { expect(request("POST", fmt::format("/methods/{}/enable", method))); }

void District::disable(std::string_view method) { expect(request("POST", fmt::format("/methods/{}/disable", method))); }

void District::configure(std::string_view method, const Json& settings) {
  expect(request("PATCH", fmt::format("/methods/{}/settings", method), settings));
}

std::int64_t District::organisation(std::string_view code, std::string_view name, std::string_view kind,
                                    std::int64_t parent, const Json& fields) {
  Json all = fields;
  all["code"] = code;
  all["name"] = name;
  all["kind"] = kind;
  if (parent != 0) all["parent"] = parent;
  return create("directory.organisation", all);
}

std::int64_t District::member(std::string_view code, std::string_view name, std::int64_t organisation,
                              const Json& fields) {
  Json all{{"kind", "organ"}};
  all.update(fields);
  all["code"] = code;
  all["name"] = name;
  all["organisation"] = organisation;
  return create("directory.member", all);
}

std::int64_t District::create(std::string_view record, const Json& fields) {
  return expect(request("POST", record_path(record), fields)).at("id").get<std::int64_t>();
}

Json District::read(std::string_view record, std::int64_t id) {
  return expect(request("GET", fmt::format("{}/{}", record_path(record), id)));
}

std::vector<Json> District::list(std::string_view record, std::string_view query) {
  std::vector<Json> all;
  std::string cursor;
  do {
    const Json page =
        expect(request("GET", fmt::format("{}?limit=500{}{}{}{}", record_path(record), query.empty() ? "" : "&", query,
                                          cursor.empty() ? "" : "&cursor=", cursor)));
    for (const Json& item : page.at("items")) all.push_back(item);
    cursor = page.at("next").is_null() ? "" : page.at("next").get<std::string>();
  } while (!cursor.empty());
  return all;
}

void District::update(std::string_view record, std::int64_t id, const Json& fields) {
  expect(request("PATCH", fmt::format("{}/{}", record_path(record), id), fields, {{"if-match", "*"}}));
}

void District::transition(std::string_view record, std::int64_t id, std::string_view step, const Json& fields) {
  expect(request("POST", fmt::format("{}/{}/transitions/{}", record_path(record), id, step), fields));
}

Json District::import_csv(std::string_view record, std::string_view csv) {
  return expect(request("POST", record_path(record) + "/import", Json(csv)));
}

Json District::run(std::string_view method, std::string_view action, const Json& input) {
  Json run = expect(request("POST", fmt::format("/actions/{}/{}", method, action), input, {{"prefer", "wait=60"}}));
  while (run.at("state") == "running")
    run = expect(request("GET", "/runs/" + run.at("id").get<std::string>(), nullptr, {{"prefer", "wait=60"}}));
  if (run.at("state") != "done") throw Unexpected({run.at("problem").value("status", 500), run.at("problem")});
  return run.at("result");
}

double District::figure(std::string_view key, std::string_view query) {
  const Json figure = expect(request("GET", fmt::format("/figures/{}{}{}", key, query.empty() ? "" : "?", query)));
  return figure.at("value").is_null() ? 0 : figure.at("value").get<double>();
}

std::vector<Json> District::events(std::string_view topic) {
  std::vector<Json> all;
  Json next = 0;
  while (!next.is_null()) {
    const Json page = expect(request(
        "GET", fmt::format("/events?limit=1000&after={}{}{}", next.dump(), topic.empty() ? "" : "&topic=", topic)));
    for (const Json& item : page.at("items")) all.push_back(item);
    next = page.at("next");
  }
  return all;
}

void District::set_today(std::string_view date) {
  const auto day = host::parse_date(date);
  if (!day) throw std::invalid_argument(fmt::format("expected a date such as 2026-03-01, found “{}”", date));
  impl_->host.district(district_id).clock().set(std::chrono::system_clock::time_point{*day} + std::chrono::hours{4});
}

void District::settle() {
  if (!impl_->host.district(district_id).dispatcher().settle(std::chrono::seconds{30}))
    throw std::runtime_error("the events were not handled within 30 s");
}

void District::act_as(std::string_view login) { impl_->login = login; }

}  // namespace liufa::testing
