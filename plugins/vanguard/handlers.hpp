/// The parts of the method; each registers its handlers. One file a part.
#pragma once

#include <liufa/method.hpp>

namespace liufa::vanguard {

void register_rule_sets(Setup& at);   ///< rule sets, groups, indicators: checks, putting in force, revising
void register_members(Setup& at);     ///< classes and exclusions
void register_years(Setup& at);       ///< the year's workflow, publicity, freezing
void register_entries(Setup& at);     ///< entries by hand, reviewed
void register_facts(Setup& at);       ///< entries taken from other methods' facts
void register_appraisals(Setup& at);  ///< democratic appraisal
void register_computing(Setup& at);   ///< the index, after every change and in bulk
void register_explaining(Setup& at);  ///< an index point by point
void register_what_if(Setup& at);     ///< other rules on a year's data
void register_objections(Setup& at);  ///< objections and decisions on grades
void register_failing(Setup& at);     ///< the process for members found failing

}  // namespace liufa::vanguard
