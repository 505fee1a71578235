/// One organisation's sheet of a year, and its steps.
#include <algorithm>
#include <set>

#include "fields.hpp"
#include "handlers.hpp"
#include "interest.hpp"
#include "reading.hpp"

namespace liufa::assessment {
namespace {

Campaign campaign_of(Change& change) {
  return read_campaign(change, integer_in(change.after(), "campaign").value_or(0));
}

void require_state(const Campaign& campaign, std::string_view state, const Finding& what) {
  if (campaign.state == state) return;
  require_not_frozen(campaign, what);
  const bool self_check = state == "self_check";
  Call::refuse("",
               {fmt::format("{}应在“{}”阶段进行，该年度考核目前不在此阶段；请先由工委切换阶段", what.zh,
                            self_check ? "单位自查" : "年终考评"),
                fmt::format("{} belongs to the stage “{}”, and the assessment year is at “{}”; the office has to take "
                            "it there first",
                            what.en, state, campaign.state)});
}

void check_new(Change& change) {
  const Campaign campaign = campaign_of(change);
  const std::int64_t organisation = integer_in(change.after(), "organisation").value_or(0);
  if (campaign.state != "prepared" && campaign.state != "self_check")
    require_state(campaign, "self_check", {"增加参加单位", "adding an organisation"});
  if (change.query_integer("SELECT id FROM assessment_exclusion WHERE campaign = $1 AND organisation = $2",
                           {campaign.id, organisation}))
    Call::refuse("organisation",
                 {"该组织已经批准不参加本年度考核，不能建立考核表",
                  "the organisation was excluded from this assessment year with approval and gets no sheet"});
  change.set("year", campaign.year);
  change.set("standard", campaign.standard);
  if (const auto team = integer_in(change.after(), "team")) require_no_conflict(change, *team, organisation);
}

void check_update(Change& change) {
  const Campaign campaign = campaign_of(change);
  require_not_frozen(campaign, {"修改考核表", "changing the sheet"});
  const auto differs = [&](const char* name) { return change.before().at(name) != change.after().at(name); };
  if (campaign.state == "publicity" && (differs("division") || differs("advanced_decision")))
    Call::refuse("division",
                 {"公示期间不能改变组别或先进决定；请先撤回公示（withdraw）",
                  "division and advanced decision can't change during publicity; withdraw the results first"});
  if (is_given(change.after(), "advanced_decision") && !is_given(change.after(), "decision_reason"))
    Call::refuse("decision_reason",
                 {"作出先进的集体决定须写明理由", "a decision about the advanced title needs its reason"});
  const auto team = integer_in(change.after(), "team");
  if (differs("team") && team)
    require_no_conflict(change, *team, integer_in(change.after(), "organisation").value_or(0));
}

/// What a list of items has to say: "1.1 理论学习、1.2 …", at most five of them.
struct ItemNames {
  std::int64_t count = 0;
  std::string names;
  void add(std::string_view code, std::string_view name) {
    if (++count <= 5) names += fmt::format("{}{} {}", names.empty() ? "" : "、", code, name);
  }
  [[nodiscard]] std::string zh() const { return names + (count > 5 ? " 等" : ""); }
  [[nodiscard]] std::string en() const { return names + (count > 5 ? ", …" : ""); }
};

void require_self_scores(Change& change, std::int64_t standard) {
  ItemNames missing;
  change.query(
      "SELECT i.code, i.name FROM assessment_item i "
      "LEFT JOIN assessment_self_score s ON s.sheet = $1 AND s.item_code = i.code "
      "WHERE i.standard = $2 AND i.dropped = 0 AND i.kind <> 'heading' AND i.part = 'base' "
      "AND i.stages LIKE '%\"self_check\"%' AND s.id IS NULL ORDER BY i.position, i.code",
      {*change.id(), standard}, [&](const Row& row) { missing.add(row.text(0), row.text(1)); });
  if (missing.count > 0)
    Call::refuse("", {fmt::format("还有 {} 个项目未填自查分（{}），填完后再上报", missing.count, missing.zh()),
                      fmt::format("{} items have no self-check score yet ({}); fill them in, then hand in",
                                  missing.count, missing.en())});
}

void require_evidence(Change& change, std::int64_t standard) {
  ItemNames missing;
  change.query(
      "SELECT i.code, i.name FROM assessment_item i "
      "JOIN assessment_self_score s ON s.sheet = $1 AND s.item_code = i.code "
      "WHERE i.standard = $2 AND i.dropped = 0 AND i.evidence_required = 1 AND s.evidence IS NULL "
      "AND s.evidence_place IS NULL AND NOT EXISTS (SELECT 1 FROM assessment_evidence e WHERE e.sheet = s.sheet "
      "AND e.item_code = s.item_code AND e.withdrawn = 0) ORDER BY i.position, i.code",
      {*change.id(), standard}, [&](const Row& row) { missing.add(row.text(0), row.text(1)); });
  if (missing.count > 0)
    Call::refuse(
        "", {fmt::format("{} 个项目须附考评依据（{}），请上传文件，或写明依据存放位置", missing.count, missing.zh()),
             fmt::format("{} items need evidence ({}); attach a file, or say where it is kept", missing.count,
                         missing.en())});
}

void check_submit(Change& change) {
  const Campaign campaign = campaign_of(change);
  require_state(campaign, "self_check", {"上报自查", "handing in the self-check"});
  require_self_scores(change, campaign.standard);
  require_evidence(change, campaign.standard);
  change.set("submitted_on", change.today());
}

/// The stage at which every organisation must have been scored: the latest that the item has.
Stage decisive_stage(const Item& item) {
  if (item.scored_in(Stage::review)) return Stage::review;
  return item.scored_in(Stage::spot_check) ? Stage::spot_check : Stage::self_check;
}

void check_reviewed(Change& change) {
  const Campaign campaign = campaign_of(change);
  require_state(campaign, "review", {"完成考评", "finishing the review"});
  std::set<std::pair<std::string, std::string>> scored;
  change.query(
      "SELECT item_code, stage FROM assessment_score WHERE sheet = $1 AND withdrawn = 0 UNION ALL "
      "SELECT item_code, 'self_check' FROM assessment_self_score WHERE sheet = $1",
      {*change.id()}, [&](const Row& row) { scored.emplace(row.text(0), row.text(1)); });
  ItemNames missing;
  for (const Item& item : read_standard(change, campaign.standard).items)
    if (item.part == Part::base && item.kind != Kind::heading &&
        !scored.contains({item.code, std::string(word(stage_words, decisive_stage(item)))}))
      missing.add(item.code, item.name);
  if (missing.count > 0)
    Call::refuse("", {fmt::format("还有 {} 个项目未评分（{}），评完后再完成考评", missing.count, missing.zh()),
                      fmt::format("{} items are not scored yet ({}); score them, then finish the review", missing.count,
                                  missing.en())});
  change.set("reviewed_on", change.today());
}

void check_participation(Change& change) {
  const Campaign campaign = campaign_of(change);
  require_not_frozen(campaign, {"变更参加单位", "changing who takes part"});
  if (campaign.state == "publicity")
    Call::refuse("", {"公示期间不能变更参加单位；请先撤回公示（withdraw）",
                      "who takes part can't change during publicity; withdraw the results first"});
}

}  // namespace

void register_sheets(Setup& at) {
  at.before("sheet.create", check_new);
  at.before("sheet.update", check_update);
  at.before("sheet.submit", check_submit);
  at.before("sheet.return", [](Change& change) {
    require_state(campaign_of(change), "self_check", {"退回自查", "returning the self-check"});
  });
  at.before("sheet.review", check_reviewed);
  at.before("sheet.reopen", [](Change& change) {
    require_state(campaign_of(change), "review", {"重新考评", "reopening the review"});
    change.set("reviewed_on", nullptr);
  });
  at.before("sheet.exclude", check_participation);
  at.before("sheet.readmit", check_participation);
}

}  // namespace liufa::assessment
