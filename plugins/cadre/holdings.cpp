#include "holdings.hpp"

#include <algorithm>
#include <liufa/kit/term.hpp>
#include <vector>

#include "fields.hpp"
#include "handlers.hpp"
#include "people.hpp"
#include "rules.hpp"

namespace liufa::cadre {
namespace {

/// A person registers who is in office already, or names somebody to act; every other way is a procedure's.
void check_way(Change& change) {
  const bool acting = boolean_of(change.after(), "acting") || text_of(change.after(), "appointed_by") == "acting";
  if (acting) {
    change.set("acting", true);
    change.set("appointed_by", "acting");
    return;
  }
  const std::string way = text_of(change.after(), "appointed_by");
  const bool by_procedure = integer_of(change.after(), "candidate") != 0 || integer_of(change.after(), "rotation") != 0;
  if (way == "incumbent" || by_procedure) return;
  Call::refuse("appointed_by",
               {"此处只登记原任或代理。经两推一选、任命产生的请用“两推一选”办理任职，轮岗的请用“轮岗交流”。",
                "Expected an incumbent or somebody who acts; found another way. Use a selection for an "
                "election or an appointment, and a rotation for a rotation."});
}

/// One holder at a time; somebody may act only while nobody holds the post.
void check_free(Change& change, const Post& post, const std::string& starts_on, bool acting) {
  change.query(
      "SELECT h.acting, h.starts_on, h.ends_on, m.name FROM cadre_holding h JOIN directory_member m ON m.id = h.member "
      "WHERE h.post = $1 AND h.state <> 'void' AND (h.ends_on IS NULL OR h.ends_on >= $2)",
      {post.id, starts_on}, [&](const Row& row) {
        if (row.integer(0) == 1 && !acting && row.is_null(2)) return;  // who acts leaves when somebody takes over
        const std::string name(row.text(3));
        const std::string from(row.text(1));
        Call::refuse("post", {"岗位“" + post.name + "”由“" + name + "”自 " + from +
                                  " 起担任，一个岗位同时只能有一人。请先办理离任，或另选岗位、日期。",
                              "Expected a post without a holder; “" + name + "” has held it since " + from +
                                  ". End that holding first, or choose another post or day."});
      });
}

void check_start(Change& change, const std::string& starts_on) {
  const bool by_procedure = integer_of(change.after(), "candidate") != 0 || integer_of(change.after(), "rotation") != 0;
  if (by_procedure || starts_on <= change.today()) return;
  Call::refuse("starts_on", {"任职日期不能晚于今天 " + change.today() + "，现为 " + starts_on + "。",
                             "Expected a day up to today, " + change.today() + "; found " + starts_on + "."});
}

/// The term that runs: terms count from the first one, each as long as the rules were when it began.
void set_term(Change& change, const RuleBook& book, const std::string& starts_on) {
  std::string begins = starts_on;
  for (std::int64_t term = 1; term < integer_of(change.after(), "terms"); ++term)
    begins = kit::end_of_term(begins, book.on(begins).term_months);
  change.set("term_starts_on", begins);
  change.set("term_ends_on", kit::end_of_term(begins, book.on(begins).term_months));
}

/// The vacancy is over, and on record. Of an incumbent in a post never held before it is not known who came before:
/// that was no vacancy.
void fill_post(Change& change, const Post& post, const std::string& starts_on) {
  if (post.vacant_since.empty()) return;
  const std::string last = add_days(starts_on, -1);
  const bool unknown = post.vacancy_cause == "new_post" && text_of(change.after(), "appointed_by") == "incumbent";
  if (!unknown && last >= post.vacant_since)
    change.create("vacancy", {{"post", post.id},
                              {"organisation", post.organisation},
                              {"since", post.vacant_since},
                              {"until_on", last},
                              {"days", (kit::day_of(starts_on) - kit::day_of(post.vacant_since)).count()},
                              {"late", last > post.fill_by},
                              {"cause", post.vacancy_cause.empty() ? Json() : Json(post.vacancy_cause)}});
  change.update("post", post.id, {{"vacant_since", nullptr}, {"fill_by", nullptr}, {"vacancy_cause", nullptr}});
}

void create_holding(Change& change) {
  check_way(change);
  const bool acting = boolean_of(change.after(), "acting") || text_of(change.after(), "appointed_by") == "acting";
  const Post post = require_established(change, "post", integer_of(change.after(), "post"));
  const Member member = require_present(change, "member", integer_of(change.after(), "member"));
  const std::string starts_on = complete(change, "starts_on", change.today());
  check_start(change, starts_on);
  check_free(change, post, starts_on, acting);
  if (is_given(change.after(), "ends_on") || is_given(change.after(), "end_reason"))
    Call::refuse("ends_on", {"登记任职时不填离任日期。请先登记，再办理“离任”。",
                             "Expected no last day on creation. Register the holding, then end it."});

  const RuleBook book(change);
  change.set("organisation", post.organisation);
  change.set("kind", post.kind);
  change.set("employment", member.cadre.empty() ? post.employment : member.cadre);
  const DueDates due = due_dates(book, starts_on, member.born_on, post.rotates && !acting, post.rotation_months);
  if (!due.rotation.empty()) change.set("rotation_due_on", due.rotation);
  if (!due.exit.empty()) change.set("exit_due_on", due.exit);
  if (acting) return;
  set_term(change, book, starts_on);
  end_holdings(change, "post = $1 AND acting = 1", post.id,
               {add_days(starts_on, -1), "replaced", "正式任职到位，代理结束。"});
  fill_post(change, post, starts_on);
}

void update_holding(Change& change) {
  for (const char* field : {"ends_on", "end_reason"})
    if (is_changed(change, field))
      Call::refuse(field, {"离任日期和原因不能直接修改。请办理“离任”或“退出”。",
                           "Expected the end by a step. End the holding, or use an exit."});
  if (is_changed(change, "terms")) set_term(change, RuleBook(change), text_of(change.after(), "starts_on"));
}

const char* cause_of(const std::string& reason) {
  for (const char* same : {"exit", "rotation", "departure", "term_over"})
    if (reason == same) return same;
  return "other";
}

/// What was under way about a holding that is over; a rotation or an exit that ends it goes on by itself.
void drop_procedures(Change& change, const std::string& reason) {
  const std::int64_t holding = change.id().value_or(0);
  const Json note{{"note", "任职已结束，自动办理。"}};
  if (reason != "rotation")
    if (const auto id = change.query_integer(
            "SELECT id FROM cadre_rotation WHERE holding = $1 AND state IN ('proposed', 'agreed')", {holding}))
      change.transition("rotation", *id, "withdraw", note);
  if (reason != "exit")
    if (const auto id = change.query_integer(
            "SELECT id FROM cadre_exit WHERE holding = $1 AND state IN ('proposed', 'heard')", {holding}))
      change.transition("exit", *id, "withdraw", note);
}

/// Whatever ends a holding: the last day is checked, and the post is vacant from the next.
void finish(Change& change) {
  const std::string starts_on = text_of(change.after(), "starts_on");
  const std::string ends_on = complete(change, "ends_on", change.today());
  if (ends_on < starts_on)
    Call::refuse("ends_on",
                 {"离任日期不能早于任职日期 " + starts_on + "，现为 " + ends_on + "。请更正；登记错误的请“作废”。",
                  "Expected a day from " + starts_on + " on; found " + ends_on +
                      ". Correct it, or declare the holding void if it was registered by mistake."});
  drop_procedures(change, text_of(change.after(), "end_reason"));
  if (boolean_of(change.after(), "acting")) return;
  const std::int64_t post = integer_of(change.after(), "post");
  if (state_of(change, "post", post) != "established") return;
  const std::string since = add_days(ends_on, 1);
  change.update("post", post,
                {{"vacant_since", since},
                 {"fill_by", add_days(since, RuleBook(change).on(since).fill_days)},
                 {"vacancy_cause", cause_of(text_of(change.after(), "end_reason"))}});
}

/// By hand only what no procedure covers.
void end_by_hand(Change& change) {
  const std::string reason = text_of(change.after(), "end_reason");
  const bool acting = boolean_of(change.after(), "acting");
  if (reason != "departure" && reason != "closed" && !(acting && reason == "replaced"))
    Call::refuse(
        "end_reason",
        {"此处只办理转出、离党、去世和撤销。届满、退出请用“退出”，轮岗请用“轮岗交流”，登记错误请“作废”。",
         "Expected a departure or a closure. Use an exit for a term that is over or any other exit, a rotation "
         "for a rotation, and declare void what was registered by mistake."});
  if (text_of(change.after(), "ends_on") > change.today())
    Call::refuse("ends_on", {"离任日期不能晚于今天 " + change.today() + "。",
                             "Expected a day up to today, " + change.today() + "."});
  finish(change);
}

/// A holding that never was: the post is vacant as if nobody had come.
void cancel_holding(Change& change) {
  if (integer_of(change.after(), "candidate") != 0 || integer_of(change.after(), "rotation") != 0)
    Call::refuse("", {"按程序产生的任职不能作废。请办理“退出”。",
                      "Expected a holding registered by hand; this one came about by a procedure. Use an exit."});
  if (boolean_of(change.after(), "acting")) return;
  const std::string since = text_of(change.after(), "starts_on");
  change.update("post", integer_of(change.after(), "post"),
                {{"vacant_since", since},
                 {"fill_by", add_days(since, RuleBook(change).on(since).fill_days)},
                 {"vacancy_cause", "other"}});
}

/// The same person in the same post again: the term is counted and its dates move on.
void renew_holding(Change& change) {
  const RuleBook book(change);
  const std::string begins = text_of(change.after(), "term_starts_on");
  change.set("terms", integer_of(change.before(), "terms") + 1);
  change.set("term_ends_on", kit::end_of_term(begins, book.on(begins).term_months));
}

}  // namespace

void end_holding(Call& call, std::int64_t holding, const Ending& ending) {
  Json fields{{"ends_on", ending.on}, {"end_reason", ending.reason}};
  if (!ending.note.empty()) fields["note"] = ending.note;
  call.transition("holding", holding, "leave", fields);
}

void end_holdings(Call& call, const std::string& where, std::int64_t id, const Ending& ending) {
  std::vector<std::pair<std::int64_t, std::string>> open;
  call.query("SELECT id, starts_on FROM cadre_holding WHERE state = 'serving' AND " + where + " ORDER BY id", {id},
             [&](const Row& row) { open.emplace_back(row.integer(0), std::string(row.text(1))); });
  for (const auto& [holding, starts_on] : open)
    end_holding(call, holding, {std::max(ending.on, starts_on), ending.reason, ending.note});
}

std::int64_t appoint(Call& call, const Appointment& appointment) {
  std::int64_t again = 0;
  call.query("SELECT id FROM cadre_holding WHERE post = $1 AND member = $2 AND state = 'serving' AND acting = 0",
             {appointment.post, appointment.member}, [&](const Row& row) { again = row.integer(0); });
  if (again != 0) {
    Json fields{{"term_starts_on", appointment.starts_on}, {"candidate", appointment.candidate}};
    if (!appointment.document.empty()) fields["document"] = appointment.document;
    call.transition("holding", again, "renew", fields);
    return again;
  }
  end_holdings(call, "post = $1 AND acting = 0", appointment.post,
               {add_days(appointment.starts_on, -1), "term_over", "由继任者接任。"});
  Json fields{{"post", appointment.post},
              {"member", appointment.member},
              {"starts_on", appointment.starts_on},
              {"appointed_by", appointment.appointed_by}};
  if (!appointment.document.empty()) fields["document"] = appointment.document;
  if (appointment.candidate != 0) fields["candidate"] = appointment.candidate;
  if (appointment.rotation != 0) fields["rotation"] = appointment.rotation;
  return call.create("holding", fields);
}

void register_holdings(Setup& at) {
  at.before("holding.create", create_holding);
  at.before("holding.update", update_holding);
  at.before("holding.end", end_by_hand);
  at.before("holding.leave", finish);
  at.before("holding.cancel", cancel_holding);
  at.before("holding.renew", renew_holding);
}

}  // namespace liufa::cadre
