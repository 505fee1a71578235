/// Facts of other methods as evidence for the items of a year, and what follows from them in the self-check.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "reading.hpp"
#include "rules/facts.hpp"

namespace liufa::assessment {

/// Which sheets are meant: these alone, or if none are named all of the campaign.
struct SheetScope {
  std::int64_t campaign = 0;
  std::vector<std::int64_t> only;

  /// A condition on a table's columns `campaign` and `sheet`, and its parameters from $1 on.
  [[nodiscard]] std::string condition(const std::string& campaign_column, const std::string& sheet_column) const;
  [[nodiscard]] std::vector<Parameter> parameters() const;
};

/// The evidence that there is now, by sheet and item code. Items whose facts were all withdrawn are in it, with none.
using EvidenceCounts = std::map<std::pair<std::int64_t, std::string>, Evidence>;

EvidenceCounts count_evidence(Call& call, const SheetScope& scope);

/// How many pieces of evidence were taken up, changed and withdrawn.
struct Gathered {
  std::int64_t created = 0;
  std::int64_t changed = 0;
  std::int64_t withdrawn = 0;
};

/// Looks up all facts of a campaign's year and keeps what has changed, then fills the self-check. A fixed number of
/// SELECTs. In a write; does nothing once the results are final.
Gathered gather_evidence(Call& call, std::int64_t campaign);

/// Fills the self-check of those sheets that are open, from the evidence that is kept: what nobody has filled in is
/// created, what came from facts follows them, what a person typed stays, with the count beside it. In a write.
void prefill_self_check(Call& call, const SheetScope& scope);

/// The fields of a score in which an entry stands, by name: all three, null where the entry says nothing.
Json entry_fields(const Entry& entry);

}  // namespace liufa::assessment
