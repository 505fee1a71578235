#include "rules/item_points.hpp"

#include <gtest/gtest.h>

namespace liufa::assessment {
namespace {

Item item(Kind kind, std::int64_t points) {
  Item made;
  made.code = "1";
  made.kind = kind;
  made.points = points;
  return made;
}

Entry instances(std::int64_t count) { return {Stage::review, 1, std::nullopt, count, std::nullopt}; }
Entry given(std::int64_t points) { return {Stage::review, 1, points, std::nullopt, std::nullopt}; }
Entry measured(std::int64_t value) { return {Stage::review, 1, std::nullopt, std::nullopt, value * 10'000}; }

TEST(ItemPoints, DeductionStopsAtTheFloor) {
  Item rule = item(Kind::deduction, 1'000);
  rule.step_points = 150;
  rule.floor = 200;
  EXPECT_EQ(item_points(rule, instances(0)), exact(1'000));
  EXPECT_EQ(item_points(rule, instances(2)), exact(700));
  EXPECT_EQ(item_points(rule, instances(5)), exact(250));
  EXPECT_EQ(item_points(rule, instances(6)), exact(200)) << "10 - 6 × 1.5 = 1, but the floor is 2";
  EXPECT_EQ(item_points(rule, instances(1'000'000)), exact(200));
  EXPECT_EQ(item_points(rule, given(450)), exact(450));
}

TEST(ItemPoints, AdditionStopsAtTheCap) {
  // 15 meetings × 2 = 30, capped at 12.
  Item rule = item(Kind::addition, 1'200);
  rule.step_points = 200;
  EXPECT_EQ(item_points(rule, instances(0)), exact(0));
  EXPECT_EQ(item_points(rule, instances(5)), exact(1'000));
  EXPECT_EQ(item_points(rule, instances(6)), exact(1'200));
  EXPECT_EQ(item_points(rule, instances(15)), exact(1'200));
}

TEST(ItemPoints, RankTableOfPractice) {
  Item rule = item(Kind::rank, 6'000);
  rule.rank_points = {6'000, 5'700, 5'400, 5'100, 4'800};
  rule.rank_beyond = 4'500;
  const Field field{900'000, 800'000, 700'000, 600'000, 500'000, 400'000, 300'000};
  const std::int64_t expected[] = {6'000, 5'700, 5'400, 5'100, 4'800, 4'500, 4'500};
  for (std::size_t at = 0; at < field.size(); ++at)
    EXPECT_EQ(item_points(rule, measured(field[at] / 10'000), field), exact(expected[at]));
}

TEST(ItemPoints, EqualsShareARankAndTheNextIsLeftOut) {
  Item rule = item(Kind::rank, 6'000);
  rule.rank_points = {6'000, 5'700, 5'400, 5'100, 4'800};
  const Field field{90 * 10'000, 80 * 10'000, 80 * 10'000, 70 * 10'000};
  EXPECT_EQ(item_points(rule, measured(80), field), exact(5'700));
  EXPECT_EQ(item_points(rule, measured(70), field), exact(5'100)) << "1, 2, 2, 4";
}

TEST(ItemPoints, RanksWhereLowIsGood) {
  Item rule = item(Kind::rank, 500);
  rule.rank_points = {500, 300};
  rule.lower_is_better = true;
  const Field field{0, 20'000, 50'000};
  EXPECT_EQ(item_points(rule, measured(0), field), exact(500));
  EXPECT_EQ(item_points(rule, measured(2), field), exact(300));
  EXPECT_EQ(item_points(rule, measured(5), field), exact(0));
}

TEST(ItemPoints, ProportionalToTheBestIsExact) {
  const Item rule = item(Kind::proportional, 1'000);
  const Field field{30'000, 10'000, 0};
  EXPECT_EQ(item_points(rule, measured(3), field), exact(1'000));
  EXPECT_EQ(item_points(rule, measured(1), field), Exact(10, 3)) << "not rounded before the total";
  EXPECT_EQ(item_points(rule, measured(0), field), 0);
  EXPECT_EQ(item_points(rule, measured(0), Field{0, 0}), 0) << "nobody did anything";
}

TEST(ItemPoints, ProportionalWhereLowIsGood) {
  Item rule = item(Kind::proportional, 1'000);
  rule.lower_is_better = true;
  EXPECT_EQ(item_points(rule, measured(4), Field{20'000, 40'000}), exact(500));
  EXPECT_EQ(item_points(rule, measured(0), Field{0, 40'000}), exact(1'000)) << "the best may be none at all";
  EXPECT_EQ(item_points(rule, measured(4), Field{0, 40'000}), 0);
}

TEST(ItemPoints, EachOneOverTheThresholdDeductsAHalf) {
  Item rule = item(Kind::threshold, 500);
  rule.lower_is_better = true;
  rule.limit = 3 * 10'000;
  rule.step_points = 50;
  EXPECT_EQ(item_points(rule, measured(0)), exact(500));
  EXPECT_EQ(item_points(rule, measured(3)), exact(500)) << "the limit itself is allowed";
  EXPECT_EQ(item_points(rule, measured(4)), exact(450));
  EXPECT_EQ(item_points(rule, measured(6)), exact(350));
  EXPECT_EQ(item_points(rule, measured(13)), exact(0));
  EXPECT_EQ(item_points(rule, measured(99)), exact(0)) << "never below the floor";
}

TEST(ItemPoints, AStepBegunCountsOnlyIfTheStandardSaysSo) {
  Item rule = item(Kind::threshold, 500);
  rule.step_points = 50;
  rule.limit = 90 * 10'000;  // attendance of 90 %: each point below costs 0.5
  const Entry attendance{Stage::review, 1, std::nullopt, std::nullopt, 885'000};  // 88.5
  EXPECT_EQ(item_points(rule, attendance), exact(450));
  rule.begun_step_counts = true;
  EXPECT_EQ(item_points(rule, attendance), exact(400));
}

TEST(ItemPoints, AnOccasionCarriesItsPart) {
  Item rule = item(Kind::deduction, 5'000);  // 50 = 5 × 10
  rule.occasions = 5;
  rule.step_points = 400;
  const Entry spot{Stage::spot_check, 2, std::nullopt, 1, std::nullopt};
  EXPECT_EQ(full_points(rule, Stage::spot_check), exact(1'000));
  EXPECT_EQ(item_points(rule, spot), exact(600));
  EXPECT_EQ(item_points(rule, {Stage::spot_check, 2, std::nullopt, 3, std::nullopt}), exact(0));
}

TEST(ItemPoints, AnEntryMustFitItsItem) {
  Item deduction = item(Kind::deduction, 1'000);
  EXPECT_FALSE(check_entry(deduction, instances(3)));
  EXPECT_FALSE(check_entry(deduction, given(1'000)));
  EXPECT_TRUE(check_entry(deduction, given(1'001))) << "more than the full points";
  EXPECT_TRUE(check_entry(deduction, instances(-1)));
  EXPECT_TRUE(check_entry(deduction, measured(3)));
  EXPECT_TRUE(check_entry(deduction, Entry{})) << "nothing given";
  EXPECT_TRUE(check_entry(deduction, Entry{Stage::review, 1, 100, 1, std::nullopt})) << "both given";

  const Item judged = item(Kind::judged, 1'000);
  EXPECT_FALSE(check_entry(judged, given(0)));
  EXPECT_TRUE(check_entry(judged, instances(1)));
  EXPECT_FALSE(check_entry(item(Kind::imported, 1'000), given(930)));

  const Item rank = item(Kind::rank, 1'000);
  EXPECT_FALSE(check_entry(rank, measured(3)));
  EXPECT_TRUE(check_entry(rank, given(300)));

  Item veto = item(Kind::addition, 0);
  veto.part = Part::veto;
  EXPECT_FALSE(check_entry(veto, instances(1)));
  EXPECT_TRUE(check_entry(veto, given(0)));

  Item spread = item(Kind::judged, 5'000);
  spread.occasions = 5;
  EXPECT_FALSE(check_entry(spread, Entry{Stage::spot_check, 5, 1'000, std::nullopt, std::nullopt}));
  EXPECT_TRUE(check_entry(spread, Entry{Stage::spot_check, 5, 1'001, std::nullopt, std::nullopt}));
  EXPECT_TRUE(check_entry(spread, Entry{Stage::spot_check, 6, 1'000, std::nullopt, std::nullopt}));
}

}  // namespace
}  // namespace liufa::assessment
