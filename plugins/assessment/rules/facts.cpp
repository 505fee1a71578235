#include "rules/facts.hpp"

#include <algorithm>

namespace liufa::assessment {
namespace {

template <class Words>
bool contains(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::int64_t imported_points(const Item& item, Stage stage, std::int64_t count) {
  const Exact full = full_points(item, stage);
  const Exact earned = item.step_points > 0 ? exact(item.floor) + exact(count) * exact(item.step_points) : exact(count);
  const Exact points = std::min(full, std::max(exact(item.floor), earned));
  const std::int64_t rounded = round_half_up(points);
  return exact(rounded) > full ? kit::round_down(full) : rounded;
}

}  // namespace

bool is_evidence(const Item& item, std::string_view source, std::string_view grade) {
  return contains(item.facts, source) && (item.fact_grades.empty() || contains(item.fact_grades, grade));
}

std::int64_t fact_count(const Item& item, const Evidence& evidence) {
  if (item.fact_counting == FactCounting::quantity) return evidence.quantity;
  return evidence.pieces * 100;
}

std::optional<Entry> entry_from_facts(const Item& item, Stage stage, std::int64_t count) {
  if (item.fact_counting == FactCounting::shown || item.kind == Kind::heading) return std::nullopt;
  const std::int64_t least = std::max<std::int64_t>(count, 0);
  Entry entry;
  entry.stage = stage;
  if (item.is_measured())
    entry.measure = least * 100;  // from two digits to four
  else if (item.counts_instances())
    entry.instances = least / 100;
  else if (item.kind == Kind::imported)
    entry.points = imported_points(item, stage, least);
  else
    return std::nullopt;
  return entry;
}

}  // namespace liufa::assessment
