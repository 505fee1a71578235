/// Dividing organisations among assessment teams without a conflict of interest. No host in here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::assessment {

/// A team with the paths ("/1/7/23/") of its members' own organisations.
struct Team {
  std::int64_t id = 0;
  std::vector<std::string> member_paths;
  std::size_t load = 0;  ///< organisations it already has
};

/// An organisation to be assessed. `reaches_up_to` is the path within which everybody counts as a colleague: the
/// topmost department, committee or general branch above it, or its own path.
struct Assessed {
  std::int64_t sheet = 0;
  std::string path;
  std::string reaches_up_to;
};

/// A member may not assess the own organisation, one that it belongs to, or one of the same department.
bool is_conflict(const Assessed& assessed, const std::vector<std::string>& member_paths);

/// A team's position for every organisation, evenly by number; nothing where every team is in conflict. Those with the
/// fewest possible teams come first, so that a choice made early does not leave them without one.
std::vector<std::optional<std::size_t>> divide_among_teams(const std::vector<Team>& teams,
                                                           const std::vector<Assessed>& organisations);

}  // namespace liufa::assessment
