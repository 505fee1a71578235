#include "scene.hpp"

namespace liufa::pairing {
namespace {

TEST(Pairs, FillWhatFollowsFromTheDirectoryAndTheSettings) {
  Scene scene;
  const Json pair = scene.district.read("pairing.pair", scene.pair(scene.order_department, scene.disorderly));
  EXPECT_EQ(field(pair, "basis"), "public_order");
  EXPECT_EQ(field(pair, "follows_principle"), true);
  EXPECT_EQ(field(pair, "urban_sector"), "public_order");
  EXPECT_EQ(field(pair, "rural_condition"), "disorderly");
  EXPECT_EQ(field(pair, "starts_on"), "2026-03-01");
  EXPECT_EQ(field(pair, "ends_on"), "2029-03-01");
  EXPECT_EQ(field(pair, "year"), 2026);
  EXPECT_EQ(field(pair, "goals"), Json::array({"five_good", "six_type"}));
}

TEST(Pairs, TakeTheSectorOfTheDepartmentAbove) {
  Scene scene;
  const Json pair = scene.district.read("pairing.pair", scene.pair(scene.branch, scene.poor));
  EXPECT_EQ(field(pair, "basis"), "economic");
  EXPECT_EQ(field(pair, "follows_principle"), true);
}

TEST(Pairs, FollowTheDistrictsOwnPrinciple) {
  Scene scene;
  scene.district.configure("pairing", {{"economic_with", "disorderly"}, {"public_order_with", "none"}});
  const Json pair = scene.district.read("pairing.pair", scene.pair(scene.economic_department, scene.disorderly));
  EXPECT_EQ(field(pair, "basis"), "district");
  EXPECT_EQ(field(pair, "follows_principle"), true);
}

TEST(Pairs, RefuseABasisThatDoesNotHold) {
  Scene scene;
  expect_refused(
      [&] {
        scene.pair(scene.economic_department, scene.disorderly, {{"basis", "public_order"}});
      },
      "basis", "Expected a basis that holds");
  const Json pair = scene.district.read(
      "pairing.pair", scene.pair(scene.economic_department, scene.disorderly, {{"basis", "agreement"}}));
  EXPECT_EQ(field(pair, "follows_principle"), false);
}

TEST(Pairs, RefuseDatesInTheWrongOrder) {
  Scene scene;
  expect_refused(
      [&] {
        scene.pair(scene.order_department, scene.disorderly, {{"starts_on", "2026-05-01"}, {"ends_on", "2026-04-30"}});
      },
      "ends_on", "found 2026-04-30");
}

TEST(Pairs, EndOfMonthIsTheLastDayThereIs) {
  Scene scene;
  scene.district.configure("pairing", {{"term_months", 1}});
  const auto id = scene.pair(scene.order_department, scene.disorderly, {{"starts_on", "2028-01-31"}});
  EXPECT_EQ(field(scene.district.read("pairing.pair", id), "ends_on"), "2028-02-29");
}

TEST(Pairs, RefuseAnOrganisationThatCloses) {
  Scene scene;
  scene.district.update("directory.organisation", scene.disorderly, {{"closed_on", "2027-01-01"}});
  expect_refused([&] { scene.pair(scene.order_department, scene.disorderly); }, "rural", "closes on 2027-01-01");
  scene.pair(scene.order_department, scene.disorderly, {{"ends_on", "2027-01-01"}});
}

TEST(Pairs, RefuseTheSameTwoInOverlappingTerms) {
  Scene scene;
  scene.pair(scene.order_department, scene.disorderly, {{"ends_on", "2026-12-31"}});
  expect_refused(
      [&] {
        scene.pair(scene.order_department, scene.disorderly, {{"starts_on", "2026-12-31"}});
      },
      "rural", "not paired in this term");
  scene.pair(scene.order_department, scene.disorderly, {{"starts_on", "2027-01-01"}});
}

TEST(Pairs, AreLimitedWhenTheyBecomeActive) {
  Scene scene;
  scene.district.configure("pairing", {{"pairs_per_village", 1}});
  scene.active_pair(scene.order_department, scene.disorderly, {{"ends_on", "2026-12-31"}});
  const auto second = scene.pair(scene.economic_department, scene.disorderly);
  expect_refused([&] { scene.district.transition("pairing.pair", second, "confirm"); }, "rural",
                 "Expected fewer than 1");
  scene.district.transition("pairing.pair", second, "confirm", {{"starts_on", "2027-01-01"}});
  const auto third = scene.pair(scene.order_department, scene.poor);
  expect_refused([&] { scene.district.transition("pairing.pair", third, "confirm"); }, "urban",
                 "partners of this urban organisation");
}

TEST(Pairs, AComputedEndFollowsTheStartAndAChosenOneStays) {
  Scene scene;
  const auto id = scene.pair(scene.order_department, scene.disorderly);
  scene.district.update("pairing.pair", id, {{"starts_on", "2026-06-01"}});
  EXPECT_EQ(field(scene.district.read("pairing.pair", id), "ends_on"), "2029-06-01");
  scene.district.update("pairing.pair", id, {{"ends_on", "2028-12-31"}});
  scene.district.update("pairing.pair", id, {{"starts_on", "2026-07-01"}});
  EXPECT_EQ(field(scene.district.read("pairing.pair", id), "ends_on"), "2028-12-31");
}

TEST(Pairs, KeepWhatWasAgreed) {
  Scene scene;
  const auto id = scene.active_pair(scene.order_department, scene.disorderly);
  expect_refused(
      [&] {
        scene.district.update("pairing.pair", id, {{"ends_on", "2030-01-01"}});
      },
      "ends_on", "once it was confirmed");
  scene.district.update("pairing.pair", id, {{"agreement", "每季度共同开展一次活动"}});
}

TEST(Pairs, AreRenewedByProlongingTheSameRecord) {
  Scene scene;
  const auto id = scene.active_pair(scene.order_department, scene.disorderly);
  scene.district.transition("pairing.pair", id, "renew");
  Json pair = scene.district.read("pairing.pair", id);
  EXPECT_EQ(field(pair, "ends_on"), "2032-03-01");
  EXPECT_EQ(field(pair, "renewals"), 1);
  EXPECT_EQ(scene.state("pairing.pair", id), "active");
  expect_refused(
      [&] {
        scene.district.transition("pairing.pair", id, "renew", {{"ends_on", "2031-01-01"}});
      },
      "ends_on", "after the present one");
  EXPECT_EQ(scene.district.figure("pairing.department_pairs"), 1);
}

TEST(Pairs, EndTodayOrOnTheDayGiven) {
  Scene scene;
  const auto id = scene.active_pair(scene.order_department, scene.disorderly);
  scene.district.set_today("2027-05-04");
  expect_refused(
      [&] {
        scene.district.transition("pairing.pair", id, "end", {{"end_reason", "agreed"}, {"ends_on", "2026-01-01"}});
      },
      "ends_on", "between 2026-03-01");
  scene.district.transition("pairing.pair", id, "end", {{"end_reason", "goals_met"}});
  EXPECT_EQ(field(scene.district.read("pairing.pair", id), "ends_on"), "2027-05-04");
  EXPECT_EQ(scene.district.figure("pairing.department_pairs"), 0);
  EXPECT_EQ(scene.district.figure("pairing.pairs_held", "period=2026"), 1);
  EXPECT_EQ(scene.district.figure("pairing.pairs_held", "period=2028"), 0);
}

TEST(Pairs, AreReturnedWithdrawnAndProposedAgain) {
  Scene scene;
  const auto id = scene.pair(scene.order_department, scene.disorderly);
  EXPECT_THROW(scene.district.transition("pairing.pair", id, "return"), testing::Unexpected) << "a note is needed";
  scene.district.transition("pairing.pair", id, "return", {{"note", "请补充协议"}});
  scene.district.transition("pairing.pair", id, "resubmit");
  scene.district.transition("pairing.pair", id, "withdraw");
  scene.pair(scene.order_department, scene.disorderly, {{"starts_on", "2026-03-02"}});
  expect_refused([&] { scene.district.transition("pairing.pair", id, "propose_again"); }, "rural",
                 "not paired in this term");
}

TEST(MemberPairs, KnowTheirOrganisationsAndTheirPair) {
  Scene scene;
  const auto pair = scene.active_pair(scene.economic_department, scene.poor);
  const Json members =
      scene.district.read("pairing.member_pair", scene.member_pair(scene.rich_member, scene.poor_farmer));
  EXPECT_EQ(field(members, "urban"), scene.branch);
  EXPECT_EQ(field(members, "rural"), scene.poor);
  EXPECT_EQ(field(members, "pair"), pair) << "the branch is below the department that is paired with the village";
  EXPECT_EQ(field(members, "follows_principle"), true);
}

TEST(MemberPairs, RefuseTheWrongKindAndThoseWhoLeft) {
  Scene scene;
  expect_refused([&] { scene.member_pair(scene.rich_member, scene.other_member); }, "rural_member",
                 "Expected a farmer member");
  expect_refused([&] { scene.member_pair(scene.poor_farmer, scene.poor_farmer); }, "urban_member",
                 "Expected an organ member");
  scene.district.update("directory.member", scene.poor_farmer, {{"status", "left"}, {"left_on", "2026-02-01"}});
  expect_refused([&] { scene.member_pair(scene.rich_member, scene.poor_farmer); }, "rural_member",
                 "moved away or left");
}

TEST(MemberPairs, RefuseAPairOfOtherOrganisations) {
  Scene scene;
  const auto pair = scene.active_pair(scene.order_department, scene.disorderly);
  expect_refused(
      [&] {
        scene.district.create(
            "pairing.member_pair",
            {{"urban_member", scene.rich_member}, {"rural_member", scene.poor_farmer}, {"pair", pair}});
      },
      "pair", "these members' organisations");
}

TEST(MemberPairs, AreLimitedAndEndWhenAMemberLeaves) {
  Scene scene;
  const auto first = scene.member_pair(scene.rich_member, scene.poor_farmer);
  scene.district.transition("pairing.member_pair", first, "confirm");
  const auto second = scene.member_pair(scene.other_member, scene.poor_farmer);
  expect_refused([&] { scene.district.transition("pairing.member_pair", second, "confirm"); }, "rural_member",
                 "partners of this rural member");
  EXPECT_EQ(scene.district.figure("pairing.member_pairs"), 1);
  scene.district.update("directory.member", scene.poor_farmer, {{"status", "left"}, {"left_on", "2026-03-01"}});
  scene.district.settle();
  EXPECT_EQ(scene.state("pairing.member_pair", first), "ended");
  EXPECT_EQ(scene.state("pairing.member_pair", second), "withdrawn");
  EXPECT_EQ(scene.district.figure("pairing.member_pairs"), 0);
}

TEST(Pairs, EndWhenAnOrganisationCloses) {
  Scene scene;
  const auto id = scene.active_pair(scene.order_department, scene.disorderly);
  scene.district.update("directory.organisation", scene.disorderly, {{"closed_on", "2026-03-01"}});
  scene.district.settle();
  EXPECT_EQ(scene.state("pairing.pair", id), "ended");
  EXPECT_EQ(field(scene.district.read("pairing.pair", id), "end_reason"), "closed");
}

TEST(Instructors, AreSentToSitesAndCounted) {
  Scene scene;
  const auto id = scene.district.create("pairing.instructor", {{"member", scene.rich_member}, {"site", scene.site}});
  scene.district.transition("pairing.instructor", id, "confirm");
  EXPECT_EQ(field(scene.district.read("pairing.instructor", id), "organisation"), scene.branch);
  EXPECT_EQ(scene.district.figure("pairing.instructors"), 1);
  EXPECT_EQ(scene.district.figure("pairing.instructor_sites"), 1);
  const auto second =
      scene.district.create("pairing.instructor", {{"member", scene.other_member}, {"site", scene.site}});
  expect_refused([&] { scene.district.transition("pairing.instructor", second, "confirm"); }, "site",
                 "instructors of this site");
}

TEST(Instructors, ComeFromElsewhereAndGoToSites) {
  Scene scene;
  const auto insider = scene.district.member("M9", "丁", scene.site);
  expect_refused(
      [&] {
        scene.district.create("pairing.instructor", {{"member", insider}, {"site", scene.site}});
      },
      "member", "sent from elsewhere");
  EXPECT_THROW(scene.district.create("pairing.instructor", {{"member", scene.rich_member}, {"site", scene.poor}}),
               testing::Unexpected);
  scene.district.configure("pairing", {{"sites_tagged_only", true}});
  expect_refused(
      [&] {
        scene.district.create("pairing.instructor", {{"member", scene.rich_member}, {"site", scene.site}});
      },
      "site", "Expected a demonstration site");
}

TEST(Renewals, ProposeWhatToDoAndDoIt) {
  Scene scene;
  const auto good = scene.active_pair(scene.order_department, scene.disorderly, {{"ends_on", "2026-03-31"}});
  const auto idle = scene.active_pair(scene.economic_department, scene.poor, {{"ends_on", "2026-03-15"}});
  const auto support = scene.district.create(
      "pairing.support", {{"pair", good}, {"kind", "send_law"}, {"held_on", "2026-03-01"}, {"content", "普法讲座"}});
  scene.district.transition("pairing.support", support, "confirm");
  EXPECT_TRUE(scene.district.run("pairing", "renewals", {{"within_days", 10}})["due"].empty());
  const Json due = scene.district.run("pairing", "renewals")["due"];
  ASSERT_EQ(due.size(), 2U);
  EXPECT_EQ(due[0]["id"], idle);
  EXPECT_EQ(due[0]["proposal"], "review");
  EXPECT_EQ(due[1]["id"], good);
  EXPECT_EQ(due[1]["proposal"], "renew");

  scene.district.set_today("2026-04-01");
  const Json done = scene.district.run("pairing", "renewals", {{"renew", true}, {"end_expired", true}});
  EXPECT_EQ(done["renewed"], 1);
  EXPECT_EQ(done["ended"], 1);
  EXPECT_EQ(field(scene.district.read("pairing.pair", good), "ends_on"), "2029-03-31");
  EXPECT_EQ(scene.state("pairing.pair", idle), "ended");
  EXPECT_EQ(field(scene.district.read("pairing.pair", idle), "ends_on"), "2026-03-15") << "it was over then";
}

TEST(Renewals, CoverMembersAndInstructorsWithinAScope) {
  Scene scene;
  const auto members = scene.member_pair(scene.rich_member, scene.poor_farmer);
  scene.district.transition("pairing.member_pair", members, "confirm", {{"ends_on", "2026-03-31"}});
  const auto sent = scene.district.create(
      "pairing.instructor", {{"member", scene.rich_member}, {"site", scene.site}, {"ends_on", "2026-04-01"}});
  scene.district.transition("pairing.instructor", sent, "confirm");
  EXPECT_EQ(scene.district.run("pairing", "renewals", {{"kind", "members"}})["due"].size(), 1U);
  EXPECT_EQ(scene.district.run("pairing", "renewals", {{"kind", "instructors"}})["due"].size(), 1U);
  EXPECT_EQ(scene.district
                .run("pairing", "renewals", {{"kind", "members"}, {"organisation", scene.economic_department}})["due"]
                .size(),
            1U);
  EXPECT_EQ(
      scene.district.run("pairing", "renewals", {{"kind", "members"}, {"organisation", scene.order_department}})["due"]
          .size(),
      0U);
}

}  // namespace
}  // namespace liufa::pairing
