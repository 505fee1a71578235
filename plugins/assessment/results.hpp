/// The results of a year: computed, compared with what is stored, written.
#pragma once

#include <array>
#include <cstdint>
#include <liufa/method.hpp>
#include <map>
#include <string>
#include <vector>

#include "reading.hpp"

namespace liufa::assessment {

/// One organisation's result as it is stored. `lines` is the whole table as JSON, so that the sheet can be printed as
/// it was issued whatever becomes of the standard or of this code.
struct ResultRow {
  std::int64_t organisation = 0;
  std::int64_t sheet = 0;
  std::string division;
  std::int64_t total = 0;
  std::array<std::int64_t, category_count> categories{};
  std::int64_t bonus = 0;
  std::int64_t penalty = 0;
  std::int64_t self_total = 0;
  std::int64_t rank = 0;
  std::int64_t division_rank = 0;
  std::string outcome;
  std::string basis;
  std::string grade;
  bool advanced = false;
  bool tied_at_cut = false;
  std::string lines;
  bool operator==(const ResultRow&) const = default;
};

/// A result in the table, with what it says.
struct StoredResult {
  std::int64_t id = 0;
  bool withdrawn = false;  ///< its organisation no longer takes part
  ResultRow row;
};
using StoredResults = std::map<std::int64_t, StoredResult>;  ///< by organisation

StoredResults read_stored(Call& call, std::int64_t campaign);

/// Whether the row is stored exactly so.
bool is_current(const StoredResults& stored, const ResultRow& row);

/// Results of organisations that no longer take part, by id.
std::vector<std::int64_t> left_over(const StoredResults& stored, const std::vector<ResultRow>& rows);

/// The row as fields of the record.
Json fields_of(const ResultRow& row);

/// Assesses all sheets together.
std::vector<ResultRow> rows_of(const Standard& standard, const std::vector<Sheet>& sheets);

/// Computes every result of a campaign from what is scored now; writes nothing.
std::vector<ResultRow> compute_results(Call& call, const Campaign& campaign);

/// How many results stored for the campaign are missing or differ from what the scores give now. 0: they are current.
std::int64_t count_outdated(Call& call, const Campaign& campaign);

/// Counts over a campaign's results, for events and answers.
Json summary_of(Call& call, const Campaign& campaign);

}  // namespace liufa::assessment
