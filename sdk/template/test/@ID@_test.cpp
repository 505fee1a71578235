#include <liufa/testing.hpp>

#include <gtest/gtest.h>

namespace {

class @CLASS@Test : public ::testing::Test {
 protected:
  @CLASS@Test() {
    district.enable("@ID@");
    branch = district.organisation("B1", "第一党支部", "branch");
    activity = district.create("@ID@.activity", {{"title", "主题党日"}, {"organisation", branch}});
  }

  liufa::testing::District district;
  std::int64_t branch = 0;
  std::int64_t activity = 0;
};

TEST_F(@CLASS@Test, AnActivityHeldCountsInItsPeriod) {
  district.transition("@ID@.activity", activity, "hold", {{"held_on", "2026-02-10"}, {"participants", 12}});
  EXPECT_EQ(district.read("@ID@.activity", activity).at("state"), "held");
  EXPECT_EQ(district.figure("@ID@.activities", "period=2026-Q1"), 1);
  EXPECT_EQ(district.figure("@ID@.attendance", "period=2026"), 12);
  EXPECT_EQ(district.figure("@ID@.activities", "period=2025"), 0);
}

TEST_F(@CLASS@Test, TooFewParticipantsAreRefusedByTheDistrictsSetting) {
  const liufa::testing::Json two = {{"held_on", "2026-02-10"}, {"participants", 2}};
  EXPECT_THROW(district.transition("@ID@.activity", activity, "hold", two), liufa::testing::Unexpected);
  district.configure("@ID@", {{"fewest_participants", 2}});
  EXPECT_NO_THROW(district.transition("@ID@.activity", activity, "hold", two));
}

}  // namespace
