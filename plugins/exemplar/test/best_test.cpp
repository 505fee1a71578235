#include "test/scene.hpp"

namespace liufa::exemplar {
namespace {

TEST(Best, NamedByHandWithoutAnAssessment) {
  Scene scene;
  EXPECT_THROW(scene.run("choose_best", {{"year", 2026}}), testing::Unexpected);
  Json fields{{"year", 2026}, {"organisation", scene.branch}};
  expect_refused([&] { scene.create("best_organisation", fields); }, "basis", "a reason is expected");
  fields["basis"] = "工委会议研究";
  const auto best = scene.create("best_organisation", fields);
  EXPECT_EQ(scene.read("best_organisation", best).at("source"), "by_hand");
  EXPECT_TRUE(scene.is_due("name_best"));
  scene.step("best_organisation", best, "name");
  EXPECT_EQ(scene.read("best_organisation", best).at("named_on"), "2026-03-01");
  EXPECT_EQ(scene.district.figure("exemplar.best_organisations", "period=2026"), 1);
  EXPECT_TRUE(scene.district.list("exemplar.best_organisation", "state=candidate").empty());
}

TEST(Best, NoMoreThanThereArePlaces) {
  Scene scene;
  scene.district.configure("exemplar", {{"best_places", 1}});
  const auto add = [&](std::int64_t organisation) {
    return scene.create("best_organisation",
                        {{"year", 2026}, {"organisation", organisation}, {"basis", "工委会议研究"}});
  };
  const auto first = add(scene.branch);
  const auto second = add(scene.window_branch);
  scene.step("best_organisation", first, "name");
  expect_refused([&] { scene.step("best_organisation", second, "name"); }, "places", "has 1 places and 1 are named");
  scene.step("best_organisation", first, "revoke", {{"reason", "发生违纪案件"}});
  scene.step("best_organisation", second, "pass_over", {{"decision_reason", "名额已满"}});
  expect_refused([&] { scene.step("best_organisation", second, "name"); }, "decision_reason",
                 "named with a reason of their own");
  scene.step("best_organisation", second, "name", {{"decision_reason", "名额空出，递补"}});
}

TEST(Best, AClosedOrganisationIsNotNamed) {
  Scene scene;
  scene.district.update("directory.organisation", scene.branch, {{"closed_on", "2026-02-01"}});
  expect_refused(
      [&] {
        scene.create("best_organisation", {{"year", 2026}, {"organisation", scene.branch}, {"basis", "研究"}});
      },
      "organisation", "closed on 2026-02-01");
}

TEST(Observation, IsPlannedHeldAndSummedUp) {
  Scene scene;
  const auto best =
      scene.create("best_organisation", {{"year", 2026}, {"organisation", scene.branch}, {"basis", "工委会议研究"}});
  const Json plan{{"best_organisation", best}, {"planned_on", "2026-03-20"}};
  expect_refused([&] { scene.create("observation", plan); }, "best_organisation", "that is named");
  scene.step("best_organisation", best, "name");
  EXPECT_TRUE(scene.is_due("plan_observation") || !scene.district.list("exemplar.best_organisation").empty());
  Json elsewhere = plan;
  elsewhere["organisation"] = scene.window_branch;
  expect_refused([&] { scene.create("observation", elsewhere); }, "organisation", "Leave it empty");
  expect_refused([&] { scene.create("observation", {{"planned_on", "2026-03-20"}}); }, "organisation", "found neither");
  const auto visit = scene.create("observation", plan);
  EXPECT_EQ(scene.read("observation", visit).at("organisation"), scene.branch);
  EXPECT_TRUE(scene.is_due("hold_observation"));
  expect_refused(
      [&] {
        scene.step("observation", visit, "postpone", {{"planned_on", "2026-02-20"}, {"reason", "防汛"}});
      },
      "planned_on", "found 2026-02-20");
  scene.step("observation", visit, "postpone", {{"planned_on", "2026-04-02"}, {"reason", "防汛"}});
  scene.district.set_today("2026-04-02");
  expect_refused(
      [&] {
        scene.step("observation", visit, "hold", {{"held_on", "2026-04-03"}, {"participants", 40}});
      },
      "held_on", "is yet to come");
  expect_refused(
      [&] {
        scene.step("observation", visit, "hold",
                   {{"held_on", "2026-04-02"}, {"participants", 40}, {"visitors", {scene.branch}}});
      },
      "visitors", "is no visitor");
  scene.step("observation", visit, "hold",
             {{"held_on", "2026-04-02"}, {"participants", 40}, {"visitors", {scene.window_branch}}});
  EXPECT_TRUE(scene.is_due("sum_up_observation"));
  scene.step("observation", visit, "sum_up", {{"learnt", "支部活动积分制"}});
  EXPECT_EQ(scene.district.figure("exemplar.observations", "period=2026"), 1);
  EXPECT_EQ(scene.district.figure("exemplar.observers", "period=2026"), 40);
  scene.create("borrowing", {{"organisation", scene.window_branch},
                             {"observation", visit},
                             {"held_on", "2026-04-02"},
                             {"adapted", "引入积分制"}});
}

}  // namespace
}  // namespace liufa::exemplar
