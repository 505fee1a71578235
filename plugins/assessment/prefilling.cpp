/// The self-check as far as other methods' facts have it already: the secretary confirms instead of typing.
#include "evidence.hpp"
#include "fields.hpp"

namespace liufa::assessment {
namespace {

/// A sheet of which the self-check is open.
struct OpenSheet {
  std::int64_t campaign = 0;
  std::int64_t organisation = 0;
  std::int64_t standard = 0;
};

std::map<std::int64_t, OpenSheet> open_sheets(Call& call, const SheetScope& scope) {
  std::map<std::int64_t, OpenSheet> sheets;
  call.query(
      "SELECT s.id, s.campaign, s.organisation, c.standard FROM assessment_sheet s "
      "JOIN assessment_campaign c ON c.id = s.campaign WHERE c.state = 'self_check' AND s.state IN ('open', "
      "'returned') AND " +
          scope.condition("s.campaign", "s.id"),
      scope.parameters(), [&](const Row& row) {
        sheets[row.integer(0)] = {row.integer(1), row.integer(2), row.integer(3)};
      });
  return sheets;
}

struct SelfScore {
  std::int64_t id = 0;
  bool from_facts = false;
  std::optional<std::int64_t> fact_count;
};

std::map<std::pair<std::int64_t, std::string>, SelfScore> self_scores(Call& call, const SheetScope& scope) {
  std::map<std::pair<std::int64_t, std::string>, SelfScore> scores;
  call.query(
      "SELECT sheet, item_code, id, from_facts, fact_count FROM assessment_self_score WHERE " +
          scope.condition("campaign", "sheet"),
      scope.parameters(), [&](const Row& row) {
        scores[{row.integer(0), std::string(row.text(1))}] = {row.integer(2), row.integer(3) != 0, integer_at(row, 4)};
      });
  return scores;
}

/// What a self-check takes by itself: counts and measured values. Points are given by people.
std::optional<Entry> prefilled(const Item& item, std::int64_t count) {
  if (item.kind == Kind::imported) return std::nullopt;
  return entry_from_facts(item, Stage::self_check, count);
}

void fill(Call& call, const OpenSheet& sheet, const Item& item, const Evidence& evidence, const SelfScore* score) {
  const std::int64_t count = fact_count(item, evidence);
  const auto entry = prefilled(item, count);
  Json fields{{"fact_count", decimal_text(count)}};
  if (score) {
    if (score->fact_count == count) return;
    if (entry && score->from_facts) fields.update(entry_fields(*entry));
    call.update("self_score", score->id, fields);
    return;
  }
  if (!entry || evidence.pieces == 0) return;
  fields.update(entry_fields(*entry));
  fields.update({{"campaign", sheet.campaign},
                 {"organisation", sheet.organisation},
                 {"item_code", item.code},
                 {"from_facts", true}});
  call.create("self_score", fields);
}

}  // namespace

Json entry_fields(const Entry& entry) {
  return {{"points", entry.points ? Json(decimal_text(*entry.points)) : Json()},
          {"instances", entry.instances ? Json(*entry.instances) : Json()},
          {"measure", entry.measure ? Json(decimal_text(*entry.measure, measure_scale)) : Json()}};
}

void prefill_self_check(Call& call, const SheetScope& scope) {
  const auto sheets = open_sheets(call, scope);
  if (sheets.empty()) return;
  const std::vector<FactItem> items = read_fact_items(call, scope.campaign);
  const auto scores = self_scores(call, scope);
  for (const auto& [key, evidence] : count_evidence(call, scope)) {
    const auto sheet = sheets.find(key.first);
    if (sheet == sheets.end()) continue;
    for (const FactItem& each : items) {
      if (each.standard != sheet->second.standard || each.item.code != key.second) continue;
      const auto score = scores.find(key);
      if (each.item.scored_in(Stage::self_check))
        fill(call, sheet->second, each.item, evidence, score == scores.end() ? nullptr : &score->second);
    }
  }
}

}  // namespace liufa::assessment
