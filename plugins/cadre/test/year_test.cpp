#include "scene.hpp"

namespace liufa::cadre {
namespace {

/// Five cadres of one branch.
struct Corps : Scene {
  Corps() {
    for (std::size_t at = 0; at < 5; ++at)
      holding(post(branch, "commissioner", {{"established_on", "2020-01-01"}}), members[at], "2022-03-01");
    district.enable("elsewhere");
  }
  Json ledger(std::int64_t member) { return list("ledger", "member=" + std::to_string(member)).front(); }
  std::int64_t appraisal(std::int64_t member) {
    return list("appraisal", "member=" + std::to_string(member)).front()["id"];
  }
  void fact(const char* kind, const Json& more) {
    Json fields{{"kind", kind}, {"held_on", "2026-11-01"}};
    fields.update(more);
    district.create("elsewhere.entry", fields);
  }
};

TEST(Ledger, KnowsHoursForTheMonthsServed) {
  Corps scene;
  const auto fresh = scene.person("N", scene.branch, {{"cadre", "full_time"}});
  scene.district.set_today("2026-10-10");
  scene.holding(scene.post(scene.branch, "affairs_officer", {{"established_on", "2026-10-01"}}), fresh, "2026-10-01");
  EXPECT_EQ(scene.run("open_year", {{"year", 2026}})["ledgers"], 6);
  EXPECT_DOUBLE_EQ(value(scene.ledger(fresh), "hours_required").get<double>(), 10) << "three of twelve months of 40";
  EXPECT_DOUBLE_EQ(value(scene.ledger(scene.members[0]), "hours_required").get<double>(), 24);
  EXPECT_EQ(value(scene.ledger(scene.members[0]), "age"), 46);
  EXPECT_EQ(value(scene.ledger(scene.members[0]), "tenure_months"), 57);
  EXPECT_EQ(scene.figure("hours_lacking", "period=2026"), 6);
  EXPECT_TRUE(scene.is_due("hours"));
  const auto id = scene.ledger(fresh)["id"].get<std::int64_t>();
  expect_refused([&] { scene.update("ledger", id, {{"hours_exempted", 10}}); }, "exemption_reason", "Enter it");
  scene.update("ledger", id, {{"hours_exempted", 10}, {"exemption_reason", "借调"}});
  EXPECT_EQ(scene.figure("hours_lacking", "period=2026"), 5);
  EXPECT_EQ(scene.run("open_year", {{"year", 2026}})["ledgers"], 6) << "again: refreshed";
  EXPECT_DOUBLE_EQ(value(scene.ledger(fresh), "hours_lacking").get<double>(), 0) << "the exemption stays";
  EXPECT_THROW(scene.run("open_year", {{"year", 2027}}), std::exception);
}

TEST(Ledger, TakesHoursFromOtherMethodsAndKeepsAClosedYear) {
  Corps scene;
  scene.district.configure("cadre", {{"hours_from", Json::array({"elsewhere.hours"})}});
  scene.fact("hours", {{"member", scene.members[0]}, {"amount", 20.5}});
  scene.district.set_today("2026-12-01");
  scene.run("open_year");
  EXPECT_DOUBLE_EQ(value(scene.ledger(scene.members[0]), "hours_done").get<double>(), 20.5);
  EXPECT_DOUBLE_EQ(value(scene.ledger(scene.members[0]), "hours_lacking").get<double>(), 3.5);
  EXPECT_THROW(scene.run("close_year", {{"year", 2026}}), std::exception);
  scene.district.set_today("2027-01-05");
  EXPECT_EQ(scene.run("close_year", {{"year", 2026}})["closed"], 5);
  scene.fact("hours", {{"member", scene.members[0]}, {"amount", 10}});
  scene.run("open_year", {{"year", 2026}});
  EXPECT_DOUBLE_EQ(value(scene.ledger(scene.members[0]), "hours_done").get<double>(), 20.5) << "closed as computed";
  const auto id = scene.ledger(scene.members[0])["id"].get<std::int64_t>();
  expect_refused(
      [&] {
        scene.update("ledger", id, {{"hours_exempted", 1}, {"exemption_reason", "迟报"}});
      },
      "hours_exempted", "this one is closed");
  const auto plan = scene.create("training_plan", {{"year", 2026}, {"name", "计划"}});
  const auto group = scene.create(
      "training_class",
      {{"plan", plan}, {"code", "K"}, {"name", "班"}, {"kind", "short"}, {"starts_on", "2026-12-20"}, {"hours", 8}});
  scene.step("training_plan", plan, "issue");
  scene.step("training_class", group, "open");
  const auto training = scene.create("training", {{"class", group}, {"member", scene.members[0]}});
  expect_refused([&] { scene.step("training", training, "attend"); }, "", "2026 is closed");
}

TEST(Ledger, FollowsTheEditionOfTheYearsBeginning) {
  Corps scene;
  scene.create("rule", {{"in_force_from", "2026-03-01"}, {"source", "新办法"}, {"hours_part_time", 36}});
  scene.run("open_year");
  EXPECT_DOUBLE_EQ(value(scene.ledger(scene.members[0]), "hours_required").get<double>(), 24);
  scene.district.set_today("2027-02-01");
  scene.run("open_year");
  const auto next = scene.list("ledger", "year=2027&member=" + std::to_string(scene.members[0])).front();
  EXPECT_DOUBLE_EQ(value(next, "hours_required").get<double>(), 36);
}

TEST(Appraisal, TakesWhatOthersEstablishedAndSharesTheWeightOfWhatIsMissing) {
  Corps scene;
  scene.district.configure(
      "cadre",
      {{"organisation_fact", "elsewhere.result"}, {"index_fact", "elsewhere.index"}, {"superior_needed", false}});
  EXPECT_THROW(scene.run("appraise", {{"year", 2026}}), std::exception) << "no ledgers yet";
  scene.run("open_year");
  scene.fact("result", {{"organisation", scene.first_department}, {"amount", 90}});
  scene.fact("index", {{"member", scene.members[0]}, {"amount", 80}});
  scene.fact("index", {{"member", scene.members[0]}, {"amount", 10}, {"held_on", "2026-05-01"}});  // of the year before
  scene.district.set_today("2026-12-31");
  scene.run("appraise");
  const auto id = scene.appraisal(scene.members[0]);
  EXPECT_DOUBLE_EQ(scene.field("appraisal", id, "organisation_score").get<double>(), 90) << "of the department above";
  EXPECT_DOUBLE_EQ(scene.field("appraisal", id, "index_score").get<double>(), 80);
  EXPECT_DOUBLE_EQ(scene.field("appraisal", id, "training_score").get<double>(), 0);
  EXPECT_DOUBLE_EQ(scene.field("appraisal", id, "score").get<double>(), 71.67) << "(90×30 + 80×20 + 0×10) / 60";
  EXPECT_EQ(scene.field("appraisal", id, "grade"), "basic");
  scene.update("appraisal", id, {{"superior_score", 95}});
  scene.run("appraise");
  EXPECT_DOUBLE_EQ(scene.field("appraisal", id, "score").get<double>(), 81) << "(95×40 + 90×30 + 80×20) / 100";
  EXPECT_EQ(scene.field("appraisal", id, "grade"), "competent");
}

TEST(Appraisal, LimitsExcellentAndLeavesTiesToPeople) {
  Corps scene;
  scene.run("open_year");
  scene.district.configure("cadre", {{"weight_training", 0}, {"excellent_share", 40}});
  scene.run("appraise");
  const double scores[] = {96, 93, 93, 80, 50};
  for (std::size_t at = 0; at < 5; ++at)
    scene.update("appraisal", scene.appraisal(scene.members[at]), {{"superior_score", scores[at]}});
  const Json result = scene.run("appraise");
  EXPECT_EQ(result["excellent_places"], 2);
  EXPECT_EQ(result["tied"], 2);
  const auto grade = [&](std::size_t at) {
    return scene.field("appraisal", scene.appraisal(scene.members[at]), "grade");
  };
  EXPECT_EQ(grade(0), "excellent");
  EXPECT_EQ(grade(1), "competent");
  EXPECT_EQ(grade(3), "competent");
  EXPECT_EQ(grade(4), "incompetent");
  const auto tied = scene.appraisal(scene.members[1]);
  expect_refused([&] { scene.step("appraisal", tied, "notify"); }, "decided_grade", "Decide on the grade");
  expect_refused(
      [&] {
        scene.update("appraisal", tied, {{"decided_grade", "excellent"}});
      },
      "decision_reason", "Enter it");
  scene.step("appraisal", tied, "notify", {{"decided_grade", "excellent"}, {"decision_reason", "急难任务表现突出"}});
  scene.step("appraisal", tied, "confirm");
  scene.run("appraise");
  EXPECT_EQ(grade(2), "competent") << "the place is taken";
  EXPECT_EQ(scene.figure("excellent", "period=2026"), 1);
}

TEST(Appraisal, CanBeContestedAndFailingItLeadsToAnExit) {
  Corps scene;
  scene.run("open_year");
  scene.run("appraise");
  const auto id = scene.appraisal(scene.members[0]);
  scene.update("appraisal", id, {{"superior_score", 40}});
  scene.run("appraise");
  scene.step("appraisal", id, "notify");
  EXPECT_THROW(scene.update("appraisal", id, {{"superior_score", 90}}), testing::Unexpected);
  scene.step("appraisal", id, "contest", {{"objection", "评分未考虑驻村工作"}});
  EXPECT_TRUE(scene.is_due("settle_appraisal"));
  scene.step("appraisal", id, "return", {{"answer", "补充评分后重新计算"}});
  scene.update("appraisal", id, {{"superior_score", 50}});
  scene.run("appraise");
  scene.step("appraisal", id, "notify");
  scene.step("appraisal", id, "contest", {{"objection", "仍有异议"}});
  scene.step("appraisal", id, "settle", {{"answer", "维持"}});
  scene.step("appraisal", id, "confirm");
  const Json due = scene.run("exits_due", {{"propose", true}});
  ASSERT_EQ(due["due"].size(), 1U) << due.dump();
  EXPECT_EQ(due["due"][0]["kind"], "appraisal");
  const auto exit = scene.list("exit").front();
  EXPECT_EQ(value(exit, "reason"), "2026 年度考评不称职。");
  scene.step("exit", exit["id"], "hear", {{"statement", "服从组织决定"}, {"agrees", true}});
  scene.step("exit", exit["id"], "decide", {{"decided_by", "区直属机关党工委"}});
  EXPECT_EQ(scene.figure("exits_failed", "period=2026"), 1);
}

TEST(Rewards, FollowFromAppraisalAndTraining) {
  Corps scene;
  scene.district.configure("cadre", {{"hours_part_time", 0}});
  scene.run("open_year");
  scene.run("appraise");
  for (std::size_t at = 0; at < 5; ++at)
    scene.update("appraisal", scene.appraisal(scene.members[at]), {{"superior_score", 90 + at}});
  scene.run("appraise");
  const auto best = scene.appraisal(scene.members[4]);
  EXPECT_EQ(scene.field("appraisal", best, "grade"), "excellent");
  scene.step("appraisal", best, "notify");
  scene.step("appraisal", best, "confirm");
  EXPECT_EQ(scene.run("propose_rewards")["proposed"], 1);
  EXPECT_EQ(scene.run("propose_rewards")["proposed"], 0) << "again: nothing twice";
  const auto reward = scene.list("reward").front();
  EXPECT_EQ(value(reward, "basis"), "2026 年度考评优秀，学时修满");
  scene.step("reward", reward["id"], "decline", {{"note", "缓议"}});
  scene.step("reward", reward["id"], "reconsider", {{"note", "复议"}});
  scene.step("reward", reward["id"], "adopt", {{"document", "区直党工委〔2026〕30号"}});
  EXPECT_EQ(scene.figure("rewards", "period=2026"), 1);
}

TEST(Overview, SaysWhatTheCorpsIsMadeOf) {
  Corps scene;
  scene.create("profile", {{"member", scene.members[0]}, {"education", "bachelor"}});
  expect_refused(
      [&] {
        scene.create("profile", {{"member", scene.members[1]}, {"party_work_since", "2026-05-01"}});
      },
      "party_work_since", "up to today");
  const Json seen = scene.run("overview", {{"organisation", scene.first_department}});
  EXPECT_EQ(seen["cadres"], 5);
  EXPECT_DOUBLE_EQ(seen["average_age"].get<double>(), 45);
  EXPECT_DOUBLE_EQ(seen["average_tenure_months"].get<double>(), 48);
  EXPECT_EQ(seen["education"]["bachelor"], 1);
  EXPECT_EQ(seen["education"]["unknown"], 4);
  EXPECT_EQ(scene.run("overview", {{"organisation", scene.second_department}})["cadres"], 0);
}

}  // namespace
}  // namespace liufa::cadre
