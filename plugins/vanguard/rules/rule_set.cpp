#include "rules/rule_set.hpp"

#include <algorithm>
#include <limits>

namespace liufa::vanguard {

void RuleSet::prepare() {
  for (const Group& group : groups) scheme.groups.push_back(group.scheme);
  scheme.most = daily_full * hundred;
  // The floor is laid below what lies within the full points, not below their sum with the bonus.
  scheme.least = std::numeric_limits<Points>::min() / 2;
  for (std::size_t at = 0; at < indicators.size(); ++at) {
    by_item.emplace(indicators[at].code, at);
    if (!indicators[at].source.empty()) by_item.emplace(indicators[at].source, at);
  }
}

const Indicator* RuleSet::indicator(const std::string& item) const {
  const auto found = by_item.find(item);
  return found == by_item.end() ? nullptr : &indicators[found->second];
}

std::optional<kit::PointsByWord> parse_tiers(std::string_view text) {
  kit::PointsByWord tiers;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('/'), text.size());
    const std::string_view each = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t equals = each.find('=');
    if (equals == 0 || equals == std::string_view::npos) return std::nullopt;
    const auto points = kit::parse_decimal(each.substr(equals + 1));
    if (!points || *points < 0 || kit::points_of(tiers, each.substr(0, equals))) return std::nullopt;
    tiers.emplace_back(each.substr(0, equals), *points);
  }
  return tiers;
}

Points worth(const Indicator& indicator, const Tally& tally) {
  if (indicator.effect != Effect::points) return 0;
  const std::int64_t rate = kit::points_of(indicator.tiers, tally.grade).value_or(indicator.rate);
  return rate * (indicator.by_quantity ? tally.quantity : tally.instances * hundred);
}

bool needs_dates(const RuleSet& rules, const std::vector<Tally>& tallies) {
  return std::any_of(tallies.begin(), tallies.end(), [&](const Tally& each) {
    const Indicator* indicator = rules.indicator(each.item);
    return indicator && indicator->effect == Effect::reset;
  });
}

std::vector<kit::WeightedPart> weighted(const RuleSet& rules, const Appraisals& appraisals) {
  std::vector<kit::WeightedPart> parts;
  for (std::size_t at = 0; at < appraisals.size(); ++at) {
    kit::WeightedPart part{rules.part_weights[at], std::nullopt};
    if (appraisals[at].ballots > 0) part.score = kit::Exact(appraisals[at].sum, appraisals[at].ballots * hundred);
    parts.push_back(std::move(part));
  }
  return parts;
}

std::optional<kit::Exact> appraise(const RuleSet& rules, const Appraisals& appraisals) {
  if (std::none_of(appraisals.begin(), appraisals.end(), [](const Ratings& each) { return each.ballots > 0; }))
    return std::nullopt;
  return kit::renormalised(weighted(rules, appraisals));
}

namespace {

/// A share of the daily points' limit of each indicator that is used up.
class Limits {
 public:
  explicit Limits(const RuleSet& rules) : rules_(rules), used_(rules.indicators.size(), 0) {}
  Points within(const Indicator& indicator, Points points) {
    if (!indicator.most) return points;
    Points& used = used_[static_cast<std::size_t>(&indicator - rules_.indicators.data())];
    const Points part = std::min(points, *indicator.most - used);
    used += part;
    return part;
  }

 private:
  const RuleSet& rules_;
  std::vector<Points> used_;
};

/// Daily part and appraisal by their weights, and the bonus on top; hundredths.
std::int64_t total_of(const RuleSet& rules, const Standing& standing) {
  kit::Exact daily = kit::exact(standing.daily, counted_scale) * hundred;
  daily /= kit::exact(rules.daily_full);
  std::optional<kit::Exact> appraisal = standing.appraisal;
  if (!appraisal && rules.missing_counts_zero) appraisal = 0;
  const kit::Exact weights = kit::exact(rules.daily_weight + rules.appraisal_weight);
  const auto mean = kit::renormalised({{rules.daily_weight, daily}, {rules.appraisal_weight, appraisal}});
  const kit::Exact total = mean.value_or(0) * weights / hundred + kit::exact(standing.bonus, counted_scale);
  return std::max<std::int64_t>(0, kit::round_to(total, rules.rounding, rules.digits));
}

}  // namespace

Threshold grade_by_threshold(const RuleSet& rules, std::int64_t total, bool vetoed) {
  if (vetoed) return {Grade::failing, false};
  const bool is_candidate = total >= rules.excellent_from.value_or(rules.qualified_from);
  if (is_candidate && rules.excellent_from) return {Grade::excellent, true};
  if (total >= rules.qualified_from) return {Grade::qualified, is_candidate};
  return {total >= rules.basic_from ? Grade::basic : Grade::failing, false};
}

std::int64_t carried_over(const RuleSet& rules, const Start& start) {
  if (rules.carry_over == 0 || start.last_total == 0) return 0;
  return kit::round_half_up(kit::carried_over(kit::exact(start.last_total), rules.carry_over));
}

Standing stand(const RuleSet& rules, const Start& start, const std::vector<Tally>& tallies,
               const Appraisals& appraisals) {
  Standing standing;
  for (const Tally& each : tallies) {
    const Indicator* indicator = rules.indicator(each.item);
    if (!indicator) continue;
    if (indicator->effect == Effect::veto) standing.vetoed = true;
    if (indicator->effect == Effect::reset) standing.reset_on = std::max(standing.reset_on, each.on);
  }
  Limits limits(rules);
  std::vector<kit::CompositeEntry<Points>> entries;
  entries.reserve(tallies.size());
  for (const Tally& each : tallies) {
    const Indicator* indicator = rules.indicator(each.item);
    if (!indicator) continue;
    const Points points = worth(*indicator, each);
    standing.given.push_back(points);
    // What a reset has taken must not use up the limit of what comes after it.
    const bool is_gone = !standing.reset_on.empty() && each.on <= standing.reset_on;
    entries.push_back({indicator->group, is_gone ? points : limits.within(*indicator, points), each.on});
  }
  const Points base = (rules.base + carried_over(rules, start)) * hundred;
  standing.score = kit::compose<Points>(rules.scheme, entries, {base, standing.reset_on, false});
  standing.base = standing.score.base;
  for (std::size_t at = 0; at < rules.groups.size(); ++at)
    if (rules.groups[at].scheme.kind == kit::GroupKind::bonus) standing.bonus += standing.score.groups[at].counted;
  standing.daily = std::max<Points>(0, standing.score.total - standing.bonus);
  standing.appraisal = appraise(rules, appraisals);
  standing.total = standing.vetoed ? 0 : total_of(rules, standing);
  standing.grade = grade_by_threshold(rules, standing.total, standing.vetoed).grade;
  return standing;
}

std::vector<Text> faults_of(const RuleSet& rules) {
  std::vector<Text> faults;
  if (rules.indicators.empty())
    faults.push_back({"还没有计分指标，请至少录入一项", "there is no indicator yet; add at least one"});
  if (rules.daily_weight + rules.appraisal_weight != hundred * hundred)
    faults.push_back({"日常纪实与民主评议权重之和应为 100%，现为 " +
                          kit::decimal_text(rules.daily_weight + rules.appraisal_weight) + "%",
                      "the weights of daily records and appraisal are expected to add up to 100 %, found " +
                          kit::decimal_text(rules.daily_weight + rules.appraisal_weight) + " %"});
  if (rules.basic_from > rules.qualified_from ||
      rules.qualified_from > rules.excellent_from.value_or(rules.qualified_from))
    faults.push_back({"等次线应依次不高于：基本合格线、合格线、优秀线",
                      "the lines are expected to rise: basically qualified, qualified, excellent"});
  std::int64_t parts = 0;
  for (const std::int64_t each : rules.part_weights) parts += each;
  if (rules.appraisal_weight > 0 && parts == 0)
    faults.push_back({"民主评议计入总分，但各评议方式的权重都是 0，请至少设一项",
                      "the appraisal counts, but all its parts have weight 0; give one of them a weight"});
  return faults;
}

}  // namespace liufa::vanguard
