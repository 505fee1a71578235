#include <fmt/format.h>

#include <utility>
#include <vector>

#include "fields.hpp"
#include "four_ones.hpp"
#include "handlers.hpp"

/// Who leaves, retires or changes organisation in the directory does so here: entered once there.
namespace liufa::community {
namespace {

using Ids = std::vector<std::pair<std::int64_t, std::string>>;

Ids ids_of(Call& call, const std::string& sql, const std::vector<Parameter>& parameters) {
  Ids ids;
  call.query(sql, parameters, [&](const Row& row) { ids.emplace_back(row.integer(0), std::string(row.text(1))); });
  return ids;
}

void end_report_ins(Call& call, const char* where, std::int64_t value, const char* reason, const char* note) {
  for (const auto& [id, state] :
       ids_of(call,
              fmt::format("SELECT id, state FROM community_report_in WHERE {} = $1 AND state IN ('draft', 'reported', "
                          "'returned', 'confirmed') ORDER BY id",
                          where),
              {value})) {
    if (state == "confirmed")
      call.transition("report_in", id, "end", {{"end_reason", reason}, {"note", note}});
    else
      call.transition("report_in", id, "withdraw", {{"note", note}});
  }
}

/// The four ones of the open years are not owed any more, unless they were done before.
void exempt(Call& call, std::int64_t member, const char* reason) {
  for (const auto& [id, state] :
       ids_of(call,
              "SELECT o.id, o.state FROM community_four_ones o JOIN community_year y ON y.year = o.year"
              " WHERE o.member = $1 AND o.state IN ('open', 'asked') AND y.state = 'open' ORDER BY o.id",
              {member}))
    call.transition("four_ones", id, "exempt", {{"exempt_reason", reason}, {"note", "由党员名册变动自动登记。"}});
}

/// What is open goes along to the new organisation; what is over stays with the one it belonged to.
void follow(Call& call, std::int64_t member, std::int64_t organisation) {
  struct Open {
    const char* record;
    const char* states;
  };
  for (const Open& each :
       {Open{"report_in", "'draft', 'reported', 'returned', 'confirmed'"},
        Open{"claim", "'proposed', 'claimed', 'confirmed'"}, Open{"helping_pair", "'proposed', 'returned', 'active'"},
        Open{"participation", "'signed_up'"}, Open{"suggestion", "'submitted', 'adopted'"}})
    for (const auto& [id, state] :
         ids_of(call,
                fmt::format("SELECT id, state FROM community_{} WHERE member = $1 AND organisation <> $2"
                            " AND state IN ({}) ORDER BY id",
                            each.record, each.states),
                {member, organisation}))
      call.update(each.record, id, {{"organisation", organisation}});
}

void member_changed(Event& event) {
  std::string status;
  std::string service;
  std::string name;
  std::int64_t organisation = 0;
  event.query("SELECT status, service, organisation, name FROM directory_member WHERE id = $1", {event.id()},
              [&](const Row& row) {
                status = row.text(0);
                service = row.text(1);
                organisation = row.integer(2);
                name = row.text(3);
              });
  if (status == "left") {
    end_report_ins(event, "member", event.id(), "left", "党员已转出或离党，自动结束。");
    exempt(event, event.id(), "left");
    return;
  }
  if (service == "retired") {
    if (is_true(event.settings(), "end_on_retirement"))
      end_report_ins(event, "member", event.id(), "retired", "党员已离退休，自动结束。");
    exempt(event, event.id(), "retired");
  }
  follow(event, event.id(), organisation);
  for (const auto& [id, old] : ids_of(event,
                                      "SELECT id, state FROM community_report_in WHERE member = $1 AND member_name <> "
                                      "$2 AND state IN ('draft', 'reported', 'returned', 'confirmed')",
                                      {event.id(), name}))
    event.update("report_in", id, {{"member_name", name}});
  const OnesRule rule = ones_rule(event);
  for (const int year : open_years(event)) refresh_ones(event, rule, year, event.id(), event.id());
}

void member_came(Event& event) {
  const OnesRule rule = ones_rule(event);
  for (const int year : open_years(event)) refresh_ones(event, rule, year, event.id(), event.id());
}

void organisation_changed(Event& event) {
  const auto closed_on =
      event.query_text("SELECT closed_on FROM directory_organisation WHERE id = $1", {event.id()}).value_or("");
  if (closed_on.empty() || closed_on > event.today()) return;
  end_report_ins(event, "home", event.id(), "community_closed", "社区已撤并，请向现社区重新报到。");
  for (const auto& [id, state] :
       ids_of(event, "SELECT id, state FROM community_need WHERE community = $1 AND state <> 'closed' ORDER BY id",
              {event.id()}))
    event.transition("need", id, "close", {{"note", "社区已撤并，自动结束。"}});
}

}  // namespace

void register_departures(Setup& at) {
  at.on("directory.member.created", member_came);
  at.on("directory.member.updated", member_changed);
  at.on("directory.organisation.updated", organisation_changed);
}

}  // namespace liufa::community
