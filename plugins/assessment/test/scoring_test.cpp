#include "rules/scoring.hpp"

#include <gtest/gtest.h>

namespace liufa::assessment {
namespace {

Item judged(std::string code, Category category, std::int64_t points) {
  Item item;
  item.code = std::move(code);
  item.name = item.code;
  item.category = category;
  item.points = points;
  item.stages = {false, false, true};
  return item;
}

/// Four categories of 25 points, one item each, scored in the review only.
Standard four_items() {
  Standard standard;
  standard.items = {judged("1", Category::ideology, 2'500), judged("2", Category::organisation, 2'500),
                    judged("3", Category::style, 2'500), judged("4", Category::institution, 2'500)};
  return standard;
}

Entry points(std::int64_t value, Stage stage = Stage::review, std::int64_t occasion = 1) {
  return {stage, occasion, value, std::nullopt, std::nullopt};
}
Entry instances(std::int64_t count) { return {Stage::review, 1, std::nullopt, count, std::nullopt}; }

Sheet sheet_with(const std::vector<std::int64_t>& values) {
  Sheet sheet;
  for (std::size_t at = 0; at < values.size(); ++at) sheet.entries[std::to_string(at + 1)] = {points(values[at])};
  return sheet;
}

Result assess_one(const Standard& standard, const Sheet& sheet) { return assess(standard, {sheet}).front(); }

TEST(Outcome, ThresholdsAreInclusive) {
  const Rules rules;
  EXPECT_EQ(outcome_of(rules, 8'000), Outcome::met);
  EXPECT_EQ(outcome_of(rules, 7'999), Outcome::basically_met);
  EXPECT_EQ(outcome_of(rules, 6'000), Outcome::basically_met);
  EXPECT_EQ(outcome_of(rules, 5'999), Outcome::not_met);
  EXPECT_EQ(grade_of(rules, 9'000), Grade::excellent);
  EXPECT_EQ(grade_of(rules, 8'999), Grade::good);
  EXPECT_EQ(grade_of(rules, 6'000), Grade::fair);
  EXPECT_EQ(grade_of(rules, 5'999), Grade::poor);
}

TEST(Outcome, ACategoryAtZeroFailsWhateverTheTotal) {
  // 92 with one category at 0 → 不达标.
  Standard standard = four_items();
  standard.items[0].points = 3'200;
  standard.items[1].points = 3'000;
  standard.items[2].points = 3'000;
  standard.items[3].points = 800;
  const Result result = assess_one(standard, sheet_with({3'200, 3'000, 3'000, 0}));
  EXPECT_EQ(result.total, 9'200);
  EXPECT_EQ(result.outcome, Outcome::not_met);
  EXPECT_EQ(result.basis, Basis::zero_category);
  EXPECT_EQ(result.grade, Grade::poor);
  EXPECT_FALSE(result.advanced);

  standard.rules.zero_category_fails = false;
  EXPECT_EQ(assess_one(standard, sheet_with({3'200, 3'000, 3'000, 0})).outcome, Outcome::met);
}

TEST(Outcome, AHundredthInTheCategoryIsNotZero) {
  const Result result = assess_one(four_items(), sheet_with({2'500, 2'500, 2'500, 1}));
  EXPECT_EQ(result.total, 7'501);
  EXPECT_EQ(result.outcome, Outcome::basically_met);
}

TEST(Outcome, AVetoDecidesAlone) {
  Standard standard = four_items();
  Item veto = judged("V", Category::style, 0);
  veto.part = Part::veto;
  veto.kind = Kind::addition;
  standard.items.push_back(veto);
  Sheet sheet = sheet_with({2'500, 2'500, 2'500, 2'500});
  sheet.entries["V"] = {instances(0)};
  EXPECT_EQ(assess_one(standard, sheet).outcome, Outcome::met);
  sheet.entries["V"] = {instances(1)};
  const Result result = assess_one(standard, sheet);
  EXPECT_EQ(result.total, 10'000);
  EXPECT_EQ(result.outcome, Outcome::not_met);
  EXPECT_EQ(result.basis, Basis::veto);
}

TEST(Composite, WeighsTheStages) {
  Item item = judged("1", Category::ideology, 1'000);
  item.stages = {true, true, true};
  Rules rules;
  rules.weights = {2'000, 3'000, 5'000};
  EXPECT_EQ(composite(item, rules, {exact(1'000), exact(800), exact(600)}), exact(740));
}

TEST(Composite, AMissingStageIsSharedOrZero) {
  Item item = judged("1", Category::ideology, 1'000);
  item.stages = {true, true, true};
  Rules rules;
  rules.weights = {2'000, 3'000, 5'000};
  EXPECT_EQ(composite(item, rules, {exact(1'000), std::nullopt, exact(600)}), Exact(50, 7)) << "(10×20 + 6×50) / 70";
  rules.missing_stage_is_zero = true;
  EXPECT_EQ(composite(item, rules, {exact(1'000), std::nullopt, exact(600)}), exact(500));
}

TEST(Composite, AStageOfNoWeightIsForReference) {
  Item item = judged("1", Category::ideology, 1'000);
  item.stages = {true, true, true};
  const Rules rules;  // 0, 30, 70
  EXPECT_EQ(composite(item, rules, {exact(1'000), exact(500), exact(500)}), exact(500));
  EXPECT_EQ(composite(item, rules, {exact(1'000), std::nullopt, std::nullopt}), exact(1'000))
      << "unless nothing else is there";
  EXPECT_EQ(composite(item, rules, {std::nullopt, std::nullopt, std::nullopt}), 0);
}

TEST(Composite, DailyPartOfFiveTimesTen) {
  Standard standard;
  Item daily = judged("D", Category::ideology, 5'000);
  daily.stages = {false, true, false};
  daily.occasions = 5;
  standard.items = {daily, judged("Y", Category::organisation, 5'000)};
  Sheet sheet;
  for (std::int64_t occasion = 1; occasion <= 5; ++occasion)
    sheet.entries["D"].push_back(points(occasion == 3 ? 700 : 1'000, Stage::spot_check, occasion));
  sheet.entries["Y"] = {points(4'600)};
  EXPECT_EQ(assess_one(standard, sheet).total, 4'700 + 4'600);
  sheet.entries["D"].pop_back();
  EXPECT_EQ(assess_one(standard, sheet).total, 3'700 + 4'600) << "an occasion that did not take place gives nothing";
}

TEST(Composite, SeveralSpotChecksOfTheSameAreAveraged) {
  Standard standard;
  Item item = judged("1", Category::ideology, 1'000);
  item.stages = {false, true, false};
  standard.items = {item};
  Sheet sheet;
  sheet.entries["1"] = {points(1'000, Stage::spot_check, 1), points(900, Stage::spot_check, 2),
                        points(900, Stage::spot_check, 3)};
  EXPECT_EQ(assess_one(standard, sheet).total, 933) << "28 / 3 = 9.333…";
}

TEST(Total, IsRoundedOnceFromTheExactSum) {
  // Three thirds of a hundredth each: rounded one by one they would vanish.
  Standard standard = four_items();
  for (Item& item : standard.items) {
    item.kind = Kind::proportional;
    item.points = 100;
  }
  const auto measured = [](std::int64_t value) {
    return Entry{Stage::review, 1, std::nullopt, std::nullopt, value * 10'000};
  };
  Sheet best;
  Sheet other;
  for (const char* code : {"1", "2", "3", "4"}) {
    best.entries[code] = {measured(3)};
    other.entries[code] = {measured(1)};
  }
  const auto results = assess(standard, {best, other});
  EXPECT_EQ(results[1].total, 133) << "4 × 0.3333… = 1.3333…, while 4 × 0.33 = 1.32";
  standard.rules.digits = 0;
  EXPECT_EQ(assess(standard, {best, other})[1].total, 100);
}

TEST(Total, BonusIsCappedAndPenaltyDeducts) {
  Standard standard = four_items();
  Item bonus = judged("B", Category::style, 1'000);
  bonus.part = Part::bonus;
  bonus.kind = Kind::addition;
  bonus.step_points = 200;
  Item penalty = judged("P", Category::style, 1'000);
  penalty.part = Part::penalty;
  penalty.kind = Kind::addition;
  penalty.step_points = 300;
  standard.items.push_back(bonus);
  standard.items.push_back(penalty);
  standard.rules.bonus_cap = 500;
  Sheet sheet = sheet_with({2'000, 2'000, 2'000, 2'000});
  sheet.entries["B"] = {instances(3)};
  sheet.entries["P"] = {instances(2)};
  const Result result = assess_one(standard, sheet);
  EXPECT_EQ(result.bonus, exact(500)) << "3 × 2 = 6, capped at 5";
  EXPECT_EQ(result.penalty, exact(600));
  EXPECT_EQ(result.total, 8'000 + 500 - 600);
  sheet.entries["P"] = {instances(100)};
  EXPECT_EQ(assess_one(standard, sheet).total, 8'000 + 500 - 1'000) << "a penalty too has its most";
}

TEST(Total, NeverFallsBelowZero) {
  Standard standard = four_items();
  Item penalty = judged("P", Category::style, 1'000);
  penalty.part = Part::penalty;
  penalty.kind = Kind::addition;
  penalty.step_points = 1'000;
  standard.items.push_back(penalty);
  Sheet sheet = sheet_with({100, 100, 100, 100});
  sheet.entries["P"] = {instances(1)};
  EXPECT_EQ(assess_one(standard, sheet).total, 0);
}

TEST(Total, HeadingsCarryTheirSums) {
  Standard standard = four_items();
  Item heading = judged("H", Category::ideology, 5'000);
  heading.kind = Kind::heading;
  standard.items.insert(standard.items.begin(), heading);
  standard.items[1].parent = "H";
  standard.items[2].parent = "H";
  const Result result = assess_one(standard, sheet_with({2'000, 2'500, 1'000, 1'000}));
  EXPECT_EQ(result.lines[0].points, exact(4'500));
  EXPECT_EQ(result.total, 6'500) << "and are not counted twice";
}

TEST(Ranking, EqualAfterRoundingIsEqual) {
  Standard standard = four_items();
  standard.rules.digits = 1;
  const auto results =
      assess(standard, {sheet_with({2'000, 2'000, 2'000, 2'004}), sheet_with({2'000, 2'000, 2'000, 1'996}),
                        sheet_with({2'000, 2'000, 2'000, 1'994})});
  EXPECT_EQ(results[0].total, 8'000);
  EXPECT_EQ(results[1].total, 8'000);
  EXPECT_EQ(results[0].rank, 1);
  EXPECT_EQ(results[1].rank, 1);
  EXPECT_EQ(results[2].rank, 3);
}

TEST(Ranking, WithinDivisions) {
  std::vector<Sheet> sheets{sheet_with({2'500, 2'500, 2'500, 2'500}), sheet_with({2'000, 2'000, 2'000, 2'000}),
                            sheet_with({2'400, 2'400, 2'400, 2'400})};
  sheets[0].division = "党支部";
  sheets[1].division = "机关党委";
  sheets[2].division = "党支部";
  const auto results = assess(four_items(), sheets);
  EXPECT_EQ(results[1].rank, 3);
  EXPECT_EQ(results[1].division_rank, 1);
  EXPECT_EQ(results[2].division_rank, 2);
}

TEST(Ranking, ComparedItemsStayWithinTheDivisionIfTheRankingDoes) {
  Standard standard;
  Item item = judged("1", Category::ideology, 1'000);
  item.kind = Kind::proportional;
  standard.items = {item};
  const auto measured = [](std::int64_t value, std::string division) {
    Sheet sheet;
    sheet.division = std::move(division);
    sheet.entries["1"] = {{Stage::review, 1, std::nullopt, std::nullopt, value * 10'000}};
    return sheet;
  };
  const std::vector<Sheet> sheets{measured(100, "a"), measured(10, "b"), measured(5, "b")};
  EXPECT_EQ(assess(standard, sheets)[1].total, 100);
  standard.rules.rank_within_division = true;
  EXPECT_EQ(assess(standard, sheets)[1].total, 1'000);
  EXPECT_EQ(assess(standard, sheets)[2].total, 500);
}

TEST(Assess, ManyOrganisationsAtOnce) {
  Standard standard;
  for (int at = 0; at < 25; ++at)
    standard.items.push_back(judged("i" + std::to_string(at), static_cast<Category>(at % 4), 400));
  std::vector<Sheet> sheets(254);
  for (std::size_t sheet = 0; sheet < sheets.size(); ++sheet)
    for (std::size_t at = 0; at < 25; ++at)
      sheets[sheet].entries["i" + std::to_string(at)] = {
          points(static_cast<std::int64_t>(400 - (sheet * 7 + at) % 40))};
  const auto results = assess(standard, sheets);
  ASSERT_EQ(results.size(), 254U);
  for (const Result& result : results) EXPECT_EQ(result.outcome, Outcome::met);
}

}  // namespace
}  // namespace liufa::assessment
