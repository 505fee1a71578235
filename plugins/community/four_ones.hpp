/// 四个一 per member and year: kept up by facts as they come, and for all at once when a year is opened.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <vector>

#include "rules/ones.hpp"

namespace liufa::community {

/// Which facts count, by the settings.
OnesRule ones_rule(Call& call);

/// The years that are open: only these still change.
std::vector<int> open_years(Call& call);

/// The members who owe the four ones of a year, by id: in service, of the kinds set, below the age set.
std::vector<std::int64_t> owing_members(Call& call, int year);

/// Computes the rows of an open year anew for the members whose ids lie from `first` to `last`: creates what is
/// missing, writes what differs and takes the steps that follow. In a write, so that nothing that happens meanwhile is
/// lost. Returns how many rows were written.
std::int64_t refresh_ones(Call& call, const OnesRule& rule, int year, std::int64_t first, std::int64_t last);

}  // namespace liufa::community
