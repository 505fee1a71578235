/// How many a share of a count allows, and how many candidates an election needs. Whole numbers only; needs no Boost.
///
/// Sources: 优秀 at most 30 % (民主评议 in practice, a setting); nominations of model posts at most 10 % of the
/// in-service members (Jiangjin); candidates exceed seats by at least 20 % (中国共产党基层组织选举工作条例, 2020).
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>

#include "liufa/kit/rounding.hpp"

namespace liufa::kit {

/// So many in hundredths of a percent are the whole: 10 % is 1'000.
inline constexpr std::int64_t whole_share = 10'000;

/// `count` times `share` (percent with two digits: 30 % is 3'000), rounded: 30 % of 23 is 6.9, so 6 down, 7 up.
/// Both must be 0 or more, else std::invalid_argument.
inline std::int64_t share_of(std::int64_t count, std::int64_t share, Rounding rounding = Rounding::down) {
  if (count < 0 || share < 0) throw std::invalid_argument("expected a count and a share of 0 or more");
  const std::int64_t whole = count * share / whole_share;
  const std::int64_t rest = count * share % whole_share;
  switch (rounding) {
    case Rounding::down: return whole;
    case Rounding::up: return whole + (rest > 0 ? 1 : 0);
    case Rounding::nearest: return whole + (2 * rest >= whole_share ? 1 : 0);
    case Rounding::half_even: break;
  }
  return whole + (2 * rest > whole_share || (2 * rest == whole_share && whole % 2 == 1) ? 1 : 0);
}

/// How many of `count` a share allows: rounded, at least `at_least` (small organisations too may have one) and never
/// more than there are. 10 % of 23 is 2; 10 % of 9 is 0, with `at_least` 1 it is 1.
inline std::int64_t quota(std::int64_t count, std::int64_t share, Rounding rounding = Rounding::down,
                          std::int64_t at_least = 0) {
  return std::min(count, std::max(share_of(count, share, rounding), at_least));
}

/// How many candidates an election of `seats` needs at least, by a margin in percent with two digits, rounded up:
/// 20 % of 3, 5, 7 seats → 4, 6, 9.
inline std::int64_t candidates_for(std::int64_t seats, std::int64_t margin = 2'000) {
  return seats + share_of(seats, margin, Rounding::up);
}

}  // namespace liufa::kit
