#include "liufa/kit/term.hpp"

#include <gtest/gtest.h>

namespace liufa::kit {
namespace {

TEST(KitTerm, EndsOnTheCorrespondingDay) {
  EXPECT_EQ(add_years("2021-05-10", 5), "2026-05-10");
  EXPECT_EQ(add_years("2024-02-29", 1), "2025-02-28");
  EXPECT_EQ(add_years("2024-02-29", 4), "2028-02-29");
  EXPECT_EQ(end_of_term("2025-08-31", 6), "2026-02-28");
}

TEST(KitTerm, CompleteMonthsAreCalendarMonthsNot30Days) {
  EXPECT_EQ(complete_months("2025-01-31", "2025-02-27"), 0);
  EXPECT_EQ(complete_months("2025-01-31", "2025-02-28"), 1);
  EXPECT_EQ(complete_months("2025-01-30", "2025-03-01"), 1) << "30 days, yet February is over";
  EXPECT_EQ(complete_months("2025-03-01", "2025-02-01"), -1);
  EXPECT_EQ(complete_months("2025-03-01", "2025-03-01"), 0);
}

TEST(KitTerm, AgeAndTenureOnADay) {
  EXPECT_EQ(age_on("1990-06-15", "2026-06-14"), 35);
  EXPECT_EQ(age_on("1990-06-15", "2026-06-15"), 36);
  EXPECT_EQ(age_on("2008-02-29", "2026-02-28"), 18);
  EXPECT_EQ(complete_years("2023-03-01", "2026-02-28"), 2);
}

TEST(KitTerm, RefusesWhatIsNoDate) {
  for (const char* wrong : {"2025-02-30", "2025/02/03", "2025-2-3", "", "2025-02-03T00:00"})
    EXPECT_THROW(day_of(wrong), std::invalid_argument) << wrong;
  EXPECT_EQ(date_of(day_of("2024-02-29")), "2024-02-29");
}

TEST(KitTerm, TargetAfter1YearAsActivistNot365Days) {
  const Text step{"确定发展对象", "naming the development target"};
  const Text event{"确定入党积极分子", "naming the activist"};
  EXPECT_EQ(too_early(step, event, "2024-02-01", 12, "2025-02-01"), std::nullopt);
  const auto refusal = too_early(step, event, "2024-02-01", 12, "2025-01-31");
  ASSERT_TRUE(refusal) << "365 days, but not a year: 2024 has a 29 February";
  EXPECT_EQ(refusal->zh, "确定发展对象应在确定入党积极分子（2024-02-01）满 1 年后，最早 2025-02-01，填报为 2025-01-31");
  EXPECT_EQ(refusal->en,
            "naming the development target is expected 1 year after naming the activist (2024-02-01), on 2025-02-01 at "
            "the earliest, found 2025-01-31");
}

TEST(KitTerm, ExtensionOf5And13MonthsRefused6And12AcceptedASecondRefused) {
  EXPECT_NE(check_extension(5, 0), std::nullopt);
  EXPECT_EQ(check_extension(6, 0), std::nullopt);
  EXPECT_EQ(check_extension(12, 0), std::nullopt);
  EXPECT_EQ(check_extension(13, 0)->zh, "延长预备期应为 6 至 12 个月，填报为 13 个月");
  EXPECT_EQ(check_extension(6, 1)->zh, "预备期最多延长 1 次，已延长 1 次，请按期讨论转正或取消资格");
}

TEST(KitTerm, Training2Days16HoursRefused3DaysOr24HoursAccepted) {
  EXPECT_EQ(check_training(2, 1'600)->zh, "培训应不少于 3 天或 24 学时，填报为 2 天、16 学时");
  EXPECT_EQ(check_training(2, 1'605)->en,
            "training of at least 3 days or 24 hours is expected, found 2 days and 16.05 hours");
  EXPECT_EQ(check_training(3, 0), std::nullopt);
  EXPECT_EQ(check_training(2, 2'400), std::nullopt);
}

TEST(KitTerm, ACommitteeIsElectedFor5YearsABranchFor3AVillageFor5) {
  EXPECT_EQ(months_of_office("committee"), 60);
  EXPECT_EQ(months_of_office("general_branch"), 36);
  EXPECT_EQ(months_of_office("branch"), 36);
  EXPECT_EQ(months_of_office("village"), 60);
  EXPECT_EQ(months_of_office("community"), 60);
  EXPECT_EQ(months_of_office("department"), std::nullopt);
  EXPECT_EQ(end_of_term("2023-04-20", *months_of_office("branch")), "2026-04-20");
}

TEST(KitTerm, AnElectionIsMovedByAtMost1Year) {
  EXPECT_EQ(check_moved_term("2026-05-10", "2027-05-10"), std::nullopt);
  EXPECT_EQ(check_moved_term("2026-05-10", "2025-05-10"), std::nullopt);
  EXPECT_EQ(check_moved_term("2026-05-10", "2027-05-11")->zh,
            "任期 2026-05-10 届满，延期或者提前不超过 1 年，应在 2025-05-10 至 2027-05-10 之间换届，填报为 2027-05-11");
  EXPECT_NE(check_moved_term("2026-05-10", "2025-05-09"), std::nullopt);
}

}  // namespace
}  // namespace liufa::kit
