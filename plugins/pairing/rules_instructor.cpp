#include <algorithm>

#include "rules.hpp"

namespace liufa::pairing {
namespace {

int months(Change& change) { return change.settings().value("instructor_term_months", 36); }

void check_site(Change& change, const Organisation& site, const Member& member) {
  if (member.organisation == site.id)
    Call::refuse("member", {"党建指导员应由其他党组织派出，所选党员就在该示范点。请另选党员。",
                            "Expected an instructor sent from elsewhere; this member belongs to the site itself. "
                            "Choose another member."});
  const bool tagged = std::find(site.tags.begin(), site.tags.end(), "demonstration_site") != site.tags.end();
  if (change.settings().value("sites_tagged_only", false) && !tagged)
    Call::refuse("site", {"“" + site.name + "”未标为党建示范点。请先在组织信息中加此标签，或另选。",
                          "Expected a demonstration site; “" + site.name +
                              "” has no such tag. Tag it in the directory first, or choose another."});
}

Term check(Change& change) {
  const Term term = complete_term(change, months(change));
  const Member member = require_member(change, "member", integer_of(change.after(), "member"), "organ");
  const Organisation site = require_open(change, "site", integer_of(change.after(), "site"), term);
  check_site(change, site, member);
  require_single(change, "instructor", "member", "site", term);
  return term;
}

void create(Change& change) {
  check(change);
  const auto member = find_member(change, integer_of(change.after(), "member"));
  derive(change, "organisation", member ? member->organisation : 0);
}

void check_limits(Change& change, const Term& term) {
  const auto count = [&](const char* side) {
    return most_at_once(
        active_terms(change, "instructor", side, integer_of(change.after(), side), change.id().value_or(0)), term);
  };
  require_below(count("site"), change.settings().value("instructors_per_site", 1), "site",
                {"该示范点的指导员", "the instructors of this site"},
                {"每个示范点最多指导员数", "Instructors of a site at most"});
  require_below(count("member"), change.settings().value("sites_per_instructor", 1), "member",
                {"该指导员的派驻点", "the sites of this instructor"},
                {"每名指导员最多派驻点数", "Sites of an instructor at most"});
}

void confirm(Change& change) { check_limits(change, check(change)); }

void renew(Change& change) {
  const Term longer = renew_term(change, months(change));
  require_member(change, "member", integer_of(change.after(), "member"), "organ");
  require_open(change, "site", integer_of(change.after(), "site"), longer);
  check_limits(change, longer);
}

void update(Change& change) {
  keep_agreed(change, "instructor", {"starts_on", "ends_on", "end_reason"});
  const std::string state = state_of(change, "instructor", change.id().value_or(0));
  if (state == "proposed" || state == "returned") check(change);
}

}  // namespace

void register_instructor_rules(Setup& at) {
  at.before("instructor.create", create);
  at.before("instructor.update", update);
  at.before("instructor.resubmit", [](Change& change) { check(change); });
  at.before("instructor.propose_again", [](Change& change) { check(change); });
  at.before("instructor.confirm", confirm);
  at.before("instructor.renew", renew);
  at.before("instructor.end", end_term);
}

}  // namespace liufa::pairing
