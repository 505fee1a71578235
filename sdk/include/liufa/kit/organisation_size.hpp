/// What kind of organisation so many members make, and how large its committee is.
///
/// Sources: 中国共产党支部工作条例（试行） (2018): 3 or more full members a branch; fewer than 7 only a secretary (a
/// deputy where needed), 7 or more a committee of 3 to 5, at most 7. General branches over 50 and committees over 100
/// as the field's rule has it (check: 党和国家机关基层组织工作条例 (2019) speaks of 50 and 100 “以上”): thresholds are
/// data.
#pragma once

#include <cstdint>
#include <string_view>

namespace liufa::kit {

/// The first count of members that makes each kind.
struct SizeRule {
  std::int64_t branch = 3;           ///< full members
  std::int64_t general_branch = 51;  ///< "over 50"
  std::int64_t committee = 101;      ///< "over 100"
};

/// The directory's word for the organisation that so many members make: "committee", "general_branch", "branch", or
/// "joint" where they are too few for a branch of their own and join another's (联合党支部).
inline std::string_view kind_for(std::int64_t members, const SizeRule& rule = {}) {
  if (members >= rule.committee) return "committee";
  if (members >= rule.general_branch) return "general_branch";
  return members >= rule.branch ? "branch" : "joint";
}

struct CommitteeRule {
  std::int64_t full_members = 7;  ///< from here a branch has a committee
  std::int64_t least = 3;
  std::int64_t usual_most = 5;
  std::int64_t most = 7;
};

/// How many members a branch's committee has; all 0 where there is only a secretary.
struct CommitteeSize {
  std::int64_t least = 0;
  std::int64_t usual_most = 0;
  std::int64_t most = 0;
};

inline CommitteeSize committee_size(std::int64_t full_members, const CommitteeRule& rule = {}) {
  if (full_members < rule.full_members) return {};
  return {rule.least, rule.usual_most, rule.most};
}

}  // namespace liufa::kit
