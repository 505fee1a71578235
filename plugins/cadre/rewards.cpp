/// Rewards that appraisal and training suggest; the office decides.
#include <set>
#include <utility>
#include <vector>

#include "fields.hpp"
#include "handlers.hpp"
#include "people.hpp"

namespace liufa::cadre {
namespace {

struct Proposal {
  std::int64_t member = 0;
  std::string kind;
  std::string basis;
};

/// Excellent with all hours done: commendation; excellent in the year before too: promotion.
std::vector<Proposal> by_appraisal(Call& call, std::int64_t year) {
  std::vector<Proposal> found;
  const std::string text = std::to_string(year) + " 年度考评优秀";
  call.query(
      "SELECT a.member, COALESCE(l.hours_lacking, 0), (SELECT COUNT(*) FROM cadre_appraisal b WHERE b.member = "
      "a.member "
      "AND b.year = a.year - 1 AND b.state = 'confirmed' AND COALESCE(b.decided_grade, b.grade) = 'excellent') FROM "
      "cadre_appraisal a LEFT JOIN cadre_ledger l ON l.member = a.member AND l.year = a.year WHERE a.year = $1 AND "
      "a.state "
      "= 'confirmed' AND COALESCE(a.decided_grade, a.grade) = 'excellent' ORDER BY a.member",
      {year}, [&](const Row& row) {
        if (row.integer(1) > 0) return;  // whoever lacks hours is not commended
        found.push_back({row.integer(0), "commendation", text + "，学时修满"});
        if (row.integer(2) > 0) found.push_back({row.integer(0), "promotion", "连续两年考评优秀"});
      });
  return found;
}

std::vector<Proposal> by_training(Call& call, std::int64_t year) {
  std::vector<Proposal> found;
  call.query(
      "SELECT member, COUNT(*) FROM cadre_training WHERE state = 'passed' AND grade = 'excellent' AND ends_on >= $1 "
      "AND "
      "ends_on <= $2 GROUP BY member ORDER BY member",
      {std::to_string(year) + "-01-01", std::to_string(year) + "-12-31"}, [&](const Row& row) {
        found.push_back({row.integer(0), "study",
                         std::to_string(year) + " 年培训成绩优秀 " + std::to_string(row.integer(1)) + " 次"});
      });
  return found;
}

void propose_rewards(Call& call) {
  const std::int64_t given = integer_of(call.input(), "year");
  const std::int64_t year = given != 0 ? given : std::stoi(call.today().substr(0, 4));
  std::vector<Proposal> proposals = by_appraisal(call, year);
  for (Proposal& each : by_training(call, year)) proposals.push_back(std::move(each));
  std::set<std::pair<std::int64_t, std::string>> there;
  call.query(
      "SELECT member, kind FROM cadre_reward WHERE year = $1 UNION ALL SELECT id, 'left' FROM directory_member WHERE "
      "status = 'left'",
      {year}, [&](const Row& row) { there.emplace(row.integer(0), std::string(row.text(1))); });
  std::int64_t created = 0;
  call.write([&] {
    created = 0;
    for (const Proposal& each : proposals) {
      if (there.contains({each.member, each.kind}) || there.contains({each.member, "left"})) continue;
      call.create("reward", {{"member", each.member}, {"year", year}, {"kind", each.kind}, {"basis", each.basis}});
      ++created;
    }
  });
  call.answer({{"year", year}, {"proposed", created}});
}

void create_reward(Change& change) {
  change.set("organisation", require_present(change, "member", integer_of(change.after(), "member")).organisation);
}

void adopt(Change& change) {
  require_present(change, "member", integer_of(change.after(), "member"));
  change.set("decided_on", change.today());
}

}  // namespace

void register_rewards(Setup& at) {
  at.action("propose_rewards", propose_rewards);
  at.before("reward.create", create_reward);
  at.before("reward.adopt", adopt);
  at.before("reward.decline", [](Change& change) { change.set("decided_on", change.today()); });
  at.before("reward.reconsider", [](Change& change) { change.set("decided_on", nullptr); });
}

}  // namespace liufa::cadre
