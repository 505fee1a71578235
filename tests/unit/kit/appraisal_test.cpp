#include "liufa/kit/appraisal.hpp"

#include <gtest/gtest.h>

namespace liufa::kit {
namespace {

/// 优秀 ≥ 90, 合格 75–89, 基本合格 60–74, 不合格 < 60; 优秀 at most 30 %.
const GradeScale scale{{9'000, 7'500, 6'000}, 3'000, Rounding::down};

std::vector<Appraised> people(const std::vector<std::int64_t>& scores) {
  std::vector<Appraised> made;
  for (const std::int64_t score : scores) made.push_back({score, {}});
  return made;
}

std::int64_t excellent(const Grading& grading) {
  return std::count_if(grading.people.begin(), grading.people.end(), [](const Graded& one) { return one.grade == 0; });
}

TEST(KitAppraisal, Self90Mutual80Organisation85MassesMissingIs83_75) {
  const std::vector<WeightedPart> parts{{20, Exact(90)}, {40, Exact(80)}, {20, std::nullopt}, {20, Exact(85)}};
  EXPECT_EQ(round_half_up(*renormalised(parts)), 8'375);
  EXPECT_EQ(share_in(parts, 0), Exact(1, 4));
  EXPECT_EQ(share_in(parts, 1), Exact(1, 2));
  EXPECT_EQ(share_in(parts, 2), 0);
}

TEST(KitAppraisal, NoPartIsNoScore) {
  EXPECT_EQ(renormalised({{20, std::nullopt}}), std::nullopt);
  EXPECT_EQ(renormalised({{0, Exact(90)}}), std::nullopt);
  EXPECT_EQ(renormalised({}), std::nullopt);
  EXPECT_EQ(mean({}), std::nullopt);
  EXPECT_THROW(renormalised({{-1, Exact(90)}}), std::invalid_argument);
}

TEST(KitAppraisal, AnExtremeRatingIsNotRoundedAway) { EXPECT_EQ(*mean({100, 90, 90}), Exact(280, 3)); }

TEST(KitAppraisal, GradesByThreshold) {
  EXPECT_EQ(grade_of(scale, 9'000), 0U);
  EXPECT_EQ(grade_of(scale, 8'999), 1U);
  EXPECT_EQ(grade_of(scale, 7'500), 1U);
  EXPECT_EQ(grade_of(scale, 7'499), 2U);
  EXPECT_EQ(grade_of(scale, 6'000), 2U);
  EXPECT_EQ(grade_of(scale, 5'999), 3U);
}

TEST(KitAppraisal, Of23MembersAtMost6AreExcellent) {
  std::vector<std::int64_t> scores;
  for (std::int64_t at = 0; at < 23; ++at) scores.push_back(9'900 - at * 10);
  const Grading grading = grade_all(scale, people(scores));
  EXPECT_EQ(grading.best_places, 6);
  EXPECT_EQ(excellent(grading), 6);
  EXPECT_EQ(grading.people[5].grade, 0U);
  EXPECT_EQ(grading.people[6].by_score, 0U) << "reached the threshold";
  EXPECT_EQ(grading.people[6].grade, 1U) << "but the six places are taken";
}

TEST(KitAppraisal, EqualsAtTheCutAreLeftToPeople) {
  const Grading grading = grade_all({{9'000}, 5'000, Rounding::down}, people({9'500, 9'200, 9'200, 8'000}));
  EXPECT_EQ(grading.people[0].grade, 0U);
  EXPECT_TRUE(grading.people[1].tied_at_cut);
  EXPECT_TRUE(grading.people[2].tied_at_cut);
  EXPECT_EQ(grading.people[1].grade, 1U) << "until somebody decides";
  EXPECT_FALSE(grading.people[3].tied_at_cut);
}

TEST(KitAppraisal, ADecisionOverridesAndTakesAPlace) {
  std::vector<Appraised> some = people({9'500, 9'200, 9'200, 8'000});
  some[2].decided = 0;
  some[0].decided = 3;
  const Grading grading = grade_all({{9'000}, 5'000, Rounding::down}, some);
  EXPECT_EQ(grading.people[0].grade, 3U);
  EXPECT_EQ(grading.people[2].grade, 0U);
  EXPECT_EQ(grading.people[1].grade, 0U) << "the place that was left";
  EXPECT_EQ(grading.decided_above, 0);
  some[0].decided = some[1].decided = 0;
  EXPECT_EQ(grade_all({{9'000}, 5'000, Rounding::down}, some).decided_above, 1) << "three decided, two allowed";
}

TEST(KitAppraisal, TheShareMayBeTakenOfMoreThanThoseAppraised) {
  EXPECT_EQ(grade_all(scale, people({9'500, 9'400}), 23).best_places, 6);
  EXPECT_EQ(excellent(grade_all({{9'000}, {}, Rounding::down}, people({9'500, 9'400}))), 2) << "no limit";
}

TEST(KitAppraisal, NobodyRatesThemselvesAsOthers) {
  EXPECT_EQ(check_rating(1, 1, RatingPart::self), std::nullopt);
  EXPECT_EQ(check_rating(1, 2, RatingPart::others), std::nullopt);
  EXPECT_EQ(check_rating(1, 1, RatingPart::others)->zh, "互评、测评不能评本人，请填写自评");
  EXPECT_EQ(check_rating(1, 2, RatingPart::self)->zh, "自评只能由本人填写");
}

}  // namespace
}  // namespace liufa::kit
