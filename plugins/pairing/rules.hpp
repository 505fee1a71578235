/// The rules of each record type that declarations can't express, as `before` hooks. Each function registers its own.
#pragma once

#include <liufa/method.hpp>

#include "directory.hpp"
#include "terms.hpp"

namespace liufa::pairing {

void register_pair_rules(Setup& at);
void register_member_pair_rules(Setup& at);
void register_instructor_rules(Setup& at);
void register_plan_rules(Setup& at);
void register_support_rules(Setup& at);
void register_evaluation_rules(Setup& at);

// Shared by them.

/// Refuses an organisation that does not exist or that closes before the term is over.
Organisation require_open(Call& call, std::string_view field, std::int64_t id, const Term& term);

/// Refuses a member that does not exist, has left, or is not of this kind ("organ", "farmer").
Member require_member(Call& call, std::string_view field, std::int64_t id, std::string_view kind);

/// Fills a reference that was left empty; refuses one that says something else.
void derive(Change& change, std::string_view field, std::int64_t value);

/// Refuses when `found` others hold already and no more than `limit` may. `whom` names who is full; `setting` where the
/// limit is set.
void require_below(int found, int limit, std::string_view field, const Text& whom, const Text& setting);

/// Refuses when the same two have another open record (proposed, returned or active) whose term overlaps.
void require_single(Change& change, std::string_view record, std::string_view one, std::string_view other,
                    const Term& term);

}  // namespace liufa::pairing
