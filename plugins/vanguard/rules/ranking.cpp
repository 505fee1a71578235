#include "rules/ranking.hpp"

#include <limits>

namespace liufa::vanguard {

Placing place(const Share& share, const std::vector<Contender>& members) {
  // Each class has lines of its own, so the threshold was applied before: here all candidates are above it, and the
  // others keep the grade they have.
  const kit::GradeScale scale{{std::numeric_limits<std::int64_t>::min()}, share.percent, share.rounding};
  std::vector<kit::Appraised> appraised;
  std::vector<std::int64_t> totals;
  for (const Contender& each : members) {
    std::optional<std::size_t> decided;
    if (each.decided)
      decided = static_cast<std::size_t>(*each.decided);
    else if (!each.is_candidate)
      decided = static_cast<std::size_t>(each.by_threshold);
    appraised.push_back({each.total, decided});
    totals.push_back(each.total);
  }
  const kit::Grading grading = kit::grade_all(scale, appraised);
  const std::vector<std::int64_t> ranks = kit::competition_ranks(totals);
  Placing placing{{}, grading.best_places, grading.decided_above};
  for (std::size_t at = 0; at < members.size(); ++at)
    placing.members.push_back(
        {ranks[at], static_cast<Grade>(grading.people[at].grade), grading.people[at].tied_at_cut});
  return placing;
}

}  // namespace liufa::vanguard
