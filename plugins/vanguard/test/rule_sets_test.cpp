#include "test/scenario.hpp"

namespace liufa::vanguard {
namespace {

TEST(RuleSets, ACompleteDraftIsPutInForceAndThenFixed) {
  Office office;
  const auto id = office.rules();
  const Json rules = office.district.read("vanguard.rule_set", id);
  EXPECT_EQ(rules.at("state"), "in_force");
  EXPECT_EQ(rules.at("edition"), 1);
  EXPECT_EQ(office.district.figure("vanguard.rules"), 1);
  EXPECT_TRUE(says(office.refused_update("rule_set", id, {{"base", 70}}), "record.not_in_state"));
  EXPECT_TRUE(
      says(office.refused_create("indicator", {{"rule_set", id}, {"code", "x"}, {"group_code", "life"}, {"name", "x"}}),
           "only a draft"));
}

TEST(RuleSets, WhatIsIncompleteIsNotPutInForce) {
  Office office;
  const auto empty = office.district.create("vanguard.rule_set",
                                            {{"code", "E"}, {"name", "空"}, {"class", "all"}, {"from_year", 2026}});
  EXPECT_TRUE(says(office.refused_step("rule_set", empty, "enact"), "no indicator"));
  const auto weights = office.draft("W", {{"daily_weight", 70}});
  EXPECT_TRUE(says(office.refused_step("rule_set", weights, "enact"), "add up to 100 %, found 90 %"));
  const auto lines = office.draft("L", {{"qualified_from", 95}});
  EXPECT_TRUE(says(office.refused_step("rule_set", lines, "enact"), "expected to rise"));
  const auto group = office.draft("G");
  office.indicator(group, "lost", "nowhere", Json::object());
  EXPECT_TRUE(says(office.refused_step("rule_set", group, "enact"), "“nowhere”"));
}

TEST(RuleSets, IndicatorsAreCheckedAsTheyAreWritten) {
  Office office;
  const auto id = office.draft();
  const auto refused = [&](const Json& more) {
    Json fields{{"rule_set", id}, {"code", "new"}, {"group_code", "work"}, {"name", "新"}};
    fields.update(more);
    return office.refused_create("indicator", fields);
  };
  EXPECT_TRUE(says(refused({{"tiers", "central:8"}}), "central=8/provincial=6"));
  EXPECT_TRUE(says(refused({{"source", "activity"}}), "METHOD.FACT"));
  EXPECT_TRUE(says(refused({{"source", "diary.activity"}}), "“service” counts"));
  EXPECT_TRUE(says(refused({{"code", "a.b"}}), "can't have a point"));
  EXPECT_TRUE(
      says(office.refused_create(
               "rule_set",
               {{"code", "C"}, {"name", "x"}, {"class", "all"}, {"from_year", 2026}, {"conduct_points", "good"}}),
           "found “good”"));
  const auto sanction = office.district.list("vanguard.indicator", "code=sanction").at(0);
  EXPECT_EQ(sanction.at("approval"), "office") << "a veto is never decided by the branch alone";
}

TEST(RuleSets, ARevisionIsTheNextEditionAndSupersedesTheOldOne) {
  Office office;
  const auto first = office.rules();
  office.start();
  const Json revised = office.run("revise", {{"rule_set", first}, {"from_year", 2026}, {"code", "R2"}});
  const auto second = revised.at("rule_set").get<std::int64_t>();
  EXPECT_EQ(revised.at("edition"), 2);
  EXPECT_EQ(revised.at("groups"), 4);
  EXPECT_EQ(revised.at("indicators"), 7);
  EXPECT_EQ(office.district.read("vanguard.rule_set", second).at("previous"), first);
  const auto meeting =
      office.district.list("vanguard.indicator", "code=meeting&rule_set=" + std::to_string(second)).at(0);
  office.district.update("vanguard.indicator", meeting.at("id").get<std::int64_t>(), {{"points", 5}});
  office.accepted(office.members[0], "meeting");
  EXPECT_EQ(office.total(office.members[0]), 2);

  office.step("rule_set", second, "enact");
  EXPECT_EQ(office.district.read("vanguard.rule_set", first).at("state"), "superseded");
  EXPECT_EQ(office.district.read("vanguard.year", office.year_id()).at("outdated"), true);
  EXPECT_EQ(office.run("compute", {{"year", 2026}}).at("changed"), 1 + 2 + 1) << "all refer to the new rules";
  EXPECT_EQ(office.total(office.members[0]), 5);
  EXPECT_EQ(office.district.read("vanguard.year", office.year_id()).at("outdated"), false);
}

TEST(RuleSets, NextYearsRulesLeaveThisYearAlone) {
  Office office;
  const auto first = office.rules();
  office.start();
  office.run("compute", {{"year", 2026}});
  const auto next = office.run("revise", {{"rule_set", first}, {"from_year", 2027}}).at("rule_set").get<std::int64_t>();
  office.step("rule_set", next, "enact");
  EXPECT_EQ(office.district.read("vanguard.rule_set", first).at("state"), "in_force");
  EXPECT_EQ(office.district.read("vanguard.year", office.year_id()).at("outdated"), false);
  office.accepted(office.members[0], "meeting");
  EXPECT_EQ(office.index(office.members[0]).at("rules"), "R1");
}

TEST(RuleSets, AClosedYearKeepsItsRules) {
  Office office;
  const auto first = office.rules();
  office.start();
  office.publish();
  const auto late = office.run("revise", {{"rule_set", first}, {"from_year", 2026}}).at("rule_set").get<std::int64_t>();
  EXPECT_TRUE(says(office.refused_step("rule_set", late, "enact"), "2026 is closed"));
  office.step("rule_set", late, "drop");
}

TEST(RuleSets, EachClassHasRulesOfItsOwn) {
  Office office;
  office.rules();
  office.rules("B", {{"class", "backbone"}, {"base", 10}});
  office.district.update("directory.member", office.members[1], {{"cadre", "part_time"}});
  office.start();
  office.accepted(office.members[0], "meeting");
  office.accepted(office.members[1], "meeting");
  EXPECT_EQ(office.total(office.members[0]), 2);
  EXPECT_EQ(office.total(office.members[1]), 12);
  EXPECT_EQ(office.index(office.members[1]).at("class"), "backbone");
}

}  // namespace
}  // namespace liufa::vanguard
