#include "liufa/kit/drawing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <set>

namespace liufa::kit {
namespace {

TEST(KitSplitMix64, IsThePublishedSequence) {
  SplitMix64 numbers(1'234'567);
  for (const std::uint64_t expected :
       {6'457'827'717'110'365'317ULL, 3'203'168'211'198'807'973ULL, 9'817'491'932'198'370'423ULL,
        4'593'380'528'125'082'431ULL, 16'408'922'859'458'223'821ULL})
    EXPECT_EQ(numbers.next(), expected);
  EXPECT_EQ(SplitMix64(0).next(), 0xe220a8397b1dcdafULL);
}

TEST(KitSplitMix64, RangesAreEven) {
  SplitMix64 numbers(42);
  std::array<int, 7> counts{};
  for (int at = 0; at < 70'000; ++at) ++counts[numbers.below(7)];
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 400);
  EXPECT_EQ(SplitMix64(9).below(1), 0U);
  // More than half of all numbers are rejected here; "modulo" would prefer the small ones two to one.
  const std::uint64_t bound = (1ULL << 63U) + 1;
  for (int at = 0; at < 1'000; ++at) EXPECT_LT(numbers.below(bound), bound);
}

std::vector<Drawable> population(std::size_t size) {
  std::vector<Drawable> made;
  for (std::size_t at = 0; at < size; ++at) made.push_back({static_cast<std::int64_t>(at + 1), ""});
  return made;
}

TEST(KitDraw, CanBeRepeated) {
  const auto first = draw_stratified(20'261'130, population(254), 25);
  EXPECT_EQ(first, draw_stratified(20'261'130, population(254), 25));
  EXPECT_NE(first, draw_stratified(20'261'131, population(254), 25));
  EXPECT_EQ(first.size(), 25U);
  EXPECT_EQ(std::set<std::int64_t>(first.begin(), first.end()).size(), 25U) << "nobody twice";
}

TEST(KitDraw, StaysTheSameForEver) {
  // A draw of this version must give the same in every later one: the records of years rest on it.
  EXPECT_EQ(draw_stratified(1, population(10), 5), (std::vector<std::int64_t>{6, 9, 2, 4, 8}));
}

TEST(KitDraw, NamesItsAlgorithm) { EXPECT_EQ(drawing_algorithm, "splitmix64-fisher-yates-1"); }

TEST(KitDraw, AllOrNone) {
  auto all = draw_stratified(7, population(6), 6);
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(draw_stratified(7, population(6), 99).size(), 6U);
  EXPECT_TRUE(draw_stratified(7, population(6), 0).empty());
  EXPECT_TRUE(draw_stratified(7, {}, 3).empty());
}

TEST(KitDraw, EverybodyHasTheSameChance) {
  std::array<int, 10> counts{};
  for (std::uint64_t seed = 0; seed < 20'000; ++seed)
    for (const std::int64_t id : draw_stratified(seed, population(10), 3)) ++counts[static_cast<std::size_t>(id - 1)];
  for (const int count : counts) EXPECT_NEAR(count, 6'000, 300);
}

TEST(KitDivide, ByLargestRemainder) {
  EXPECT_EQ(divide(25, {5, 6, 243}), (std::vector<std::size_t>{0, 1, 24})) << "0.49, 0.59, 23.92";
  EXPECT_EQ(divide(10, {50, 50}), (std::vector<std::size_t>{5, 5}));
  EXPECT_EQ(divide(1, {1, 1}), (std::vector<std::size_t>{1, 0})) << "a tie goes to the earlier";
  EXPECT_EQ(divide(9, {1, 2}), (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(divide(3, {}), (std::vector<std::size_t>{}));
}

TEST(KitDraw, TakesFromEachStratumItsPart) {
  std::vector<Drawable> mixed;
  for (std::int64_t id = 1; id <= 254; ++id)
    mixed.push_back({id, id <= 5 ? "committee" : id <= 11 ? "general" : "the rest"});
  const auto drawn = draw_stratified(3, mixed, 50);
  EXPECT_EQ(std::count_if(drawn.begin(), drawn.end(), [](std::int64_t id) { return id <= 5; }), 1);
  EXPECT_EQ(std::count_if(drawn.begin(), drawn.end(), [](std::int64_t id) { return id > 5 && id <= 11; }), 1);
  EXPECT_EQ(drawn.size(), 50U);
}

}  // namespace
}  // namespace liufa::kit
