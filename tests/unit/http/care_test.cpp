/// What those who look after the machine ask of it, and who may.
#include "people.hpp"

namespace liufa::host::test {
namespace {

class Care : public PeopleTest {
 protected:
  Care() {
    today("2026-03-02");
    const auto root = organisation("root", "region", 0);
    admin = holder("qian", "admin", 0);
    security = holder("zhao", "security", 0);
    auditor = holder("sun", "auditor", 0);
    secretary = holder("li", "secretary", root);
  }
  Actor admin;
  Actor security;
  Actor auditor;
  Actor secretary;
};

TEST_F(Care, each_duty_asks_its_own) {
  struct Route {
    const char* method;
    const char* path;
    const Actor* holder;
  };
  const std::vector<Route> routes{{"GET", "/health", &admin},
                                  {"GET", "/backups", &admin},
                                  {"GET", "/doctor", &admin},
                                  {"GET", "/dead-letters", &admin},
                                  {"POST", "/methods/nobody/dead-letters/retry", &admin},
                                  {"GET", "/packages", &admin},
                                  {"POST", "/methods/rescan", &admin},
                                  {"GET", "/methods/access/settings/changes", &admin},
                                  {"GET", "/accounts/1", &security}};
  for (const Route& route : routes)
    for (const Actor* each : {&admin, &security, &auditor, &secretary}) {
      const Response response = send(*each, route.method, route.path);
      EXPECT_EQ(response.status, each == route.holder ? 200 : 403)
          << each->name << " " << route.method << " " << route.path << " " << response.body;
    }
}

TEST_F(Care, the_host_says_how_it_is) {
  ask("GET", "/name");
  ask("GET", "/nothing");
  const Json health = body(send(admin, "GET", "/health"), 200);
  EXPECT_FALSE(health.at("version").get<std::string>().empty());
  EXPECT_GT(health.at("memory_bytes"), 1 << 20);
  EXPECT_GT(health.at("disk").at("free_bytes"), 0);
  EXPECT_GE(health.at("disk").at("total_bytes"), health.at("disk").at("free_bytes"));
  EXPECT_GT(health.at("database_bytes"), 4096);
  EXPECT_GT(health.at("events"), 0);
  EXPECT_EQ(health.at("dead_letters"), 0);
  EXPECT_GE(health.at("requests").at("total"), 2);
  EXPECT_GE(health.at("requests").at("refused"), 1);
  EXPECT_EQ(health.at("requests").at("failed"), 0);
  EXPECT_GE(health.at("uptime_seconds"), 0);
}

TEST_F(Care, requests_of_the_last_minute_are_counted_by_the_second) {
  Metrics metrics;
  for (int i = 0; i < 100; ++i) metrics.count("/x", 200, std::chrono::nanoseconds{1});
  EXPECT_EQ(metrics.traffic().requests, 100U);
  EXPECT_EQ(metrics.traffic().per_second, 0) << "the second in progress is left out";
  std::this_thread::sleep_for(std::chrono::milliseconds{1100});
  EXPECT_NEAR(metrics.traffic().per_second, 100, 50.1);
}

TEST_F(Care, backups_are_listed_the_newest_first_and_only_ones_own) {
  EXPECT_TRUE(body(send(admin, "GET", "/backups"), 200).at("items").empty());
  host.create_district("d_other");
  host.district("d_other").clock().set(*parse_instant("2026-03-02T02:00:00Z"));
  Request other;
  other.method = "POST";
  other.path = "/api/v1/districts/d_other/backups";
  other.actor = local_operator();
  EXPECT_EQ(api.handle(other).status, 201);
  const Json first = body(send(admin, "POST", "/backups"), 201);
  today("2026-03-03");
  const Json second = body(send(admin, "POST", "/backups"), 201);
  liufa::test::write_file(folder / "backups/d-notes.db", "not one of the host's");
  const Json items = body(send(admin, "GET", "/backups"), 200).at("items");
  ASSERT_EQ(items.size(), 2U) << items;
  EXPECT_EQ(items[0], second);
  EXPECT_EQ(items[1], first);
  EXPECT_TRUE(first.at("at").get<std::string>().starts_with("2026-03-02T02:00:00")) << first;
}

TEST_F(Care, the_doctor_speaks_both_languages) {
  host.district("d").store().write([](Session& session) {
    session.execute(
        "INSERT INTO core_dead_letter (method, event, at, problem, attempts, state) "
        "VALUES ('m', 1, '2026-03-02T00:00:00.000Z', '{}', 5, 'open')");
  });
  const Json found = body(send(admin, "GET", "/doctor"), 200);
  EXPECT_EQ(found.at("ok"), false);
  ASSERT_EQ(found.at("items").size(), 1U) << found;
  EXPECT_EQ(found.at("items")[0].at("kind"), "letters");
  EXPECT_FALSE(found.at("items")[0].at("text").at("zh").get<std::string>().empty());
  EXPECT_EQ(found.at("findings")[0], found.at("items")[0].at("text").at("en"));
}

TEST_F(Care, a_dead_letter_tells_which_event_it_is_and_not_what_it_says) {
  host.district("d").store().write([](Session& session) {
    session.execute(
        "INSERT INTO core_dead_letter (method, event, at, problem, attempts, state) "
        "SELECT 'm', id, '2026-03-02T00:00:00.000Z', '{}', 5, 'open' FROM core_event WHERE record = "
        "'access.account' ORDER BY id LIMIT 1");
  });
  const Json letter = body(send(admin, "GET", "/dead-letters"), 200).at("items").at(0);
  EXPECT_EQ(letter.at("record"), "access.account");
  EXPECT_FALSE(letter.at("topic").get<std::string>().empty());
  EXPECT_FALSE(letter.contains("after"));
  EXPECT_EQ(letter.dump().find("qian"), std::string::npos);
}

TEST_F(Care, settings_tell_what_they_can_be_and_who_changed_them) {
  const Json schema = body(send(secretary, "GET", "/methods/access/settings/schema"), 200);
  EXPECT_EQ(schema.at("fields").at(0).at("id"), "password_least");
  EXPECT_EQ(schema.at("fields").at(0).at("min"), 8);
  EXPECT_EQ(schema.at("values").at("idle_minutes"), 30);
  EXPECT_TRUE(schema.at("set").empty());
  EXPECT_EQ(send(admin, "PATCH", "/methods/access/settings", {{"idle_minutes", 20}}).status, 200);
  EXPECT_EQ(send(admin, "PATCH", "/methods/access/settings", {{"idle_minutes", nullptr}}).status, 200);
  EXPECT_EQ(send(admin, "PATCH", "/methods/access/settings", {{"idle_minutes", 10}}).status, 200);
  EXPECT_EQ(body(send(admin, "GET", "/methods/access/settings/schema"), 200).at("set"), Json({{"idle_minutes", 10}}));
  const Json changes = body(send(admin, "GET", "/methods/access/settings/changes"), 200).at("items");
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].at("actor"), "qian");
  EXPECT_EQ(changes[0].at("after"), Json({{"idle_minutes", 10}}));
  EXPECT_EQ(changes[1].at("before"), Json({{"idle_minutes", 20}}));
  EXPECT_TRUE(body(send(admin, "GET", "/methods/privacy/settings/changes"), 200).at("items").empty());
}

TEST_F(Care, an_account_tells_how_it_signs_in_and_no_secret) {
  const auto id = secretary.account;
  const std::string path = fmt::format("/accounts/{}", id);
  EXPECT_EQ(body(send(security, "GET", path), 200).at("password"), false);
  const Json made = body(send(security, "POST", path + "/password"), 201);
  const Response told = send(security, "GET", path);
  const Json account = body(told, 200);
  EXPECT_EQ(account.at("password"), true);
  EXPECT_EQ(account.at("password_due"), true);
  EXPECT_EQ(account.at("second_factor"), false);
  EXPECT_EQ(account.at("failures"), 0);
  EXPECT_TRUE(account.at("sessions").empty());
  EXPECT_EQ(told.body.find(made.at("password").get<std::string>()), std::string::npos);
  EXPECT_EQ(send(security, "GET", "/accounts/99999").status, 404);
}

}  // namespace
}  // namespace liufa::host::test
