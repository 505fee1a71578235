/// Methods that come and go while the server answers: routes appear and vanish, events wait, requests in flight end
/// well.
#include <atomic>
#include <thread>

#include "story.hpp"

namespace liufa::test {
namespace {

class MethodsComeAndGo : public Story {
 protected:
  std::int64_t note(const std::string& text) { return create("behaved/note", {{"text", text}}); }
};

TEST_F(MethodsComeAndGo, what_is_disabled_is_gone_but_for_its_data_and_catches_up) {
  serve({"hechuan"});
  must("POST", "/methods/behaved/enable");
  must("POST", "/methods/thrower/enable");
  const auto first = note("first");
  wait_for("behaved/echo", 1);
  wait_for("thrower/trace", 1);
  EXPECT_TRUE(must("GET", "/openapi.json").at("paths").contains("/actions/thrower/act"));

  EXPECT_EQ(must("POST", "/methods/thrower/disable").at("state"), "disabled");
  EXPECT_FALSE(must("GET", "/openapi.json").at("paths").contains("/actions/thrower/act"));
  EXPECT_EQ(ask("POST", "/actions/thrower/act", {{"mode", "std"}}).code(), "method.not_enabled");
  EXPECT_EQ(ask("POST", "/records/thrower/trace", {{"mode", "x"}}).code(), "method.not_enabled");
  EXPECT_EQ(ask("GET", "/figures/thrower.traces").code(), "figure.none");
  EXPECT_EQ(count("thrower/trace"), 1U) << "its data stay readable";
  EXPECT_EQ(step("behaved/note", first, "close").status, 200);

  // While it is away the others go on; its events wait, over a restart too.
  note("second");
  note("third");
  wait_for("behaved/echo", 3);
  EXPECT_EQ(server->stop(), 0);
  server->start();
  EXPECT_EQ(must("GET", "/methods/thrower").at("state"), "disabled");
  note("fourth");
  EXPECT_EQ(count("thrower/trace"), 1U);
  must("POST", "/methods/thrower/enable");
  wait_for("thrower/trace", 4);
  wait_for("behaved/echo", 4);
  EXPECT_EQ(must("GET", "/methods/thrower").at("state"), "enabled");
  EXPECT_EQ(figure("thrower.traces"), 4);
}

TEST_F(MethodsComeAndGo, a_guard_holds_up_only_while_its_method_is_there) {
  serve({"hechuan"});
  must("POST", "/methods/behaved/enable");
  must("POST", "/methods/thrower/enable");
  const auto id = note("refuse");
  EXPECT_EQ(step("behaved/note", id, "close").code(), "method.refused");
  must("POST", "/methods/thrower/disable");
  EXPECT_EQ(step("behaved/note", id, "close").status, 200);
}

TEST_F(MethodsComeAndGo, with_requests_in_flight_nothing_acknowledged_is_lost_and_nothing_is_handled_twice) {
  serve({"hechuan"});
  must("POST", "/methods/behaved/enable");
  must("POST", "/methods/thrower/enable");
  std::atomic<std::size_t> created{0};
  std::atomic<bool> ended{false};
  std::vector<std::thread> people;
  for (int t = 0; t < 4; ++t)
    people.emplace_back([&, t] {
      for (int i = 0; i < 60; ++i) {
        const Reply reply =
            ask("POST", "/records/behaved/note", {{"text", std::to_string(t) + "-" + std::to_string(i)}});
        // While its method is away a record type is refused as such, in whatever moment the request arrived.
        EXPECT_TRUE(reply.status == 201 || reply.code() == "method.not_enabled") << reply.status << " " << reply.text;
        created += reply.status == 201;
        EXPECT_EQ(ask("GET", "/figures").status, 200);
        EXPECT_EQ(ask("GET", "/records/behaved/note?limit=3").status, 200);
      }
    });
  std::thread administrator([&] {
    for (int i = 0; !ended; ++i)
      for (const char* verb : {"disable", "enable"})
        must("POST", std::string("/methods/") + (i % 2 == 0 ? "thrower" : "behaved") + "/" + verb);
  });
  for (std::thread& person : people) person.join();
  ended = true;
  administrator.join();
  EXPECT_EQ(count("behaved/note"), created);
  wait_for("behaved/echo", created);
  wait_for("thrower/trace", created);
  EXPECT_TRUE(must("GET", "/dead-letters").at("items").empty());
  EXPECT_TRUE(must("GET", "/verification").at("ok"));
  EXPECT_TRUE(must("GET", "/doctor").at("ok"));
  EXPECT_EQ(server->stop(), 0);
}

}  // namespace
}  // namespace liufa::test
