#include "test/scenario.hpp"

namespace liufa::vanguard {
namespace {

/// Ten members, the first with 100 points, the next with 90, and so on.
class YearTest : public ::testing::Test {
 protected:
  YearTest() : office(10) {
    office.start();
    for (std::size_t at = 0; at < office.members.size(); ++at)
      office.earn(office.members[at], "service", static_cast<int>(10 - at));
  }
  std::int64_t object(std::size_t member, const Json& more = Json::object()) {
    Json fields{{"year", 2026}, {"member", office.members[member]}, {"claim", "漏计一次"}};
    fields.update(more);
    return office.district.create("vanguard.objection", fields);
  }
  Json year() { return office.district.read("vanguard.year", office.year_id()); }
  Office office;
};

TEST_F(YearTest, FromRecordingToTheFinalIndex) {
  auto& district = office.district;
  EXPECT_EQ(year().at("recording_until"), "2026-12-31");
  EXPECT_EQ(year().at("excellent_share"), 30);
  EXPECT_EQ(year().at("outdated"), true);
  office.run("compute", {{"year", 2026}});
  EXPECT_EQ(district.figure("vanguard.members", "period=2026"), 11) << "who has done nothing has a base";
  EXPECT_EQ(year().at("outdated"), false);
  district.set_today("2026-12-21");
  office.step("year", office.year_id(), "start_appraisal");
  const Json published = office.run("publish", {{"year", 2026}});
  EXPECT_EQ(published.at("members"), 11);
  EXPECT_EQ(published.at("publicity_from"), "2026-12-21");
  EXPECT_EQ(published.at("publicity_until"), "2026-12-28") << "five working days, a weekend between";
  EXPECT_EQ(published.at("excellent"), 2) << "of 10 members 3 places, but only two have 90";
  EXPECT_EQ(district.events("vanguard.index.published").size(), 1U);
  EXPECT_EQ(office.index(office.members[0]).at("rank"), 1);
  EXPECT_EQ(office.index(office.members[0]).at("grade"), "excellent");
  EXPECT_EQ(office.index(office.members[2]).at("grade"), "qualified");
  EXPECT_EQ(office.index(office.members[3]).at("grade"), "basic");
  EXPECT_EQ(office.index(office.members[9]).at("grade"), "failing");
  EXPECT_EQ(office.index(office.members[9]).at("rank"), 10);
  EXPECT_EQ(office.index(office.stranger).at("rank"), 1) << "each organisation by itself";

  district.set_today("2026-12-28");
  EXPECT_TRUE(says(office.refused_step("year", office.year_id(), "freeze"), "2026-12-29 at the earliest"));
  district.set_today("2026-12-29");
  const auto objection = [&] {
    district.set_today("2026-12-28");
    const auto id = object(4);
    district.set_today("2026-12-29");
    return id;
  }();
  EXPECT_TRUE(says(office.refused_step("year", office.year_id(), "freeze"), "1 objection"));
  office.step("objection", objection, "reject", {{"decision", "经核实无误"}});
  office.step("year", office.year_id(), "freeze");
  EXPECT_EQ(year().at("frozen_on"), "2026-12-29");
  EXPECT_EQ(district.events("vanguard.index.final").size(), 1U);
  EXPECT_EQ(district.figure("vanguard.excellent", "period=2026"), 2);
  EXPECT_EQ(district.figure("vanguard.average", "period=2026"), 50);
}

TEST_F(YearTest, AFinalYearStaysAsComputed) {
  office.freeze();
  auto& district = office.district;
  const Json before = office.index(office.members[1]);
  EXPECT_TRUE(says(office.refused_run("compute", {{"year", 2026}}), "2026 is final"));
  EXPECT_TRUE(
      says(office.refused_create(
               "entry",
               {{"member", office.members[1]}, {"item", "meeting"}, {"held_on", "2026-06-01"}, {"content", "晚到"}}),
           "2026 is final"));
  const auto entry =
      district.list("vanguard.entry", "member=" + std::to_string(office.members[1])).at(0).at("id").get<std::int64_t>();
  EXPECT_TRUE(says(office.refused_step("entry", entry, "revoke", {{"note", "x"}}), "2026 is final"));
  district.update("directory.member", office.members[1], {{"organisation", office.other_branch}});
  EXPECT_EQ(office.index(office.members[1]), before) << "whoever moves takes the year's result along as it was";
  EXPECT_TRUE(says(
      office.refused_create(
          "grade_decision",
          {{"year", 2026}, {"member", office.members[4]}, {"grade", "basic"}, {"reason", "x"}, {"decided_by", "工委"}}),
      "between counting"));
  EXPECT_FALSE(
      office.refused_create("objection", {{"year", 2026}, {"member", office.members[4]}, {"claim", "x"}}).empty());
}

TEST_F(YearTest, NextYearCarriesOver) {
  office.freeze();
  office.rules("N", {{"from_year", 2027}, {"carry_over", 20}});
  office.district.set_today("2027-03-01");
  office.start(2027);
  office.accepted(office.members[1], "meeting", {{"held_on", "2027-03-01"}});
  EXPECT_EQ(office.index(office.members[1], 2027).at("base"), 18) << "20 % of 90";
  EXPECT_EQ(office.total(office.members[1], 2027), 20);
}

TEST_F(YearTest, WhatIsCarriedOverCountsOnceItIsFinal) {
  office.rules("N", {{"from_year", 2027}, {"carry_over", 20}});
  office.publish();
  office.district.set_today("2027-02-01");
  office.start(2027);
  office.accepted(office.members[1], "meeting", {{"held_on", "2027-02-01"}});
  EXPECT_EQ(office.total(office.members[1], 2027), 2) << "it may still change";
  office.step("year", office.year_id(), "freeze");
  EXPECT_EQ(office.district.read("vanguard.year", office.year_id(2027)).at("outdated"), true);
  office.run("compute", {{"year", 2027}});
  EXPECT_EQ(office.total(office.members[1], 2027), 20);
}

TEST_F(YearTest, NeedsRulesAndDecisionsBeforeItGoesOn) {
  Office bare;
  const auto id = bare.district.create("vanguard.year", {{"year", 2026}});
  EXPECT_TRUE(says(bare.refused_step("year", id, "start"), "no rule set is in force for 2026"));
  EXPECT_TRUE(says(bare.refused_run("compute", {{"year", 2030}}), "2030 is not set up"));

  office.hand_in(office.members[0], "meeting");
  office.step("year", office.year_id(), "start_appraisal");
  EXPECT_TRUE(says(office.refused_step("year", office.year_id(), "close"), "1 entries to be reviewed"));
  office.step("entry", office.district.list("vanguard.entry", "state=submitted").at(0).at("id").get<std::int64_t>(),
              "accept");
  office.step("year", office.year_id(), "close");
  EXPECT_TRUE(says(office.refused_step("year", office.year_id(), "publish"), "not computed yet"));
  EXPECT_TRUE(says(
      office.refused_create(
          "entry", {{"member", office.members[0]}, {"item", "meeting"}, {"held_on", "2026-05-01"}, {"content", "x"}}),
      "being counted"));
  EXPECT_TRUE(says(office.refused_update("year", office.year_id(), {{"excellent_share", 50}}), "take the year back"));
  office.run("compute", {{"year", 2026}});
  office.step("year", office.year_id(), "publish");
}

TEST_F(YearTest, CanBeTakenBackUntilItIsFinal) {
  office.publish();
  EXPECT_TRUE(says(office.refused_step("year", office.year_id(), "reopen"), "record.required"));
  office.step("year", office.year_id(), "reopen", {{"reason", "漏报一批事项"}});
  EXPECT_TRUE(year().at("publicity_until").is_null());
  office.accepted(office.members[9], "service");
  EXPECT_EQ(office.total(office.members[9]), 20);
  office.publish();
  EXPECT_EQ(office.index(office.members[9]).at("rank"), 9);
  EXPECT_EQ(office.index(office.members[8]).at("rank"), 9);
}

TEST_F(YearTest, AnAcceptedObjectionCorrectsAndIsShownAnew) {
  office.publish();  // 2026-06-01 to 06-08
  auto& district = office.district;
  const auto entry = [&] {
    return office.refused_create(
        "entry", {{"member", office.members[2]}, {"item", "service"}, {"held_on", "2026-05-01"}, {"content", "补"}});
  };
  EXPECT_TRUE(says(entry(), "needs an accepted objection"));
  EXPECT_TRUE(says(
      office.refused_create(
          "objection", {{"year", 2026}, {"member", office.members[2]}, {"claim", "x"}, {"received_on", "2026-05-31"}}),
      "between 2026-06-01 and 2026-06-08"));
  district.set_today("2026-06-08");
  const auto objection = object(2);
  office.step("objection", objection, "accept", {{"decision", "属实"}});
  EXPECT_EQ(district.figure("vanguard.open_objections", "period=2026"), 1);
  office.earn(office.members[2], "service", 2);
  office.step("objection", objection, "settle", {{"settlement", "补计两次"}});
  EXPECT_EQ(year().at("publicity_until"), "2026-06-11") << "three more working days";
  EXPECT_EQ(office.total(office.members[2]), 100);
  EXPECT_EQ(office.index(office.members[2]).at("rank"), 1);
  EXPECT_EQ(office.index(office.members[1]).at("rank"), 3) << "the others are ranked anew at once";
  EXPECT_EQ(office.index(office.members[2]).at("grade"), "excellent");
  EXPECT_TRUE(says(entry(), "needs an accepted objection")) << "only as long as it is being corrected";
  const auto withdrawn = object(3);
  office.step("objection", withdrawn, "withdraw");
  district.set_today("2026-06-12");
  office.step("year", office.year_id(), "freeze");
}

TEST_F(YearTest, AMemberObjectsAboutThemselvesAlone) {
  office.publish();
  office.account("m4", "member", 0, office.members[4]);
  office.district.act_as("m4");
  const auto id = object(4);
  EXPECT_FALSE(
      office.refused_create("objection", {{"year", 2026}, {"member", office.members[5]}, {"claim", "x"}}).empty());
  EXPECT_FALSE(office.refused_step("objection", id, "accept", {{"decision", "x"}}).empty());
  EXPECT_EQ(office.district.list("vanguard.index").size(), 1U);
  office.district.act_as("");
  const auto other =
      office.district.list("vanguard.entry", "member=" + std::to_string(office.members[1])).at(0).at("id");
  EXPECT_TRUE(says(office.refused_create(
                       "objection", {{"year", 2026}, {"member", office.members[4]}, {"claim", "x"}, {"entry", other}}),
                   "another member"));
}

TEST_F(YearTest, PeopleMayDecideOnAGradeWithinTheShare) {
  office.district.update("vanguard.year", office.year_id(), {{"excellent_share", 20}});
  office.earn(office.members[1], "meeting", 5);  // two at 100: both of the two places
  office.publish();
  const auto decide = [&](std::size_t member, std::string_view grade) {
    return Json{{"year", 2026},
                {"member", office.members[member]},
                {"grade", grade},
                {"reason", "抗洪一线表现突出"},
                {"decided_by", "工委会议"}};
  };
  EXPECT_TRUE(says(office.refused_create("grade_decision", decide(0, "excellent")), "already"));
  EXPECT_FALSE(
      office.refused_create("grade_decision", {{"year", 2026}, {"member", office.members[5]}, {"grade", "excellent"}})
          .empty())
      << "a reason is required";
  const auto first = office.district.create("vanguard.grade_decision", decide(5, "excellent"));
  EXPECT_EQ(office.district.read("vanguard.grade_decision", first).at("computed_grade"), "failing");
  EXPECT_EQ(office.index(office.members[5]).at("grade"), "excellent");
  EXPECT_EQ(office.index(office.members[0]).at("tied"), true) << "one place for two equals is left";
  const auto second = office.district.create("vanguard.grade_decision", decide(0, "excellent"));
  EXPECT_EQ(office.index(office.members[0]).at("grade"), "excellent");
  EXPECT_EQ(office.index(office.members[1]).at("grade"), "qualified");
  EXPECT_EQ(office.index(office.members[1]).at("tied"), false);
  EXPECT_TRUE(says(office.refused_create("grade_decision", decide(1, "excellent")), "2 places"));
  office.step("grade_decision", first, "revoke", {{"reason", "复核后撤销"}});
  EXPECT_EQ(office.index(office.members[1]).at("grade"), "excellent");
  EXPECT_EQ(office.index(office.members[5]).at("grade"), "failing");
  EXPECT_EQ(office.district.read("vanguard.grade_decision", second).at("state"), "decided");
}

}  // namespace
}  // namespace liufa::vanguard
