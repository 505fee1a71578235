#include "principle.hpp"
#include "rules.hpp"

namespace liufa::pairing {
namespace {

int setting(Change& change, const char* id) { return change.settings().value(id, 1); }

int months(Change& change) { return change.settings().value("term_months", 36); }

/// The basis that the two organisations give; a person may say "agreement" or "district", but not claim a principle
/// that does not hold.
void complete_basis(Change& change, const Organisation& urban, const Organisation& rural) {
  const Principle principle(change.settings());
  const std::string sector = effective_sector(change, urban);
  const bool follows = principle.holds(sector, rural.condition);
  const std::string fitting = principle.basis(sector, rural.condition);
  const std::string given = text_of(change.after(), "basis");
  const bool untouched = change.before().is_object() && given == text_of(change.before(), "basis");
  const bool claims = given == "public_order" || given == "economic" || given == "party_mass";
  if (given.empty()) {
    change.set("basis", fitting);
  } else if (claims && given != fitting) {
    // What was right when proposed may no longer be: then it follows the facts instead of blocking the step.
    if (untouched)
      change.set("basis", fitting);
    else
      Call::refuse("basis",
                   {"所填依据与实际不符：该部门为" + sector_name(sector).zh + "类，该村情况为“" +
                        condition_name(rural.condition).zh + "”。请留空自动判定，或选“双方协商”。",
                    "Expected a basis that holds; found a " + sector_name(sector).en + " department and a “" +
                        condition_name(rural.condition).en + "” village. Leave it empty, or choose “by agreement”."});
  }
  change.set("follows_principle", follows);
  change.set("urban_sector", sector.empty() ? Json() : Json(sector));
  change.set("rural_condition", rural.condition.empty() ? Json() : Json(rural.condition));
}

Term check(Change& change) {
  const Term term = complete_term(change, months(change));
  const Organisation urban = require_open(change, "urban", integer_of(change.after(), "urban"), term);
  const Organisation rural = require_open(change, "rural", integer_of(change.after(), "rural"), term);
  require_single(change, "pair", "urban", "rural", term);
  complete_basis(change, urban, rural);
  return term;
}

/// Limits bind when a pair becomes active or lasts longer: proposals may compete.
void check_limits(Change& change, const Term& term) {
  const auto count = [&](const char* side) {
    return most_at_once(active_terms(change, "pair", side, integer_of(change.after(), side), change.id().value_or(0)),
                        term);
  };
  require_below(count("rural"), setting(change, "pairs_per_village"), "rural",
                {"该农村党组织的结对伙伴", "the partners of this rural organisation"},
                {"每村（社区、乡镇）最多结对数", "Partners of a village at most"});
  require_below(count("urban"), setting(change, "pairs_per_department"), "urban",
                {"该机关党组织的结对伙伴", "the partners of this urban organisation"},
                {"每个机关党组织最多结对数", "Partners of an urban organisation at most"});
}

void confirm(Change& change) { check_limits(change, check(change)); }

/// Renewing is agreeing anew: the organisations must last, and the prolonged term must fit beside the others.
void renew(Change& change) {
  const Term longer = renew_term(change, months(change));
  require_open(change, "urban", integer_of(change.after(), "urban"), longer);
  require_open(change, "rural", integer_of(change.after(), "rural"), longer);
  check_limits(change, longer);
}

void update(Change& change) {
  keep_agreed(change, "pair", {"starts_on", "ends_on", "basis", "end_reason"});
  const std::string state = state_of(change, "pair", change.id().value_or(0));
  if (state == "proposed" || state == "returned") check(change);
}

}  // namespace

void register_pair_rules(Setup& at) {
  at.before("pair.create", [](Change& change) { check(change); });
  at.before("pair.update", update);
  at.before("pair.resubmit", [](Change& change) { check(change); });
  at.before("pair.propose_again", [](Change& change) { check(change); });
  at.before("pair.confirm", confirm);
  at.before("pair.renew", renew);
  at.before("pair.end", end_term);
}

}  // namespace liufa::pairing
