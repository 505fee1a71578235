/// The year: recording, appraisal, counting, publicity, final. It can be taken back until it is final.
#include <fmt/format.h>

#include <algorithm>
#include <liufa/kit/district_calendar.hpp>
#include <liufa/kit/publicity.hpp>

#include "computing.hpp"
#include "facts.hpp"
#include "fields.hpp"
#include "handlers.hpp"
#include "reading.hpp"

namespace liufa::vanguard {
namespace {

std::int64_t number_of(Change& change) { return integer_in(change.after(), "year"); }

void create(Change& change) {
  const std::int64_t year = number_of(change);
  if (!is_given(change.after(), "name")) change.set("name", fmt::format("{} 年度党员先锋指数", year));
  if (!is_given(change.after(), "recording_until")) change.set("recording_until", fmt::format("{}-12-31", year));
  if (!is_given(change.after(), "excellent_share"))
    change.set("excellent_share", change.settings().at("excellent_share"));
  if (!is_given(change.after(), "excellent_rounding"))
    change.set("excellent_rounding", change.settings().at("excellent_rounding"));
}

/// Ranks and grades that are fixed were fixed by this share.
void check_update(Change& change) {
  const std::string state = text_in(change.before(), "state");
  if (state == "prepared" || state == "recording" || state == "appraisal") return;
  for (const char* field : {"excellent_share", "excellent_rounding"})
    if (change.before().value(field, Json()) != change.after().value(field, Json()))
      Call::refuse(field, {"等次已按原比例核定，不能再改；确需调整的请先退回评议",
                           "the grades were fixed by this share; take the year back to the appraisal to change it"});
}

void start(Change& change) {
  change.set("outdated", true);  // who has done nothing yet has a base; that is for the first computing
  if (!read_rule_book(change, number_of(change)).empty()) return;
  Call::refuse("", {fmt::format("{} 年度没有施行中的计分规则，请先发布施行一部", number_of(change)),
                    fmt::format("no rule set is in force for {}; put one in force first", number_of(change))});
}

void require_none(Change& change, const char* sql, const Text& what) {
  const auto count = change.query_integer(sql, {number_of(change)}).value_or(0);
  if (count == 0) return;
  Call::refuse("", {fmt::format("还有 {} {}，请先逐件办理", count, what.zh),
                    fmt::format("{} {} are left; decide on each of them first", count, what.en)});
}

void close(Change& change) {
  require_none(change, "SELECT COUNT(*) FROM vanguard_entry WHERE year = $1 AND state IN ('submitted', 'reviewed')",
               {"件纪实事项待审核", "entries to be reviewed"});
  require_none(change, "SELECT COUNT(*) FROM vanguard_classification WHERE year = $1 AND state = 'proposed'",
               {"件类别认定待决定", "proposals on a member's class"});
  require_none(change, "SELECT COUNT(*) FROM vanguard_exclusion WHERE year = $1 AND state = 'proposed'",
               {"件不参加考评待审批", "proposals to exclude a member"});
  change.set("counted", false);
}

void reopen(Change& change) {
  change.set("counted", false);
  change.set("outdated", true);
  change.set("publicity_from", nullptr);
  change.set("publicity_until", nullptr);
}

void require_current(const Year& year) {
  if (year.counted && !year.outdated) return;
  Call::refuse(
      "", {"截止后尚未全部核算名次等次，请先“全部重算”", "ranks and grades are not computed yet; compute all first"});
}

/// Decisions of the last moment: their events may not have been handled yet.
void rank_decided(Change& change, const Year& year) {
  std::vector<std::int64_t> organisations;
  change.query(
      "SELECT DISTINCT i.organisation FROM vanguard_grade_decision AS d JOIN vanguard_index AS i "
      "ON i.year = d.year AND i.member = d.member WHERE d.year = $1 ORDER BY i.organisation",
      {year.year}, [&](const Row& row) { organisations.push_back(row.integer(0)); });
  if (organisations.empty()) return;
  const RuleBook book = read_rule_book(change, year.year);
  for (const std::int64_t each : organisations) rank_organisations(change, year, book, each, each);
}

void publish(Change& change) {
  const Year year = read_year(change, number_of(change));
  require_current(year);
  rank_decided(change, year);
  const auto days = static_cast<int>(change.settings().at("publicity_days").get<std::int64_t>());
  const auto window = kit::publicity_window(change.today(), kit::working_days(change), {days, 0, {}});
  change.set("publicity_from", window.began);
  change.set("publicity_until", window.last_day);
  Json summary = summary_of(change, year);
  summary["publicity_until"] = window.last_day;
  change.emit("index.published", summary);
}

/// What the next year carries over is known now.
void mark_next(Change& change) {
  const auto next = find_year(change, number_of(change) + 1);
  if (next && next->takes_entries())
    change.update("year", next->id, {{"outdated", true}, {"rule_changes", next->rule_changes + 1}});
}

void freeze(Change& change) {
  const Year year = read_year(change, number_of(change));
  const auto open = change.query_integer(
      "SELECT COUNT(*) FROM vanguard_objection WHERE year = $1 AND state IN ('submitted', 'accepted')", {year.year});
  const kit::PublicityWindow window{year.publicity_from, year.publicity_until, year.publicity_until};
  if (const auto refusal = kit::check_freeze(window, change.today(), open.value_or(0)))
    Call::refuse("publicity_until", *refusal);
  require_current(year);
  rank_decided(change, year);
  mark_next(change);
  change.set("frozen_on", change.today());
  change.emit("index.final", summary_of(change, year));
}

void close_count_and_publish(Call& call) {
  const std::int64_t number = integer_in(call.input(), "year");
  const Year year = read_year(call, number);
  if (year.state == "appraisal") {
    collect_facts(call, number, "");
    call.write([&] { call.transition("year", year.id, "close"); });
  }
  Json summary = compute_all(call, number);
  call.write([&] {
    call.transition("year", year.id, "publish");
    const Year now = read_year(call, number);
    summary["publicity_from"] = now.publicity_from;
    summary["publicity_until"] = now.publicity_until;
  });
  call.answer(summary);
}

}  // namespace

void register_years(Setup& at) {
  at.before("year.create", create);
  at.before("year.update", check_update);
  at.before("year.start", start);
  at.before("year.close", close);
  at.before("year.reopen", reopen);
  at.before("year.publish", publish);
  at.before("year.freeze", freeze);
  at.action("publish", close_count_and_publish);
}

}  // namespace liufa::vanguard
