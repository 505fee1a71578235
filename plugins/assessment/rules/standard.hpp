/// The standard of a year as plain data, and the check that it may be published. No host in here.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::assessment {

/// A text for people, both languages always given.
struct Finding {
  std::string zh;
  std::string en;
};

/// The four kinds of building: 思想 组织 作风 制度.
enum class Category : std::uint8_t { ideology, organisation, style, institution };
inline constexpr std::size_t category_count = 4;
inline constexpr std::array<std::string_view, category_count> category_words{"ideology", "organisation", "style",
                                                                             "institution"};
inline constexpr std::array<std::string_view, category_count> category_names_zh{"思想建设", "组织建设", "作风建设",
                                                                                "制度建设"};
inline constexpr std::array<std::string_view, category_count> category_names_en{
    "ideological building", "organisational building", "style building", "institutional building"};

/// The three stages combined: 单位自查 平时抽查 年终考评.
enum class Stage : std::uint8_t { self_check, spot_check, review };
inline constexpr std::size_t stage_count = 3;
inline constexpr std::array<std::string_view, stage_count> stage_words{"self_check", "spot_check", "review"};
inline constexpr std::array<std::string_view, stage_count> stage_names_zh{"单位自查", "平时抽查", "年终考评"};
inline constexpr std::array<std::string_view, stage_count> stage_names_en{"self-check", "spot check",
                                                                          "year-end review"};

/// How an item is scored. `heading` only gathers the items below it.
enum class Kind : std::uint8_t { heading, judged, deduction, addition, rank, proportional, threshold, imported };
inline constexpr std::array<std::string_view, 8> kind_words{"heading", "judged",       "deduction", "addition",
                                                            "rank",    "proportional", "threshold", "imported"};

/// What an item's points do: count towards the full points, add outside them, only deduct, or decide alone (一票否决).
enum class Part : std::uint8_t { base, bonus, penalty, veto };
inline constexpr std::array<std::string_view, 4> part_words{"base", "bonus", "penalty", "veto"};

/// How the facts behind an item count: each as one, by their quantity, or not at all (they are only shown).
enum class FactCounting : std::uint8_t { number, quantity, shown };
inline constexpr std::array<std::string_view, 3> fact_counting_words{"number", "quantity", "shown"};

/// One line of the standard. Points are stored with two digits, measured values with four.
struct Item {
  std::string code;
  std::string parent;  ///< the code of its heading; empty at the top
  std::string name;
  std::string name_en;
  Category category = Category::ideology;
  Part part = Part::base;
  Kind kind = Kind::judged;
  std::int64_t points = 0;                ///< the full points, and the cap of what is added
  std::int64_t floor = 0;                 ///< never fewer points than this
  std::int64_t step_points = 0;           ///< points of one instance, or of one step beyond the limit
  std::vector<std::int64_t> rank_points;  ///< points of rank 1, 2, …
  std::int64_t rank_beyond = 0;           ///< points of every rank after those
  bool lower_is_better = false;           ///< of what is measured
  std::int64_t limit = 0;                 ///< of `threshold`: up to here nothing is deducted
  std::int64_t step = 10'000;             ///< of `threshold`: how much makes one step
  bool begun_step_counts = false;         ///< else only complete steps deduct
  std::array<bool, stage_count> stages{true, true, true};
  std::int64_t occasions = 1;            ///< over how many spot checks the points are spread (5 × 10)
  std::vector<std::string> facts;        ///< other methods' facts that are its evidence ("pairing.support")
  std::vector<std::string> fact_grades;  ///< of these grades only; empty = of any
  FactCounting fact_counting = FactCounting::number;

  [[nodiscard]] bool scored_in(Stage stage) const { return stages[static_cast<std::size_t>(stage)]; }
  /// Counts the organisation's value against the others' (which are known only when all are in).
  [[nodiscard]] bool is_compared() const { return kind == Kind::rank || kind == Kind::proportional; }
  [[nodiscard]] bool is_measured() const { return is_compared() || kind == Kind::threshold; }
  [[nodiscard]] bool counts_instances() const { return kind == Kind::deduction || kind == Kind::addition; }
};

/// What applies to the standard as a whole.
struct Rules {
  std::int64_t full_points = 10'000;
  std::array<std::int64_t, stage_count> weights{0, 3'000, 7'000};  ///< percent with two digits
  bool missing_stage_is_zero = false;  ///< else the other stages' weights share what is missing
  std::int64_t pass_score = 8'000;     ///< 达标 from here
  std::int64_t basic_score = 6'000;    ///< 基本达标 from here
  bool zero_category_fails = true;     ///< a whole category at zero is 不达标 whatever the total
  std::array<std::int64_t, 3> grades{9'000, 8'000, 6'000};  ///< 优秀, 良好, 一般 from here; below is 较差
  std::int64_t advanced_share = 1'000;    ///< at most so many percent are advanced candidates; two digits
  std::int64_t advanced_score = 0;        ///< and only from this total
  std::optional<std::int64_t> bonus_cap;  ///< all bonus items together
  int digits = 2;                         ///< to which the total is rounded
  bool rank_within_division = false;      ///< else one ranking over all
};

struct Standard {
  Rules rules;
  std::vector<Item> items;
};

/// The position of a word in a list of words, as an enumerator; nothing if it is none of them.
template <class Enumerator, std::size_t count>
std::optional<Enumerator> from_word(const std::array<std::string_view, count>& words, std::string_view word) {
  for (std::size_t at = 0; at < count; ++at)
    if (words[at] == word) return static_cast<Enumerator>(at);
  return std::nullopt;
}
template <class Enumerator, std::size_t count>
std::string_view word(const std::array<std::string_view, count>& words, Enumerator value) {
  return words[static_cast<std::size_t>(value)];
}

/// "60,57,54,51,48" (also with Chinese commas, slashes or spaces) as points; nothing if a part is no decimal.
std::optional<std::vector<std::int64_t>> parse_rank_table(std::string_view text);

/// Whether a text has the form of a fact's id, METHOD.FACT.
bool is_fact_id(std::string_view text);

/// What is wrong with one item by itself; empty if nothing.
std::vector<Finding> check_item(const Item& item);

/// What keeps the standard from being published: points that do not add up, weights, thresholds, and every item's own
/// faults. Empty if nothing.
std::vector<Finding> check_standard(const Standard& standard);

}  // namespace liufa::assessment
