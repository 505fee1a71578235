/// Holding a post: beginning, ending, and what the post and the rest of the method learn of it.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <string>

namespace liufa::cadre {

/// How a holding ends.
struct Ending {
  std::string on;      ///< the last day
  std::string reason;  ///< option of `end_reason`
  std::string note;
};

/// Ends one serving holding by a procedure. In a write.
void end_holding(Call& call, std::int64_t holding, const Ending& ending);

/// Ends all serving holdings that `where` (with $1 = `id`) selects; the last day is not before the first. In a write.
void end_holdings(Call& call, const std::string& where, std::int64_t id, const Ending& ending);

/// Someone who takes a post by a procedure.
struct Appointment {
  std::int64_t post = 0;
  std::int64_t member = 0;
  std::string starts_on;
  std::string appointed_by;
  std::string document;
  std::int64_t candidate = 0;
  std::int64_t rotation = 0;
};

/// Begins a holding. Who held or acted before leaves the day before; who is appointed again gets another term. Returns
/// the holding's id. In a write.
std::int64_t appoint(Call& call, const Appointment& appointment);

/// Marks the post of this change as vacant, with the day by which it is to be filled.
void set_vacant(Change& change, const std::string& since, const char* cause);

/// Cancels the open selections that `where` (with $1 = `id`) selects. In a write.
void cancel_selections(Call& call, const std::string& where, std::int64_t id, const char* note);

}  // namespace liufa::cadre
