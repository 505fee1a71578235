/// Entries handed in by hand: complete, of an indicator that counts for the member, reviewed by others.
#include <fmt/format.h>

#include "fields.hpp"
#include "gates.hpp"
#include "handlers.hpp"

namespace liufa::vanguard {
namespace {

std::int64_t member_in(Change& change) { return integer_in(change.after(), "member"); }
std::int64_t year_in(Change& change) { return integer_in(change.after(), "year"); }
bool is_of_fact(const Change& change) { return is_given(change.after(), "fact"); }

Year check_date(Change& change) {
  const std::string date = text_in(change.after(), "held_on");
  const std::string today = change.today();
  if (date > today)
    Call::refuse("held_on",
                 {fmt::format("日期不能晚于今天 {}，现为 {}；事项发生后再填报", today, date),
                  fmt::format("a date up to today, {}, is expected, found {}; hand it in once it has taken place",
                              today, date)});
  Year year = require_open(change, year_of(date), member_in(change), {"填报事项", "an entry"});
  if (year.takes_entries() && !year.recording_until.empty() && today > year.recording_until)
    Call::refuse("held_on",
                 {fmt::format("{} 年度纪实已于 {} 截止；确需补报的请工委先延长截止日", year.year, year.recording_until),
                  fmt::format("entries of {} could be handed in until {}; the office can set a later day", year.year,
                              year.recording_until)});
  return year;
}

const Indicator& indicator_in(Change& change, const RuleSet& rules) {
  const std::string item = text_in(change.after(), "item");
  const Indicator* found = rules.indicator(item);
  if (found && item == found->code) return *found;
  std::string known;
  for (const Indicator& each : rules.indicators)
    known += fmt::format("{}{}（{}）", known.empty() ? "" : "、", each.code, each.name.zh);
  Call::refuse("item", {fmt::format("计分规则“{}”没有事项“{}”；可填：{}", rules.name, item, known),
                        fmt::format("the rule set “{}” has no indicator “{}”; known: {}", rules.name, item, known)});
}

void check_level(Change& change, const Indicator& indicator) {
  if (indicator.tiers.empty()) return;
  const std::string grade = text_in(change.after(), "grade");
  if (kit::points_of(indicator.tiers, grade)) return;
  std::string known;
  for (const auto& [word, points] : indicator.tiers) known += (known.empty() ? "" : "/") + word;
  Call::refuse("grade", {fmt::format("“{}”按级别计分，级别应为 {}，现为“{}”", indicator.name.zh, known, grade),
                         fmt::format("“{}” counts by level: one of {} is expected, found “{}”", indicator.name.en,
                                     known, grade)});
}

void check_evidence(Change& change, const Indicator& indicator) {
  if (!indicator.evidence_required || is_given(change.after(), "evidence") ||
      is_given(change.after(), "evidence_place"))
    return;
  Call::refuse("evidence", {fmt::format("“{}”须附依据文件，或写明依据存放位置", indicator.name.zh),
                            fmt::format("“{}” needs evidence: a file, or where it is kept", indicator.name.en)});
}

/// Collected once: what another method reports by itself is not typed again.
void require_not_automatic(Change& change, const Indicator& indicator) {
  if (indicator.source.empty()) return;
  if (!change.query_integer("SELECT 1 FROM host_fact WHERE source = $1 LIMIT 1", {indicator.source})) return;
  Call::refuse(
      "item", {fmt::format("“{}”由“{}”自动取数，不必填报；有遗漏请在该方法中补登", indicator.name.zh, indicator.source),
               fmt::format("“{}” is taken from “{}” by itself; if something is missing, register it there",
                           indicator.name.en, indicator.source)});
}

void require_new(Change& change) {
  const auto same = change.query_integer(
      "SELECT id FROM vanguard_entry WHERE member = $1 AND item = $2 AND held_on = $3 AND content = $4 AND id <> $5 "
      "AND state NOT IN ('rejected', 'withdrawn', 'revoked', 'lapsed') LIMIT 1",
      {member_in(change), text_in(change.after(), "item"), text_in(change.after(), "held_on"),
       text_in(change.after(), "content"), change.id().value_or(0)});
  if (same)
    Call::refuse("content", {fmt::format("该事项已经填报（编号 {}）；确属另一次的请在内容中写明区别", *same),
                             fmt::format("this has been handed in already ({}); if it is another one, say in what they "
                                         "differ",
                                         *same)});
}

void check_entry(Change& change) {
  if (is_of_fact(change)) return;  // its own code has seen to it
  const std::int64_t organisation = organisation_of(change, member_in(change));
  const Year year = check_date(change);
  const auto rules = require_rules(change, year.year, member_in(change));
  const Indicator& indicator = indicator_in(change, *rules);
  check_level(change, indicator);
  check_evidence(change, indicator);
  require_not_automatic(change, indicator);
  require_new(change);
  change.set("year", year.year);
  if (change.operation() == "create") change.set("handed_in_by", change.actor());
  if (change.operation() == "create") change.set("organisation", organisation);
}

void require_year_open(Change& change, const Text& what) {
  require_open(change, year_in(change), member_in(change), what);
}

void review(Change& change) {
  require_year_open(change, {"审核事项", "reviewing an entry"});
  require_other(change, member_in(change), {"审核", "reviewing"});
  change.set("reviewed_by", change.actor());
  change.set("reviewed_on", change.today());
}

void count(Change& change) {
  change.set("accepted_by", change.actor());
  change.set("accepted_on", change.today());
  change.set("counts_in", year_in(change));
  change.set("counted_as", counted_as(text_in(change.after(), "item"), text_in(change.after(), "grade")));
}

void accept(Change& change) {
  review(change);
  const auto rules = require_rules(change, year_in(change), member_in(change));
  const Indicator* indicator = rules->indicator(text_in(change.after(), "item"));
  if (indicator && indicator->approved_by_office)
    Call::refuse("item", {fmt::format("“{}”须报工委审定，请用“审核上报”", indicator->name.zh),
                          fmt::format("“{}” is approved by the office; take the step “review” to pass it up",
                                      indicator->name.en)});
  count(change);
}

void approve(Change& change) {
  require_year_open(change, {"审定事项", "approving an entry"});
  require_other(change, member_in(change), {"审定", "approving"});
  count(change);
}

void revoke(Change& change) {
  require_year_open(change, {"撤销事项", "revoking an entry"});
  require_other(change, member_in(change), {"撤销", "revoking"});
  change.set("counts_in", nullptr);
}

void admit(Change& change) {
  require_year_open(change, {"补计事项", "admitting an entry"});
  count(change);
}

}  // namespace

void register_entries(Setup& at) {
  at.before("entry.create", check_entry);
  at.before("entry.update", check_entry);
  at.before("entry.resubmit", check_entry);
  at.before("entry.review", review);
  at.before("entry.accept", accept);
  at.before("entry.approve", approve);
  at.before("entry.revoke", revoke);
  at.before("entry.admit", admit);
  for (const char* step : {"return", "reject"})
    at.before("entry." + std::string(step), [](Change& change) {
      require_other(change, member_in(change), {"审核", "reviewing"});
      change.set("reviewed_by", change.actor());
      change.set("reviewed_on", change.today());
    });
}

}  // namespace liufa::vanguard
