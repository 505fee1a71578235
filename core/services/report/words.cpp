#include "services/report/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/clock.hpp"

namespace liufa::host {

using namespace std::chrono;

namespace {

constexpr std::array months_en{"January", "February", "March",     "April",   "May",      "June",
                               "July",    "August",   "September", "October", "November", "December"};

/// "2025-H1": a part of a year, or a whole one, or else two dates.
enum class Kind { year, half, quarter, month, dates };

Kind kind_of(std::string_view text) {
  if (text.find("..") != std::string_view::npos) return Kind::dates;
  if (text.size() == 4) return Kind::year;
  return text[5] == 'H' ? Kind::half : text[5] == 'Q' ? Kind::quarter : Kind::month;
}

int year_in(std::string_view text) { return std::stoi(std::string(text.substr(0, 4))); }

/// The part's number within its year, from 1.
int part_of(std::string_view text, Kind kind) {
  return kind == Kind::month ? std::stoi(std::string(text.substr(5))) : text.back() - '0';
}

std::string part_text(int year, Kind kind, int part) {
  switch (kind) {
    case Kind::half: return fmt::format("{:04}-H{}", year, part);
    case Kind::quarter: return fmt::format("{:04}-Q{}", year, part);
    case Kind::month: return fmt::format("{:04}-{:02}", year, part);
    default: return fmt::format("{:04}", year);
  }
}

int parts_of(Kind kind) { return kind == Kind::half ? 2 : kind == Kind::quarter ? 4 : kind == Kind::month ? 12 : 1; }

sys_days a_year_earlier(sys_days day) {
  year_month_day date{day};
  date -= years{1};
  return date.ok() ? sys_days{date} : sys_days{date.year() / date.month() / last};
}

ReportPeriod dates_before(const Period& period, Comparison comparison) {
  const sys_days from = *parse_date(period.from);
  const sys_days until = *parse_date(period.until);
  const days length = until - from;
  const sys_days first = comparison == Comparison::before ? from - length : a_year_earlier(from);
  const sys_days final = comparison == Comparison::before ? from - days{1} : a_year_earlier(until - days{1});
  return report_period(iso_date(first) + ".." + iso_date(final));
}

std::string last_day(const Period& period) { return iso_date(*parse_date(period.until) - days{1}); }

std::string part_name_zh(int year, Kind kind, int part) {
  static constexpr std::array quarters{"一", "二", "三", "四"};
  switch (kind) {
    case Kind::half: return fmt::format("{}年{}半年", year, part == 1 ? "上" : "下");
    case Kind::quarter: return fmt::format("{}年第{}季度", year, quarters.at(static_cast<std::size_t>(part - 1)));
    case Kind::month: return fmt::format("{}年{}月", year, part);
    default: return fmt::format("{}年", year);
  }
}

std::string part_name_en(int year, Kind kind, int part) {
  static constexpr std::array ordinals{"first", "second", "third", "fourth"};
  const char* ordinal = ordinals.at(static_cast<std::size_t>((part - 1) % 4));
  switch (kind) {
    case Kind::half: return fmt::format("the {} half of {}", ordinal, year);
    case Kind::quarter: return fmt::format("the {} quarter of {}", ordinal, year);
    case Kind::month: return fmt::format("{} {}", months_en.at(static_cast<std::size_t>(part - 1)), year);
    default: return fmt::format("{}", year);
  }
}

/// The same value with more decimals, if it can be held.
std::optional<std::int64_t> at_scale(const FigureValue& value, int scale) {
  std::int64_t scaled = *value.scaled;
  for (int i = value.scale; i < scale; ++i)
    if (__builtin_mul_overflow(scaled, std::int64_t{10}, &scaled)) return std::nullopt;
  return scaled;
}

/// 1000 × part / whole, rounded half away from zero. What is too large for that loses digits that can't show; nothing
/// if the answer itself is too large.
std::optional<std::int64_t> per_mille(std::int64_t part, std::int64_t whole) {
  while (part > INT64_MAX / 4000 || part < -(INT64_MAX / 4000) || whole > INT64_MAX / 4) {
    part /= 10;
    whole /= 10;
  }
  if (whole == 0) return std::nullopt;
  const std::int64_t quotient = (2000 * (part < 0 ? -part : part) + whole) / (2 * whole);
  return part < 0 ? -quotient : quotient;
}

FigureValue magnitude(FigureValue value) {
  if (value.scaled && *value.scaled < 0) value.scaled = -*value.scaled;
  return value;
}

std::string change_zh(const FigureChange& change, const Text& unit, std::string_view compared) {
  const bool more = *change.difference.scaled > 0;
  const std::string amount = number_name(magnitude(change.difference));
  if (unit.zh == "%") return fmt::format("比{}{}{}个百分点", compared, more ? "提高" : "下降", amount);
  std::string text = fmt::format("比{}{}{}{}", compared, more ? "增加" : "减少", amount, unit.zh);
  if (!change.percent.scaled || *change.percent.scaled == 0) return text;
  // From ten times on, people count in times: 增长17.7倍.
  if (*change.percent.scaled >= 10'000)
    return text + fmt::format("，增长{}倍", number_name({(*change.percent.scaled + 50) / 100, 1}));
  return text + fmt::format("，{}{}%", more ? "增长" : "下降", number_name(magnitude(change.percent)));
}

std::string change_en(const FigureChange& change, const Text& unit, std::string_view compared) {
  const bool more = *change.difference.scaled > 0;
  const FigureValue amount = magnitude(change.difference);
  const char* word = more ? "more" : "fewer";
  if (unit.zh == "%")
    return fmt::format("{} percentage points {} than in {}", number_name(amount), more ? "more" : "less", compared);
  if (unit.zh == "元" || unit.zh == "万元") word = more ? "more" : "less";
  std::string text = fmt::format("{} {} than in {}", quantity_name(amount, unit, Language::en), word, compared);
  if (change.percent.scaled && *change.percent.scaled != 0) text += fmt::format(" ({}%)", signed_name(change.percent));
  return text;
}

}  // namespace

ReportPeriod report_period(std::string_view text) { return {std::string(text), parse_period(text)}; }

ReportPeriod compared_period(const ReportPeriod& period, Comparison comparison) {
  const Kind kind = kind_of(period.text);
  if (kind == Kind::dates) return dates_before(period.period, comparison);
  const int year = year_in(period.text);
  const int part = kind == Kind::year ? 1 : part_of(period.text, kind);
  if (comparison == Comparison::last_year || kind == Kind::year || part == 1)
    return report_period(part_text(year - 1, kind, comparison == Comparison::last_year ? part : parts_of(kind)));
  return report_period(part_text(year, kind, part - 1));
}

std::string period_name(const ReportPeriod& period, Language language) {
  const Kind kind = kind_of(period.text);
  if (kind == Kind::dates) {
    std::string from = date_name(period.period.from, language);
    std::string until = date_name(last_day(period.period), language);
    if (from == until) return from;
    if (language == Language::en) return fmt::format("{} to {}", from, until);
    const std::string year = fmt::format("{}年", period.period.from.substr(0, 4));
    if (until.starts_with(year)) until.erase(0, year.size());
    return from + "至" + until;
  }
  const int year = year_in(period.text);
  const int part = kind == Kind::year ? 1 : part_of(period.text, kind);
  return language == Language::zh ? part_name_zh(year, kind, part) : part_name_en(year, kind, part);
}

std::string compared_name(const ReportPeriod& period, Comparison comparison, Language language) {
  const bool whole_year = kind_of(period.text) == Kind::year;
  if (language == Language::en) return period_name(compared_period(period, comparison), language);
  return whole_year ? "上年" : comparison == Comparison::last_year ? "上年同期" : "上期";
}

std::string date_name(std::string_view iso, Language language) {
  const auto day = parse_date(iso);
  if (!day) return std::string(iso);
  const year_month_day date{*day};
  const int year = static_cast<int>(date.year());
  const unsigned month = static_cast<unsigned>(date.month());
  const unsigned in_month = static_cast<unsigned>(date.day());
  if (language == Language::zh) return fmt::format("{}年{}月{}日", year, month, in_month);
  return fmt::format("{} {} {}", in_month, months_en.at(month - 1), year);
}

std::string number_name(const FigureValue& value) {
  if (!value.scaled) return "—";
  std::string text = decimal_text(*value.scaled, value.scale);
  std::size_t point = text.find('.');
  if (point != std::string::npos) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  point = std::min(text.find('.'), text.size());
  const std::size_t first = text.front() == '-' ? 1 : 0;
  if (point - first >= 5)
    for (std::size_t at = point; at > first + 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string quantity_name(const FigureValue& value, const Text& unit, Language language) {
  std::string number = number_name(value);
  if (!value.scaled) return number;
  const std::string& said = in(language, unit);
  const bool apart = language == Language::en && !said.empty() && said != "%";
  return number + (apart ? " " : "") + said;
}

FigureChange change_between(const FigureValue& now, const FigureValue& before) {
  if (!now.scaled || !before.scaled) return {};
  const int scale = std::max(now.scale, before.scale);
  const auto left = at_scale(now, scale);
  const auto right = at_scale(before, scale);
  std::int64_t difference = 0;
  if (!left || !right || __builtin_sub_overflow(*left, *right, &difference)) return {};
  FigureChange change{{difference, scale}, {}};
  if (*right > 0) change.percent = {per_mille(difference, *right), 1};
  return change;
}

std::string signed_name(const FigureValue& value) {
  if (!value.scaled || *value.scaled == 0) return number_name(value);
  return (*value.scaled > 0 ? "+" : "−") + number_name(magnitude(value));
}

std::string change_name(const FigureValue& now, const FigureValue& before, const Text& unit, std::string_view compared,
                        Language language) {
  const bool zh = language == Language::zh;
  if (!before.scaled) return zh ? fmt::format("{}无数据", compared) : fmt::format("no data for {}", compared);
  const FigureChange change = change_between(now, before);
  if (!now.scaled) return zh ? "本期无数据" : "no data for this period";
  if (!change.difference.scaled) return "—";  // beyond 64 bits
  if (*change.difference.scaled == 0)
    return zh ? fmt::format("与{}持平", compared) : fmt::format("the same as in {}", compared);
  return zh ? change_zh(change, unit, compared) : change_en(change, unit, compared);
}

std::string chinese_number(int number) {
  static constexpr std::array digits{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  const auto digit = [](int value) { return std::string(digits.at(static_cast<std::size_t>(value % 10))); };
  if (number < 10) return digit(number);
  return (number >= 20 ? digit(number / 10) : "") + "十" + digit(number);
}

}  // namespace liufa::host
