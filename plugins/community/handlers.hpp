/// The parts of the method; each registers its handlers. One file a part.
#pragma once

#include <liufa/method.hpp>

namespace liufa::community {

void register_report_ins(Setup& at);     ///< report-in, receipt, move, end
void register_needs(Setup& at);          ///< needs and what is published of them
void register_claims(Setup& at);         ///< who takes which post
void register_matching(Setup& at);       ///< match, find_posts
void register_services(Setup& at);       ///< the card's entries
void register_helping_pairs(Setup& at);  ///< a member and a household
void register_activities(Setup& at);     ///< activities, who took part, record_attendance
void register_suggestions(Setup& at);
void register_years(Setup& at);      ///< open_year, closing
void register_four_ones(Setup& at);  ///< kept up by facts, exemptions
void register_notices(Setup& at);    ///< the yearly notice, open_notices
void register_consultations(Setup& at);
void register_gates(Setup& at);       ///< the guard, and what waits at a gate
void register_departures(Setup& at);  ///< who leaves, retires, changes organisation
void register_post_kinds(Setup& at);
void register_papers(Setup& at);  ///< print

}  // namespace liufa::community
