/// ?dry_run=true: all runs as it would, hooks, guards and unique rules too, is answered as it would be, and is undone.
#include "trips.hpp"

namespace liufa::host::test {
namespace {

class DryRunTest : public TripsTest {
 protected:
  void TearDown() override { EXPECT_EQ(get(local_operator(), "/verification").at("ok"), true); }
};

TEST_F(DryRunTest, of_a_creation_answers_the_record_and_leaves_nothing) {
  const auto before = events();
  const Response tried =
      send(local_operator(), "POST", "/records/trips/trip?dry_run=true", {{"number", "1"}, {"village", "北村"}});
  const Json would = body(tried, 201);
  EXPECT_EQ(would.at("village"), village) << "the code is resolved";
  EXPECT_EQ(would.at("state"), "planned");
  EXPECT_FALSE(tried.headers.contains("Location"));
  EXPECT_FALSE(tried.headers.contains("ETag"));
  EXPECT_EQ(events(), before);
  EXPECT_EQ(get(local_operator(), "/records/trips/trip?count=true").at("count"), 0);
  EXPECT_EQ(send(local_operator(), "GET", fmt::format("/records/trips/trip/{}", would.at("id").get<int>())).status,
            404);
  EXPECT_EQ(trip("1"), would.at("id")) << "the id is still to be given";
}

TEST_F(DryRunTest, answers_the_problem_that_would_be) {
  trip("1");
  const auto before = events();
  EXPECT_EQ(send(local_operator(), "POST", "/records/trips/trip?dry_run=true", {{"number", "1"}, {"village", village}})
                .status,
            409);
  EXPECT_EQ(code(send(local_operator(), "POST", "/records/trips/trip?dry_run=true", {{"number", "2"}})),
            "record.required");
  EXPECT_EQ(code(send(local_operator(), "PATCH", "/records/trips/trip/1?dry_run=true", {{"village", other_village}})),
            "record.fixed");
  EXPECT_EQ(
      code(send(local_operator(), "POST", "/records/trips/trip/1/transitions/confirm?dry_run=true", Json::object())),
      "record.required");
  EXPECT_EQ(
      code(send(local_operator(), "POST", "/records/trips/trip/1/transitions/close?dry_run=true", Json::object())),
      "workflow.wrong_state");
  EXPECT_EQ(code(ask("PATCH", "/records/trips/trip/1?dry_run=true", R"({"remark": "x"})")), "record.version_missing");
  EXPECT_EQ(code(ask("PATCH", "/records/trips/trip/1?dry_run=true", R"({"remark": "x"})", {{"if-match", "\"7\""}})),
            "record.stale");
  EXPECT_EQ(events(), before);
}

TEST_F(DryRunTest, of_a_change_and_a_step_answers_the_record_and_leaves_it) {
  const auto id = trip("1");
  const std::string path = fmt::format("/records/trips/trip/{}", id);
  const Json as_it_is = get(local_operator(), path);
  const auto before = events();
  const Json changed = body(send(local_operator(), "PATCH", path + "?dry_run=true", {{"remark", "x"}}), 200);
  EXPECT_EQ(changed.at("remark"), "x");
  EXPECT_EQ(changed.at("version"), 2);
  const Json confirmed = body(
      send(local_operator(), "POST", path + "/transitions/confirm?dry_run=true", {{"held_on", "2026-03-08"}}), 200);
  EXPECT_EQ(confirmed.at("state"), "confirmed");
  EXPECT_EQ(get(local_operator(), path), as_it_is);
  EXPECT_EQ(events(), before);
}

TEST_F(DryRunTest, remembers_no_key) {
  const std::map<std::string, std::string, std::less<>> key{{"idempotency-key", "k-1"}};
  const std::string fields = Json{{"number", "1"}, {"village", village}}.dump();
  const Json would = body(ask("POST", "/records/trips/trip?dry_run=true", fields, key), 201);
  const Response done = ask("POST", "/records/trips/trip", fields, key);
  EXPECT_EQ(body(done, 201).at("id"), would.at("id"));
  EXPECT_FALSE(done.headers.contains("Idempotency-Replayed"));
  EXPECT_EQ(ask("POST", "/records/trips/trip", fields, key).headers.at("Idempotency-Replayed"), "true");
  EXPECT_EQ(ask("POST", "/records/trips/trip?dry_run=true", fields, key).status, 409) << "it is there now";
}

TEST_F(DryRunTest, of_what_ends_an_account_ends_nothing) {
  const Actor secretary = holder("secretary", "secretary", village);
  const std::string path = fmt::format("/records/access/account/{}/transitions/suspend", secretary.account);
  body(send(local_operator(), "POST", path + "?dry_run=true", {{"note", "x"}}), 200);
  EXPECT_EQ(send(actor(secretary.account), "GET", "/records/trips/trip").status, 200);
  body(send(local_operator(), "POST", path, {{"note", "x"}}), 200);
  EXPECT_EQ(send(actor(secretary.account), "GET", "/records/trips/trip").status, 403);
}

TEST_F(DryRunTest, takes_no_other_word_and_no_other_parameter) {
  const Json fields{{"number", "1"}, {"village", village}};
  EXPECT_EQ(code(send(local_operator(), "POST", "/records/trips/trip?dry_run=1", fields)), "request.parameter");
  EXPECT_EQ(code(send(local_operator(), "POST", "/records/trips/trip?dryrun=true", fields)),
            "request.unknown_parameter");
  EXPECT_EQ(get(local_operator(), "/records/trips/trip?count=true").at("count"), 0) << "a slip writes nothing";
  EXPECT_EQ(send(local_operator(), "POST", "/records/trips/trip?dry_run=false", fields).status, 201);
}

TEST_F(DryRunTest, is_refused_to_whom_the_act_is_refused) {
  const auto id = trip("1");
  const Actor other = holder("other", "secretary", organs);
  const std::string step = fmt::format("/records/trips/trip/{}/transitions/confirm?dry_run=true", id);
  expect_problem(send(other, "POST", step, {{"held_on", "2026-03-08"}}), 403, "access.out_of_reach");
  Actor limited = local_operator();
  limited.by_token = true;
  limited.read_only = true;
  expect_problem(send(limited, "POST", step, {{"held_on", "2026-03-08"}}), 403, "request.token_scope");
}

}  // namespace
}  // namespace liufa::host::test
