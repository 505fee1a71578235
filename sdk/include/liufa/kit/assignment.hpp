/// Dividing work evenly among those who may do it: organisations among assessment teams, entries among jurors, each
/// only to somebody without a conflict of interest. What a conflict is, the caller knows.
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <vector>

namespace liufa::kit {

/// Gives every task to one of those possible for it (`possible[task]`: positions in `loads`), evenly by number; nothing
/// where nobody is possible. `loads` is what each has already. The tasks with the fewest possible come first, so that a
/// choice made early does not leave them without one; among equals the earlier gets it, so it can be repeated.
inline std::vector<std::optional<std::size_t>> assign_evenly(const std::vector<std::vector<std::size_t>>& possible,
                                                             std::vector<std::size_t> loads) {
  std::vector<std::size_t> order(possible.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t left, std::size_t right) { return possible[left].size() < possible[right].size(); });
  std::vector<std::optional<std::size_t>> chosen(possible.size());
  for (const std::size_t task : order) {
    const auto least =
        std::min_element(possible[task].begin(), possible[task].end(),
                         [&](std::size_t left, std::size_t right) { return loads[left] < loads[right]; });
    if (least == possible[task].end()) continue;
    chosen[task] = *least;
    ++loads[*least];
  }
  return chosen;
}

}  // namespace liufa::kit
