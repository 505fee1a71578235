#include "rules/advanced.hpp"

#include <algorithm>
#include <map>

#include "liufa/kit/quota.hpp"
#include "liufa/kit/ranking.hpp"

namespace liufa::assessment {
namespace {

using Positions = std::vector<std::size_t>;

std::map<std::string, Positions> fields_of(const Rules& rules, const std::vector<Sheet>& sheets) {
  std::map<std::string, Positions> fields;
  for (std::size_t at = 0; at < sheets.size(); ++at)
    fields[rules.rank_within_division ? sheets[at].division : std::string{}].push_back(at);
  return fields;
}

bool is_eligible(const Rules& rules, const Result& result) {
  return result.outcome == Outcome::met && result.total >= rules.advanced_score;
}

void choose_by_rank(const Rules& rules, const std::vector<Sheet>& sheets, std::vector<Result>& results,
                    const Positions& field, std::int64_t places) {
  Positions open;
  for (const std::size_t at : field)
    if (sheets[at].decision == Decision::none && is_eligible(rules, results[at])) open.push_back(at);
  std::vector<std::int64_t> totals;
  for (const std::size_t at : open) totals.push_back(results[at].total);
  const kit::Choice choice = kit::choose_top(totals, places);
  for (const std::size_t at : choice.taken) results[open[at]].advanced = true;
  for (const std::size_t at : choice.tied_at_cut) results[open[at]].tied_at_cut = true;
}

}  // namespace

void choose_advanced(const Rules& rules, const std::vector<Sheet>& sheets, std::vector<Result>& results) {
  for (const auto& [division, field] : fields_of(rules, sheets)) {
    std::int64_t places = kit::quota(static_cast<std::int64_t>(field.size()), rules.advanced_share);
    for (const std::size_t at : field) {
      if (sheets[at].decision != Decision::named || !is_eligible(rules, results[at]) || places == 0) continue;
      results[at].advanced = true;
      --places;
    }
    choose_by_rank(rules, sheets, results, field, places);
  }
}

std::int64_t named_above_quota(const Rules& rules, const std::vector<Sheet>& sheets) {
  std::int64_t above = 0;
  for (const auto& [division, field] : fields_of(rules, sheets)) {
    const auto named = std::count_if(field.begin(), field.end(),
                                     [&](std::size_t at) { return sheets[at].decision == Decision::named; });
    above +=
        std::max<std::int64_t>(0, named - kit::quota(static_cast<std::int64_t>(field.size()), rules.advanced_share));
  }
  return above;
}

}  // namespace liufa::assessment
