/// The life of a record: versions, workflow, uniqueness, keys of idempotency, history.
#include "fixture.hpp"

namespace liufa::host::test {
namespace {

class Records : public SampleTest {};

TEST_F(Records, a_change_needs_the_version_that_was_read) {
  const auto id = add("x");
  expect_problem(district.request("PATCH", item + "/" + std::to_string(id), {{"note", "a"}}), "record.version_missing");
  EXPECT_EQ(patch(id, {{"note", "a"}}, "\"1\"").body.at("version"), 2);
  const Answer stale = patch(id, {{"note", "b"}}, "\"1\"");
  expect_problem(stale, "record.stale");
  EXPECT_EQ(stale.status, 412);
  EXPECT_EQ(patch(id, {{"note", "b"}}, "2").body.at("version"), 3);
  for (const char* version : {"\"x\"", "W/\"3\"", "\"\"", "3 ", "\"99999999999999999999\""})
    expect_problem(patch(id, {{"note", "c"}}, version), "record.version_form");
  EXPECT_EQ(read(id).at("note"), "b");
}

TEST_F(Records, a_change_that_changes_nothing_writes_nothing) {
  const auto id = add("x", {{"note", "a"}});
  const auto before = events();
  EXPECT_EQ(patch(id, {{"note", "a"}}).body.at("version"), 1);
  expect_problem(patch(id, Json::object()), "record.nothing_to_change");
  EXPECT_EQ(events(), before);
}

TEST_F(Records, that_are_not_there_are_not_found) {
  for (const char* id : {"404", "0", "-1", "abc", "1x", "99999999999999999999"}) {
    expect_problem(district.request("GET", item + "/" + id), "record.not_found");
    expect_problem(district.request("PATCH", item + "/" + id, {{"note", "a"}}, {{"if-match", "*"}}),
                   "record.not_found");
    expect_problem(district.request("GET", item + "/" + id + "/history"), "record.not_found");
  }
  expect_problem(district.request("GET", "/records/sample/nothing"), "record.no_type");
  expect_problem(district.request("GET", "/records/nobody/item"), "record.no_type");
}

TEST_F(Records, a_unique_rule_names_the_other_record) {
  const auto first = add("x", {{"place", branch}, {"year", 2026}});
  const Answer answer = post({{"code", "y"}, {"place", branch}, {"year", 2026}});
  expect_problem(answer, "record.not_unique", "place");
  EXPECT_THAT(answer.detail(), ::testing::HasSubstr("Record " + std::to_string(first)));
  const auto second = add("y", {{"place", branch}, {"year", 2027}});
  expect_problem(patch(second, {{"year", 2026}}), "record.not_unique", "place");
  add("z", {{"place", branch}});
  add("w", {{"place", branch}});  // with an empty value among them they do not count
}

TEST_F(Records, ids_ascend_and_are_not_used_again_after_what_was_refused) {
  const auto first = add("a");
  EXPECT_EQ(post({{"code", "a"}}).status, 409);
  EXPECT_EQ(add("b"), first + 1);
}

TEST_F(Records, a_fixed_field_and_one_of_other_states_stay) {
  const auto id = add("x", {{"fixed", "f"}, {"day", "2026-03-01"}, {"drafty", "d"}});
  expect_problem(patch(id, {{"fixed", "g"}}), "record.fixed", "fixed");
  EXPECT_EQ(patch(id, {{"fixed", "f"}, {"drafty", "e"}}).status, 200) << "the same value is no change";
  district.transition("sample.item", id, "submit");
  expect_problem(patch(id, {{"drafty", "g"}}), "record.not_in_state", "drafty");
  district.transition("sample.item", id, "return", {{"reason", "incomplete"}});
  EXPECT_EQ(patch(id, {{"drafty", "g"}}).status, 200);
}

TEST_F(Records, go_through_their_workflow_and_back) {
  const auto id = add("x");
  expect_problem(step(id, "submit"), "record.required", "day");
  expect_problem(step(id, "submit", {{"day", "2026-03-01"}, {"score", 1}}), "workflow.not_taken", "score");
  expect_problem(step(id, "accept"), "workflow.wrong_state");
  expect_problem(step(id, "fly"), "workflow.no_transition");
  EXPECT_EQ(read(id).at("state"), "draft");
  EXPECT_EQ(step(id, "submit", {{"day", "2026-03-01"}}).body.at("state"), "submitted");
  expect_problem(step(id, "return"), "record.required", "reason");
  EXPECT_EQ(step(id, "return", {{"reason", "incomplete"}}).body.at("state"), "returned");
  EXPECT_EQ(step(id, "submit", {{"note", "now complete"}}).body.at("state"), "submitted");
  EXPECT_EQ(step(id, "accept").body.at("version"), 5);
  expect_problem(step(id, "withdraw"), "workflow.wrong_state");
  EXPECT_EQ(step(id, "audit").body.at("state"), "accepted") << "a step may lead to where it began";
  expect_problem(district.request("POST", "/records/sample/plain/1/transitions/fly"), "workflow.none");
  const Answer stale = district.request("POST", item + "/" + std::to_string(id) + "/transitions/audit", nullptr,
                                        {{"if-match", "\"1\""}});
  expect_problem(stale, "record.stale");
}

TEST_F(Records, tell_their_whole_history) {
  const auto id = add("x", {{"note", "a"}});
  patch(id, {{"note", "b"}});
  step(id, "submit", {{"day", "2026-03-01"}});
  const Json items = district.request("GET", item + "/" + std::to_string(id) + "/history").body.at("items");
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items[0].at("topic"), "sample.item.created");
  EXPECT_TRUE(items[0].at("before").is_null());
  EXPECT_EQ(items[1].at("before"), Json({{"note", "a"}}));
  EXPECT_EQ(items[1].at("after"), Json({{"note", "b"}}));
  EXPECT_EQ(items[2].at("topic"), "sample.item.submit");
  EXPECT_EQ(items[2].at("after"), Json({{"state", "submitted"}, {"day", "2026-03-01"}}));
}

class Idempotency : public SampleTest {
 protected:
  Answer post_with(const std::string& key, const Json& fields, const std::string& path = item) {
    return district.request("POST", path, fields, {{"idempotency-key", key}});
  }
};

TEST_F(Idempotency, the_same_request_is_answered_as_before_and_runs_once) {
  const Answer first = post_with("k", {{"code", "x"}});
  const auto before = events();
  const Answer second = post_with("k", {{"code", "x"}});
  EXPECT_EQ(second.status, first.status);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(events(), before);
}

TEST_F(Idempotency, a_key_is_not_for_another_request) {
  post_with("k", {{"code", "x"}});
  expect_problem(post_with("k", {{"code", "y"}}), "request.key_reused");
  expect_problem(post_with("k", {{"text", "y"}}, "/records/sample/plain"), "request.key_reused");
  expect_problem(post_with("file", Json("one"), "/files?name=a.txt").status == 201
                     ? post_with("file", Json("one"), "/files?name=b.txt")
                     : Answer{},
                 "request.key_reused");
  EXPECT_EQ(district.list("sample.item").size(), 1U);
}

TEST_F(Idempotency, what_was_refused_may_be_sent_again_with_its_key) {
  expect_problem(post_with("k", {{"code", "x"}, {"place", "B9"}}), "record.no_reference", "place");
  district.organisation("B9", "九支部", "branch");
  EXPECT_EQ(post_with("k", {{"code", "x"}, {"place", "B9"}}).status, 201);
}

TEST_F(Idempotency, a_key_has_a_form) {
  for (const std::string& key :
       {std::string(101, 'k'), std::string("with space"), std::string("汉"), std::string("\x7F")})
    expect_problem(post_with(key, {{"code", "x"}}), "request.key_form");
  EXPECT_EQ(post_with(std::string(100, 'k'), {{"code", "x"}}).status, 201);
}

class Settings : public SampleTest {
 protected:
  Answer configure(const Json& changes) { return district.request("PATCH", "/methods/sample/settings", changes); }
  Json settings() { return district.request("GET", "/methods/sample/settings").body; }
};

TEST_F(Settings, have_their_defaults_until_they_are_set_and_again_after_null) {
  const Json defaults{{"limit", 5}, {"words", {"甲", "乙"}}};
  EXPECT_EQ(settings(), defaults);
  EXPECT_EQ(configure({{"limit", 7}}).body.at("limit"), 7);
  EXPECT_EQ(settings().at("limit"), 7);
  EXPECT_EQ(district.events("sample.settings.changed").size(), 1U);
  configure({{"limit", nullptr}});
  EXPECT_EQ(settings(), defaults);
}

TEST_F(Settings, are_checked_like_fields_and_changed_all_or_none) {
  const auto before = events();
  expect_problem(configure({{"words", {"丙"}}, {"limit", 11}}), "record.range", "limit");
  expect_problem(configure({{"limit", "7"}}), "record.type", "limit");
  expect_problem(configure({{"colour", "red"}}), "settings.unknown", "colour");
  expect_problem(configure(Json::array({1})), "request.object");
  expect_problem(district.request("PATCH", "/methods/nobody/settings", {{"limit", 7}}), "method.not_enabled");
  EXPECT_EQ(settings().at("words"), Json({"甲", "乙"}));
  EXPECT_EQ(events(), before);
}

}  // namespace
}  // namespace liufa::host::test
