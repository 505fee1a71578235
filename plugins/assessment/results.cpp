/// The results of a year as rows: computed, read back, compared.
#include "results.hpp"

#include <algorithm>

#include "fields.hpp"
#include "table.hpp"

namespace liufa::assessment {
namespace {

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

}  // namespace

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

StoredResults read_stored(Call& call, std::int64_t campaign) {
  StoredResults stored;
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

bool is_current(const StoredResults& stored, const ResultRow& row) {
  const auto found = stored.find(row.organisation);
  return found != stored.end() && !found->second.withdrawn && found->second.row == row;
}

std::vector<std::int64_t> left_over(const StoredResults& stored, const std::vector<ResultRow>& rows) {
  std::vector<std::int64_t> ids;
  for (const auto& [organisation, each] : stored)
    if (!each.withdrawn && std::none_of(rows.begin(), rows.end(), [&, wanted = organisation](const ResultRow& row) {
          return row.organisation == wanted;
        }))
      ids.push_back(each.id);
  return ids;
}
std::vector<ResultRow> rows_of(const Standard& standard, const std::vector<Sheet>& sheets) {
  const std::vector<Result> results = assess(standard, sheets);
  std::vector<ResultRow> rows;
  rows.reserve(sheets.size());
  for (std::size_t at = 0; at < sheets.size(); ++at) rows.push_back(row_of(standard, sheets[at], results[at]));
  return rows;
}

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

}  // namespace liufa::assessment
