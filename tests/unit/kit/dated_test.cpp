#include "liufa/kit/dated.hpp"

#include <gtest/gtest.h>

namespace liufa::kit {
namespace {

const Dated<int> days{{"2020-01-01", "乙", 7}, {"2014-05-28", "甲", 5}};

TEST(KitDated, TheVersionInForceOnADay) {
  EXPECT_EQ(days.in_force("2014-05-28").rule, 5) << "in force from its first day";
  EXPECT_EQ(days.in_force("2019-12-31").rule, 5);
  EXPECT_EQ(days.in_force("2020-01-01").rule, 7);
  EXPECT_EQ(days.in_force("2026-03-01").source, "乙");
}

TEST(KitDated, SaysWhenTheEarliestBegins) {
  EXPECT_EQ(days.find("2014-05-27"), nullptr);
  try {
    (void)days.in_force("2014-05-27");
    FAIL() << "no rule was in force";
  } catch (const NoRuleInForce& none) {
    EXPECT_EQ(none.text().zh, "2014-05-27 尚无规则施行，最早的规则自 2014-05-28 起施行；请核对日期，或登记更早的规则");
    EXPECT_EQ(none.text().en,
              "no rule was in force on 2014-05-27, the earliest is in force from 2014-05-28: check the date, or "
              "register the earlier rule");
  }
}

TEST(KitDated, SaysWhenThereIsNoneAtAll) {
  try {
    (void)Dated<int>{}.in_force("2026-03-01");
    FAIL() << "there is no rule";
  } catch (const NoRuleInForce& none) {
    EXPECT_EQ(none.text().zh, "2026-03-01 适用的规则没有登记，请先登记规则及其施行日期");
  }
}

TEST(KitDated, AVersionOfTheSameDayTakesTheOthersPlace) {
  Dated<int> mine = days;
  mine.add({"2020-01-01", "丙", 10});
  mine.add({"2017-01-01", "丁", 6});
  EXPECT_EQ(mine.versions().size(), 3U);
  EXPECT_EQ(mine.in_force("2026-03-01").rule, 10);
  EXPECT_EQ(mine.in_force("2018-03-01").rule, 6);
}

}  // namespace
}  // namespace liufa::kit
