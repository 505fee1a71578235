#include "rules/scoring.hpp"

#include <algorithm>
#include <tuple>

#include "liufa/kit/ranking.hpp"
#include "rules/advanced.hpp"

namespace liufa::assessment {
namespace {

/// Which values are compared: those of one item at one stage and occasion, within one division.
using FieldKey = std::tuple<std::string, Stage, std::int64_t, std::string>;
using Fields = std::map<FieldKey, Field>;

FieldKey key_of(const Rules& rules, const Sheet& sheet, const std::string& code, const Entry& entry) {
  return {code, entry.stage, entry.occasion, rules.rank_within_division ? sheet.division : std::string{}};
}

Fields collect_fields(const Standard& standard, const std::vector<Sheet>& sheets) {
  Fields fields;
  for (const Item& item : standard.items) {
    if (!item.is_compared()) continue;
    for (const Sheet& sheet : sheets) {
      const auto found = sheet.entries.find(item.code);
      if (found == sheet.entries.end()) continue;
      for (const Entry& entry : found->second)
        if (entry.measure) fields[key_of(standard.rules, sheet, item.code, entry)].push_back(*entry.measure);
    }
  }
  return fields;
}

/// An item's points at one stage: the sum over its occasions, or the average of several spot checks of the same thing.
std::optional<Exact> stage_points(const Standard& standard, const Item& item, const Sheet& sheet, Stage stage,
                                  const Fields& fields) {
  const auto found = sheet.entries.find(item.code);
  if (found == sheet.entries.end() || !item.scored_in(stage)) return std::nullopt;
  Exact sum = 0;
  std::int64_t count = 0;
  for (const Entry& entry : found->second) {
    if (entry.stage != stage) continue;
    const auto field = fields.find(key_of(standard.rules, sheet, item.code, entry));
    sum += item_points(item, entry, field == fields.end() ? Field{} : field->second);
    ++count;
  }
  if (count == 0) return std::nullopt;
  const bool spread = stage == Stage::spot_check && item.occasions > 1;
  return spread ? sum : sum / count;
}

bool is_vetoed(const Item& item, const Sheet& sheet) {
  const auto found = sheet.entries.find(item.code);
  // A veto in the self-check is the unit's own report and counts like the office's finding.
  return item.part == Part::veto && found != sheet.entries.end() &&
         std::any_of(found->second.begin(), found->second.end(),
                     [](const Entry& entry) { return entry.instances.value_or(0) > 0; });
}

Line line_of(const Standard& standard, const Item& item, const Sheet& sheet, const Fields& fields) {
  Line line;
  if (item.kind == Kind::heading) return line;
  for (std::size_t at = 0; at < stage_count; ++at)
    line.stages[at] = stage_points(standard, item, sheet, static_cast<Stage>(at), fields);
  line.scored =
      std::any_of(line.stages.begin(), line.stages.end(), [](const auto& points) { return points.has_value(); });
  line.points = composite(item, standard.rules, line.stages);
  return line;
}

/// Adds every item's points to the headings above it, so that the printed table carries its sums.
void sum_headings(const std::vector<Item>& items, std::vector<Line>& lines) {
  std::map<std::string, std::size_t> headings;
  for (std::size_t at = 0; at < items.size(); ++at)
    if (items[at].kind == Kind::heading) headings[items[at].code] = at;
  for (std::size_t at = 0; at < items.size(); ++at) {
    if (items[at].kind == Kind::heading || items[at].part != Part::base) continue;
    std::size_t steps = items.size();  // a circle of headings ends here; the item's hook refuses one anyway
    for (auto above = headings.find(items[at].parent); above != headings.end() && steps > 0;
         above = headings.find(items[above->second].parent), --steps) {
      Line& heading = lines[above->second];
      heading.points += lines[at].points;
      heading.scored = heading.scored || lines[at].scored;
      for (std::size_t stage = 0; stage < stage_count; ++stage)
        if (lines[at].stages[stage])
          heading.stages[stage] = heading.stages[stage].value_or(0) + *lines[at].stages[stage];
    }
  }
}

bool has_zero_category(const Standard& standard, const Result& result) {
  for (std::size_t at = 0; at < category_count; ++at) {
    const bool counts = std::any_of(standard.items.begin(), standard.items.end(), [&](const Item& item) {
      return item.part == Part::base && item.kind != Kind::heading && static_cast<std::size_t>(item.category) == at;
    });
    if (counts && result.categories[at] <= 0) return true;
  }
  return false;
}

void decide(const Standard& standard, const Sheet& sheet, Result& result) {
  result.outcome = outcome_of(standard.rules, result.total);
  result.grade = grade_of(standard.rules, result.total);
  const bool vetoed = std::any_of(standard.items.begin(), standard.items.end(),
                                  [&](const Item& item) { return is_vetoed(item, sheet); });
  if (vetoed)
    result.basis = Basis::veto;
  else if (standard.rules.zero_category_fails && has_zero_category(standard, result))
    result.basis = Basis::zero_category;
  if (result.basis != Basis::threshold) result.outcome = Outcome::not_met;
  // No grade may speak louder than the outcome.
  if (result.outcome == Outcome::not_met) result.grade = Grade::poor;
}

Result total_of(const Standard& standard, const Sheet& sheet, const Fields& fields) {
  Result result;
  Exact total = 0;
  for (const Item& item : standard.items) {
    Line line = line_of(standard, item, sheet, fields);
    if (item.part == Part::bonus) {
      result.bonus += line.points;
    } else if (item.part == Part::penalty) {
      result.penalty += line.points;
    } else if (item.part == Part::base) {
      result.categories[static_cast<std::size_t>(item.category)] += line.points;
      total += line.points;
      result.self_total += line.stages[static_cast<std::size_t>(Stage::self_check)].value_or(0);
    }
    result.lines.push_back(std::move(line));
  }
  sum_headings(standard.items, result.lines);
  if (standard.rules.bonus_cap && result.bonus > exact(*standard.rules.bonus_cap))
    result.bonus = exact(*standard.rules.bonus_cap);
  total += result.bonus - result.penalty;
  result.total = total < 0 ? 0 : round_half_up(total, standard.rules.digits);
  decide(standard, sheet, result);
  return result;
}

void rank_all(const std::vector<Sheet>& sheets, std::vector<Result>& results) {
  std::vector<std::int64_t> totals;
  std::map<std::string, std::vector<std::size_t>> divisions;
  for (std::size_t at = 0; at < sheets.size(); ++at) {
    totals.push_back(results[at].total);
    divisions[sheets[at].division].push_back(at);
  }
  const auto ranks = kit::competition_ranks(totals);
  for (std::size_t at = 0; at < results.size(); ++at) results[at].rank = ranks[at];
  for (const auto& [division, members] : divisions) {
    std::vector<std::int64_t> own;
    for (const std::size_t at : members) own.push_back(totals[at]);
    const auto own_ranks = kit::competition_ranks(own);
    for (std::size_t at = 0; at < members.size(); ++at) results[members[at]].division_rank = own_ranks[at];
  }
}

}  // namespace

Exact composite(const Item& item, const Rules& rules, const std::array<std::optional<Exact>, stage_count>& stages) {
  Exact weighted = 0;
  Exact plain = 0;
  std::int64_t weight = 0;
  std::int64_t present = 0;
  for (std::size_t at = 0; at < stage_count; ++at) {
    const std::int64_t own = item.stages[at] ? rules.weights[at] : 0;
    if (stages[at]) {
      weighted += *stages[at] * own;
      plain += *stages[at];
      ++present;
    }
    // What is added or deducted outside the full points is never thinned out by a stage that had nothing to add.
    if (stages[at] || (rules.missing_stage_is_zero && item.part == Part::base)) weight += own;
  }
  if (weight > 0) return weighted / weight;
  return present > 0 ? plain / present : Exact(0);
}

Outcome outcome_of(const Rules& rules, std::int64_t total) {
  if (total >= rules.pass_score) return Outcome::met;
  return total >= rules.basic_score ? Outcome::basically_met : Outcome::not_met;
}

Grade grade_of(const Rules& rules, std::int64_t total) {
  for (std::size_t at = 0; at < rules.grades.size(); ++at)
    if (total >= rules.grades[at]) return static_cast<Grade>(at);
  return Grade::poor;
}

std::vector<Result> assess(const Standard& standard, const std::vector<Sheet>& sheets) {
  const Fields fields = collect_fields(standard, sheets);
  std::vector<Result> results;
  results.reserve(sheets.size());
  for (const Sheet& sheet : sheets) results.push_back(total_of(standard, sheet, fields));
  rank_all(sheets, results);
  choose_advanced(standard.rules, sheets, results);
  return results;
}

}  // namespace liufa::assessment
