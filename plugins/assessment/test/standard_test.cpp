#include "rules/standard.hpp"

#include <gtest/gtest.h>

namespace liufa::assessment {
namespace {

Item item(std::string code, Category category, std::int64_t points) {
  Item made;
  made.code = std::move(code);
  made.name = "项目";
  made.category = category;
  made.points = points;
  return made;
}

Standard good() {
  Standard standard;
  standard.items = {item("1", Category::ideology, 2'500), item("2", Category::organisation, 3'000),
                    item("3", Category::style, 2'500), item("4", Category::institution, 2'000)};
  return standard;
}

bool says(const std::vector<Finding>& findings, std::string_view part) {
  for (const Finding& finding : findings)
    if (finding.zh.find(part) != std::string::npos && !finding.en.empty()) return true;
  return false;
}

TEST(CheckStandard, AGoodOneIsPublishable) { EXPECT_TRUE(check_standard(good()).empty()); }

TEST(CheckStandard, PointsMustAddUp) {
  Standard standard = good();
  standard.items[0].points = 2'250;
  EXPECT_TRUE(says(check_standard(standard), "应为 100 分，实为 97.5 分"));
  EXPECT_TRUE(says(check_standard(standard), "尚缺 2.5 分"));
  standard.items[0].points = 2'501;
  EXPECT_TRUE(says(check_standard(standard), "超出 0.01 分"));
}

TEST(CheckStandard, EveryKindOfBuildingNeedsAnItem) {
  Standard standard = good();
  standard.items[3].category = Category::style;
  EXPECT_TRUE(says(check_standard(standard), "制度建设没有计分项目"));
}

TEST(CheckStandard, BonusAndPenaltyDoNotCountToTheFullPoints) {
  Standard standard = good();
  Item bonus = item("B", Category::style, 500);
  bonus.part = Part::bonus;
  standard.items.push_back(bonus);
  EXPECT_TRUE(check_standard(standard).empty());
}

TEST(CheckStandard, HeadingsAgreeWithWhatIsBelow) {
  Standard standard = good();
  Item heading = item("A", Category::ideology, 2'600);
  heading.kind = Kind::heading;
  standard.items.push_back(heading);
  standard.items[0].parent = "A";
  EXPECT_TRUE(says(check_standard(standard), "标准分为 26 分，其下各项合计 25 分"));
  standard.items.back().points = 2'500;
  EXPECT_TRUE(check_standard(standard).empty());
  standard.items.back().points = 0;
  EXPECT_TRUE(check_standard(standard).empty()) << "a heading needs no points of its own";
}

TEST(CheckStandard, WeightsAndThresholds) {
  Standard standard = good();
  standard.rules.weights = {1'000, 3'000, 7'000};
  EXPECT_TRUE(says(check_standard(standard), "应为 100%，实为 110%"));
  standard = good();
  standard.rules.basic_score = 8'100;
  EXPECT_TRUE(says(check_standard(standard), "不能高于达标线"));
  standard = good();
  standard.rules.grades = {8'000, 9'000, 6'000};
  EXPECT_TRUE(says(check_standard(standard), "由高到低"));
  EXPECT_TRUE(says(check_standard(Standard{}), "没有考核项目"));
}

TEST(CheckItem, ParametersOfItsKind) {
  Item rule = item("1", Category::ideology, 6'000);
  rule.kind = Kind::rank;
  EXPECT_TRUE(says(check_item(rule), "名次分值"));
  rule.rank_points = {6'000, 5'700, 5'400, 5'100, 4'800};
  EXPECT_TRUE(check_item(rule).empty());
  rule.rank_beyond = 4'900;
  EXPECT_FALSE(check_item(rule).empty()) << "rank 6 would be better than rank 5";
  rule.rank_beyond = 0;
  rule.points = 5'000;
  EXPECT_FALSE(check_item(rule).empty()) << "rank 1 has the full points";

  rule = item("1", Category::ideology, 1'000);
  rule.kind = Kind::deduction;
  EXPECT_TRUE(says(check_item(rule), "每次"));
  rule.step_points = 50;
  EXPECT_TRUE(check_item(rule).empty());
  rule.floor = 1'100;
  EXPECT_TRUE(says(check_item(rule), "最低分 11 不能高于标准分 10"));

  rule = item("1", Category::ideology, 1'000);
  rule.kind = Kind::threshold;
  rule.step_points = 50;
  rule.step = 0;
  EXPECT_TRUE(says(check_item(rule), "幅度"));

  rule = item("1", Category::ideology, 1'000);
  rule.stages = {false, false, false};
  EXPECT_TRUE(says(check_item(rule), "环节"));

  rule = item("1", Category::ideology, 5'000);
  rule.occasions = 5;
  EXPECT_TRUE(check_item(rule).empty());
  rule.stages = {true, false, true};
  EXPECT_TRUE(says(check_item(rule), "平时抽查"));

  rule = item("1", Category::ideology, 0);
  EXPECT_TRUE(says(check_item(rule), "标准分应大于 0"));
  rule.part = Part::veto;
  EXPECT_TRUE(says(check_item(rule), "按次计"));
  rule.kind = Kind::addition;
  EXPECT_TRUE(check_item(rule).empty());
}

TEST(RankTable, IsReadAsPeopleWriteIt) {
  const std::vector<std::int64_t> expected{6'000, 5'700, 5'400, 5'100, 4'800};
  for (const char* text :
       {"60/57/54/51/48", "60,57,54,51,48", "60，57，54，51，48", "60、57、54、51、48", "60; 57; 54; 51; 48"})
    EXPECT_EQ(parse_rank_table(text), expected) << text;
  EXPECT_EQ(parse_rank_table(""), std::vector<std::int64_t>{});
  EXPECT_EQ(parse_rank_table("2.5"), std::vector<std::int64_t>{250});
  for (const char* wrong : {"60-57", "a", "60//57", "-1"}) EXPECT_EQ(parse_rank_table(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace liufa::assessment
