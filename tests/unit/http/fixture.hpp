/// A host with one district and the API in front of it, asked as from outside: with a token or without.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/digest.hpp"
#include "base/json.hpp"
#include "folder.hpp"
#include "http/api.hpp"

namespace liufa::host::test {

class ApiTest : public ::testing::Test {
 protected:
  explicit ApiTest(std::vector<std::filesystem::path> methods = {LIUFA_TEST_METHODS,
                                                                 LIUFA_ROOT "/tests/unit/services/methods"})
      : host({folder.path(), std::move(methods), Durability::relaxed, {}}), token(random_token()), api(host) {
    host.create_district("d");
    api.accept_local_token(token);
  }

  Response ask(const std::string& method, const std::string& path, const std::string& body = {},
               std::map<std::string, std::string, std::less<>> headers = {}) {
    headers.emplace("authorization", "Bearer " + token);
    return ask_as(method, path, body, std::move(headers));
  }
  /// With these headers only.
  Response ask_as(const std::string& method, const std::string& path, const std::string& body,
                  std::map<std::string, std::string, std::less<>> headers) {
    Request request;
    request.method = method;
    const std::size_t question = path.find('?');
    request.path = "/api/v1/districts/d" + path.substr(0, question);
    if (question != std::string::npos) request.query = parse_query(std::string_view(path).substr(question + 1));
    request.headers = std::move(headers);
    request.body = body;
    return api.handle(request);
  }
  Response at(const std::string& method, const std::string& whole_path) {
    Request request;
    request.method = method;
    request.path = whole_path;
    return api.handle(request);
  }
  Json document() { return Json::parse(ask("GET", "/openapi.json").body); }

  liufa::test::Folder folder;
  Host host;
  std::string token;
  Api api;
};

/// Every path and method below the district that the API's own description names.
inline std::vector<std::pair<std::string, std::string>> routes_of(const Json& document) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& [path, methods] : document.at("paths").items())
    for (const auto& [method, operation] : methods.items()) {
      if (method == "parameters" || operation.contains("servers")) continue;
      std::string upper = method;
      for (char& each : upper) each = static_cast<char>(std::toupper(static_cast<unsigned char>(each)));
      all.emplace_back(upper, path);
    }
  return all;
}

/// That an answer is a problem as RFC 9457 has it, in both languages.
inline void expect_problem(const Response& response, int status, const std::string& code) {
  EXPECT_EQ(response.status, status) << response.body;
  EXPECT_EQ(response.type, "application/problem+json");
  const Json body = Json::parse(response.body, nullptr, false);
  ASSERT_TRUE(body.is_object()) << response.body;
  EXPECT_EQ(body.value("code", ""), code) << response.body;
  EXPECT_EQ(body.value("status", 0), status) << response.body;
  EXPECT_EQ(body.value("type", ""), "urn:liufa:problem:" + code);
  EXPECT_FALSE(body.value("title", "").empty());
  EXPECT_EQ(body.value("detail", ""), body.at("text").value("zh", "-"));
  EXPECT_FALSE(body.at("text").value("en", "").empty());
}

}  // namespace liufa::host::test
