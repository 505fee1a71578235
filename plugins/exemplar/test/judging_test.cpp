#include "judging.hpp"

#include <gtest/gtest.h>

namespace liufa::exemplar {
namespace {

TEST(Judging, WeighsBothDimensions) {
  const Verdict verdict = judge({6'000, 4'000, 0, 2, kit::Rounding::nearest}, {{9'000, 8'000}, {8'000, 7'000}});
  EXPECT_EQ(verdict.typicality, 8'500);
  EXPECT_EQ(verdict.effect, 7'500);
  EXPECT_EQ(verdict.total, 8'100);
  EXPECT_EQ(verdict.scores, 2);
}

TEST(Judging, RoundsOnceAtTheEnd) {
  // 90.01, 90.02 and 90.02: the mean 90.01666… is rounded, not a sum of rounded parts.
  const std::vector<Points> points{{9'001, 9'001}, {9'002, 9'002}, {9'002, 9'002}};
  EXPECT_EQ(judge({5'000, 5'000, 0, 2, kit::Rounding::nearest}, points).total, 9'002);
  EXPECT_EQ(judge({5'000, 5'000, 0, 2, kit::Rounding::down}, points).total, 9'001);
  EXPECT_EQ(judge({5'000, 5'000, 0, 1, kit::Rounding::nearest}, points).total, 9'000);
}

TEST(Judging, HalfIsRoundedUp) {
  const std::vector<Points> points{{8'001, 8'000}};  // 80.005
  EXPECT_EQ(judge({5'000, 5'000, 0, 2, kit::Rounding::nearest}, points).total, 8'001);
  EXPECT_EQ(judge({5'000, 5'000, 0, 2, kit::Rounding::half_even}, points).total, 8'000);
}

TEST(Judging, LeavesOutTheHighestAndTheLowestFromSoManyJurorsOn) {
  const std::vector<Points> five{{10'000, 10'000}, {8'000, 8'000}, {9'000, 9'000}, {8'500, 8'500}, {1'000, 1'000}};
  EXPECT_EQ(judge({5'000, 5'000, 5, 2, kit::Rounding::nearest}, five).total, 8'500);
  EXPECT_EQ(judge({5'000, 5'000, 6, 2, kit::Rounding::nearest}, five).total, 7'300) << "five are too few";
  EXPECT_EQ(judge({5'000, 5'000, 0, 2, kit::Rounding::nearest}, five).total, 7'300) << "never";
  EXPECT_EQ(judge({5'000, 5'000, 5, 2, kit::Rounding::nearest}, five).scores, 5);
}

TEST(Judging, OneOrTwoAlwaysCount) {
  EXPECT_EQ(judge({5'000, 5'000, 1, 2, kit::Rounding::nearest}, {{9'000, 9'000}}).total, 9'000);
  EXPECT_EQ(judge({5'000, 5'000, 1, 2, kit::Rounding::nearest}, {{9'000, 9'000}, {7'000, 7'000}}).total, 8'000);
}

}  // namespace
}  // namespace liufa::exemplar
