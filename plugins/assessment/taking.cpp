/// take_facts: the office takes scores over from what is recorded elsewhere, instead of typing them.
#include <algorithm>

#include "evidence.hpp"
#include "fields.hpp"
#include "handlers.hpp"

namespace liufa::assessment {
namespace {

constexpr std::size_t most_named = 20;

Stage chosen_stage(Call& call) {
  const std::string given = is_given(call.input(), "stage") ? text_in(call.input(), "stage") : "review";
  return from_word<Stage>(stage_words, given).value_or(Stage::review);
}

void check_chosen(const Item& item, Stage stage) {
  const std::size_t at = static_cast<std::size_t>(stage);
  if (!item.scored_in(stage))
    Call::refuse("items", {fmt::format("项目 {} 不在{}环节计分", item.code, stage_names_zh[at]),
                           fmt::format("item {} is not scored at the stage “{}”", item.code, stage_names_en[at])});
  if (!entry_from_facts(item, stage, 0))
    Call::refuse(
        "items",
        {fmt::format("项目 {} 由人评分，事实只作依据，不能取为得分；请直接评分", item.code),
         fmt::format("people score item {}, its facts are only evidence: expected an item scored by instances, "
                     "a measured value or import; enter its scores",
                     item.code)});
}

/// The items named, or all imported ones of this stage that have facts.
std::vector<Item> chosen_items(Call& call, const Campaign& campaign, Stage stage) {
  const std::vector<FactItem> known = read_fact_items(call, campaign.id);
  std::vector<Item> chosen;
  if (!is_given(call.input(), "items")) {
    for (const FactItem& each : known)
      if (each.item.kind == Kind::imported && each.item.scored_in(stage) && entry_from_facts(each.item, stage, 0))
        chosen.push_back(each.item);
    if (chosen.empty())
      Call::refuse("items", {"本环节没有写明事实的导入项目；请用 items 指明要取分的项目",
                             "no imported item of this stage names facts; name the items meant with “items”"});
    return chosen;
  }
  for (const Json& name : call.input().at("items")) {
    const std::string code = name.get<std::string>();
    const auto found =
        std::find_if(known.begin(), known.end(), [&](const FactItem& each) { return each.item.code == code; });
    if (found == known.end())
      Call::refuse("items", {fmt::format("本年度考核标准中没有编号为“{}”并写明事实的项目", code),
                             fmt::format("the year's standard has no item “{}” that names facts", code)});
    check_chosen(found->item, stage);
    chosen.push_back(found->item);
  }
  return chosen;
}

/// An item for which nothing at all was recorded is more likely a method that is not in use than a year of nothing.
void require_evidence(const std::vector<Item>& items, const EvidenceCounts& counts) {
  for (const Item& item : items) {
    const bool any = std::any_of(counts.begin(), counts.end(), [&](const auto& each) {
      return each.first.second == item.code && each.second.pieces > 0;
    });
    if (!any)
      Call::refuse("items",
                   {fmt::format("项目 {} 在本年度没有任何事实，不能取分；请确认有关方法已启用，或直接评分", item.code),
                    fmt::format("item {} has no facts at all in this year, expected at least one; see whether "
                                "the methods it names are enabled, or enter its scores",
                                item.code)});
  }
}

/// "取自事实，计 3：pairing.support（4、7、9）", by sheet and item.
using Notes = std::map<std::pair<std::int64_t, std::string>, std::string>;

Notes read_notes(Call& call, const Campaign& campaign) {
  struct Named {
    std::string text;
    std::string source;
    std::size_t named = 0;
    std::size_t left_out = 0;
  };
  std::map<std::pair<std::int64_t, std::string>, Named> named;
  call.query(
      "SELECT sheet, item_code, source, subject FROM assessment_evidence WHERE campaign = $1 AND withdrawn = 0 "
      "ORDER BY sheet, item_code, source, subject",
      {campaign.id}, [&](const Row& row) {
        Named& note = named[{row.integer(0), std::string(row.text(1))}];
        if (note.named == most_named) {
          ++note.left_out;
          return;
        }
        const bool first = note.source != row.text(2);
        if (first && !note.text.empty()) note.text += "），";
        note.text += first ? std::string(row.text(2)) + "（" : "、";
        note.text += std::to_string(row.integer(3));
        note.source = row.text(2);
        ++note.named;
      });
  Notes notes;
  for (const auto& [key, note] : named)
    notes[key] = note.text + "）" + (note.left_out > 0 ? fmt::format("等，另有 {} 条", note.left_out) : "");
  return notes;
}

struct TakenSheet {
  std::int64_t id = 0;
  std::int64_t organisation = 0;
};

/// Those still to be reviewed; `reviewed` counts the others that take part.
std::vector<TakenSheet> sheets_to_score(Call& call, const Campaign& campaign, std::int64_t& reviewed) {
  std::vector<TakenSheet> sheets;
  call.query(
      "SELECT id, organisation, state FROM assessment_sheet WHERE campaign = $1 AND state <> 'excluded' ORDER BY id",
      {campaign.id}, [&](const Row& row) {
        if (row.text(2) == "reviewed")
          ++reviewed;
        else
          sheets.push_back({row.integer(0), row.integer(1)});
      });
  return sheets;
}

struct KnownScore {
  std::int64_t id = 0;
  bool from_facts = false;
};

std::map<std::pair<std::int64_t, std::string>, KnownScore> known_scores(Call& call, const Campaign& campaign,
                                                                        Stage stage, std::int64_t occasion) {
  std::map<std::pair<std::int64_t, std::string>, KnownScore> known;
  call.query(
      "SELECT sheet, item_code, id, from_facts, withdrawn FROM assessment_score WHERE campaign = $1 AND stage = $2 AND "
      "occasion = $3",
      {campaign.id, std::string(word(stage_words, stage)), occasion}, [&](const Row& row) {
        known[{row.integer(0), std::string(row.text(1))}] = {row.integer(2),
                                                             row.integer(3) != 0 || row.integer(4) != 0};
      });
  return known;
}

struct Taken {
  std::int64_t created = 0;
  std::int64_t changed = 0;
  std::int64_t kept = 0;      ///< entered by a person
  std::int64_t reviewed = 0;  ///< sheets left as they are
};

Taken take(Call& call, const Campaign& campaign, Stage stage, const std::vector<Item>& items) {
  gather_evidence(call, campaign.id);
  const EvidenceCounts counts = count_evidence(call, {campaign.id, {}});
  require_evidence(items, counts);
  const Notes notes = read_notes(call, campaign);
  const std::int64_t occasion = stage == Stage::review ? 1 : integer_in(call.input(), "occasion").value_or(1);
  const auto known = known_scores(call, campaign, stage, occasion);
  Taken taken;
  for (const TakenSheet& sheet : sheets_to_score(call, campaign, taken.reviewed))
    for (const Item& item : items) {
      const std::pair<std::int64_t, std::string> key{sheet.id, item.code};
      const auto found = counts.find(key);
      const std::int64_t count = found == counts.end() ? 0 : fact_count(item, found->second);
      Json fields = entry_fields(*entry_from_facts(item, stage, count));
      const auto note = notes.find(key);
      fields["note"] = note == notes.end() ? std::string("没有相关事实，计 0")
                                           : fmt::format("取自事实，计 {}：{}", decimal_text(count), note->second);
      fields["fact_count"] = decimal_text(count);
      fields["from_facts"] = true;
      const auto score = known.find(key);
      if (score != known.end() && !score->second.from_facts) {
        ++taken.kept;
      } else if (score != known.end()) {
        fields["withdrawn"] = false;
        call.update("score", score->second.id, fields);
        ++taken.changed;
      } else {
        fields.update({{"campaign", campaign.id},
                       {"organisation", sheet.organisation},
                       {"item_code", item.code},
                       {"stage", word(stage_words, stage)},
                       {"occasion", occasion}});
        call.create("score", fields);
        ++taken.created;
      }
    }
  return taken;
}

void take_facts(Call& call) {
  const Campaign campaign = named_campaign(call);
  require_not_frozen(campaign, {"评分", "scoring"});
  const Stage stage = chosen_stage(call);
  const std::vector<Item> items = chosen_items(call, campaign, stage);
  Taken taken;
  call.write([&] { taken = take(call, campaign, stage, items); });
  call.answer({{"campaign", campaign.id},
               {"stage", word(stage_words, stage)},
               {"items", items.size()},
               {"created", taken.created},
               {"changed", taken.changed},
               {"kept", taken.kept},
               {"reviewed", taken.reviewed}});
}

}  // namespace

void register_taking(Setup& at) { at.action("take_facts", take_facts); }

}  // namespace liufa::assessment
