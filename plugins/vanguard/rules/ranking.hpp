/// Ranks and grades of all the members of one organisation together: the best grade is for a share of them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "rules/rule_set.hpp"

namespace liufa::vanguard {

/// A share of those who take part, as the year has it.
struct Share {
  std::int64_t percent = 0;  ///< two digits: 30 % is 3'000
  kit::Rounding rounding = kit::Rounding::down;
};

struct Contender {
  std::int64_t total = 0;
  Grade by_threshold = Grade::qualified;
  bool is_candidate = false;          ///< for the best grade, by their own class's rules
  std::optional<Grade> decided = {};  ///< by people, with their reason
};

struct Placed {
  std::int64_t rank = 0;
  Grade grade = Grade::qualified;
  bool tied = false;  ///< equal to others for whom the places do not suffice: qualified, until people decide
};

struct Placing {
  std::vector<Placed> members;     ///< in the order given
  std::int64_t places = 0;         ///< for the best grade
  std::int64_t decided_above = 0;  ///< more were decided into it than there are places
};

Placing place(const Share& share, const std::vector<Contender>& members);

}  // namespace liufa::vanguard
