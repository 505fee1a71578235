/// Who is a candidate for 先进基层党组织. No host in here.
#pragma once

#include <string>
#include <vector>

#include "rules/scoring.hpp"

namespace liufa::assessment {

/// Chooses the advanced candidates in every division (or over all): at most the quota, only those who met the
/// standard and reach the score. What the office named comes first; the rest goes by rank, a group of equals only as
/// a whole. Equals for whom the places do not suffice are marked, and the office decides.
void choose_advanced(const Rules& rules, const std::vector<Sheet>& sheets, std::vector<Result>& results);

/// How many organisations the office named above the quota, over all divisions; 0 if none.
std::int64_t named_above_quota(const Rules& rules, const std::vector<Sheet>& sheets);

}  // namespace liufa::assessment
