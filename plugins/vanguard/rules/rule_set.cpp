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

std::optional<Rate> RuleSet::rate(const std::string& item, std::string_view level) const {
  const auto found = by_item.find(item);
  if (found == by_item.end()) return std::nullopt;
  const Indicator& each = indicators[found->second];
  if (each.effect != Effect::points) return Rate{found->second, 0, false};
  return Rate{found->second, kit::points_of(each.tiers, level).value_or(each.rate), each.by_quantity};
}

bool needs_dates(const RuleSet& rules, const std::vector<Tally>& tallies) {
  return std::any_of(tallies.begin(), tallies.end(),
                     [&](const Tally& each) { return rules.indicators[each.indicator].effect == Effect::reset; });
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

/// How much of each indicator's own limit is used up.
class Limits {
 public:
  explicit Limits(const RuleSet& rules) : rules_(rules), used_(rules.indicators.size(), 0) {}
  Points within(const Tally& tally) {
    const auto& most = rules_.indicators[tally.indicator].most;
    if (!most) return tally.worth;
    const Points part = std::min(tally.worth, *most - used_[tally.indicator]);
    used_[tally.indicator] += part;
    return part;
  }

 private:
  const RuleSet& rules_;
  std::vector<Points> used_;
};

/// Daily part and appraisal by their weights, and the bonus on top; hundredths. A missing appraisal leaves its weight
/// to the daily part, unless the rules count it as zero.
std::int64_t total_of(const RuleSet& rules, const Standing& standing) {
  const bool shared = !standing.appraisal && !rules.missing_counts_zero;
  const std::int64_t weight = rules.daily_weight + (shared ? rules.appraisal_weight : 0);
  // daily ÷ full × weight + bonus, as one fraction: 10'000 for the scale of points, 100 for that of the full points,
  // 100 for percent and 100 for the weight's scale cancel down to this.
  kit::Exact total(standing.daily * weight + standing.bonus * rules.daily_full, rules.daily_full * 10'000);
  if (standing.appraisal) total += *standing.appraisal * rules.appraisal_weight / 10'000;
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
    const Effect effect = rules.indicators[each.indicator].effect;
    if (effect == Effect::veto) standing.vetoed = true;
    if (effect == Effect::reset) standing.reset_on = std::max(standing.reset_on, each.on);
  }
  Limits limits(rules);
  std::vector<kit::CompositeEntry<Points>> entries;
  entries.reserve(tallies.size());
  for (const Tally& each : tallies) {
    // What a reset has taken must not use up the limit of what comes after it.
    const bool is_gone = !standing.reset_on.empty() && each.on <= standing.reset_on;
    entries.push_back({rules.indicators[each.indicator].group, is_gone ? each.worth : limits.within(each), each.on});
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
