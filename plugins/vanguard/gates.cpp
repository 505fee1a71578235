#include "gates.hpp"

#include <fmt/format.h>

#include <liufa/kit/district_calendar.hpp>
#include <liufa/kit/publicity.hpp>

namespace liufa::vanguard {

Year require_open(Call& call, std::int64_t number, std::int64_t member, const Text& what) {
  Year year = read_year(call, number);
  if (year.takes_entries()) return year;
  if (year.state == "prepared")
    Call::refuse(
        "year", {fmt::format("{} 年度尚未开始日常纪实，不能{}；请工委先开始该年度", number, what.zh),
                 fmt::format("the year {} has not started, so {} is not possible yet; have the office start it", number,
                             what.en)});
  if (year.state == "counting")
    Call::refuse("year",
                 {fmt::format("{} 年度正在核算，不能{}；确需更正的请工委先退回评议", number, what.zh),
                  fmt::format("the year {} is being counted, so {} is not possible; the office can take it back to "
                              "the appraisal",
                              number, what.en)});
  if (year.is_final())
    Call::refuse("year", {fmt::format("{} 年度已定格，不能{}；结果保持原样", number, what.zh),
                          fmt::format("the year {} is final and stays as it was computed; {} is not possible any more",
                                      number, what.en)});
  if (!call.query_integer(
          "SELECT id FROM vanguard_objection WHERE year = $1 AND member = $2 AND state = 'accepted' LIMIT 1",
          {number, member}))
    Call::refuse("year",
                 {fmt::format("{} 年度正在公示，只有采纳了本人的异议才能{}；请先提出并处理异议", number, what.zh),
                  fmt::format("the year {} is in publicity: {} needs an accepted objection of the member; raise and "
                              "decide one first",
                              number, what.en)});
  return year;
}

Year require_before_closing(Call& call, std::int64_t number, const Text& what) {
  Year year = read_year(call, number);
  if (year.takes_entries() || year.state == "prepared") return year;
  if (year.is_final())
    Call::refuse("year", {fmt::format("{} 年度已定格，不能{}；结果保持原样", number, what.zh),
                          fmt::format("the year {} is final and stays as it was computed; {} is not possible any more",
                                      number, what.en)});
  Call::refuse("year", {fmt::format("{} 年度已截止核算，不能{}；确需变更的请工委先退回评议", number, what.zh),
                        fmt::format("the year {} is closed, so {} is not possible; the office can take it back to the "
                                    "appraisal",
                                    number, what.en)});
}

std::shared_ptr<const RuleSet> require_rules(Call& call, std::int64_t year, std::int64_t member) {
  const std::string member_class = class_of(call, year, member);
  const auto id = call.query_integer(
      "SELECT id FROM vanguard_rule_set WHERE state = 'in_force' AND from_year <= $1 AND class IN ($2, 'all') "
      "ORDER BY CASE WHEN class = 'all' THEN 1 ELSE 0 END, from_year DESC, edition DESC, id DESC LIMIT 1",
      {year, member_class});
  if (id) return read_rule_set(call, *id);
  Call::refuse("member",
               {fmt::format("{} 年度没有适用于该党员类别（{}）的计分规则，请工委先发布施行", year, member_class),
                fmt::format("no rule set is in force in {} for the member's class ({}); have the office put one "
                            "in force",
                            year, member_class)});
}

void require_other(Change& change, std::int64_t member, const Text& what) {
  if (change.member() != member) return;
  Call::refuse("member",
               {fmt::format("不能{}本人的事项，请由其他审核人办理", what.zh),
                fmt::format("nobody decides on what is their own ({}); another reviewer is needed", what.en)});
}

void prolong_publicity(Call& call, const Year& year) {
  if (year.state != "publicity") return;
  const auto days = static_cast<int>(call.settings().at("correction_days").get<std::int64_t>());
  const auto window = kit::publicity_window(call.today(), kit::working_days(call), {days, 0, {}});
  if (window.last_day > year.publicity_until)
    call.transition("year", year.id, "extend", {{"publicity_until", window.last_day}});
}

}  // namespace liufa::vanguard
