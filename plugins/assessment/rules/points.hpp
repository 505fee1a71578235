/// The kit's exact numbers under this method's roof, and the digits that it keeps: points two, measured values four.
#pragma once

#include "liufa/kit/decimal.hpp"

namespace liufa::assessment {

using kit::decimal_text;
using kit::Exact;
using kit::exact;
using kit::parse_decimal;
using kit::points_scale;
using kit::round_half_up;

/// Digits after the point of a measured value.
inline constexpr int measure_scale = 4;

}  // namespace liufa::assessment
