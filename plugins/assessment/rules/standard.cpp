#include "rules/standard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "rules/points.hpp"

namespace liufa::assessment {
namespace {

std::string points_text(std::int64_t points) { return decimal_text(points); }

void check_category_sums(const Standard& standard, std::vector<Finding>& findings) {
  std::array<std::int64_t, category_count> sums{};
  for (const Item& item : standard.items)
    if (item.part == Part::base && item.kind != Kind::heading)
      sums[static_cast<std::size_t>(item.category)] += item.points;
  const std::int64_t sum = std::accumulate(sums.begin(), sums.end(), std::int64_t{0});
  if (sum != standard.rules.full_points) {
    std::string zh;
    std::string en;
    for (std::size_t at = 0; at < category_count; ++at) {
      zh += fmt::format("{}{} {} 分", at == 0 ? "" : "、", category_names_zh[at], points_text(sums[at]));
      en += fmt::format("{}{} {}", at == 0 ? "" : ", ", category_names_en[at], points_text(sums[at]));
    }
    const std::int64_t difference = standard.rules.full_points - sum;
    const std::string amount = points_text(std::abs(difference));
    findings.push_back(
        {fmt::format("各项标准分合计应为 {} 分，实为 {} 分（{}），{} {} 分", points_text(standard.rules.full_points),
                     points_text(sum), zh, difference > 0 ? "尚缺" : "超出", amount),
         fmt::format("the items' points must add up to {} but add up to {} ({}): {} {}",
                     points_text(standard.rules.full_points), points_text(sum), en, amount,
                     difference > 0 ? "missing" : "too many")});
  }
  for (std::size_t at = 0; at < category_count; ++at)
    if (sums[at] == 0)
      findings.push_back(
          {fmt::format("{}没有计分项目，每类建设至少应有一项", category_names_zh[at]),
           fmt::format("{} has no item with points; each kind of building needs one", category_names_en[at])});
}

void check_headings(const Standard& standard, std::vector<Finding>& findings) {
  std::map<std::string, std::int64_t> below;
  for (const Item& item : standard.items)
    if (item.part == Part::base && !item.parent.empty()) below[item.parent] += item.points;
  for (const Item& item : standard.items) {
    if (item.kind != Kind::heading || item.points == 0 || below[item.code] == item.points) continue;
    findings.push_back({fmt::format("大项 {} {} 标准分为 {} 分，其下各项合计 {} 分", item.code, item.name,
                                    points_text(item.points), points_text(below[item.code])),
                        fmt::format("heading {} {} has {} points but the items below it add up to {}", item.code,
                                    item.name_en.empty() ? item.name : item.name_en, points_text(item.points),
                                    points_text(below[item.code]))});
  }
}

void check_rules(const Rules& rules, std::vector<Finding>& findings) {
  const std::int64_t weights = std::accumulate(rules.weights.begin(), rules.weights.end(), std::int64_t{0});
  if (weights != 10'000)
    findings.push_back(
        {fmt::format("自查、抽查、考评三个环节权重合计应为 100%，实为 {}%（{} + {} + {}）", points_text(weights),
                     points_text(rules.weights[0]), points_text(rules.weights[1]), points_text(rules.weights[2])),
         fmt::format("the weights of self-check, spot checks and review must add up to 100% but are {}% ({} + {} + {})",
                     points_text(weights), points_text(rules.weights[0]), points_text(rules.weights[1]),
                     points_text(rules.weights[2]))});
  if (rules.basic_score > rules.pass_score)
    findings.push_back({fmt::format("基本达标线（{}）不能高于达标线（{}）", points_text(rules.basic_score),
                                    points_text(rules.pass_score)),
                        fmt::format("the threshold of “basically met” ({}) may not be above that of “met” ({})",
                                    points_text(rules.basic_score), points_text(rules.pass_score))});
  if (!std::is_sorted(rules.grades.rbegin(), rules.grades.rend()))
    findings.push_back(
        {fmt::format("等次分数线应由高到低：优秀 {}、良好 {}、一般 {}", points_text(rules.grades[0]),
                     points_text(rules.grades[1]), points_text(rules.grades[2])),
         fmt::format("the grades' thresholds must descend: excellent {}, good {}, fair {}",
                     points_text(rules.grades[0]), points_text(rules.grades[1]), points_text(rules.grades[2]))});
}

void check_kind(const Item& item, std::vector<Finding>& findings) {
  if ((item.counts_instances() || item.kind == Kind::threshold) && item.part != Part::veto && item.step_points <= 0)
    findings.push_back({"应填每次（每档）分值，且大于 0", "points per instance or step must be given, above 0"});
  if (item.kind == Kind::threshold && item.step <= 0)
    findings.push_back({"每档幅度应大于 0", "the size of a step must be above 0"});
  if (item.kind == Kind::rank) {
    if (item.rank_points.empty())
      findings.push_back(
          {"应填名次分值，如 60,57,54,51,48", "the points of the ranks must be given, such as 60,57,54,51,48"});
    else if (!std::is_sorted(item.rank_points.rbegin(), item.rank_points.rend()) ||
             item.rank_points.front() != item.points || item.rank_beyond > item.rank_points.back())
      findings.push_back({fmt::format("名次分值应以标准分 {} 起由高到低，其余名次不得更高", points_text(item.points)),
                          fmt::format("the points of the ranks must begin with the full points {} and never rise",
                                      points_text(item.points))});
  }
  if ((item.part == Part::penalty || item.part == Part::veto) && item.kind != Kind::addition)
    findings.push_back({"扣分项和一票否决项应按次计（计分方式 addition）",
                        "an item that only deducts or vetoes counts instances (scoring kind addition)"});
  if (item.part == Part::bonus && item.kind == Kind::deduction)
    findings.push_back({"加分项不能用扣分制", "a bonus item can't be scored by deduction"});
}

bool is_identifier(std::string_view text) {
  const auto is_letter = [](char each) { return each >= 'a' && each <= 'z'; };
  return !text.empty() && text.size() <= 40 && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [&](char each) { return is_letter(each) || (each >= '0' && each <= '9') || each == '_'; });
}

void check_facts(const Item& item, std::vector<Finding>& findings) {
  for (const std::string& fact : item.facts) {
    if (!is_fact_id(fact))
      findings.push_back({fmt::format("事实应写为“方法.事实”，如 pairing.support，填报为“{}”", fact),
                          fmt::format("a fact is named METHOD.FACT, such as pairing.support, found “{}”", fact)});
    else if (fact.starts_with("assessment."))
      findings.push_back(
          {fmt::format("考核结果“{}”不能作考核自身的依据，请用其他方法的事实", fact),
           fmt::format("the assessment's own “{}” can't be its evidence; name other methods' facts", fact)});
  }
  if (item.kind == Kind::heading && !item.facts.empty())
    findings.push_back(
        {"大项不直接计分，事实应写在其下级项目", "a heading has no facts; name them at the items below"});
  if (item.facts.empty() && !item.fact_grades.empty())
    findings.push_back({"限定了事实的等次，但没有写明事实", "grades of facts are given, but no facts"});
}

}  // namespace

bool is_fact_id(std::string_view text) {
  const std::size_t dot = text.find('.');
  return dot != std::string_view::npos && is_identifier(text.substr(0, dot)) && is_identifier(text.substr(dot + 1));
}

std::optional<std::vector<std::int64_t>> parse_rank_table(std::string_view text) {
  std::string plain(text);
  for (const std::string_view separator : {"，", "、", "/", ";", "；"})
    for (std::size_t at = plain.find(separator); at != std::string::npos; at = plain.find(separator))
      plain.replace(at, separator.size(), ",");
  std::erase(plain, ' ');
  std::vector<std::int64_t> points;
  std::string_view rest = plain;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    const auto number = parse_decimal(rest.substr(0, comma));
    if (!number || *number < 0) return std::nullopt;
    points.push_back(*number);
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
  }
  return points;
}

std::vector<Finding> check_item(const Item& item) {
  std::vector<Finding> findings;
  check_facts(item, findings);
  if (item.kind == Kind::heading) return findings;
  if (item.part != Part::veto && item.points <= 0) findings.push_back({"标准分应大于 0", "the points must be above 0"});
  if (item.floor > item.points)
    findings.push_back({fmt::format("最低分 {} 不能高于标准分 {}", points_text(item.floor), points_text(item.points)),
                        fmt::format("the fewest points {} may not exceed the full points {}", points_text(item.floor),
                                    points_text(item.points))});
  if (std::none_of(item.stages.begin(), item.stages.end(), [](bool scored) { return scored; }))
    findings.push_back({"至少应在一个环节计分", "it must be scored in at least one stage"});
  if (item.occasions > 1 && !item.scored_in(Stage::spot_check))
    findings.push_back(
        {"分次计分的项目应在平时抽查环节计分", "an item spread over occasions must be scored in spot checks"});
  if (item.occasions > 1 && (item.is_compared() || item.floor > 0))
    findings.push_back({"分次计分的项目不能按名次、比例计分，也不能设最低分",
                        "an item spread over occasions can't be scored by rank or proportion, nor have fewest points"});
  check_kind(item, findings);
  return findings;
}

std::vector<Finding> check_standard(const Standard& standard) {
  std::vector<Finding> findings;
  if (standard.items.empty()) {
    findings.push_back({"标准没有考核项目", "the standard has no items"});
    return findings;
  }
  check_category_sums(standard, findings);
  check_headings(standard, findings);
  check_rules(standard.rules, findings);
  for (const Item& item : standard.items)
    for (const Finding& finding : check_item(item))
      findings.push_back(
          {fmt::format("项目 {} {}：{}", item.code, item.name, finding.zh),
           fmt::format("item {} {}: {}", item.code, item.name_en.empty() ? item.name : item.name_en, finding.en)});
  return findings;
}

}  // namespace liufa::assessment
