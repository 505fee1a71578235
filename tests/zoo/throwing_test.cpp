/// A method that throws or refuses: the caller gets its error, nothing of what it wrote is left, all others go on.
#include "zoo.hpp"

namespace liufa::zoo {
namespace {

struct Throw {
  const char* mode;
  const char* code;     ///< of the problem
  const char* english;  ///< what it says
};

void PrintTo(const Throw& each, std::ostream* out) { *out << each.mode; }

class Thrower : public Zoo, public ::testing::WithParamInterface<Throw> {
 protected:
  Thrower() : Zoo("thrower") {
    // Written before the animal comes: it is started with the first event, like any method.
    district.enable("thrower");
    district.settle();
  }
};

TEST_P(Thrower, in_an_action_undoes_its_write) {
  const Json before = everything(district);
  expect_problem(act({{"mode", GetParam().mode}}), GetParam().code, GetParam().english);
  EXPECT_EQ(everything(district), before);
  expect_others_go_on();
}

TEST_P(Thrower, in_a_hook_undoes_the_change) {
  const Json before = everything(district);
  expect_problem(trace(GetParam().mode).body, GetParam().code, GetParam().english);
  EXPECT_EQ(everything(district), before);
  expect_others_go_on();
}

TEST_P(Thrower, in_a_guard_holds_up_the_transition_and_no_other) {
  const auto id = district.create("behaved.note", {{"text", "x"}, {"remark", "r"}});
  district.update("behaved.note", id, {{"text", GetParam().mode}});
  district.settle();
  const Json before = everything(district);
  expect_problem(close(id).body, GetParam().code, GetParam().english);
  EXPECT_EQ(everything(district), before);
  EXPECT_EQ(close(first_note).status, 200);
  expect_others_go_on();
}

TEST_P(Thrower, in_a_dry_run_says_what_would_be_and_leaves_nothing) {
  const auto id = district.create("behaved.note", {{"text", "x"}, {"remark", "r"}});
  district.update("behaved.note", id, {{"text", GetParam().mode}});
  district.settle();
  const Json before = everything(district);
  const auto try_to_close = [&](std::int64_t note) {
    return district.request("POST",
                            "/records/behaved/note/" + std::to_string(note) + "/transitions/close?dry_run=true");
  };
  expect_problem(try_to_close(id).body, GetParam().code, GetParam().english);
  EXPECT_EQ(try_to_close(first_note).status, 200) << "no guard is against it";
  expect_problem(district.request("POST", "/records/thrower/trace?dry_run=true", {{"mode", GetParam().mode}}).body,
                 GetParam().code, GetParam().english);
  district.settle();
  EXPECT_EQ(everything(district), before);
}

TEST_P(Thrower, in_a_bulk_step_holds_up_that_record_and_no_other) {
  const auto id = district.create("behaved.note", {{"text", "x"}, {"remark", "r"}});
  district.update("behaved.note", id, {{"text", GetParam().mode}});
  const Json items = district
                         .request("POST", "/records/behaved/note/bulk/close",
                                  {{"records", Json::array({Json{{"id", id}}, Json{{"id", first_note}}})}})
                         .body.at("items");
  expect_problem(items[0].at("problem"), GetParam().code, GetParam().english);
  EXPECT_EQ(items[1].at("ok"), true) << items;
  expect_others_go_on();
}

TEST_P(Thrower, in_an_event_goes_to_the_dead_letters_and_does_not_hold_up_the_rest) {
  const auto traces_before = district.list("thrower.trace");
  const auto id = note(GetParam().mode);
  const auto later = note("calm");
  district.settle();
  const Json letters = dead_letters();
  ASSERT_EQ(letters.size(), 1U) << letters;
  EXPECT_EQ(letters[0].at("method"), "thrower");
  EXPECT_GE(letters[0].at("attempts"), 3);
  expect_problem(letters[0].at("problem"), GetParam().code, GetParam().english);
  // Of the event that failed nothing is left, the one after it has been handled, and so has the other method's.
  EXPECT_EQ(district.list("thrower.trace").size(), traces_before.size() + 1);
  EXPECT_EQ(district.list("behaved.echo", "note=" + std::to_string(id)).size(), 1U);
  EXPECT_EQ(district.list("behaved.echo", "note=" + std::to_string(later)).size(), 1U);
  expect_others_go_on();
}

INSTANTIATE_TEST_SUITE_P(zoo, Thrower,
                         ::testing::Values(Throw{"std", "method.failed", "the beast roars"},
                                           Throw{"other", "method.failed", "thrower"},
                                           Throw{"refuse", "method.refused", "not like this"},
                                           Throw{"host", "record.not_found", "999999"}),
                         [](const auto& each) { return each.param.mode; });

class ThrowerOnce : public Zoo {
 protected:
  ThrowerOnce() : Zoo("thrower") {
    district.enable("thrower");
    district.settle();
  }
};

TEST_F(ThrowerOnce, a_refusal_names_the_field) {
  EXPECT_EQ(trace("refuse").status, 409);
  EXPECT_EQ(trace("refuse").body.at("field"), "mode");
}

TEST_F(ThrowerOnce, a_throw_while_rows_are_read_ends_the_query) {
  expect_problem(act({{"mode", "sink"}}), "method.failed");
  expect_others_go_on();
}

TEST_F(ThrowerOnce, a_dead_letter_that_still_fails_stays_and_counts_the_attempt) {
  note("std");
  district.settle();
  const Json letter = dead_letters().at(0);
  const std::string retry = "/dead-letters/" + letter.at("id").dump() + "/retry";
  const auto traces = district.list("thrower.trace");
  expect_problem(district.request("POST", retry).body, "method.failed", "the beast roars");
  EXPECT_EQ(dead_letters().at(0).at("attempts"), letter.at("attempts").get<int>() + 1);
  EXPECT_EQ(district.list("thrower.trace"), traces);
}

TEST_F(ThrowerOnce, all_dead_letters_are_tried_again_and_one_that_fails_holds_up_none) {
  note("std");
  note("refuse");
  district.settle();
  ASSERT_EQ(dead_letters().size(), 2U);
  const Json answer = district.request("POST", "/methods/thrower/dead-letters/retry").body;
  EXPECT_EQ(answer.at("resolved"), 0);
  ASSERT_EQ(answer.at("failed").size(), 2U) << answer;
  EXPECT_EQ(answer.at("failed")[0].at("problem").at("code"), "method.failed");
  EXPECT_EQ(answer.at("failed")[1].at("problem").at("code"), "method.refused");
  EXPECT_EQ(dead_letters().size(), 2U);
  EXPECT_EQ(dead_letters().at(0).at("topic"), "behaved.note.created");
  EXPECT_EQ(district.request("POST", "/methods/behaved/dead-letters/retry").body.at("resolved"), 0);
}

TEST_F(ThrowerOnce, disabled_it_throws_no_more) {
  district.disable("thrower");
  EXPECT_EQ(close(district.create("behaved.note", {{"text", "std"}})).status, 200);
  expect_problem(district.request("POST", "/actions/thrower/act", {{"mode", "std"}}).body, "method.not_enabled");
}

}  // namespace
}  // namespace liufa::zoo
