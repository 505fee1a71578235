/// Posts: what is filled in, and their vacancy.
#include "fields.hpp"
#include "handlers.hpp"
#include "holdings.hpp"
#include "people.hpp"
#include "rules.hpp"

namespace liufa::cadre {
namespace {

/// The organisation's code and kind, numbered where there are several of a kind.
std::string usual_code(Call& call, const Organisation& organisation, const std::string& kind) {
  const std::string stem = organisation.code + "-" + kind;
  for (std::int64_t number = 1;; ++number) {
    const std::string code = number == 1 ? stem : stem + "-" + std::to_string(number);
    if (!call.query_integer("SELECT id FROM cadre_post WHERE code = $1", {code})) return code;
  }
}

/// What the setting says for the kind: “书记：主持……”; empty if it says nothing.
std::string usual_duties(Call& call, const std::string& kind) {
  const std::string name = kind_name(kind).zh + "：";
  for (const std::string& each : words_of(call.settings(), "usual_duties"))
    if (each.starts_with(name)) return each.substr(name.size());
  return {};
}

void check_established_on(Change& change, const std::string& date) {
  if (date <= change.today()) return;
  Call::refuse("established_on", {"设岗日期不能晚于今天 " + change.today() + "，现为 " + date + "。",
                                  "Expected a day up to today, " + change.today() + "; found " + date + "."});
}

void create_post(Change& change) {
  const Organisation organisation = require_open(change, "organisation", integer_of(change.after(), "organisation"));
  const std::string kind = text_of(change.after(), "kind");
  if (!is_given(change.after(), "code")) change.set("code", usual_code(change, organisation, kind));
  complete(change, "name", kind_name(kind).zh);
  complete(change, "duties", usual_duties(change, kind));
  const std::string since = complete(change, "established_on", change.today());
  check_established_on(change, since);
  set_vacant(change, since, "new_post");
}

void update_post(Change& change) {
  if (is_changed(change, "established_on")) check_established_on(change, text_of(change.after(), "established_on"));
  if (!is_changed(change, "rotates") && !is_changed(change, "rotation_months")) return;
  const auto holding = change.query_integer(
      "SELECT id FROM cadre_holding WHERE post = $1 AND state = 'serving' AND acting = 0", {change.id().value_or(0)});
  if (!holding) return;
  const Json fields = change.read("holding", *holding);
  const Member member = require_member(change, "", integer_of(fields, "member"));
  const DueDates due =
      due_dates(RuleBook(change), text_of(fields, "starts_on"), member.born_on, boolean_of(change.after(), "rotates"),
                static_cast<int>(integer_of(change.after(), "rotation_months")));
  change.update("holding", *holding, {{"rotation_due_on", due.rotation.empty() ? Json() : Json(due.rotation)}});
}

void abolish_post(Change& change) {
  const std::string on = complete(change, "abolished_on", change.today());
  const std::int64_t id = change.id().value_or(0);
  if (on > change.today())
    Call::refuse("abolished_on", {"撤岗日期不能晚于今天 " + change.today() + "，现为 " + on + "。",
                                  "Expected a day up to today, " + change.today() + "; found " + on + "."});
  end_holdings(change, "post = $1", id, {on, "closed", "岗位已撤销，自动离任。"});
  cancel_selections(change, "post = $1", id, "岗位已撤销，自动取消。");
  for (const char* field : {"vacant_since", "fill_by", "vacancy_cause"}) change.set(field, nullptr);
}

void restore_post(Change& change) {
  require_open(change, "organisation", integer_of(change.after(), "organisation"));
  change.set("abolished_on", nullptr);
  set_vacant(change, change.today(), "other");
}

}  // namespace

void set_vacant(Change& change, const std::string& since, const char* cause) {
  change.set("vacant_since", since);
  change.set("fill_by", add_days(since, RuleBook(change).on(since).fill_days));
  change.set("vacancy_cause", cause);
}

void register_posts(Setup& at) {
  at.before("post.create", create_post);
  at.before("post.update", update_post);
  at.before("post.abolish", abolish_post);
  at.before("post.restore", restore_post);
}

}  // namespace liufa::cadre
