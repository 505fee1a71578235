#include "consultations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "fields.hpp"
#include "handlers.hpp"
#include "liufa/kit/district_calendar.hpp"
#include "liufa/kit/publicity.hpp"

namespace liufa::community {
namespace {

/// The answer is due when the term is over and, where the step is made public, not before that is.
Json dates_of(Call& call, const std::string& kind) {
  const std::string today = call.today();
  const kit::WorkingDays calendar = kit::working_days(call);
  const auto days = [&](const char* setting) { return static_cast<int>(integer_of(call.settings(), setting)); };
  std::string due_on = kit::date_of(calendar.after(kit::day_of(today), days("answer_days")));
  Json dates{{"asked_on", today}};
  if (contains(texts_of(call.settings(), "publicity_kinds"), kind)) {
    const auto window = kit::publicity_window(today, calendar, {days("publicity_days")});
    dates["publicity_from"] = window.began;
    dates["publicity_until"] = window.last_day;
    due_on = std::max(due_on, window.last_day);
  }
  dates["due_on"] = due_on;
  return dates;
}

void extend(Change& change) {
  const std::string given = text_of(change.after(), "due_on");
  const std::string before = text_of(change.before(), "due_on");
  if (given > before && given >= change.today()) return;
  Call::refuse("due_on", {fmt::format("延长后的期限应晚于原期限 {}，且不早于今天，现为 {}。", before, given),
                          fmt::format("Expected a date after the present one, {}, and not before today; found {}.",
                                      before, given)});
}

void answer(Change& change) { change.set("answered_on", change.today()); }
void decide(Change& change) { change.set("decided_on", change.today()); }

}  // namespace

bool is_consulted(Call& call, std::string_view kind) { return contains(texts_of(call.settings(), "gate_kinds"), kind); }

void ask(Call& call, const Waiting& waiting, const Standing& standing) {
  if (call.query_integer("SELECT id FROM community_consultation WHERE record = $1 AND subject = $2 AND gate = $3"
                         " AND state <> 'cancelled'",
                         {waiting.record, waiting.id, waiting.gate}))
    return;
  Json fields = dates_of(call, waiting.kind);
  fields["gate"] = waiting.gate;
  fields["kind"] = waiting.kind;
  fields["record"] = waiting.record;
  fields["subject"] = waiting.id;
  fields["member"] = waiting.member;
  fields["member_name"] =
      or_null(call.query_text("SELECT name FROM directory_member WHERE id = $1", {waiting.member}).value_or(""));
  fields["organisation"] = or_null(standing.organisation);
  fields["community"] = standing.community;
  fields["report_in"] = standing.report_in;
  call.create("consultation", fields);
}

void ask_waiting(Call& call, std::int64_t member, const Standing& standing) {
  std::vector<Waiting> all;
  call.query("SELECT gate, kind, record, id FROM host_gate WHERE member = $1 AND waiting = 1 ORDER BY gate, id",
             {member}, [&](const Row& row) {
               all.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                              row.integer(3), member});
             });
  for (const Waiting& each : all)
    if (is_consulted(call, each.kind)) ask(call, each, standing);
}

void register_consultations(Setup& at) {
  at.before("consultation.agree", answer);
  at.before("consultation.object", answer);
  at.before("consultation.take_back", answer);
  at.before("consultation.extend", extend);
  at.before("consultation.release", decide);
  at.before("consultation.uphold", decide);
}

}  // namespace liufa::community
