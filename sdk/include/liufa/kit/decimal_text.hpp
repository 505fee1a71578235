/// Decimals as the host keeps them, whole numbers scaled by ten to `scale` (1250 with scale 2 is 12.5), and their
/// texts.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace liufa::kit {

/// Digits after the point of everything counted in points, unless a function is told otherwise.
inline constexpr int points_scale = 2;

namespace detail {
inline std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}
}  // namespace detail

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
