/// Rule sets with their groups and indicators, as the database has them.
#include <algorithm>

#include "fields.hpp"
#include "reading.hpp"

namespace liufa::vanguard {

const RuleSet* RuleBook::for_class(const std::string& member_class) const {
  for (const std::string& each : {member_class, std::string("all")})
    if (const auto found = by_class_.find(each); found != by_class_.end()) return found->second.get();
  return nullptr;
}

namespace {

RuleSet rule_set_of(const Row& row) {
  RuleSet rules;
  rules.id = row.integer(0);
  rules.code = row.text(1);
  rules.name = row.text(2);
  rules.member_class = row.text(3);
  rules.edition = row.integer(4);
  rules.from_year = row.integer(5);
  rules.base = row.integer(6);
  rules.carry_over = row.integer(7);
  rules.daily_full = row.integer(8);
  rules.daily_weight = row.integer(9);
  rules.appraisal_weight = row.integer(10);
  rules.missing_counts_zero = row.text(11) == "zero";
  for (std::size_t at = 0; at < rules.part_weights.size(); ++at) rules.part_weights[at] = row.integer(12 + at);
  rules.conduct = parse_tiers(row.text(17)).value_or(kit::PointsByWord());
  rules.excellent_from = integer_at(row, 18);
  rules.qualified_from = row.integer(19);
  rules.basic_from = row.integer(20);
  rules.digits = static_cast<int>(row.integer(21));
  rules.rounding = kit::rounding_of(row.text(22)).value_or(kit::Rounding::nearest);
  return rules;
}

Group group_of(const Row& row) {
  Group group{row.integer(1), std::string(row.text(2)), {std::string(row.text(3)), std::string(row.text(4))}, {}};
  if (group.name.en.empty()) group.name.en = group.name.zh;
  if (row.text(5) == "deducts") group.scheme.kind = kit::GroupKind::deducts;
  if (row.text(5) == "bonus") group.scheme.kind = kit::GroupKind::bonus;
  if (!row.is_null(6)) group.scheme.cap = row.integer(6) * hundred;
  return group;
}

Indicator indicator_of(const Row& row, const RuleSet& rules) {
  Indicator each;
  each.id = row.integer(1);
  each.code = row.text(2);
  const auto group = std::find_if(rules.groups.begin(), rules.groups.end(),
                                  [&](const Group& known) { return known.code == row.text(3); });
  each.group = static_cast<std::size_t>(group - rules.groups.begin());
  each.name = {std::string(row.text(4)), std::string(row.text(5))};
  if (each.name.en.empty()) each.name.en = each.name.zh;
  each.standard = row.text(6);
  if (row.text(7) == "reset") each.effect = Effect::reset;
  if (row.text(7) == "veto") each.effect = Effect::veto;
  each.rate = row.integer(8);
  each.by_quantity = row.text(9) == "quantity";
  each.tiers = parse_tiers(row.text(10)).value_or(kit::PointsByWord());
  if (!row.is_null(11)) each.most = row.integer(11) * hundred;
  each.source = row.text(12);
  each.approved_by_office = row.text(13) == "office";
  each.evidence_required = row.integer(14) != 0;
  return each;
}

/// Rule sets that a condition selects, the later edition after the earlier, with groups and indicators.
std::vector<std::shared_ptr<RuleSet>> read_rule_sets(Call& call, const std::string& where, std::int64_t parameter) {
  std::vector<std::shared_ptr<RuleSet>> all;
  std::map<std::int64_t, RuleSet*> by_id;
  call.query(
      "SELECT id, code, name, class, edition, from_year, base, carry_over, daily_full, daily_weight, "
      "appraisal_weight, missing_appraisal, self_weight, mutual_weight, masses_weight, organisation_weight, "
      "community_weight, conduct_points, excellent_from, qualified_from, basic_from, digits, rounding "
      "FROM vanguard_rule_set WHERE " +
          where + " ORDER BY from_year, edition, id",
      {parameter}, [&](const Row& row) {
        all.push_back(std::make_shared<RuleSet>(rule_set_of(row)));
        by_id[all.back()->id] = all.back().get();
      });
  const std::string in = " IN (SELECT r.id FROM vanguard_rule_set AS r WHERE r." + where + ")";
  call.query("SELECT rule_set, id, code, name, name_en, kind, cap FROM vanguard_indicator_group WHERE rule_set" + in +
                 " ORDER BY position, code",
             {parameter}, [&](const Row& row) {
               if (const auto of = by_id.find(row.integer(0)); of != by_id.end())
                 of->second->groups.push_back(group_of(row));
             });
  call.query(
      "SELECT rule_set, id, code, group_code, name, name_en, standard, effect, points, counting, tiers, most, source, "
      "approval, evidence_required FROM vanguard_indicator WHERE rule_set" +
          in + " ORDER BY position, code",
      {parameter}, [&](const Row& row) {
        const auto of = by_id.find(row.integer(0));
        if (of == by_id.end()) return;
        Indicator each = indicator_of(row, *of->second);
        // Of a draft whose groups are not all there yet: it can't count before it is complete.
        if (each.group < of->second->groups.size()) of->second->indicators.push_back(std::move(each));
      });
  for (const auto& each : all) each->prepare();
  return all;
}

}  // namespace

std::shared_ptr<const RuleSet> read_rule_set(Call& call, std::int64_t id) {
  auto found = read_rule_sets(call, "id = $1", id);
  if (!found.empty()) return found.front();
  Call::refuse("rule_set", {fmt::format("没有编号为 {} 的计分规则", id), fmt::format("there is no rule set {}", id)});
}

RuleBook read_rule_book(Call& call, std::int64_t year) {
  RuleBook book;
  for (auto& each : read_rule_sets(call, "state = 'in_force' AND from_year <= $1", year)) book.add(std::move(each));
  return book;
}

}  // namespace liufa::vanguard
