/// The action compute: every result of a year, written where it differs from what is stored.
#include <algorithm>

#include "fields.hpp"
#include "handlers.hpp"
#include "results.hpp"
#include "rules/advanced.hpp"

namespace liufa::assessment {
namespace {

void require_computable(Call& call, const Campaign& campaign) {
  require_not_frozen(campaign, {"重新计算", "computing again"});
  if (campaign.state != "review" && campaign.state != "publicity")
    Call::refuse("campaign", {"应在“年终考评”阶段计算结果；请先开始考评（campaign 的 start_review 步骤）",
                              "results are computed in the review stage; start the review first (the campaign's step "
                              "start_review)"});
  std::string names;
  std::int64_t missing = 0;
  call.query(
      "SELECT o.name FROM assessment_sheet s JOIN directory_organisation o ON o.id = s.organisation "
      "WHERE s.campaign = $1 AND s.state NOT IN ('reviewed', 'excluded') ORDER BY o.code",
      {campaign.id}, [&](const Row& row) {
        if (++missing <= 5) names += (names.empty() ? "" : "、") + std::string(row.text(0));
      });
  if (missing > 0)
    Call::refuse("campaign",
                 {fmt::format("还有 {} 个单位未完成考评（{}{}），全部完成考评后再计算", missing, names,
                              missing > 5 ? " 等" : ""),
                  fmt::format("{} organisations are not reviewed yet ({}{}); finish their review, then compute",
                              missing, names, missing > 5 ? ", …" : "")});
}

void require_named_within_quota(const Standard& standard, const std::vector<Sheet>& sheets) {
  const std::int64_t above = named_above_quota(standard.rules, sheets);
  if (above == 0) return;
  Call::refuse("advanced_decision",
               {fmt::format("集体决定的先进单位超出比例上限（{}%）{} 个，请减少后再计算",
                            decimal_text(standard.rules.advanced_share), above),
                fmt::format("{} more organisations were named advanced than the share of {}% allows; name fewer, then "
                            "compute",
                            above, decimal_text(standard.rules.advanced_share))});
}

/// Objections that were accepted and whose score is corrected are settled by the computation that takes it up.
void settle_objections(Call& call, const Campaign& campaign) {
  std::vector<std::int64_t> corrected;
  call.query(
      "SELECT id FROM assessment_objection WHERE campaign = $1 AND state = 'accepted' AND corrected = 1 ORDER BY id",
      {campaign.id}, [&](const Row& row) { corrected.push_back(row.integer(0)); });
  for (const std::int64_t id : corrected)
    call.transition("objection", id, "settle", {{"settlement", "评分已更正，结果已重新计算"}});
}

/// What was shown to everybody has changed, so it is shown long enough again.
void extend_publicity(Call& call, const Campaign& campaign, Json& fields) {
  const std::int64_t days = call.settings().at("correction_publicity_days").get<std::int64_t>();
  if (campaign.state != "publicity" || days == 0) return;
  const std::string until = add_days(call.today(), static_cast<int>(days - 1));
  if (until > campaign.publicity_until) fields["publicity_until"] = until;
}

struct Written {
  std::int64_t created = 0;
  std::int64_t changed = 0;
};

Written write_results(Call& call, const Campaign& campaign, const std::vector<ResultRow>& rows) {
  const auto stored = read_stored(call, campaign.id);
  Written written;
  for (const ResultRow& row : rows) {
    if (is_current(stored, row)) continue;
    Json fields = fields_of(row);
    fields["computation"] = campaign.computations + 1;
    const auto found = stored.find(row.organisation);
    if (found != stored.end()) {
      call.update("result", found->second.id, fields);
      ++written.changed;
      continue;
    }
    fields["campaign"] = campaign.id;
    fields["organisation"] = row.organisation;
    fields["year"] = campaign.year;
    fields["standard"] = campaign.standard;
    call.create("result", fields);
    ++written.created;
  }
  for (const std::int64_t id : left_over(stored, rows)) {
    call.update("result", id, {{"withdrawn", true}});
    ++written.changed;
  }
  return written;
}

void compute(Call& call) {
  const Campaign campaign = named_campaign(call);
  require_computable(call, campaign);
  const Standard standard = read_standard(call, campaign.standard);
  const std::vector<Sheet> sheets = read_sheets(call, campaign.id);
  require_named_within_quota(standard, sheets);
  const std::vector<ResultRow> rows = rows_of(standard, sheets);
  Written written;
  std::string publicity_until = campaign.publicity_until;
  call.write([&] {
    written = write_results(call, campaign, rows);
    settle_objections(call, campaign);
    Json fields{{"computed_at", call.now()}, {"computations", campaign.computations + 1}};
    if (written.changed > 0) extend_publicity(call, campaign, fields);
    publicity_until = fields.value("publicity_until", publicity_until);
    call.update("campaign", campaign.id, fields);
  });
  const auto count = [&](auto matches) { return std::count_if(rows.begin(), rows.end(), matches); };
  Json answer{{"campaign", campaign.id},
              {"year", campaign.year},
              {"organisations", rows.size()},
              {"created", written.created},
              {"changed", written.changed}};
  for (const std::string_view outcome : outcome_words)
    answer[std::string(outcome)] = count([&](const ResultRow& row) { return row.outcome == outcome; });
  answer["advanced"] = count([](const ResultRow& row) { return row.advanced; });
  answer["tied_at_cut"] = count([](const ResultRow& row) { return row.tied_at_cut; });
  if (!publicity_until.empty()) answer["publicity_until"] = publicity_until;
  call.answer(answer);
}

void guard_result(Change& change) {
  if (!is_given(change.after(), "total"))
    Call::refuse("", {"考核结果由“计算结果”（compute）产生，不能手工录入",
                      "results are made by the action compute, not by hand"});
  require_not_frozen(read_campaign(change, integer_in(change.after(), "campaign").value_or(0)),
                     {"修改考核结果", "changing a result"});
}

}  // namespace

void register_results(Setup& at) {
  at.before("result.create", guard_result);
  at.before("result.update", guard_result);
  at.action("compute", compute);
}

}  // namespace liufa::assessment
