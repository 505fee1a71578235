#include "rules/advanced.hpp"

#include <gtest/gtest.h>

namespace liufa::assessment {
namespace {

struct Field10 {
  Rules rules;
  std::vector<Sheet> sheets;
  std::vector<Result> results;
};

/// Organisations with these totals, all of which met the standard unless below 80.
Field10 field(const std::vector<std::int64_t>& totals, std::int64_t share) {
  Field10 made;
  made.rules.advanced_share = share;
  for (const std::int64_t total : totals) {
    Result result;
    result.total = total;
    result.outcome = outcome_of(made.rules, total);
    made.results.push_back(result);
    made.sheets.emplace_back();
  }
  return made;
}

std::vector<bool> advanced(const Field10& from) {
  std::vector<bool> flags;
  for (const Result& result : from.results) flags.push_back(result.advanced);
  return flags;
}

TEST(Advanced, AtMostTheShareRoundedDown) {
  Field10 some = field({9'500, 9'400, 9'300}, 3'333);
  choose_advanced(some.rules, some.sheets, some.results);
  EXPECT_EQ(advanced(some), (std::vector<bool>{false, false, false})) << "33.33 % of 3 are 0.9999";
}

TEST(Advanced, TheFirstByTotal) {
  Field10 some = field({9'000, 9'500, 8'500, 8'100}, 5'000);
  choose_advanced(some.rules, some.sheets, some.results);
  EXPECT_EQ(advanced(some), (std::vector<bool>{true, true, false, false}));
}

TEST(Advanced, RequiresThatTheStandardIsMet) {
  Field10 some = field({7'900, 7'800}, 10'000);
  choose_advanced(some.rules, some.sheets, some.results);
  EXPECT_EQ(advanced(some), (std::vector<bool>{false, false}));
  some = field({9'200, 8'500}, 10'000);
  some.results[0].outcome = Outcome::not_met;  // a category at zero
  choose_advanced(some.rules, some.sheets, some.results);
  EXPECT_EQ(advanced(some), (std::vector<bool>{false, true}));
}

TEST(Advanced, AndTheScore) {
  Field10 some = field({9'000, 8'999}, 10'000);
  some.rules.advanced_score = 9'000;
  choose_advanced(some.rules, some.sheets, some.results);
  EXPECT_EQ(advanced(some), (std::vector<bool>{true, false}));
}

TEST(Advanced, EqualsAtTheCutAreLeftToTheOffice) {
  Field10 some = field({9'500, 9'000, 9'000, 8'500}, 5'000);  // two places, three candidates
  choose_advanced(some.rules, some.sheets, some.results);
  EXPECT_EQ(advanced(some), (std::vector<bool>{true, false, false, false}));
  EXPECT_TRUE(some.results[1].tied_at_cut);
  EXPECT_TRUE(some.results[2].tied_at_cut);
  EXPECT_FALSE(some.results[3].tied_at_cut) << "who comes after them does not overtake";

  some = field({9'500, 9'000, 9'000, 8'500}, 5'000);
  some.sheets[2].decision = Decision::named;
  choose_advanced(some.rules, some.sheets, some.results);
  EXPECT_EQ(advanced(some), (std::vector<bool>{true, false, true, false}));
}

TEST(Advanced, ADenialLeavesThePlaceToTheNext) {
  Field10 some = field({9'500, 9'000, 8'500}, 3'334);
  some.sheets[0].decision = Decision::denied;
  choose_advanced(some.rules, some.sheets, some.results);
  EXPECT_EQ(advanced(some), (std::vector<bool>{false, true, false}));
}

TEST(Advanced, NoDecisionMakesUpForTheStandard) {
  Field10 some = field({9'500, 7'000}, 10'000);
  some.sheets[1].decision = Decision::named;
  choose_advanced(some.rules, some.sheets, some.results);
  EXPECT_EQ(advanced(some), (std::vector<bool>{true, false}));
}

TEST(Advanced, NamingAboveTheQuotaIsCounted) {
  Field10 some = field({9'500, 9'400, 9'300, 9'200}, 2'500);
  EXPECT_EQ(named_above_quota(some.rules, some.sheets), 0);
  some.sheets[0].decision = some.sheets[1].decision = some.sheets[2].decision = Decision::named;
  EXPECT_EQ(named_above_quota(some.rules, some.sheets), 2);
}

TEST(Advanced, EachDivisionHasItsQuota) {
  Field10 some = field({9'500, 9'400, 9'300, 8'200}, 5'000);
  some.rules.rank_within_division = true;
  some.sheets[0].division = some.sheets[1].division = "a";
  some.sheets[2].division = some.sheets[3].division = "b";
  choose_advanced(some.rules, some.sheets, some.results);
  EXPECT_EQ(advanced(some), (std::vector<bool>{true, false, true, false}));
}

}  // namespace
}  // namespace liufa::assessment
