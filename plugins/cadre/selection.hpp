/// A selection as its candidates, ballots and papers see it.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <string>
#include <vector>

namespace liufa::cadre {

struct Selection {
  std::int64_t id = 0;
  std::int64_t organisation = 0;
  std::string state;
  std::string procedure;
  std::vector<std::int64_t> posts;
  std::int64_t seats = 0;
  std::int64_t candidates_needed = 0;
  std::int64_t members_entitled = 0;
  std::int64_t members_present = 0;
  std::int64_t masses_entitled = 0;
  std::int64_t masses_present = 0;
  std::string publicity_from;
  std::string publicity_until;
  std::int64_t rounds = 0;
};

/// The selection of that id. Refuses on `selection` if there is none.
Selection read_selection(Call& call, std::int64_t id);

/// The posts that JSON fields of a selection name, the first one first.
std::vector<std::int64_t> posts_of(const Json& fields);

/// How many candidates of a selection are in this state.
std::int64_t count_candidates(Call& call, std::int64_t selection, const char* state);

/// Takes a step for every candidate in one of the states ("'nominated', 'approved'").
void step_candidates(Call& call, std::int64_t selection, const std::string& states, const char* step,
                     const Json& fields = Json::object());

/// Refuses unless the selection is in one of these states. `what` is what was to be done.
void require_state(const Selection& selection, const std::vector<std::string>& states, const Text& what);

/// What a state of a selection is called.
Text selection_state_name(std::string_view state);

/// After the last elected candidate was appointed or refused: the selection is complete if somebody was appointed.
/// `now` is the candidate whose step is being written, `appointed` whether that is an appointment.
void complete_if_done(Call& call, const Selection& selection, std::int64_t now, bool appointed);

}  // namespace liufa::cadre
