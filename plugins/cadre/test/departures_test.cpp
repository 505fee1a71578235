#include "scene.hpp"

namespace liufa::cadre {
namespace {

TEST(Departure, OfAMemberEndsWhatIsUnderWay) {
  Scene scene;
  const auto post = scene.post(scene.branch, "secretary", {{"established_on", "2024-01-01"}});
  const auto holding = scene.holding(post, scene.members[0], "2024-01-01");
  const auto profile = scene.create("profile", {{"member", scene.members[0]}, {"education", "bachelor"}});
  const auto exit = scene.create("exit", {{"holding", holding}, {"kind", "own_wish"}, {"reason", "身体原因"}});
  const auto reward =
      scene.create("reward", {{"member", scene.members[0]}, {"year", 2026}, {"kind", "study"}, {"basis", "工作突出"}});
  scene.district.update("directory.member", scene.members[0], {{"status", "left"}, {"left_on", "2026-03-01"}});
  scene.district.settle();
  EXPECT_EQ(scene.state("holding", holding), "ended");
  EXPECT_EQ(scene.field("holding", holding, "end_reason"), "departure");
  EXPECT_EQ(scene.field("post", post, "vacant_since"), "2026-03-02");
  EXPECT_EQ(scene.state("exit", exit), "withdrawn");
  EXPECT_EQ(scene.state("reward", reward), "declined");
  EXPECT_EQ(scene.field("profile", profile, "left_on"), "2026-03-01");
  expect_refused([&] { scene.holding(post, scene.members[0], "2026-03-01"); }, "member", "moved away or left");
}

TEST(Departure, ToAnotherOrganisationLeavesThePostBehind) {
  Scene scene;
  const auto own = scene.holding(scene.post(scene.branch, "deputy"), scene.members[0], "2026-03-01");
  const auto above =
      scene.holding(scene.post(scene.first_department, "affairs_officer"), scene.members[1], "2026-03-01");
  const auto ahead = scene.holding(scene.post(scene.other_branch, "deputy"), scene.members[2], "2026-03-01");
  const auto profile = scene.create("profile", {{"member", scene.members[0]}});
  const auto sister = scene.district.organisation("D1-2", "第二党支部", "branch", scene.first_department);
  scene.district.update("directory.member", scene.members[0], {{"organisation", scene.other_branch}});
  scene.district.update("directory.member", scene.members[1], {{"organisation", sister}});
  scene.district.update("directory.member", scene.members[2], {{"organisation", scene.other_branch}});
  scene.district.settle();
  EXPECT_EQ(scene.state("holding", own), "ended");
  EXPECT_EQ(scene.state("holding", above), "serving") << "still within the department";
  EXPECT_EQ(scene.state("holding", ahead), "serving") << "appointed there first, moved afterwards";
  EXPECT_EQ(scene.field("profile", profile, "organisation"), scene.other_branch);
}

TEST(Departure, ClosedOrganisationClosesItsPosts) {
  Scene scene;
  const auto post = scene.post(scene.branch, "secretary");
  const auto vacant = scene.post(scene.branch, "deputy");
  const auto holding = scene.holding(post, scene.members[0], "2026-03-01");
  const auto selection = scene.create("selection", {{"post", vacant}, {"reason", "补缺"}});
  scene.district.update("directory.organisation", scene.branch, {{"closed_on", "2026-03-01"}});
  scene.district.settle();
  EXPECT_EQ(scene.state("post", post), "abolished");
  EXPECT_EQ(scene.state("holding", holding), "ended");
  EXPECT_EQ(scene.state("selection", selection), "cancelled");
  EXPECT_EQ(scene.figure("vacancies"), 0);
}

}  // namespace
}  // namespace liufa::cadre
