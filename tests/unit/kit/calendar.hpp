/// The calendars that are delivered, as the kit sees them.
#pragma once

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "liufa/kit/term.hpp"
#include "liufa/kit/working_days.hpp"

namespace liufa::kit {

/// The holidays and swapped days of config/calendar: date,kind,name,source.
inline WorkingDays delivered_calendar() {
  WorkingDays days;
  for (const auto& file : std::filesystem::directory_iterator(LIUFA_ROOT "/config/calendar")) {
    if (file.path().extension() != ".csv") continue;
    std::ifstream in(file.path());
    std::string line;
    std::getline(in, line);
    if (line != "date,kind,name,source") throw std::runtime_error("expected date,kind,name,source, found " + line);
    while (std::getline(in, line)) days.set(day_of(line.substr(0, 10)), line.substr(11, 8) == "workday,");
  }
  return days;
}

}  // namespace liufa::kit
