#include "rules/item_points.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace liufa::assessment {
namespace {

Exact within(const Exact& points, const Exact& least, const Exact& most) {
  if (points < least) return least;
  return points > most ? most : points;
}

/// Competition ranking: equal values share a place, and the next place is left out (1, 2, 2, 4).
Exact by_rank(const Item& item, std::int64_t measure, const Field& field) {
  const auto better = std::count_if(field.begin(), field.end(), [&](std::int64_t other) {
    return item.lower_is_better ? other < measure : other > measure;
  });
  const auto place = static_cast<std::size_t>(better);
  return exact(place < item.rank_points.size() ? item.rank_points[place] : item.rank_beyond);
}

Exact by_proportion(const Item& item, std::int64_t measure, const Field& field) {
  if (field.empty()) return 0;
  const std::int64_t best = item.lower_is_better ? *std::min_element(field.begin(), field.end())
                                                 : *std::max_element(field.begin(), field.end());
  // Where low is good, the best itself gets all even at 0; where high is good, a best of 0 means nobody did anything.
  if (item.lower_is_better) {
    if (measure == best) return exact(item.points);
    return exact(item.points) * Exact(best, measure);
  }
  return best == 0 ? Exact(0) : exact(item.points) * Exact(measure, best);
}

Exact by_threshold(const Item& item, std::int64_t measure) {
  const std::int64_t beyond = item.lower_is_better ? measure - item.limit : item.limit - measure;
  if (beyond <= 0) return exact(item.points);
  const std::int64_t steps = item.begun_step_counts ? (beyond + item.step - 1) / item.step : beyond / item.step;
  return exact(item.points) - exact(item.step_points) * steps;
}

std::optional<Finding> check_points(const Item& item, const Entry& entry) {
  const Exact full = full_points(item, entry.stage);
  const Exact given = exact(*entry.points);
  if (given >= exact(item.floor) && given <= full) return std::nullopt;
  const std::string most = decimal_text(round_half_up(full));
  return Finding{fmt::format("项目 {} 的得分应在 {} 至 {} 之间，填报为 {}", item.code, decimal_text(item.floor), most,
                             decimal_text(*entry.points)),
                 fmt::format("the points of item {} must lie between {} and {}, found {}", item.code,
                             decimal_text(item.floor), most, decimal_text(*entry.points))};
}

}  // namespace

Exact full_points(const Item& item, Stage stage) {
  return stage == Stage::spot_check ? exact(item.points) / item.occasions : exact(item.points);
}

std::optional<Finding> check_entry(const Item& item, const Entry& entry) {
  const int given = int{entry.points.has_value()} + int{entry.instances.has_value()} + int{entry.measure.has_value()};
  const bool fits = given == 1 && entry.measure.has_value() == item.is_measured() &&
                    (!entry.instances || item.counts_instances()) && (!entry.points || item.part != Part::veto);
  if (!fits) {
    if (item.is_measured())
      return Finding{
          fmt::format("项目 {} 按实际值计分，请只填“实际值”（measure）", item.code),
          fmt::format("item {} is scored from a measured value: give “measure” and nothing else", item.code)};
    if (item.part == Part::veto)
      return Finding{fmt::format("项目 {} 为一票否决项，请只填“次数”（instances）", item.code),
                     fmt::format("item {} is a veto: give “instances” and nothing else", item.code)};
    if (item.counts_instances())
      return Finding{
          fmt::format("项目 {} 按次计分，“次数”（instances）与“得分”（points）请填其中一项", item.code),
          fmt::format("item {} counts instances: give either “instances” or “points”, not both and not neither",
                      item.code)};
    return Finding{fmt::format("项目 {} 直接评分，请只填“得分”（points）", item.code),
                   fmt::format("item {} is scored directly: give “points” and nothing else", item.code)};
  }
  if (entry.instances.value_or(0) < 0 || entry.measure.value_or(0) < 0)
    return Finding{fmt::format("项目 {} 的次数和实际值不能为负数", item.code),
                   fmt::format("instances and measured value of item {} can't be negative", item.code)};
  if (entry.occasion < 1 || (item.occasions > 1 && entry.stage == Stage::spot_check && entry.occasion > item.occasions))
    return Finding{
        fmt::format("项目 {} 共计 {} 次，填报为第 {} 次", item.code, item.occasions, entry.occasion),
        fmt::format("item {} has {} occasions, found occasion {}", item.code, item.occasions, entry.occasion)};
  return entry.points ? check_points(item, entry) : std::nullopt;
}

Exact item_points(const Item& item, const Entry& entry, const Field& field) {
  const Exact full = full_points(item, entry.stage);
  const Exact least = exact(item.floor);
  if (entry.points) return within(exact(*entry.points), least, full);
  const Exact per_instances = exact(item.step_points) * entry.instances.value_or(0);
  switch (item.kind) {
    case Kind::deduction: return within(full - per_instances, least, full);
    case Kind::addition: return within(least + per_instances, least, full);
    case Kind::rank: return within(by_rank(item, entry.measure.value_or(0), field), least, full);
    case Kind::proportional: return within(by_proportion(item, entry.measure.value_or(0), field), least, full);
    case Kind::threshold: {
      // Over several occasions each carries its part, so its steps deduct from that part.
      const Exact lost = exact(item.points) - by_threshold(item, entry.measure.value_or(0));
      return within(full - lost, least, full);
    }
    case Kind::heading:
    case Kind::judged:
    case Kind::imported: break;
  }
  return 0;
}

}  // namespace liufa::assessment
