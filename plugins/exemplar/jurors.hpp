/// Jurors, their conflicts of interest and their score sheets.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "tree.hpp"

namespace liufa::exemplar {

/// What jurors have declared, as (juror, organisation).
using Recusals = std::set<std::pair<std::int64_t, std::int64_t>>;

/// Whether a juror declared a conflict with this organisation or one above it.
bool has_declared(const Tree& tree, const Recusals& recusals, std::int64_t juror, std::int64_t organisation);

/// Refuses if the juror must not judge what this organisation entered.
void require_no_conflict(Call& call, std::int64_t juror, std::int64_t organisation);

/// Drops a juror's sheets, given or not, of entries that they must not judge any more.
void drop_conflicting(Call& call, std::int64_t juror, std::string_view reason);

/// Drops the sheets of an entry, unless its contest is published and stands as it is.
void drop_sheets_of(Call& call, std::int64_t entry, std::string_view reason);

}  // namespace liufa::exemplar
