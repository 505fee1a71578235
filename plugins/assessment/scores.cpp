/// Scores one by one: of the self-check, and of spot checks and the review. Whichever way a score comes in (a form, an
/// import, record_scores), it passes through here.
#include "evidence.hpp"
#include "fields.hpp"
#include "handlers.hpp"
#include "reading.hpp"

namespace liufa::assessment {
namespace {

/// What a score belongs to.
struct Place {
  std::int64_t sheet = 0;
  std::string sheet_state;
  std::string campaign_state;
  std::int64_t year = 0;
  std::int64_t standard = 0;
  std::int64_t item = 0;
};

Place place_of(Change& change) {
  const std::string code = text_in(change.after(), "item_code");
  Place place;
  change.query(
      "SELECT s.id, s.state, c.state, c.year, c.standard, i.id FROM assessment_sheet s "
      "JOIN assessment_campaign c ON c.id = s.campaign "
      "LEFT JOIN assessment_item i ON i.standard = c.standard AND i.code = $3 AND i.dropped = 0 "
      "WHERE s.campaign = $1 AND s.organisation = $2",
      {integer_in(change.after(), "campaign").value_or(0), integer_in(change.after(), "organisation").value_or(0),
       code},
      [&](const Row& row) {
        place = {row.integer(0), std::string(row.text(1)), std::string(row.text(2)),
                 row.integer(3), row.integer(4),           row.integer(5)};
      });
  if (place.sheet == 0 || place.sheet_state == "excluded")
    Call::refuse("organisation", {"该组织在本年度没有考核表，或已决定不参加考核",
                                  "the organisation has no sheet in this assessment year, or was excluded"});
  if (place.item == 0)
    Call::refuse("item_code", {fmt::format("本年度考核标准中没有编号为“{}”的项目", code),
                               fmt::format("the year's standard has no item “{}”", code)});
  return place;
}

/// What the facts on this sheet amount to; nothing if none was ever there.
std::optional<std::int64_t> counted(Change& change, const Place& place, const Item& item) {
  const EvidenceCounts counts = count_evidence(change, {0, {place.sheet}});
  const auto found = counts.find({place.sheet, item.code});
  return found == counts.end() ? std::nullopt : std::optional(fact_count(item, found->second));
}

/// The score as it will be written where facts count for the item: one left empty takes their count, and whether it is
/// theirs is noted, so that what a person typed over stays when they change.
Json with_facts(Change& change, const Place& place, const Item& item, Stage stage) {
  Json after = change.after();
  if (item.facts.empty()) return after;
  auto count = decimal_in(after, "fact_count");
  if (!count && stage == Stage::self_check) {
    count = counted(change, place, item);
    if (count) change.set("fact_count", decimal_text(*count));
  }
  if (!count || (stage == Stage::self_check && item.kind == Kind::imported)) return after;
  const auto entry = entry_from_facts(item, stage, *count);
  if (!entry) return after;
  const Json theirs = entry_fields(*entry);
  const auto same = [](const Json& one, const Json& other) {
    return decimal_in(one, "points") == decimal_in(other, "points") &&
           integer_in(one, "instances") == integer_in(other, "instances") &&
           decimal_in(one, "measure", measure_scale) == decimal_in(other, "measure", measure_scale);
  };
  if (same(after, Json::object())) {
    for (const auto& [name, value] : theirs.items()) {
      if (value.is_null()) continue;
      change.set(name, value);
      after[name] = value;
    }
  } else if (change.before().is_object() && same(after, change.before())) {
    return after;
  }
  change.set("from_facts", same(after, theirs));
  return after;
}

void check_content(Change& change, const Place& place, Stage stage) {
  const Item item = *read_item(change, place.standard, text_in(change.after(), "item_code"));
  const std::size_t at = static_cast<std::size_t>(stage);
  if (item.kind == Kind::heading)
    Call::refuse("item_code", {fmt::format("{} 是大项，不直接评分，请对其下级项目评分", item.code),
                               fmt::format("{} is a heading; score the items below it", item.code)});
  if (!item.scored_in(stage))
    Call::refuse("item_code", {fmt::format("项目 {} 不在{}环节计分", item.code, stage_names_zh[at]),
                               fmt::format("item {} is not scored at the stage “{}”", item.code, stage_names_en[at])});
  const Json after = with_facts(change, place, item, stage);
  const Entry entry{stage, integer_in(after, "occasion").value_or(1), decimal_in(after, "points"),
                    integer_in(after, "instances"), decimal_in(after, "measure", measure_scale)};
  if (const auto finding = check_entry(item, entry)) refuse("points", *finding);
}

void require_self_check(const Place& place) {
  if (place.campaign_state == "self_check" && (place.sheet_state == "open" || place.sheet_state == "returned")) return;
  Call::refuse("",
               {"自查分应在“单位自查”阶段、上报之前填写；已上报的请由工委退回后修改",
                "self-check scores are filled in during the self-check, before handing in; ask the office to return "
                "a sheet that was handed in"});
}

/// During publicity only an accepted objection opens a sheet again; the correction is noted on it.
void require_objection(Change& change, const Place& place) {
  std::vector<std::pair<std::int64_t, bool>> accepted;
  change.query(
      "SELECT o.id, o.corrected FROM assessment_objection o JOIN assessment_sheet s "
      "ON s.campaign = o.campaign AND s.organisation = o.organisation WHERE s.id = $1 AND o.state = 'accepted' ORDER "
      "BY o.id",
      {place.sheet}, [&](const Row& row) { accepted.emplace_back(row.integer(0), row.integer(1) != 0); });
  if (accepted.empty())
    Call::refuse("",
                 {"结果公示期间，只有采纳了申诉的单位可以更正评分；否则请先撤回公示（withdraw）",
                  "during publicity only the scores of an organisation whose objection was accepted can be corrected; "
                  "else withdraw the results first"});
  for (const auto& [id, corrected] : accepted)
    if (!corrected) change.update("objection", id, {{"corrected", true}});
}

void require_scoring(Change& change, const Place& place, Stage stage) {
  if (place.campaign_state == "frozen")
    require_not_frozen(read_campaign(change, integer_in(change.after(), "campaign").value_or(0)),
                       {"修改评分", "changing scores"});
  if (place.campaign_state == "publicity") return require_objection(change, place);
  if (place.sheet_state == "reviewed")
    Call::refuse("", {"该单位已完成考评；如需修改评分，请先“重新考评”（reopen）并写明原因",
                      "the organisation's review is finished; to change scores, reopen it first with a reason"});
  if (stage == Stage::review && place.campaign_state != "review")
    Call::refuse("stage", {"年终考评评分应在“年终考评”阶段录入；请先开始考评（start_review）",
                           "scores of the year-end review are entered in the review stage; start the review first "
                           "(start_review)"});
}

void complete(Change& change, const Place& place) {
  if (change.operation() != "create") return;
  change.set("sheet", place.sheet);
  change.set("item", place.item);
  change.set("year", place.year);
}

void check_self_score(Change& change) {
  const Place place = place_of(change);
  require_self_check(place);
  check_content(change, place, Stage::self_check);
  complete(change, place);
}

void check_score(Change& change) {
  const Place place = place_of(change);
  const Stage stage = from_word<Stage>(stage_words, text_in(change.after(), "stage")).value_or(Stage::review);
  require_scoring(change, place, stage);
  if (!boolean_in(change.after(), "withdrawn")) check_content(change, place, stage);
  if (stage == Stage::review && integer_in(change.after(), "occasion").value_or(1) != 1)
    Call::refuse("occasion",
                 {"年终考评只有一次，第几次应为 1", "the year-end review takes place once: the occasion must be 1"});
  complete(change, place);
}

}  // namespace

void register_scores(Setup& at) {
  at.before("self_score.create", check_self_score);
  at.before("self_score.update", check_self_score);
  at.before("score.create", check_score);
  at.before("score.update", check_score);
}

}  // namespace liufa::assessment
