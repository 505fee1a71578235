/// Taking part in a class: enrolment, attendance, result, making up.
#include <algorithm>

#include "fields.hpp"
#include "handlers.hpp"
#include "people.hpp"
#include "training.hpp"

namespace liufa::cadre {
namespace {

void require_open_class(const Class& of) {
  if (of.state == "open") return;
  Call::refuse("class", {"“" + of.name + "”未在报名与办班。请先“开始报名”，或另选培训班。",
                         "Expected a class that is open; “" + of.name + "” is not. Open it first, or choose another."});
}

void require_place(Call& call, const Class& of) {
  if (of.capacity == 0 || places_taken(call, of.id) < of.capacity) return;
  Call::refuse("class", {"“" + of.name + "”名额 " + std::to_string(of.capacity) + " 个已满。请另选班次，或增加名额。",
                         "Expected a free place; all " + std::to_string(of.capacity) + " of “" + of.name +
                             "” are taken. Choose another class, or add places."});
}

/// A class that makes up for another is for those who missed or failed that one.
void require_to_make_up(Call& call, const Class& of, std::int64_t member) {
  if (of.makes_up == 0) return;
  if (call.query_integer("SELECT id FROM cadre_training WHERE class = $1 AND member = $2 AND state IN ('excused', "
                         "'absent', 'failed')",
                         {of.makes_up, member}))
    return;
  Call::refuse("member", {"该班为补训班，只限原班次请假、缺训或不合格的党员。请另选班次。",
                          "Expected somebody who missed or failed the original class; this one makes up for it. Choose "
                          "another class."});
}

void create_training(Change& change) {
  const Class of = read_class(change, integer_of(change.after(), "class"));
  if (of.state != "planned") require_open_class(of);
  const Member member = require_present(change, "member", integer_of(change.after(), "member"));
  require_to_make_up(change, of, member.id);
  require_place(change, of);
  change.set("organisation", member.organisation);
  change.set("kind", of.kind);
  change.set("ends_on", of.ends_on);
}

Class class_of(Change& change) { return read_class(change, integer_of(change.after(), "class")); }

void enrol(Change& change) { require_open_class(class_of(change)); }

/// Attendance and results: of a class that has begun, in a year that is not closed.
Class require_recordable(Change& change) {
  Class of = class_of(change);
  require_open_class(of);
  if (of.starts_on > change.today())
    Call::refuse(
        "", {"“" + of.name + "”于 " + of.starts_on + " 开班，届时再登记。",
             "Expected a class that has begun; “" + of.name + "” begins on " + of.starts_on + ". Record it then."});
  require_year_open(change, integer_of(change.after(), "member"), of.ends_on);
  return of;
}

void check_hours(Change& change, const Class& of) {
  const auto hours = hundredths_of(change.after(), "hours");
  if (!hours || *hours <= of.hours) return;
  Call::refuse("hours",
               {"计入学时不能多于培训班学时。请更正。", "Expected no more hours than the class has. Correct them."});
}

void attend(Change& change) { check_hours(change, require_recordable(change)); }

void require_test_passed(Change& change, const Class& of, bool expected) {
  const auto score = hundredths_of(change.after(), "score");
  const std::optional<bool> passed = passes(of, score);
  if (!passed)
    Call::refuse("score",
                 {"该班设有考试，请填写成绩。", "The class has a test: a score is expected, found none. Enter it."});
  if (!of.pass_score || *passed == expected) return;
  Call::refuse("score", {std::string("成绩与“") + (expected ? "合格" : "不合格") + "”不符，请核对成绩或另选步骤。",
                         std::string("The score says otherwise than ") + (expected ? "passed" : "failed") +
                             ". Check the score, or take the other step."});
}

void pass(Change& change) {
  const Class of = require_recordable(change);
  check_hours(change, of);
  require_test_passed(change, of, true);
  if (!is_given(change.after(), "hours")) change.set("hours", decimal_json(of.hours));
  const auto score = hundredths_of(change.after(), "score");
  change.set("grade", of.excellent_score && score && *score >= *of.excellent_score ? "excellent" : "passed");
}

void fail(Change& change) {
  const Class of = require_recordable(change);
  require_test_passed(change, of, false);
  change.set("grade", "failed");
}

void correct(Change& change) {
  require_recordable(change);
  change.set("grade", nullptr);
}

/// Who passes a class that makes up for another has made that one up.
void make_up(Event& event) {
  std::int64_t missed = 0;
  event.query(
      "SELECT o.id FROM cadre_training t JOIN cadre_training_class c ON c.id = t.class JOIN cadre_training o ON "
      "o.class = "
      "c.makes_up AND o.member = t.member WHERE t.id = $1 AND t.state = 'passed' AND o.state IN ('excused', 'absent', "
      "'failed')",
      {event.id()}, [&](const Row& row) { missed = row.integer(0); });
  if (missed != 0) event.transition("training", missed, "make_up", {{"made_up_by", event.id()}});
}

}  // namespace

std::int64_t places_taken(Call& call, std::int64_t class_id) {
  return call
      .query_integer(
          "SELECT COUNT(*) FROM cadre_training WHERE class = $1 AND state NOT IN ('excused', 'released', "
          "'absent')",
          {class_id})
      .value_or(0);
}

void require_year_open(Call& call, std::int64_t member, const std::string& date) {
  const std::int64_t year = std::stoi(date.substr(0, 4));
  if (!call.query_integer("SELECT id FROM cadre_ledger WHERE member = $1 AND year = $2 AND state = 'closed'",
                          {member, year}))
    return;
  Call::refuse("", {std::to_string(year) + " 年度台账已结账，学时不能再变。如有差错，请在本年度补记。",
                    "Expected a year that is open; " + std::to_string(year) +
                        " is closed and stays as computed. Correct it within the present year."});
}

std::optional<bool> passes(const Class& of, std::optional<std::int64_t> score) {
  if (!of.pass_score) return true;
  if (!score) return std::nullopt;
  return *score >= *of.pass_score;
}

void register_trainings(Setup& at) {
  at.before("training.create", create_training);
  at.before("training.enrol", enrol);
  at.before("training.attend", attend);
  at.before("training.miss", [](Change& change) { require_recordable(change); });
  at.before("training.pass", pass);
  at.before("training.fail", fail);
  at.before("training.correct", correct);
  at.on("cadre.training.passed", [](Event& event) {
    make_up(event);
    refresh_ledger_of(event);
  });
  at.on("cadre.training.corrected", refresh_ledger_of);
}

}  // namespace liufa::cadre
