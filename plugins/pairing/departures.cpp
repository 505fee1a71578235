#include "departures.hpp"

#include <string>
#include <utility>
#include <vector>

namespace liufa::pairing {
namespace {

/// Ends what is active and withdraws what is not yet, of one record type, where it names who has gone.
void close_all(Call& call, const std::string& record, const std::string& where, std::int64_t gone, const char* note) {
  std::vector<std::pair<std::int64_t, std::string>> open;
  call.query("SELECT id, state FROM pairing_" + record + " WHERE state IN ('proposed', 'returned', 'active') AND " +
                 where + " ORDER BY id",
             {gone}, [&](const Row& row) { open.emplace_back(row.integer(0), std::string(row.text(1))); });
  for (const auto& [id, state] : open) {
    if (state == "active")
      call.transition(record, id, "end", {{"end_reason", "closed"}, {"note", note}});
    else
      call.transition(record, id, "withdraw", {{"note", note}});
  }
}

void member_changed(Event& event) {
  const auto status = event.query_text("SELECT status FROM directory_member WHERE id = $1", {event.id()}).value_or("");
  if (status != "left") return;
  const char* note = "党员已转出或离党，自动结束。";
  close_all(event, "member_pair", "(urban_member = $1 OR rural_member = $1)", event.id(), note);
  close_all(event, "instructor", "member = $1", event.id(), note);
}

void organisation_changed(Event& event) {
  const auto closed_on =
      event.query_text("SELECT closed_on FROM directory_organisation WHERE id = $1", {event.id()}).value_or("");
  if (closed_on.empty() || closed_on > event.today()) return;
  const char* note = "组织已撤销，自动结束。";
  close_all(event, "pair", "(urban = $1 OR rural = $1)", event.id(), note);
  close_all(event, "instructor", "site = $1", event.id(), note);
}

}  // namespace

void register_departures(Setup& at) {
  at.on("directory.member.updated", member_changed);
  at.on("directory.organisation.updated", organisation_changed);
}

}  // namespace liufa::pairing
