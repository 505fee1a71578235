#include "rules/exact.hpp"

#include <gtest/gtest.h>

namespace liufa::assessment {
namespace {

TEST(Exact, RoundsHalfUpOnceAtTheEnd) {
  EXPECT_EQ(round_half_up(exact(84'995, 3)), 8'500);
  EXPECT_EQ(round_half_up(exact(84'994, 3)), 8'499);
  EXPECT_EQ(round_half_up(exact(8'450), 0), 8'500);
  EXPECT_EQ(round_half_up(exact(8'449), 0), 8'400);
  EXPECT_EQ(round_half_up(exact(8'445), 1), 8'450);
  EXPECT_EQ(round_half_up(Exact(1, 3)), 33);
  EXPECT_EQ(round_half_up(Exact(2, 3)), 67);
  EXPECT_EQ(round_half_up(exact(0)), 0);
}

TEST(Exact, ThirdsAddUpToAWhole) {
  const Exact third(100, 3);
  EXPECT_EQ(round_half_up(third + third + third), 10'000);
  EXPECT_EQ(3 * round_half_up(third), 9'999) << "rounding each first would lose a hundredth";
}

TEST(Exact, FloorsTowardsLess) {
  EXPECT_EQ(floor_of(Exact(7, 2)), 3);
  EXPECT_EQ(floor_of(Exact(-7, 2)), -4);
  EXPECT_EQ(floor_of(Exact(-4)), -4);
}

TEST(Exact, WritesDecimalsWithoutTrailingZeros) {
  EXPECT_EQ(decimal_text(1'250), "12.5");
  EXPECT_EQ(decimal_text(1'200), "12");
  EXPECT_EQ(decimal_text(5), "0.05");
  EXPECT_EQ(decimal_text(0), "0");
  EXPECT_EQ(decimal_text(-150), "-1.5");
  EXPECT_EQ(decimal_text(10'005, measure_scale), "1.0005");
  EXPECT_EQ(decimal_text(7, 0), "7");
}

TEST(Exact, ReadsDecimalsExactly) {
  EXPECT_EQ(parse_decimal("12.5"), 1'250);
  EXPECT_EQ(parse_decimal("12"), 1'200);
  EXPECT_EQ(parse_decimal("-0.05"), -5);
  EXPECT_EQ(parse_decimal("1.0005", measure_scale), 10'005);
  for (const char* wrong : {"", ".", ".5", "5.", "1.234", "1e2", "一", "1 2", "--1", "99999999999999999999"})
    EXPECT_EQ(parse_decimal(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace liufa::assessment
