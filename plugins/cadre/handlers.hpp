/// Each part of the method registers its own handlers.
#pragma once

#include <liufa/method.hpp>

namespace liufa::cadre {

void register_posts(Setup& at);
void register_holdings(Setup& at);
void register_take_over(Setup& at);
void register_departures(Setup& at);
void register_profiles(Setup& at);
void register_selections(Setup& at);
void register_candidates(Setup& at);
void register_appointments(Setup& at);
void register_objections(Setup& at);
void register_ballots(Setup& at);
void register_papers(Setup& at);
void register_exits(Setup& at);
void register_rotations(Setup& at);
void register_classes(Setup& at);
void register_trainings(Setup& at);
void register_results(Setup& at);
void register_differentiation(Setup& at);
void register_ledgers(Setup& at);

/// After a training was passed or corrected: the ledger of its member and year follows.
void refresh_ledger_of(Event& event);

void register_appraisals(Setup& at);
void register_rewards(Setup& at);
void register_overview(Setup& at);

}  // namespace liufa::cadre
