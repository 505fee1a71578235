/// The rules of one class of member, and a member's index by them. Plain values; knows no host.
///
/// Points are counted in ten-thousandths: a rate has two digits and a quantity two, so nothing is lost. What does not
/// come out even (means, shared weights) is an exact fraction, and the total is rounded once, at the end.
#pragma once

#include <array>
#include <cstdint>
#include <liufa/kit/appraisal.hpp>
#include <liufa/kit/composite.hpp>
#include <liufa/kit/rounding.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace liufa::vanguard {

/// Ten-thousandths of a point.
using Points = std::int64_t;
inline constexpr int counted_scale = 4;
inline constexpr std::int64_t hundred = 100;  ///< from hundredths, as the host keeps decimals, to ten-thousandths

enum class Effect : std::uint8_t { points, reset, veto };

struct Group {
  std::int64_t id = 0;
  std::string code;
  Text name;
  kit::CompositeGroup<Points> scheme;
};

struct Indicator {
  std::int64_t id = 0;
  std::string code;
  std::size_t group = 0;  ///< its position in the rule set's groups
  Text name;
  std::string standard;
  Effect effect = Effect::points;
  std::int64_t rate = 0;       ///< hundredths of a point per instance or unit, where no tier says otherwise
  bool by_quantity = false;    ///< else by instances
  kit::PointsByWord tiers;     ///< rate by the entry's grade
  std::optional<Points> most;  ///< of this indicator alone
  std::string source;          ///< the fact that it counts; empty: by hand
  bool approved_by_office = false;
  bool evidence_required = false;
};

/// The parts of an appraisal, in the order of a rule set's weights.
enum class Part : std::uint8_t { self, mutual, masses, organisation, community };
inline constexpr std::array<std::string_view, 5> part_words{"self", "mutual", "masses", "organisation", "community"};

/// The grades, the best first.
enum class Grade : std::uint8_t { excellent, qualified, basic, failing };
inline constexpr std::array<std::string_view, 4> grade_words{"excellent", "qualified", "basic", "failing"};

/// Entries that count alike: one, or all of a member with the same item and level.
struct Tally {
  std::size_t indicator = 0;  ///< its position in the rule set's indicators
  Points worth = 0;           ///< before any cap
  std::string on = {};        ///< civil date; only needed where `needs_dates`
};

/// What one entry with an item and level counts by.
struct Rate {
  std::size_t indicator = 0;
  std::int64_t points = 0;   ///< hundredths per instance or unit
  bool by_quantity = false;  ///< else by instances

  /// So many entries; `quantity` of all, in hundredths.
  [[nodiscard]] Tally tally(std::int64_t quantity, std::int64_t instances = 1, std::string on = {}) const {
    return {indicator, points * (by_quantity ? quantity : instances * hundred), std::move(on)};
  }
};

struct RuleSet {
  std::int64_t id = 0;
  std::string code;
  std::string name;
  std::int64_t edition = 1;
  std::int64_t from_year = 0;
  std::string member_class;
  // Hundredths, as they are stored.
  std::int64_t base = 0;
  std::int64_t carry_over = 0;
  std::int64_t daily_full = 0;
  std::int64_t daily_weight = 0;
  std::int64_t appraisal_weight = 0;
  bool missing_counts_zero = false;
  std::array<std::int64_t, part_words.size()> part_weights{};
  kit::PointsByWord conduct;                   ///< what the community's words are worth
  std::optional<std::int64_t> excellent_from;  ///< nothing: by rank alone
  std::int64_t qualified_from = 0;
  std::int64_t basic_from = 0;
  int digits = 2;
  kit::Rounding rounding = kit::Rounding::nearest;

  std::vector<Group> groups;
  std::vector<Indicator> indicators;
  std::unordered_map<std::string, std::size_t> by_item;  ///< by code and by source
  kit::CompositeScheme<Points> scheme;

  /// To be called once groups and indicators are in place.
  void prepare();
  /// The indicator that counts an item; null if none does.
  [[nodiscard]] const Indicator* indicator(const std::string& item) const;
  /// What an item and level count by; nothing if no indicator counts them.
  [[nodiscard]] std::optional<Rate> rate(const std::string& item, std::string_view level) const;
};

/// The scores that one part of an appraisal gave.
struct Ratings {
  std::int64_t sum = 0;  ///< hundredths
  std::int64_t ballots = 0;
};
using Appraisals = std::array<Ratings, part_words.size()>;

/// What a year begins with.
struct Start {
  std::int64_t last_total = 0;  ///< hundredths, of a final index of the year before; 0 without one
};

struct Standing {
  Points base = 0;   ///< with what was carried over; 0 after a reset
  Points daily = 0;  ///< within the full points
  Points bonus = 0;
  std::optional<kit::Exact> appraisal;  ///< of 100; nothing if nobody appraised
  std::int64_t total = 0;               ///< hundredths, rounded
  bool vetoed = false;
  Grade grade = Grade::qualified;     ///< by threshold alone: the year's share is applied to all together
  std::string reset_on;               ///< empty: never
  kit::CompositeScore<Points> score;  ///< by group, and by tally
};

/// Parses "central=8/provincial=6"; nothing if it is not of this form, names a word twice or has too many digits.
std::optional<kit::PointsByWord> parse_tiers(std::string_view text);

/// Whether the tallies can't be counted without their dates, for one of them is a reset.
bool needs_dates(const RuleSet& rules, const std::vector<Tally>& tallies);

/// The appraisal's score from its parts, of 100; nothing if none of them is there.
std::optional<kit::Exact> appraise(const RuleSet& rules, const Appraisals& appraisals);

/// The parts with their weights, in the order of `part_words`.
std::vector<kit::WeightedPart> weighted(const RuleSet& rules, const Appraisals& appraisals);

/// What is carried over from the year before, in hundredths, rounded half up as it is shown: 20 % of 86 is 17.2.
std::int64_t carried_over(const RuleSet& rules, const Start& start);

/// A member's index.
Standing stand(const RuleSet& rules, const Start& start, const std::vector<Tally>& tallies,
               const Appraisals& appraisals);

/// A total's grade by threshold alone.
struct Threshold {
  Grade grade = Grade::qualified;
  bool is_candidate = false;
};
Threshold grade_by_threshold(const RuleSet& rules, std::int64_t total, bool vetoed);

/// What a rule set can't be put in force with; empty if nothing.
std::vector<Text> faults_of(const RuleSet& rules);

}  // namespace liufa::vanguard
