#include "rules/teams.hpp"

#include <gtest/gtest.h>

namespace liufa::assessment {
namespace {

TEST(Conflict, OwnOrganisationAndDepartment) {
  const Assessed branch{1, "/1/2/7/23/", "/1/2/7/"};  // a branch below department 7
  EXPECT_TRUE(is_conflict(branch, {"/1/2/7/23/"})) << "the own branch";
  EXPECT_TRUE(is_conflict(branch, {"/1/2/7/24/"})) << "another branch of the same department";
  EXPECT_TRUE(is_conflict(branch, {"/1/2/7/"})) << "the department";
  EXPECT_FALSE(is_conflict(branch, {"/1/2/"})) << "the working committee's own staff assesses everybody";
  EXPECT_FALSE(is_conflict(branch, {"/1/2/8/30/"}));
  EXPECT_FALSE(is_conflict(branch, {"/1/2/70/"})) << "70 is not below 7";
  EXPECT_FALSE(is_conflict(branch, {}));
}

TEST(Division, IsEven) {
  const std::vector<Team> teams{{1, {"/1/90/"}, 0}, {2, {"/1/91/"}, 0}, {3, {"/1/92/"}, 0}};
  std::vector<Assessed> organisations;
  for (int at = 0; at < 254; ++at) {
    const std::string path = "/1/" + std::to_string(100 + at) + "/";
    organisations.push_back({at + 1, path, path});
  }
  std::array<int, 3> loads{};
  for (const auto& team : divide_among_teams(teams, organisations)) ++loads[team.value()];
  EXPECT_EQ(loads[0] + loads[1] + loads[2], 254);
  for (const int load : loads) EXPECT_NEAR(load, 254 / 3, 1);
}

TEST(Division, AvoidsConflictsAndSaysWhereItCant) {
  const std::vector<Team> teams{{1, {"/1/5/"}, 0}, {2, {"/1/6/"}, 0}};
  const std::vector<Assessed> organisations{{1, "/1/5/", "/1/5/"}, {2, "/1/6/", "/1/6/"}};
  const auto chosen = divide_among_teams(teams, organisations);
  EXPECT_EQ(chosen[0], 1U);
  EXPECT_EQ(chosen[1], 0U);
  const auto none = divide_among_teams({{1, {"/1/5/"}, 0}}, organisations);
  EXPECT_FALSE(none[0].has_value());
  EXPECT_TRUE(none[1].has_value());
}

TEST(Division, CountsWhatATeamAlreadyHas) {
  const std::vector<Team> teams{{1, {}, 5}, {2, {}, 0}};
  const std::vector<Assessed> organisations{{1, "/1/", "/1/"}, {2, "/2/", "/2/"}};
  for (const auto& team : divide_among_teams(teams, organisations)) EXPECT_EQ(team, 1U);
}

}  // namespace
}  // namespace liufa::assessment
