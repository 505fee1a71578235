#include "exchanges.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace liufa::cadre {
namespace {

/// Everybody once, and in a circle never to the own organisation.
void expect_sound(const std::vector<std::int64_t>& organisations, const Exchanges& found) {
  std::set<std::size_t> seen(found.left.begin(), found.left.end());
  std::size_t count = found.left.size();
  for (const auto& circle : found.circles) {
    ASSERT_GE(circle.size(), 2U);
    for (std::size_t at = 0; at < circle.size(); ++at) {
      EXPECT_NE(organisations[circle[at]], organisations[circle[(at + 1) % circle.size()]]);
      seen.insert(circle[at]);
      ++count;
    }
  }
  EXPECT_EQ(seen.size(), organisations.size());
  EXPECT_EQ(count, organisations.size());
}

TEST(Exchanges, PairUpPeopleOfDifferentOrganisations) {
  const Exchanges found = make_exchanges({1, 2, 3, 4});
  EXPECT_EQ(found.circles.size(), 2U);
  EXPECT_TRUE(found.left.empty());
  expect_sound({1, 2, 3, 4}, found);
}

TEST(Exchanges, MakeACircleOfThreeOfWhoIsLeftOver) {
  const Exchanges found = make_exchanges({1, 2, 3});
  ASSERT_EQ(found.circles.size(), 1U);
  EXPECT_EQ(found.circles[0].size(), 3U);
  expect_sound({1, 2, 3}, found);
}

TEST(Exchanges, LeaveWhoHasNobodyElsewhere) {
  const Exchanges found = make_exchanges({7, 7, 7, 2});
  EXPECT_EQ(found.circles.size(), 1U);
  EXPECT_EQ(found.left.size(), 2U);
  expect_sound({7, 7, 7, 2}, found);
  EXPECT_EQ(make_exchanges({5}).left, std::vector<std::size_t>{0});
  EXPECT_TRUE(make_exchanges({}).circles.empty());
}

TEST(Exchanges, TakeFromTheLargestOrganisationsFirst) {
  // Taken in the order of the list the two of 1 would go first and leave those of 9 among themselves.
  const std::vector<std::int64_t> organisations{1, 1, 2, 9, 9, 9, 9};
  const Exchanges found = make_exchanges(organisations);
  expect_sound(organisations, found);
  EXPECT_EQ(found.circles.size(), 3U);
  EXPECT_EQ(found.left.size(), 1U);
}

}  // namespace
}  // namespace liufa::cadre
