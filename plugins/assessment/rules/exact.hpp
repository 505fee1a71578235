/// Points as exact numbers: nothing is rounded before the one rounding at the end, and nothing is ever a double.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace liufa::assessment {

/// A fraction without limit: averages and renormalised weights have denominators that no fixed scale holds.
using Exact = boost::multiprecision::cpp_rational;

/// Digits after the point of everything counted in points, and of a measured value.
inline constexpr int points_scale = 2;
inline constexpr int measure_scale = 4;

/// A decimal as it is stored (scaled by ten to `scale`) as an exact number.
Exact exact(std::int64_t scaled, int scale = points_scale);

/// Rounds half up (towards the larger number) to `digits` after the point and returns it scaled by ten to `scale`;
/// `digits` is at most `scale`. 84.995 with two digits is 85.00.
std::int64_t round_half_up(const Exact& number, int digits = points_scale, int scale = points_scale);

/// The largest integer not above `number`.
std::int64_t floor_of(const Exact& number);

/// A stored decimal for people and for the host: 1250 → "12.5", 1200 → "12".
std::string decimal_text(std::int64_t scaled, int scale = points_scale);

/// The other way round; nothing if the text is no decimal or has more digits than `scale` keeps.
std::optional<std::int64_t> parse_decimal(std::string_view text, int scale = points_scale);

}  // namespace liufa::assessment
