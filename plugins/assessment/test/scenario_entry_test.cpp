#include <gtest/gtest.h>

#include "test/scenario.hpp"

namespace liufa::assessment {
namespace {

bool says(const Answer& answer, std::string_view part) { return answer.detail().find(part) != std::string::npos; }
bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

Json scores(std::int64_t organisation, std::string_view stage, std::string_view rows) {
  return {{"year", 2026}, {"organisation", organisation}, {"stage", stage}, {"scores", rows}};
}

TEST(OpeningScenario, NeedsThePublishedStandardOfTheYear) {
  Office office;
  EXPECT_TRUE(says(office.refusal("open_year", {{"year", 2026}}), "0 published standards"));
  const auto draft = office.draft();
  EXPECT_TRUE(says(office.refusal("open_year", {{"year", 2026}, {"standard", draft}}), "publish it first"));
  office.district.transition("assessment.standard", draft, "publish");
  EXPECT_TRUE(
      says(office.try_create("campaign", {{"code", "2027"}, {"year", 2027}, {"name", "x"}, {"standard", draft}}),
           "needs its own standard"));
  office.open();
}

TEST(OpeningScenario, ChoosesByKindOrByName) {
  Office office;
  office.standard();
  const Json opened = office.run("open_year", {{"year", 2026}, {"organisations", {"B1", office.branches[2]}}});
  EXPECT_EQ(opened.at("created"), 2);
  const Json more = office.run("open_year", {{"year", 2026}, {"kinds", {"branch", "department"}}});
  EXPECT_EQ(more.at("created"), 6) << "two branches and four departments are new";
  EXPECT_EQ(more.at("sheets"), 8);
}

TEST(OpeningScenario, ExclusionHasAReasonAndAnApprover) {
  Office office;
  const auto standard = office.standard();
  const auto campaign = office.district.create(
      "assessment.campaign", {{"code", "2026"}, {"year", 2026}, {"name", "2026"}, {"standard", standard}});
  Json exclusion{{"campaign", campaign}, {"organisation", office.branches[0]}, {"reason", "新成立不足半年"}};
  EXPECT_EQ(office.try_create("exclusion", exclusion).code(), "record.required");
  exclusion["approved_by"] = "工委会议";
  office.district.create("assessment.exclusion", exclusion);
  office.campaign = campaign;
  EXPECT_EQ(office.run("open_year", {{"campaign", "2026"}}).at("created"), 3);
  EXPECT_TRUE(
      says(office.try_create(
               "exclusion",
               {{"campaign", campaign}, {"organisation", office.branches[1]}, {"reason", "x"}, {"approved_by", "y"}}),
           "“exclude”"));
  office.district.transition("assessment.sheet", office.sheet(office.branches[1]), "exclude",
                             {{"reason", "机构撤并"}, {"approved_by", "工委会议"}});
  EXPECT_EQ(office.district.figure("assessment.participating", "period=2026"), 2);
}

TEST(OpeningScenario, CanPrepareLongBeforeTheSelfCheck) {
  Office office;
  office.standard();
  office.campaign =
      office.run("open_year", {{"year", 2026}, {"start_self_check", false}}).at("campaign").get<std::int64_t>();
  EXPECT_EQ(office.district.read("assessment.campaign", office.campaign).at("state"), "prepared");
  office.run("record_scores", scores(office.branches[0], "spot_check", "item,points\n1.1,15\n"));
  EXPECT_TRUE(says(office.refusal("record_scores", scores(office.branches[0], "self_check", "item,points\n1.1,15\n")),
                   "during the self-check"));
  office.open();
  EXPECT_EQ(office.district.read("assessment.campaign", office.campaign).at("state"), "self_check");
}

TEST(SelfCheckScenario, MustBeCompleteWithEvidence) {
  Office office;
  office.standard();
  office.open();
  const auto branch = office.branches[0];
  const auto sheet = office.sheet(branch);
  EXPECT_TRUE(says(office.try_step("sheet", sheet, "submit"), "6 items have no self-check score"))
      << "3.2 is review only";
  office.run("record_scores",
             scores(branch, "self_check",
                    "item,points,instances,measure\n1.1,20,,\n1.2,,0,\n2.1,,5,\n2.2,,,3\n3.1,,,4\n4.1,,,6\n"));
  EXPECT_TRUE(says(office.try_step("sheet", sheet, "submit"), "1 items need evidence (1.2"));
  office.run("record_scores", scores(branch, "self_check", "item,instances,evidence_place\n1.2,0,档案柜二\n"));
  office.district.transition("assessment.sheet", sheet, "submit", {{"remark", "自查完毕"}});
  EXPECT_EQ(office.district.read("assessment.sheet", sheet).at("submitted_on"), "2026-03-01");
  EXPECT_TRUE(says(office.refusal("record_scores", scores(branch, "self_check", "item,points\n1.1,19\n")), "return"));
  office.district.transition("assessment.sheet", sheet, "return", {{"reason", "1.1 材料不足"}});
  office.run("record_scores", scores(branch, "self_check", "item,points\n1.1,19\n"));
  office.district.transition("assessment.sheet", sheet, "submit");
}

TEST(SelfCheckScenario, TheReviewWaitsForEverybodyOrTheDeadline) {
  Office office;
  office.standard();
  office.run("open_year", {{"year", 2026}, {"self_check_until", "2026-03-10"}});
  office.campaign = 1;
  office.score(office.branches[0], "self_check", "20", true);
  const Answer early = office.try_step("campaign", office.campaign, "start_review");
  EXPECT_TRUE(says(early, "3 organisations have not handed in")) << early.detail();
  office.district.set_today("2026-03-10");
  EXPECT_EQ(office.try_step("campaign", office.campaign, "start_review").status, 409);
  office.district.set_today("2026-03-11");
  office.district.transition("assessment.campaign", office.campaign, "start_review");
  office.score(office.branches[1], "review", "10", true);  // without a self-check
  EXPECT_EQ(office.district.read("assessment.sheet", office.sheet(office.branches[1])).at("state"), "reviewed");
}

TEST(ScoreScenario, SingleRecordsPassTheSameRules) {
  Office office;
  office.standard();
  office.open();
  Json score{
      {"campaign", office.campaign}, {"organisation", office.branches[0]}, {"item_code", "1.1"}, {"points", 20.01}};
  EXPECT_TRUE(says(office.try_create("self_score", score), "between 0 and 20"));
  score["points"] = 20;
  const auto id = office.district.create("assessment.self_score", score);
  EXPECT_EQ(office.district.read("assessment.self_score", id).at("sheet"), office.sheet(office.branches[0]));
  EXPECT_EQ(office.try_create("self_score", score).code(), "record.not_unique");
  score["item_code"] = "1";
  EXPECT_TRUE(says(office.try_create("self_score", score), "heading"));
  score["item_code"] = "nowhere";
  EXPECT_TRUE(says(office.try_create("self_score", score), "no item"));
  score["item_code"] = "3.2";
  EXPECT_TRUE(says(office.try_create("self_score", score), "not scored at the stage"));
  score["item_code"] = "4.1";
  EXPECT_TRUE(says(office.try_create("self_score", score), "“measure”"));
  score["item_code"] = "1.1";
  score["stage"] = "review";
  EXPECT_TRUE(says(office.try_create("score", score), "start the review first"));
}

TEST(ScoreScenario, ImportsByCodes) {
  Office office;
  office.standard();
  office.open();
  const Json report = office.district.import_csv("assessment.self_score",
                                                 "campaign,organisation,item_code,points,instances,evidence_place\n"
                                                 "2026,B1,1.1,18,,\n2026,B1,1.2,,1,档案柜二\n2026,B2,1.1,20,,\n");
  EXPECT_EQ(report.at("created"), 3);
  const Json spot = office.district.import_csv("assessment.score",
                                               "campaign,organisation,item_code,stage,occasion,points\n"
                                               "2026,B1,1.1,spot_check,1,15\n2026,B1,1.1,spot_check,2,17\n");
  EXPECT_EQ(spot.at("created"), 2);
}

TEST(ScoreScenario, TextThatCantBeReadIsExplained) {
  Office office;
  office.standard();
  office.open();
  const auto branch = office.branches[0];
  EXPECT_TRUE(says(office.refusal("record_scores", scores(branch, "self_check", "item,score\n1.1,2\n")),
                   "unknown column “score”"));
  EXPECT_TRUE(says(office.refusal("record_scores", scores(branch, "self_check", "item,points\n1.1,2,3\n")), "row 2"));
  EXPECT_TRUE(says(office.refusal("record_scores", scores(branch, "self_check", "item\n")), "no scores"));
  EXPECT_TRUE(says(office.refusal("record_scores", scores(branch, "self_check", "[{\"item\": 1")), "JSON"));
  EXPECT_TRUE(says(office.refusal("record_scores", scores(branch, "self_check", "item,instances\n1.2,two\n")),
                   "must be an integer"));
  EXPECT_TRUE(says(
      office.refusal("record_scores", scores(branch, "self_check", "organisation,item,points\nB99,1.1,2\n")), "B99"));
  office.run("record_scores",
             scores(branch, "self_check", R"([{"item": "1.1", "points": 19.5}, {"item": "1.2", "instances": 2}])"));
  EXPECT_EQ(office.district.list("assessment.self_score", "item_code=1.1").at(0).at("points"), 19.5);
  office.run("record_scores", scores(branch, "self_check", "item,points\n1.2,8\n"));
  const Json changed = office.district.list("assessment.self_score", "item_code=1.2").at(0);
  EXPECT_EQ(changed.at("points"), 8);
  EXPECT_TRUE(changed.at("instances").is_null()) << "what was given before does not stay behind";
}

}  // namespace
}  // namespace liufa::assessment
