/// The district's calendar of working days, read through a call. The manifest says `reads: [work.calendar_day]`.
#pragma once

#include <liufa/method.hpp>

#include "liufa/kit/term.hpp"
#include "liufa/kit/working_days.hpp"

namespace liufa::kit {

/// The holidays and swapped days that the district has imported. One query over some forty rows a year; read it once in
/// a handler and keep it for its length only, for the office may correct the calendar at any time.
inline WorkingDays working_days(Call& call) {
  WorkingDays days;
  call.query("SELECT date, kind FROM work_calendar_day", {},
             [&](const Row& row) { days.set(day_of(row.text(0)), row.text(1) == "workday"); });
  return days;
}

}  // namespace liufa::kit
