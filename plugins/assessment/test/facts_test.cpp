#include "rules/facts.hpp"

#include <gtest/gtest.h>

namespace liufa::assessment {
namespace {

Item item(Kind kind, FactCounting counting = FactCounting::number) {
  Item made;
  made.code = "1";
  made.kind = kind;
  made.points = 1'000;
  made.facts = {"deeds.deed", "deeds.personal"};
  made.fact_counting = counting;
  return made;
}

TEST(Facts, AreNamedByMethodAndFact) {
  for (const char* good : {"pairing.support", "a.b", "community.four_ones2"}) EXPECT_TRUE(is_fact_id(good)) << good;
  for (const char* bad : {"", "pairing", "pairing.", ".support", "Pairing.support", "pairing.support.more",
                          "pairing support", "pairing.结对", "2.1", "pairing:support"})
    EXPECT_FALSE(is_fact_id(bad)) << bad;
}

TEST(Facts, CountByTheirSourceAndGrade) {
  Item one = item(Kind::addition);
  EXPECT_TRUE(is_evidence(one, "deeds.deed", ""));
  EXPECT_FALSE(is_evidence(one, "deeds.other", ""));
  one.fact_grades = {"city", "district"};
  EXPECT_TRUE(is_evidence(one, "deeds.deed", "city"));
  EXPECT_FALSE(is_evidence(one, "deeds.deed", "town"));
  EXPECT_FALSE(is_evidence(one, "deeds.deed", ""));
}

TEST(Facts, CountEachAsOneOrByQuantity) {
  EXPECT_EQ(fact_count(item(Kind::addition), {3, 750}), 300);
  EXPECT_EQ(fact_count(item(Kind::addition, FactCounting::quantity), {3, 750}), 750);
}

TEST(Facts, BecomeWholeInstances) {
  EXPECT_EQ(entry_from_facts(item(Kind::addition), Stage::review, 799)->instances, 7);
  EXPECT_EQ(entry_from_facts(item(Kind::deduction), Stage::review, 0)->instances, 0);
  EXPECT_EQ(entry_from_facts(item(Kind::deduction), Stage::review, -100)->instances, 0);
}

TEST(Facts, BecomeAMeasuredValueOfFourDigits) {
  EXPECT_EQ(entry_from_facts(item(Kind::rank), Stage::review, 250)->measure, 25'000);
  EXPECT_EQ(entry_from_facts(item(Kind::threshold), Stage::review, 250)->measure, 25'000);
  EXPECT_EQ(entry_from_facts(item(Kind::proportional), Stage::review, 1)->measure, 100);
}

TEST(Facts, BecomePointsWhereTheyAreImported) {
  Item one = item(Kind::imported);
  EXPECT_EQ(entry_from_facts(one, Stage::review, 825)->points, 825) << "the count itself";
  EXPECT_EQ(entry_from_facts(one, Stage::review, 1'200)->points, 1'000) << "at most the full points";
  one.step_points = 150;
  one.floor = 200;
  EXPECT_EQ(entry_from_facts(one, Stage::review, 300)->points, 650) << "2 + 3 × 1.5";
  EXPECT_EQ(entry_from_facts(one, Stage::review, 0)->points, 200);
  EXPECT_EQ(entry_from_facts(one, Stage::review, 9'900)->points, 1'000);
  one.step_points = 33;
  EXPECT_EQ(entry_from_facts(one, Stage::review, 150)->points, 250) << "2 + 1.5 × 0.33 = 2.495, rounded half up";
  one.floor = 0;
  one.step_points = 0;
  one.occasions = 3;
  EXPECT_EQ(entry_from_facts(one, Stage::spot_check, 900)->points, 333) << "a third of 10 is never exceeded";
}

TEST(Facts, DoNotJudge) {
  EXPECT_FALSE(entry_from_facts(item(Kind::judged), Stage::review, 300));
  EXPECT_FALSE(entry_from_facts(item(Kind::heading), Stage::review, 300));
  EXPECT_FALSE(entry_from_facts(item(Kind::addition, FactCounting::shown), Stage::review, 300));
}

TEST(Facts, AreCheckedWithTheirItem) {
  const auto says = [](const Item& one, std::string_view part) {
    for (const Finding& finding : check_item(one))
      if (finding.en.find(part) != std::string::npos && !finding.zh.empty()) return true;
    return false;
  };
  Item one = item(Kind::addition);
  one.step_points = 100;
  EXPECT_TRUE(check_item(one).empty());
  one.facts = {"deeds"};
  EXPECT_TRUE(says(one, "METHOD.FACT, such as pairing.support, found “deeds”"));
  one.facts = {"assessment.result"};
  EXPECT_TRUE(says(one, "own “assessment.result” can't be its evidence"));
  one.facts.clear();
  one.fact_grades = {"city"};
  EXPECT_TRUE(says(one, "grades of facts are given, but no facts"));
  EXPECT_TRUE(says(item(Kind::heading), "a heading has no facts"));
}

}  // namespace
}  // namespace liufa::assessment
