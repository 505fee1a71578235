/// Ranks and choices among values, with ties said out loud: who is equal at the cut is never chosen by the order of the
/// rows, but reported, and people decide (an office names, a meeting votes again).
///
/// Values are anything with an order: stored decimals, Exact, votes. The highest is first; give std::less<> as `order`
/// where the lowest is. Everything is n log n.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <vector>

namespace liufa::kit {

/// Competition ranks: equal values share a rank and the next ones are left out: 90, 85, 85, 80 → 1, 2, 2, 4. In the
/// order of the values.
template <class Value, class Order = std::greater<>>
std::vector<std::int64_t> competition_ranks(const std::vector<Value>& values, Order order = {}) {
  std::vector<Value> sorted = values;
  std::sort(sorted.begin(), sorted.end(), order);
  std::vector<std::int64_t> ranks;
  ranks.reserve(values.size());
  for (const Value& value : values)
    ranks.push_back(std::lower_bound(sorted.begin(), sorted.end(), value, order) - sorted.begin() + 1);
  return ranks;
}

/// Dense ranks: equal values share a rank and none is left out: 90, 85, 85, 80 → 1, 2, 2, 3.
template <class Value, class Order = std::greater<>>
std::vector<std::int64_t> dense_ranks(const std::vector<Value>& values, Order order = {}) {
  std::vector<Value> sorted = values;
  std::sort(sorted.begin(), sorted.end(), order);
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::vector<std::int64_t> ranks;
  ranks.reserve(values.size());
  for (const Value& value : values)
    ranks.push_back(std::lower_bound(sorted.begin(), sorted.end(), value, order) - sorted.begin() + 1);
  return ranks;
}

/// Positions of values, best first; equals in the order in which they were given.
template <class Value, class Order = std::greater<>>
std::vector<std::size_t> best_first(const std::vector<Value>& values, Order order = {}) {
  std::vector<std::size_t> positions(values.size());
  std::iota(positions.begin(), positions.end(), std::size_t{0});
  std::stable_sort(positions.begin(), positions.end(),
                   [&](std::size_t left, std::size_t right) { return order(values[left], values[right]); });
  return positions;
}

/// Who has a place. All are positions in the values that were given.
struct Choice {
  std::vector<std::size_t> taken;        ///< best first
  std::vector<std::size_t> tied_at_cut;  ///< equals for whom the places that are left do not suffice; empty mostly
  std::int64_t places_left = 0;          ///< not given to anybody: what those tied share, or too few candidates
};

/// The first `places` by value. A group of equals is taken only as a whole: of 95, 90, 90, 85 and two places the first
/// is taken, the two at 90 are tied for the one that is left, and the one after them does not overtake.
template <class Value, class Order = std::greater<>>
Choice choose_top(const std::vector<Value>& values, std::int64_t places, Order order = {}) {
  const std::vector<std::size_t> positions = best_first(values, order);
  Choice choice;
  choice.places_left = std::max<std::int64_t>(0, places);
  for (auto first = positions.begin(); first != positions.end() && choice.places_left > 0;) {
    const auto last =
        std::find_if(first, positions.end(), [&](std::size_t at) { return order(values[*first], values[at]); });
    const bool suffices = last - first <= choice.places_left;
    auto& group = suffices ? choice.taken : choice.tied_at_cut;
    group.insert(group.end(), first, last);
    if (!suffices) break;
    choice.places_left -= last - first;
    first = last;
  }
  return choice;
}

}  // namespace liufa::kit
