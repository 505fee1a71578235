#include <gtest/gtest.h>

#include <liufa/testing.hpp>

TEST(Lecture, IsPlannedHeldAndCounted) {
  liufa::testing::District district;
  district.enable("lecture");
  district.organisation("B1", "第一党支部", "branch");

  // The organisation is named by its code, as in a spreadsheet.
  district.import_csv("lecture.lecture", "code,title,organisation\nL1,学习党章,B1\nL2,参观红岩,B1\n");
  const auto lectures = district.list("lecture.lecture", "sort=code");
  ASSERT_EQ(lectures.size(), 2U);

  const auto id = lectures.front().at("id").get<std::int64_t>();
  EXPECT_THROW(district.transition("lecture.lecture", id, "hold"), liufa::testing::Unexpected);
  district.transition("lecture.lecture", id, "hold", {{"held_on", "2026-04-10"}, {"audience", 32}});

  EXPECT_EQ(district.figure("lecture.lectures", "period=2026-Q2"), 1);
  EXPECT_EQ(district.figure("lecture.audience", "period=2026"), 32);
  EXPECT_EQ(district.figure("lecture.lectures", "period=2026-Q1"), 0);
}
