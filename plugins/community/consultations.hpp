/// Asking a community about a member who waits at another method's gate.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <string>

#include "standing.hpp"

namespace liufa::community {

/// A record at a gate, as `host_gate` has it.
struct Waiting {
  std::string gate;  ///< "exemplar.naming"
  std::string kind;  ///< development, admission, appointment, award
  std::string record;
  std::int64_t id = 0;
  std::int64_t member = 0;
};

/// Whether the district consults communities on this kind of step.
bool is_consulted(Call& call, std::string_view kind);

/// Asks the community of a report-in, unless it has been asked about this already. In a write.
void ask(Call& call, const Waiting& waiting, const Standing& standing);

/// Asks about all that waits for a member. `standing` need not be stored yet. In a write.
void ask_waiting(Call& call, std::int64_t member, const Standing& standing);

}  // namespace liufa::community
