#include "scene.hpp"

namespace liufa::cadre {
namespace {

/// Two secretaries whose five years are over, in two organisations.
struct Due : Scene {
  std::int64_t first_post = 0;
  std::int64_t second_post = 0;
  std::int64_t first = 0;
  std::int64_t second = 0;
  Due() {
    first_post = post(branch, "secretary", {{"established_on", "2019-01-01"}});
    second_post = post(other_branch, "secretary", {{"established_on", "2019-01-01"}});
    first = holding(first_post, members[0], "2021-01-01");
    second = holding(second_post, others[0], "2021-02-01");
  }
  void agree_all() {
    for (const Json& each : list("rotation", "state=proposed"))
      step("rotation", each["id"], "agree", {{"opinion", "双方组织和本人均同意"}});
  }
};

TEST(Rotation, ExchangesThoseWhoAreDue) {
  Due scene;
  EXPECT_TRUE(scene.is_due("rotation_due"));
  EXPECT_EQ(scene.figure("rotation_due", "period=2026-H1"), 2);
  EXPECT_EQ(scene.run("propose_rotation", {{"dry_run", true}})["moves"], 2);
  const Json proposal = scene.run("propose_rotation");
  ASSERT_EQ(proposal["exchanges"].size(), 1U) << proposal.dump();
  const auto exchange = proposal["exchanges"][0];
  EXPECT_EQ(scene.run("propose_rotation")["moves"], 0) << "again: nothing twice";
  EXPECT_THROW(scene.run("carry_out_rotation", {{"exchange", exchange}}), std::exception) << "not agreed yet";
  scene.agree_all();
  scene.run("carry_out_rotation", {{"exchange", exchange}, {"starts_on", "2026-03-05"}});
  EXPECT_EQ(scene.state("holding", scene.first), "ended");
  EXPECT_EQ(scene.field("holding", scene.first, "end_reason"), "rotation");
  EXPECT_EQ(scene.field("holding", scene.first, "ends_on"), "2026-03-04");
  const auto now = scene.list("holding", "state=serving&sort=member");
  ASSERT_EQ(now.size(), 2U);
  for (const Json& each : now) {
    EXPECT_EQ(value(each, "appointed_by"), "rotation");
    EXPECT_EQ(value(each, "post"), value(each, "member") == scene.members[0] ? scene.second_post : scene.first_post);
    EXPECT_EQ(value(each, "rotation_due_on"), "2031-03-05");
  }
  EXPECT_EQ(scene.figure("rotated", "period=2026"), 2);
  EXPECT_EQ(scene.figure("vacancies"), 0);
}

TEST(Rotation, GoesToAVacantPostWhereNobodyElseIsDue) {
  Due scene;
  scene.step("holding", scene.second, "end", {{"end_reason", "departure"}});
  const Json proposal = scene.run("propose_rotation");
  EXPECT_EQ(proposal["moves"], 1) << proposal.dump();
  scene.agree_all();
  scene.run("carry_out_rotation", {{"exchange", proposal["exchanges"][0]}, {"starts_on", "2026-03-20"}});
  EXPECT_EQ(scene.field("post", scene.first_post, "vacant_since"), "2026-03-20");
  EXPECT_EQ(scene.field("post", scene.first_post, "vacancy_cause"), "rotation");
  EXPECT_TRUE(scene.field("post", scene.second_post, "vacant_since").is_null());
}

TEST(Rotation, SaysWhoHasNowhereToGo) {
  Due scene;
  scene.step("post", scene.second_post, "abolish", {{"note", "撤并"}});
  const Json proposal = scene.run("propose_rotation");
  EXPECT_EQ(proposal["moves"], 0);
  ASSERT_EQ(proposal["without"].size(), 1U);
  EXPECT_EQ(proposal["without"][0]["name"], "党员A1");
}

TEST(Rotation, CanBeDeferredWithAReason) {
  Due scene;
  scene.run("propose_rotation");
  const auto rotation =
      scene.list("rotation", "holding=" + std::to_string(scene.first)).front()["id"].get<std::int64_t>();
  expect_refused(
      [&] {
        scene.step("rotation", rotation, "defer", {{"deferred_until", "2026-03-01"}, {"note", "重点工作"}});
      },
      "deferred_until", "a day after today");
  scene.step("rotation", rotation, "defer", {{"deferred_until", "2027-06-30"}, {"note", "重点工作未完成"}});
  EXPECT_EQ(scene.field("holding", scene.first, "rotation_due_on"), "2027-06-30");
  scene.create("rule", {{"in_force_from", "2026-03-01"}, {"source", "办法"}, {"rotation_months", 48}});
  scene.district.settle();
  EXPECT_EQ(scene.field("holding", scene.first, "rotation_due_on"), "2027-06-30") << "the deferral stays";
  const auto other = scene.list("rotation", "holding=" + std::to_string(scene.second)).front();
  scene.step("rotation", other["id"], "agree", {{"opinion", "同意"}});
  EXPECT_THROW(scene.run("carry_out_rotation", {{"exchange", value(other, "exchange")}}), std::exception)
      << "the post it goes to is not given up";
  EXPECT_EQ(scene.state("holding", scene.second), "serving") << "all of it was undone";
  scene.step("rotation", other["id"], "reopen", {{"note", "重新商议"}});
  scene.step("rotation", other["id"], "withdraw", {{"note", "不采纳"}});
}

TEST(Rotation, ByHandNamesThePost) {
  Due scene;
  const Json fields{{"holding", scene.first}, {"to_post", scene.second_post}};
  expect_refused(
      [&] {
        scene.create("rotation", {{"holding", scene.first}, {"to_post", scene.first_post}});
      },
      "to_post", "another post than the present one");
  const auto id = scene.create("rotation", fields);
  EXPECT_EQ(scene.field("rotation", id, "to_organisation"), scene.other_branch);
  expect_refused([&] { scene.create("rotation", fields); }, "holding", "no rotation under way");
  scene.step("holding", scene.first, "end", {{"end_reason", "departure"}});
  EXPECT_EQ(scene.state("rotation", id), "withdrawn");
  expect_refused([&] { scene.create("rotation", fields); }, "holding", "this one is over");
}

}  // namespace
}  // namespace liufa::cadre
