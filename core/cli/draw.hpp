/// Random draws that are the same on every machine: SplitMix64 (Steele, Lea, Flood 2014) with ranges by rejection. The
/// standard library's distributions differ from one to the next.
#pragma once

#include <cstdint>

namespace liufa::host::cli {

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  /// One of low … high, each as likely.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    const auto range = static_cast<std::uint64_t>(high - low) + 1;
    if (range == 0) return static_cast<std::int64_t>(next());
    const std::uint64_t limit = UINT64_MAX - UINT64_MAX % range;
    std::uint64_t value = next();
    while (value >= limit) value = next();
    return low + static_cast<std::int64_t>(value % range);
  }

  /// True in `percent` of a hundred cases.
  bool chance(std::int64_t percent) { return between(1, 100) <= percent; }

 private:
  std::uint64_t state_;
};

}  // namespace liufa::host::cli
