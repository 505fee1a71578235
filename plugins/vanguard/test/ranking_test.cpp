#include "rules/ranking.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace liufa::vanguard {
namespace {

Contender excellent(std::int64_t total) { return {total, Grade::excellent, true, {}}; }
Contender qualified(std::int64_t total) { return {total, Grade::qualified, false, {}}; }

std::int64_t count(const Placing& placing, Grade grade) {
  return std::count_if(placing.members.begin(), placing.members.end(),
                       [&](const Placed& each) { return each.grade == grade; });
}

TEST(Placing, OfTwentyThreeMembersThirtyPercentAreSix) {
  std::vector<Contender> members;
  for (std::int64_t at = 0; at < 23; ++at) members.push_back(excellent(99'00 - at));
  const Placing down = place({30'00, kit::Rounding::down}, members);
  EXPECT_EQ(down.places, 6);
  EXPECT_EQ(count(down, Grade::excellent), 6);
  EXPECT_EQ(count(down, Grade::qualified), 17) << "who reached the line without a place is qualified";
  EXPECT_EQ(place({30'00, kit::Rounding::up}, members).places, 7);
}

TEST(Placing, EqualsAtTheCutAreLeftToPeople) {
  const std::vector<Contender> members{excellent(95'00), excellent(93'00), excellent(93'00), qualified(80'00),
                                       qualified(80'00), qualified(70'00), qualified(60'00)};
  Placing placing = place({30'00, kit::Rounding::down}, members);
  EXPECT_EQ(placing.places, 2);
  EXPECT_EQ(placing.members[0].grade, Grade::excellent);
  EXPECT_TRUE(placing.members[1].tied);
  EXPECT_TRUE(placing.members[2].tied);
  EXPECT_EQ(placing.members[1].grade, Grade::qualified);
  EXPECT_FALSE(placing.members[3].tied);
  EXPECT_EQ(placing.members[3].rank, 4);
  EXPECT_EQ(placing.members[4].rank, 4);
  EXPECT_EQ(placing.members[5].rank, 6);

  auto decided = members;
  decided[2].decided = Grade::excellent;
  placing = place({30'00, kit::Rounding::down}, decided);
  EXPECT_EQ(placing.members[2].grade, Grade::excellent);
  EXPECT_EQ(placing.members[0].grade, Grade::excellent);
  EXPECT_EQ(placing.members[1].grade, Grade::qualified);
  EXPECT_FALSE(placing.members[1].tied);
}

TEST(Placing, MoreDecidedThanPlacesIsSaid) {
  std::vector<Contender> members{excellent(95'00), qualified(80'00), qualified(80'00), qualified(70'00)};
  members[1].decided = members[2].decided = Grade::excellent;
  const Placing placing = place({30'00, kit::Rounding::down}, members);
  EXPECT_EQ(placing.places, 1);
  EXPECT_EQ(placing.decided_above, 1);
}

TEST(Placing, ASmallOrganisationMayHaveNoPlaceAtAll) {
  const Placing placing = place({30'00, kit::Rounding::down}, {excellent(99'00), excellent(98'00), excellent(97'00)});
  EXPECT_EQ(placing.places, 0);
  EXPECT_EQ(count(placing, Grade::excellent), 0);
}

}  // namespace
}  // namespace liufa::vanguard
