#include "rules/teams.hpp"

#include <algorithm>
#include <numeric>

namespace liufa::assessment {

bool is_conflict(const Assessed& assessed, const std::vector<std::string>& member_paths) {
  // Paths end with a slash, so "/1/2/" is no beginning of "/1/23/".
  return std::any_of(member_paths.begin(), member_paths.end(), [&](const std::string& path) {
    return path.starts_with(assessed.path) || path.starts_with(assessed.reaches_up_to);
  });
}

std::vector<std::optional<std::size_t>> divide_among_teams(std::vector<Team> teams,
                                                           const std::vector<Assessed>& organisations) {
  std::vector<std::vector<std::size_t>> possible(organisations.size());
  for (std::size_t at = 0; at < organisations.size(); ++at)
    for (std::size_t team = 0; team < teams.size(); ++team)
      if (!is_conflict(organisations[at], teams[team].member_paths)) possible[at].push_back(team);

  std::vector<std::size_t> order(organisations.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t left, std::size_t right) { return possible[left].size() < possible[right].size(); });

  std::vector<std::optional<std::size_t>> chosen(organisations.size());
  for (const std::size_t at : order) {
    const auto least =
        std::min_element(possible[at].begin(), possible[at].end(),
                         [&](std::size_t left, std::size_t right) { return teams[left].load < teams[right].load; });
    if (least == possible[at].end()) continue;
    chosen[at] = *least;
    ++teams[*least].load;
  }
  return chosen;
}

}  // namespace liufa::assessment
