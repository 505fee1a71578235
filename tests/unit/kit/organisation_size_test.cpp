#include "liufa/kit/organisation_size.hpp"

#include <gtest/gtest.h>

namespace liufa::kit {
namespace {

TEST(KitOrganisationSize, ThreeABranchOver50AGeneralBranchOver100ACommittee) {
  EXPECT_EQ(kind_for(2), "joint");
  EXPECT_EQ(kind_for(3), "branch");
  EXPECT_EQ(kind_for(50), "branch");
  EXPECT_EQ(kind_for(51), "general_branch");
  EXPECT_EQ(kind_for(100), "general_branch");
  EXPECT_EQ(kind_for(101), "committee");
}

TEST(KitOrganisationSize, TheThresholdsAreData) {
  EXPECT_EQ(kind_for(50, {3, 50, 100}), "general_branch");
  EXPECT_EQ(kind_for(100, {3, 50, 100}), "committee");
}

TEST(KitOrganisationSize, FewerThan7OnlyASecretary7ACommitteeOf3To5AtMost7) {
  EXPECT_EQ(committee_size(6).most, 0);
  EXPECT_EQ(committee_size(7).least, 3);
  EXPECT_EQ(committee_size(7).usual_most, 5);
  EXPECT_EQ(committee_size(60).most, 7);
}

}  // namespace
}  // namespace liufa::kit
