/// 四个一 per member and year: kept up by facts as they come, and for all at once when a year is opened.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <optional>
#include <string>
#include <vector>

#include "rules/ones.hpp"

namespace liufa::community {

/// Which facts count, by the settings.
OnesRule ones_rule(Call& call);

/// The years that are open: only these still change.
std::vector<int> open_years(Call& call);

/// A member as far as the four ones are concerned.
struct Owing {
  std::int64_t member = 0;
  std::int64_t organisation = 0;
  std::int64_t community = 0;  ///< 0: not reported in
};

/// All members who owe the four ones of a year, by id: in service, of the kinds set, below the age set.
std::vector<Owing> owing_members(Call& call, int year);

/// A member's row as it stands.
struct OnesRow {
  std::int64_t id = 0;
  std::string state;
  std::int64_t organisation = 0;
  std::int64_t community = 0;
  Ones ones;
};

/// The year's rows: of all, or of one member.
std::vector<std::pair<std::int64_t, OnesRow>> ones_rows(Call& call, int year, std::int64_t member = 0);

/// Writes what differs, and takes the step that follows from it. In a write. Returns whether anything was written.
bool write_ones(Call& call, int year, const Owing& owing, const Ones& ones, const std::optional<OnesRow>& before);

/// Computes one member's row of an open year anew. In a write.
void refresh_ones(Call& call, const OnesRule& rule, int year, std::int64_t member);

}  // namespace liufa::community
