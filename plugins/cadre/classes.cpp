/// Plans and classes.
#include "fields.hpp"
#include "handlers.hpp"
#include "people.hpp"
#include "training.hpp"

namespace liufa::cadre {
namespace {

void require_plan_state(Change& change, std::int64_t plan, const std::vector<std::string>& states,
                        const Text& expected) {
  if (contains(states, state_of(change, "training_plan", plan))) return;
  Call::refuse("plan", {"培训计划" + expected.zh + "。请先办理计划，或另选计划。",
                        "Expected " + expected.en + ". See to the plan first, or choose another."});
}

void check_dates(Change& change) {
  const std::string from = text_of(change.after(), "starts_on");
  const std::string until = complete(change, "ends_on", from);
  if (until < from)
    Call::refuse("ends_on", {"结业日期不能早于开班日期 " + from + "，现为 " + until + "。请更正。",
                             "Expected a day from " + from + " on, found " + until + ". Correct it."});
  const std::string year = std::to_string(
      change.query_integer("SELECT year FROM cadre_training_plan WHERE id = $1", {integer_of(change.after(), "plan")})
          .value_or(0));
  if (until.substr(0, 4) != year)
    Call::refuse("ends_on", {"结业日期应在计划年度 " + year + " 年内，现为 " + until + "。请更正日期，或另选计划。",
                             "Expected an end in the plan's year " + year + ", found " + until +
                                 ". Correct the date, or choose another plan."});
}

void check_scores(Change& change) {
  const auto pass = hundredths_of(change.after(), "pass_score");
  const auto excellent = hundredths_of(change.after(), "excellent_score");
  if (!excellent || (pass && *excellent >= *pass)) return;
  Call::refuse("excellent_score", {"优秀分数线应不低于合格分数线，且须先设合格分数线。请更正。",
                                   "Expected a pass mark and an excellent mark not below it. Correct them."});
}

void check_make_up(Change& change) {
  const std::int64_t original = integer_of(change.after(), "makes_up");
  if (original == 0) return;
  const Class first = read_class(change, original);
  if (first.kind != text_of(change.after(), "kind") || first.state == "planned" || first.state == "cancelled")
    Call::refuse("makes_up", {"补训应与原班次类别相同，且原班次已开班。请更正。",
                              "Expected a class of the same kind that was held. Choose another."});
}

void check_class(Change& change) {
  require_plan_state(change, integer_of(change.after(), "plan"), {"draft", "issued"},
                     {"应未结束", "a plan that is not closed"});
  check_dates(change);
  check_scores(change);
  check_make_up(change);
}

void update_class(Change& change) {
  const std::string state = text_of(change.before(), "state");
  for (const char* field : {"starts_on", "ends_on", "hours", "pass_score", "excellent_score", "makes_up"})
    if (is_changed(change, field) && (state == "finished" || state == "cancelled"))
      Call::refuse(field, {"培训班已结业或取消，不能修改。请先“重新登记成绩”。",
                           "Expected a class that is planned or open; this one is finished or cancelled. Reopen it "
                           "first."});
  check_class(change);
  if (!is_changed(change, "ends_on")) return;
  std::vector<std::int64_t> trainings;
  change.query("SELECT id FROM cadre_training WHERE class = $1 ORDER BY id", {change.id().value_or(0)},
               [&](const Row& row) { trainings.push_back(row.integer(0)); });
  for (const std::int64_t each : trainings)
    change.update("training", each, {{"ends_on", text_of(change.after(), "ends_on")}});
}

void finish_class(Change& change) {
  const auto left = change.query_integer(
      "SELECT COUNT(*) FROM cadre_training WHERE class = $1 AND state IN ('called', 'enrolled', 'attended')",
      {change.id().value_or(0)});
  if (left.value_or(0) > 0)
    Call::refuse("",
                 {"还有 " + std::to_string(*left) + " 人没有登记结果。请先登记到训、缺训、请假或成绩。",
                  std::to_string(*left) + " people have no result yet. Record attendance, absence or result first."});
  if (text_of(change.after(), "ends_on") > change.today())
    Call::refuse("", {"培训班至 " + text_of(change.after(), "ends_on") + " 结束，届时再办理结业。",
                      "Expected a class that is over; this one lasts until " + text_of(change.after(), "ends_on") +
                          ". Finish it then."});
}

void cancel_class(Change& change) {
  const std::int64_t id = change.id().value_or(0);
  if (change.query_integer(
          "SELECT id FROM cadre_training WHERE class = $1 AND state IN ('attended', 'passed', 'failed')", {id}))
    Call::refuse("", {"已有人参训，不能取消。请登记结果后“结业”。",
                      "Expected a class nobody has attended; somebody has. Record the results and finish it."});
  std::vector<std::int64_t> called;
  change.query("SELECT id FROM cadre_training WHERE class = $1 AND state IN ('called', 'enrolled') ORDER BY id", {id},
               [&](const Row& row) { called.push_back(row.integer(0)); });
  for (const std::int64_t each : called) change.transition("training", each, "release", {{"reason", "培训班取消。"}});
}

void close_plan(Change& change) {
  const auto open =
      change.query_integer("SELECT COUNT(*) FROM cadre_training_class WHERE plan = $1 AND state IN ('planned', 'open')",
                           {change.id().value_or(0)});
  if (open.value_or(0) == 0) return;
  Call::refuse("", {"还有 " + std::to_string(*open) + " 个培训班未结业或取消。请先办理。",
                    std::to_string(*open) + " classes are neither finished nor cancelled. See to them first."});
}

void issue_plan(Change& change) {
  if (change.query_integer("SELECT id FROM cadre_training_class WHERE plan = $1 AND state <> 'cancelled'",
                           {change.id().value_or(0)}))
    return;
  Call::refuse("", {"计划中还没有培训班。请先登记培训班再印发。",
                    "Expected classes in the plan, found none. Register them before it is issued."});
}

void check_training_rule(Change& change) {
  for (const auto& [from, until] : {std::pair{"age_from", "age_until"}, std::pair{"in_force_from", "in_force_until"}}) {
    const Json first = value_of(change.after(), from);
    const Json last = value_of(change.after(), until);
    if (!first.is_null() && !last.is_null() && last < first)
      Call::refuse(until, {"区间的终点不能小于起点。请更正。", "Expected an end not below the beginning. Correct it."});
  }
  if (is_given(change.after(), "tenure_from") && is_given(change.after(), "tenure_below") &&
      integer_of(change.after(), "tenure_below") <= integer_of(change.after(), "tenure_from"))
    Call::refuse("tenure_below",
                 {"“任职不满”应大于“任职满”。请更正。", "Expected “below” to be more than “from”. Correct it."});
}

}  // namespace

Class read_class(Call& call, std::int64_t id) {
  std::optional<Class> found;
  call.query(
      "SELECT id, plan, name, kind, state, starts_on, ends_on, hours, capacity, pass_score, excellent_score, makes_up "
      "FROM "
      "cadre_training_class WHERE id = $1",
      {id}, [&](const Row& row) {
        const auto score = [&](std::size_t column) {
          return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
        };
        found = Class{row.integer(0),
                      row.integer(1),
                      std::string(row.text(2)),
                      std::string(row.text(3)),
                      std::string(row.text(4)),
                      std::string(row.text(5)),
                      std::string(row.text(6)),
                      row.integer(7),
                      row.integer(8),
                      score(9),
                      score(10),
                      row.integer(11)};
      });
  if (!found)
    Call::refuse("class", {"找不到该培训班，请重新选择。", "Expected an existing class, found none. Choose another."});
  return *found;
}

void register_classes(Setup& at) {
  at.before("training_rule.create", check_training_rule);
  at.before("training_rule.update", check_training_rule);
  at.before("training_plan.issue", issue_plan);
  at.before("training_plan.close", close_plan);
  at.before("training_class.create", check_class);
  at.before("training_class.update", update_class);
  at.before("training_class.open", [](Change& change) {
    require_plan_state(change, integer_of(change.after(), "plan"), {"issued"}, {"应已印发", "a plan that is issued"});
  });
  at.before("training_class.finish", finish_class);
  at.before("training_class.cancel", cancel_class);
}

}  // namespace liufa::cadre
