/// From the sheets of a year to its results: composite, totals by category, ranking, outcome, grade. No host in here;
/// the same standard and sheets always give the same results.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/item_points.hpp"
#include "rules/points.hpp"
#include "rules/standard.hpp"

namespace liufa::assessment {

/// 达标 基本达标 不达标.
enum class Outcome : std::uint8_t { met, basically_met, not_met };
inline constexpr std::array<std::string_view, 3> outcome_words{"met", "basically_met", "not_met"};
inline constexpr std::array<std::string_view, 3> outcome_names_zh{"达标", "基本达标", "不达标"};
inline constexpr std::array<std::string_view, 3> outcome_names_en{"met", "basically met", "not met"};

/// What decided the outcome.
enum class Basis : std::uint8_t { threshold, zero_category, veto };
inline constexpr std::array<std::string_view, 3> basis_words{"threshold", "zero_category", "veto"};

/// 优秀 良好 一般 较差.
enum class Grade : std::uint8_t { excellent, good, fair, poor };
inline constexpr std::array<std::string_view, 4> grade_words{"excellent", "good", "fair", "poor"};

/// What the office decided about the advanced title where the ranking leaves it open, with its reason on the sheet.
enum class Decision : std::uint8_t { none, named, denied };
inline constexpr std::array<std::string_view, 2> decision_words{"named", "denied"};

/// What one organisation handed in and was given.
struct Sheet {
  std::int64_t id = 0;
  std::int64_t organisation = 0;
  std::string division;  ///< 组别: organisations compared with one another
  Decision decision = Decision::none;
  std::map<std::string, std::vector<Entry>> entries;  ///< by item code
};

/// One row of the sheet's table: an item's points at each stage where it was scored, and together.
struct Line {
  std::array<std::optional<Exact>, stage_count> stages;
  Exact points = 0;     ///< of a penalty the amount deducted
  bool scored = false;  ///< else nobody has scored it and it counts 0
};

struct Result {
  std::vector<Line> lines;  ///< in the standard's order of items, headings included (their sums)
  std::array<Exact, category_count> categories;
  Exact bonus = 0;
  Exact penalty = 0;
  Exact self_total = 0;    ///< of the self-check, for comparison
  std::int64_t total = 0;  ///< rounded once, two digits
  std::int64_t rank = 0;
  std::int64_t division_rank = 0;
  Outcome outcome = Outcome::not_met;
  Basis basis = Basis::threshold;
  Grade grade = Grade::poor;
  bool advanced = false;
  bool tied_at_cut = false;  ///< shares the last place for which the quota does not suffice: the office decides
};

/// Assesses all sheets of a year together. Results stand in the order of the sheets.
std::vector<Result> assess(const Standard& standard, const std::vector<Sheet>& sheets);

/// An item's points from those of its stages: the standard's weights, shared among the stages that are present (or
/// a missing one as zero). A stage of weight 0 is for reference and counts only where no other stage is there.
Exact composite(const Item& item, const Rules& rules, const std::array<std::optional<Exact>, stage_count>& stages);

/// The outcome by totals alone, before zero categories and vetoes.
Outcome outcome_of(const Rules& rules, std::int64_t total);
Grade grade_of(const Rules& rules, std::int64_t total);

}  // namespace liufa::assessment
