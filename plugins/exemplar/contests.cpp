/// The contest of party-day activities: its rules and stages, and the entries up to the judging.
#include <liufa/kit/district_calendar.hpp>
#include <liufa/kit/quota.hpp>

#include "contest.hpp"
#include "fields.hpp"
#include "handlers.hpp"
#include "jurors.hpp"
#include "tree.hpp"

namespace liufa::exemplar {
namespace {

void require_weights(std::int64_t typicality, std::int64_t effect) {
  if (typicality + effect == kit::whole_share) return;
  Call::refuse("effect_weight", {"典型性与实效性的权重之和应为 100，填报为 " + kit::decimal_text(typicality + effect),
                                 "expected weights of typicality and effect that make 100, found " +
                                     kit::decimal_text(typicality + effect)});
}

void create(Change& change) {
  const Json& settings = change.settings();
  const auto weight = [&](const char* field) {
    return hundredths_of(is_given(change.after(), field) ? change.after() : settings, field);
  };
  require_weights(weight("typicality_weight"), weight("effect_weight"));
  fill(change, "name", std::to_string(integer_of(change.after(), "year")) + " 年最佳党日活动评选");
  // Taken over now, so that a later change of the settings does not reach a contest that has begun.
  for (const char* field :
       {"typicality_weight", "effect_weight", "jurors_least", "drop_from", "digits", "entries_each"})
    fill(change, field, settings.at(field));
  fill(change, "places", settings.at("contest_places"));
  fill(change, "rounding", settings.at("total_rounding"));
}

void update(Change& change) {
  require_weights(hundredths_of(change.after(), "typicality_weight"), hundredths_of(change.after(), "effect_weight"));
}

void open(Change& change) {
  const kit::WorkingDays calendar = kit::working_days(change);
  const auto after = [&](const std::string& date, const char* setting) {
    return kit::date_of(calendar.after(kit::day_of(date), change.settings().at(setting).get<int>()));
  };
  std::string entries = text_of(change.after(), "entries_until");
  if (entries.empty()) entries = after(change.today(), "entry_days");
  std::string judging = text_of(change.after(), "judging_until");
  if (judging.empty()) judging = after(entries, "judging_days");
  if (judging < entries)
    Call::refuse("judging_until",
                 {"评分截止（" + judging + "）应不早于报送截止（" + entries + "）",
                  "expected a last day of judging on or after that of entering, " + entries + "; found " + judging});
  change.set("entries_until", entries);
  change.set("judging_until", judging);
}

void start_judging(Change& change) {
  const auto waiting = change.query_integer(
      "SELECT COUNT(*) FROM exemplar_entry WHERE contest = $1 AND state = 'submitted'", {*change.id()});
  if (waiting.value_or(0) > 0)
    Call::refuse("", {"还有 " + std::to_string(*waiting) + " 件作品没有形式审查。请先通过或退回",
                      std::to_string(*waiting) + " entries are not checked yet; accept or return them first"});
  if (!change.query_integer("SELECT id FROM exemplar_entry WHERE contest = $1 AND state = 'accepted'", {*change.id()}))
    Call::refuse("", {"没有参评的作品，不能开始评审", "no entry takes part, so there is nothing to judge"});
}

void reopen(Change& change) {
  if (change.query_integer("SELECT id FROM exemplar_score WHERE contest = $1 AND state <> 'dropped'", {*change.id()}))
    Call::refuse("",
                 {"评委已经领到评分表，作品不能再变动；如需重新征集，请先逐份作废",
                  "jurors have their sheets already, so the entries stand; to open again, drop those sheets first"});
  const std::string until = text_of(change.after(), "entries_until");
  if (until < change.today())
    Call::refuse("entries_until", {"重新征集应填写新的报送截止日期，原为 " + until,
                                   "expected a new last day of entering, found " + until + ", which is over"});
}

Contest contest_of(Change& change) { return read_contest(change, integer_of(change.after(), "contest")); }

void require_time_left(Change& change, const Contest& contest) {
  if (change.today() <= contest.entries_until) return;
  Call::refuse("contest", {"报送已于 " + contest.entries_until + " 截止，今天是 " + change.today() +
                               "。如确需报送，请工委延长报送截止日期",
                           "entries were due by " + contest.entries_until + " and today is " + change.today() +
                               "; ask the office to move that date"});
}

void check_held_on(Change& change, const Contest& contest) {
  const std::string on = text_of(change.after(), "held_on");
  if (on.starts_with(std::to_string(contest.year) + "-") && on <= change.today()) return;
  Call::refuse("held_on",
               {"活动应在 " + std::to_string(contest.year) + " 年内已经开展，填报日期为 " + on,
                "expected an activity held in " + std::to_string(contest.year) + " and up to today; found " + on});
}

void enter(Change& change) {
  const Contest contest = contest_of(change);
  require_stage(contest, {"entries"}, {"报送作品", "an entry"});
  require_time_left(change, contest);
  check_held_on(change, contest);
  const std::int64_t organisation = integer_of(change.after(), "organisation");
  const auto made = change.query_integer(
      "SELECT COUNT(*) FROM exemplar_entry WHERE contest = $1 AND organisation = $2 AND state NOT IN ('withdrawn', "
      "'disqualified')",
      {contest.id, organisation});
  if (made.value_or(0) >= contest.entries_each)
    Call::refuse("organisation",
                 {"“" + name_of(change, organisation) + "”已报送 " + std::to_string(*made) + " 件，每个组织最多 " +
                      std::to_string(contest.entries_each) + " 件。请先撤回一件",
                  "“" + name_of(change, organisation) + "” has made " + std::to_string(*made) + " of at most " +
                      std::to_string(contest.entries_each) + " entries; withdraw one first"});
  change.set("year", contest.year);
}

void submit(Change& change) {
  const Contest contest = contest_of(change);
  require_stage(contest, {"entries"}, {"报送作品", "submitting an entry"});
  require_time_left(change, contest);
  check_held_on(change, contest);
}

void check_step(Change& change) {
  require_stage(contest_of(change), {"entries"}, {"形式审查或退回", "checking or returning an entry"});
}

void withdraw(Change& change) {
  require_stage(contest_of(change), {"entries", "judging"}, {"撤回作品", "withdrawing an entry"});
  drop_sheets_of(change, *change.id(), "作品已撤回。");
}

void decide(Change& change) {
  require_stage(contest_of(change), {"judging"}, {"决定末位并列", "deciding among equals"});
}

/// After the publication the ranks stand; only the award and its example are taken away.
void disqualify(Change& change) {
  drop_sheets_of(change, *change.id(), "作品已取消资格。");
  const auto example =
      change.query_integer("SELECT id FROM exemplar_example WHERE entry = $1 AND state = 'published'", {*change.id()});
  if (example) change.transition("example", *example, "recall", {{"reason", text_of(change.after(), "reason")}});
}

}  // namespace

void register_contests(Setup& at) {
  at.before("contest.create", create);
  at.before("contest.update", update);
  at.before("contest.open", open);
  at.before("contest.start_judging", start_judging);
  at.before("contest.reopen", reopen);
  at.before("entry.create", enter);
  at.before("entry.submit", submit);
  at.before("entry.accept", check_step);
  at.before("entry.return", check_step);
  at.before("entry.withdraw", withdraw);
  at.before("entry.decide", decide);
  at.before("entry.disqualify", disqualify);
}

}  // namespace liufa::exemplar
