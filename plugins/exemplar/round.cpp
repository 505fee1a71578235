#include "round.hpp"

#include "fields.hpp"
#include "stage.hpp"
#include "tree.hpp"

namespace liufa::exemplar {
namespace {

const std::vector<Stage>& stages() {
  static const std::vector<Stage> all{
      {"prepared", {"准备", "prepared"}}, {"nominating", {"推荐", "nominating"}},
      {"review", {"评审", "review"}},     {"publicity", {"公示命名", "publicity and naming"}},
      {"closed", {"已办结", "closed"}},   {"cancelled", {"已取消", "cancelled"}}};
  return all;
}

/// Why the directory rules a member out; nothing if it does not.
void require_eligible(const std::string& name, std::string_view status, std::string_view service) {
  if (status == "left")
    Call::refuse("member", {name + "已转出或离党，不能推荐。请另选党员，或先在党员名册中更正",
                            "expected a present member, found that " + name +
                                " has moved away or left; choose another, or correct the register first"});
  if (status != "full")
    Call::refuse("member", {name + "是预备党员，示范岗应从正式党员中推荐。请另选党员",
                            "expected a full member, found that " + name + " is probationary; choose another"});
  if (service == "retired")
    Call::refuse("member", {name + "已离退休，示范岗应从在职党员中推荐。请另选党员，或先在党员名册中更正",
                            "expected a member in service, found that " + name +
                                " has retired; choose another, or correct the register first"});
}

}  // namespace

Round read_round(Call& call, std::int64_t id) {
  Round round;
  call.query(
      "SELECT year, name, state, nominate_until, publicity_days, recheck_months, improve_months, cap, reward, kinds, "
      "first_sectors FROM exemplar_round WHERE id = $1",
      {id}, [&](const Row& row) {
        round = {id,
                 row.integer(0),
                 std::string(row.text(1)),
                 std::string(row.text(2)),
                 std::string(row.text(3)),
                 static_cast<int>(row.integer(4)),
                 static_cast<int>(row.integer(5)),
                 static_cast<int>(row.integer(6)),
                 row.integer(7),
                 row.integer(8),
                 words_in(row.text(9)),
                 words_in(row.text(10))};
      });
  if (round.id == 0) throw std::invalid_argument("there is no round " + std::to_string(id));
  return round;
}

void require_stage(const Round& round, std::initializer_list<std::string_view> expected, const Text& what) {
  require_stage("round", round.name, round.state, stages(), expected, what);
}

Candidate require_candidate(Call& call, const Round& round, std::int64_t member) {
  Candidate candidate;
  call.query("SELECT name, organisation, status, service FROM directory_member WHERE id = $1", {member},
             [&](const Row& row) {
               candidate.id = member;
               candidate.name = row.text(0);
               candidate.own = row.integer(1);
               require_eligible(candidate.name, row.text(2), row.text(3));
             });
  const Tree tree = Tree::above(call, candidate.own);
  const Organisation* nominating = tree.nearest(candidate.own, round.kinds);
  if (!nominating)
    Call::refuse("member", {candidate.name + "所在的“" + name_of(call, candidate.own) +
                                "”及其上级都不是本次评选的推荐组织。请核对党员所在组织，或评选的组织类别",
                            "expected a member of an organisation that nominates; “" + name_of(call, candidate.own) +
                                "” and those above it do not. Check the member's organisation, or the round's kinds"});
  candidate.nominating = nominating->id;
  candidate.sector = tree.sector(candidate.own);
  return candidate;
}

}  // namespace liufa::exemplar
