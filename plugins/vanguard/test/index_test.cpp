/// The rules alone: points, caps, weights, rounding.
#include <gtest/gtest.h>

#include <random>

#include "rules/rule_set.hpp"

namespace liufa::vanguard {
namespace {

Group group(const std::string& code, kit::GroupKind kind, std::optional<Points> cap = {}) {
  Group made;
  made.code = code;
  made.scheme = {kind, cap};
  return made;
}

Indicator indicator(const std::string& code, std::size_t group, std::int64_t rate) {
  Indicator made;
  made.code = code;
  made.group = group;
  made.rate = rate;
  return made;
}

/// Daily records alone, 100 points; groups 0 life (cap 12), 1 work, 2 minus, 3 honour.
RuleSet rules() {
  RuleSet made;
  made.daily_full = 100'00;
  made.daily_weight = 100'00;
  made.part_weights = {20'00, 40'00, 20'00, 20'00, 10'00};
  made.conduct = {{"good", 90'00}};
  made.excellent_from = 90'00;
  made.qualified_from = 75'00;
  made.basic_from = 60'00;
  made.groups = {group("life", kit::GroupKind::earns, 12'0000), group("work", kit::GroupKind::earns),
                 group("minus", kit::GroupKind::deducts, 20'0000), group("honour", kit::GroupKind::bonus)};
  made.indicators = {indicator("meeting", 0, 2'00), indicator("study", 1, 1'50), indicator("service", 1, 10'00),
                     indicator("late", 2, 3'00),    indicator("award", 3, 0),    indicator("sanction", 2, 0),
                     indicator("relapse", 2, 0)};
  made.indicators[1].by_quantity = true;
  made.indicators[4].tiers = {{"central", 8'00}, {"provincial", 6'00}, {"municipal", 4'00}};
  made.indicators[5].effect = Effect::veto;
  made.indicators[6].effect = Effect::reset;
  return made;
}

/// Entries as the database hands them over.
struct Given {
  std::string item;
  std::string level;
  std::int64_t quantity = 0;
  std::int64_t instances = 1;
  std::string on;
};

Given tally(const std::string& item, std::int64_t instances, std::int64_t quantity = 0, const std::string& level = "",
            const std::string& on = "") {
  return {item, level, quantity == 0 ? instances * 100 : quantity, instances, on};
}

std::vector<Tally> counted(const RuleSet& prepared, const std::vector<Given>& given) {
  std::vector<Tally> tallies;
  for (const Given& each : given)
    if (const auto rate = prepared.rate(each.item, each.level))
      tallies.push_back(rate->tally(each.quantity, each.instances, each.on));
  return tallies;
}

Standing standing(RuleSet made, const std::vector<Given>& given, const Start& start = {},
                  const Appraisals& appraisals = {}) {
  made.prepare();
  return stand(made, start, counted(made, given), appraisals);
}

TEST(Index, FifteenMeetingsOfTwoPointsAreThirtyCappedAtTwelve) {
  const Standing found = standing(rules(), {tally("meeting", 15)});
  EXPECT_EQ(found.score.groups.at(0).given, 30'0000);
  EXPECT_EQ(found.daily, 12'0000);
  EXPECT_EQ(found.total, 12'00);
}

TEST(Index, QuantityCountsByUnit) {
  EXPECT_EQ(standing(rules(), {tally("study", 2, 250)}).total, 375) << "2.5 hours × 1.5 = 3.75";
}

TEST(Index, AGroupThatOnlyDeductsHasACapAndTheDailyPartNeverFallsBelowZero) {
  EXPECT_EQ(standing(rules(), {tally("service", 5), tally("late", 2)}).total, 44'00);
  EXPECT_EQ(standing(rules(), {tally("service", 5), tally("late", 10)}).total, 30'00) << "30 capped at 20";
  EXPECT_EQ(standing(rules(), {tally("late", 3)}).total, 0);
  EXPECT_EQ(standing(rules(), {tally("late", 3), tally("award", 1, 0, "municipal")}).total, 4'00)
      << "the bonus is not eaten by what lies below zero";
}

TEST(Index, TheBonusGoesByLevelOutsideTheFullPoints) {
  const Standing found = standing(rules(), {tally("service", 12), tally("award", 1, 0, "central"),
                                            tally("award", 1, 0, "provincial"), tally("award", 1, 0, "municipal")});
  EXPECT_EQ(found.daily, 100'0000);
  EXPECT_EQ(found.bonus, 18'0000);
  EXPECT_EQ(found.total, 118'00);
  EXPECT_EQ(standing(rules(), {tally("award", 1, 0, "street")}).total, 0) << "a level without points of its own";
}

TEST(Index, AnIndicatorsOwnLimitComesBeforeItsGroups) {
  RuleSet made = rules();
  made.indicators[2].most = 25'0000;
  EXPECT_EQ(standing(made, {tally("service", 4), tally("study", 1)}).total, 26'50);
}

TEST(Index, TheYearBeginsWithItsBaseAndWhatIsCarriedOver) {
  RuleSet made = rules();
  made.base = 70'00;
  EXPECT_EQ(standing(made, {tally("service", 1)}).total, 80'00);
  made.base = 0;
  made.carry_over = 20'00;
  const Standing found = standing(made, {}, {86'00});
  EXPECT_EQ(found.base, 17'2000) << "20 % of 86 is 17.2";
  EXPECT_EQ(found.total, 17'20);
}

TEST(Index, AVetoMakesItZeroAndFailing) {
  const Standing found = standing(rules(), {tally("service", 9), tally("sanction", 1)});
  EXPECT_TRUE(found.vetoed);
  EXPECT_EQ(found.total, 0);
  EXPECT_EQ(found.grade, Grade::failing);
}

TEST(Index, AResetTakesWhatWasEarnedUpToItsDay) {
  RuleSet made = rules();
  made.base = 50'00;
  made.indicators[2].most = 20'0000;
  const std::vector<Given> entries{tally("service", 1, 0, "", "2026-02-01"), tally("service", 1, 0, "", "2026-03-01"),
                                   tally("relapse", 1, 0, "", "2026-03-01"), tally("service", 1, 0, "", "2026-05-01"),
                                   tally("service", 1, 0, "", "2026-06-01")};
  made.prepare();
  EXPECT_TRUE(needs_dates(made, counted(made, entries)));
  const Standing found = stand(made, {}, counted(made, entries), {});
  EXPECT_EQ(found.base, 0);
  EXPECT_EQ(found.total, 20'00) << "what was lost does not use up the limit of what came after";
  EXPECT_EQ(found.reset_on, "2026-03-01");
}

Ratings ratings(std::int64_t score, std::int64_t ballots = 1) { return {score * ballots, ballots}; }

TEST(Index, AMissingPartOfTheAppraisalIsSharedByTheRest) {
  RuleSet made = rules();
  made.daily_weight = 80'00;
  made.appraisal_weight = 20'00;
  const Appraisals appraisals{ratings(90'00), ratings(80'00, 3), {}, ratings(85'00), {}};
  const Standing found = standing(made, {tally("service", 8)}, {}, appraisals);
  EXPECT_EQ(kit::round_half_up(*found.appraisal), 83'75);
  EXPECT_EQ(found.total, 80'75) << "80 × 80 % + 83.75 × 20 %";
  const Appraisals with_notice{ratings(90'00), ratings(80'00), {}, ratings(85'00), ratings(90'00)};
  EXPECT_EQ(kit::round_half_up(*standing(made, {}, {}, with_notice).appraisal), 84'44) << "(6700 + 900) / 90";
}

TEST(Index, WithoutAnyAppraisalTheRulesSayWhatCounts) {
  RuleSet made = rules();
  made.daily_weight = 80'00;
  made.appraisal_weight = 20'00;
  EXPECT_EQ(standing(made, {tally("service", 9)}).total, 90'00);
  made.missing_counts_zero = true;
  EXPECT_EQ(standing(made, {tally("service", 9)}).total, 72'00);
}

TEST(Index, DailyPointsOfAnyScaleAreWeighed) {
  RuleSet made = rules();
  made.daily_full = 80'00;
  made.daily_weight = 80'00;
  made.appraisal_weight = 20'00;
  EXPECT_EQ(standing(made, {tally("service", 6)}, {}, {ratings(100'00), {}, {}, {}, {}}).total, 80'00)
      << "60 of 80 points, and 20";
}

TEST(Index, TheTotalIsRoundedOnceAtTheEnd) {
  RuleSet made = rules();
  made.daily_weight = 80'00;
  made.appraisal_weight = 20'00;
  // The mean of three ballots has no end: 252.01 / 3 = 84.00333…, and 16.800666… of it.
  Appraisals appraisals{};
  appraisals[1] = {252'01, 3};
  EXPECT_EQ(standing(made, {}, {}, appraisals).total, 16'80);
  made.digits = 1;
  EXPECT_EQ(standing(made, {tally("study", 1, 3)}, {}, {}).total, 0) << "0.045 with one digit";
  made.digits = 0;
  EXPECT_EQ(standing(made, {tally("study", 1, 8'34)}, {}, {}).total, 13'00) << "12.51";
  made.rounding = kit::Rounding::down;
  EXPECT_EQ(standing(made, {tally("study", 1, 8'34)}, {}, {}).total, 12'00);
}

TEST(Index, GradesByThresholdAtTheirBoundaries) {
  const RuleSet made = rules();
  EXPECT_EQ(grade_by_threshold(made, 90'00, false).grade, Grade::excellent);
  EXPECT_EQ(grade_by_threshold(made, 89'99, false).grade, Grade::qualified);
  EXPECT_EQ(grade_by_threshold(made, 75'00, false).grade, Grade::qualified);
  EXPECT_EQ(grade_by_threshold(made, 74'99, false).grade, Grade::basic);
  EXPECT_EQ(grade_by_threshold(made, 60'00, false).grade, Grade::basic);
  EXPECT_EQ(grade_by_threshold(made, 59'99, false).grade, Grade::failing);
  EXPECT_EQ(grade_by_threshold(made, 99'00, true).grade, Grade::failing);
}

TEST(Index, ByRankAloneNobodyIsExcellentBeforeTheRanksAreKnown) {
  RuleSet made = rules();
  made.excellent_from.reset();
  EXPECT_EQ(grade_by_threshold(made, 100'00, false).grade, Grade::qualified);
  EXPECT_TRUE(grade_by_threshold(made, 75'00, false).is_candidate);
  EXPECT_FALSE(grade_by_threshold(made, 74'99, false).is_candidate);
}

TEST(Index, AddedUpOrOneByOneItIsTheSame) {
  RuleSet made = rules();
  made.base = 20'00;
  made.indicators[1].most = 9'0000;
  made.prepare();
  std::mt19937 random(5);
  const std::vector<std::string> items{"meeting", "study", "service", "late", "award", "unknown"};
  for (int round = 0; round < 500; ++round) {
    std::vector<Given> single;
    std::map<std::pair<std::string, std::string>, Given> sums;
    for (std::size_t count = random() % 30; count > 0; --count) {
      const std::string& item = items[random() % items.size()];
      const std::string grade = item == "award" ? (random() % 2 == 0 ? "central" : "municipal") : "";
      const auto quantity = static_cast<std::int64_t>(random() % 500);
      single.push_back({item, grade, quantity, 1, "2026-01-01"});
      Given& sum = sums.try_emplace({item, grade}, Given{item, grade, 0, 0, ""}).first->second;
      sum.quantity += quantity;
      ++sum.instances;
    }
    std::vector<Given> added;
    for (const auto& [key, each] : sums) added.push_back(each);
    const Standing one_by_one = stand(made, {}, counted(made, single), {});
    const Standing together = stand(made, {}, counted(made, added), {});
    EXPECT_EQ(one_by_one.total, together.total);
    EXPECT_EQ(one_by_one.daily, together.daily);
    Points parts = one_by_one.base;
    for (const Points each : one_by_one.score.entries) parts += each;
    if (parts >= 0 && one_by_one.daily < 100'0000) {
      EXPECT_EQ(parts, one_by_one.daily + one_by_one.bonus) << "every point has its entry";
    }
  }
}

TEST(Index, TiersAreWordsWithPoints) {
  const auto tiers = parse_tiers("central=8/provincial=6.5");
  ASSERT_TRUE(tiers);
  EXPECT_EQ(kit::points_of(*tiers, "provincial"), 650);
  EXPECT_TRUE(parse_tiers("")->empty());
  for (const char* wrong : {"central", "=8", "central=8/central=6", "central=x", "central=-1", "central=1.234"})
    EXPECT_FALSE(parse_tiers(wrong)) << wrong;
}

TEST(Index, ARuleSetIsCompleteOrSaysWhatIsMissing) {
  RuleSet made = rules();
  EXPECT_TRUE(faults_of(made).empty());
  made.daily_weight = 90'00;
  EXPECT_NE(faults_of(made).at(0).en.find("found 90 %"), std::string::npos);
  made.daily_weight = 80'00;
  made.appraisal_weight = 20'00;
  made.part_weights = {};
  EXPECT_NE(faults_of(made).at(0).en.find("weight 0"), std::string::npos);
  made = rules();
  made.basic_from = 80'00;
  EXPECT_NE(faults_of(made).at(0).en.find("expected to rise"), std::string::npos);
  made = rules();
  made.indicators.clear();
  EXPECT_NE(faults_of(made).at(0).en.find("no indicator"), std::string::npos);
}

}  // namespace
}  // namespace liufa::vanguard
