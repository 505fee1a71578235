/// Random draws that anybody can repeat.
///
/// The algorithm, "splitmix64-fisher-yates-1", is part of the record of a draw and never changes under this name:
///   numbers    splitmix64 (Steele, Lea, Flood 2014): state += 0x9e3779b97f4a7c15; mix twice by shift and multiply
///   range      a number below n: numbers below (2^64 mod n) are thrown away, the first other one is taken modulo n;
///              every outcome is equally likely, which "modulo" alone would not give
///   selection  the first `count` steps of Fisher–Yates: at place i swap with place i + (number below size - i)
///   strata     the count is divided by the strata's sizes (largest remainder, ties to the earlier stratum); the strata
///              are drawn from in their order with one and the same sequence of numbers
/// The standard library's distributions are not used: they differ from one library to the next. Store seed, algorithm
/// and the population's order with the draw.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace liufa::kit {

inline constexpr std::string_view drawing_algorithm = "splitmix64-fisher-yates-1";

class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31U);
  }

  /// A number below `bound` (at least 1), each equally likely.
  std::uint64_t below(std::uint64_t bound) {
    const std::uint64_t rejected = (0 - bound) % bound;  // 2^64 mod bound, without a 65th bit
    std::uint64_t number = next();
    while (number < rejected) number = next();
    return number % bound;
  }

 private:
  std::uint64_t state_;
};

/// Draws `count` of `population` (all of it if it has no more), in the order drawn.
inline std::vector<std::int64_t> draw(SplitMix64& numbers, std::vector<std::int64_t> population, std::size_t count) {
  count = std::min(count, population.size());
  for (std::size_t at = 0; at < count; ++at)
    std::swap(population[at], population[at + static_cast<std::size_t>(numbers.below(population.size() - at))]);
  population.resize(count);
  return population;
}

/// Divides `count` by `sizes`: largest remainder, ties to the earlier, never more than a size.
inline std::vector<std::size_t> divide(std::size_t count, const std::vector<std::size_t>& sizes) {
  const std::size_t all = std::accumulate(sizes.begin(), sizes.end(), std::size_t{0});
  std::vector<std::size_t> parts(sizes.size(), 0);
  if (all == 0) return parts;
  count = std::min(count, all);
  std::vector<std::pair<std::size_t, std::size_t>> remainders;  // what is left over, and whose it is
  std::size_t given = 0;
  for (std::size_t at = 0; at < sizes.size(); ++at) {
    parts[at] = count * sizes[at] / all;
    given += parts[at];
    remainders.emplace_back(count * sizes[at] % all, at);
  }
  std::stable_sort(remainders.begin(), remainders.end(),
                   [](const auto& left, const auto& right) { return left.first > right.first; });
  for (std::size_t at = 0; given < count; ++at, ++given) ++parts[remainders[at].second];
  return parts;
}

/// One of the population with the stratum that it belongs to.
struct Drawable {
  std::int64_t id = 0;
  std::string stratum;
};

/// Draws `count` of `population`, from each stratum its part. The strata stand in the order of their names.
inline std::vector<std::int64_t> draw_stratified(std::uint64_t seed, const std::vector<Drawable>& population,
                                                 std::size_t count) {
  std::map<std::string, std::vector<std::int64_t>> strata;
  for (const Drawable& each : population) strata[each.stratum].push_back(each.id);
  std::vector<std::size_t> sizes;
  for (const auto& [name, members] : strata) sizes.push_back(members.size());
  const std::vector<std::size_t> parts = divide(count, sizes);
  SplitMix64 numbers(seed);
  std::vector<std::int64_t> drawn;
  std::size_t at = 0;
  for (const auto& [name, members] : strata) {
    const auto part = draw(numbers, members, parts[at++]);
    drawn.insert(drawn.end(), part.begin(), part.end());
  }
  return drawn;
}

}  // namespace liufa::kit
