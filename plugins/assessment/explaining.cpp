/// The action explain: how one organisation's result came about, item by item.
#include <map>

#include "evidence.hpp"
#include "fields.hpp"
#include "handlers.hpp"
#include "results.hpp"
#include "table.hpp"

namespace liufa::assessment {
namespace {

/// The notes written beside the scores, by item and stage: explanations for people, which the computation does not use.
void add_notes(Call& call, std::int64_t sheet, Json& rows) {
  std::map<std::string, Json> notes;
  call.query(
      "SELECT item_code, 'self_check', 1, note FROM assessment_self_score WHERE sheet = $1 AND note IS NOT NULL UNION "
      "ALL "
      "SELECT item_code, stage, occasion, note FROM assessment_score WHERE sheet = $1 AND withdrawn = 0 AND note IS "
      "NOT NULL "
      "ORDER BY 1, 2, 3",
      {sheet}, [&](const Row& row) {
        notes[std::string(row.text(0))].push_back(
            {{"stage", std::string(row.text(1))}, {"occasion", row.integer(2)}, {"note", std::string(row.text(3))}});
      });
  for (Json& row : rows) {
    const auto found = notes.find(row.at("item").get<std::string>());
    if (found != notes.end()) row["notes"] = found->second;
  }
}

constexpr std::size_t most_shown = 100;

/// The evidence of each item, for people too: how much it is now, the first pieces, and beside the self-check how much
/// it was then and whether that was taken over. Returns whether any item names facts.
bool add_evidence(Call& call, std::int64_t sheet, std::int64_t standard, Json& rows) {
  std::map<std::string, Item> items;
  for (Item& each : read_standard(call, standard).items)
    if (!each.facts.empty()) items.emplace(each.code, std::move(each));
  if (items.empty()) return false;
  std::map<std::string, Json> pieces;
  call.query(
      "SELECT e.item_code, e.source, e.subject, e.held_on, e.quantity, e.grade, e.text, o.name FROM "
      "assessment_evidence "
      "e LEFT JOIN directory_organisation o ON o.id = e.place WHERE e.sheet = $1 AND e.withdrawn = 0 "
      "ORDER BY e.item_code, e.held_on, e.id",
      {sheet}, [&](const Row& row) {
        Json& list = pieces[std::string(row.text(0))];
        if (list.size() == most_shown) return;
        list.push_back({{"source", std::string(row.text(1))},
                        {"record", row.integer(2)},
                        {"held_on", std::string(row.text(3))},
                        {"quantity", Json::parse(decimal_text(row.integer(4)))},
                        {"grade", std::string(row.text(5))},
                        {"text", std::string(row.text(6))},
                        {"organisation", std::string(row.text(7))}});
      });
  std::map<std::string, std::pair<std::int64_t, bool>> checked;
  call.query(
      "SELECT item_code, fact_count, from_facts FROM assessment_self_score WHERE sheet = $1 AND fact_count IS NOT NULL",
      {sheet}, [&](const Row& row) {
        checked[std::string(row.text(0))] = {row.integer(1), row.integer(2) != 0};
      });
  const EvidenceCounts counts = count_evidence(call, {0, {sheet}});
  for (Json& row : rows) {
    const auto item = items.find(row.at("item").get<std::string>());
    if (item == items.end()) continue;
    const auto count = counts.find({sheet, item->first});
    const Evidence evidence = count == counts.end() ? Evidence{} : count->second;
    row["facts"] = Json::parse(decimal_text(fact_count(item->second, evidence)));
    row["pieces"] = evidence.pieces;
    if (const auto list = pieces.find(item->first); list != pieces.end()) row["evidence"] = list->second;
    const auto self = checked.find(item->first);
    if (self == checked.end()) continue;
    row["fact_count"] = Json::parse(decimal_text(self->second.first));
    row["from_facts"] = self->second.second;
  }
  return true;
}

struct SheetName {
  std::int64_t id = 0;
  std::int64_t organisation = 0;
  std::int64_t campaign = 0;
  std::string organisation_name;
};

/// With both, the sheet must be that organisation's: a secretary's permission rests on the organisation alone.
SheetName named_sheet(Call& call) {
  const Json& input = call.input();
  SheetName found;
  const auto keep = [&](const Row& row) {
    found = {row.integer(0), row.integer(1), row.integer(2), std::string(row.text(3))};
  };
  const std::string select =
      "SELECT s.id, s.organisation, s.campaign, o.name FROM assessment_sheet s "
      "JOIN directory_organisation o ON o.id = s.organisation ";
  if (const auto sheet = integer_in(input, "sheet"))
    call.query(select + "WHERE s.id = $1", {*sheet}, keep);
  else if (is_given(input, "organisation"))
    call.query(select + "WHERE s.campaign = $1 AND s.organisation = $2",
               {named_campaign(call).id, named_organisation(call, input.at("organisation"))}, keep);
  if (is_given(input, "organisation") && found.organisation != named_organisation(call, input.at("organisation")))
    found = {};
  if (found.id == 0)
    Call::refuse("sheet", {"没有找到考核表，请用 sheet（考核表编号），或用 organisation 与 year 指明",
                           "there is no such sheet; name it by “sheet”, or by “organisation” and “year”"});
  return found;
}

/// As issued if there is a current result, else as the scores would give it now.
void explain(Call& call) {
  const SheetName name = named_sheet(call);
  const Campaign campaign = read_campaign(call, name.campaign);
  const auto stored = read_stored(call, campaign.id);
  const auto own = stored.find(name.organisation);
  const bool issued = own != stored.end() && (campaign.state == "publicity" || campaign.state == "frozen");
  ResultRow row;
  if (issued) {
    row = own->second.row;
  } else {
    for (ResultRow& each : compute_results(call, campaign))
      if (each.organisation == name.organisation) row = std::move(each);
  }
  Json rows = row.lines.empty() ? Json::array() : Json::parse(row.lines);
  add_notes(call, name.id, rows);
  const bool with_facts = add_evidence(call, name.id, campaign.standard, rows);
  Json answer{{"sheet", name.id},
              {"organisation", name.organisation},
              {"organisation_name", name.organisation_name},
              {"year", campaign.year},
              {"issued", issued}};
  answer.update(fields_of(row));
  answer.erase("lines");
  answer.erase("withdrawn");
  answer["columns"] = table_columns(with_facts);
  answer["rows"] = rows;
  call.answer(answer);
}

}  // namespace

void register_explaining(Setup& at) { at.action("explain", explain); }

}  // namespace liufa::assessment
