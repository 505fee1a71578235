#include "services/table/number_text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>

#include "base/clock.hpp"

namespace liufa::host {

namespace {

constexpr double first_imprecise = 1e15;
constexpr int least_exponent = -30;  // of what is written in digits
constexpr std::int64_t milliseconds_in_day = 86'400'000;

std::optional<double> parse(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number))
    return std::nullopt;
  return number;
}

/// "1.2345e-05" → "0.000012345".
std::string plain(double number) {
  if (number == 0) return "0";
  std::string text = fmt::format("{:.14e}", number);
  const std::size_t e = text.find('e');
  int exponent = 0;
  const char* from = text.data() + e + 1;
  std::from_chars(*from == '+' ? from + 1 : from, text.data() + text.size(), exponent);
  if (exponent < least_exponent) return fmt::format("{:.15g}", number);
  std::string digits;
  for (const char each : text.substr(0, e))
    if (each >= '0' && each <= '9') digits += each;
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
  if (exponent < 0) {
    digits.insert(0, static_cast<std::size_t>(-exponent), '0');
    exponent = 0;
  }
  const auto before = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() < before) digits.append(before - digits.size(), '0');
  if (digits.size() > before) digits.insert(before, 1, '.');
  return (number < 0 ? "-" : "") + digits;
}

/// The calendar's day of a count of days; nothing if there is none.
std::optional<std::chrono::sys_days> day_of(std::int64_t count, DateSystem dates) {
  using namespace std::chrono;
  constexpr std::int64_t false_leap_day = 60;  // 29 February 1900
  constexpr std::int64_t last = 2'958'465;     // 31 December 9999
  if (count < 0 || count > last) return std::nullopt;
  if (dates == DateSystem::from_1904) return sys_days{year{1904} / 1 / 1} + days{count};
  if (count == 0 || count == false_leap_day) return std::nullopt;
  return sys_days{year{1899} / 12 / (count > false_leap_day ? 30 : 31)} + days{count};
}

Cell date_cell(double number, std::string_view stored, DateSystem dates) {
  const auto total = std::llround(number * static_cast<double>(milliseconds_in_day));
  const std::int64_t count = total / milliseconds_in_day;
  const std::int64_t rest = total % milliseconds_in_day;
  const auto day = number < 0 ? std::nullopt : day_of(count, dates);
  if (!day) return {Cell::Kind::error, std::string(stored)};
  if (rest == 0) return {Cell::Kind::date, iso_date(*day)};
  const std::chrono::hh_mm_ss time{std::chrono::milliseconds{rest}};
  std::string text = fmt::format("{} {:02}:{:02}:{:02}", iso_date(*day), time.hours().count(), time.minutes().count(),
                                 time.seconds().count());
  if (time.subseconds().count() != 0) text += fmt::format(".{:03}", time.subseconds().count());
  return {Cell::Kind::moment, std::move(text)};
}

}  // namespace

NumberLook look_of_format(std::string_view code) {
  NumberLook look;
  std::size_t zeros = 0;
  bool only_zeros = true;
  for (std::size_t at = 0; at < code.size() && code[at] != ';'; ++at) {
    const char each = code[at];
    if (each == '0')
      ++zeros;
    else
      only_zeros = false;
    if (each == '"') {
      at = std::min(code.find('"', at + 1), code.size() - 1);
    } else if (each == '\\' || each == '_' || each == '*') {
      ++at;  // the next one stands for itself
    } else if (each == '[') {
      const std::size_t end = code.find(']', at);
      const std::string_view inside = code.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
      // [h], [mm]: hours that don't stop at 24. [Red], [$-804], [DBNum1] say nothing of dates.
      if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) {
        look.kind = NumberLook::Kind::elapsed;
        return look;
      }
      at = std::min(end, code.size() - 1);
    } else if (std::string_view("yYmMdDhHsS").find(each) != std::string_view::npos) {
      look.kind = NumberLook::Kind::date;
    } else if (code.substr(at).starts_with("General")) {
      return look;
    }
  }
  if (look.kind == NumberLook::Kind::number && only_zeros && zeros > 1 && zeros <= 15)
    look.digits = static_cast<int>(zeros);
  return look;
}

NumberLook look_of_built_in(int number) {
  NumberLook look;
  if (number >= 45 && number <= 47)
    look.kind = NumberLook::Kind::elapsed;
  else if ((number >= 14 && number <= 22) || (number >= 27 && number <= 36) || (number >= 50 && number <= 58))
    look.kind = NumberLook::Kind::date;
  return look;
}

Cell number_cell(std::string_view stored, const NumberLook& look, DateSystem dates) {
  const auto number = parse(stored);
  if (!number) return {Cell::Kind::error, std::string(stored)};
  if (look.kind == NumberLook::Kind::date) return date_cell(*number, stored, dates);
  if (std::abs(*number) >= first_imprecise) return {Cell::Kind::imprecise, std::string(stored)};
  return {Cell::Kind::number, plain(*number), look.digits};
}

Cell iso_cell(std::string_view stored) {
  if (parse_date(stored)) return {Cell::Kind::date, std::string(stored)};
  std::string text(stored.ends_with('Z') ? stored.substr(0, stored.size() - 1) : stored);
  if (text.size() == 16) text += ":00";
  if (!parse_local_moment(text)) return {Cell::Kind::error, std::string(stored)};
  text[10] = ' ';
  if (text.ends_with(".000")) text.resize(19);
  return text.ends_with(" 00:00:00") ? Cell{Cell::Kind::date, text.substr(0, 10)}
                                     : Cell{Cell::Kind::moment, std::move(text)};
}

}  // namespace liufa::host
