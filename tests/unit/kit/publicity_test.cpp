#include "liufa/kit/publicity.hpp"

#include <gtest/gtest.h>

#include "calendar.hpp"

namespace liufa::kit {
namespace {

TEST(KitPublicity, FiveWorkingDaysOverNationalDay2025) {
  const PublicityWindow window = publicity_window("2025-09-30", delivered_calendar());
  EXPECT_EQ(window.last_day, "2025-10-14") << "9, 10, Saturday the 11th, 13 and 14 October";
  EXPECT_EQ(window.objections_until, "2025-10-14");
  EXPECT_EQ(publicity_window("2025-09-30", WorkingDays{}).last_day, "2025-10-07") << "what weekdays alone would say";
}

TEST(KitPublicity, WhereTheDayOfPublicationCounts) {
  const PublicityWindow window = publicity_window("2026-03-02", delivered_calendar(), {5, 0, FirstDay::counts});
  EXPECT_EQ(window.last_day, "2026-03-06") << "Monday to Friday";
  EXPECT_EQ(publicity_window("2026-03-02", delivered_calendar()).last_day, "2026-03-09");
}

TEST(KitPublicity, ObjectionsMayFollowThePublicity) {
  const PublicityWindow window = publicity_window("2026-03-02", delivered_calendar(), {5, 3});
  EXPECT_EQ(window.last_day, "2026-03-09");
  EXPECT_EQ(window.objections_until, "2026-03-12");
}

TEST(KitPublicity, AnObjectionInTimeAndTooLate) {
  const PublicityWindow window = publicity_window("2026-03-02", delivered_calendar());
  EXPECT_EQ(check_objection(window, "2026-03-02"), std::nullopt);
  EXPECT_EQ(check_objection(window, "2026-03-09"), std::nullopt);
  EXPECT_EQ(check_objection(window, "2026-03-10")->zh, "异议应在 2026-03-02 至 2026-03-09 之间提出，填报为 2026-03-10");
  EXPECT_NE(check_objection(window, "2026-03-01"), std::nullopt);
}

TEST(KitPublicity, FrozenOnlyAfterThePeriodAndWithoutOpenObjections) {
  const PublicityWindow window = publicity_window("2026-03-02", delivered_calendar());
  EXPECT_FALSE(is_over(window, "2026-03-09"));
  EXPECT_EQ(check_freeze(window, "2026-03-09", 0)->zh,
            "公示及异议期至 2026-03-09 止，最早 2026-03-10 办理，今天是 2026-03-09");
  EXPECT_EQ(check_freeze(window, "2026-03-10", 1)->en, "1 objection(s) are still open: answer each of them first");
  EXPECT_EQ(check_freeze(window, "2026-03-10", 0), std::nullopt);
}

}  // namespace
}  // namespace liufa::kit
