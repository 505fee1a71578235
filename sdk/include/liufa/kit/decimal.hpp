/// Points and shares as exact numbers: nothing is rounded before the one rounding at the end, and nothing is ever a
/// double. Decimals are kept as the host keeps them: whole numbers scaled by ten to `scale` (1250 with scale 2
/// is 12.5).
///
/// A method that includes this needs the Boost headers (Debian: libboost-dev); nothing is linked.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "liufa/kit/rounding.hpp"

namespace liufa::kit {

/// A fraction without limit: averages and renormalised weights have denominators that no fixed scale holds.
using Exact = boost::multiprecision::cpp_rational;

/// Digits after the point of everything counted in points, unless a function is told otherwise.
inline constexpr int points_scale = 2;

namespace detail {
inline std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}
}  // namespace detail

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

/// A stored decimal for people and for the host: 1250 → "12.5", 1200 → "12".
inline std::string decimal_text(std::int64_t scaled, int scale = points_scale) {
  const std::int64_t power = detail::power_of_ten(scale);
  std::string text = (scaled < 0 ? "-" : "") + std::to_string((scaled < 0 ? -scaled : scaled) / power);
  std::string digits = std::to_string((scaled < 0 ? -scaled : scaled) % power);
  digits.insert(0, static_cast<std::size_t>(scale) - digits.size() * (scale > 0 ? 1 : 0), '0');
  const std::size_t last = digits.find_last_not_of('0');
  if (scale > 0 && last != std::string::npos) text += "." + digits.substr(0, last + 1);
  return text;
}

/// The other way round; nothing if the text is no decimal or has more digits than `scale` keeps.
inline std::optional<std::int64_t> parse_decimal(std::string_view text, int scale = points_scale) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  std::string digits(text.substr(0, point));
  std::size_t fraction = 0;
  if (point != std::string_view::npos) {
    fraction = text.size() - point - 1;
    digits += text.substr(point + 1);
    if (fraction == 0) return std::nullopt;
  }
  if (digits.empty() || point == 0 || fraction > static_cast<std::size_t>(scale)) return std::nullopt;
  digits.append(static_cast<std::size_t>(scale) - fraction, '0');
  std::int64_t scaled = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), scaled);
  if (digits.starts_with('-') || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return negative ? -scaled : scaled;
}

}  // namespace liufa::kit
