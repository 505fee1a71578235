#include "base/clock.hpp"

#include <fmt/compile.h>

#include <charconv>

namespace liufa::host {

using namespace std::chrono;

namespace {

/// China keeps UTC+8 all year.
constexpr hours china{8};

std::optional<int> number(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  if (at + count > text.size()) return std::nullopt;
  const char* first = text.data() + at;
  if (*first == '-' || *first == '+') return std::nullopt;
  const auto [end, error] = std::from_chars(first, first + count, value);
  if (error != std::errc{} || end != first + count) return std::nullopt;
  return value;
}

}  // namespace

system_clock::time_point Clock::instant() const {
  const std::int64_t fixed = fixed_milliseconds_.load(std::memory_order_relaxed);
  return fixed < 0 ? system_clock::now() : system_clock::time_point{milliseconds{fixed}};
}

std::string Clock::now() const { return iso_instant(instant()); }

std::string Clock::today() const { return iso_date(floor<days>(instant() + china)); }

void Clock::set(system_clock::time_point instant) {
  fixed_milliseconds_.store(duration_cast<milliseconds>(instant.time_since_epoch()).count(), std::memory_order_relaxed);
}

void Clock::release() { fixed_milliseconds_.store(-1, std::memory_order_relaxed); }

std::string local_date(std::string_view text) {
  const auto instant = parse_instant(text);
  return instant ? iso_date(floor<days>(*instant + china)) : std::string(text.substr(0, 10));
}

std::string local_moment(std::string_view text) {
  const auto instant = parse_instant(text);
  if (!instant) return std::string(text);
  std::string local = iso_instant(*instant + china);
  local[10] = ' ';
  local.resize(local.ends_with(".000Z") ? 19 : 23);
  return local;
}

std::optional<system_clock::time_point> parse_local_moment(std::string_view text) {
  if (text.size() < 16 || (text[10] != ' ' && text[10] != 'T')) return std::nullopt;
  std::string instant(text);
  instant[10] = 'T';
  if (text.size() == 16) instant += ":00";
  const auto moment = parse_instant(instant + "Z");
  if (!moment) return std::nullopt;
  return *moment - china;
}

std::string iso_date(sys_days day) {
  const year_month_day date{day};
  return fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}"), static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string iso_instant(system_clock::time_point instant) {
  const auto day = floor<days>(instant);
  const hh_mm_ss time{floor<milliseconds>(instant - day)};
  return fmt::format(FMT_COMPILE("{}T{:02}:{:02}:{:02}.{:03}Z"), iso_date(day), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

std::optional<sys_days> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = number(text, 0, 4);
  const auto m = number(text, 5, 2);
  const auto d = number(text, 8, 2);
  if (!y || !m || !d) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  if (!date.ok()) return std::nullopt;
  return sys_days{date};
}

std::optional<system_clock::time_point> parse_instant(std::string_view text) {
  if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text.back() != 'Z')
    return std::nullopt;
  const auto day = parse_date(text.substr(0, 10));
  const auto h = number(text, 11, 2);
  const auto m = number(text, 14, 2);
  const auto s = number(text, 17, 2);
  if (!day || !h || !m || !s || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
  int fraction = 0;
  if (text.size() > 20) {
    const auto parsed = text[19] == '.' && text.size() == 24 ? number(text, 20, 3) : std::nullopt;
    if (!parsed) return std::nullopt;
    fraction = *parsed;
  }
  return system_clock::time_point{*day} + hours{*h} + minutes{*m} + seconds{*s} + milliseconds{fraction};
}

}  // namespace liufa::host
