#include "test/scene.hpp"

namespace liufa::exemplar {
namespace {

/// The quota of a branch with so many members in service.
Json quota_of(int members, const Json& rules) {
  Scene scene;
  scene.members(scene.branch, members);
  return scene.quota(scene.open_round(rules), scene.branch);
}

int places(int members, const char* rounding, int least = 0) {
  return quota_of(members, {{"rounding", rounding}, {"least", least}}).at("places").get<int>();
}

TEST(Quota, TenPercentUnderEachRule) {
  EXPECT_EQ(places(9, "down"), 0);
  EXPECT_EQ(places(9, "nearest"), 1);
  EXPECT_EQ(places(9, "up"), 1);
  EXPECT_EQ(places(10, "down"), 1);
  EXPECT_EQ(places(10, "up"), 1);
  EXPECT_EQ(places(15, "down"), 1);
  EXPECT_EQ(places(15, "nearest"), 2);
  EXPECT_EQ(places(15, "half_even"), 2);
  EXPECT_EQ(places(15, "up"), 2);
  EXPECT_EQ(places(23, "down"), 2);
  EXPECT_EQ(places(23, "nearest"), 2);
  EXPECT_EQ(places(23, "up"), 3);
  EXPECT_EQ(places(9, "down", 1), 1) << "at least one";
}

TEST(Quota, ShowsWhatWasRounded) {
  const Json quota = quota_of(23, Json::object());
  EXPECT_EQ(quota.at("members"), 23);
  EXPECT_EQ(quota.at("exact"), 2.3);
  EXPECT_EQ(quota.at("places"), 2) << "the district's settings: 10 %, down";
  EXPECT_EQ(quota.at("sector"), "economic") << "of the department above";
}

TEST(Quota, CountsMembersInServiceOnTheDay) {
  Scene scene;
  scene.members(scene.branch, 8);
  scene.members(scene.branch, 1, {{"status", "probationary"}});
  scene.members(scene.branch, 1, {{"status", "left"}, {"left_on", "2026-02-20"}});
  scene.members(scene.branch, 1, {{"status", "left"}, {"left_on", "2026-01-01"}});
  scene.members(scene.branch, 5, {{"service", "retired"}});
  scene.members(scene.branch, 1, {{"joined_on", "2026-02-16"}});
  const auto all = scene.open_round({{"counted_on", "2026-02-15"}});
  EXPECT_EQ(scene.quota(all, scene.branch).at("members"), 10);
  const auto full = scene.open_round({{"code", "2025"}, {"year", 2025}, {"counted", "full"}});
  EXPECT_EQ(scene.quota(full, scene.branch).at("members"), 9);
}

TEST(Quota, EverybodyCountsForTheNearestOrganisationThatNominates) {
  Scene scene;
  const auto group = scene.district.organisation("G1", "第一党小组", "group", scene.branch);
  scene.members(scene.branch, 7);
  scene.members(group, 4);
  scene.members(scene.economic, 5);
  const auto by_branch = scene.open_round();
  EXPECT_EQ(scene.quota(by_branch, scene.branch).at("members"), 11);
  EXPECT_EQ(scene.read("round", by_branch).at("organisations"), 1);
  const auto by_department = scene.open_round({{"code", "2025"}, {"year", 2025}, {"kinds", {"department"}}});
  EXPECT_EQ(scene.quota(by_department, scene.economic).at("members"), 16);
}

TEST(Quota, IsLimitedToTheScopeOfTheRound) {
  Scene scene;
  scene.members(scene.branch, 10);
  const auto elsewhere = scene.members(scene.window_branch, 10).front();
  const auto round = scene.open_round({{"within", scene.economic}});
  EXPECT_EQ(scene.read("round", round).at("places"), 1);
  expect_refused([&] { scene.nominate(round, elsewhere); }, "organisation", "has no quota in this round");
}

TEST(Round, TakesTheSettingsAndKeepsThem) {
  Scene scene;
  scene.members(scene.branch, 20);
  const auto round = scene.round();
  scene.district.configure("exemplar", {{"share", 50}, {"rounding", "up"}});
  EXPECT_EQ(scene.read("round", round).at("share"), 10);
  EXPECT_EQ(scene.read("round", round).at("name"), "2026 年共产党员示范岗评选");
  EXPECT_TRUE(scene.is_due("open_round"));
  scene.step("round", round, "open");
  const Json opened = scene.read("round", round);
  EXPECT_EQ(opened.at("places"), 2);
  EXPECT_EQ(opened.at("counted_on"), "2026-03-01");
  EXPECT_EQ(opened.at("nominate_until"), "2026-03-20") << "15 working days";
  EXPECT_EQ(opened.at("review_until"), "2026-04-03") << "10 more";
  EXPECT_TRUE(scene.is_due("nominate"));
  const auto refused = scene.district.request("PATCH", "/records/exemplar/round/" + std::to_string(round),
                                              {{"share", 20}}, {{"if-match", "*"}});
  EXPECT_EQ(refused.code(), "record.not_in_state");
}

TEST(Round, AnOrganisationHasOneQuotaAYear) {
  Scene scene;
  scene.members(scene.branch, 10);
  scene.members(scene.window_branch, 10);
  scene.open_round({{"within", scene.window}});
  const auto second = scene.round({{"code", "2026b"}});
  expect_refused([&] { scene.step("round", second, "open"); }, "within",
                 "1 organisations have a quota of this year already (税务局办税厅支部, in round 2026)");
  scene.district.update("exemplar.round", second, {{"within", scene.economic}});
  scene.step("round", second, "open");
  const auto third = scene.round({{"code", "2026c"}});
  scene.step("round", third, "cancel", {{"reason", "重复建立"}});
}

TEST(Round, NeedsMembersToCountAndDatesInOrder) {
  Scene scene;
  expect_refused([&] { scene.open_round(); }, "kinds", "found none");
  expect_refused(
      [&] {
        scene.round({{"code", "b"}, {"year", 2025}, {"nominate_until", "2026-04-01"}, {"review_until", "2026-03-31"}});
      },
      "review_until", "found 2026-03-31");
  scene.members(scene.branch, 10);
  const auto later = scene.round({{"code", "2027"}, {"year", 2027}, {"counted_on", "2026-03-02"}});
  expect_refused([&] { scene.step("round", later, "open"); }, "counted_on", "yet to come");
  const auto tight = scene.round({{"code", "2028"}, {"year", 2028}, {"review_until", "2026-03-05"}});
  expect_refused([&] { scene.step("round", tight, "open"); }, "review_until", "found 2026-03-05");
}

TEST(Nomination, FillsWhatIsKnownAndStaysWithinTheQuota) {
  Scene scene;
  const auto members = scene.members(scene.window_branch, 10);
  const auto round = scene.open_round();
  const auto first = scene.nominate(round, members[0]);
  const Json nomination = scene.read("nomination", first);
  EXPECT_EQ(nomination.at("organisation"), scene.window_branch);
  EXPECT_EQ(nomination.at("year"), 2026);
  EXPECT_EQ(nomination.at("sector"), "window");
  EXPECT_EQ(nomination.at("first"), true);
  expect_refused([&] { scene.nominate(round, members[0]); }, "member", "not yet nominated");
  expect_refused([&] { scene.nominate(round, members[1]); }, "organisation",
                 "has 10 members in service and may nominate 1; it has nominated 1");
  scene.step("nomination", first, "withdraw", {{"reason", "换人"}});
  scene.nominate(round, members[1]);
}

TEST(Nomination, AnAdditionalPlaceNeedsAReason) {
  Scene scene;
  const auto members = scene.members(scene.branch, 10);
  const auto round = scene.open_round();
  scene.nominate(round, members[0]);
  const auto quota = scene.quota(round, scene.branch).at("id").get<std::int64_t>();
  expect_refused(
      [&] {
        scene.district.update("exemplar.quota", quota, {{"additional", 1}});
      },
      "additional_reason", "found none");
  scene.district.update("exemplar.quota", quota, {{"additional", 1}, {"additional_reason", "抗洪一线"}});
  scene.nominate(round, members[1]);
  EXPECT_EQ(scene.district.figure("exemplar.quota_places", "period=2026"), 1);
}

TEST(Nomination, RefusesWhoCannotBeNominated) {
  Scene scene;
  scene.members(scene.branch, 10);
  const auto round = scene.open_round();
  const auto refuse = [&](const Json& fields, const std::string& english) {
    const auto member = scene.members(scene.branch, 1, fields).front();
    expect_refused([&] { scene.nominate(round, member); }, "member", english);
  };
  refuse({{"status", "left"}}, "has moved away or left");
  refuse({{"status", "probationary"}}, "is probationary");
  refuse({{"service", "retired"}}, "has retired");
  const auto nobody = scene.members(scene.economic, 1).front();
  expect_refused([&] { scene.nominate(round, nobody); }, "member", "an organisation that nominates");
}

TEST(Nomination, OfSomebodyWhoMovedIsMadeByThePresentOrganisation) {
  Scene scene;
  const auto member = scene.members(scene.branch, 10).front();
  scene.members(scene.window_branch, 10);
  const auto round = scene.open_round();
  scene.district.update("directory.member", member, {{"organisation", scene.window_branch}});
  expect_refused(
      [&] {
        scene.create("nomination", {{"round", round},
                                    {"member", member},
                                    {"organisation", scene.branch},
                                    {"post", "综合岗"},
                                    {"merits", "成绩突出"}});
      },
      "organisation", "is to be nominated by “税务局办税厅支部”");
  const auto nomination = scene.nominate(round, member);
  EXPECT_EQ(scene.read("nomination", nomination).at("organisation"), scene.window_branch);
}

TEST(Nomination, IsMadeInTime) {
  Scene scene;
  const auto members = scene.members(scene.branch, 20);
  const auto prepared = scene.round();
  expect_refused([&] { scene.nominate(prepared, members[0]); }, "round", "is in the stage prepared");
  scene.step("round", prepared, "open");
  const auto draft = scene.nominate(prepared, members[0]);
  scene.district.set_today("2026-03-21");
  expect_refused([&] { scene.nominate(prepared, members[1]); }, "round", "were due by 2026-03-20");
  expect_refused([&] { scene.step("nomination", draft, "submit"); }, "round", "were due by 2026-03-20");
  scene.district.update("exemplar.round", prepared, {{"nominate_until", "2026-03-25"}});
  scene.step("nomination", draft, "submit");
}

TEST(Nomination, IsReturnedAndSubmittedAgainDuringTheReview) {
  Scene scene;
  const auto members = scene.members(scene.branch, 20);
  const auto round = scene.open_round();
  const auto nomination = scene.nominate(round, members[0]);
  const auto draft = scene.nominate(round, members[1]);
  scene.step("nomination", nomination, "submit");
  EXPECT_TRUE(scene.is_due("review_nomination"));
  expect_refused([&] { scene.step("round", round, "start_review"); }, "nominate_until", "1 organisations have places");
  scene.district.set_today("2026-03-21");
  scene.step("round", round, "start_review");
  scene.step("nomination", nomination, "return", {{"reason", "事迹不具体"}});
  EXPECT_TRUE(scene.is_due("correct_nomination"));
  scene.district.update("exemplar.nomination", nomination, {{"merits", "全年办件 1200 件，零投诉"}});
  scene.step("nomination", nomination, "submit");
  expect_refused([&] { scene.step("nomination", draft, "submit"); }, "round", "is in the stage review");
  expect_refused(
      [&] {
        scene.step("round", round, "reopen", {{"reason", "补报"}});
      },
      "nominate_until", "which is over");
  scene.step("round", round, "reopen", {{"reason", "补报"}, {"nominate_until", "2026-04-10"}});
  EXPECT_EQ(scene.read("round", round).at("review_until"), "2026-04-24") << "it moves along";
  scene.step("nomination", draft, "submit");
}

TEST(Nomination, LapsesWhenTheMemberLeavesOrMoves) {
  Scene scene;
  const auto members = scene.members(scene.branch, 30);
  const auto group = scene.district.organisation("G1", "第一党小组", "group", scene.branch);
  const auto round = scene.open_round();
  const auto left = scene.nominate(round, members[0]);
  const auto moved = scene.nominate(round, members[1]);
  const auto within = scene.nominate(round, members[2]);
  scene.district.update("directory.member", members[0], {{"status", "left"}, {"left_on", "2026-03-01"}});
  scene.district.update("directory.member", members[1], {{"organisation", scene.window_branch}});
  scene.district.update("directory.member", members[2], {{"organisation", group}});
  scene.district.settle();
  EXPECT_EQ(scene.state("nomination", left), "lapsed");
  EXPECT_EQ(scene.state("nomination", moved), "lapsed");
  EXPECT_EQ(scene.read("nomination", moved).at("reason"), "党员已调到其他组织。");
  EXPECT_EQ(scene.state("nomination", within), "draft") << "the same branch still nominates";
}

TEST(Nomination, RejectedIsReconsideredWithinTheQuota) {
  Scene scene;
  const auto members = scene.members(scene.branch, 10);
  const auto round = scene.open_round();
  const auto first = scene.nominate(round, members[0]);
  scene.step("nomination", first, "submit");
  scene.step("nomination", first, "reject", {{"reason", "条件不符"}});
  const auto second = scene.nominate(round, members[1]);
  expect_refused(
      [&] {
        scene.step("nomination", first, "reconsider", {{"reason", "补充了材料"}});
      },
      "organisation", "it has nominated 1");
  scene.step("nomination", second, "withdraw", {{"reason", "让位"}});
  scene.step("nomination", first, "reconsider", {{"reason", "补充了材料"}});
  EXPECT_EQ(scene.state("nomination", first), "submitted");
}

}  // namespace
}  // namespace liufa::exemplar
