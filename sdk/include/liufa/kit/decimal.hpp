/// Points and shares as exact numbers: nothing is rounded before the one rounding at the end, and nothing is ever a
/// double. Decimals are kept as the host keeps them: whole numbers scaled by ten to `scale` (1250 with scale 2
/// is 12.5).
///
/// A method that includes this needs the Boost headers (Debian: libboost-dev); nothing is linked.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <limits>
#include <stdexcept>

#include "liufa/kit/decimal_text.hpp"
#include "liufa/kit/rounding.hpp"

namespace liufa::kit {

/// A fraction without limit: averages and renormalised weights have denominators that no fixed scale holds.
using Exact = boost::multiprecision::cpp_rational;

/// A decimal as it is stored (scaled by ten to `scale`) as an exact number.
inline Exact exact(std::int64_t scaled, int scale = points_scale) { return Exact(scaled, detail::power_of_ten(scale)); }

/// The largest integer not above `number`. Throws std::overflow_error beyond 64 bits.
inline std::int64_t floor_of(const Exact& number) {
  // cpp_int divides towards zero, so a negative number with a remainder is one too high.
  using Integer = boost::multiprecision::cpp_int;
  const Integer top = numerator(number);
  const Integer bottom = denominator(number);
  Integer whole = top / bottom;
  if (top < 0 && whole * bottom != top) whole -= 1;
  if (whole > std::numeric_limits<std::int64_t>::max() || whole < std::numeric_limits<std::int64_t>::min())
    throw std::overflow_error("expected a number of at most 64 bits, found " + whole.str());
  return whole.convert_to<std::int64_t>();
}

/// The smallest integer not below `number`. Throws std::overflow_error beyond 64 bits.
inline std::int64_t ceiling_of(const Exact& number) { return -floor_of(-number); }

/// The integer that `number` is rounded to.
inline std::int64_t rounded(const Exact& number, Rounding rounding) {
  const Exact half(1, 2);
  switch (rounding) {
    case Rounding::down: return floor_of(number);
    case Rounding::up: return ceiling_of(number);
    case Rounding::half_even: {
      const std::int64_t below = floor_of(number);
      return number - below == half && below % 2 == 0 ? below : floor_of(number + half);
    }
    case Rounding::nearest: break;
  }
  return floor_of(number + half);
}

/// Rounds to `digits` after the point and returns it scaled by ten to `scale`; `digits` is at most `scale`.
inline std::int64_t round_to(const Exact& number, Rounding rounding, int digits = points_scale,
                             int scale = points_scale) {
  return rounded(number * detail::power_of_ten(digits), rounding) * detail::power_of_ten(scale - digits);
}

/// Rounds half up (towards the larger number): 84.995 with two digits is 85.00.
inline std::int64_t round_half_up(const Exact& number, int digits = points_scale, int scale = points_scale) {
  return round_to(number, Rounding::nearest, digits, scale);
}

/// Rounds half to the even neighbour: 84.985 and 84.975 with two digits are 84.98.
inline std::int64_t round_half_even(const Exact& number, int digits = points_scale, int scale = points_scale) {
  return round_to(number, Rounding::half_even, digits, scale);
}

/// Rounds towards less: 84.999 with two digits is 84.99.
inline std::int64_t round_down(const Exact& number, int digits = points_scale, int scale = points_scale) {
  return round_to(number, Rounding::down, digits, scale);
}

}  // namespace liufa::kit
