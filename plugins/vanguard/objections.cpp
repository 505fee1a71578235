/// What follows the publication: objections by members, and decisions on a grade by people.
#include <fmt/format.h>

#include <algorithm>
#include <liufa/kit/publicity.hpp>

#include "computing.hpp"
#include "fields.hpp"
#include "gates.hpp"
#include "handlers.hpp"

namespace liufa::vanguard {
namespace {

std::int64_t year_in(Change& change) { return integer_in(change.after(), "year"); }
std::int64_t member_in(Change& change) { return integer_in(change.after(), "member"); }

void object(Change& change) {
  const Year year = read_year(change, year_in(change));
  if (year.state != "publicity")
    Call::refuse("year", {fmt::format("{} 年度不在公示期，不能提出异议", year.year),
                          fmt::format("objections are raised during publicity; the year {} is not in it", year.year)});
  const std::string given = text_in(change.after(), "received_on");
  const std::string received = given.empty() ? change.today() : given;
  const kit::PublicityWindow window{year.publicity_from, year.publicity_until, year.publicity_until};
  if (const auto refusal = kit::check_objection(window, received)) Call::refuse("received_on", *refusal);
  if (received > change.today())
    Call::refuse("received_on",
                 {fmt::format("收到日期 {} 不能晚于今天 {}", received, change.today()),
                  fmt::format("it can't have been received on {}, later than today {}", received, change.today())});
  if (const std::int64_t entry = integer_in(change.after(), "entry");
      entry != 0 &&
      change.query_integer("SELECT member FROM vanguard_entry WHERE id = $1", {entry}) != member_in(change))
    Call::refuse("entry",
                 {"所涉事项不是该党员的", "the entry belongs to another member; leave it empty or choose another"});
  change.set("received_on", received);
  change.set("organisation", organisation_of(change, member_in(change)));
}

void decide(Change& change) {
  require_other(change, member_in(change), {"处理", "deciding on an objection"});
  change.set("decided_on", change.today());
  change.set("decided_by", change.actor());
}

/// What was corrected counts at once, and is shown anew.
void settle(Change& change) {
  const Year year = read_year(change, year_in(change));
  recompute_member(change, year.year, member_in(change));
  prolong_publicity(change, year);
}

std::string grade_now(Change& change) {
  return change
      .query_text("SELECT grade FROM vanguard_index WHERE year = $1 AND member = $2",
                  {year_in(change), member_in(change)})
      .value_or("");
}

/// The best grade has no more places for being given by hand.
void require_place(Change& change, const Year& year) {
  if (text_in(change.after(), "grade") != "excellent") return;
  const auto organisation = change.query_integer(
      "SELECT organisation FROM vanguard_index WHERE year = $1 AND member = $2", {year.year, member_in(change)});
  const Placing placing = place_with(change, year, read_rule_book(change, year.year), organisation.value_or(0),
                                     member_in(change), Grade::excellent);
  if (placing.decided_above == 0) return;
  Call::refuse("grade",
               {fmt::format("该组织优秀名额为 {} 名，已全部由裁定占用；请先撤销其中一项裁定", placing.places),
                fmt::format("the organisation has {} places for “excellent”, all given by decision; revoke one of "
                            "them first",
                            placing.places)});
}

void decide_grade(Change& change) {
  const Year year = read_year(change, year_in(change));
  if (year.is_final() || !year.counted)
    Call::refuse("year", {fmt::format("{} 年度应在核算之后、定格之前裁定等次", year.year),
                          fmt::format("grades of {} are decided between counting and the final result", year.year)});
  const std::string computed = grade_now(change);
  if (computed.empty())
    Call::refuse("member", {"该党员本年度没有先锋指数，不能裁定等次",
                            "the member has no index this year, so there is no grade to decide on"});
  if (change.operation() == "create" && computed == text_in(change.after(), "grade"))
    Call::refuse("grade", {"裁定等次与核算等次相同，不必裁定",
                           "this is the grade the member has already; no decision is needed"});
  require_place(change, year);
  require_other(change, member_in(change), {"裁定", "deciding on a grade"});
  change.set("computed_grade", computed);
  change.set("organisation", organisation_of(change, member_in(change)));
  change.set("decided_on", change.today());
  prolong_publicity(change, year);
}

void revoke_grade(Change& change) {
  const Year year = read_year(change, year_in(change));
  if (year.is_final())
    Call::refuse("year", {fmt::format("{} 年度已定格，裁定不能再撤销", year.year),
                          fmt::format("the year {} is final; the decision can't be revoked any more", year.year)});
  prolong_publicity(change, year);
}

}  // namespace

void register_objections(Setup& at) {
  at.before("objection.create", object);
  at.before("objection.accept", decide);
  at.before("objection.reject", decide);
  at.before("objection.settle", settle);
  at.before("grade_decision.create", decide_grade);
  at.before("grade_decision.decide_again", decide_grade);
  at.before("grade_decision.revoke", revoke_grade);
}

}  // namespace liufa::vanguard
