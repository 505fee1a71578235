/// Who leaves or moves in the directory, and what closes there: entered once, it is not entered here again.
#include <string>
#include <utility>
#include <vector>

#include "fields.hpp"
#include "handlers.hpp"
#include "holdings.hpp"
#include "people.hpp"

namespace liufa::cadre {
namespace {

/// Takes a step for each record that a SELECT of ids (with $1 = `id`) names.
void step_each(Call& call, const char* record, const char* step, const std::string& where, std::int64_t id,
               const Json& fields) {
  std::vector<std::int64_t> ids;
  call.query("SELECT id FROM cadre_" + std::string(record) + " WHERE " + where + " ORDER BY id", {id},
             [&](const Row& row) { ids.push_back(row.integer(0)); });
  for (const std::int64_t each : ids) call.transition(record, each, step, fields);
}

/// What is under way about a member who is no longer there.
void drop_all(Call& call, std::int64_t member) {
  const Json reason{{"reason", "党员已转出或离党，自动办理。"}};
  const Json note{{"note", "党员已转出或离党，自动办理。"}};
  step_each(call, "candidate", "withdraw",
            "member = $1 AND state IN ('nominated', 'shortlisted', 'approved', 'elected')", member, reason);
  step_each(call, "training", "release", "member = $1 AND state IN ('called', 'enrolled')", member, reason);
  step_each(call, "exit", "withdraw", "member = $1 AND state IN ('proposed', 'heard')", member, note);
  step_each(call, "rotation", "withdraw", "member = $1 AND state IN ('proposed', 'agreed')", member, note);
  step_each(call, "reward", "decline", "member = $1 AND state = 'proposed'", member, note);
  const auto profile = call.query_integer("SELECT id FROM cadre_profile WHERE member = $1", {member});
  if (profile) call.update("profile", *profile, {{"left_on", call.today()}});
}

/// What belongs to a member's organisation follows the member, as long as it is not closed.
void follow(Call& call, const Member& member) {
  const std::pair<const char*, const char*> followers[] = {{"profile", "1 = 1"},
                                                           {"ledger", "state = 'open'"},
                                                           {"training", "state IN ('called', 'enrolled')"},
                                                           {"appraisal", "state <> 'confirmed'"}};
  for (const auto& [record, where] : followers) {
    std::vector<std::int64_t> ids;
    call.query(std::string("SELECT id FROM cadre_") + record + " WHERE member = $1 AND organisation <> $2 AND " + where,
               {member.id, member.organisation}, [&](const Row& row) { ids.push_back(row.integer(0)); });
    for (const std::int64_t each : ids) call.update(record, each, {{"organisation", member.organisation}});
  }
}

/// A post is left with the organisation: those that contain the old place but not the new one. Who was appointed
/// elsewhere first and moves there afterwards keeps the new post.
void leave_behind(Call& call, const Member& member, std::int64_t from) {
  const std::string old_path = require_organisation(call, "", from).path;
  const std::string new_path = require_organisation(call, "", member.organisation).path;
  std::vector<std::int64_t> holdings;
  std::vector<std::int64_t> candidates;
  const auto left = [&](std::string_view path) { return old_path.starts_with(path) && !new_path.starts_with(path); };
  call.query(
      "SELECT h.id, o.path FROM cadre_holding h JOIN directory_organisation o ON o.id = h.organisation WHERE "
      "h.member = $1 AND h.state = 'serving' ORDER BY h.id",
      {member.id}, [&](const Row& row) {
        if (left(row.text(1))) holdings.push_back(row.integer(0));
      });
  call.query(
      "SELECT c.id, o.path FROM cadre_candidate c JOIN directory_organisation o ON o.id = c.organisation JOIN "
      "cadre_selection s ON s.id = c.selection WHERE c.member = $1 AND s.procedure = 'two_recommendations' AND c.state "
      "IN ('nominated', 'shortlisted', 'approved', 'elected') ORDER BY c.id",
      {member.id}, [&](const Row& row) {
        if (left(row.text(1))) candidates.push_back(row.integer(0));
      });
  const std::string note = "党员已转到其他组织，自动办理。";
  for (const std::int64_t each : holdings) end_holdings(call, "id = $1", each, {call.today(), "departure", note});
  for (const std::int64_t each : candidates) call.transition("candidate", each, "withdraw", {{"reason", note}});
}

void member_changed(Event& event) {
  const bool may_matter = event.after().contains("status") || event.after().contains("organisation");
  if (!may_matter) return;
  const Member member = require_member(event, "", event.id());
  if (member.status == "left") {
    end_holdings(event, "member = $1", member.id, {event.today(), "departure", "党员已转出或离党，自动离任。"});
    return drop_all(event, member.id);
  }
  const std::int64_t from = integer_of(event.before(), "organisation");
  if (from == 0 || from == member.organisation) return;
  leave_behind(event, member, from);
  follow(event, member);
}

void organisation_changed(Event& event) {
  const std::string closed_on = require_organisation(event, "", event.id()).closed_on;
  if (closed_on.empty() || closed_on > event.today()) return;
  step_each(event, "post", "abolish", "organisation = $1 AND state = 'established'", event.id(),
            {{"note", "组织已撤销，自动办理。"}});
}

}  // namespace

void register_departures(Setup& at) {
  at.on("directory.member.updated", member_changed);
  at.on("directory.organisation.updated", organisation_changed);
}

}  // namespace liufa::cadre
