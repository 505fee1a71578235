/// Composite scores as point systems have them: a base, groups of entries that earn up to a cap, groups that only
/// deduct, a bonus outside the cap, reset to zero, veto. The result has a line for each group and each entry's own
/// part, so that every point can be explained.
///
/// Source: what districts' rules for points and pioneer indexes have in common (党员积分、先锋指数); all numbers are
/// the district's data, nothing here is a default worth keeping.
///
/// `Points` is Exact where rates do not come out even, or std::int64_t in hundredths where millions of members are
/// computed; a scheme, its entries and its result use the same. Linear in entries and groups; no I/O.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "liufa/kit/decimal.hpp"
#include "liufa/kit/quota.hpp"

namespace liufa::kit {

/// What the entries of a group do. Their points are 0 or more in every kind.
enum class GroupKind : std::uint8_t {
  earns,    ///< added, up to the group's cap
  deducts,  ///< taken away, up to the group's cap
  bonus,    ///< added after the score's own cap (`most`) was applied
};

template <class Points = Exact>
struct CompositeGroup {
  GroupKind kind = GroupKind::earns;
  std::optional<Points> cap;  ///< no more than this is counted: 15 meetings × 2 = 30, capped at 12
};

template <class Points = Exact>
struct CompositeScheme {
  std::vector<CompositeGroup<Points>> groups;
  std::optional<Points> most;  ///< of base, earned and deducted together, before the bonus; no limit if empty
  Points least = 0;            ///< the total never falls below this
};

template <class Points = Exact>
struct CompositeEntry {
  std::size_t group = 0;  ///< its position in the scheme's groups
  Points points = 0;
  std::string on = {};  ///< civil date; only needed where points can be reset
};

/// What the year begins with, and what befell it.
template <class Points = Exact>
struct CompositeStart {
  Points base = 0;         ///< 0, 70, by class (骨干/普通/流动…), or carried over from the year before
  std::string reset_on{};  ///< civil date of a reset to zero: base and all entries up to this day are gone
  bool vetoed = false;     ///< 一票否决: the total is `least` whatever was earned
};

template <class Points = Exact>
struct CompositeLine {
  std::int64_t entries = 0;  ///< how many there are
  Points given = 0;          ///< their sum
  Points counted = 0;        ///< after cap and reset; of a deducting group what is taken away
};

template <class Points = Exact>
struct CompositeScore {
  Points base = 0;                            ///< that counted: 0 after a reset
  std::vector<CompositeLine<Points>> groups;  ///< in the scheme's order
  std::vector<Points> entries;                ///< what each entry contributed, in their order: the first until the cap
  Points before_veto = 0;
  Points total = 0;
  bool vetoed = false;
};

namespace detail {
template <class Points>
Points entry_part(const CompositeGroup<Points>& group, const CompositeLine<Points>& line, const Points& points) {
  if (!group.cap) return points;
  const Points room = *group.cap - line.counted;
  return points < room ? points : room;
}
}  // namespace detail

/// Computes a score. Throws std::invalid_argument for negative points or a group that the scheme does not have.
template <class Points = Exact>
CompositeScore<Points> compose(const CompositeScheme<Points>& scheme,
                               const std::vector<CompositeEntry<Points>>& entries,
                               const CompositeStart<Points>& start = {}) {
  CompositeScore<Points> score;
  score.base = start.reset_on.empty() ? start.base : Points(0);
  score.groups.resize(scheme.groups.size());
  score.entries.reserve(entries.size());
  for (const CompositeEntry<Points>& entry : entries) {
    if (entry.group >= scheme.groups.size() || entry.points < 0)
      throw std::invalid_argument("expected an entry with points of 0 or more in one of " +
                                  std::to_string(scheme.groups.size()) + " groups, found group " +
                                  std::to_string(entry.group));
    CompositeLine<Points>& line = score.groups[entry.group];
    ++line.entries;
    line.given += entry.points;
    const bool is_gone = !start.reset_on.empty() && entry.on <= start.reset_on;
    const Points part = is_gone ? Points(0) : detail::entry_part(scheme.groups[entry.group], line, entry.points);
    line.counted += part;
    score.entries.push_back(scheme.groups[entry.group].kind == GroupKind::deducts ? Points(0 - part) : part);
  }
  Points inside = score.base;
  Points bonus = 0;
  for (std::size_t at = 0; at < scheme.groups.size(); ++at) {
    if (scheme.groups[at].kind == GroupKind::bonus)
      bonus += score.groups[at].counted;
    else if (scheme.groups[at].kind == GroupKind::earns)
      inside += score.groups[at].counted;
    else
      inside -= score.groups[at].counted;
  }
  if (scheme.most && inside > *scheme.most) inside = *scheme.most;
  score.before_veto = inside + bonus;
  if (score.before_veto < scheme.least) score.before_veto = scheme.least;
  score.vetoed = start.vetoed;
  score.total = start.vetoed ? scheme.least : score.before_veto;
  return score;
}

/// The base of the next year: a share (percent with two digits) of this year's score: 20 % of 86 is 17.2.
inline Exact carried_over(const Exact& score, std::int64_t share) { return score * share / whole_share; }

/// Points by a word: the bonus by level of an award (central 8, provincial 6, municipal 4), the base by class of
/// member. Points in hundredths; the words are the district's data.
using PointsByWord = std::vector<std::pair<std::string, std::int64_t>>;

/// The points of a word; nothing if the table does not have it.
inline std::optional<std::int64_t> points_of(const PointsByWord& table, std::string_view word) {
  for (const auto& [each, points] : table)
    if (each == word) return points;
  return std::nullopt;
}

}  // namespace liufa::kit
