/// Random draws that anybody can repeat. No host in here.
///
/// The algorithm, "splitmix64-fisher-yates-1", is part of the record of a draw and never changes under this name:
///   numbers    splitmix64 (Steele, Lea, Flood 2014): state += 0x9e3779b97f4a7c15; mix twice by shift and multiply
///   range      a number below n: numbers below (2^64 mod n) are thrown away, the first other one is taken modulo n;
///              every outcome is equally likely, which "modulo" alone would not give
///   selection  the first `count` steps of Fisher–Yates: at place i swap with place i + (number below size - i)
///   strata     the count is divided by the strata's sizes (largest remainder, ties to the earlier stratum); the strata
///              are drawn from in their order with one and the same sequence of numbers
/// The standard library's distributions are not used: they differ from one library to the next.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::assessment {

inline constexpr std::string_view drawing_algorithm = "splitmix64-fisher-yates-1";

class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// A number below `bound` (at least 1), each equally likely.
  std::uint64_t below(std::uint64_t bound);

 private:
  std::uint64_t state_;
};

/// Draws `count` of `population` (all of it if it has no more), in the order drawn.
std::vector<std::int64_t> draw(SplitMix64& numbers, std::vector<std::int64_t> population, std::size_t count);

/// One of the population with the stratum that it belongs to.
struct Drawable {
  std::int64_t id = 0;
  std::string stratum;
};

/// Draws `count` of `population`, from each stratum its part. The strata stand in the order of their names.
std::vector<std::int64_t> draw_stratified(std::uint64_t seed, const std::vector<Drawable>& population,
                                          std::size_t count);

/// Divides `count` by `sizes`: largest remainder, never more than a size.
std::vector<std::size_t> divide(std::size_t count, const std::vector<std::size_t>& sizes);

}  // namespace liufa::assessment
