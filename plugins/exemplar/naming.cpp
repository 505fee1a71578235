/// From the end of publicity to the plaque: naming one by one or all at once, numbers, model posts.
#include <algorithm>
#include <cstdio>
#include <liufa/kit/publicity.hpp>

#include "fields.hpp"
#include "handlers.hpp"
#include "round.hpp"
#include "tree.hpp"

namespace liufa::exemplar {
namespace {

std::string replaced(std::string text, std::string_view what, const std::string& by) {
  if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), by);
  return text;
}

std::string plaque_of(Change& change, std::int64_t year, std::int64_t number) {
  char digits[24];
  std::snprintf(digits, sizeof digits, "%03lld", static_cast<long long>(number));
  return replaced(replaced(text_of(change.settings(), "plaque"), "{year}", std::to_string(year)), "{number}", digits);
}

void issue_plaque(Change& change, std::int64_t year) {
  const auto last = change.query_integer("SELECT MAX(number) FROM exemplar_model_post WHERE year = $1", {year});
  const std::int64_t number = last.value_or(0) + 1;
  change.set("number", number);
  change.set("plaque", plaque_of(change, year, number));
}

/// The next day on which the post is due: of one named years ago, the next of its anniversaries.
std::string first_recheck(Change& change, const std::string& named_on, int months) {
  std::string due = add_months(named_on, months);
  for (int times = 2; due < change.today(); ++times) due = add_months(named_on, months * times);
  return due;
}

/// A holder that the office enters, because the naming is older than this system.
void check_entered(Change& change, std::string_view status, std::string_view service, const std::string& name) {
  if (!is_given(change.after(), "basis"))
    Call::refuse("basis", {"经评选命名的由系统建立；补录以前的命名须填写命名依据（文号）",
                           "those named in a round are made by the system; to enter an earlier naming, give the "
                           "document it rests on"});
  if (status == "left" || service == "retired")
    Call::refuse("member", {name + "已离开或离退休，示范岗随之终止，不必补录",
                            "expected a present member in service; " + name +
                                " has left or retired, which ends a model post, so there is none to enter"});
  if (text_of(change.after(), "named_on") > change.today())
    Call::refuse("named_on",
                 {"命名日期不能晚于今天 " + change.today(), "expected a day of naming up to today, " + change.today()});
}

void create(Change& change) {
  const std::int64_t member = integer_of(change.after(), "member");
  const std::int64_t nomination = integer_of(change.after(), "nomination");
  const auto other = change.query_text(
      "SELECT plaque FROM exemplar_model_post WHERE member = $1 AND state IN ('held', 'improving')", {member});
  if (other)
    Call::refuse("member", {"该党员已是示范岗（" + *other + "）", "the member holds a model post already, " + *other});
  std::int64_t organisation = 0;
  change.query("SELECT organisation, status, service, name FROM directory_member WHERE id = $1", {member},
               [&](const Row& row) {
                 organisation = row.integer(0);
                 if (nomination == 0) check_entered(change, row.text(1), row.text(2), std::string(row.text(3)));
               });
  derive(change, "organisation", organisation,
         {"应为党员所在的“" + name_of(change, organisation) + "”。请留空，由系统自动填写",
          "expected the member's own organisation, “" + name_of(change, organisation) +
              "”. Leave it empty: it is filled in"});
  const std::string named_on = text_of(change.after(), "named_on");
  if (nomination == 0) {
    const std::string sector = Tree::above(change, organisation).sector(organisation);
    const auto first = words_of(change.settings(), "first_sectors");
    change.set("year", std::stoll(named_on.substr(0, 4)));
    change.set("sector", sector.empty() ? Json() : Json(sector));
    change.set("first", std::find(first.begin(), first.end(), sector) != first.end());
    change.set("recheck_due", first_recheck(change, named_on, change.settings().at("recheck_months").get<int>()));
  }
  if (!is_given(change.after(), "plaque"))
    issue_plaque(change, nomination == 0 ? std::stoll(named_on.substr(0, 4)) : integer_of(change.after(), "year"));
}

void require_free(Change& change, const std::string& on) {
  const auto open = change.query_integer(
      "SELECT COUNT(*) FROM exemplar_objection WHERE nomination = $1 AND state IN ('received', 'heard')",
      {*change.id()});
  const std::string until = text_of(change.after(), "publicity_until");
  const auto no = kit::check_freeze({text_of(change.after(), "publicity_from"), until, until}, on, open.value_or(0));
  if (no) Call::refuse("publicity_until", *no);
}

void name(Change& change) {
  const Json& fields = change.after();
  const Round round = read_round(change, integer_of(fields, "round"));
  require_stage(round, {"review", "publicity"}, {"命名", "naming"});
  const std::string named_on = is_given(fields, "named_on") ? text_of(fields, "named_on") : change.today();
  if (named_on > change.today())
    Call::refuse("named_on", {"命名日期 " + named_on + " 不能晚于今天 " + change.today(),
                              "expected a day of naming up to today, " + change.today() + "; found " + named_on});
  require_free(change, named_on);
  require_candidate(change, round, integer_of(fields, "member"));
  const std::int64_t post = change.create("model_post", {{"nomination", *change.id()},
                                                         {"member", fields.at("member")},
                                                         {"year", round.year},
                                                         {"post", fields.at("post")},
                                                         {"sector", fields.at("sector")},
                                                         {"first", fields.at("first")},
                                                         {"named_on", named_on},
                                                         {"reward", round.reward},
                                                         {"recheck_due", add_months(named_on, round.recheck_months)}});
  change.set("named_on", named_on);
  change.set("plaque", change.query_text("SELECT plaque FROM exemplar_model_post WHERE id = $1", {post}).value());
}

void check_delivery(Change& change) {
  const std::string named_on = text_of(change.after(), "named_on");
  for (const char* field : {"delivered_on", "rewarded_on"}) {
    const std::string on = text_of(change.after(), field);
    if (!on.empty() && (on < named_on || on > change.today()))
      Call::refuse(field, {"日期应在命名日期 " + named_on + " 与今天之间，填报为 " + on,
                           "expected a day from the naming, " + named_on + ", up to today; found " + on});
  }
}

std::int64_t asked_round(Call& call) {
  if (const std::int64_t id = integer_of(call.input(), "round"); id != 0) return id;
  const std::int64_t year = integer_of(call.input(), "year");
  const auto found = call.query_integer(
      "SELECT id FROM exemplar_round WHERE state IN ('review', 'publicity') AND ($1 = 0 OR year = $1) ORDER BY year "
      "DESC",
      {year});
  if (!found)
    Call::refuse("round", {"没有处于公示命名阶段的评选。请先公示，或指明评选",
                           "no round is in the stage of publicity and naming; publicise one first, or name the round"});
  return *found;
}

Text reason_of(const HostError& error) {
  const Json text = error.problem().value("text", Json::object());
  return {text.value("zh", std::string(error.what())), text.value("en", std::string(error.what()))};
}

/// Names everybody whose publicity is over. Who is held up (an objection, another method's consultation) is reported
/// with the reason and waits; the others don't.
void name_all(Call& call) {
  const std::int64_t round = asked_round(call);
  std::vector<std::pair<std::int64_t, std::string>> waiting;
  call.query(
      "SELECT n.id, m.name FROM exemplar_nomination n JOIN directory_member m ON m.id = n.member WHERE n.round = $1 "
      "AND "
      "n.state = 'publicity' ORDER BY n.id",
      {round}, [&](const Row& row) { waiting.emplace_back(row.integer(0), std::string(row.text(1))); });
  std::int64_t named = 0;
  Json held_up = Json::array();
  for (const auto& [id, member] : waiting) {
    call.progress(named, static_cast<std::int64_t>(waiting.size()));
    try {
      call.write([&call, nomination = id] { call.transition("nomination", nomination, "name"); });
      ++named;
    } catch (const HostError& error) {
      if (error.status() != LIUFA_REFUSED) throw;
      const Text reason = reason_of(error);
      held_up.push_back({{"nomination", id}, {"member", member}, {"reason", {{"zh", reason.zh}, {"en", reason.en}}}});
    }
  }
  call.answer({{"round", round}, {"named", named}, {"held_up", held_up}});
}

}  // namespace

void register_naming(Setup& at) {
  at.before("model_post.create", create);
  at.before("model_post.update", check_delivery);
  at.before("model_post.deliver", [](Change& change) {
    fill(change, "delivered_on", change.today());
    check_delivery(change);
  });
  at.before("nomination.name", name);
  at.action("name_all", name_all);
}

}  // namespace liufa::exemplar
