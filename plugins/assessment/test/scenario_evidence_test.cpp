/// Facts of another method as evidence: heard, counted up the tree, withdrawn, confirmed or typed over.
#include <gtest/gtest.h>

#include "test/scenario.hpp"

namespace liufa::assessment {
namespace {

Json facts_of_both() { return {{"facts", {"deeds.deed", "deeds.personal"}}}; }

class Evidence : public ::testing::Test {
 protected:
  /// The standard of 2026 in which these items name facts, published.
  void publish(const std::vector<std::pair<std::string, Json>>& items, int year = 2026) {
    const auto standard = office.draft(std::to_string(year), year);
    for (const auto& [code, fields] : items) office.district.update("assessment.item", item(code, standard), fields);
    office.district.transition("assessment.standard", standard, "publish");
  }
  std::int64_t item(const std::string& code, std::int64_t standard) {
    return office.district.list("assessment.item", "code=" + code + "&standard=" + std::to_string(standard))
        .at(0)
        .at("id")
        .get<std::int64_t>();
  }
  void start() {
    office.district.enable("deeds");
    publish({{"2.1", facts_of_both()}});
    office.open();
  }
  std::int64_t deed(Json fields) {
    const auto id = office.district.create("deeds.deed", fields);
    office.district.transition("deeds.deed", id, "confirm");
    return id;
  }
  std::vector<Json> kept(const std::string& query = "") {
    office.district.settle();
    return office.district.list("assessment.evidence", query);
  }
  std::size_t holding(const std::string& query = "") {
    std::size_t count = 0;
    for (const Json& each : kept(query)) count += each.at("withdrawn") == false ? 1 : 0;
    return count;
  }
  /// The self-check of a branch for an item; null if there is none.
  Json self_score(std::int64_t branch, const std::string& code = "2.1") {
    office.district.settle();
    const auto found =
        office.district.list("assessment.self_score", "organisation=" + std::to_string(branch) + "&item_code=" + code);
    return found.empty() ? Json() : found.at(0);
  }

  Office office;
};

TEST_F(Evidence, FillsTheSelfCheckAndIsFollowed) {
  start();
  const auto branch = office.branches[0];
  EXPECT_TRUE(self_score(branch).is_null()) << "nothing is recorded, so nothing is said";
  const auto first = deed({{"organisation", branch}, {"title", "慰问"}, {"hours", 2.5}});
  const auto member = office.district.member("M1", "甲", branch);
  deed({{"member", member}, {"kind", "lecture"}});
  EXPECT_EQ(self_score(branch).at("instances"), 2);
  EXPECT_EQ(self_score(branch).at("from_facts"), true);
  EXPECT_EQ(self_score(branch).at("fact_count"), 2);
  EXPECT_EQ(self_score(branch).at("sheet"), office.sheet(branch));
  const Json piece = kept("source=deeds.deed").at(0);
  EXPECT_EQ(piece.at("fact"), "deeds.deed " + std::to_string(first));
  EXPECT_EQ(piece.at("quantity"), 2.5);
  EXPECT_EQ(piece.at("grade"), "help");
  EXPECT_EQ(piece.at("text"), "慰问");
  EXPECT_EQ(piece.at("held_on"), "2026-03-01");
  EXPECT_EQ(kept("source=deeds.personal").at(0).at("member"), member);

  office.district.transition("deeds.deed", first, "reopen");
  EXPECT_EQ(self_score(branch).at("instances"), 1);
  EXPECT_EQ(kept("source=deeds.deed").at(0).at("withdrawn"), true);
  office.district.transition("deeds.deed", first, "confirm");
  EXPECT_EQ(self_score(branch).at("instances"), 2) << "taken up again, not a second time";
  EXPECT_EQ(kept().size(), 2U);
  office.district.update("deeds.deed", first, {{"held_on", "2025-12-31"}});
  EXPECT_EQ(self_score(branch).at("instances"), 1) << "of another year";
  EXPECT_EQ(office.district.figure("assessment.evidence_pieces", "period=2026"), 1);
  EXPECT_EQ(office.district.figure("assessment.evidenced_organisations", "period=2026"), 1);
  EXPECT_EQ(office.district.figure("assessment.prefilled_share", "period=2026"), 100);
}

TEST_F(Evidence, WhatAPersonTypedOverStays) {
  start();
  const auto branch = office.branches[0];
  deed({{"organisation", branch}});
  const auto id = self_score(branch).at("id").get<std::int64_t>();
  office.district.update("assessment.self_score", id, {{"instances", 5}, {"note", "另有四次未登记"}});
  deed({{"organisation", branch}});
  EXPECT_EQ(self_score(branch).at("instances"), 5);
  EXPECT_EQ(self_score(branch).at("fact_count"), 2) << "the count stands beside it";
  EXPECT_EQ(self_score(branch).at("from_facts"), false);
  const Json row = office.run("explain", {{"year", 2026}, {"organisation", branch}}).at("rows").at(3);
  EXPECT_EQ(row.at("item"), "2.1");
  EXPECT_EQ(row.at("entries").at(0).at("instances"), 5);
  EXPECT_EQ(row.at("fact_count"), 2);
  EXPECT_EQ(row.at("from_facts"), false);

  office.district.update("assessment.self_score", id, {{"instances", nullptr}});
  EXPECT_EQ(self_score(branch).at("instances"), 2) << "emptied, it takes the count again";
  EXPECT_EQ(self_score(branch).at("from_facts"), true);
  EXPECT_EQ(self_score(branch).at("note"), "另有四次未登记");
  office.district.update("assessment.self_score", id, {{"instances", nullptr}, {"points", 7}});
  EXPECT_EQ(self_score(branch).at("from_facts"), false) << "points in place of instances are a value of one's own";
}

TEST_F(Evidence, ASelfCheckTypedBeforeStaysToo) {
  start();
  const auto branch = office.branches[0];
  office.run(
      "record_scores",
      {{"year", 2026}, {"organisation", branch}, {"stage", "self_check"}, {"scores", "item,instances\n2.1,3\n"}});
  deed({{"organisation", branch}});
  EXPECT_EQ(self_score(branch).at("instances"), 3);
  EXPECT_EQ(self_score(branch).at("fact_count"), 1);
  EXPECT_EQ(self_score(branch).at("from_facts"), false);
}

TEST_F(Evidence, CountsForEveryOrganisationAbove) {
  office.district.enable("deeds");
  publish({{"2.1", facts_of_both()}});
  office.run("open_year", {{"year", 2026}, {"kinds", {"branch", "department", "working_committee"}}});
  const auto department = office.district.list("directory.organisation", "code=D1").at(0).at("id").get<std::int64_t>();
  const auto group = office.district.organisation("G1", "小组", "group", office.branches[0]);
  deed({{"organisation", group}, {"title", "在小组"}});
  deed({{"organisation", office.branches[0]}});
  deed({{"organisation", department}});
  deed({{"organisation", office.branches[1]}});
  EXPECT_EQ(self_score(office.branches[0]).at("instances"), 2);
  EXPECT_EQ(self_score(department).at("instances"), 3);
  EXPECT_EQ(self_score(office.committee).at("instances"), 4);
  EXPECT_EQ(self_score(office.branches[1]).at("instances"), 1);
  EXPECT_TRUE(self_score(office.branches[2]).is_null());
  EXPECT_EQ(office.district.figure("assessment.evidence_pieces", "period=2026"), 4) << "each once, however many sheets";
}

TEST_F(Evidence, WhatWasBeforeIsGatheredWhenTheYearIsOpened) {
  office.district.enable("deeds");
  for (int times = 0; times < 3; ++times) deed({{"organisation", office.branches[0]}});
  deed({{"organisation", office.branches[0]}, {"held_on", "2025-06-01"}});
  office.district.create("deeds.deed", {{"organisation", office.branches[0]}});
  publish({{"2.1", facts_of_both()}});
  EXPECT_EQ(office.run("open_year", {{"year", 2026}}).at("evidence"), 3);
  EXPECT_EQ(self_score(office.branches[0]).at("instances"), 3);
  EXPECT_EQ(kept().size(), 3U);
  EXPECT_EQ(office.run("open_year", {{"year", 2026}}).at("evidence"), 0) << "a second time there is nothing new";
}

TEST_F(Evidence, APreparedYearFillsTheSelfCheckWhenItStarts) {
  office.district.enable("deeds");
  publish({{"2.1", facts_of_both()}});
  const auto campaign =
      office.run("open_year", {{"year", 2026}, {"start_self_check", false}}).at("campaign").get<std::int64_t>();
  deed({{"organisation", office.branches[0]}});
  EXPECT_EQ(kept().size(), 1U);
  EXPECT_TRUE(self_score(office.branches[0]).is_null());
  office.district.transition("assessment.campaign", campaign, "start_self_check");
  EXPECT_EQ(self_score(office.branches[0]).at("instances"), 1);
}

TEST_F(Evidence, OnlyTheGradesNamedAndByQuantity) {
  office.district.enable("deeds");
  publish({{"2.1", {{"facts", {"deeds.deed"}}, {"fact_grades", {"lecture"}}}},
           {"2.2", {{"facts", {"deeds.deed"}}, {"fact_counting", "shown"}}},
           {"3.1", {{"facts", {"deeds.deed"}}, {"fact_counting", "quantity"}}}});
  office.open();
  const auto branch = office.branches[0];
  deed({{"organisation", branch}, {"hours", 1.25}});
  const auto lecture = deed({{"organisation", branch}, {"hours", 2}, {"kind", "lecture"}});
  EXPECT_EQ(self_score(branch, "2.1").at("instances"), 1);
  EXPECT_EQ(self_score(branch, "3.1").at("measure"), 3.25);
  EXPECT_TRUE(self_score(branch, "2.2").is_null()) << "evidence that is only shown";
  EXPECT_EQ(holding("item_code=2.2"), 2U);
  office.district.update("deeds.deed", lecture, {{"kind", "help"}});
  EXPECT_EQ(self_score(branch, "2.1").at("instances"), 0);
  EXPECT_EQ(self_score(branch, "3.1").at("measure"), 3.25);
}

TEST_F(Evidence, SatisfiesItemsThatNeedSome) {
  office.district.enable("deeds");
  publish({{"1.2", facts_of_both()}});
  office.open();
  const auto branch = office.branches[0];
  const auto bad = deed({{"organisation", branch}});
  EXPECT_EQ(self_score(branch, "1.2").at("instances"), 1);
  office.run("record_scores",
             {{"year", 2026},
              {"organisation", branch},
              {"stage", "self_check"},
              {"scores", "item,points,instances,measure\n1.1,20,,\n2.1,,5,\n2.2,,,3\n3.1,,,4\n4.1,,,6\n"}});
  const auto sheet = office.sheet(branch);
  office.district.transition("deeds.deed", bad, "reopen");
  office.district.settle();
  EXPECT_NE(office.try_step("sheet", sheet, "submit").detail().find("1 items need evidence (1.2"), std::string::npos);
  office.district.transition("deeds.deed", bad, "confirm");
  office.district.settle();
  office.district.transition("assessment.sheet", sheet, "submit");
  deed({{"organisation", branch}});
  EXPECT_EQ(self_score(branch, "1.2").at("instances"), 1) << "handed in is handed in";
  EXPECT_EQ(holding("item_code=1.2"), 2U) << "and the reviewers see more";
  office.district.transition("assessment.sheet", sheet, "return", {{"reason", "请核对"}});
  EXPECT_EQ(self_score(branch, "1.2").at("instances"), 2) << "returned, it is brought up to date";
}

TEST_F(Evidence, AMemberWhoMovesLeavesBehindWhatWasDone) {
  start();
  const auto member = office.district.member("M1", "甲", office.branches[0]);
  const auto id = deed({{"member", member}, {"title", "调动之前"}});
  EXPECT_EQ(self_score(office.branches[0]).at("instances"), 1);
  office.district.update("directory.member", member, {{"organisation", office.branches[1]}});
  office.district.update("deeds.deed", id, {{"title", "调动之前，已更正"}});
  deed({{"member", member}});
  EXPECT_EQ(self_score(office.branches[0]).at("instances"), 1);
  EXPECT_EQ(self_score(office.branches[1]).at("instances"), 1);
  office.run("gather_evidence", {{"year", 2026}});
  EXPECT_EQ(holding(), 2U);
  EXPECT_EQ(kept("organisation=" + std::to_string(office.branches[0])).at(0).at("text"), "调动之前，已更正");
}

TEST_F(Evidence, IsPartOfTheTableThatReviewersSee) {
  start();
  const auto branch = office.branches[0];
  deed({{"organisation", branch}, {"title", std::string(4000, 'x')}});
  office.district.settle();
  const Json explained = office.run("explain", {{"year", 2026}, {"organisation", branch}});
  EXPECT_EQ(explained.at("columns").size(), 9U);
  EXPECT_EQ(explained.at("columns").at(3).at("id"), "facts");
  const Json row = explained.at("rows").at(3);
  EXPECT_EQ(row.at("facts"), 1);
  EXPECT_EQ(row.at("evidence").at(0).at("source"), "deeds.deed");
  EXPECT_EQ(row.at("evidence").at(0).at("organisation"), "支部1");
  EXPECT_LT(row.at("evidence").at(0).at("text").get<std::string>().size(), 2010U) << "shortened";
  EXPECT_FALSE(explained.at("rows").at(1).contains("facts"));
}

TEST_F(Evidence, TheCountIsNotTyped) {
  start();
  deed({{"organisation", office.branches[0]}});
  const Json score = self_score(office.branches[0]);
  EXPECT_EQ(office.try_update("self_score", score.at("id").get<std::int64_t>(), {{"fact_count", 9}}).code(),
            "record.computed");
}

TEST_F(Evidence, AFinalYearStaysAsItWas) {
  start();
  const auto branch = office.branches[0];
  const auto before = deed({{"organisation", branch}});
  office.district.settle();
  office.review_all({"20", "19", "18", "17"});
  office.compute();
  office.run("publish", {{"year", 2026}, {"from", "2026-02-01"}, {"until", "2026-02-05"}});
  deed({{"organisation", branch}});
  EXPECT_EQ(holding(), 2U) << "open to the end";
  office.run("freeze", {{"year", 2026}});
  const auto final = kept();
  const Json explained = office.run("explain", {{"year", 2026}, {"organisation", branch}});
  deed({{"organisation", branch}});
  office.district.transition("deeds.deed", before, "reopen");
  EXPECT_EQ(kept(), final);
  EXPECT_EQ(office.run("explain", {{"year", 2026}, {"organisation", branch}}), explained);
  EXPECT_NE(office.refusal("gather_evidence", {{"year", 2026}}).find("are final"), std::string::npos);
  EXPECT_NE(office.refusal("take_facts", {{"year", 2026}}).find("are final"), std::string::npos);
  EXPECT_EQ(kept(), final);
}

TEST_F(Evidence, TheSourceMayComeLaterOrGo) {
  publish({{"2.1", facts_of_both()}});
  office.open();
  office.district.enable("deeds");
  const auto branch = office.branches[0];
  const auto id = deed({{"organisation", branch}});
  EXPECT_EQ(self_score(branch).at("instances"), 1);
  office.district.disable("deeds");
  office.run("gather_evidence", {{"year", 2026}});
  EXPECT_EQ(self_score(branch).at("instances"), 1) << "what happened, happened";
  EXPECT_GT(id, 0);
}

TEST(EvidenceReplayed, WhereTheAssessmentIsEnabledLater) {
  Office office(2, false);
  office.district.enable("deeds");
  const auto id = office.district.create("deeds.deed", {{"organisation", office.branches[0]}});
  office.district.transition("deeds.deed", id, "confirm");
  office.district.enable("assessment");
  office.district.settle();
  const auto standard = office.draft();
  const auto item = office.district.list("assessment.item", "code=2.1").at(0).at("id").get<std::int64_t>();
  office.district.update("assessment.item", item, facts_of_both());
  office.district.transition("assessment.standard", standard, "publish");
  office.open();
  office.district.settle();
  EXPECT_EQ(office.district.list("assessment.evidence").size(), 1U);
  EXPECT_EQ(office.district.list("assessment.self_score").at(0).at("instances"), 1);
  office.district.disable("assessment");
  const auto meanwhile = office.district.create("deeds.deed", {{"organisation", office.branches[0]}});
  office.district.transition("deeds.deed", meanwhile, "confirm");
  office.district.transition("deeds.deed", id, "reopen");
  office.district.enable("assessment");
  office.district.settle();
  EXPECT_EQ(office.district.list("assessment.evidence").size(), 2U) << "what happened meanwhile is heard";
  EXPECT_EQ(office.district.list("assessment.self_score").at(0).at("instances"), 1);
}

}  // namespace
}  // namespace liufa::assessment
