#include "report_ins.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "consultations.hpp"
#include "fields.hpp"
#include "handlers.hpp"
#include "standing.hpp"

namespace liufa::community {
namespace {

struct Person {
  std::string name;
  std::int64_t organisation = 0;
  std::string kind;
  std::string status;
  std::string service;
};

Person person_of(Call& call, std::int64_t member) {
  Person person;
  call.query("SELECT name, organisation, kind, status, service FROM directory_member WHERE id = $1", {member},
             [&](const Row& row) {
               person = {std::string(row.text(0)), row.integer(1), std::string(row.text(2)), std::string(row.text(3)),
                         std::string(row.text(4))};
             });
  return person;
}

void require_due(Change& change, const Person& person) {
  if (person.status == "left")
    Call::refuse("member", {"该党员已转出或离党，不能报到。请核对党员名册。",
                            "Expected a member of the district; this one has left. Check the register."});
  if (person.service != "in_service")
    Call::refuse("member", {"该党员不是在职党员，不需报到。请核对党员名册中的在职状态。",
                            "Expected a member in service; this one is retired. Check “Service” in the register."});
  if (contains(texts_of(change.settings(), "member_kinds"), person.kind)) return;
  Call::refuse("member",
               {"该党员的类别不在设置“应报到的党员”之中。请另选党员，或由管理员调整设置。",
                "Expected a member of the kinds in the setting “Members who report in”; found another. Choose "
                "another member, or have the setting changed."});
}

/// One open report-in a member; a successor may stand beside the one that it follows.
void require_single(Change& change, std::int64_t member) {
  const auto open = change.query_integer(
      "SELECT id FROM community_report_in WHERE member = $1 AND id <> $2"
      " AND state IN ('draft', 'reported', 'returned', 'confirmed')",
      {member, integer_of(change.after(), "previous")});
  if (!open) return;
  Call::refuse(
      "member",
      {fmt::format("该党员已有报到（第 {} 号）。居住地有变的，请在该报到上办理“变更居住地”；填错的，请先撤回。", *open),
       fmt::format("Expected a member without an open report-in; number {} is theirs. If they have "
                   "moved home take its step “Move”; if it is wrong withdraw it first.",
                   *open)});
}

void require_open_community(Change& change, std::string_view field) {
  const std::int64_t home = integer_of(change.after(), field);
  const auto closed_on =
      change.query_text("SELECT closed_on FROM directory_organisation WHERE id = $1", {home}).value_or("");
  if (closed_on.empty() || closed_on > change.today()) return;
  Call::refuse(std::string(field), {fmt::format("该社区已于 {} 撤并，不能报到。请选择现在的社区。", closed_on),
                                    fmt::format("Expected a community that exists; this one closed on {}. Choose the "
                                                "one that took its place.",
                                                closed_on)});
}

void create(Change& change) {
  const std::int64_t member = integer_of(change.after(), "member");
  const Person person = person_of(change, member);
  require_due(change, person);
  require_single(change, member);
  require_open_community(change, "home");
  require_known_skills(change);
  change.set("member_name", person.name);
  change.set("organisation", person.organisation);
}

void report(Change& change) {
  require_open_community(change, "home");
  require_known_skills(change);
  change.set("community", integer_of(change.after(), "home"));
  change.set("reported_on", change.today());
}

/// 回执编号: the community's code, the year and a number that runs through it.
void confirm(Change& change) {
  const std::int64_t community = integer_of(change.after(), "community");
  const std::string today = change.today();
  const int year = std::stoi(today.substr(0, 4));
  const std::int64_t sequence = change
                                    .query_integer(
                                        "SELECT MAX(receipt_sequence) FROM community_report_in"
                                        " WHERE receipt_year = $1 AND community = $2",
                                        {std::int64_t{year}, community})
                                    .value_or(0) +
                                1;
  const std::string code =
      change.query_text("SELECT code FROM directory_organisation WHERE id = $1", {community}).value_or("");
  change.set("confirmed_on", today);
  change.set("receipt_year", year);
  change.set("receipt_sequence", sequence);
  change.set("receipt", fmt::format("{}〔{}〕{}号", code, year, sequence));
  // Whatever already waits at a gate for this member is asked about now that there is somebody to ask.
  ask_waiting(change, integer_of(change.after(), "member"),
              {change.id().value_or(0), integer_of(change.after(), "organisation"), community});
}

/// Nobody keeps what they no longer need: the community loses sight of a report-in that never came about.
void withdraw(Change& change) {
  change.set("community", nullptr);
  change.set("ended_on", change.today());
}

void move(Change& change) {
  const std::int64_t here = integer_of(change.after(), "community");
  const std::int64_t there = integer_of(change.after(), "new_home");
  if (there == 0) return;  // the declaration says that it is needed
  if (there == here)
    Call::refuse("new_home",
                 {"新居住地社区与现社区相同。请填写迁入的社区。",
                  "Expected another community than the present one; found the same. Name the one moved to."});
  require_open_community(change, "new_home");
  const std::int64_t own = change.id().value_or(0);
  close_followers(change, own, "居住地变更，自动结束。");
  change.set("ended_on", change.today());
  change.set("end_reason", "moved");
  Json next{{"member", integer_of(change.after(), "member")}, {"home", there}, {"previous", own}};
  for (const char* kept : {"skills", "interests", "times"})
    if (change.after().contains(kept)) next[kept] = change.after().at(kept);
  change.create("report_in", next);
}

void end(Change& change) {
  if (text_of(change.after(), "end_reason") == "moved")
    Call::refuse("end_reason",
                 {"居住地变更请用“变更居住地”，原报到结束、新报到自动建立。",
                  "Expected another reason: for a move take the step “Move”, which opens the new report-in."});
  close_followers(change, change.id().value_or(0), "报到结束，自动结束。");
  change.set("ended_on", change.today());
}

std::vector<std::pair<std::int64_t, std::string>> open_of(Call& call, const std::string& record, const char* states,
                                                          std::int64_t report_in) {
  std::vector<std::pair<std::int64_t, std::string>> open;
  call.query(fmt::format("SELECT id, state FROM community_{} WHERE report_in = $1 AND state IN ({}) ORDER BY id",
                         record, states),
             {report_in}, [&](const Row& row) { open.emplace_back(row.integer(0), std::string(row.text(1))); });
  return open;
}

}  // namespace

void close_followers(Call& call, std::int64_t report_in, const std::string& note) {
  const Json why{{"note", note}};
  for (const auto& [id, state] : open_of(call, "claim", "'proposed', 'claimed', 'confirmed'", report_in)) {
    const char* step = state == "confirmed" ? "finish" : state == "claimed" ? "withdraw" : "decline";
    call.transition("claim", id, step, why);
  }
  for (const auto& [id, state] : open_of(call, "helping_pair", "'proposed', 'returned', 'active'", report_in))
    call.transition("helping_pair", id, state == "active" ? "end" : "withdraw", why);
  for (const auto& [id, state] : open_of(call, "participation", "'signed_up'", report_in))
    call.transition("participation", id, "withdraw", why);
}

void register_report_ins(Setup& at) {
  at.before("report_in.create", create);
  at.before("report_in.update", [](Change& change) { require_known_skills(change); });
  at.before("report_in.report", report);
  at.before("report_in.confirm", confirm);
  at.before("report_in.withdraw", withdraw);
  at.before("report_in.move", move);
  at.before("report_in.end", end);
}

}  // namespace liufa::community
