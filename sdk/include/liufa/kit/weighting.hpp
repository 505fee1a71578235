/// Weighted parts of which some may be missing: the weights are shared among those that are present, so that nobody
/// loses what nobody gave. Daily record 80 and democratic appraisal 20; self, mutual, masses and organisation.
#pragma once

#include <optional>
#include <vector>

#include "liufa/kit/decimal.hpp"

namespace liufa::kit {

/// One part: its weight (any unit, all parts in the same; 0 or more) and its score, nothing if it is missing.
struct WeightedPart {
  Exact weight;
  std::optional<Exact> score;
};

/// The mean of the parts that are present, by weight: (90×20 + 80×40 + 85×20) / 80 = 83.75 where one of 20 is missing.
/// Nothing if no part with a weight is there. Throws std::invalid_argument for a negative weight.
inline std::optional<Exact> renormalised(const std::vector<WeightedPart>& parts) {
  Exact sum = 0;
  Exact weight = 0;
  for (const WeightedPart& part : parts) {
    if (part.weight < 0) throw std::invalid_argument("expected weights of 0 or more, found " + part.weight.str());
    if (!part.score) continue;
    sum += part.weight * *part.score;
    weight += part.weight;
  }
  if (weight == 0) return std::nullopt;
  return Exact(sum / weight);
}

/// The weight that part `at` has in the end, as a share of 1: 20 of 80 present is 1/4, of a missing part 0. For the
/// page that explains a score.
inline Exact share_in(const std::vector<WeightedPart>& parts, std::size_t at) {
  Exact weight = 0;
  for (const WeightedPart& part : parts)
    if (part.score) weight += part.weight;
  return weight == 0 || !parts[at].score ? Exact(0) : Exact(parts[at].weight / weight);
}

/// The mean of all ratings of one part; nothing without any.
inline std::optional<Exact> mean(const std::vector<Exact>& ratings) {
  if (ratings.empty()) return std::nullopt;
  Exact sum = 0;
  for (const Exact& each : ratings) sum += each;
  return Exact(sum / ratings.size());
}

}  // namespace liufa::kit
