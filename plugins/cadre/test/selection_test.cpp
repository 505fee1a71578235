#include "voting.hpp"

namespace liufa::cadre {
namespace {

TEST(Election, OfASecretaryFromRequestToAppointment) {
  Voting voting("secretary");
  Scene& scene = voting.scene;
  const auto member = scene.members[3];
  voting.reach_election({member});
  EXPECT_TRUE(scene.is_due("hold_election"));
  EXPECT_EQ(voting.vote({{member, 8}}), "elected");
  EXPECT_EQ(scene.state("selection", voting.id), "elected");
  EXPECT_EQ(scene.field("candidate", voting.candidates[member], "votes"), 8);
  expect_refused([&] { scene.step("candidate", voting.candidates[member], "appoint"); }, "selection",
                 "is expected while the selection is in: approved");
  scene.step("selection", voting.id, "report");
  scene.step("selection", voting.id, "return_result", {{"note", "补报计票单"}});
  scene.step("selection", voting.id, "report");
  scene.step("selection", voting.id, "approve", {{"approval_number", "区直党工委〔2026〕12号"}});
  EXPECT_TRUE(scene.is_due("appoint"));
  scene.step("candidate", voting.candidates[member], "appoint", {{"starts_on", "2026-03-11"}});
  EXPECT_EQ(scene.state("selection", voting.id), "completed");
  const auto holdings = scene.list("holding");
  ASSERT_EQ(holdings.size(), 1U);
  EXPECT_EQ(value(holdings[0], "appointed_by"), "two_recommendations");
  EXPECT_EQ(value(holdings[0], "starts_on"), "2026-03-11");
  EXPECT_EQ(scene.figure("selected_share"), 100);
  EXPECT_EQ(scene.figure("selections", "period=2026"), 1);
  EXPECT_EQ(scene.figure("vacancies"), 0);
  EXPECT_EQ(scene.figure("vacancies_filled", "period=2026-03"), 1);
  EXPECT_NE(
      scene.field("candidate", voting.candidates[member], "training_note").get<std::string>().find("专业职务培训"),
      std::string::npos)
      << "a warning where no training is on record";

  scene.district.settle();
  std::vector<std::string> kinds;
  for (const Json& paper : scene.list("paper", "sort=id")) kinds.push_back(value(paper, "kind"));
  EXPECT_EQ(kinds, (std::vector<std::string>{"request", "candidate_report", "publicity", "ballot", "tally",
                                             "result_report", "result_report", "appointment"}));
  const Json last = scene.list("paper", "kind=appointment").front();
  EXPECT_NE(
      value(last, "body").get<std::string>().find("党员A4同志任区发展改革委机关党支部书记，自2026年3月11日起任职"),
      std::string::npos)
      << value(last, "body");
}

TEST(Election, PapersComeAsTextAndHtmlAndNothingIsTypedTwice) {
  Voting voting("secretary");
  Scene& scene = voting.scene;
  const auto paper = [&](const char* kind) { return scene.run("paper", {{"selection", voting.id}, {"kind", kind}}); };
  EXPECT_THROW(paper("ballot"), std::exception) << "no candidates yet";
  EXPECT_THROW(paper("tally"), std::exception);
  voting.reach_election({scene.members[3]});
  const Json ballot = paper("ballot");
  EXPECT_EQ(ballot["title"], "区发展改革委机关党支部书记选票");
  EXPECT_NE(ballot["html"].get<std::string>().find("<td>党员A4</td>"), std::string::npos);
  voting.vote({{scene.members[3], 7}});
  const std::string tally = paper("tally")["text"];
  EXPECT_NE(tally.find("应到 10 人，实到 9 人；发出选票 9 张，收回 9 张"), std::string::npos) << tally;
  EXPECT_NE(tally.find("｜党员A4｜7｜当选"), std::string::npos);
  const std::string report = paper("candidate_report")["text"];
  EXPECT_NE(report.find("党员推荐应到 10 人，实到 9 人"), std::string::npos) << report;
  EXPECT_THROW(
      scene.run("paper", {{"selection", voting.id}, {"kind", "request"}, {"organisation", scene.other_branch}}),
      std::exception);
}

TEST(Election, NeedsFourFifthsPresentAndIsHeldAgain) {
  Voting voting("secretary");
  Scene& scene = voting.scene;
  const auto member = scene.members[0];
  voting.reach_election({member});
  EXPECT_EQ(voting.vote({{member, 7}}, 7), "no_quorum") << "7 of 10, at least 8 are needed";
  EXPECT_EQ(scene.state("selection", voting.id), "electing");
  EXPECT_EQ(voting.candidate_state(member), "approved");
  EXPECT_EQ(voting.vote({{member, 5}}, 8), "too_few") << "more than half of those entitled is 6";
  EXPECT_EQ(voting.vote({{member, 6}}, 8), "elected");
  EXPECT_EQ(scene.field("selection", voting.id, "rounds"), 3);
  EXPECT_EQ(scene.figure("rounds_repeated"), 2);
  const auto ballots = scene.list("ballot", "sort=-round");
  EXPECT_NE(value(ballots.front(), "explanation_en").get<std::string>().find("at least 8"), std::string::npos);
}

TEST(Election, WithATieIsVotedAgainAmongThoseTied) {
  Voting voting("commissioner", 1);  // two seats, three candidates
  Scene& scene = voting.scene;
  const std::vector<std::int64_t> people(scene.members.begin(), scene.members.begin() + 3);
  EXPECT_EQ(scene.field("selection", voting.id, "candidates_needed"), 3);
  voting.reach_election(people);
  EXPECT_EQ(voting.vote({{people[0], 7}, {people[1], 6}, {people[2], 6}}, 10), "tie");
  EXPECT_EQ(voting.candidate_state(people[0]), "elected");
  EXPECT_EQ(scene.state("selection", voting.id), "electing");
  const auto again = voting.ballot({{people[1], 5}, {people[2], 5}});
  EXPECT_EQ(scene.field("ballot", again, "seats"), 1);
  EXPECT_EQ(scene.list("vote", "ballot=" + std::to_string(again)).size(), 2U) << "only those tied stand again";
  scene.step("ballot", again, "count", {{"present", 10}});
  EXPECT_EQ(scene.field("ballot", again, "outcome"), "too_few") << "five of ten is no majority";
  EXPECT_EQ(voting.vote({{people[1], 4}, {people[2], 6}}, 10), "elected");
  EXPECT_EQ(voting.candidate_state(people[1]), "defeated");
  EXPECT_EQ(scene.state("selection", voting.id), "elected");

  scene.step("selection", voting.id, "report");
  scene.step("selection", voting.id, "approve");
  expect_refused([&] { scene.step("candidate", voting.candidates[people[0]], "appoint"); }, "post",
                 "one of the 2 posts");
  const auto posts = scene.list("post", "sort=id");
  scene.step("candidate", voting.candidates[people[0]], "appoint", {{"post", posts[0]["id"]}});
  EXPECT_EQ(scene.state("selection", voting.id), "approved") << "one of the two is still to come";
  expect_refused(
      [&] {
        scene.step("candidate", voting.candidates[people[2]], "appoint", {{"post", posts[0]["id"]}});
      },
      "post", "Name another one");
  scene.step("candidate", voting.candidates[people[2]], "refuse", {{"reason", "任前体检不合格"}});
  EXPECT_EQ(scene.state("selection", voting.id), "completed");
  EXPECT_EQ(scene.figure("vacancies"), 1);
}

TEST(Election, WithTooFewMayEndWithFewerSeats) {
  Voting voting("commissioner", 1);
  Scene& scene = voting.scene;
  const std::vector<std::int64_t> people(scene.members.begin(), scene.members.begin() + 3);
  voting.reach_election(people);
  const auto fewer = [&](bool agreed) {
    scene.step("selection", voting.id, "accept_fewer", {{"note", "经表决同意"}, {"fewer_agreed", agreed}});
  };
  expect_refused([&] { fewer(true); }, "", "elected some but too few");
  EXPECT_EQ(voting.vote({{people[0], 7}, {people[1], 5}, {people[2], 4}}, 10), "too_few");
  expect_refused([&] { fewer(false); }, "fewer_agreed", "consent of a majority");
  fewer(true);
  EXPECT_EQ(scene.state("selection", voting.id), "elected");
  EXPECT_EQ(voting.candidate_state(people[0]), "elected");
  EXPECT_EQ(voting.candidate_state(people[2]), "defeated");
}

TEST(Election, AnnulledIsVotedAgainByAll) {
  Voting voting("commissioner", 1);
  Scene& scene = voting.scene;
  const std::vector<std::int64_t> people(scene.members.begin(), scene.members.begin() + 3);
  voting.reach_election(people);
  EXPECT_EQ(voting.vote({{people[0], 7}, {people[1], 6}, {people[2], 4}}, 10), "elected");
  scene.step("selection", voting.id, "report");
  scene.step("selection", voting.id, "annul", {{"note", "程序有误"}});
  EXPECT_EQ(voting.candidate_state(people[0]), "approved");
  EXPECT_EQ(voting.candidate_state(people[2]), "approved");
  EXPECT_TRUE(scene.field("candidate", voting.candidates[people[0]], "votes").is_null());
  EXPECT_EQ(voting.vote({{people[0], 4}, {people[1], 6}, {people[2], 7}}, 10), "elected");
  EXPECT_EQ(voting.candidate_state(people[0]), "defeated");
}

TEST(Ballot, RefusesNumbersThatCannotBe) {
  Voting voting("secretary");
  Scene& scene = voting.scene;
  const auto member = scene.members[0];
  voting.publicise({member});
  expect_refused([&] { scene.create("ballot", {{"selection", voting.id}}); }, "selection", "election");
  expect_refused([&] { scene.step("selection", voting.id, "begin_election"); }, "", "2026-03-10 at the earliest");
  scene.district.set_today("2026-03-10");
  scene.step("selection", voting.id, "begin_election");
  expect_refused(
      [&] {
        scene.create("ballot", {{"selection", voting.id}, {"scrutineers", Json::array({member})}});
      },
      "scrutineers", "found a candidate");
  const auto id = voting.ballot({});
  const auto count = [&](const Json& fields) { scene.step("ballot", id, "count", fields); };
  expect_refused([&] { scene.create("ballot", {{"selection", voting.id}}); }, "selection", "no open ballot");
  expect_refused([&] { count({{"present", 9}}); }, "", "found none");
  const auto vote = scene.list("vote").front()["id"].get<std::int64_t>();
  scene.update("vote", vote, {{"votes", 9}});
  expect_refused([&] { count({{"present", 11}}); }, "present", "no more present than entitled");
  expect_refused([&] { count({{"present", 9}, {"issued", 10}}); }, "present", "no more ballots issued");
  expect_refused([&] { count({{"present", 9}, {"entitled", 12}}); }, "entitled", "at most the 10 full members");
  expect_refused([&] { count({{"present", 9}, {"invalid", 10}}); }, "invalid", "as were received");
  expect_refused([&] { count({{"present", 9}, {"invalid", 1}}); }, "", "at most the 8 valid ballots");
  expect_refused([&] { count({{"present", 9}, {"others", 1}}); }, "", "at most 9 votes in all");
  expect_refused(
      [&] {
        scene.step("candidate", voting.candidates[member], "withdraw", {{"reason", "个人原因"}});
      },
      "", "no open ballot");
  count({{"present", 9}, {"issued", 8}, {"received", 9}});
  EXPECT_EQ(scene.field("ballot", id, "outcome"), "void") << "more received than issued";
  expect_refused([&] { scene.update("vote", vote, {{"votes", 8}}); }, "votes", "votes stand");
  const auto next =
      scene.create("ballot", {{"selection", voting.id}, {"held_on", "2026-03-20"}, {"voters", "committee"}});
  expect_refused([&] { scene.step("ballot", next, "count", {{"present", 5}}); }, "held_on", "held by today");
  scene.district.set_today("2026-03-20");
  expect_refused([&] { scene.step("ballot", next, "count", {{"present", 5}}); }, "entitled", "Enter it");
  scene.step("ballot", next, "cancel", {{"note", "改期"}});
}

TEST(Publicity, HearsObjectionsBeforeTheElection) {
  Voting voting("commissioner");  // one seat, two candidates
  Scene& scene = voting.scene;
  const std::vector<std::int64_t> people(scene.members.begin(), scene.members.begin() + 2);
  voting.publicise(people);
  const auto object = [&](std::size_t at) {
    return scene.create("objection", {{"candidate", voting.candidates[people[at]]}, {"content", "反映有关问题"}});
  };
  expect_refused([&] { object(0); }, "raised_on", "between 2026-03-02 and 2026-03-09");
  scene.district.set_today("2026-03-05");
  const auto first = object(0);
  const auto second = object(1);
  EXPECT_TRUE(scene.is_due("answer_objection"));
  scene.district.set_today("2026-03-10");
  expect_refused([&] { object(0); }, "raised_on", "found 2026-03-10");
  expect_refused([&] { scene.step("selection", voting.id, "begin_election"); }, "", "2 objection(s)");
  scene.step("objection", first, "dismiss", {{"answer", "经核查不属实"}});
  scene.step("objection", second, "uphold", {{"answer", "经核查属实"}});
  EXPECT_EQ(voting.candidate_state(people[1]), "rejected");
  expect_refused([&] { scene.step("selection", voting.id, "begin_election"); }, "", "At least 2 approved");
  scene.step("selection", voting.id, "withdraw_publicity", {{"note", "候选人不足"}});
  scene.step("selection", voting.id, "repeat_recommendation", {{"note", "补充提名"}});
  EXPECT_EQ(scene.state("selection", voting.id), "recommending");
  EXPECT_EQ(scene.figure("objections", "period=2026-Q1"), 2);
}

TEST(Selection, CancelledLetsItsCandidatesGo) {
  Voting voting("secretary");
  Scene& scene = voting.scene;
  voting.reach_election({scene.members[0]});
  const auto ballot = voting.ballot({});
  scene.step("selection", voting.id, "cancel", {{"note", "岗位调整"}});
  EXPECT_EQ(voting.candidate_state(scene.members[0]), "withdrawn");
  EXPECT_EQ(scene.state("ballot", ballot), "cancelled");
  EXPECT_EQ(scene.figure("selections_open"), 0);
  EXPECT_TRUE(scene.is_due("fill_vacancy")) << "the post is still vacant";
}

TEST(Appointment, OfTheSamePersonIsAnotherTerm) {
  Scene scene;
  const auto post = scene.post(scene.branch, "secretary", {{"established_on", "2023-03-01"}});
  const auto holding = scene.holding(post, scene.members[0], "2023-03-15");
  Voting voting(scene, post);
  voting.reach_election({scene.members[0]});
  EXPECT_EQ(voting.vote({{scene.members[0], 9}}), "elected");
  scene.step("selection", voting.id, "report");
  scene.step("selection", voting.id, "approve");
  scene.step("candidate", voting.candidates[scene.members[0]], "appoint", {{"starts_on", "2026-03-16"}});
  EXPECT_EQ(scene.list("holding").size(), 1U);
  EXPECT_EQ(scene.field("holding", holding, "terms"), 2);
  EXPECT_EQ(scene.field("holding", holding, "term_ends_on"), "2029-03-16");
  EXPECT_EQ(scene.field("holding", holding, "rotation_due_on"), "2028-03-15") << "in the post since 2023";
}

TEST(Appointment, OfASuccessorEndsTheTermBefore) {
  Scene scene;
  const auto post = scene.post(scene.branch, "secretary", {{"established_on", "2023-03-01"}});
  const auto holding = scene.holding(post, scene.members[0], "2023-03-15");
  Voting voting(scene, post);
  voting.reach_election({scene.members[1]});
  EXPECT_EQ(voting.vote({{scene.members[1], 9}}), "elected");
  scene.step("selection", voting.id, "report");
  scene.step("selection", voting.id, "approve");
  scene.step("candidate", voting.candidates[scene.members[1]], "appoint", {{"starts_on", "2026-03-16"}});
  EXPECT_EQ(scene.state("holding", holding), "ended");
  EXPECT_EQ(scene.field("holding", holding, "ends_on"), "2026-03-15");
  EXPECT_EQ(scene.field("holding", holding, "end_reason"), "term_over");
  EXPECT_EQ(scene.figure("vacancies"), 0);
}

}  // namespace
}  // namespace liufa::cadre
