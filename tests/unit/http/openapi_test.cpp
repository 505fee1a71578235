/// The description of the API: a valid OpenAPI 3.1 document that names every route; and every route that it names, now
/// or later, wants a token.
#include <regex>
#include <set>

#include "fixture.hpp"
#include "http/routes.hpp"

namespace liufa::host::test {
namespace {

class OpenApi : public ApiTest {
 protected:
  OpenApi() {
    for (const char* method : {"regulations", "pairing", "sample"}) host.district("d").enable("local", method);
  }
};

/// Visits every object within a document.
void visit(const Json& json, const std::function<void(const Json&)>& each) {
  if (json.is_object()) each(json);
  if (json.is_object() || json.is_array())
    for (const auto& [key, value] : json.items()) visit(value, each);
}

TEST_F(OpenApi, is_a_valid_document) {
  const Json document = this->document();
  EXPECT_EQ(document.at("openapi"), "3.1.0");
  EXPECT_FALSE(document.at("info").value("title", "").empty());
  EXPECT_FALSE(document.at("info").value("version", "").empty());
  std::set<std::string> ids;
  for (const auto& [path, item] : document.at("paths").items()) {
    SCOPED_TRACE(path);
    EXPECT_EQ(path.front(), '/');
    std::set<std::string> in_path;
    const std::regex name(R"(\{([^}]+)\})");
    for (std::sregex_iterator found(path.begin(), path.end(), name), end; found != end; ++found)
      in_path.insert((*found)[1]);
    std::set<std::string> declared;
    for (const Json& parameter : item.value("parameters", Json::array())) {
      EXPECT_EQ(parameter.at("in"), "path");
      EXPECT_EQ(parameter.at("required"), true);
      declared.insert(parameter.at("name").get<std::string>());
    }
    EXPECT_EQ(declared, in_path);
    for (const auto& [method, operation] : item.items()) {
      if (method == "parameters") continue;
      EXPECT_TRUE(ids.insert(operation.at("operationId").get<std::string>()).second) << "operationId twice";
      EXPECT_FALSE(operation.value("summary", "").empty());
      ASSERT_FALSE(operation.at("responses").empty());
      for (const auto& [status, response] : operation.at("responses").items())
        EXPECT_TRUE(response.contains("description")) << status;
      EXPECT_EQ(operation["responses"]["default"]["content"].begin().key(), "application/problem+json");
    }
  }
  visit(document, [&](const Json& object) {
    if (!object.contains("$ref")) return;
    const std::string reference = object.at("$ref");
    EXPECT_TRUE(document.contains(Json::json_pointer(reference.substr(1)))) << reference;
  });
}

/// "/records/{method}/{record}/{id}" is described by "/records/sample/item/{id}".
bool describes(const std::string& path, const std::string& pattern) {
  std::string expression;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '{') {
      expression += "[^/]+";
      i = pattern.find('}', i);
    } else if (pattern[i] == '.') {
      expression += "\\.";
    } else {
      expression += pattern[i];
    }
  }
  return std::regex_match(path, std::regex(expression));
}

TEST_F(OpenApi, names_every_route) {
  const auto described = routes_of(document());
  for (const auto group : route_groups())
    for (const RouteEntry& route : group)
      EXPECT_TRUE(std::any_of(described.begin(), described.end(),
                              [&](const auto& each) {
                                return each.first == route.method && describes(each.second, std::string(route.pattern));
                              }))
          << route.method << " " << route.pattern;
}

TEST_F(OpenApi, describes_what_goes_on_and_what_is_no_district_s) {
  const Json document = this->document();
  const Json& live = document.at("paths").at("/live").at("get");
  EXPECT_TRUE(live.at("responses").at("200").at("content").contains("text/event-stream"));
  EXPECT_EQ(live.at("parameters").at(0).at("name"), "after");
  EXPECT_EQ(live.at("parameters").at(1).at("name"), "Last-Event-ID");
  const Json& districts = document.at("paths").at("/districts").at("get");
  EXPECT_EQ(districts.at("servers").at(0).at("url"), "/api/v1");
  EXPECT_EQ(at("GET", "/api/v1/districts").status, 200);
}

TEST_F(OpenApi, describes_what_a_record_takes) {
  const Json given = document().at("components").at("schemas").at("sample_item_given");
  EXPECT_EQ(given.at("required"), Json::array({"code"}));
  EXPECT_FALSE(given.at("properties").contains("computed"));
  EXPECT_EQ(given.at("properties").at("kind").at("enum"), Json::array({"small", "big"}));
  EXPECT_EQ(given.at("properties").at("score").at("multipleOf"), 0.1);
  EXPECT_EQ(given.at("properties").at("years").at("items").at("type"), "integer");
}

TEST_F(OpenApi, describes_the_files_that_go_in_and_out) {
  const Json paths = document().at("paths");
  const std::string base = "/records/{method}/{record}";
  const std::string workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  const Json& given = paths.at(base + "/export").at("get");
  EXPECT_TRUE(given.at("responses").at("200").at("content").contains(workbook));
  EXPECT_EQ(given.at("parameters").at(0).at("schema").at("enum"), Json::array({"csv", "xlsx"}));
  EXPECT_TRUE(paths.at(base + "/import").at("post").at("requestBody").at("content").contains(workbook));
  EXPECT_TRUE(paths.at(base + "/template").at("get").at("responses").at("200").at("content").contains(workbook));
}

TEST_F(OpenApi, loses_what_a_method_takes_along_when_it_is_disabled) {
  EXPECT_TRUE(document().at("paths").contains("/records/sample/item/{id}/transitions/submit"));
  host.district("d").disable("local", "sample");
  EXPECT_FALSE(document().at("paths").contains("/records/sample/item/{id}/transitions/submit"));
  EXPECT_FALSE(document().at("paths").at("/records/sample/item").contains("post"));
  EXPECT_TRUE(document().at("paths").at("/records/sample/item").contains("get")) << "its data stay readable";
}

/// The path with something plausible in the place of each name.
std::string filled(const std::string& path) { return std::regex_replace(path, std::regex(R"(\{[^}]+\})"), "1"); }

/// How one comes to be known: routes of signing in, and no others.
bool is_open(const std::string& method, const std::string& path) {
  for (const auto group : route_groups())
    for (const RouteEntry& route : group)
      if (route.open && route.method == method && route.pattern == path) {
        EXPECT_TRUE(path == "/session" || path.starts_with("/sign-in")) << method << " " << path;
        return true;
      }
  return false;
}

TEST_F(OpenApi, every_route_wants_a_token_that_is_valid) {
  const auto routes = routes_of(document());
  ASSERT_GT(routes.size(), 50U);
  const auto events = last_event(*host.district("d").store().read());
  const std::string other = token.substr(1) + "A";
  for (const auto& [method, path] : routes) {
    if (is_open(method, path)) continue;
    SCOPED_TRACE(method + " " + path);
    for (const std::string& header : {std::string(), std::string("Bearer"), token, "Basic " + token, "bearer " + token})
      expect_problem(ask_as(method, filled(path), "{}", {{"authorization", header}}), 401, "request.no_token");
    for (const std::string& wrong :
         {std::string(), other, token + " ", token.substr(0, 10), std::string("' OR '1'='1")}) {
      const Response response = ask_as(method, filled(path), "{}", {{"authorization", "Bearer " + wrong}});
      expect_problem(response, 401, "request.bad_token");
      EXPECT_EQ(response.headers.at("WWW-Authenticate"), "Bearer");
    }
  }
  EXPECT_EQ(last_event(*host.district("d").store().read()), events) << "nothing was done for the nameless";
}

TEST_F(OpenApi, every_route_answers_a_token_that_is_good_and_none_fails) {
  // Twice: after the calls that change the token, the methods and the settings it must still answer.
  for (const auto& [method, path] : routes_of(document())) {
    if (path == "/tokens") continue;
    SCOPED_TRACE(method + " " + path);
    const Response response = ask(method, filled(path), method == "GET" ? "" : "{}", {{"if-match", "*"}});
    EXPECT_NE(response.status, 401) << response.body;
    EXPECT_NE(response.status, 405) << response.body;
    EXPECT_LT(response.status, 500) << response.body;
    if (response.status >= 400) {
      EXPECT_EQ(response.type, "application/problem+json") << response.body;
    }
  }
}

TEST_F(OpenApi, every_route_that_takes_json_refuses_what_is_none) {
  const std::string deep = "{\"code\":" + std::string(1'000'000, '[') + std::string(1'000'000, ']') + "}";
  const Json described = document();
  for (const auto& [path, item] : described.at("paths").items())
    for (const auto& [method, operation] : item.items()) {
      if (method == "parameters" || !operation.contains("requestBody")) continue;
      if (!operation.at("requestBody").at("content").contains("application/json")) continue;
      SCOPED_TRACE(method + " " + path);
      const std::string upper = method == "patch" ? "PATCH" : "POST";
      for (const std::string& body :
           {std::string("{\"code\": "), std::string("code=x&note=y"), std::string("{\"code\": 1e999}"),
            std::string("{\"code\": \"\xFF\"}"), std::string("<xml/>"), std::string("{} {}"), deep})
        expect_problem(ask(upper, filled(path), body, {{"if-match", "*"}}), 400, "request.json");
      for (const char* body : {"[]", "null", "7", "\"text\""})
        expect_problem(ask(upper, filled(path), body, {{"if-match", "*"}}), 400, "request.object");
    }
}

}  // namespace
}  // namespace liufa::host::test
