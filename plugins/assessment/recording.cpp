/// record_scores: many scores in one transaction, new ones created and known ones changed.
#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <tuple>

#include "fields.hpp"
#include "handlers.hpp"
#include "reading.hpp"
#include "scores_text.hpp"

namespace liufa::assessment {
namespace {

/// One score to be written: the values as they were given; the record's own checks judge them.
struct Given {
  std::int64_t organisation = 0;
  std::int64_t occasion = 1;
  std::string item;
  Json fields = Json::object();
};

/// An integer given as a number or, from a CSV, as text.
std::optional<std::int64_t> whole_number(const Json& object, std::string_view name) {
  if (!is_given(object, name)) return std::nullopt;
  const Json& value = object.at(std::string(name));
  if (value.is_number_integer()) return value.get<std::int64_t>();
  std::int64_t number = 0;
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    if (const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        error == std::errc{} && end == text.data() + text.size())
      return number;
  }
  Call::refuse(std::string(name), {fmt::format("“{}”应为整数，填报为 {}", name, value.dump()),
                                   fmt::format("“{}” must be an integer, found {}", name, value.dump())});
}

class Organisations {
 public:
  explicit Organisations(Call& call) : call_(call) {}

  /// By id or code. All codes are read at once when a second one is asked for: a bulk names hundreds.
  std::int64_t find(const Json& name) {
    if (!name.is_string() || asked_++ == 0) return named_organisation(call_, name);
    if (codes_.empty())
      call_.query("SELECT code, id FROM directory_organisation", {},
                  [&](const Row& row) { codes_.emplace(row.text(0), row.integer(1)); });
    const auto found = codes_.find(name.get<std::string>());
    return found == codes_.end() ? named_organisation(call_, name) : found->second;
  }

 private:
  Call& call_;
  std::map<std::string, std::int64_t> codes_;
  int asked_ = 0;
};

std::optional<std::int64_t> default_organisation(Call& call) {
  if (is_given(call.input(), "organisation")) return named_organisation(call, call.input().at("organisation"));
  const auto sheet = integer_in(call.input(), "sheet");
  if (!sheet) return std::nullopt;
  const auto organisation = call.query_integer("SELECT organisation FROM assessment_sheet WHERE id = $1", {*sheet});
  if (!organisation)
    Call::refuse("sheet", {fmt::format("没有编号为 {} 的考核表", *sheet), fmt::format("there is no sheet {}", *sheet)});
  return organisation;
}

Campaign campaign_for(Call& call) {
  const auto sheet = integer_in(call.input(), "sheet");
  if (!sheet || is_given(call.input(), "campaign") || is_given(call.input(), "year")) return named_campaign(call);
  return read_campaign(call,
                       call.query_integer("SELECT campaign FROM assessment_sheet WHERE id = $1", {*sheet}).value_or(0));
}

std::vector<Given> read_given(Call& call) {
  const auto usual = default_organisation(call);
  const std::int64_t usual_occasion = integer_in(call.input(), "occasion").value_or(1);
  Organisations organisations(call);
  std::vector<Given> scores;
  for (const Json& row : score_rows(call.input().at("scores"))) {
    Given score;
    if (!is_given(row, "organisation") && !usual)
      Call::refuse("organisation", {"请指明组织：整批用 organisation，或每条评分各写 organisation",
                                    "name the organisation: once with “organisation”, or in every score"});
    score.organisation = is_given(row, "organisation") ? organisations.find(row.at("organisation")) : *usual;
    score.occasion = whole_number(row, "occasion").value_or(usual_occasion);
    score.item = text_in(row, "item");
    if (score.item.empty())
      Call::refuse("item", {"每条评分应写明项目编号（item），如 1.1，须为文本",
                            "every score names its item’s code (“item”), as text such as \"1.1\""});
    // What is not given is emptied, so that a correction from instances to points leaves nothing of the old value.
    for (const char* name : {"points", "measure", "note", "evidence_place"})
      score.fields[name] = is_given(row, name) ? row.at(name) : Json(nullptr);
    const auto instances = whole_number(row, "instances");
    score.fields["instances"] = instances ? Json(*instances) : Json(nullptr);
    scores.push_back(std::move(score));
  }
  if (scores.empty())
    Call::refuse("scores", {"没有评分；CSV 须有表头，如 item,points,note",
                            "there are no scores; CSV needs a header row such as item,points,note"});
  return scores;
}

/// One table of all items may serve every stage: what does not belong to this one is left out. Returns how many.
std::int64_t drop_other_stages(Call& call, const Campaign& campaign, Stage stage, std::vector<Given>& scores) {
  if (!boolean_in(call.input(), "skip_other_stages")) return 0;
  std::set<std::string> others;
  for (const Item& item : read_standard(call, campaign.standard).items)
    if (!item.scored_in(stage) || item.kind == Kind::heading) others.insert(item.code);
  return static_cast<std::int64_t>(
      std::erase_if(scores, [&](const Given& score) { return others.contains(score.item); }));
}

using Key = std::tuple<std::int64_t, std::string, std::int64_t>;

/// The scores that are there already, by organisation, item and occasion.
std::map<Key, std::int64_t> known_scores(Call& call, const Campaign& campaign, Stage stage) {
  std::map<Key, std::int64_t> known;
  const auto keep = [&](const Row& row) {
    known[{row.integer(0), std::string(row.text(1)), row.integer(2)}] = row.integer(3);
  };
  if (stage == Stage::self_check)
    call.query("SELECT organisation, item_code, 1, id FROM assessment_self_score WHERE campaign = $1", {campaign.id},
               keep);
  else
    call.query("SELECT organisation, item_code, occasion, id FROM assessment_score WHERE campaign = $1 AND stage = $2",
               {campaign.id, std::string(word(stage_words, stage))}, keep);
  return known;
}

struct Counts {
  std::int64_t created = 0;
  std::int64_t changed = 0;
};

Counts write_scores(Call& call, const Campaign& campaign, Stage stage, const std::vector<Given>& scores) {
  const bool self_check = stage == Stage::self_check;
  const std::string record = self_check ? "self_score" : "score";
  auto known = known_scores(call, campaign, stage);
  Counts counts;
  std::int64_t done = 0;
  for (const Given& score : scores) {
    if (++done % 500 == 0) call.progress(done, static_cast<std::int64_t>(scores.size()));
    Json fields = score.fields;
    if (!self_check) fields.erase("evidence_place");
    const Key key{score.organisation, score.item, self_check ? 1 : score.occasion};
    const auto found = known.find(key);
    if (found != known.end()) {
      if (!self_check) fields["withdrawn"] = false;
      call.update(record, found->second, fields);
      ++counts.changed;
      continue;
    }
    fields["campaign"] = campaign.id;
    fields["organisation"] = score.organisation;
    fields["item_code"] = score.item;
    if (!self_check) {
      fields["stage"] = word(stage_words, stage);
      fields["occasion"] = score.occasion;
    }
    known[key] = call.create(record, fields);
    ++counts.created;
  }
  return counts;
}

std::set<std::int64_t> organisations_of(const std::vector<Given>& scores) {
  std::set<std::int64_t> organisations;
  for (const Given& score : scores) organisations.insert(score.organisation);
  return organisations;
}

/// Hands in the self-check, or finishes the review, of everybody scored.
void submit(Call& call, const Campaign& campaign, Stage stage, const std::vector<Given>& scores) {
  if (stage == Stage::spot_check)
    Call::refuse("submit", {"抽查没有“上报”；要同时完成走访，请填 visited_on（走访日期）",
                            "a spot check is not handed in; to finish the visit give “visited_on”"});
  for (const std::int64_t organisation : organisations_of(scores)) {
    const auto sheet = call.query_integer("SELECT id FROM assessment_sheet WHERE campaign = $1 AND organisation = $2",
                                          {campaign.id, organisation});
    call.transition("sheet", sheet.value_or(0), stage == Stage::self_check ? "submit" : "review");
  }
}

void finish_visits(Call& call, const Campaign& campaign, Stage stage, const std::vector<Given>& scores) {
  std::set<std::pair<std::int64_t, std::int64_t>> scored;
  for (const Given& score : scores) scored.emplace(score.organisation, score.occasion);
  for (const auto& [organisation, occasion] : scored) {
    const auto visit = call.query_integer(
        "SELECT id FROM assessment_visit WHERE campaign = $1 AND organisation = $2 AND stage = $3 AND occasion = $4 "
        "AND state = 'planned'",
        {campaign.id, organisation, std::string(word(stage_words, stage)), occasion});
    if (visit) call.transition("visit", *visit, "finish", {{"visited_on", call.input().at("visited_on")}});
  }
}

void record_scores(Call& call) {
  const Campaign campaign = campaign_for(call);
  const auto stage = from_word<Stage>(stage_words, text_in(call.input(), "stage"));
  if (!stage)
    Call::refuse("stage", {"环节（stage）应为 self_check、spot_check 或 review",
                           "“stage” must be self_check, spot_check or review"});
  std::vector<Given> scores = read_given(call);
  const std::int64_t skipped = drop_other_stages(call, campaign, *stage, scores);
  Counts counts;
  call.write([&] {
    counts = write_scores(call, campaign, *stage, scores);
    if (boolean_in(call.input(), "submit")) submit(call, campaign, *stage, scores);
    if (is_given(call.input(), "visited_on")) finish_visits(call, campaign, *stage, scores);
  });
  call.answer({{"campaign", campaign.id},
               {"stage", word(stage_words, *stage)},
               {"organisations", organisations_of(scores).size()},
               {"created", counts.created},
               {"changed", counts.changed},
               {"skipped", skipped}});
}

}  // namespace

void register_recording(Setup& at) { at.action("record_scores", record_scores); }

}  // namespace liufa::assessment
