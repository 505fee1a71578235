#include "rules/ones.hpp"

#include <algorithm>
#include <tuple>

namespace liufa::community {
namespace {

/// Posts and pairs last until they are ended.
bool lasts(std::size_t one) { return ones_names[one].id == "post" || ones_names[one].id == "pair"; }

}  // namespace

std::optional<std::string> OnesRule::counts_on(const Fact& fact, std::size_t one, int year) const {
  const auto found = ones_.find(fact.source);
  if (found == ones_.end() || !found->second[one] || fact.held_on.empty()) return std::nullopt;
  if (const auto grades = grades_.find(fact.source);
      grades != grades_.end() &&
      std::find(grades->second.begin(), grades->second.end(), fact.grade) == grades->second.end())
    return std::nullopt;
  const std::string first = std::to_string(year) + "-01-01";
  const std::string last = std::to_string(year) + "-12-31";
  const std::string until = !fact.until_on.empty() ? fact.until_on : lasts(one) ? last : fact.held_on;
  if (fact.held_on > last || until < first) return std::nullopt;
  return std::max(fact.held_on, first);
}

std::vector<std::string> OnesRule::sources() const {
  std::vector<std::string> sources;
  for (const auto& [source, ones] : ones_) sources.push_back(source);
  return sources;
}

int Ones::done() const {
  return static_cast<int>(std::count_if(each.begin(), each.end(), [](const One& one) { return !one.on.empty(); }));
}

std::string Ones::completed_on() const {
  std::string last;
  for (const One& one : each) {
    if (one.on.empty()) return {};
    last = std::max(last, one.on);
  }
  return last;
}

std::string Ones::missing_zh() const {
  std::string text;
  for (std::size_t one = 0; one < ones_count; ++one)
    if (each[one].on.empty()) text += (text.empty() ? "" : "、") + std::string(ones_names[one].zh);
  return text;
}

std::string Ones::missing_en() const {
  std::string text;
  for (std::size_t one = 0; one < ones_count; ++one)
    if (each[one].on.empty()) text += (text.empty() ? "" : ", ") + std::string(ones_names[one].en);
  return text;
}

Ones ones_of(const std::vector<Fact>& facts, const OnesRule& rule, int year) {
  Ones ones;
  std::array<std::tuple<std::string, std::string, std::int64_t>, ones_count> best;
  for (const Fact& fact : facts)
    for (std::size_t one = 0; one < ones_count; ++one) {
      const auto on = rule.counts_on(fact, one, year);
      if (!on) continue;
      auto candidate = std::tuple(*on, fact.record, fact.id);
      if (!ones.each[one].on.empty() && best[one] <= candidate) continue;
      ones.each[one] = {*on, fact.record + " " + std::to_string(fact.id)};
      best[one] = std::move(candidate);
    }
  return ones;
}

}  // namespace liufa::community
