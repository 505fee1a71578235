/// Civil dates in China for method code: ISO 8601 texts ("2026-03-01"). Part of method.hpp; the kit uses it without a
/// host.
#pragma once

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>

namespace liufa {
namespace detail {

inline int digits(std::string_view text, std::size_t at, std::size_t count) {
  int number = 0;
  if (at + count > text.size() ||
      std::from_chars(text.data() + at, text.data() + at + count, number).ptr != text.data() + at + count)
    throw std::invalid_argument("expected an ISO 8601 date, found “" + std::string(text) + "”");
  return number;
}

inline std::chrono::year_month_day civil(std::string_view date) {
  return std::chrono::year_month_day{std::chrono::year{digits(date, 0, 4)},
                                     std::chrono::month{static_cast<unsigned>(digits(date, 5, 2))},
                                     std::chrono::day{static_cast<unsigned>(digits(date, 8, 2))}};
}

inline std::string iso(std::chrono::year_month_day date) {
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()));
  return text;
}

/// China keeps UTC+8 all year, everywhere.
inline std::string civil_date_in_china(std::string_view utc) {
  auto day = std::chrono::sys_days{civil(utc)};
  if (digits(utc, 11, 2) + 8 >= 24) day += std::chrono::days{1};
  return iso(std::chrono::year_month_day{day});
}

}  // namespace detail

/// The date some calendar months after `date` ("2024-01-31" + 1 = "2024-02-29"): the last day where there is none such.
inline std::string add_months(std::string_view date, int months) {
  auto moved = detail::civil(date) + std::chrono::months{months};
  if (!moved.ok()) moved = moved.year() / moved.month() / std::chrono::last;
  return detail::iso(moved);
}

/// The date some calendar days after `date`.
inline std::string add_days(std::string_view date, int days) {
  return detail::iso(std::chrono::year_month_day{std::chrono::sys_days{detail::civil(date)} + std::chrono::days{days}});
}

}  // namespace liufa
