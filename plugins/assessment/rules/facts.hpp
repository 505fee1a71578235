/// From the facts behind an item to what would be written down about it. No host in here.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "rules/item_points.hpp"
#include "rules/standard.hpp"

namespace liufa::assessment {

/// The facts that one sheet has for one item.
struct Evidence {
  std::int64_t pieces = 0;
  std::int64_t quantity = 0;  ///< of all of them together; two digits
};

/// Whether a fact is evidence for the item.
bool is_evidence(const Item& item, std::string_view source, std::string_view grade);

/// What the facts amount to, by the item's way of counting; two digits.
std::int64_t fact_count(const Item& item, const Evidence& evidence);

/// What is written down where a count stands for it: whole instances, a measured value, or of an imported item points
/// (its fewest and so many a unit, up to its full points; without points per unit the count itself). Nothing for what
/// people judge, and where facts are only shown.
std::optional<Entry> entry_from_facts(const Item& item, Stage stage, std::int64_t count);

}  // namespace liufa::assessment
