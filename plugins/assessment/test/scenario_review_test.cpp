#include <gtest/gtest.h>

#include "test/scenario.hpp"

namespace liufa::assessment {
namespace {

bool says(const Answer& answer, std::string_view part) { return answer.detail().find(part) != std::string::npos; }
bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

Json scores(std::int64_t organisation, std::string_view stage, std::string_view rows) {
  return {{"year", 2026}, {"organisation", organisation}, {"stage", stage}, {"scores", rows}};
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

TEST(ReviewScenario, ASecretaryIsExplainedTheOwnSheetOnly) {
  Office office;
  office.standard();
  office.open();
  office.score(office.branches[0], "self_check", "20", true);
  const auto own = office.sheet(office.branches[0]);
  const auto other = office.sheet(office.branches[1]);
  const auto account = office.district.create("access.account", {{"login", "secretary"}, {"name", "支部书记"}});
  office.district.create("access.post",
                         {{"account", account}, {"role", "secretary"}, {"organisation", office.branches[0]}});
  office.district.act_as("secretary");
  const Json explained = office.run("explain", {{"sheet", own}, {"organisation", office.branches[0]}});
  EXPECT_EQ(explained.at("sheet"), own);
  EXPECT_FALSE(explained.at("rows").empty());
  EXPECT_FALSE(office.refusal("explain", {{"sheet", other}, {"organisation", office.branches[0]}}).empty())
      << "the sheet of another under one's own name";
  EXPECT_FALSE(office.refusal("explain", {{"sheet", other}, {"organisation", office.branches[1]}}).empty());
  EXPECT_FALSE(office.refusal("explain", {{"sheet", own}}).empty()) << "the permission rests on the organisation";
}

}  // namespace
}  // namespace liufa::assessment
