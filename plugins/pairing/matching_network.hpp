/// The flow network behind `solve`: groups as nodes, places as arcs. See matching.hpp.
#pragma once

#include <cstdint>
#include <vector>

#include "matching.hpp"

namespace liufa::pairing {

/// So many of group `left` go to group `right`.
struct GroupFlow {
  std::size_t left = 0;
  std::size_t right = 0;
  std::int64_t amount = 0;
};

/// The least-cost flow of the most matches, by groups; ordered by left, then right.
std::vector<GroupFlow> flow_between_groups(const Problem& problem);

}  // namespace liufa::pairing
