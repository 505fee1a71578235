#include "liufa/kit/ranking.hpp"

#include <gtest/gtest.h>

#include <string>

#include "liufa/kit/decimal.hpp"

namespace liufa::kit {
namespace {

using Ranks = std::vector<std::int64_t>;
using Positions = std::vector<std::size_t>;

TEST(KitRanking, CompetitionRanks_90_85_85_80_Are_1_2_2_4) {
  EXPECT_EQ(competition_ranks(Ranks{90, 85, 85, 80}), (Ranks{1, 2, 2, 4}));
  EXPECT_EQ(competition_ranks(Ranks{80, 85, 90, 85}), (Ranks{4, 2, 1, 2})) << "in the order of the values";
  EXPECT_EQ(competition_ranks(Ranks{}), Ranks{});
}

TEST(KitRanking, DenseRanksLeaveNoneOut) { EXPECT_EQ(dense_ranks(Ranks{90, 85, 85, 80}), (Ranks{1, 2, 2, 3})); }

TEST(KitRanking, TheLowestFirstWhereLowIsGood) {
  EXPECT_EQ(competition_ranks(Ranks{3, 1, 2}, std::less<>{}), (Ranks{3, 1, 2}));
  EXPECT_EQ(choose_top(Ranks{3, 1, 2}, 1, std::less<>{}).taken, Positions{1});
}

TEST(KitRanking, RanksExactNumbers) {
  EXPECT_EQ(competition_ranks(std::vector<Exact>{Exact(1, 3), Exact(2, 6), Exact(1, 2)}), (Ranks{2, 2, 1}));
}

TEST(KitRanking, ChoosesTheFirst) {
  const Choice choice = choose_top(Ranks{9'000, 9'500, 8'500, 8'100}, 2);
  EXPECT_EQ(choice.taken, (Positions{1, 0})) << "best first";
  EXPECT_TRUE(choice.tied_at_cut.empty());
  EXPECT_EQ(choice.places_left, 0);
}

TEST(KitRanking, EqualsAtTheCutAreReportedNotChosen) {
  const Choice choice = choose_top(Ranks{95, 90, 90, 85}, 2);
  EXPECT_EQ(choice.taken, Positions{0});
  EXPECT_EQ(choice.tied_at_cut, (Positions{1, 2}));
  EXPECT_EQ(choice.places_left, 1) << "who comes after them does not overtake";
}

TEST(KitRanking, EqualsThatFitAreTakenAsAWhole) {
  const Choice choice = choose_top(Ranks{95, 90, 90, 85}, 3);
  EXPECT_EQ(choice.taken, (Positions{0, 1, 2}));
  EXPECT_TRUE(choice.tied_at_cut.empty());
}

TEST(KitRanking, NoPlacesOrTooFewCandidates) {
  EXPECT_TRUE(choose_top(Ranks{95, 90}, 0).taken.empty());
  EXPECT_TRUE(choose_top(Ranks{95, 95}, 0).tied_at_cut.empty()) << "nobody is tied for nothing";
  EXPECT_TRUE(choose_top(Ranks{95, 90}, -1).taken.empty());
  EXPECT_EQ(choose_top(Ranks{95, 90}, 5).places_left, 3);
  EXPECT_EQ(choose_top(Ranks{}, 2).places_left, 2);
}

}  // namespace
}  // namespace liufa::kit
