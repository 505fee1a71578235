/// A round as it stands, and the checks that its stages impose on what belongs to it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <liufa/method.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::exemplar {

struct Round {
  std::int64_t id = 0;
  std::int64_t year = 0;
  std::string name;
  std::string state;
  std::string nominate_until;
  int publicity_days = 0;
  int recheck_months = 0;
  int improve_months = 0;
  std::int64_t cap = 0;     ///< 0: none
  std::int64_t reward = 0;  ///< fen
  std::vector<std::string> kinds;
  std::vector<std::string> first_sectors;
};

/// Throws std::invalid_argument if there is none: references are checked before.
Round read_round(Call& call, std::int64_t id);

/// Refuses unless the round is in one of these stages. `what` names what is not possible now.
void require_stage(const Round& round, std::initializer_list<std::string_view> expected, const Text& what);

/// A member for whom a nomination may be made, or go on.
struct Candidate {
  std::int64_t id = 0;
  std::string name;
  std::int64_t own = 0;         ///< the organisation that the directory says
  std::int64_t nominating = 0;  ///< the nearest one at or above it that nominates; 0: none does
  std::string sector;
};

/// Refuses, with the reason, who is not a full member in service or belongs to no organisation that nominates.
Candidate require_candidate(Call& call, const Round& round, std::int64_t member);

}  // namespace liufa::exemplar
