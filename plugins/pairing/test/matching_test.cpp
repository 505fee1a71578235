#include "matching.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <stdexcept>

namespace liufa::pairing {
namespace {

std::vector<Party> parties(std::int64_t first, std::size_t count, const std::vector<std::int64_t>& places = {0}) {
  std::vector<Party> made;
  for (std::size_t index = 0; index < count; ++index)
    made.push_back({first + static_cast<std::int64_t>(index), places});
  return made;
}

/// A party with its group, for the search through every possibility.
struct Single {
  std::size_t group;
  Party party;
  std::int64_t group_cost;
};

std::vector<Single> singles(const std::vector<Group>& groups) {
  std::vector<Single> all;
  for (std::size_t group = 0; group < groups.size(); ++group)
    for (const Party& party : groups[group].parties) all.push_back({group, party, groups[group].cost});
  return all;
}

/// The most matches and the least cost of these, by trying everything.
class BruteForce {
 public:
  explicit BruteForce(const Problem& problem)
      : problem_(problem), left_(singles(problem.left)), right_(singles(problem.right)) {
    used_left_.assign(left_.size(), 0);
    used_right_.assign(right_.size(), 0);
    visit(0, 0, 0);
  }
  std::size_t most = 0;
  std::int64_t least = 0;

 private:
  std::optional<std::int64_t> between(std::size_t left, std::size_t right) const {
    std::optional<std::int64_t> cost = problem_.general;
    for (const Affinity& affinity : problem_.affinities)
      if (affinity.left == left && affinity.right == right && (!cost || affinity.cost < *cost)) cost = affinity.cost;
    return cost;
  }

  void visit(std::size_t pair, std::size_t count, std::int64_t cost) {
    if (count > most || (count == most && cost < least)) {
      most = count;
      least = cost;
    }
    if (pair == left_.size() * right_.size() || count == problem_.limit) return;
    visit(pair + 1, count, cost);
    const std::size_t one = pair / right_.size();
    const std::size_t other = pair % right_.size();
    const auto price = between(left_[one].group, right_[other].group);
    if (!price || used_left_[one] == left_[one].party.places.size() ||
        used_right_[other] == right_[other].party.places.size())
      return;
    if (std::count(problem_.apart.begin(), problem_.apart.end(),
                   std::pair(left_[one].party.id, right_[other].party.id)) > 0)
      return;
    const std::int64_t more = *price + left_[one].group_cost + right_[other].group_cost +
                              left_[one].party.places[used_left_[one]] + right_[other].party.places[used_right_[other]];
    ++used_left_[one];
    ++used_right_[other];
    visit(pair + 1, count + 1, cost + more);
    --used_left_[one];
    --used_right_[other];
  }

  const Problem& problem_;
  std::vector<Single> left_;
  std::vector<Single> right_;
  std::vector<std::size_t> used_left_;
  std::vector<std::size_t> used_right_;
};

/// What must hold of every solution: nobody beyond their places, no two twice, nobody kept apart, the limit.
void expect_valid(const Problem& problem, const Solution& solution) {
  std::map<std::int64_t, std::size_t> left;
  std::map<std::int64_t, std::size_t> right;
  std::set<std::pair<std::int64_t, std::int64_t>> met(problem.apart.begin(), problem.apart.end());
  for (const Match& match : solution.matches) {
    ++left[match.left];
    ++right[match.right];
    EXPECT_TRUE(met.emplace(match.left, match.right).second) << match.left << " and " << match.right << " met before";
  }
  for (const Single& single : singles(problem.left)) EXPECT_LE(left[single.party.id], single.party.places.size());
  for (const Single& single : singles(problem.right)) EXPECT_LE(right[single.party.id], single.party.places.size());
  EXPECT_LE(solution.matches.size(), problem.limit);
}

std::vector<Group> random_side(std::mt19937& random, std::int64_t first, std::size_t most_places) {
  std::vector<Group> side;
  std::size_t left = 4;
  while (left > 0) {
    Group group;
    group.cost = static_cast<std::int64_t>(random() % 3);
    const std::size_t count = 1 + random() % left;
    for (std::size_t index = 0; index < count; ++index) {
      Party party{first++, {}};
      std::int64_t cost = 0;
      for (std::size_t place = random() % (most_places + 1); place > 0; --place)
        party.places.push_back(cost += static_cast<std::int64_t>(random() % 4));
      group.parties.push_back(party);
    }
    left -= count;
    side.push_back(group);
  }
  return side;
}

Problem random_problem(unsigned seed, std::size_t most_places, bool apart) {
  std::mt19937 random(seed);
  Problem problem;
  problem.left = random_side(random, 1, most_places);
  problem.right = random_side(random, 101, most_places);
  for (std::size_t left = 0; left < problem.left.size(); ++left)
    for (std::size_t right = 0; right < problem.right.size(); ++right)
      if (random() % 2 == 0) problem.affinities.push_back({left, right, static_cast<std::int64_t>(random() % 10)});
  if (random() % 2 == 0) problem.general = static_cast<std::int64_t>(5 + random() % 10);
  if (random() % 4 == 0) problem.limit = 1 + random() % 3;
  if (apart)
    for (int index = 0; index < 3; ++index)
      problem.apart.emplace_back(1 + static_cast<std::int64_t>(random() % 4),
                                 101 + static_cast<std::int64_t>(random() % 4));
  std::sort(problem.apart.begin(), problem.apart.end());
  problem.apart.erase(std::unique(problem.apart.begin(), problem.apart.end()), problem.apart.end());
  return problem;
}

TEST(Matching, IsOptimalWhereEveryoneHasOnePlace) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    const Problem problem = random_problem(seed, 1, false);
    const Solution solution = solve(problem);
    const BruteForce best(problem);
    expect_valid(problem, solution);
    EXPECT_EQ(solution.matches.size(), best.most) << "seed " << seed;
    EXPECT_EQ(solution.cost, best.least) << "seed " << seed;
  }
}

TEST(Matching, IsOptimalWithSeveralPlacesAndPairsKeptApart) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    const Problem problem = random_problem(seed, 2, true);
    const Solution solution = solve(problem);
    const BruteForce best(problem);
    expect_valid(problem, solution);
    EXPECT_EQ(solution.matches.size(), best.most) << "seed " << seed;
    EXPECT_EQ(solution.cost, best.least) << "seed " << seed;
  }
}

TEST(Matching, RepairsCollisionsWhereTheProblemIsLarge) {
  Problem problem;
  problem.left = {{parties(1, 600, {0, 10}), 0}};
  problem.right = {{parties(1001, 600, {0, 10}), 0}};
  problem.general = 0;
  // The order of the places would bring exactly these together.
  for (std::int64_t index = 0; index < 600; ++index) problem.apart.emplace_back(1 + index, 1001 + index);
  const Solution solution = solve(problem);
  expect_valid(problem, solution);
  EXPECT_EQ(solution.matches.size(), 1200U);
  EXPECT_EQ(solution.cost, 1200 * 10);
}

TEST(Matching, GivesEveryVillageAFirstPartnerBeforeAnyASecond) {
  Problem problem;
  problem.left = {{parties(1, 3), 0}};
  problem.right = {{parties(101, 2, {0, 30}), 0}};
  problem.affinities = {{0, 0, 0}};
  const Solution solution = solve(problem);
  EXPECT_EQ(solution.matches, (std::vector<Match>{{1, 101, 0}, {2, 102, 0}, {3, 101, 30}}));
}

TEST(Matching, PrefersTheCheaperGroupAndFallsBackToTheGeneralCost) {
  Problem problem;
  problem.left = {{parties(1, 2), 0}};
  problem.right = {{parties(101, 1), 0}, {parties(201, 5), 0}};
  problem.affinities = {{0, 0, 1}};
  problem.general = 50;
  const Solution solution = solve(problem);
  EXPECT_EQ(solution.matches, (std::vector<Match>{{1, 101, 1}, {2, 201, 50}}));
}

TEST(Matching, MatchesAsManyAsPossibleEvenWhereOneFewerWouldBeCheaper) {
  Problem problem;
  problem.left = {{parties(1, 1), 0}, {parties(2, 1), 0}};
  problem.right = {{parties(101, 1), 0}, {parties(102, 1), 0}};
  problem.affinities = {{0, 0, 0}, {0, 1, 900}, {1, 0, 900}};
  EXPECT_EQ(solve(problem).matches, (std::vector<Match>{{1, 102, 900}, {2, 101, 900}}));
}

TEST(Matching, SaysWhyNobodyWasFound) {
  Problem problem;
  problem.left = {{parties(1, 2), 0}, {parties(3, 1), 0}, {parties(4, 1, {}), 0}};
  problem.right = {{parties(101, 1), 0}, {parties(201, 1), 0}};
  problem.affinities = {{0, 0, 0}};
  const Solution solution = solve(problem);
  EXPECT_EQ(solution.left, (std::vector<Unmatched>{{2, Why::all_taken}, {3, Why::no_fit}, {4, Why::no_place}}));
  EXPECT_EQ(solution.right, (std::vector<Unmatched>{{201, Why::no_fit}}));
}

TEST(Matching, StopsAtTheLimitAndSaysSo) {
  Problem problem;
  problem.left = {{parties(1, 3), 0}};
  problem.right = {{parties(101, 3), 0}};
  problem.general = 0;
  problem.limit = 2;
  const Solution solution = solve(problem);
  EXPECT_EQ(solution.matches.size(), 2U);
  EXPECT_EQ(solution.left, (std::vector<Unmatched>{{3, Why::limit}}));
}

TEST(Matching, NeverPairsTheSameTwoAgain) {
  Problem problem;
  problem.left = {{parties(1, 2), 0}};
  problem.right = {{parties(101, 2), 0}};
  problem.general = 0;
  problem.apart = {{1, 101}, {2, 102}};
  EXPECT_EQ(solve(problem).matches, (std::vector<Match>{{1, 102, 0}, {2, 101, 0}}));

  problem.apart = {{1, 101}, {1, 102}};
  const Solution solution = solve(problem);
  EXPECT_EQ(solution.matches, (std::vector<Match>{{2, 101, 0}}));
  EXPECT_EQ(solution.left, (std::vector<Unmatched>{{1, Why::only_apart}}));
}

TEST(Matching, TakesNothing) {
  EXPECT_TRUE(solve({}).matches.empty());
  Problem problem;
  problem.left = {{parties(1, 1), 0}};
  problem.general = 0;
  EXPECT_EQ(solve(problem).left, (std::vector<Unmatched>{{1, Why::no_fit}}));
}

TEST(Matching, RefusesWhatItCannotSolve) {
  Problem problem;
  problem.left = {{parties(1, 1), 0}};
  problem.affinities = {{0, 0, 0}};
  EXPECT_THROW(solve(problem), std::invalid_argument);
  problem.affinities.clear();
  problem.left[0].parties[0].places = {-1};
  EXPECT_THROW(solve(problem), std::invalid_argument);
}

/// 3,000 organ members of 243 branches with 3,000 farmers of 419 villages, 76 of the branches paired with a village.
Problem district() {
  Problem problem;
  std::mt19937 random(500117);
  problem.left.resize(243);
  problem.right.resize(419);
  for (std::int64_t id = 0; id < 3000; ++id) {
    problem.left[random() % 243].parties.push_back({id, {0}});
    problem.right[random() % 419].parties.push_back({id, {0}});
  }
  for (std::size_t pair = 0; pair < 76; ++pair) problem.affinities.push_back({pair, pair * 5, 0});
  problem.general = 50;
  return problem;
}

TEST(Matching, PairsADistrictsMembersAndCanBeStopped) {
  const Problem problem = district();
  std::int64_t steps = 0;
  const Solution solution = solve(problem, [&](std::int64_t, std::int64_t total) {
    EXPECT_EQ(total, 3000);
    ++steps;
  });
  expect_valid(problem, solution);
  EXPECT_EQ(solution.matches.size(), 3000U);
  EXPECT_GT(steps, 0);
  std::int64_t within_pairs = 0;
  for (std::size_t pair = 0; pair < 76; ++pair)
    within_pairs +=
        static_cast<std::int64_t>(std::min(problem.left[pair].parties.size(), problem.right[pair * 5].parties.size()));
  EXPECT_EQ(solution.cost, (3000 - within_pairs) * 50) << "everyone who can is paired within their organisations' pair";
  EXPECT_THROW(solve(problem, [](std::int64_t, std::int64_t) { throw std::runtime_error("stop"); }),
               std::runtime_error);
}

TEST(Matching, GivesTheSameForTheSame) {
  const Problem problem = district();
  EXPECT_EQ(solve(problem).matches, solve(problem).matches);
}

}  // namespace
}  // namespace liufa::pairing
