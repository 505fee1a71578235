#include "judging.hpp"

#include <algorithm>
#include <liufa/kit/decimal.hpp>
#include <liufa/kit/quota.hpp>
#include <stdexcept>

namespace liufa::exemplar {
namespace {

/// Comparable as it is: the weights are the same for all.
std::int64_t weighted(const JudgingRules& rules, const Points& points) {
  return points.typicality * rules.typicality_weight + points.effect * rules.effect_weight;
}

}  // namespace

Verdict judge(const JudgingRules& rules, const std::vector<Points>& points) {
  if (points.empty()) throw std::invalid_argument("expected the points of one juror at least");
  constexpr std::size_t fewest = 3;
  std::vector<Points> counted = points;
  const bool drops =
      rules.drop_from > 0 && points.size() >= fewest && points.size() >= static_cast<std::size_t>(rules.drop_from);
  if (drops) {
    std::stable_sort(counted.begin(), counted.end(), [&](const Points& left, const Points& right) {
      return weighted(rules, left) < weighted(rules, right);
    });
    counted = {counted.begin() + 1, counted.end() - 1};
  }
  std::int64_t typicality = 0;
  std::int64_t effect = 0;
  for (const Points& each : counted) {
    typicality += each.typicality;
    effect += each.effect;
  }
  const auto mean = [&](const kit::Exact& sum, int digits) {
    return kit::round_to(sum / (kit::Exact(static_cast<std::int64_t>(counted.size())) * 100), rules.rounding, digits);
  };
  const kit::Exact total =
      (kit::Exact(typicality) * rules.typicality_weight + kit::Exact(effect) * rules.effect_weight) / kit::whole_share;
  return {mean(kit::Exact(typicality), kit::points_scale), mean(kit::Exact(effect), kit::points_scale),
          mean(total, rules.digits), static_cast<std::int64_t>(points.size())};
}

}  // namespace liufa::exemplar
