/// Assessment teams: who assesses whom, and who must not.
#include "rules/teams.hpp"

#include <map>

#include "fields.hpp"
#include "handlers.hpp"
#include "interest.hpp"
#include "reading.hpp"

namespace liufa::assessment {
namespace {

struct Organisation {
  std::string path;
  std::string kind;
};

/// All organisations by id: a few hundred rows, read once for a whole assignment.
std::map<std::int64_t, Organisation> read_tree(Call& call) {
  std::map<std::int64_t, Organisation> tree;
  call.query("SELECT id, path, kind FROM directory_organisation", {}, [&](const Row& row) {
    tree[row.integer(0)] = {std::string(row.text(1)), std::string(row.text(2))};
  });
  return tree;
}

bool makes_colleagues(std::string_view kind) {
  return kind == "department" || kind == "committee" || kind == "general_branch";
}

/// The ids in a path, from the top: "/1/7/23/" → 1, 7, 23.
std::vector<std::int64_t> ids_in(std::string_view path) {
  std::vector<std::int64_t> ids;
  std::int64_t id = 0;
  for (const char each : path) {
    if (each == '/') {
      if (id > 0) ids.push_back(id);
      id = 0;
    } else {
      id = id * 10 + (each - '0');
    }
  }
  return ids;
}

Assessed assessed(const std::map<std::int64_t, Organisation>& tree, std::int64_t sheet, std::int64_t organisation) {
  const auto own = tree.find(organisation);
  if (own == tree.end()) return {sheet, "/0/", "/0/"};
  Assessed result{sheet, own->second.path, own->second.path};
  for (const std::int64_t above : ids_in(own->second.path)) {
    const auto found = tree.find(above);
    if (found == tree.end() || !makes_colleagues(found->second.kind)) continue;
    result.reaches_up_to = found->second.path;
    break;
  }
  return result;
}

std::vector<std::int64_t> people_of(const Json& leader, const Json& members) {
  std::vector<std::int64_t> people;
  if (leader.is_number_integer()) people.push_back(leader.get<std::int64_t>());
  if (members.is_array())
    for (const Json& each : members) people.push_back(each.get<std::int64_t>());
  return people;
}

std::vector<std::string> paths_of(Call& call, const std::vector<std::int64_t>& people) {
  std::vector<std::string> paths;
  if (people.empty()) return paths;
  // Ids are integers of ours, so they may stand in the text.
  std::string ids;
  for (const std::int64_t person : people) ids += (ids.empty() ? "" : ", ") + std::to_string(person);
  call.query(
      "SELECT o.path FROM directory_member m JOIN directory_organisation o ON o.id = m.organisation WHERE m.id IN (" +
          ids + ")",
      {}, [&](const Row& row) { paths.emplace_back(row.text(0)); });
  return paths;
}

std::vector<Team> read_teams(Call& call, std::int64_t campaign) {
  std::vector<std::pair<std::int64_t, std::vector<std::int64_t>>> people;
  call.query("SELECT id, leader, members FROM assessment_team WHERE campaign = $1 ORDER BY code", {campaign},
             [&](const Row& row) {
               const Json leader = row.is_null(1) ? Json(nullptr) : Json(row.integer(1));
               people.emplace_back(row.integer(0), people_of(leader, Json::parse(row.text(2), nullptr, false)));
             });
  std::vector<Team> teams;
  for (const auto& [id, members] : people) teams.push_back({id, paths_of(call, members), 0});
  return teams;
}

[[noreturn]] void refuse_conflict(Call& call, std::int64_t organisation) {
  const std::string name =
      call.query_text("SELECT name FROM directory_organisation WHERE id = $1", {organisation}).value_or("?");
  Call::refuse("team", {fmt::format("考核组中有 {} 或其同一部门的成员，应当回避；请换一个考核组，或调整该组成员", name),
                        fmt::format("the team has a member from {} or the same department and must step aside; choose "
                                    "another team, or change its members",
                                    name)});
}

void check_team(Change& change) {
  require_not_frozen(read_campaign(change, integer_in(change.after(), "campaign").value_or(0)),
                     {"修改考核组", "changing the team"});
  if (!change.id()) return;
  const auto paths = paths_of(change, people_of(change.after().at("leader"), change.after().at("members")));
  std::vector<std::pair<std::int64_t, std::int64_t>> sheets;
  change.query("SELECT id, organisation FROM assessment_sheet WHERE team = $1 ORDER BY id", {*change.id()},
               [&](const Row& row) { sheets.emplace_back(row.integer(0), row.integer(1)); });
  if (sheets.empty()) return;
  const auto tree = read_tree(change);
  for (const auto& [sheet, organisation] : sheets)
    if (is_conflict(assessed(tree, sheet, organisation), paths)) refuse_conflict(change, organisation);
}

/// Gives every sheet without a team one, evenly; the whole or nothing.
void assign_teams(Call& call) {
  const Campaign campaign = named_campaign(call);
  require_not_frozen(campaign, {"分配考核组", "assigning teams"});
  std::vector<Team> teams = read_teams(call, campaign.id);
  if (teams.empty())
    Call::refuse(
        "", {"该年度还没有考核组，请先建立考核组（team）", "this assessment year has no team yet; create teams first"});
  const auto tree = read_tree(call);
  std::vector<Assessed> open;
  std::vector<std::int64_t> organisations;
  call.query(
      "SELECT s.id, s.organisation, s.team FROM assessment_sheet s JOIN directory_organisation o ON o.id = "
      "s.organisation "
      "WHERE s.campaign = $1 AND s.state <> 'excluded' ORDER BY o.code",
      {campaign.id}, [&](const Row& row) {
        if (row.is_null(2)) {
          open.push_back(assessed(tree, row.integer(0), row.integer(1)));
          organisations.push_back(row.integer(1));
        }
        for (Team& team : teams)
          if (team.id == row.integer(2)) ++team.load;
      });
  const auto chosen = divide_among_teams(teams, open);
  for (std::size_t at = 0; at < chosen.size(); ++at)
    if (!chosen[at]) refuse_conflict(call, organisations[at]);
  call.write([&] {
    for (std::size_t at = 0; at < chosen.size(); ++at) {
      call.update("sheet", open[at].sheet, {{"team", teams[*chosen[at]].id}});
      ++teams[*chosen[at]].load;
    }
  });
  Json loads = Json::array();
  for (const Team& team : teams) loads.push_back({{"team", team.id}, {"sheets", team.load}});
  call.answer({{"assigned", open.size()}, {"teams", loads}});
}

}  // namespace

void require_no_conflict(Call& call, std::int64_t team, std::int64_t organisation) {
  std::vector<std::int64_t> people;
  call.query("SELECT leader, members FROM assessment_team WHERE id = $1", {team}, [&](const Row& row) {
    const Json leader = row.is_null(0) ? Json(nullptr) : Json(row.integer(0));
    people = people_of(leader, Json::parse(row.text(1), nullptr, false));
  });
  const auto paths = paths_of(call, people);
  if (paths.empty()) return;
  if (is_conflict(assessed(read_tree(call), 0, organisation), paths)) refuse_conflict(call, organisation);
}

void register_teams(Setup& at) {
  at.before("team.create", check_team);
  at.before("team.update", check_team);
  at.action("assign_teams", assign_teams);
}

}  // namespace liufa::assessment
