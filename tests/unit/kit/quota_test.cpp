#include "liufa/kit/quota.hpp"

#include <gtest/gtest.h>

namespace liufa::kit {
namespace {

TEST(KitQuota, AtMost30PercentOf23Are6) {
  EXPECT_EQ(quota(23, 3'000), 6) << "6.9: at most 6";
  EXPECT_EQ(quota(254, 1'000), 25);
  EXPECT_EQ(quota(9, 1'000), 0);
  EXPECT_EQ(quota(10, 1'000), 1);
}

TEST(KitQuota, TenPercentOf23ByEveryRounding) {
  EXPECT_EQ(quota(23, 1'000), 2);
  EXPECT_EQ(quota(23, 1'000, Rounding::nearest), 2);
  EXPECT_EQ(quota(23, 1'000, Rounding::up), 3);
  EXPECT_EQ(quota(25, 1'000, Rounding::nearest), 3) << "2.5";
  EXPECT_EQ(quota(25, 1'000, Rounding::half_even), 2) << "2.5";
  EXPECT_EQ(quota(35, 1'000, Rounding::half_even), 4) << "3.5";
}

TEST(KitQuota, AtLeastOneButNeverMoreThanThereAre) {
  EXPECT_EQ(quota(9, 1'000, Rounding::down, 1), 1);
  EXPECT_EQ(quota(0, 1'000, Rounding::down, 1), 0);
  EXPECT_EQ(quota(4, 20'000), 4);
}

TEST(KitQuota, SharesWithTwoDigitsAreExact) {
  EXPECT_EQ(quota(3, 3'333), 0) << "0.9999";
  EXPECT_EQ(quota(3, 3'334), 1) << "1.0002";
}

TEST(KitQuota, CandidatesExceedSeatsBy20PercentRoundedUp_3_5_7_Need_4_6_9) {
  EXPECT_EQ(candidates_for(3), 4);
  EXPECT_EQ(candidates_for(5), 6);
  EXPECT_EQ(candidates_for(7), 9);
  EXPECT_EQ(candidates_for(1, 0), 1) << "secretary and deputy: one candidate a post";
}

TEST(KitQuota, RefusesNegativeNumbers) {
  EXPECT_THROW(quota(-1, 1'000), std::invalid_argument);
  EXPECT_THROW(quota(1, -1), std::invalid_argument);
}

}  // namespace
}  // namespace liufa::kit
