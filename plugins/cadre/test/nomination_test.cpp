#include "voting.hpp"

namespace liufa::cadre {
namespace {

TEST(Selection, IsForAVacantPostOrATermThatEnds) {
  Scene scene;
  const auto post = scene.post(scene.branch, "secretary", {{"established_on", "2020-01-01"}});
  const auto holding = scene.holding(post, scene.members[0], "2025-01-01");
  const Json fields{{"post", post}, {"reason", "换届"}};
  expect_refused([&] { scene.create("selection", fields); }, "post", "runs until 2028-01-01");
  scene.step("holding", holding, "cancel", {{"note", "登记错误"}});
  scene.holding(post, scene.members[1], "2023-08-01");
  const auto id = scene.create("selection", fields);
  EXPECT_EQ(scene.field("selection", id, "seats"), 1);
  EXPECT_EQ(scene.field("selection", id, "candidates_needed"), 1) << "a secretary has one candidate a post";
  expect_refused([&] { scene.create("selection", fields); }, "post", "without an open selection");
}

TEST(Selection, OfSeveralCommissionersNeedsMoreCandidatesThanSeats) {
  Scene scene;
  const auto first = scene.post(scene.branch, "organisation_commissioner");
  const auto second = scene.post(scene.branch, "publicity_commissioner");
  const auto third = scene.post(scene.branch, "discipline_commissioner");
  const auto secretary = scene.post(scene.branch, "secretary");
  const auto elsewhere = scene.post(scene.other_branch, "commissioner");
  const auto with = [&](const Json& more) {
    return scene.create("selection", {{"post", first}, {"more_posts", more}, {"reason", "补选"}});
  };
  expect_refused([&] { with({elsewhere}); }, "more_posts", "of the same organisation");
  expect_refused([&] { with({first}); }, "more_posts", "found one twice");
  expect_refused([&] { with({secretary}); }, "more_posts", "Make separate selections");
  const auto id = with({second, third});
  EXPECT_EQ(scene.field("selection", id, "seats"), 3);
  EXPECT_EQ(scene.field("selection", id, "candidates_needed"), 4) << "20 % more, rounded up";
  expect_refused([&] { scene.create("selection", {{"post", third}, {"reason", "再来"}}); }, "post", "is under way");
  scene.update("selection", id, {{"more_posts", Json::array()}});
  EXPECT_EQ(scene.field("selection", id, "candidates_needed"), 2);
}

TEST(Selection, GoesBackAndForthBetweenBranchAndOffice) {
  Voting voting("secretary");
  Scene& scene = voting.scene;
  scene.step("selection", voting.id, "recall_request");
  scene.step("selection", voting.id, "submit");
  scene.step("selection", voting.id, "return_request", {{"note", "请补充任职条件"}});
  EXPECT_EQ(scene.state("selection", voting.id), "draft");
  EXPECT_TRUE(scene.is_due("submit_request"));
  scene.update("selection", voting.id, {{"conditions", "熟悉业务"}});
  scene.step("selection", voting.id, "submit");
  expect_refused([&] { scene.step("selection", voting.id, "publicise"); }, "procedure", "by election");
  scene.district.settle();
  const auto papers = scene.list("paper", "selection=" + std::to_string(voting.id) + "&kind=request");
  ASSERT_EQ(papers.size(), 3U) << "an edition each time it is submitted";
  EXPECT_NE(value(papers.back(), "body").get<std::string>().find("熟悉业务"), std::string::npos);
}

TEST(Candidate, IsNominatedInTheRecommendation) {
  Voting voting("secretary");
  Scene& scene = voting.scene;
  expect_refused([&] { voting.nominate(scene.members[0]); }, "selection", "recommendation");
  scene.step("selection", voting.id, "approve_request", {{"approval_number", "区直党工委〔2026〕3号"}});
  expect_refused([&] { voting.nominate(scene.others[0]); }, "member", "belongs elsewhere");
  const auto left = scene.person("L", scene.branch, {{"status", "left"}});
  expect_refused([&] { voting.nominate(left); }, "member", "has moved away");
  const auto id = voting.nominate(scene.members[0]);
  EXPECT_EQ(scene.field("candidate", id, "age"), 45);
  EXPECT_EQ(scene.field("candidate", id, "organisation"), scene.branch);
  EXPECT_EQ(scene.field("candidate", id, "criteria_met"), Json::array({"revolutionary", "younger"}));
  EXPECT_EQ(scene.field("candidate", id, "criteria_unknown"), Json::array({"educated", "professional"}));
}

TEST(Candidate, MeetsTheFourCriteriaByWhatIsKnown) {
  Voting voting("secretary");
  Scene& scene = voting.scene;
  scene.district.enable("elsewhere");
  scene.district.configure("cadre", {{"failing_facts", Json::array({"elsewhere.failing"})}});
  scene.step("selection", voting.id, "approve_request");
  const auto probationary = scene.person("P", scene.branch, {{"status", "probationary"}});
  expect_refused([&] { voting.nominate(probationary); }, "member", "not a full member");
  const auto fresh = scene.person("N", scene.branch, {{"joined_on", "2025-06-01"}});
  expect_refused([&] { voting.nominate(fresh); }, "member", "expected 12 months");
  scene.district.create("elsewhere.entry",
                        {{"member", scene.members[1]}, {"kind", "failing"}, {"held_on", "2026-01-01"}});
  expect_refused([&] { voting.nominate(scene.members[1]); }, "member", "“elsewhere.failing” holds");
  scene.district.create(
      "elsewhere.entry",
      {{"member", scene.members[2]}, {"kind", "failing"}, {"held_on", "2025-01-01"}, {"until_on", "2025-12-31"}});
  voting.nominate(scene.members[2]);  // over by now
  const auto older = scene.person("O", scene.branch, {{"born_on", "1969-01-01"}});
  scene.create("profile", {{"member", older}, {"education", "secondary"}, {"qualification", "党务工作岗位证书"}});
  const auto id = voting.nominate(older);
  EXPECT_EQ(scene.field("candidate", id, "criteria_unmet"), Json::array({"younger", "educated"}));
  EXPECT_EQ(scene.field("candidate", id, "criteria_met"), Json::array({"revolutionary", "professional"}));
  scene.district.configure("cadre", {{"binding_criteria", Json::array({"revolutionary", "younger"})}});
  const auto another = scene.person("Q", scene.branch, {{"born_on", "1969-01-01"}});
  expect_refused([&] { voting.nominate(another); }, "member", "an age of at most 55, found 57");
  EXPECT_EQ(scene.figure("four_criteria_share"), 0);
}

TEST(Candidate, MayNotStayBeyondTermsOrAge) {
  Scene scene;
  const auto post = scene.post(scene.branch, "secretary", {{"established_on", "2018-01-01"}});
  scene.holding(post, scene.members[0], "2020-05-01", {{"terms", 2}});
  Voting voting(scene, post);
  scene.step("selection", voting.id, "approve_request");
  expect_refused([&] { voting.nominate(scene.members[0]); }, "member", "at most 2 terms");
  const auto old = scene.person("O", scene.branch, {{"born_on", "1966-01-01"}});
  expect_refused([&] { voting.nominate(old); }, "member", "below the age of exit, 60");
}

TEST(Recommendation, CountsBothMeetings) {
  Voting voting("secretary");
  Scene& scene = voting.scene;
  scene.step("selection", voting.id, "approve_request");
  const auto close = [&](Json fields) {
    Json all{{"recommended_on", "2026-03-01"}, {"members_present", 9}, {"masses_entitled", 30}, {"masses_present", 24}};
    all.update(fields);
    scene.step("selection", voting.id, "close_recommendation", all);
  };
  expect_refused([&] { close(Json::object()); }, "", "at least one nomination");
  const auto id = voting.nominate(scene.members[0]);
  expect_refused([&] { close(Json::object()); }, "", "found none");
  scene.update("candidate", id, {{"members_votes", 10}, {"masses_votes", 20}});
  expect_refused([&] { close(Json::object()); }, "", "no more votes than were present");
  scene.update("candidate", id, {{"members_votes", 4}});
  expect_refused([&] { close({{"members_present", 6}}); }, "members_present", "At least 7 of 10");
  expect_refused([&] { close({{"members_present", 11}}); }, "members_present", "at most the 10");
  expect_refused([&] { close({{"masses_present", 10}}); }, "masses_present", "of the masses");
  expect_refused([&] { close({{"recommended_on", "2026-03-02"}}); }, "recommended_on", "up to today");
  close(Json::object());
  EXPECT_EQ(scene.field("selection", voting.id, "members_entitled"), 10) << "the full members on the register";
  expect_refused(
      [&] {
        scene.update("candidate", id, {{"reason", "改"}, {"members_votes", 8}});
      },
      "selection", "recommendation");
  expect_refused([&] { scene.step("candidate", id, "shortlist"); }, "members_votes", "At least 5 votes of the 9");
  expect_refused([&] { scene.step("selection", voting.id, "submit_list"); }, "", "have not been examined");
  scene.step("candidate", id, "reject", {{"reason", "票数不足"}});
  expect_refused([&] { scene.step("selection", voting.id, "submit_list"); }, "", "Exactly 1 shortlisted");
  scene.step("selection", voting.id, "repeat_recommendation", {{"note", "票数分散"}});
  scene.step("candidate", id, "reconsider", {{"reason", "重新推荐"}});
  EXPECT_EQ(scene.state("candidate", id), "nominated");
}

TEST(Appointment, BySuperiorIsPublicisedToo) {
  Scene scene;
  const auto post = scene.post(scene.branch, "affairs_officer", {{"employment", "full_time"}});
  const auto id = scene.create("selection", {{"post", post}, {"procedure", "appointed"}, {"reason", "专职配备"}});
  scene.step("selection", id, "submit");
  expect_refused([&] { scene.step("selection", id, "approve_request"); }, "procedure",
                 "Expected a selection by election");
  expect_refused([&] { scene.step("selection", id, "publicise"); }, "", "Exactly 1 people");
  const auto candidate = scene.create("candidate", {{"selection", id}, {"member", scene.others[0]}});
  scene.step("selection", id, "publicise", {{"publicity_from", "2026-03-02"}});
  EXPECT_EQ(scene.field("selection", id, "publicity_until"), "2026-03-09");
  EXPECT_EQ(scene.state("candidate", candidate), "elected");
  expect_refused([&] { scene.step("selection", id, "end_publicity"); }, "", "2026-03-10 at the earliest");
  expect_refused(
      [&] {
        scene.step("selection", id, "withdraw_publicity", {{"note", "x"}});
      },
      "procedure", "this is an appointment");
  scene.district.set_today("2026-03-10");
  scene.step("selection", id, "end_publicity");
  scene.step("candidate", candidate, "appoint", {{"document", "区直党工委〔2026〕9号"}});
  EXPECT_EQ(scene.state("selection", id), "completed");
  const auto holdings = scene.list("holding");
  ASSERT_EQ(holdings.size(), 1U);
  EXPECT_EQ(value(holdings[0], "appointed_by"), "appointed");
  EXPECT_EQ(value(holdings[0], "document"), "区直党工委〔2026〕9号");
  EXPECT_EQ(scene.figure("selected_share"), 0);
}

}  // namespace
}  // namespace liufa::cadre
