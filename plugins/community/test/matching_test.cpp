#include "rules/matching.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>

namespace liufa::community {
namespace {

constexpr Weights usual{100, 60, 40, 80, true};
constexpr std::int64_t any = std::numeric_limits<std::int32_t>::max();

Volunteer volunteer(std::int64_t member, std::set<std::string> skills, std::set<std::int64_t> interests, int load = 0) {
  return {member, std::move(skills), std::move(interests), {}, load, {}};
}

Wanted wanted(std::int64_t need, std::int64_t kind, std::set<std::string> skills, std::int64_t places) {
  return {need, kind, std::move(skills), false, {}, places};
}

TEST(Matching, TakesWhomSkillAndInterestFit) {
  const std::vector<Volunteer> people{volunteer(1, {"医疗"}, {}), volunteer(2, {"法律"}, {7}), volunteer(3, {}, {7})};
  const auto found = propose(people, {wanted(10, 7, {"法律"}, 1)}, usual, any);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(people[found[0].volunteer].member, 2);
  EXPECT_EQ(found[0].fit.cost, 0);
}

TEST(Matching, FillsMorePlacesBeforeItFillsThemBetter) {
  // The lawyer is best for both; only the other need takes the teacher.
  const std::vector<Volunteer> people{volunteer(1, {"法律"}, {1, 2}), volunteer(2, {"教育"}, {2})};
  const auto found = propose(people, {wanted(10, 1, {"法律"}, 1), wanted(11, 2, {"法律", "教育"}, 1)}, usual, any);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(people[found[0].volunteer].member, 1);
  EXPECT_EQ(people[found[1].volunteer].member, 2);
}

TEST(Matching, SparesWhoHasPostsAlready) {
  const std::vector<Volunteer> people{volunteer(1, {"法律"}, {1}, 2), volunteer(2, {"法律"}, {1}, 0)};
  const auto found = propose(people, {wanted(10, 1, {"法律"}, 1)}, usual, any);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(people[found[0].volunteer].member, 2);
}

TEST(Matching, GivesNobodyTwiceAndKeepsToPlacesAndLimit) {
  std::vector<Volunteer> people;
  for (std::int64_t member = 1; member <= 5; ++member) people.push_back(volunteer(member, {"法律"}, {1}));
  EXPECT_EQ(propose(people, {wanted(10, 1, {"法律"}, 2), wanted(11, 1, {}, 2)}, usual, any).size(), 4U);
  EXPECT_EQ(propose(people, {wanted(10, 1, {"法律"}, 9)}, usual, any).size(), 5U);
  EXPECT_EQ(propose(people, {wanted(10, 1, {"法律"}, 9)}, usual, 3).size(), 3U);
  EXPECT_TRUE(propose(people, {wanted(10, 1, {"法律"}, 0)}, usual, any).empty());
  EXPECT_TRUE(propose({}, {wanted(10, 1, {}, 1)}, usual, any).empty());
}

TEST(Matching, LeavesOutWhoDeclinedAndWhoDoesNotFit) {
  Volunteer declined = volunteer(1, {"法律"}, {1});
  declined.apart = {10};
  EXPECT_TRUE(propose({declined}, {wanted(10, 1, {"法律"}, 1)}, usual, any).empty());
  const Volunteer other = volunteer(2, {"医疗"}, {9});
  EXPECT_TRUE(propose({other}, {wanted(10, 1, {"法律"}, 1)}, usual, any).empty());
  Weights anybody = usual;
  anybody.fitting_only = false;
  EXPECT_EQ(propose({other}, {wanted(10, 1, {"法律"}, 1)}, anybody, any).size(), 1U);
  Wanted strict = wanted(10, 1, {"法律"}, 1);
  strict.skills_required = true;
  EXPECT_TRUE(propose({other}, {strict}, anybody, any).empty());
}

TEST(Matching, WeighsTimes) {
  Volunteer sunday = volunteer(1, {"法律"}, {1});
  sunday.times = {"sunday"};
  Wanted evening = wanted(10, 1, {"法律"}, 1);
  evening.times = {"evening"};
  EXPECT_EQ(fit(sunday, evening, usual)->cost, usual.time);
  evening.times = {};
  EXPECT_EQ(fit(sunday, evening, usual)->cost, 0) << "no times asked for";
}

TEST(Matching, TakesWhoWishedForNothingWhereNothingIsAsked) {
  EXPECT_EQ(propose({volunteer(1, {}, {})}, {wanted(10, 1, {}, 1)}, usual, any).size(), 1U);
  EXPECT_TRUE(propose({volunteer(1, {}, {2})}, {wanted(10, 1, {}, 1)}, usual, any).empty());
}

TEST(Matching, IsTheSameEveryTimeAndQuickForThousands) {
  const std::vector<std::string> skills{"法律", "医疗", "教育", "驾驶", "调解", "财务"};
  std::vector<Volunteer> people;
  for (std::int64_t member = 0; member < 20'000; ++member)
    people.push_back(
        volunteer(member, {skills[static_cast<std::size_t>(member % 6)]}, {member % 7}, static_cast<int>(member % 3)));
  std::vector<Wanted> needs;
  for (std::int64_t need = 0; need < 300; ++need)
    needs.push_back(wanted(need, need % 7, {skills[static_cast<std::size_t>(need % 6)]}, 5));
  const auto began = std::chrono::steady_clock::now();
  const auto first = propose(people, needs, usual, any);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  EXPECT_EQ(first.size(), 1500U);
  EXPECT_LT(took.count(), 5.0);
  const auto second = propose(people, needs, usual, any);
  ASSERT_EQ(first.size(), second.size());
  for (std::size_t at = 0; at < first.size(); ++at) {
    EXPECT_EQ(first[at].need, second[at].need);
    EXPECT_EQ(first[at].volunteer, second[at].volunteer);
  }
}

}  // namespace
}  // namespace liufa::community
