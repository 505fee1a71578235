/// The parts of the method; each registers its handlers. One file a part.
#pragma once

#include <liufa/method.hpp>

namespace liufa::exemplar {

void register_rounds(Setup& at);        ///< the year's round of model posts, quotas
void register_nominations(Setup& at);   ///< nominations up to the review
void register_naming(Setup& at);        ///< publicity, naming, plaques
void register_objections(Setup& at);    ///< objections during publicity
void register_rechecks(Setup& at);      ///< re-checks, withdrawal and end of model posts
void register_departures(Setup& at);    ///< members who leave, retire or move
void register_contests(Setup& at);      ///< the contest of party-day activities, entries
void register_jurors(Setup& at);        ///< jurors, conflicts of interest, score sheets
void register_drawing(Setup& at);       ///< which juror judges which entry
void register_results(Setup& at);       ///< computing and publishing the contest
void register_best(Setup& at);          ///< the ten best organisations
void register_observations(Setup& at);  ///< observation visits and borrowing

}  // namespace liufa::exemplar
