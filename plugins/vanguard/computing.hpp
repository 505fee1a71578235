/// The index: computed for one member or for all by the same code, written as derived records.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>

#include "reading.hpp"

namespace liufa::vanguard {

/// Computes the members selected and writes their rows; removes the rows of those who take no part. In a write.
/// Returns how many rows changed.
std::int64_t derive_members(Call& call, const Year& year, const RuleBook& book, const Selection& selection);

/// Gives the members of organisations first … last their ranks, and their grades by the year's share. In a write.
void rank_organisations(Call& call, const Year& year, const RuleBook& book, std::int64_t first, std::int64_t last);

/// How the members of one organisation would be placed if `member` had this grade by decision.
Placing place_with(Call& call, const Year& year, const RuleBook& book, std::int64_t organisation, std::int64_t member,
                   Grade decided);

/// One member in one year, after something about them has changed: does nothing in a year that is final or not set up.
/// In a write.
void recompute_member(Call& call, std::int64_t year, std::int64_t member);

/// All members, some thousand in a write; ranks and grades too once the year is closed. Answers with a summary.
Json compute_all(Call& call, std::int64_t year);

/// Counts over a year's indexes, for answers and events.
Json summary_of(Call& call, const Year& year);

}  // namespace liufa::vanguard
