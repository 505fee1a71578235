#include <gtest/gtest.h>

#include <liufa/testing.hpp>

namespace {

class StudyCreditTest : public ::testing::Test {
 protected:
  std::int64_t held_lecture() {
    const auto branch = district.organisation("B1", "第一党支部", "branch");
    const auto lecture = district.create(
        "lecture.lecture", {{"code", "L1"}, {"title", "学习党章"}, {"organisation", branch}, {"hours", 2.5}});
    district.transition("lecture.lecture", lecture, "hold", {{"held_on", "2026-04-10"}, {"audience", 32}});
    district.settle();
    return lecture;
  }

  liufa::testing::District district;
};

TEST_F(StudyCreditTest, ALectureHeldIsCredited) {
  district.enable("lecture");
  district.enable("study_credit");
  const auto lecture = held_lecture();
  const auto credits = district.list("study_credit.credit");
  ASSERT_EQ(credits.size(), 1U);
  EXPECT_EQ(credits.front().at("lecture"), lecture);
  EXPECT_EQ(district.figure("study_credit.hours"), 2.5);
}

TEST_F(StudyCreditTest, AReportedCreditHoldsUpTheCancelling) {
  district.enable("lecture");
  district.enable("study_credit");
  const auto lecture = held_lecture();
  const auto credit = district.list("study_credit.credit").front().at("id").get<std::int64_t>();
  district.transition("study_credit.credit", credit, "report");
  EXPECT_THROW(district.transition("lecture.lecture", lecture, "cancel", {{"reason", "误登记"}}),
               liufa::testing::Unexpected);

  district.disable("study_credit");
  EXPECT_NO_THROW(district.transition("lecture.lecture", lecture, "cancel", {{"reason", "误登记"}}));
}

TEST_F(StudyCreditTest, WithoutTheOtherMethodThereIsNothingToCredit) {
  district.enable("study_credit");
  EXPECT_EQ(district.figure("study_credit.hours"), 0);
}

}  // namespace
