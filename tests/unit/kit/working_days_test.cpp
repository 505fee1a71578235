#include "liufa/kit/working_days.hpp"

#include <gtest/gtest.h>

#include "calendar.hpp"

namespace liufa::kit {
namespace {

int working_days_in(const WorkingDays& calendar, const char* first, const char* last) {
  return calendar.between(day_of(first) - std::chrono::days{1}, day_of(last));
}

TEST(KitWorkingDays, WithoutACalendarMondayToFriday) {
  const WorkingDays plain;
  EXPECT_TRUE(plain.is_working(day_of("2026-03-06"))) << "Friday";
  EXPECT_FALSE(plain.is_working(day_of("2026-03-07"))) << "Saturday";
  EXPECT_FALSE(plain.knows(std::chrono::year{2026}));
}

TEST(KitWorkingDays, NationalDay2025IsOffFromThe1stToThe8thAndThe11thIsWorked) {
  const WorkingDays calendar = delivered_calendar();
  for (const char* day :
       {"2025-10-01", "2025-10-02", "2025-10-03", "2025-10-04", "2025-10-05", "2025-10-06", "2025-10-07", "2025-10-08"})
    EXPECT_FALSE(calendar.is_working(day_of(day))) << day;
  EXPECT_TRUE(calendar.is_working(day_of("2025-09-28"))) << "a Sunday worked in exchange";
  EXPECT_TRUE(calendar.is_working(day_of("2025-10-09")));
  EXPECT_TRUE(calendar.is_working(day_of("2025-10-11"))) << "a Saturday worked in exchange";
  EXPECT_FALSE(calendar.is_working(day_of("2025-10-12"))) << "a Sunday like any other";
}

TEST(KitWorkingDays, SpringFestival2026) {
  const WorkingDays calendar = delivered_calendar();
  EXPECT_TRUE(calendar.is_working(day_of("2026-02-14"))) << "a Saturday worked in exchange";
  EXPECT_EQ(working_days_in(calendar, "2026-02-15", "2026-02-23"), 0);
  EXPECT_TRUE(calendar.is_working(day_of("2026-02-28"))) << "a Saturday worked in exchange";
}

/// Order 795 of the State Council (2024): 13 public holidays a year, and 104 weekend days in both years, so 365 - 117.
TEST(KitWorkingDays, TheNoticesTakeExactlyTheStatutoryHolidaysFromAYear) {
  const WorkingDays calendar = delivered_calendar();
  EXPECT_TRUE(calendar.knows(std::chrono::year{2025}));
  EXPECT_TRUE(calendar.knows(std::chrono::year{2026}));
  EXPECT_FALSE(calendar.knows(std::chrono::year{2024}));
  EXPECT_EQ(working_days_in(calendar, "2025-01-01", "2025-12-31"), 248);
  EXPECT_EQ(working_days_in(calendar, "2026-01-01", "2026-12-31"), 248);
}

TEST(KitWorkingDays, ADeadlineOf3WorkingDaysOverAWeekend) {
  const WorkingDays calendar = delivered_calendar();
  EXPECT_EQ(date_of(calendar.after(day_of("2026-03-05"), 3)), "2026-03-10");
  EXPECT_EQ(date_of(calendar.after(day_of("2026-03-05"), 0)), "2026-03-05");
  EXPECT_EQ(calendar.between(day_of("2026-03-10"), day_of("2026-03-05")), -3);
}

}  // namespace
}  // namespace liufa::kit
