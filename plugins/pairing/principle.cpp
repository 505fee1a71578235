#include "principle.hpp"

#include <array>
#include <utility>

namespace liufa::pairing {
namespace {

using Word = std::pair<std::string_view, std::pair<std::string_view, std::string_view>>;

template <std::size_t size>
Text named(const std::array<Word, size>& words, std::string_view id, Text otherwise) {
  for (const auto& [word, texts] : words)
    if (word == id) return {std::string(texts.first), std::string(texts.second)};
  return otherwise;
}

constexpr std::array<Word, 6> sectors{{{"public_order", {"综治", "public-order"}},
                                       {"economic", {"经济", "economic"}},
                                       {"party_mass", {"党群", "party-mass"}},
                                       {"agricultural", {"涉农", "agricultural"}},
                                       {"window", {"窗口", "window-service"}},
                                       {"other", {"其他", "other"}}}};
constexpr std::array<Word, 3> conditions{
    {{"disorderly", {"乱", "disorderly"}}, {"poor", {"穷", "poor"}}, {"weak", {"弱", "weak"}}}};
constexpr std::array<Word, 4> tags{{{"integration_trial", {"城乡统筹基层党建试验村", "integration trial village"}},
                                    {"poverty", {"贫困村", "poverty village"}},
                                    {"new_countryside", {"新农村建设示范村", "new-countryside demonstration village"}},
                                    {"demonstration_site", {"党建示范点", "Party-building demonstration site"}}}};

}  // namespace

std::string Principle::condition_for(std::string_view sector) const {
  if (sector.empty()) return {};
  const std::string condition = settings_.value(std::string(sector) + "_with", "none");
  return condition == "none" ? "" : condition;
}

bool Principle::holds(std::string_view sector, std::string_view condition) const {
  return !condition.empty() && condition_for(sector) == condition;
}

std::string Principle::basis(std::string_view sector, std::string_view condition) const {
  if (!holds(sector, condition)) return "agreement";
  // The three principles of the reports have names of their own; a district's further ones share one.
  const bool named_so = (sector == "public_order" && condition == "disorderly") ||
                        (sector == "economic" && condition == "poor") ||
                        (sector == "party_mass" && condition == "weak");
  return named_so ? std::string(sector) : "district";
}

Text sector_name(std::string_view sector) { return named(sectors, sector, {"未分类", "unclassified"}); }
Text condition_name(std::string_view condition) { return named(conditions, condition, {"无特殊情况", "ordinary"}); }
Text tag_name(std::string_view tag) { return named(tags, tag, {std::string(tag), std::string(tag)}); }

}  // namespace liufa::pairing
