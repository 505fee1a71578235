#include "scene.hpp"

namespace liufa::cadre {
namespace {

struct Office : Scene {
  std::int64_t secretary = 0;
  std::int64_t held = 0;
  Office() {
    secretary = post(branch, "secretary", {{"established_on", "2020-01-01"}});
    held = holding(secretary, members[0], "2022-06-01");
  }
  std::int64_t exit(const char* kind, const Json& more = Json::object()) {
    Json fields{{"holding", held}, {"kind", kind}};
    fields.update(more);
    return create("exit", fields);
  }
};

TEST(Exit, HearsThePersonAndLeavesThePostVacant) {
  Office scene;
  const auto id = scene.exit("unfit", {{"reason", "长期不能履职"}});
  EXPECT_EQ(scene.field("exit", id, "member"), scene.members[0]);
  EXPECT_TRUE(scene.is_due("hear_exit"));
  const Json decision{{"decided_by", "区直属机关党工委"}};
  expect_refused([&] { scene.step("exit", id, "decide", decision); }, "", "Hear them first");
  expect_refused(
      [&] {
        scene.step("exit", id, "hear", {{"statement", "不同意"}, {"agrees", false}, {"heard_on", "2026-02-01"}});
      },
      "heard_on", "from the proposal up to today");
  scene.step("exit", id, "hear", {{"statement", "不同意，希望留任"}, {"agrees", false}});
  expect_refused([&] { scene.step("exit", id, "decide", decision); }, "answer", "an answer to what they said");
  Json answered = decision;
  answered.update(
      {{"answer", "经研究，仍予调整"}, {"document", "区直党工委〔2026〕5号"}, {"effective_on", "2022-05-01"}});
  expect_refused([&] { scene.step("exit", id, "decide", answered); }, "effective_on", "from 2022-06-01 on");
  answered["effective_on"] = "2026-03-10";
  scene.step("exit", id, "decide", answered);
  EXPECT_EQ(scene.state("holding", scene.held), "ended");
  EXPECT_EQ(scene.field("holding", scene.held, "ends_on"), "2026-03-10");
  EXPECT_EQ(scene.field("post", scene.secretary, "vacant_since"), "2026-03-11");
  EXPECT_EQ(scene.field("post", scene.secretary, "vacancy_cause"), "exit");
  EXPECT_EQ(scene.figure("exits", "period=2026"), 1);
  expect_refused([&] { scene.exit("unfit", {{"reason", "再来"}}); }, "holding", "this one is over");
}

TEST(Exit, ByOwnWishNeedsNoHearing) {
  Office scene;
  expect_refused([&] { scene.exit("own_wish"); }, "reason", "found none");
  const auto id = scene.exit("own_wish", {{"reason", "身体原因"}});
  expect_refused([&] { scene.exit("age"); }, "holding", "no exit under way");
  scene.step("exit", id, "decide", {{"decided_by", "区直属机关党工委"}});
  EXPECT_EQ(scene.state("holding", scene.held), "ended");
}

TEST(Exit, CanBeWithdrawnOrRejected) {
  Office scene;
  const auto first = scene.exit("own_wish", {{"reason", "家庭原因"}});
  scene.step("exit", first, "withdraw", {{"note", "已解决"}});
  const auto second = scene.exit("discipline", {{"reason", "受警告处分"}});
  scene.step("exit", second, "reject", {{"note", "不影响任职"}});
  EXPECT_EQ(scene.state("holding", scene.held), "serving");
  EXPECT_EQ(scene.figure("exits"), 0);
}

TEST(Exit, AfterAFailedAppraisalNeedsOne) {
  Office scene;
  expect_refused([&] { scene.exit("appraisal"); }, "kind", "found none");
}

TEST(ExitsDue, AreByAgeAndTheLastTermAllowed) {
  Office scene;
  const auto old = scene.person("O", scene.branch, {{"born_on", "1966-04-01"}});
  scene.holding(scene.post(scene.branch, "deputy"), old, "2026-03-01");
  const auto post = scene.post(scene.branch, "commissioner", {{"established_on", "2019-01-01"}});
  const auto last_term = scene.holding(post, scene.members[2], "2020-04-01", {{"terms", 2}});
  scene.holding(scene.post(scene.branch, "commissioner", {{"established_on", "2022-01-01"}}), scene.members[3],
                "2023-04-01");  // a first term that ends: another may follow
  const Json seen = scene.run("exits_due", {{"within_days", 60}});
  ASSERT_EQ(seen["due"].size(), 2U) << seen.dump();
  EXPECT_EQ(seen["due"][0]["kind"], "age");
  EXPECT_EQ(seen["due"][0]["due_on"], "2026-04-01");
  EXPECT_EQ(seen["due"][1]["kind"], "tenure");
  EXPECT_EQ(seen["proposed"], 0);
  EXPECT_EQ(scene.run("exits_due", {{"propose", true}})["proposed"], 2);
  EXPECT_EQ(scene.run("exits_due", {{"propose", true}})["proposed"], 0) << "again: nothing twice";
  const auto exits = scene.list("exit", "holding=" + std::to_string(last_term));
  ASSERT_EQ(exits.size(), 1U);
  EXPECT_EQ(value(exits[0], "reason"), "第 2 届任期至 2026-04-01 届满。");
  EXPECT_TRUE(scene.is_due("exit_due"));
  EXPECT_TRUE(scene.is_due("term_ends"));
}

}  // namespace
}  // namespace liufa::cadre
