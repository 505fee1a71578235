/// Synthetic members: invented names, dates and traits from a seed, every one marked as synthetic. No real person.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "cli/draw.hpp"

namespace liufa::host::cli {

/// How to fill organisations with members; see config/demo/README.md.
struct PeoplePlan {
  std::string kind;           ///< organ or farmer
  std::string prefix;         ///< of member numbers
  std::size_t count = 0;      ///< spread evenly over the organisations
  std::size_t cadres = 0;     ///< of them party-affairs cadres, full- and part-time
  std::int64_t well_off = 0;  ///< percent
  std::int64_t poor = 0;      ///< percent
  std::int64_t retired = 0;   ///< percent
};

/// The CSV of an import of directory.member.
std::string people_csv(const std::vector<Json>& organisations, const PeoplePlan& plan, int year, Draw& draw);

}  // namespace liufa::host::cli
