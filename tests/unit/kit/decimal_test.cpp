#include "liufa/kit/decimal.hpp"

#include <gtest/gtest.h>

namespace liufa::kit {
namespace {

TEST(KitDecimal, RoundsHalfUpOnceAtTheEnd) {
  EXPECT_EQ(round_half_up(exact(84'995, 3)), 8'500);
  EXPECT_EQ(round_half_up(exact(84'994, 3)), 8'499);
  EXPECT_EQ(round_half_up(exact(8'450), 0), 8'500);
  EXPECT_EQ(round_half_up(exact(8'449), 0), 8'400);
  EXPECT_EQ(round_half_up(exact(8'445), 1), 8'450);
  EXPECT_EQ(round_half_up(Exact(1, 3)), 33);
  EXPECT_EQ(round_half_up(Exact(2, 3)), 67);
  EXPECT_EQ(round_half_up(exact(0)), 0);
}

TEST(KitDecimal, ThirdsAddUpToAWhole) {
  const Exact third(100, 3);
  EXPECT_EQ(round_half_up(third + third + third), 10'000);
  EXPECT_EQ(3 * round_half_up(third), 9'999) << "rounding each first would lose a hundredth";
}

TEST(KitDecimal, FloorsTowardsLess) {
  EXPECT_EQ(floor_of(Exact(7, 2)), 3);
  EXPECT_EQ(floor_of(Exact(-7, 2)), -4);
  EXPECT_EQ(floor_of(Exact(-4)), -4);
}

TEST(KitDecimal, CeilsTowardsMore) {
  EXPECT_EQ(ceiling_of(Exact(7, 2)), 4);
  EXPECT_EQ(ceiling_of(Exact(-7, 2)), -3);
  EXPECT_EQ(ceiling_of(Exact(4)), 4);
}

TEST(KitDecimal, RoundsHalfEvenToTheEvenNeighbour) {
  EXPECT_EQ(round_half_even(exact(84'985, 3)), 8'498);
  EXPECT_EQ(round_half_even(exact(84'975, 3)), 8'498);
  EXPECT_EQ(round_half_even(exact(84'986, 3)), 8'499);
  EXPECT_EQ(round_half_even(Exact(-1, 2), 0, 0), 0);
  EXPECT_EQ(round_half_even(Exact(-3, 2), 0, 0), -2);
}

TEST(KitDecimal, RoundsDownAndUp) {
  EXPECT_EQ(round_down(exact(84'999, 3)), 8'499);
  EXPECT_EQ(round_down(Exact(-1, 3)), -34) << "down is towards less";
  EXPECT_EQ(round_to(exact(84'991, 3), Rounding::up), 8'500);
  EXPECT_EQ(rounded(Exact(69, 10), Rounding::down), 6);
  EXPECT_EQ(rounded(Exact(69, 10), Rounding::nearest), 7);
}

TEST(KitDecimal, RefusesWhatDoesNotFit) {
  const Exact huge = Exact(std::int64_t{9'000'000'000'000'000'000}) * 2;
  EXPECT_THROW(floor_of(huge), std::overflow_error);
  EXPECT_THROW(floor_of(-huge), std::overflow_error);
  EXPECT_EQ(floor_of(Exact(std::numeric_limits<std::int64_t>::min())), std::numeric_limits<std::int64_t>::min());
}

TEST(KitDecimal, RoundingsHaveWords) {
  EXPECT_EQ(rounding_of("half_even"), Rounding::half_even);
  EXPECT_EQ(rounding_of("up"), Rounding::up);
  EXPECT_EQ(rounding_of("upwards"), std::nullopt);
}

TEST(KitDecimal, WritesDecimalsWithoutTrailingZeros) {
  EXPECT_EQ(decimal_text(1'250), "12.5");
  EXPECT_EQ(decimal_text(1'200), "12");
  EXPECT_EQ(decimal_text(5), "0.05");
  EXPECT_EQ(decimal_text(0), "0");
  EXPECT_EQ(decimal_text(-150), "-1.5");
  EXPECT_EQ(decimal_text(10'005, 4), "1.0005");
  EXPECT_EQ(decimal_text(7, 0), "7");
}

TEST(KitDecimal, ReadsDecimalsExactly) {
  EXPECT_EQ(parse_decimal("12.5"), 1'250);
  EXPECT_EQ(parse_decimal("12"), 1'200);
  EXPECT_EQ(parse_decimal("-0.05"), -5);
  EXPECT_EQ(parse_decimal("1.0005", 4), 10'005);
  for (const char* wrong : {"", ".", ".5", "5.", "1.234", "1e2", "一", "1 2", "--1", "99999999999999999999"})
    EXPECT_EQ(parse_decimal(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace liufa::kit
