#include "rules/teams.hpp"

#include <algorithm>
#include <utility>

#include "liufa/kit/assignment.hpp"

namespace liufa::assessment {

bool is_conflict(const Assessed& assessed, const std::vector<std::string>& member_paths) {
  // Paths end with a slash, so "/1/2/" is no beginning of "/1/23/".
  return std::any_of(member_paths.begin(), member_paths.end(), [&](const std::string& path) {
    return path.starts_with(assessed.path) || path.starts_with(assessed.reaches_up_to);
  });
}

std::vector<std::optional<std::size_t>> divide_among_teams(const std::vector<Team>& teams,
                                                           const std::vector<Assessed>& organisations) {
  std::vector<std::vector<std::size_t>> possible(organisations.size());
  for (std::size_t at = 0; at < organisations.size(); ++at)
    for (std::size_t team = 0; team < teams.size(); ++team)
      if (!is_conflict(organisations[at], teams[team].member_paths)) possible[at].push_back(team);

  std::vector<std::size_t> loads;
  loads.reserve(teams.size());
  for (const Team& team : teams) loads.push_back(team.load);
  return kit::assign_evenly(possible, std::move(loads));
}

}  // namespace liufa::assessment
