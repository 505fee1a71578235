/// Who is paired with whom: a minimum-cost assignment, without the host, so that it can be tested and measured alone.
///
/// Two sides, each of groups of parties that are alike for the matching (same sector, same village condition, same
/// organisation …). The network has a node a group, not one a party, and a hub through which any group reaches any
/// other at a general cost: 3,000 × 3,000 members become some hundreds of arcs instead of nine million.
///
/// Only who may not meet whom (`apart`, and nobody twice) can't be seen between groups. Where that gets in the way, a
/// problem of a district's organisations is solved again party by party, exactly; a larger one is repaired locally,
/// which keeps every rule and hardly ever costs more.
///
/// First as many matches as possible, then the least total cost. The same problem always gives the same solution: where
/// costs are equal, the order of groups and parties in the problem decides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace liufa::pairing {

/// One who may be paired. `places`: a cost for each partner that it can still take, ascending (the second partner of a
/// village costs more than its first). Ids are unique within a side.
struct Party {
  std::int64_t id = 0;
  std::vector<std::int64_t> places;
};

/// Parties that are alike. `cost` is added to each of their matches.
struct Group {
  std::vector<Party> parties;
  std::int64_t cost = 0;
};

/// What it costs to pair a party of group `left` with one of group `right` (indexes into the problem's groups).
struct Affinity {
  std::size_t left = 0;
  std::size_t right = 0;
  std::int64_t cost = 0;
};

/// All costs are 0 or more.
struct Problem {
  std::vector<Group> left;
  std::vector<Group> right;
  /// At most one for the same two groups.
  std::vector<Affinity> affinities;
  /// The cost for any two groups (an affinity matters where it is cheaper); none = only groups with an affinity pair.
  std::optional<std::int64_t> general;
  /// Parties (left id, right id) that may not be paired, because they already are.
  std::vector<std::pair<std::int64_t, std::int64_t>> apart;
  /// At most so many matches.
  std::size_t limit = std::numeric_limits<std::size_t>::max();
};

struct Match {
  std::int64_t left = 0;
  std::int64_t right = 0;
  std::int64_t cost = 0;
  bool operator==(const Match&) const = default;
};

/// Why a party got no match.
enum class Why {
  no_place,    ///< it can take no (further) partner
  no_fit,      ///< nobody on the other side may be paired with it
  all_taken,   ///< those that may be paired with it are with others
  limit,       ///< the limit on the number of matches was reached
  only_apart,  ///< those left over are only those that it is already paired with
};

struct Unmatched {
  std::int64_t id = 0;
  Why why = Why::no_fit;
  bool operator==(const Unmatched&) const = default;
};

struct Solution {
  std::vector<Match> matches;  ///< by left group and party, in the problem's order
  std::vector<Unmatched> left;
  std::vector<Unmatched> right;
  std::int64_t cost = 0;
};

/// Solves the problem. `step(done, total)` is called from time to time on this thread; it may throw to stop.
/// Throws std::invalid_argument for an affinity to a group that does not exist or a negative cost.
Solution solve(const Problem& problem, const std::function<void(std::int64_t, std::int64_t)>& step = {});

}  // namespace liufa::pairing
