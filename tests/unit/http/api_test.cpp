/// The API as a whole: what is not there, who may not, in which language, and what machines look at.
#include <Poco/InflatingStream.h>
#include <fmt/format.h>

#include <atomic>
#include <iterator>
#include <sstream>
#include <thread>

#include "fixture.hpp"

namespace liufa::host::test {
namespace {

class ApiAnswers : public ApiTest {};

TEST_F(ApiAnswers, every_kind_of_problem_as_problem_json) {
  host.district("d").enable("local", "sample");
  expect_problem(ask("GET", "/nothing"), 404, "request.no_route");
  expect_problem(ask("GET", "/records/sample/item/404"), 404, "record.not_found");
  expect_problem(ask("POST", "/records/sample/item", "{\"code\": 7}"), 422, "record.type");
  expect_problem(ask("POST", "/records/sample/item", "{"), 400, "request.json");
  expect_problem(ask("POST", "/records/sample/echo", "{}"), 404, "record.no_type");
  EXPECT_EQ(ask("POST", "/records/sample/item", R"({"code": "x"})").status, 201);
  expect_problem(ask("POST", "/records/sample/item", R"({"code": "x"})"), 409, "record.not_unique");
  expect_problem(ask("PATCH", "/records/sample/item/1", R"({"note": "x"})"), 428, "record.version_missing");
  expect_problem(ask("PATCH", "/records/sample/item/1", R"({"note": "x"})", {{"if-match", "\"9\""}}), 412,
                 "record.stale");
  expect_problem(ask("POST", "/records/sample/item/1/transitions/accept"), 409, "workflow.wrong_state");
  expect_problem(ask("POST", "/files", std::string((20u << 20) + 1, 'x')), 413, "file.too_large");
  expect_problem(ask("POST", "/methods/nobody/enable"), 404, "method.none");
}

TEST_F(ApiAnswers, with_the_method_that_an_address_takes) {
  const Response response = ask("PUT", "/records/directory/organisation");
  expect_problem(response, 405, "request.method");
  EXPECT_EQ(response.headers.at("Allow"), "GET, POST");
}

TEST_F(ApiAnswers, only_under_its_own_paths) {
  for (const char* path : {"/", "", "/api", "/api/v1", "/api/v1/districts/", "/api/v1/districtsd/records",
                           "/api/v2/districts/d/records", "//api/v1/districts/d/records"})
    expect_problem(at("GET", path), 404, "request.no_route");
  expect_problem(at("GET", "/api/v1/districts/elsewhere/records"), 404, "district.none");
  for (const char* path : {"/records/", "/records//organisation", "//records", "/records/directory/organisation/1/"})
    EXPECT_EQ(ask("GET", path).status, 404) << path;
}

TEST_F(ApiAnswers, the_page_on_which_one_signs_in_with_the_districts) {
  host.create_district("b");
  ask("PATCH", "/name", R"({"zh": "合川区", "en": "Hechuan"})");
  const Response response = at("GET", "/api/v1/districts");
  EXPECT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(Json::parse(response.body), Json::parse(R"([{"id": "b", "name": {"zh": "b", "en": "b"}},
                                                        {"id": "d", "name": {"zh": "合川区", "en": "Hechuan"}}])"));
  expect_problem(at("POST", "/api/v1/districts"), 404, "request.no_route");
}

class CompressedAnswers : public ApiTest {
 protected:
  static constexpr const char* takes_gzip = "gzip, deflate, br";
  Response packed(const std::string& method, const std::string& path, const std::string& body = {}) {
    return ask(method, path, body, {{"accept-encoding", takes_gzip}, {"if-match", "*"}});
  }
  static bool is_compressed(const Response& response) { return response.headers.contains("Content-Encoding"); }
  static std::string opened(const std::string& gzipped) {
    std::istringstream in(gzipped);
    Poco::InflatingInputStream inflating(in, Poco::InflatingStreamBuf::STREAM_GZIP);
    return {std::istreambuf_iterator<char>(inflating), {}};
  }
};

TEST_F(CompressedAnswers, say_the_same_to_whoever_takes_them) {
  const Response plain = ask("GET", "/openapi.json");
  const Response small = packed("GET", "/openapi.json");
  EXPECT_EQ(small.headers.at("Content-Encoding"), "gzip");
  EXPECT_LT(small.body.size() * 4, plain.body.size());
  EXPECT_EQ(opened(small.body), plain.body);
  for (const Response& each : {plain, small}) EXPECT_EQ(each.headers.at("Vary"), "Accept-Encoding");
  EXPECT_FALSE(is_compressed(plain));
  EXPECT_FALSE(is_compressed(ask("GET", "/openapi.json", "", {{"accept-encoding", "gzip;q=0"}})));
  EXPECT_FALSE(is_compressed(packed("GET", "/records/directory/organisation"))) << "too short to gain anything";
}

TEST_F(CompressedAnswers, are_none_that_hold_a_secret) {
  const std::string name(100, 'n');
  for (int i = 0; i < 40; ++i)
    EXPECT_EQ(
        ask("POST", "/records/access/account", Json{{"login", fmt::format("l{}", i)}, {"name", name}}.dump()).status,
        201);
  for (int i = 0; i < 40; ++i) {
    const Json wanted{{"name", name + std::to_string(i)}, {"expires_on", "2027-01-01"}, {"access", "read"}};
    (void)packed("POST", "/accounts/1/tokens", wanted.dump());
  }
  const Response list = ask("GET", "/accounts/1/tokens");
  EXPECT_GT(list.body.size(), 2048U) << list.body;
  EXPECT_FALSE(is_compressed(packed("GET", "/accounts/1/tokens")));
  EXPECT_TRUE(is_compressed(packed("GET", "/records/access/account"))) << "as long, and no secret";
}

TEST_F(ApiAnswers, in_the_language_that_is_asked_for) {
  const auto detail = [&](const std::string& language) {
    return Json::parse(ask("GET", "/nothing", "", {{"accept-language", language}}).body).value("detail", "");
  };
  EXPECT_THAT(detail("en"), ::testing::StartsWith("There is nothing"));
  EXPECT_THAT(detail("en-GB,en;q=0.9"), ::testing::StartsWith("There is nothing"));
  EXPECT_THAT(detail("zh-CN"), ::testing::StartsWith("没有此地址"));
  EXPECT_THAT(detail(""), ::testing::StartsWith("没有此地址"));
}

TEST_F(ApiAnswers, parameters_are_decoded_once_and_given_once) {
  EXPECT_EQ(parse_query("a=1&b=%E4%B8%80+x&c=%2526&d"), (Query{{"a", "1"}, {"b", "一 x"}, {"c", "%26"}, {"d", ""}}));
  EXPECT_TRUE(parse_query("&&").empty());
  for (const char* query : {"a=1&a=2", "a=%FF", "%C0%AF=1", "a=%ED%A0%80"})
    EXPECT_THROW((void)parse_query(query), Problem) << query;
}

TEST_F(ApiAnswers, whether_it_is_well_without_a_token) {
  for (const char* path : {"/healthz", "/readyz"}) {
    EXPECT_EQ(at("GET", path).status, 200);
    EXPECT_EQ(at("GET", path).body, "ok\n");
  }
}

TEST_F(ApiAnswers, figures_of_the_machine_in_the_form_of_prometheus) {
  ask("GET", "/records/directory/organisation/404");
  ask("GET", "/records/directory/organisation/405");
  liufa::test::write_file(folder / "x", "");
  const Response metrics = at("GET", "/metrics");
  EXPECT_EQ(metrics.status, 200);
  EXPECT_THAT(metrics.body, ::testing::HasSubstr(
                                "liufa_requests_total{route=\"/records/{method}/{record}/{id}\",status=\"404\"} 2\n"));
  EXPECT_THAT(metrics.body, ::testing::HasSubstr("liufa_events_total{district=\"d\"}"));
  std::istringstream lines(metrics.body);
  for (std::string line; std::getline(lines, line);)
    EXPECT_THAT(line, ::testing::MatchesRegex(R"(# (HELP|TYPE) .+|[a-z_]+(\{([a-z]+="[^"]*",?)+\})? [0-9.e+-]+)"))
        << line;
}

class Backups : public ApiTest {};

TEST_F(Backups, are_whole_districts) {
  ASSERT_EQ(ask("POST", "/records/directory/organisation", R"({"code": "x", "name": "x", "kind": "branch"})").status,
            201);
  const Json made = Json::parse(ask("POST", "/backups").body);
  const auto copy = open_sqlite(made.at("file").get<std::string>());
  EXPECT_EQ(copy->read()->scalar_integer("SELECT COUNT(*) FROM directory_organisation"), 1);
  EXPECT_EQ(verify_events(*copy->read()).first_bad, 0);
  EXPECT_EQ(verify_events(*copy->read()).head, verify_events(*host.district("d").store().read()).head);
}

class HostTest : public ApiTest {};

TEST_F(HostTest, holds_its_data_folder_alone) {
  try {
    Host second({folder.path(), {}, Durability::relaxed, {}});
    ADD_FAILURE() << "a second host opened the folder";
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.code(), "data.locked");
  }
}

TEST_F(HostTest, makes_its_data_folder_for_its_owner_alone) {
  const auto permissions = [](const std::filesystem::path& of) { return std::filesystem::status(of).permissions(); };
  { const Host fresh({folder / "fresh", {}, Durability::relaxed, {}}); }
  EXPECT_EQ(permissions(folder / "fresh"), std::filesystem::perms::owner_all);
  std::filesystem::create_directory(folder / "shared");
  std::filesystem::permissions(folder / "shared", std::filesystem::perms(0750));
  { const Host chosen({folder / "shared", {}, Durability::relaxed, {}}); }
  EXPECT_EQ(permissions(folder / "shared"), std::filesystem::perms(0750)) << "the administrator's choice stays";
}

TEST_F(HostTest, takes_no_district_of_a_bad_name_or_twice) {
  for (const std::string& id : {std::string(), std::string("D"), std::string("1a"), std::string("../x"),
                                std::string("a b"), std::string("汉"), std::string(41, 'a')})
    EXPECT_THROW((void)host.create_district(id), Problem) << id;
  EXPECT_THROW((void)host.create_district("d"), Problem);
  EXPECT_EQ(host.districts(), std::vector<std::string>{"d"});
}

class ApiThreads : public ApiTest {};

TEST_F(ApiThreads, methods_come_and_go_while_people_work_and_every_answer_is_of_one_kind) {
  host.district("d").enable("local", "sample");
  std::atomic<int> created{0};
  std::vector<std::thread> running;
  for (int t = 0; t < 4; ++t)
    running.emplace_back([&, t] {
      for (int i = 0; i < 25; ++i) {
        const std::string code = std::to_string(t) + "-" + std::to_string(i);
        const int status = ask("POST", "/records/sample/item", R"({"code": ")" + code + "\"}").status;
        EXPECT_TRUE(status == 201 || status == 404) << status;
        created += status == 201;
        EXPECT_EQ(ask("GET", "/records/sample/item?limit=5").status, 200);
        EXPECT_EQ(ask("GET", "/figures").status, 200);
        EXPECT_EQ(ask("GET", "/openapi.json").status, 200);
      }
    });
  running.emplace_back([&] {
    for (int i = 0; i < 20; ++i) {
      EXPECT_EQ(ask("POST", i % 2 == 0 ? "/methods/sample/disable" : "/methods/sample/enable").status, 200);
      EXPECT_EQ(at("GET", "/metrics").status, 200);
    }
  });
  for (std::thread& thread : running) thread.join();
  EXPECT_EQ(Json::parse(ask("GET", "/records/sample/item?count=true").body).at("count"), created.load());
  EXPECT_EQ(verify_events(*host.district("d").store().read()).first_bad, 0);
}

}  // namespace
}  // namespace liufa::host::test
