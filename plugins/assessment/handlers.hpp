/// The parts of the method; each registers its handlers. One file a part.
#pragma once

#include <liufa/method.hpp>

namespace liufa::assessment {

void register_standard(Setup& at);    ///< standards and items: checks, publishing, revising
void register_campaign(Setup& at);    ///< the year's workflow, exclusions, publicity, freezing
void register_opening(Setup& at);     ///< open_year
void register_sheets(Setup& at);      ///< sheets and their steps
void register_teams(Setup& at);       ///< teams, conflicts of interest, assigning
void register_scores(Setup& at);      ///< scores one by one
void register_recording(Setup& at);   ///< record_scores
void register_evidence(Setup& at);    ///< facts of other methods as evidence, the self-check filled from it
void register_taking(Setup& at);      ///< take_facts
void register_visits(Setup& at);      ///< draws and visits
void register_results(Setup& at);     ///< compute
void register_explaining(Setup& at);  ///< explain
void register_objections(Setup& at);  ///< objections and annotations

}  // namespace liufa::assessment
