/// The action "match": reads, computes outside the transaction, then writes in one.
#pragma once

#include <liufa/method.hpp>
#include <map>
#include <string>
#include <vector>

#include "matching.hpp"

namespace liufa::pairing {

/// What the person asked for, with defaults.
struct MatchRequest {
  bool members = false;
  std::int64_t urban_scope = 0;  ///< 0 = everywhere
  std::int64_t rural_scope = 0;
  std::vector<std::string> urban_kinds;
  std::vector<std::string> rural_kinds;
  std::size_t count = 0;
  std::string starts_on;
  bool principle_only = false;
  bool dry_run = false;
  bool confirm = false;
};

/// One match as it will be written and told.
struct Proposal {
  std::int64_t left = 0;
  std::int64_t right = 0;
  std::int64_t cost = 0;
  bool follows_principle = false;
  std::int64_t pair = 0;  ///< of members: the pair of their organisations, 0 if none
  Text explanation;
};

/// One who found no partner.
struct Left {
  std::int64_t id = 0;
  std::string side;  ///< "urban" or "rural"
  std::string code;  ///< at_limit, no_fit, all_taken, count, already_paired
  Text why;
};

/// What a matching found.
struct Proposals {
  std::vector<Proposal> matched;
  std::vector<Left> unmatched;
  std::int64_t cost = 0;
  std::map<std::int64_t, std::string> urban_names;  ///< organisations by name, members by number only
  std::map<std::int64_t, std::string> rural_names;
};

/// How many open partners everybody has, and who is paired with whom. Open is what is proposed, returned or active.
struct OpenPairs {
  std::map<std::int64_t, int> left;
  std::map<std::int64_t, int> right;
  std::vector<std::pair<std::int64_t, std::int64_t>> pairs;
};
OpenPairs open_pairs(Call& call, std::string_view record, std::string_view left, std::string_view right,
                     const std::string& starts_on);

/// Places from `taken` to `limit`, each further one dearer by `further`.
std::vector<std::int64_t> places(int taken, int limit, std::int64_t further);

/// The reason in words.
Left left_over(const Unmatched& unmatched, bool urban);

Proposals match_organisations(Call& call, const MatchRequest& request);
Proposals match_members(Call& call, const MatchRequest& request);

void register_match(Setup& at);

}  // namespace liufa::pairing
