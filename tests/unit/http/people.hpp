/// Persons with accounts and posts in the district of the API's test.
#pragma once

#include <fmt/format.h>

#include "base/clock.hpp"
#include "fixture.hpp"

namespace liufa::host::test {

class PeopleTest : public ApiTest {
 protected:
  using ApiTest::ApiTest;

  void today(const std::string& date) { host.district("d").clock().set(*parse_instant(date + "T02:00:00Z")); }

  Response send(const Actor& actor, const std::string& method, const std::string& path, const Json& content = nullptr) {
    Request request;
    request.method = method;
    const std::size_t question = path.find('?');
    request.path = "/api/v1/districts/d" + path.substr(0, question);
    if (question != std::string::npos) request.query = parse_query(std::string_view(path).substr(question + 1));
    request.headers = {{"if-match", "*"}};
    if (!content.is_null()) request.body = content.dump();
    request.actor = actor;
    return api.handle(request);
  }
  static std::string code(const Response& response) { return Json::parse(response.body).value("code", ""); }
  static Json body(const Response& response, int status) {
    EXPECT_EQ(response.status, status) << response.body;
    return Json::parse(response.body);
  }
  std::int64_t create(const std::string& path, const Json& content) {
    return body(send(local_operator(), "POST", path, content), 201).value("id", std::int64_t{0});
  }
  std::int64_t organisation(const std::string& name, const std::string& kind, std::int64_t parent) {
    return create(
        "/records/directory/organisation",
        {{"code", name}, {"name", name}, {"kind", kind}, {"parent", parent == 0 ? Json(nullptr) : Json(parent)}});
  }
  std::int64_t account(const std::string& login, const Json& more = Json::object()) {
    Json fields{{"login", login}, {"name", login}};
    fields.update(more);
    return create("/records/access/account", fields);
  }
  Response grant(std::int64_t to, const std::string& role, const Json& more = Json::object(),
                 const Actor& by = local_operator()) {
    Json fields{{"account", to}, {"role", role}};
    fields.update(more);
    return send(by, "POST", "/records/access/post", fields);
  }
  Actor actor(std::int64_t id) {
    const auto found = host.district("d").accounts().actor(id, host.district("d").clock().today());
    return found ? *found : Actor{};
  }
  /// A person with one post; organisation 0 is the whole district.
  Actor holder(const std::string& login, const std::string& role, std::int64_t at) {
    const std::int64_t id = account(login);
    EXPECT_EQ(grant(id, role, {{"organisation", at == 0 ? Json(nullptr) : Json(at)}}).status, 201);
    return actor(id);
  }
};

}  // namespace liufa::host::test
