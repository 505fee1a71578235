/// A method that takes the process with it, in the real program: what was acknowledged is there after the next start,
/// the guilty method is left out with its reason, and no other.
#include <csignal>

#include "serving.hpp"
#include "zoo.hpp"

namespace liufa::zoo {
namespace {

using test::Folder;
using test::Reply;
using test::Serving;

struct Crash {
  const char* mode;
  int signal;
};

void PrintTo(const Crash& each, std::ostream* out) { *out << each.mode; }

class CrasherBase : public ::testing::Test {
 protected:
  CrasherBase() {
    EXPECT_EQ(test::run_liufa({"district", "create", "d", "--data", data.path().string()}).status, 0);
    server = std::make_unique<Serving>(data.path(), std::vector<std::filesystem::path>{ZOO_METHODS});
    for (const char* method : {"behaved", "thrower", "crasher"})
      ask("POST", "/methods/" + std::string(method) + "/enable");
    EXPECT_EQ(note("acknowledged").status, 201);
  }

  Reply ask(const std::string& method, const std::string& path, const Json& body = nullptr) {
    return server->ask("d", method, path, body);
  }
  Reply note(const std::string& text) { return ask("POST", "/records/behaved/note", {{"text", text}}); }
  std::string state_of(const std::string& method) { return ask("GET", "/methods/" + method).json().value("state", ""); }

  /// After a crash: starts again and sees that the guilty one, and only that one, is left out.
  void expect_only_the_crasher_left_out(std::size_t notes) {
    server->start();
    EXPECT_EQ(state_of("crasher"), "quarantined");
    expect_problem(ask("GET", "/methods/crasher").json().at("reason"), "method.crashed");
    EXPECT_EQ(state_of("behaved"), "enabled");
    EXPECT_EQ(state_of("thrower"), "enabled");
    EXPECT_EQ(ask("GET", "/records/behaved/note?count=true").json().at("count"), notes);
    EXPECT_TRUE(ask("GET", "/verification").json().at("ok"));
    EXPECT_EQ(note("after crash with " + std::to_string(notes)).status, 201);
    EXPECT_EQ(ask("POST", "/actions/crasher/act", {{"mode", "segv"}}).code(), "method.not_enabled");
    EXPECT_EQ(ask("GET", "/records/crasher/trace").status, 200) << "its data stays readable";
  }

  Folder data;
  std::unique_ptr<Serving> server;
};

class Crasher : public CrasherBase, public ::testing::WithParamInterface<Crash> {};

TEST_P(Crasher, in_an_action_is_left_out_at_the_next_start) {
  EXPECT_EQ(
      server->ask("d", "POST", "/actions/crasher/act", {{"mode", GetParam().mode}}, {{"Prefer", "wait=60"}}).status, 0);
  EXPECT_EQ(server->wait(), 128 + GetParam().signal);
  expect_only_the_crasher_left_out(1);
}

TEST_P(Crasher, in_an_event_is_left_out_and_the_event_waits) {
  note(GetParam().mode);
  EXPECT_EQ(server->wait(), 128 + GetParam().signal);
  expect_only_the_crasher_left_out(2);
}

TEST_P(Crasher, in_a_hook_leaves_nothing_of_the_change) {
  EXPECT_EQ(ask("POST", "/records/crasher/trace", {{"mode", GetParam().mode}}).status, 0);
  EXPECT_EQ(server->wait(), 128 + GetParam().signal);
  expect_only_the_crasher_left_out(1);
  EXPECT_EQ(ask("GET", "/records/crasher/trace?count=true").json().at("count"), 0);
}

INSTANTIATE_TEST_SUITE_P(zoo, Crasher,
                         ::testing::Values(Crash{"segv", SIGSEGV}, Crash{"abort", SIGABRT}, Crash{"fpe", SIGFPE},
                                           Crash{"terminate", SIGABRT}, Crash{"overflow", SIGSEGV}),
                         [](const auto& each) { return each.param.mode; });

class CrasherOnce : public CrasherBase {};

TEST_F(CrasherOnce, is_enabled_again_by_the_administrator_and_blamed_again) {
  ask("POST", "/actions/crasher/act", {{"mode", "segv"}});
  server->wait();
  expect_only_the_crasher_left_out(1);
  EXPECT_EQ(ask("POST", "/methods/crasher/enable").json().at("state"), "enabled");
  EXPECT_EQ(ask("POST", "/records/crasher/trace", {{"mode", "calm"}}).status, 201);
  ask("POST", "/actions/crasher/act", {{"mode", "abort"}});
  server->wait();
  expect_only_the_crasher_left_out(2);
}

TEST_F(CrasherOnce, between_two_bulk_writes_leaves_the_whole_of_the_first) {
  const auto standings = [&] { return ask("GET", "/records/crasher/standing?count=true").json().at("count"); };
  ask("POST", "/actions/crasher/act", {{"mode", "derive and abort"}});
  EXPECT_EQ(server->wait(), 128 + SIGABRT);
  expect_only_the_crasher_left_out(1);
  EXPECT_EQ(standings(), 10'000);
  ask("POST", "/methods/crasher/enable");
  EXPECT_EQ(server->ask("d", "POST", "/actions/crasher/act", {{"mode", "derive"}}, {{"Prefer", "wait=60"}}).status,
            200);
  EXPECT_EQ(standings(), 15'000);
}

TEST_F(CrasherOnce, that_did_nothing_is_not_blamed_for_a_kill_or_an_ordinary_end) {
  server->kill();
  server->start();
  EXPECT_EQ(state_of("crasher"), "enabled");
  EXPECT_EQ(server->stop(), 0);
  server->start();
  EXPECT_EQ(state_of("crasher"), "enabled");
  EXPECT_EQ(ask("GET", "/records/behaved/note?count=true").json().at("count"), 1);
}

}  // namespace
}  // namespace liufa::zoo
