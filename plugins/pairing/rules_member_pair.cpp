#include "rules.hpp"

namespace liufa::pairing {
namespace {

int setting(Change& change, const char* id) { return change.settings().value(id, 1); }

int months(Change& change) { return change.settings().value("term_months", 36); }

std::string path_of(Call& call, std::int64_t organisation) {
  return call.query_text("SELECT path FROM directory_organisation WHERE id = $1", {organisation}).value_or("");
}

/// The active pair of the members' organisations or of those above them; nothing if there is none.
std::optional<std::int64_t> pair_of_organisations(Call& call, std::int64_t urban, std::int64_t rural) {
  return call.query_integer(
      "SELECT p.id FROM pairing_pair p"
      " JOIN directory_organisation u ON u.id = p.urban JOIN directory_organisation r ON r.id = p.rural"
      " WHERE p.state = 'active' AND substr($1, 1, length(u.path)) = u.path"
      " AND substr($2, 1, length(r.path)) = r.path ORDER BY p.id LIMIT 1",
      {path_of(call, urban), path_of(call, rural)});
}

void check_pair_given(Call& call, std::int64_t pair, std::int64_t urban, std::int64_t rural) {
  bool fits = false;
  const std::string urban_path = path_of(call, urban);
  const std::string rural_path = path_of(call, rural);
  call.query(
      "SELECT u.path, r.path, p.state FROM pairing_pair p JOIN directory_organisation u ON u.id = p.urban"
      " JOIN directory_organisation r ON r.id = p.rural WHERE p.id = $1",
      {pair}, [&](const Row& row) {
        const bool open = row.text(2) == "active" || row.text(2) == "proposed" || row.text(2) == "returned";
        fits = open && lies_within(urban_path, row.text(0)) && lies_within(rural_path, row.text(1));
      });
  if (fits) return;
  Call::refuse("pair", {"所选组织结对已结束，或与两名党员所在的党组织不符。请留空自动查找，或另选。",
                        "Expected an open pair of these members' organisations; found another. Leave it empty to have "
                        "it found, or choose again."});
}

void check_members(Change& change) {
  const Member urban = require_member(change, "urban_member", integer_of(change.after(), "urban_member"), "organ");
  const Member rural = require_member(change, "rural_member", integer_of(change.after(), "rural_member"), "farmer");
  change.set("follows_principle", urban.situation == "well_off" && rural.situation == "poor");
}

/// Where the members belonged when they were paired: they may move later, the pair's place in the figures does not.
void place(Change& change) {
  const auto organisation_of = [&](const char* member) {
    return change.query_integer("SELECT organisation FROM directory_member WHERE id = $1",
                                {integer_of(change.after(), member)});
  };
  const std::int64_t urban = organisation_of("urban_member").value_or(0);
  const std::int64_t rural = organisation_of("rural_member").value_or(0);
  derive(change, "urban", urban);
  derive(change, "rural", rural);
  if (const std::int64_t given = integer_of(change.after(), "pair"); given != 0)
    check_pair_given(change, given, urban, rural);
  else if (const auto found = pair_of_organisations(change, urban, rural))
    change.set("pair", *found);
}

Term check(Change& change) {
  const Term term = complete_term(change, months(change));
  check_members(change);
  require_single(change, "member_pair", "urban_member", "rural_member", term);
  return term;
}

void create(Change& change) {
  check(change);
  place(change);
}

void check_limits(Change& change, const Term& term) {
  const auto count = [&](const char* side) {
    return most_at_once(
        active_terms(change, "member_pair", side, integer_of(change.after(), side), change.id().value_or(0)), term);
  };
  require_below(count("urban_member"), setting(change, "pairs_per_urban_member"), "urban_member",
                {"该机关党员的结对对象", "the partners of this urban member"},
                {"每名机关党员最多结对数", "Partners of an urban member at most"});
  require_below(count("rural_member"), setting(change, "pairs_per_rural_member"), "rural_member",
                {"该农民党员的结对对象", "the partners of this rural member"},
                {"每名农民党员最多结对数", "Partners of a rural member at most"});
}

void confirm(Change& change) { check_limits(change, check(change)); }

void renew(Change& change) {
  const Term longer = renew_term(change, months(change));
  check_members(change);
  check_limits(change, longer);
}

void update(Change& change) {
  keep_agreed(change, "member_pair", {"starts_on", "ends_on", "end_reason"});
  const std::string state = state_of(change, "member_pair", change.id().value_or(0));
  if (state == "proposed" || state == "returned") check(change);
  const std::int64_t pair = integer_of(change.after(), "pair");
  if (pair != 0 && pair != integer_of(change.before(), "pair"))
    check_pair_given(change, pair, integer_of(change.after(), "urban"), integer_of(change.after(), "rural"));
}

}  // namespace

void register_member_pair_rules(Setup& at) {
  at.before("member_pair.create", create);
  at.before("member_pair.update", update);
  at.before("member_pair.resubmit", [](Change& change) { check(change); });
  at.before("member_pair.propose_again", [](Change& change) { check(change); });
  at.before("member_pair.confirm", confirm);
  at.before("member_pair.renew", renew);
  at.before("member_pair.end", end_term);
}

}  // namespace liufa::pairing
