/// What is due, across all methods: a person's to-do list (我的待办), an organisation's calendar, what is overdue
/// below.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "directory/authorise.hpp"
#include "liufa/kit/working_days.hpp"
#include "services/district_model.hpp"

namespace liufa::host {

/// The district's working days: the records work.calendar_day.
kit::WorkingDays read_working_days(Session& session);

/// What is asked for.
struct DueQuery {
  std::string today;              ///< civil date
  std::string until = {};         ///< last day that counts; empty: as far ahead as each reminder says
  std::int64_t organisation = 0;  ///< this one and all below; 0: no restriction
  bool overdue_only = false;
};

/// What the actor has to do themselves: the posts of a secretary or community count for their own organisation, not for
/// those below. {"today", "items": [{"reminder", "name", "record", "id", "title", "organisation", "organisation_name",
/// "due_on", "working_days" (negative: late), "overdue", "urged", "enter"}]}, the most urgent first. `enter` is null
/// where the record `id` is to be worked on; of what recurs each period it holds the fields that the new record begins
/// with, and `id` is the organisation's.
Json todo(Session& session, const DistrictModel& model, const Actor& actor, const DueQuery& query);

/// All that is due in what the actor may read, whoever has to do it: the calendar, and what a superior urges.
Json due_in_scope(Session& session, const DistrictModel& model, const Actor& actor, const DueQuery& query);

/// Throws what the SQL of a reminder throws, so that it is found when its method is enabled.
void try_reminder(Session& session, const DistrictModel& model, const Reminder& reminder);

/// Notes that fields of a new record were filled without asking. In a write.
void count_spared(Session& session, std::string_view record, std::int64_t fields);

/// {"total", "records": [{"record", "fields"}]}: how many fields nobody had to fill in.
Json spared_fields(Session& session);

}  // namespace liufa::host
