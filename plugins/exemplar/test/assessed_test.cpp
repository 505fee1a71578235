/// The ten best organisations together with the assessment, where that method is there.
#include <fmt/format.h>

#include "test/scene.hpp"

namespace liufa::exemplar {
namespace {

/// A year of assessment with one item, of as many branches as there are points.
struct Assessment {
  /// False where the assessment is not among the methods.
  bool enable() {
    try {
      scene.district.enable("assessment");
      return true;
    } catch (const testing::Unexpected&) {
      return false;
    }
  }

  void review(const std::vector<int>& points, const std::vector<std::string>& sectors = {}) {
    auto& district = scene.district;
    const auto standard =
        district.create("assessment.standard", {{"code", "2026"}, {"year", 2026}, {"name", "2026 年标准"}});
    // Each kind of building needs an item; the first carries nearly all.
    const std::vector<std::string> kinds{"ideology", "organisation", "style", "institution"};
    for (std::size_t at = 0; at < kinds.size(); ++at)
      district.create("assessment.item", {{"standard", standard},
                                          {"code", std::to_string(at + 1)},
                                          {"name", "项目"},
                                          {"category", kinds[at]},
                                          {"kind", "judged"},
                                          {"points", at == 0 ? 97 : 1}});
    district.transition("assessment.standard", standard, "publish");
    for (std::size_t at = 0; at < points.size(); ++at)
      branches.push_back(district.organisation(fmt::format("A{:02}", at), fmt::format("支部{:02}", at), "branch",
                                               scene.office,
                                               sectors.empty() ? Json::object() : Json{{"sector", sectors[at]}}));
    campaign = district.run("assessment", "open_year", {{"year", 2026}, {"organisations", branches}})
                   .at("campaign")
                   .get<std::int64_t>();
    score("self_check", points);
    district.transition("assessment.campaign", campaign, "start_review");
    score("review", points);
    district.run("assessment", "compute", {{"year", 2026}});
    district.run("assessment", "publish", {{"year", 2026}, {"from", "2026-02-10"}, {"until", "2026-02-14"}});
  }
  void freeze() {
    scene.district.run("assessment", "freeze", {{"year", 2026}});
    scene.district.settle();
  }
  std::vector<Json> best(const std::string& query = "") {
    return scene.district.list("exemplar.best_organisation", "sort=rank" + query);
  }

  Scene scene;
  std::vector<std::int64_t> branches;
  std::int64_t campaign = 0;

 private:
  void score(const char* stage, const std::vector<int>& points) {
    for (std::size_t at = 0; at < points.size(); ++at)
      scene.district.run("assessment", "record_scores",
                         {{"year", 2026},
                          {"organisation", branches[at]},
                          {"stage", stage},
                          {"scores", fmt::format("item,points\n1,{}\n2,1\n3,1\n4,1\n", points[at] - 3)},
                          {"submit", true}});
  }
};

TEST(Assessed, TheFirstByTheFrozenTotalAreProposedAndTiesDecided) {
  Assessment year;
  if (!year.enable()) GTEST_SKIP() << "the method assessment is not there";
  Scene& scene = year.scene;
  scene.district.configure("exemplar", {{"best_places", 3}});
  year.review({90, 99, 85, 95, 90, 70});
  EXPECT_TRUE(year.best().empty());
  try {
    scene.run("choose_best", {{"year", 2026}});
    FAIL() << "not final yet";
  } catch (const testing::Unexpected& refused) {
    EXPECT_NE(refused.answer().detail().find("no final assessment results"), std::string::npos) << refused.what();
  }
  year.freeze();
  const auto best = year.best();
  ASSERT_EQ(best.size(), 4U) << "two clear ones and two equals for the last place";
  EXPECT_EQ(best[0].at("organisation"), year.branches[1]);
  EXPECT_EQ(best[0].at("total"), 99);
  EXPECT_EQ(best[0].at("source"), "assessment");
  EXPECT_EQ(best[0].at("tied_at_cut"), false);
  EXPECT_EQ(best[2].at("rank"), 3);
  EXPECT_EQ(best[3].at("rank"), 3);
  EXPECT_EQ(best[3].at("tied_at_cut"), true);
  expect_refused(
      [&] {
        scene.create("best_organisation", {{"year", 2026}, {"organisation", year.branches[5]}, {"basis", "研究"}});
      },
      "year", "has final assessment results");
  const Json answer = scene.run("choose_best", {{"year", 2026}, {"name", true}});
  EXPECT_EQ(answer.at("proposed"), 0) << "proposed when the results became final";
  EXPECT_EQ(answer.at("named"), 2);
  EXPECT_EQ(answer.at("tied_at_cut"), 2);
  const auto first = best[2].at("id").get<std::int64_t>();
  const auto second = best[3].at("id").get<std::int64_t>();
  expect_refused([&] { scene.step("best_organisation", first, "name"); }, "decision_reason", "give it");
  scene.step("best_organisation", first, "name", {{"decision_reason", "基层满意度更高"}});
  expect_refused(
      [&] {
        scene.step("best_organisation", second, "name", {{"decision_reason", "同分"}});
      },
      "places", "3 are named");
  scene.step("best_organisation", second, "pass_over", {{"decision_reason", "名额已满"}});
  EXPECT_EQ(scene.district.figure("exemplar.best_organisations", "period=2026"), 3);
}

TEST(Assessed, EnabledLaterTakesOverWhatHappenedBefore) {
  Assessment year;
  if (!year.enable()) GTEST_SKIP() << "the method assessment is not there";
  year.scene.district.disable("exemplar");
  year.review({90, 99, 85});
  year.freeze();
  EXPECT_TRUE(year.best().empty());
  year.scene.district.enable("exemplar");
  year.scene.district.settle();
  EXPECT_EQ(year.best().size(), 3U);
}

TEST(Assessed, WithinEachSector) {
  Assessment year;
  if (!year.enable()) GTEST_SKIP() << "the method assessment is not there";
  year.scene.district.configure("exemplar", {{"best_places", 1}, {"best_ranking", "sector"}});
  year.review({90, 99, 85, 95}, {"window", "window", "economic", "economic"});
  year.freeze();
  const auto best = year.best();
  ASSERT_EQ(best.size(), 2U);
  for (const Json& each : best) {
    EXPECT_EQ(each.at("rank"), 1);
    year.scene.step("best_organisation", each.at("id").get<std::int64_t>(), "name");
  }
  EXPECT_EQ(year.scene.district.figure("exemplar.best_organisations", "period=2026"), 2) << "one place in each";
}

TEST(Assessed, OnlyTheKindsThatTakePart) {
  Assessment year;
  if (!year.enable()) GTEST_SKIP() << "the method assessment is not there";
  year.scene.district.configure("exemplar", {{"best_kinds", {"village"}}});
  year.review({90, 85});
  year.freeze();
  EXPECT_TRUE(year.best().empty()) << "branches don't";
}

TEST(Assessed, NeverWithoutHavingMetTheStandardUnlessTheDistrictSaysSo) {
  Assessment year;
  if (!year.enable()) GTEST_SKIP() << "the method assessment is not there";
  year.review({90, 65});
  year.freeze();
  EXPECT_EQ(year.best().size(), 1U) << "65 is not met";
  year.scene.district.configure("exemplar", {{"best_grade", "any"}});
  EXPECT_EQ(year.scene.run("choose_best", {{"year", 2026}}).at("proposed"), 1);
}

}  // namespace
}  // namespace liufa::exemplar
