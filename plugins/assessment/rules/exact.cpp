#include "rules/exact.hpp"

#include <charconv>

namespace liufa::assessment {
namespace {

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

}  // namespace

Exact exact(std::int64_t scaled, int scale) { return Exact(scaled, power_of_ten(scale)); }

std::int64_t floor_of(const Exact& number) {
  // cpp_int divides towards zero, so a negative number with a remainder is one too high.
  using Integer = boost::multiprecision::cpp_int;
  const Integer top = numerator(number);
  const Integer bottom = denominator(number);
  Integer whole = top / bottom;
  if (top < 0 && whole * bottom != top) whole -= 1;
  return whole.convert_to<std::int64_t>();
}

std::int64_t round_half_up(const Exact& number, int digits, int scale) {
  const Exact shifted = number * power_of_ten(digits) + Exact(1, 2);
  return floor_of(shifted) * power_of_ten(scale - digits);
}

std::string decimal_text(std::int64_t scaled, int scale) {
  const std::int64_t power = power_of_ten(scale);
  std::string text = (scaled < 0 ? "-" : "") + std::to_string((scaled < 0 ? -scaled : scaled) / power);
  std::string digits = std::to_string((scaled < 0 ? -scaled : scaled) % power);
  digits.insert(0, static_cast<std::size_t>(scale) - digits.size() * (scale > 0 ? 1 : 0), '0');
  const std::size_t last = digits.find_last_not_of('0');
  if (scale > 0 && last != std::string::npos) text += "." + digits.substr(0, last + 1);
  return text;
}

std::optional<std::int64_t> parse_decimal(std::string_view text, int scale) {
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

}  // namespace liufa::assessment
