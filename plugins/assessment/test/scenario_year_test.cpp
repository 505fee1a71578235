#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>

#include "test/scenario.hpp"

namespace liufa::assessment {
namespace {

TEST(YearScenario, FromTheStandardToTheFinalResult) {
  Office office;
  auto& district = office.district;
  office.standard();
  district.set_today("2026-11-20");
  const Json opened = office.run("open_year", {{"year", 2026}, {"self_check_until", "2026-12-05"}});
  office.campaign = opened.at("campaign").get<std::int64_t>();
  EXPECT_EQ(opened.at("created"), 4);
  EXPECT_EQ(district.figure("assessment.participating", "period=2026"), 4);
  EXPECT_EQ(district.figure("assessment.self_checked_share", "period=2026"), 0);

  office.review_all({"20", "15", "15", "2"});
  EXPECT_EQ(district.figure("assessment.self_checked_share", "period=2026"), 100);
  EXPECT_EQ(district.figure("assessment.reviewed_share", "period=2026"), 100);
  EXPECT_EQ(district.figure("assessment.assessed", "period=2026"), 0);

  const Json computed = office.compute();
  EXPECT_EQ(computed.at("organisations"), 4);
  EXPECT_EQ(computed.at("created"), 4);
  EXPECT_EQ(computed.at("met"), 4);
  EXPECT_EQ(district.figure("assessment.assessed", "period=2026"), 4);
  EXPECT_EQ(district.figure("assessment.average_total", "period=2026"), 93);

  const Json first = office.result(office.branches[0]);
  EXPECT_EQ(first.at("total"), 100);
  EXPECT_EQ(first.at("rank"), 1);
  EXPECT_EQ(first.at("ideology"), 30);
  EXPECT_EQ(first.at("institution"), 20) << "all have the same measure, so all are first";
  EXPECT_EQ(office.result(office.branches[1]).at("rank"), 2);
  EXPECT_EQ(office.result(office.branches[2]).at("rank"), 2);
  EXPECT_EQ(office.result(office.branches[3]).at("rank"), 4);
  EXPECT_EQ(office.result(office.branches[3]).at("total"), 82);

  district.set_today("2026-12-20");
  const Json published = office.run("publish", {{"year", 2026}});
  EXPECT_EQ(published.at("publicity_from"), "2026-12-20");
  EXPECT_EQ(published.at("publicity_until"), "2026-12-24") << "five days, both counted";
  EXPECT_EQ(district.events("assessment.result.publicised").size(), 1U);

  district.set_today("2026-12-24");
  EXPECT_NE(office.refusal("freeze", {{"year", 2026}}).find("2026-12-25"), std::string::npos);
  district.set_today("2026-12-25");
  const Json frozen = office.run("freeze", {{"year", 2026}});
  EXPECT_EQ(frozen.at("organisations"), 4);
  EXPECT_EQ(frozen.at("average"), 93);
  EXPECT_EQ(office.result(office.branches[0]).at("final"), true);
  EXPECT_EQ(district.figure("assessment.published", "period=2026"), 4);
  const std::int64_t sheet = district.list("assessment.sheet").at(0).at("id");
  const Json next = district.request("GET", fmt::format("/records/assessment/sheet/{}/steps?tried=true", sheet)).body;
  ASSERT_FALSE(next.at("steps").empty()) << "by the workflow alone it could be reviewed again";
  const auto is_final = [](const Json& refusal) {
    return refusal.at("text").at("en").get<std::string>().starts_with("the results of 2026 are final");
  };
  for (const Json& step : next.at("steps")) EXPECT_TRUE(is_final(step.at("refused"))) << step;
  EXPECT_TRUE(is_final(next.at("update_refused"))) << next;
  const auto events = district.events("assessment.result.published");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].at("after").at("year"), 2026);
  EXPECT_EQ(events[0].at("after").at("met"), 4);
}

TEST(YearScenario, ABackdatedPublicityForAYearOnPaper) {
  Office office;
  office.standard();
  office.open();
  office.review_all({"20", "19", "18", "17"});
  office.compute();
  EXPECT_NE(
      office.refusal("publish", {{"year", 2026}, {"from", "2026-02-10"}, {"until", "2026-02-13"}}).find("2026-02-14"),
      std::string::npos)
      << "too short";
  office.run("publish", {{"year", 2026}, {"from", "2026-02-10"}, {"until", "2026-02-14"}});
  const auto objection = office.district.create("assessment.objection", {{"campaign", office.campaign},
                                                                         {"organisation", office.branches[1]},
                                                                         {"item_code", "1.1"},
                                                                         {"received_on", "2026-02-12"},
                                                                         {"claim", "第一项少算一分"}});
  EXPECT_EQ(office.district.figure("assessment.open_objections", "period=2026"), 1);
  EXPECT_NE(office.refusal("freeze", {{"year", 2026}}).find("1 objections are open"), std::string::npos);
  office.district.transition("assessment.objection", objection, "reject", {{"decision", "经复核无误"}});
  office.run("freeze", {{"year", 2026}});
  EXPECT_EQ(office.district.read("assessment.campaign", office.campaign).at("state"), "frozen");
}

TEST(YearScenario, AnAcceptedObjectionCorrectsAndShowsAgain) {
  Office office;
  auto& district = office.district;
  office.standard();
  office.open();
  office.review_all({"20", "19", "18", "17"});
  office.compute();
  office.run("publish", {{"year", 2026}});  // 2026-03-01 to 03-05
  district.set_today("2026-03-05");
  const auto branch = office.branches[3];
  const Json correction{
      {"year", 2026}, {"organisation", branch}, {"stage", "review"}, {"scores", "item,points,note\n1.1,20,更正\n"}};
  EXPECT_NE(office.refusal("record_scores", correction).find("objection"), std::string::npos);
  const auto objection = district.create(
      "assessment.objection", {{"campaign", office.campaign}, {"organisation", branch}, {"claim", "漏看一份材料"}});
  district.transition("assessment.objection", objection, "accept", {{"decision", "属实"}});
  EXPECT_NE(office.refusal("freeze", {{"year", 2026}}).find("open"), std::string::npos);
  office.run("record_scores", correction);
  EXPECT_EQ(district.read("assessment.objection", objection).at("corrected"), true);
  const Json computed = office.compute();
  EXPECT_GE(computed.at("changed"), 3) << "the corrected one, and those that it overtakes";
  EXPECT_EQ(computed.at("publicity_until"), "2026-03-07") << "three more days for what has changed";
  EXPECT_EQ(district.read("assessment.objection", objection).at("state"), "settled");
  EXPECT_EQ(office.result(branch).at("rank"), 1);
  district.set_today("2026-03-08");
  office.run("freeze", {{"year", 2026}});
}

TEST(YearScenario, AFinalYearStaysAsComputed) {
  Office office;
  auto& district = office.district;
  const auto standard = office.standard();
  office.open();
  office.review_all({"20", "19", "18", "17"});
  office.compute();
  office.run("publish", {{"year", 2026}, {"from", "2026-02-01"}, {"until", "2026-02-05"}});
  office.run("freeze", {{"year", 2026}});
  const auto branch = office.branches[0];
  const Json before = office.result(branch);

  const Json scores{{"year", 2026}, {"organisation", branch}, {"scores", "item,points\n1.1,1\n"}};
  for (const char* stage : {"self_check", "spot_check", "review"}) {
    Json input = scores;
    input["stage"] = stage;
    EXPECT_NE(office.refusal("record_scores", input), "") << stage;
  }
  const auto sheet = office.sheet(branch);
  EXPECT_EQ(office.try_update("sheet", sheet, {{"division", "x"}}).status, 409);
  EXPECT_EQ(office.try_step("sheet", sheet, "reopen", {{"reason", "x"}}).status, 409);
  EXPECT_EQ(office.try_step("sheet", sheet, "exclude", {{"reason", "x"}, {"approved_by", "x"}}).status, 409);
  EXPECT_EQ(office.try_update("campaign", office.campaign, {{"name", "x"}}).status, 409);
  EXPECT_EQ(office.try_step("campaign", office.campaign, "withdraw", {{"reason", "x"}}).status, 409);
  EXPECT_EQ(
      office.try_create("objection", {{"campaign", office.campaign}, {"organisation", branch}, {"claim", "x"}}).status,
      409);
  EXPECT_EQ(office.try_create("team", {{"campaign", office.campaign}, {"code", "1"}, {"name", "x"}}).status, 409);
  EXPECT_EQ(office
                .try_create("exclusion", {{"campaign", office.campaign},
                                          {"organisation", office.committee},
                                          {"reason", "x"},
                                          {"approved_by", "x"}})
                .status,
            409);
  EXPECT_EQ(
      office.try_create("visit", {{"campaign", office.campaign}, {"organisation", branch}, {"stage", "review"}}).status,
      409);
  for (const char* action : {"compute", "publish", "open_year", "draw_spot_checks", "assign_teams"}) {
    Json input{{"year", 2026}};
    if (action == std::string_view("draw_spot_checks")) input["count"] = 1;
    EXPECT_NE(office.refusal(action, input), "") << action;
  }

  const auto revised =
      office.run("revise", {{"standard", standard}, {"year", 2027}}).at("standard").get<std::int64_t>();
  district.update("assessment.standard", revised, {{"pass_score", 100}});
  EXPECT_EQ(office.result(branch), before) << "a later standard changes nothing";

  const auto result = before.at("id").get<std::int64_t>();
  const auto note = district.create(
      "assessment.annotation",
      {{"result", result}, {"text", "1.1 项应为 18 分"}, {"reason", "档案复核"}, {"approved_by", "工委会议"}});
  EXPECT_EQ(district.read("assessment.annotation", note).at("organisation"), branch);
  EXPECT_EQ(office.result(branch), before);
}

TEST(YearScenario, ExplainsEveryItem) {
  Office office;
  office.standard();
  office.open();
  for (const auto branch : office.branches) office.score(branch, "self_check", "20", true);
  office.district.transition("assessment.campaign", office.campaign, "start_review");
  const auto branch = office.branches[0];
  office.score(branch, "review", "12.5", false);
  office.run("record_scores", {{"year", 2026},
                               {"organisation", "B1"},
                               {"stage", "review"},
                               {"scores", "item,instances,note\n1.2,3,\"缺 3 次, 见记录\"\n"}});
  const Json explained = office.run("explain", {{"year", 2026}, {"organisation", branch}});
  EXPECT_EQ(explained.at("issued"), false);
  EXPECT_EQ(explained.at("columns").size(), 8U);
  const Json rows = explained.at("rows");
  ASSERT_EQ(rows.size(), 8U);
  const Json& deduction = rows.at(2);
  EXPECT_EQ(deduction.at("item"), "1.2");
  EXPECT_EQ(deduction.at("standard"), 10);
  EXPECT_EQ(deduction.at("self_check"), 10);
  EXPECT_EQ(deduction.at("deducted"), 4.5);
  EXPECT_EQ(deduction.at("points"), 5.5);
  EXPECT_EQ(deduction.at("notes").at(0).at("note"), "缺 3 次, 见记录");
  EXPECT_EQ(rows.at(0).at("points"), 18) << "the heading carries its sum";
  EXPECT_EQ(explained.at("total"), "88");
}

TEST(YearScenario, SpotChecksAreDrawnAndCanBeRepeated) {
  Office office(8);
  office.standard();
  office.open();
  const Json drawn = office.run("draw_spot_checks", {{"year", 2026}, {"count", 3}, {"seed", 20261130}});
  EXPECT_EQ(drawn.at("drawn").size(), 3U);
  EXPECT_EQ(drawn.at("population"), 8);
  const Json verified = office.run("verify_draw", {{"draw", drawn.at("draw")}});
  EXPECT_EQ(verified.at("agrees"), true);
  EXPECT_EQ(verified.at("drawn"), drawn.at("drawn"));
  const Json more = office.run("draw_spot_checks", {{"year", 2026}, {"count", 5}, {"stratified", "kind"}});
  EXPECT_EQ(more.at("population"), 5) << "those drawn before are left out";
  EXPECT_NE(office.refusal("draw_spot_checks", {{"year", 2026}, {"count", 1}}).find("only 0"), std::string::npos);
  office.run("draw_spot_checks", {{"year", 2026}, {"count", 1}, {"include_drawn", true}});

  const auto organisation = drawn.at("drawn").at(0);
  office.run("record_scores", {{"year", 2026},
                               {"organisation", organisation},
                               {"stage", "spot_check"},
                               {"visited_on", "2026-03-01"},
                               {"scores", "item,points\n1.1,10\n"}});
  EXPECT_EQ(office.district.figure("assessment.spot_checks_done", "period=2026"), 1);
  EXPECT_EQ(office.district.figure("assessment.spot_checks_done", "period=2025"), 0);
  EXPECT_NE(
      office.try_create("draw", {{"campaign", office.campaign}, {"seed", 1}, {"count", 1}, {"stratified", "none"}})
          .status,
      201)
      << "a draw can't be made up";
}

TEST(YearScenario, TwoHundredAndFiftyFourOrganisations) {
  Office office(254);
  office.standard();
  office.open();
  const auto started = std::chrono::steady_clock::now();
  std::string self = "organisation,item,points,instances,measure,evidence_place\n";
  std::string review = "organisation,item,points,instances,measure\n";
  for (int at = 1; at <= 254; ++at) {
    const std::string code = "B" + std::to_string(at);
    const std::string measure = std::to_string(at % 50);
    self += code + ",1.1,18,,,\n" + code + ",1.2,,1,,柜一\n" + code + ",2.1,,3,,\n" + code + ",2.2,,,5,\n" + code +
            ",3.1,,," + measure + ",\n" + code + ",4.1,,," + measure + ",\n";
    review += code + ",1.1,18,,\n" + code + ",1.2,,1,\n" + code + ",2.1,,5,\n" + code + ",2.2,,,5\n" + code +
              ",3.1,,," + measure + "\n" + code + ",3.2,9,,\n" + code + ",4.1,,," + measure + "\n";
  }
  office.run("record_scores", {{"year", 2026}, {"stage", "self_check"}, {"scores", self}, {"submit", true}});
  office.district.transition("assessment.campaign", office.campaign, "start_review");
  const Json recorded =
      office.run("record_scores", {{"year", 2026}, {"stage", "review"}, {"scores", review}, {"submit", true}});
  EXPECT_EQ(recorded.at("organisations"), 254);
  EXPECT_EQ(recorded.at("created"), 254 * 7);
  const Json computed = office.compute();
  EXPECT_EQ(computed.at("organisations"), 254);
  office.run("publish", {{"year", 2026}, {"from", "2026-02-01"}, {"until", "2026-02-05"}});
  office.run("freeze", {{"year", 2026}});
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
  RecordProperty("seconds", std::to_string(taken.count()));
  EXPECT_LT(taken.count(), 60) << "a year of 254 organisations takes seconds, not minutes";
  EXPECT_EQ(office.district.figure("assessment.assessed", "period=2026"), 254);
}

}  // namespace
}  // namespace liufa::assessment
