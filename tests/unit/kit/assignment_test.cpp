#include "liufa/kit/assignment.hpp"

#include <gtest/gtest.h>

namespace liufa::kit {
namespace {

using Chosen = std::vector<std::optional<std::size_t>>;

TEST(KitAssignment, EvenlyAndTheSameEveryTime) {
  EXPECT_EQ(assign_evenly({{0, 1}, {0, 1}, {0, 1}, {0, 1}}, {0, 0}), (Chosen{0, 1, 0, 1}));
  EXPECT_EQ(assign_evenly({{0, 1}, {0, 1}}, {2, 0}), (Chosen{1, 1})) << "the first has two already";
}

TEST(KitAssignment, WhoHasOneChoiceOnlyComesFirst) { EXPECT_EQ(assign_evenly({{0, 1}, {0}}, {0, 0}), (Chosen{1, 0})); }

TEST(KitAssignment, NobodyWhereAllAreInConflict) {
  EXPECT_EQ(assign_evenly({{}, {0}}, {0}), (Chosen{std::nullopt, 0}));
  EXPECT_TRUE(assign_evenly({}, {}).empty());
}

}  // namespace
}  // namespace liufa::kit
