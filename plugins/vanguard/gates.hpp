/// What a year still admits: the questions that entries, appraisals and decisions have in common.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>

#include "reading.hpp"

namespace liufa::vanguard {

/// Refused unless entries of the member may still come into the year, or be taken out: while it is recorded or
/// appraised, or during publicity where an objection of theirs was accepted. `what` is a noun.
Year require_open(Call& call, std::int64_t year, std::int64_t member, const Text& what);

/// Refused unless it may still be decided who takes part in the year, and as what: until it is closed.
Year require_before_closing(Call& call, std::int64_t year, const Text& what);

/// The rules that count for a member in a year. Refused where there are none in force.
std::shared_ptr<const RuleSet> require_rules(Call& call, std::int64_t year, std::int64_t member);

/// Refused if the person who is signed in is the member concerned: nobody decides on what is their own.
void require_other(Change& change, std::int64_t member, const Text& what);

/// Ends the publicity some working days after today, if that is later than it ends now: what was corrected is shown
/// anew. In a write.
void prolong_publicity(Call& call, const Year& year);

}  // namespace liufa::vanguard
