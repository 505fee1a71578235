/// take_facts: the office's scores from what is recorded elsewhere.
#include <gtest/gtest.h>

#include "test/scenario.hpp"

namespace liufa::assessment {
namespace {

class Taking : public ::testing::Test {
 protected:
  Taking() {
    auto& district = office.district;
    district.enable("deeds");
    const auto standard = office.draft();
    change("3.2", {{"facts", {"deeds.deed"}}, {"step_points", 2.5}, {"fact_counting", "quantity"}});
    change("2.1", {{"facts", {"deeds.deed"}}});
    change("1.1", {{"facts", {"deeds.deed"}}});
    change("2.2", {{"facts", {"deeds.personal"}}});
    district.transition("assessment.standard", standard, "publish");
    office.open();
    first = deed(0, "1.5");
    deed(0, "0.3");
    deed(1, "9");
    for (const auto branch : office.branches) office.score(branch, "self_check", "20", true);
    district.transition("assessment.campaign", office.campaign, "start_review");
  }
  void change(const std::string& code, const Json& fields) {
    office.district.update("assessment.item",
                           office.district.list("assessment.item", "code=" + code).at(0).at("id").get<std::int64_t>(),
                           fields);
  }
  std::int64_t deed(std::size_t branch, const char* hours) {
    const auto id = office.district.create("deeds.deed", {{"organisation", office.branches[branch]}, {"hours", hours}});
    office.district.transition("deeds.deed", id, "confirm");
    return id;
  }
  Json score(std::size_t branch, const std::string& code = "3.2") {
    return office.district
        .list("assessment.score",
              "stage=review&item_code=" + code + "&organisation=" + std::to_string(office.branches[branch]))
        .at(0);
  }

  Office office{4};
  std::int64_t first = 0;
};

TEST_F(Taking, WritesPointsWithANoteThatNamesTheEvidence) {
  const Json taken = office.run("take_facts", {{"year", 2026}});
  EXPECT_EQ(taken.at("items"), 1) << "the imported one";
  EXPECT_EQ(taken.at("created"), 4);
  EXPECT_EQ(score(0).at("points"), 4.5) << "1.8 × 2.5";
  EXPECT_EQ(score(0).at("note"), "取自事实，计 1.8：deeds.deed（1、2）");
  EXPECT_EQ(score(1).at("points"), 10) << "no more than its points";
  EXPECT_EQ(score(2).at("points"), 0);
  EXPECT_EQ(score(2).at("note"), "没有相关事实，计 0");
  EXPECT_EQ(score(0).at("from_facts"), true);
  EXPECT_EQ(score(0).at("fact_count"), 1.8);
}

TEST_F(Taking, RepeatedItFollowsTheFactsAndKeepsWhatPeopleEntered) {
  office.run("take_facts", {{"year", 2026}});
  office.run("record_scores", {{"year", 2026},
                               {"organisation", office.branches[1]},
                               {"stage", "review"},
                               {"scores", "item,points,note\n3.2,8,另行核定\n"}});
  EXPECT_EQ(score(1).at("from_facts"), false);
  office.district.transition("deeds.deed", first, "reopen");
  deed(1, "0.1");
  const Json again = office.run("take_facts", {{"year", 2026}});
  EXPECT_EQ(again.at("created"), 0);
  EXPECT_EQ(again.at("changed"), 3);
  EXPECT_EQ(again.at("kept"), 1);
  EXPECT_EQ(score(0).at("points"), 0.75);
  EXPECT_EQ(score(1).at("points"), 8);
}

TEST_F(Taking, InstancesToo) {
  office.run("take_facts", {{"year", 2026}, {"stage", "review"}, {"items", {"2.1"}}});
  EXPECT_EQ(score(0, "2.1").at("instances"), 2);
  EXPECT_EQ(score(3, "2.1").at("instances"), 0);
}

TEST_F(Taking, LeavesWhatIsReviewed) {
  office.score(office.branches[0], "review", "20", true);
  const Json taken = office.run("take_facts", {{"year", 2026}});
  EXPECT_EQ(taken.at("reviewed"), 1);
  EXPECT_EQ(taken.at("created"), 3);
  EXPECT_EQ(score(0).at("points"), 10);
}

TEST_F(Taking, RefusesWhatFactsCannotSay) {
  const auto refusal = [&](Json input) {
    input["year"] = 2026;
    return office.refusal("take_facts", input);
  };
  const auto says = [](const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; };
  EXPECT_TRUE(says(refusal({{"items", {"1.1"}}}), "people score item 1.1"));
  EXPECT_TRUE(says(refusal({{"items", {"4.1"}}}), "no item “4.1” that names facts"));
  EXPECT_TRUE(says(refusal({{"items", {"2.2"}}}), "item 2.2 has no facts at all"));
  EXPECT_TRUE(says(refusal({{"items", {"3.2"}}, {"stage", "spot_check"}}), "not scored at the stage"));
  EXPECT_TRUE(says(refusal({{"stage", "spot_check"}}), "no imported item of this stage"));
}

}  // namespace
}  // namespace liufa::assessment
