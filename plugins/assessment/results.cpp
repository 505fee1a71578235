/// Computing and explaining the results of a year.
#include "results.hpp"

#include <algorithm>
#include <map>

#include "fields.hpp"
#include "handlers.hpp"
#include "rules/advanced.hpp"
#include "table.hpp"

namespace liufa::assessment {
namespace {

struct Stored {
  std::int64_t id = 0;
  bool withdrawn = false;
  ResultRow row;
};

ResultRow row_of(const Standard& standard, const Sheet& sheet, const Result& result) {
  ResultRow row;
  row.organisation = sheet.organisation;
  row.sheet = sheet.id;
  row.division = sheet.division;
  row.total = result.total;
  for (std::size_t at = 0; at < category_count; ++at) row.categories[at] = round_half_up(result.categories[at]);
  row.bonus = round_half_up(result.bonus);
  row.penalty = round_half_up(result.penalty);
  row.self_total = round_half_up(result.self_total);
  row.rank = result.rank;
  row.division_rank = result.division_rank;
  row.outcome = word(outcome_words, result.outcome);
  row.basis = word(basis_words, result.basis);
  row.grade = word(grade_words, result.grade);
  row.advanced = result.advanced;
  row.tied_at_cut = result.tied_at_cut;
  row.lines = table_of(standard, sheet, result).dump();
  return row;
}

Json fields_of(const ResultRow& row) {
  return {{"sheet", row.sheet},
          {"division", row.division},
          {"total", decimal_text(row.total)},
          {"ideology", decimal_text(row.categories[0])},
          {"organisational", decimal_text(row.categories[1])},
          {"style", decimal_text(row.categories[2])},
          {"institution", decimal_text(row.categories[3])},
          {"bonus", decimal_text(row.bonus)},
          {"penalty", decimal_text(row.penalty)},
          {"self_total", decimal_text(row.self_total)},
          {"rank", row.rank},
          {"division_rank", row.division_rank},
          {"outcome", row.outcome},
          {"basis", row.basis},
          {"grade", row.grade},
          {"advanced", row.advanced},
          {"tied_at_cut", row.tied_at_cut},
          {"lines", row.lines},
          {"withdrawn", false}};
}

std::map<std::int64_t, Stored> read_stored(Call& call, std::int64_t campaign) {
  std::map<std::int64_t, Stored> stored;
  call.query(
      "SELECT id, withdrawn, organisation, sheet, division, total, ideology, organisational, style, institution, "
      "bonus, "
      "penalty, self_total, rank, division_rank, outcome, basis, grade, advanced, tied_at_cut, lines "
      "FROM assessment_result WHERE campaign = $1",
      {campaign}, [&](const Row& row) {
        ResultRow result{row.integer(2),
                         row.integer(3),
                         std::string(row.text(4)),
                         row.integer(5),
                         {row.integer(6), row.integer(7), row.integer(8), row.integer(9)},
                         row.integer(10),
                         row.integer(11),
                         row.integer(12),
                         row.integer(13),
                         row.integer(14),
                         std::string(row.text(15)),
                         std::string(row.text(16)),
                         std::string(row.text(17)),
                         row.integer(18) != 0,
                         row.integer(19) != 0,
                         std::string(row.text(20))};
        stored[row.integer(2)] = {row.integer(0), row.integer(1) != 0, std::move(result)};
      });
  return stored;
}

bool is_current(const std::map<std::int64_t, Stored>& stored, const ResultRow& row) {
  const auto found = stored.find(row.organisation);
  return found != stored.end() && !found->second.withdrawn && found->second.row == row;
}

/// Results of organisations that no longer take part.
std::vector<std::int64_t> left_over(const std::map<std::int64_t, Stored>& stored, const std::vector<ResultRow>& rows) {
  std::vector<std::int64_t> ids;
  for (const auto& [organisation, each] : stored)
    if (!each.withdrawn && std::none_of(rows.begin(), rows.end(), [&, wanted = organisation](const ResultRow& row) {
          return row.organisation == wanted;
        }))
      ids.push_back(each.id);
  return ids;
}

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

std::vector<ResultRow> rows_of(const Standard& standard, const std::vector<Sheet>& sheets) {
  const std::vector<Result> results = assess(standard, sheets);
  std::vector<ResultRow> rows;
  rows.reserve(sheets.size());
  for (std::size_t at = 0; at < sheets.size(); ++at) rows.push_back(row_of(standard, sheets[at], results[at]));
  return rows;
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

struct SheetName {
  std::int64_t id = 0;
  std::int64_t organisation = 0;
  std::int64_t campaign = 0;
  std::string organisation_name;
};

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
  Json answer{{"sheet", name.id},
              {"organisation", name.organisation},
              {"organisation_name", name.organisation_name},
              {"year", campaign.year},
              {"issued", issued}};
  answer.update(fields_of(row));
  answer.erase("lines");
  answer.erase("withdrawn");
  answer["columns"] = table_columns();
  answer["rows"] = rows;
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

std::vector<ResultRow> compute_results(Call& call, const Campaign& campaign) {
  return rows_of(read_standard(call, campaign.standard), read_sheets(call, campaign.id));
}

std::int64_t count_outdated(Call& call, const Campaign& campaign) {
  const auto rows = compute_results(call, campaign);
  const auto stored = read_stored(call, campaign.id);
  return std::count_if(rows.begin(), rows.end(), [&](const ResultRow& row) { return !is_current(stored, row); }) +
         static_cast<std::int64_t>(left_over(stored, rows).size());
}

Json summary_of(Call& call, const Campaign& campaign) {
  Json summary{
      {"campaign", campaign.id}, {"code", campaign.code}, {"year", campaign.year}, {"standard", campaign.standard}};
  call.query(
      "SELECT COUNT(*), SUM(total), SUM(CASE WHEN outcome = 'met' THEN 1 ELSE 0 END), "
      "SUM(CASE WHEN outcome = 'basically_met' THEN 1 ELSE 0 END), SUM(CASE WHEN outcome = 'not_met' THEN 1 ELSE 0 "
      "END), "
      "SUM(CASE WHEN advanced = 1 THEN 1 ELSE 0 END) FROM assessment_result WHERE campaign = $1 AND withdrawn = 0",
      {campaign.id}, [&](const Row& row) {
        summary["organisations"] = row.integer(0);
        if (row.integer(0) > 0)
          summary["average"] = Json::parse(decimal_text(round_half_up(exact(row.integer(1)) / row.integer(0))));
        summary["met"] = row.integer(2);
        summary["basically_met"] = row.integer(3);
        summary["not_met"] = row.integer(4);
        summary["advanced"] = row.integer(5);
      });
  return summary;
}

void register_results(Setup& at) {
  at.before("result.create", guard_result);
  at.before("result.update", guard_result);
  at.action("compute", compute);
  at.action("explain", explain);
}

}  // namespace liufa::assessment
