/// Publicity (公示) and objection: how long something is published before it may be decided, and until when it can be
/// objected to, in working days of the calendar.
///
/// Source: at least 5 working days is common practice (发展党员、干部任前公示; check: each district's own rule), so it
/// is a setting. By Civil Code article 201 the day of publication does not count; where a district counts it, say so in
/// the rule. A window is computed once and stored with the record, so that a calendar corrected later moves nothing
/// that has been published.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "liufa/kit/term.hpp"
#include "liufa/kit/working_days.hpp"
#include "liufa/text.hpp"

namespace liufa::kit {

/// Whether the day of publication is the first day of the period.
enum class FirstDay : std::uint8_t { does_not_count, counts };

struct PublicityRule {
  int working_days = 5;
  int objection_working_days = 0;  ///< for objections after the publicity; 0: objections end with the publicity
  FirstDay first_day = FirstDay::does_not_count;
};

/// Civil dates; both days belong to the window.
struct PublicityWindow {
  std::string began;
  std::string last_day;          ///< of the publicity
  std::string objections_until;  ///< last day on which one can object; not before `last_day`
};

/// The window of what is published on `began`. With 5 working days from Tuesday 2025-09-30 it lasts until Tuesday
/// 2025-10-14, for the National Day holidays (1–8 October) do not count and Saturday the 11th is worked.
inline PublicityWindow publicity_window(std::string_view began, const WorkingDays& calendar,
                                        const PublicityRule& rule = {}) {
  auto start = day_of(began);
  if (rule.first_day == FirstDay::counts) start -= std::chrono::days{1};
  const auto last = calendar.after(start, rule.working_days);
  return {std::string(began), date_of(last), date_of(calendar.after(last, rule.objection_working_days))};
}

/// Refused if an objection comes too late (or before anything was published).
inline std::optional<Text> check_objection(const PublicityWindow& window, std::string_view on) {
  day_of(on);
  if (on >= window.began && on <= window.objections_until) return std::nullopt;
  return Text{"异议应在 " + window.began + " 至 " + window.objections_until + " 之间提出，填报为 " + std::string(on),
              "an objection is expected between " + window.began + " and " + window.objections_until + ", found " +
                  std::string(on)};
}

/// Whether the window is over on a day: the day after its last one.
inline bool is_over(const PublicityWindow& window, std::string_view on) {
  day_of(on);
  return on > window.objections_until;
}

/// Refused if what was published may not be frozen (decided, named, closed) yet: the window must be over and no
/// objection open.
inline std::optional<Text> check_freeze(const PublicityWindow& window, std::string_view on,
                                        std::int64_t open_objections) {
  if (!is_over(window, on))
    return Text{"公示及异议期至 " + window.objections_until + " 止，最早 " + add_days(window.objections_until, 1) +
                    " 办理，今天是 " + std::string(on),
                "publicity and objections last until " + window.objections_until + ": this can be done on " +
                    add_days(window.objections_until, 1) + " at the earliest, today is " + std::string(on)};
  if (open_objections > 0)
    return Text{"还有 " + std::to_string(open_objections) + " 件异议没有处理，请先逐件答复",
                std::to_string(open_objections) + " objection(s) are still open: answer each of them first"};
  return std::nullopt;
}

}  // namespace liufa::kit
