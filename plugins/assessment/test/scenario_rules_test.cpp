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

TEST(ReviewScenario, WaitsUntilEverythingIsScored) {
  Office office;
  office.standard();
  office.open();
  for (const auto branch : office.branches) office.score(branch, "self_check", "20", true);
  EXPECT_TRUE(says(office.refusal("compute", {{"year", 2026}}), "start the review first"));
  office.district.transition("assessment.campaign", office.campaign, "start_review");
  const auto branch = office.branches[0];
  const auto sheet = office.sheet(branch);
  office.run("record_scores", scores(branch, "review", "item,points\n1.1,20\n3.2,10\n"));
  EXPECT_TRUE(says(office.try_step("sheet", sheet, "review"), "5 items are not scored"));
  EXPECT_TRUE(says(office.refusal("compute", {{"year", 2026}}), "4 organisations are not reviewed"));
  office.score(branch, "review", "20", true);
  EXPECT_TRUE(
      says(office.refusal("record_scores", scores(branch, "review", "item,points\n1.1,1\n")), "reopen it first"));
  office.district.transition("assessment.sheet", sheet, "reopen", {{"reason", "补查"}});
  office.run("record_scores", scores(branch, "review", "item,points\n1.1,1\n"));
}

TEST(ReviewScenario, PublishingNeedsResultsOfTheScoresAsTheyAre) {
  Office office;
  office.standard();
  office.open();
  office.review_all({"20", "19", "18", "17"});
  EXPECT_TRUE(says(office.refusal("publish", {{"year", 2026}}), "compute again"));
  office.compute();
  const auto sheet = office.sheet(office.branches[0]);
  office.district.transition("assessment.sheet", sheet, "reopen", {{"reason", "补查"}});
  office.run("record_scores", scores(office.branches[0], "review", "item,points\n1.1,1\n"));
  EXPECT_TRUE(says(office.refusal("publish", {{"year", 2026}}), "compute again"));
  office.district.transition("assessment.sheet", sheet, "review");
  EXPECT_GE(office.compute().at("changed"), 1);
  EXPECT_EQ(office.compute().at("changed"), 0) << "computing again changes nothing";
  office.run("publish", {{"year", 2026}});
  EXPECT_EQ(office.try_update("campaign", office.campaign, {{"publicity_until", "2026-03-02"}}).status, 409);
  office.district.update("assessment.campaign", office.campaign, {{"publicity_until", "2026-03-20"}});
}

TEST(ReviewScenario, AWithdrawnSpotScoreNoLongerCounts) {
  Office office;
  office.standard();
  office.open();
  office.run("record_scores", scores(office.branches[0], "spot_check", "item,points\n1.1,0\n"));
  office.review_all({"20", "20", "20", "20"});
  office.compute();
  EXPECT_EQ(office.result(office.branches[0]).at("total"), 94) << "20 × 70 % instead of 20";
  const auto sheet = office.sheet(office.branches[0]);
  office.district.transition("assessment.sheet", sheet, "reopen", {{"reason", "误录"}});
  const auto score = office.district.list("assessment.score", "stage=spot_check").at(0).at("id").get<std::int64_t>();
  office.district.update("assessment.score", score, {{"withdrawn", true}});
  office.district.transition("assessment.sheet", sheet, "review");
  office.compute();
  EXPECT_EQ(office.result(office.branches[0]).at("total"), 100);
}

TEST(ReviewScenario, TheOfficeDecidesBetweenEquals) {
  Office office;
  office.standard("2026", 2026, {{"advanced_share", 25}});  // one of four
  office.open();
  office.review_all({"20", "20", "18", "17"});
  EXPECT_EQ(office.compute().at("tied_at_cut"), 2);
  const auto sheet = office.sheet(office.branches[1]);
  EXPECT_TRUE(says(office.try_update("sheet", sheet, {{"advanced_decision", "named"}}), "needs its reason"));
  office.district.update("assessment.sheet", sheet,
                         {{"advanced_decision", "named"}, {"decision_reason", "平时表现突出"}});
  const Json computed = office.compute();
  EXPECT_EQ(computed.at("advanced"), 1);
  EXPECT_EQ(computed.at("tied_at_cut"), 0);
  EXPECT_EQ(office.result(office.branches[1]).at("advanced"), true);
  office.district.update("assessment.sheet", office.sheet(office.branches[0]),
                         {{"advanced_decision", "named"}, {"decision_reason", "同分"}});
  EXPECT_TRUE(says(office.refusal("compute", {{"year", 2026}}), "1 more organisations were named"));
}

TEST(ReviewScenario, AnExcludedOrganisationsResultIsSetAside) {
  Office office;
  office.standard();
  office.open();
  office.review_all({"20", "19", "18", "17"});
  office.compute();
  office.district.transition("assessment.sheet", office.sheet(office.branches[0]), "exclude",
                             {{"reason", "机构撤并"}, {"approved_by", "工委会议"}});
  office.compute();
  EXPECT_EQ(office.result(office.branches[0]).at("withdrawn"), true);
  EXPECT_EQ(office.result(office.branches[1]).at("rank"), 1);
  EXPECT_EQ(office.district.figure("assessment.assessed", "period=2026"), 3);
}

TEST(TeamScenario, NobodyAssessesTheOwnDepartment) {
  Office office;
  office.standard();
  office.open();
  auto& district = office.district;
  const auto insider = district.member("M1", "张一", office.branches[0]);
  const auto outsider = district.member("M2", "李二", office.branches[1]);
  const auto staff = district.member("M3", "王三", office.committee);
  const auto team = [&](std::string_view code, const Json& members) {
    return district.create("assessment.team",
                           {{"campaign", office.campaign}, {"code", code}, {"name", code}, {"members", members}});
  };
  const auto first = team("1", {insider});
  const auto second = team("2", {outsider, staff});
  const auto sheet = office.sheet(office.branches[0]);
  EXPECT_TRUE(says(office.try_update("sheet", sheet, {{"team", first}}), "must step aside"));
  const Json assigned = office.run("assign_teams", {{"year", 2026}});
  EXPECT_EQ(assigned.at("assigned"), 4);
  EXPECT_EQ(district.read("assessment.sheet", sheet).at("team"), second);
  EXPECT_EQ(district.read("assessment.sheet", office.sheet(office.branches[1])).at("team"), first);
  for (const Json& each : assigned.at("teams")) EXPECT_EQ(each.at("sheets"), 2);
  EXPECT_TRUE(says(office.try_update("team", second, {{"members", {outsider, insider}}}), "must step aside"))
      << "also when the team changes after the assignment";
}

TEST(TeamScenario, SaysWhomNoTeamCanAssess) {
  Office office;
  office.standard();
  office.open();
  EXPECT_TRUE(says(office.refusal("assign_teams", {{"year", 2026}}), "create teams first"));
  const auto insider = office.district.member("M1", "张一", office.branches[0]);
  office.district.create("assessment.team",
                         {{"campaign", office.campaign}, {"code", "1"}, {"name", "一组"}, {"leader", insider}});
  EXPECT_TRUE(says(office.refusal("assign_teams", {{"year", 2026}}), "支部1"));
}

TEST(VisitScenario, AYearEndVisitHearsInspectsAppraisesDeliberates) {
  Office office;
  office.standard();
  office.open();
  const Json fields{{"campaign", office.campaign}, {"organisation", office.branches[0]}, {"stage", "review"}};
  const auto visit = office.district.create("assessment.visit", fields);
  EXPECT_EQ(office.district.read("assessment.visit", visit).at("occasion"), 1);
  const Answer incomplete =
      office.try_step("visit", visit, "finish", {{"visited_on", "2026-03-01"}, {"heard", "汇报"}});
  EXPECT_TRUE(says(incomplete, "missing: inspected, appraised, deliberated")) << incomplete.detail();
  Json all{
      {"visited_on", "2026-03-02"}, {"heard", "听"}, {"inspected", "查"}, {"appraised", "评"}, {"deliberated", "议"}};
  EXPECT_TRUE(says(office.try_step("visit", visit, "finish", all), "later than today"));
  all["visited_on"] = "2026-03-01";
  office.district.transition("assessment.visit", visit, "finish", all);
}

TEST(ObjectionScenario, OnlyDuringPublicity) {
  Office office;
  office.standard();
  office.open();
  const Json objection{{"campaign", office.campaign}, {"organisation", office.branches[0]}, {"claim", "有误"}};
  EXPECT_TRUE(says(office.try_create("objection", objection), "once the results are publicised"));
  office.review_all({"20", "19", "18", "17"});
  office.compute();
  office.run("publish", {{"year", 2026}});  // 2026-03-01 to 03-05
  Json dated = objection;
  dated["received_on"] = "2026-02-28";
  EXPECT_TRUE(says(office.try_create("objection", dated), "raised during publicity"));
  dated["received_on"] = "2026-03-02";
  EXPECT_TRUE(says(office.try_create("objection", dated), "later than today"));
  office.district.set_today("2026-03-05");
  const auto last_day = office.district.create("assessment.objection", objection);
  EXPECT_EQ(office.try_step("objection", last_day, "reject").code(), "record.required")
      << "a decision needs its reason";
  office.district.set_today("2026-03-06");
  EXPECT_TRUE(says(office.try_create("objection", objection), "raised during publicity"));
}

TEST(ObjectionScenario, WithdrawingBeginsANewPublicity) {
  Office office;
  office.standard();
  office.open();
  office.review_all({"20", "19", "18", "17"});
  office.compute();
  office.run("publish", {{"year", 2026}});
  EXPECT_EQ(office.try_step("campaign", office.campaign, "withdraw").code(), "record.required");
  office.district.transition("assessment.campaign", office.campaign, "withdraw", {{"reason", "漏评一项"}});
  EXPECT_TRUE(office.district.read("assessment.campaign", office.campaign).at("publicity_until").is_null());
  office.district.set_today("2026-03-10");
  EXPECT_EQ(office.run("publish", {{"year", 2026}}).at("publicity_from"), "2026-03-10");
}

TEST(ResultScenario, ResultsAreNotEnteredByHand) {
  Office office;
  office.standard();
  office.open();
  EXPECT_TRUE(says(office.try_create("result", {{"campaign", office.campaign}, {"organisation", office.branches[0]}}),
                   "action compute"));
}

TEST(ResultScenario, ACategoryAtZeroIsNotMet) {
  Office office;
  office.standard();
  office.open();
  office.review_all({"20", "20", "20", "20"});
  const auto branch = office.branches[0];
  office.district.transition("assessment.sheet", office.sheet(branch), "reopen", {{"reason", "复核"}});
  // Organisation building: no meetings, and far over the limit.
  office.run("record_scores", scores(branch, "review", "item,instances,measure\n2.1,0,\n2.2,,99\n"));
  office.district.transition("assessment.sheet", office.sheet(branch), "review");
  office.compute();
  const Json result = office.result(branch);
  EXPECT_EQ(result.at("total"), 80);
  EXPECT_EQ(result.at("outcome"), "not_met");
  EXPECT_EQ(result.at("basis"), "zero_category");
  EXPECT_EQ(result.at("grade"), "poor");
  EXPECT_EQ(office.district.figure("assessment.not_met", "period=2026"), 1);
  EXPECT_EQ(office.district.figure("assessment.met_share", "period=2026"), 75);
}

}  // namespace
}  // namespace liufa::assessment
