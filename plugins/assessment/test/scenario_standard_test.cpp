#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "test/scenario.hpp"

namespace liufa::assessment {
namespace {

bool says(const Answer& answer, std::string_view part) { return answer.detail().find(part) != std::string::npos; }

TEST(StandardScenario, ADraftTakesTheDistrictsSettings) {
  Office office;
  office.district.configure("assessment", {{"spot_weight", 40}, {"review_weight", 60}});
  const Json standard = office.district.read("assessment.standard", office.draft());
  EXPECT_EQ(standard.at("spot_weight"), 40);
  EXPECT_EQ(standard.at("pass_score"), 80);
  EXPECT_EQ(standard.at("edition"), 1);
  EXPECT_EQ(standard.at("state"), "draft");
}

TEST(StandardScenario, PublishingExplainsWhatIsOff) {
  Office office;
  const auto standard = office.draft();
  const auto item = office.district.list("assessment.item", "code=1.1").at(0).at("id").get<std::int64_t>();
  office.district.update("assessment.item", item, {{"points", 19.5}});
  const Answer refused = office.try_step("standard", standard, "publish");
  EXPECT_EQ(refused.code(), "method.refused");
  EXPECT_TRUE(says(refused, "must add up to 100 but add up to 99.5")) << refused.detail();
  EXPECT_TRUE(says(refused, "heading 1")) << refused.detail();
  const Json check = office.run("check_standard", {{"standard", standard}});
  EXPECT_EQ(check.at("publishable"), false);
  EXPECT_EQ(check.at("findings").size(), 2U);
  office.district.update("assessment.item", item, {{"points", 20}});
  office.district.transition("assessment.standard", standard, "publish");
}

TEST(StandardScenario, WhatIsPublishedStands) {
  Office office;
  const auto standard = office.standard();
  const auto item = office.district.list("assessment.item", "code=1.1").at(0).at("id").get<std::int64_t>();
  EXPECT_TRUE(says(office.try_update("standard", standard, {{"pass_score", 70}}), "can't be changed"));
  EXPECT_TRUE(says(office.try_update("item", item, {{"points", 1}}), "can't be changed"));
  EXPECT_TRUE(says(office.try_create("item", {{"standard", standard},
                                              {"code", "9"},
                                              {"name", "新"},
                                              {"category", "style"},
                                              {"kind", "judged"},
                                              {"points", 1}}),
                   "can't be changed"));
}

TEST(StandardScenario, ARevisionIsANewDraft) {
  Office office;
  const auto first = office.standard();
  const Json answer = office.run("revise", {{"standard", first}, {"year", 2027}});
  EXPECT_EQ(answer.at("code"), "2027-2");
  EXPECT_EQ(answer.at("items"), 8);
  const auto second = answer.at("standard").get<std::int64_t>();
  const Json standard = office.district.read("assessment.standard", second);
  EXPECT_EQ(standard.at("previous"), first);
  EXPECT_EQ(standard.at("edition"), 2);
  const auto items = office.district.list("assessment.item", "code=2.2&standard=" + std::to_string(second));
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].at("step_points"), 0.5);
  EXPECT_EQ(items[0].at("direction"), "lower");
  EXPECT_EQ(items[0].at("threshold"), 3);
  office.district.update("assessment.item", items[0].at("id").get<std::int64_t>(), {{"step_points", 1}});
  office.district.transition("assessment.standard", second, "publish");
  EXPECT_NE(office.refusal("revise", {{"standard", "2026"}, {"year", 2026}}).find("name"), std::string::npos);
}

TEST(StandardScenario, ItemsAreChecked) {
  Office office;
  const auto standard = office.draft();
  const auto with = [&](const Json& more) {
    Json fields{{"standard", standard}, {"code", "9"}, {"name", "新"}, {"category", "style"}, {"kind", "judged"}};
    fields.update(more);
    return office.try_create("item", fields);
  };
  EXPECT_TRUE(says(with({{"parent", "nowhere"}}), "kind “heading”"));
  EXPECT_TRUE(says(with({{"parent", "1.1"}}), "kind “heading”"));
  EXPECT_TRUE(says(with({{"rank_table", "60 bis 48"}}), "60/57/54/51/48"));
  const auto heading = office.district.list("assessment.item", "code=1").at(0).at("id").get<std::int64_t>();
  const auto below = office.district.create("assessment.item", {{"standard", standard},
                                                                {"code", "1.9"},
                                                                {"name", "小项"},
                                                                {"category", "ideology"},
                                                                {"kind", "heading"},
                                                                {"parent", "1"}});
  EXPECT_GT(below, 0);
  EXPECT_TRUE(says(office.try_update("item", heading, {{"parent", "1.9"}}), "can't stand below"));
}

std::string file(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(StandardScenario, TheDemonstrationsIsImportedAndPublishable) {
  Office office;
  const auto standard = office.district.create(
      "assessment.standard",
      {{"code", "2025"}, {"year", 2025}, {"name", "示例标准"}, {"advanced_score", 90}, {"bonus_cap", 5}});
  const std::string csv = file(DEMO_ITEMS);
  const Json report = office.district.import_csv("assessment.item", csv);
  EXPECT_EQ(report.at("created"), 28);
  EXPECT_EQ(office.district.import_csv("assessment.item", csv).at("unchanged"), 28)
      << "a second import changes nothing";
  const Json check = office.run("check_standard", {{"standard", "2025"}});
  EXPECT_EQ(check.at("publishable"), true) << check.dump();
  office.district.transition("assessment.standard", standard, "publish");
  EXPECT_EQ(office.district.figure("assessment.items"), 24);
}

TEST(StandardScenario, FactsAreImportedCheckedAndRevised) {
  Office office;
  const auto first =
      office.district.create("assessment.standard", {{"code", "2024"}, {"year", 2024}, {"name", "示例标准"}});
  office.district.import_csv("assessment.item", file(DEMO_ITEMS_WITH_FACTS));
  EXPECT_EQ(office.run("check_standard", {{"standard", first}}).at("publishable"), true);
  const auto item = office.district.list("assessment.item", "code=3.2").at(0).at("id").get<std::int64_t>();
  EXPECT_EQ(office.district.read("assessment.item", item).at("facts"), Json::array({"pairing.support"}));
  office.district.update("assessment.item", item, {{"facts", {"pairing support"}}});
  EXPECT_TRUE(says(office.try_step("standard", first, "publish"), "METHOD.FACT, such as pairing.support"));
  office.district.update(
      "assessment.item", item,
      {{"facts", {"pairing.support"}}, {"fact_grades", {"send_law"}}, {"fact_counting", "quantity"}});
  office.district.transition("assessment.standard", first, "publish");
  office.run("revise", {{"standard", "2024"}, {"year", 2025}, {"code", "2025"}});
  const Json revised = office.district.list("assessment.item", "code=3.2&sort=-id").at(0);
  EXPECT_NE(revised.at("id"), item);
  EXPECT_EQ(revised.at("facts"), Json::array({"pairing.support"}));
  EXPECT_EQ(revised.at("fact_grades"), Json::array({"send_law"}));
  EXPECT_EQ(revised.at("fact_counting"), "quantity");
}

}  // namespace
}  // namespace liufa::assessment
