/// Terms, ages and intervals in calendar months and years, on civil dates ("2026-03-01"): never 30 or 365 days.
///
/// Counting: Civil Code articles 200–202: the day of the event does not count, a term of months or years ends on the
/// corresponding day, or on the month's last where there is none. Checks return nothing, or the text of the refusal;
/// give it to `Change::refuse` with the field. Dates that are none (2025-02-30) throw std::invalid_argument.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "liufa/civil_date.hpp"
#include "liufa/text.hpp"

namespace liufa::kit {

/// A civil date as a day to count with. Throws std::invalid_argument unless it is a real date written YYYY-MM-DD.
inline std::chrono::sys_days day_of(std::string_view date) {
  const auto civil = liufa::detail::civil(date);
  if (date.size() != 10 || date[4] != '-' || date[7] != '-' || !civil.ok())
    throw std::invalid_argument("expected a civil date such as 2026-03-01, found “" + std::string(date) + "”");
  return std::chrono::sys_days{civil};
}

/// A day as a civil date.
inline std::string date_of(std::chrono::sys_days day) { return liufa::detail::iso(std::chrono::year_month_day{day}); }

/// The last day of a term of `months` that began on `date`: 2021-05-10 and 60 months → 2026-05-10 (the corresponding
/// day).
inline std::string end_of_term(std::string_view date, int months) {
  day_of(date);
  return add_months(date, months);
}

/// The date some calendar years after `date`; 29 February becomes the 28th where there is none.
inline std::string add_years(std::string_view date, int years) { return end_of_term(date, 12 * years); }

/// Complete calendar months from one date to another: 2025-01-31 to 2025-02-28 is 1, to 2025-02-27 is 0. Negative if
/// `until` lies before: 2025-03-01 to 2025-02-01 is -1.
inline int complete_months(std::string_view from, std::string_view until) {
  if (day_of(until) < day_of(from)) return -complete_months(until, from);
  const auto first = liufa::detail::civil(from);
  const auto last = liufa::detail::civil(until);
  const int months =
      (static_cast<int>(last.year()) - static_cast<int>(first.year())) * 12 +
      (static_cast<int>(static_cast<unsigned>(last.month())) - static_cast<int>(static_cast<unsigned>(first.month())));
  return add_months(from, months) <= until ? months : months - 1;
}

/// Complete calendar years from one date to another: tenure, length of membership (党龄).
inline int complete_years(std::string_view from, std::string_view until) { return complete_months(from, until) / 12; }

/// Age in complete years (周岁) on a day: reached on the birthday, by those born on 29 February on the 28th.
inline int age_on(std::string_view birth, std::string_view day) { return complete_years(birth, day); }

namespace detail {
inline std::string months_zh(int months) {
  return months % 12 == 0 ? std::to_string(months / 12) + " 年" : std::to_string(months) + " 个月";
}
inline std::string months_en(int months) {
  const int count = months % 12 == 0 ? months / 12 : months;
  return std::to_string(count) + (months % 12 == 0 ? " year" : " month") + (count == 1 ? "" : "s");
}
}  // namespace detail

/// A minimum interval ("after 1 year"): refused if `on` lies before the day `months` after `since`. `step` names what
/// is to be done, `event` what the interval counts from, as nouns: {"确定为发展对象", "naming the development target"}.
inline std::optional<Text> too_early(const Text& step, const Text& event, std::string_view since, int months,
                                     std::string_view on) {
  const std::string earliest = end_of_term(since, months);
  day_of(on);
  if (on >= earliest) return std::nullopt;
  const std::string day(on);
  return Text{step.zh + "应在" + event.zh + "（" + std::string(since) + "）满 " + detail::months_zh(months) +
                  "后，最早 " + earliest + "，填报为 " + day,
              step.en + " is expected " + detail::months_en(months) + " after " + event.en + " (" + std::string(since) +
                  "), on " + earliest + " at the earliest, found " + day};
}

/// How long a probation (预备期) may be extended: 发展党员工作细则 (2014) article 32: once, by at least half a year and
/// at most one.
struct ExtensionRule {
  int least_months = 6;
  int most_months = 12;
  int most_extensions = 1;
};

/// Refused unless the extension is one that the rule allows: 5 and 13 months are refused, 6 and 12 accepted, a second
/// extension refused. `extensions_before`: how often it was extended already.
inline std::optional<Text> check_extension(int months, int extensions_before, const ExtensionRule& rule = {}) {
  if (extensions_before >= rule.most_extensions)
    return Text{"预备期最多延长 " + std::to_string(rule.most_extensions) + " 次，已延长 " +
                    std::to_string(extensions_before) + " 次，请按期讨论转正或取消资格",
                "a probation is extended at most " + std::to_string(rule.most_extensions) + " time(s), found " +
                    std::to_string(extensions_before) + " already: decide on full membership or cancel"};
  if (months >= rule.least_months && months <= rule.most_months) return std::nullopt;
  const std::string least = std::to_string(rule.least_months);
  const std::string most = std::to_string(rule.most_months);
  return Text{"延长预备期应为 " + least + " 至 " + most + " 个月，填报为 " + std::to_string(months) + " 个月",
              "a probation is extended by " + least + " to " + most + " months, found " + std::to_string(months)};
}

/// How long a committee is elected for, in months, as is usual: 5 years in a committee of a basic unit, 3 in a general
/// branch or branch, 5 in villages and communities (党章; 关于党的基层组织任期的意见 (2018), check). Data of the
/// district where it differs.
struct OfficeTermRule {
  int committee = 60;
  int general_branch = 36;
  int branch = 36;
  int village_or_community = 60;
};

/// The months for the directory's kind of organisation; nothing for a kind that elects no committee (a department, a
/// group).
inline std::optional<int> months_of_office(std::string_view kind, const OfficeTermRule& rule = {}) {
  if (kind == "committee") return rule.committee;
  if (kind == "general_branch") return rule.general_branch;
  if (kind == "branch") return rule.branch;
  if (kind == "village" || kind == "community") return rule.village_or_community;
  return std::nullopt;
}

/// How far the end of a term of office may be moved with the superior's approval: 基层组织选举工作条例 (2020) article
/// 3: delayed or advanced by at most one year.
struct MovedTermRule {
  int most_months = 12;
};

/// Refused if the election is planned further from the term's end than the rule allows, either way.
inline std::optional<Text> check_moved_term(std::string_view due, std::string_view planned,
                                            const MovedTermRule& rule = {}) {
  day_of(due);
  day_of(planned);
  const std::string earliest = add_months(due, -rule.most_months);
  const std::string latest = add_months(due, rule.most_months);
  if (planned >= earliest && planned <= latest) return std::nullopt;
  return Text{"任期 " + std::string(due) + " 届满，延期或者提前不超过 " + detail::months_zh(rule.most_months) +
                  "，应在 " + earliest + " 至 " + latest + " 之间换届，填报为 " + std::string(planned),
              "the term ends on " + std::string(due) + " and may be delayed or advanced by at most " +
                  detail::months_en(rule.most_months) + ": between " + earliest + " and " + latest + ", found " +
                  std::string(planned)};
}

/// The least training before admission: 发展党员工作细则 (2014) article 17: 3 days, or 24 hours of study; either
/// suffices.
struct TrainingRule {
  std::int64_t days = 3;
  std::int64_t hours = 2'400;  ///< hundredths of an hour of study (学时): 24 is 2'400
};

/// Refused if neither days nor hours (in hundredths: 16 h is 1'600) suffice: 2 days with 16 h is refused, 3 days or 24
/// h accepted.
inline std::optional<Text> check_training(std::int64_t days, std::int64_t hours, const TrainingRule& rule = {}) {
  if (days >= rule.days || hours >= rule.hours) return std::nullopt;
  const auto whole = [](std::int64_t hundredths) {
    std::string text = std::to_string(hundredths / 100);
    if (hundredths % 100 != 0) text += (hundredths % 100 < 10 ? ".0" : ".") + std::to_string(hundredths % 100);
    return text;
  };
  return Text{"培训应不少于 " + std::to_string(rule.days) + " 天或 " + whole(rule.hours) + " 学时，填报为 " +
                  std::to_string(days) + " 天、" + whole(hours) + " 学时",
              "training of at least " + std::to_string(rule.days) + " days or " + whole(rule.hours) +
                  " hours is expected, found " + std::to_string(days) + " days and " + whole(hours) + " hours"};
}

}  // namespace liufa::kit
