#include "scene.hpp"

namespace liufa::cadre {
namespace {

TEST(Post, FillsInWhatFollows) {
  Scene scene;
  const auto id = scene.post(scene.branch, "secretary");
  EXPECT_EQ(scene.field("post", id, "code"), "D1-1-secretary");
  EXPECT_EQ(scene.field("post", id, "name"), "书记");
  EXPECT_EQ(scene.field("post", id, "duties"), "主持支部全面工作，抓好党员教育管理和服务中心工作");
  EXPECT_EQ(scene.field("post", id, "vacant_since"), "2026-03-01");
  EXPECT_EQ(scene.field("post", id, "fill_by"), "2026-08-28") << "180 days by the setting";
  EXPECT_EQ(scene.field("post", scene.post(scene.branch, "commissioner"), "code"), "D1-1-commissioner");
  EXPECT_EQ(scene.field("post", scene.post(scene.branch, "commissioner"), "code"), "D1-1-commissioner-2");
  EXPECT_EQ(scene.figure("posts"), 3);
  EXPECT_EQ(scene.figure("vacancies"), 3);
  EXPECT_TRUE(scene.is_due("fill_vacancy"));
}

TEST(Post, RefusesWhatCannotBe) {
  Scene scene;
  expect_refused(
      [&] {
        scene.post(scene.branch, "deputy", {{"established_on", "2026-03-02"}});
      },
      "established_on", "a day up to today");
  scene.district.update("directory.organisation", scene.branch, {{"closed_on", "2026-02-01"}});
  expect_refused([&] { scene.post(scene.branch, "deputy"); }, "organisation", "closed on 2026-02-01");
}

TEST(Holding, OfAnIncumbentKnowsItsTermAndWhatIsDue) {
  Scene scene;
  const auto post = scene.post(scene.branch, "secretary", {{"established_on", "2020-01-01"}});
  const auto id = scene.holding(post, scene.members[0], "2022-05-10", {{"terms", 2}});
  EXPECT_EQ(scene.field("holding", id, "organisation"), scene.branch);
  EXPECT_EQ(scene.field("holding", id, "kind"), "secretary");
  EXPECT_EQ(scene.field("holding", id, "employment"), "part_time");
  EXPECT_EQ(scene.field("holding", id, "term_starts_on"), "2025-05-10");
  EXPECT_EQ(scene.field("holding", id, "term_ends_on"), "2028-05-10");
  EXPECT_EQ(scene.field("holding", id, "rotation_due_on"), "2027-05-10");
  EXPECT_EQ(scene.field("holding", id, "exit_due_on"), "2040-06-15");
  EXPECT_TRUE(scene.field("post", post, "vacant_since").is_null());
  EXPECT_EQ(scene.list("vacancy").size(), 0U) << "who came before the first one known is not known";
  EXPECT_EQ(scene.figure("cadres", "period=2023"), 1);
  EXPECT_EQ(scene.figure("cadres", "period=2021"), 0);
}

TEST(Holding, TakesEmploymentFromTheRegister) {
  Scene scene;
  const auto member = scene.person("A11", scene.branch, {{"cadre", "full_time"}});
  scene.holding(scene.post(scene.branch, "deputy"), member, "2026-03-01");
  EXPECT_EQ(scene.figure("full_time"), 1);
  EXPECT_EQ(scene.figure("part_time"), 0);
}

TEST(Holding, IsOnePerPostAtATime) {
  Scene scene;
  const auto post = scene.post(scene.branch, "secretary", {{"established_on", "2024-01-01"}});
  const auto first = scene.holding(post, scene.members[0], "2025-01-01");
  expect_refused([&] { scene.holding(post, scene.members[1], "2026-01-01"); }, "post", "has held it since 2025-01-01");
  scene.step("holding", first, "end", {{"end_reason", "departure"}, {"ends_on", "2026-01-31"}});
  EXPECT_EQ(scene.field("post", post, "vacant_since"), "2026-02-01");
  EXPECT_EQ(scene.field("post", post, "vacancy_cause"), "departure");
  expect_refused([&] { scene.holding(post, scene.members[1], "2026-01-31"); }, "post", "without a holder");
  scene.holding(post, scene.members[1], "2026-02-11");
  const auto filled = scene.list("vacancy");
  ASSERT_EQ(filled.size(), 1U);
  EXPECT_EQ(value(filled[0], "days"), 10);
  EXPECT_EQ(value(filled[0], "late"), false);
}

TEST(Holding, RefusesWhatAProcedureIsFor) {
  Scene scene;
  const auto post = scene.post(scene.branch, "secretary", {{"established_on", "2025-01-01"}});
  expect_refused(
      [&] {
        scene.holding(post, scene.members[0], "2026-01-01", {{"appointed_by", "two_recommendations"}});
      },
      "appointed_by", "Use a selection");
  expect_refused([&] { scene.holding(post, scene.members[0], "2026-04-01"); }, "starts_on", "up to today");
  expect_refused(
      [&] {
        scene.holding(post, scene.members[0], "2026-01-01", {{"ends_on", "2026-02-01"}});
      },
      "ends_on", "no last day on creation");
  const auto id = scene.holding(post, scene.members[0], "2026-01-01");
  expect_refused([&] { scene.step("holding", id, "end", {{"end_reason", "term_over"}}); }, "end_reason", "Use an exit");
  expect_refused(
      [&] {
        scene.step("holding", id, "end", {{"end_reason", "departure"}, {"ends_on", "2025-12-31"}});
      },
      "ends_on", "Expected a day from 2026-01-01");
  expect_refused(
      [&] {
        scene.step("holding", id, "end", {{"end_reason", "departure"}, {"ends_on", "2026-04-01"}});
      },
      "ends_on", "up to today");
  expect_refused([&] { scene.update("holding", id, {{"ends_on", "2026-02-01"}}); }, "ends_on", "by a step");
  scene.step("holding", id, "cancel", {{"note", "登记错人"}});
  EXPECT_EQ(scene.field("post", post, "vacant_since"), "2026-01-01");
  EXPECT_EQ(scene.figure("cadres"), 0);
}

TEST(Holding, ActingLeavesThePostVacantUntilSomebodyTakesOver) {
  Scene scene;
  const auto post = scene.post(scene.branch, "secretary", {{"established_on", "2026-01-01"}});
  const auto acting = scene.holding(post, scene.members[0], "2026-02-01", {{"acting", true}});
  EXPECT_EQ(scene.field("holding", acting, "appointed_by"), "acting");
  EXPECT_TRUE(scene.field("holding", acting, "rotation_due_on").is_null());
  EXPECT_EQ(scene.figure("vacancies"), 1);
  EXPECT_EQ(scene.figure("acting"), 1);
  expect_refused(
      [&] {
        scene.holding(post, scene.members[1], "2026-02-10", {{"acting", true}});
      },
      "post", "without a holder");
  scene.holding(post, scene.members[2], "2026-03-01");
  EXPECT_EQ(scene.state("holding", acting), "ended");
  EXPECT_EQ(scene.field("holding", acting, "ends_on"), "2026-02-28");
  EXPECT_EQ(scene.figure("vacancies"), 0);
  expect_refused(
      [&] {
        scene.holding(post, scene.members[1], "2026-03-01", {{"acting", true}});
      },
      "post", "without a holder");
}

TEST(Post, AbolishedEndsItsHoldingAndCanBeRestored) {
  Scene scene;
  const auto post = scene.post(scene.branch, "deputy", {{"established_on", "2025-01-01"}});
  const auto id = scene.holding(post, scene.members[0], "2025-02-01");
  expect_refused(
      [&] {
        scene.step("post", post, "abolish", {{"note", "精简"}, {"abolished_on", "2026-05-01"}});
      },
      "abolished_on", "up to today");
  scene.step("post", post, "abolish", {{"note", "精简"}});
  EXPECT_EQ(scene.state("holding", id), "ended");
  EXPECT_EQ(scene.field("holding", id, "end_reason"), "closed");
  EXPECT_EQ(scene.figure("vacancies"), 0);
  expect_refused([&] { scene.holding(post, scene.members[1], "2026-03-01"); }, "post", "was abolished");
  scene.step("post", post, "restore", {{"note", "恢复"}});
  EXPECT_EQ(scene.field("post", post, "vacant_since"), "2026-03-01");
}

TEST(Rules, ChangeWhatIsDueFromTheirDayOn) {
  Scene scene;
  const auto post = scene.post(scene.branch, "deputy", {{"established_on", "2018-01-01"}});
  const auto early = scene.holding(post, scene.members[0], "2021-06-01");
  const auto other = scene.post(scene.branch, "secretary", {{"established_on", "2018-01-01"}});
  const auto late = scene.holding(other, scene.members[1], "2024-01-01");
  EXPECT_EQ(scene.field("holding", early, "rotation_due_on"), "2026-06-01");
  scene.create("rule", {{"in_force_from", "2026-09-01"}, {"source", "试行办法"}, {"rotation_months", 36}});
  scene.district.settle();
  EXPECT_EQ(scene.field("holding", early, "rotation_due_on"), "2026-06-01") << "due before the edition is in force";
  EXPECT_EQ(scene.field("holding", late, "rotation_due_on"), "2027-01-01") << "three years instead of five";
  scene.update("post", other, {{"rotates", false}});
  EXPECT_TRUE(scene.field("holding", late, "rotation_due_on").is_null());
  scene.update("post", other, {{"rotates", true}, {"rotation_months", 120}});
  EXPECT_EQ(scene.field("holding", late, "rotation_due_on"), "2034-01-01") << "the post's own years";
}

TEST(Rules, InForceAreNotChanged) {
  Scene scene;
  const auto rule = scene.create("rule", {{"in_force_from", "2026-01-01"}, {"source", "办法"}, {"exit_age", 58}});
  expect_refused([&] { scene.update("rule", rule, {{"exit_age", 57}}); }, "exit_age", "Create another one");
  const auto next = scene.create("rule", {{"in_force_from", "2027-01-01"}, {"source", "新办法"}});
  scene.update("rule", next, {{"exit_age", 55}});
  scene.district.configure("cadre", {{"rotation_months", 48}});
  const auto id = scene.holding(scene.post(scene.branch, "deputy"), scene.members[0], "2026-03-01");
  EXPECT_EQ(scene.field("holding", id, "exit_due_on"), "2035-06-15");
  EXPECT_EQ(scene.field("holding", id, "rotation_due_on"), "2030-03-01");
  scene.district.settle();  // what follows from the new editions is done; from a setting nothing follows by itself
  scene.district.configure("cadre", {{"rotation_months", 60}});
  EXPECT_EQ(scene.run("recalculate")["changed"], 1);
  EXPECT_EQ(scene.field("holding", id, "rotation_due_on"), "2031-03-01");
}

TEST(Register, TakesCadresOverWithoutTypingThemAgain) {
  Scene scene;
  scene.person("C1", scene.branch, {{"cadre", "full_time"}});
  scene.person("C2", scene.branch, {{"cadre", "part_time"}});
  scene.person("C3", scene.other_branch, {{"cadre", "part_time"}});
  EXPECT_EQ(scene.run("register", {{"dry_run", true}})["found"], 3);
  EXPECT_EQ(scene.figure("cadres"), 0);
  EXPECT_EQ(scene.run("register", {{"organisation", scene.first_department}, {"since", "2024-01-01"}})["registered"],
            2);
  EXPECT_EQ(scene.run("register", {{"since", "2024-01-01"}})["registered"], 1) << "again: only what is missing";
  EXPECT_EQ(scene.figure("cadres"), 3);
  EXPECT_EQ(scene.figure("full_time"), 1);
  EXPECT_EQ(scene.figure("cadres", "organisation=" + std::to_string(scene.first_department)), 2);
  EXPECT_EQ(scene.list("vacancy").size(), 0U);
}

}  // namespace
}  // namespace liufa::cadre
