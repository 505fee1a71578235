#include <gtest/gtest.h>

#include <liufa/testing.hpp>

TEST(LecturePlan, GivesEveryBranchALectureInEachQuarterOnce) {
  liufa::testing::District district;
  district.enable("lecture_plan");
  district.organisation("B1", "第一党支部", "branch");
  district.organisation("B2", "第二党支部", "branch");
  district.organisation("V1", "营盘村党支部", "village");

  EXPECT_EQ(district.run("lecture_plan", "open_year", {{"year", 2026}}).at("created"), 8);
  EXPECT_EQ(district.figure("lecture_plan.slots", "period=2026"), 8);
  EXPECT_EQ(district.figure("lecture_plan.slots", "period=2025"), 0);

  EXPECT_EQ(district.run("lecture_plan", "open_year", {{"year", 2026}}).at("created"), 0);
  district.organisation("B3", "第三党支部", "branch");
  EXPECT_EQ(district.run("lecture_plan", "open_year", {{"year", 2026}}).at("created"), 4);
}
