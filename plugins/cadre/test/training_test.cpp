#include "voting.hpp"

namespace liufa::cadre {
namespace {

/// A plan with one class; its first three members hold posts.
struct School : Scene {
  std::int64_t plan = 0;
  explicit School(bool issue_it = true) {
    plan = create("training_plan", {{"year", 2026}, {"name", "2026 年党务干部培训计划"}});
    const char* kinds[] = {"secretary", "deputy", "organisation_commissioner"};
    for (std::size_t at = 0; at < 3; ++at)
      holding(post(branch, kinds[at], {{"established_on", "2019-01-01"}}), members[at],
              at == 0 ? "2025-09-01" : "2020-01-01");
    if (!issue_it) return;
    group("K0", "lecture", {{"starts_on", "2026-12-01"}});
    step("training_plan", plan, "issue");
  }
  std::int64_t group(const char* code, const char* kind, Json more = Json::object()) {
    Json fields{{"plan", plan},
                {"code", code},
                {"name", std::string("培训班") + code},
                {"kind", kind},
                {"starts_on", "2026-03-01"},
                {"hours", 16}};
    fields.update(more);
    return create("training_class", fields);
  }
  std::int64_t open_group(const char* code, const char* kind, const Json& more = Json::object()) {
    const auto id = group(code, kind, more);
    step("training_class", id, "open");
    return id;
  }
  std::int64_t train(std::int64_t of, std::int64_t member) {
    return create("training", {{"class", of}, {"member", member}});
  }
  std::int64_t pass(std::int64_t of, std::int64_t member, const Json& fields = Json::object()) {
    const auto id = train(of, member);
    step("training", id, "attend");
    step("training", id, "pass", fields);
    return id;
  }
};

TEST(Plan, IsIssuedWithClassesOfItsYear) {
  School scene(false);
  expect_refused([&] { scene.step("training_plan", scene.plan, "issue"); }, "", "found none");
  expect_refused(
      [&] {
        scene.group("K1", "short", {{"ends_on", "2027-01-05"}});
      },
      "ends_on", "in the plan's year 2026");
  expect_refused([&] { scene.group("K1", "short", {{"ends_on", "2026-02-01"}}); }, "ends_on", "from 2026-03-01 on");
  expect_refused([&] { scene.group("K1", "short", {{"excellent_score", 90}}); }, "excellent_score", "a pass mark");
  const auto id = scene.group("K1", "short");
  EXPECT_EQ(scene.field("training_class", id, "ends_on"), "2026-03-01");
  expect_refused([&] { scene.step("training_class", id, "open"); }, "plan", "a plan that is issued");
  scene.step("training_plan", scene.plan, "issue");
  scene.step("training_class", id, "open");
  expect_refused([&] { scene.step("training_plan", scene.plan, "close"); }, "", "neither finished nor cancelled");
  scene.step("training_class", id, "finish");
  scene.step("training_plan", scene.plan, "close");
  expect_refused([&] { scene.group("K2", "short"); }, "plan", "not closed");
  EXPECT_EQ(scene.figure("classes", "period=2026"), 1);
}

TEST(Training, CountsHoursAndGrades) {
  School scene;
  const auto id = scene.open_group("K1", "professional", {{"pass_score", 60}, {"excellent_score", 90}});
  const auto training = scene.train(id, scene.members[0]);
  EXPECT_TRUE(scene.is_due("enrol"));
  scene.step("training", training, "enrol");
  expect_refused([&] { scene.step("training", training, "attend", {{"hours", 16.5}}); }, "hours", "no more hours");
  scene.step("training", training, "attend");
  expect_refused([&] { scene.step("training", training, "pass"); }, "score", "a score is expected");
  expect_refused([&] { scene.step("training", training, "pass", {{"score", 59.5}}); }, "score", "says otherwise");
  expect_refused([&] { scene.step("training", training, "fail", {{"score", 60}}); }, "score", "says otherwise");
  scene.step("training", training, "pass", {{"score", 90}});
  EXPECT_EQ(scene.field("training", training, "grade"), "excellent");
  EXPECT_DOUBLE_EQ(scene.figure("training_hours", "period=2026"), 16);
  EXPECT_EQ(scene.figure("trained_times", "period=2026-Q1"), 1);
  scene.district.settle();
  const auto ledgers = scene.list("ledger");
  ASSERT_EQ(ledgers.size(), 1U);
  EXPECT_DOUBLE_EQ(value(ledgers[0], "hours_done").get<double>(), 16);
  EXPECT_DOUBLE_EQ(value(ledgers[0], "hours_lacking").get<double>(), 8) << "24 for part-time cadres";
  EXPECT_TRUE(scene.is_due("hours") || true);
  scene.step("training", training, "correct", {{"note", "成绩登记错误"}});
  scene.step("training", training, "fail", {{"score", 50}});
  scene.district.settle();
  EXPECT_DOUBLE_EQ(value(scene.list("ledger").front(), "hours_done").get<double>(), 0);
  EXPECT_EQ(scene.figure("pass_share", "period=2026"), 0);
}

TEST(Training, RefusesWhatCannotBe) {
  School scene;
  const auto planned = scene.group("K1", "short", {{"starts_on", "2026-04-01"}, {"capacity", 1}});
  const auto training = scene.train(planned, scene.members[0]);
  expect_refused([&] { scene.step("training", training, "enrol"); }, "class", "a class that is open");
  expect_refused([&] { scene.train(planned, scene.members[1]); }, "class", "a free place");
  scene.step("training_class", planned, "open");
  expect_refused([&] { scene.step("training", training, "attend"); }, "", "begins on 2026-04-01");
  expect_refused([&] { scene.step("training_class", planned, "finish"); }, "", "1 people have no result");
  scene.step("training", training, "excuse", {{"reason", "病假"}});
  scene.train(planned, scene.members[1]);
  const auto held = scene.open_group("K2", "short");
  scene.pass(held, scene.members[0]);
  expect_refused([&] { scene.step("training_class", held, "cancel", {{"note", "x"}}); }, "", "nobody has attended");
  scene.step("training_class", planned, "cancel", {{"note", "讲师变动"}});
  EXPECT_EQ(scene.list("training", "state=released").size(), 1U);
  scene.step("training_class", held, "finish");
  expect_refused([&] { scene.train(held, scene.members[2]); }, "class", "a class that is open");
  expect_refused([&] { scene.update("training_class", held, {{"hours", 8}}); }, "hours", "Reopen it first");
}

TEST(Training, MissedIsMadeUp) {
  School scene;
  const auto first = scene.open_group("K1", "regular");
  const auto absent = scene.train(first, scene.members[0]);
  scene.step("training", absent, "miss");
  EXPECT_EQ(scene.figure("to_make_up"), 1);
  expect_refused([&] { scene.group("K9", "seminar", {{"makes_up", first}}); }, "makes_up", "of the same kind");
  const auto again = scene.open_group("K2", "regular", {{"makes_up", first}});
  expect_refused([&] { scene.train(again, scene.members[1]); }, "member", "missed or failed the original");
  const Json called = scene.run("differentiate", {{"plan", scene.plan}, {"class", again}, {"call", true}});
  EXPECT_EQ(called["classes"][0]["called"], 1);
  const auto training = scene.list("training", "class=" + std::to_string(again)).front()["id"].get<std::int64_t>();
  scene.step("training", training, "attend");
  scene.step("training", training, "pass");
  scene.district.settle();
  EXPECT_EQ(scene.state("training", absent), "made_up");
  EXPECT_EQ(scene.field("training", absent, "made_up_by"), training);
  EXPECT_EQ(scene.figure("to_make_up"), 0);
}

TEST(Differentiation, SendsEachToTheClassThatFits) {
  School scene;
  scene.create("profile", {{"member", scene.members[1]}, {"education", "college"}});
  const auto rule = [&](const char* code, const char* kind, Json more) {
    more.update({{"code", code}, {"name", code}, {"class_kind", kind}, {"in_force_from", "2026-01-01"}});
    scene.create("training_rule", more);
  };
  rule("R1", "professional", {{"tenure_below", 12}});  // newly appointed
  rule("R2", "regular", {{"tenure_from", 36}, {"post_kinds", Json::array({"deputy", "organisation_commissioner"})}});
  rule("R3", "seminar", {{"education", Json::array({"college", "bachelor"})}, {"age_from", 40}, {"age_until", 50}});
  rule("R4", "short", {{"employment", "full_time"}});
  rule("R5", "exchange", {{"in_force_until", "2026-02-01"}});  // over
  const auto professional = scene.open_group("K1", "professional");
  const auto regular = scene.open_group("K2", "regular", {{"capacity", 1}});
  const auto seminar = scene.open_group("K3", "seminar");
  scene.open_group("K4", "short");
  scene.open_group("K5", "exchange");
  const Json seen = scene.run("differentiate", {{"plan", scene.plan}});
  EXPECT_EQ(seen["cadres"], 3);
  std::map<std::int64_t, std::int64_t> should;
  for (const Json& each : seen["classes"]) should[each["class"]] = each["should_attend"];
  EXPECT_EQ(should[professional], 1) << seen.dump();
  EXPECT_EQ(should[regular], 2);
  EXPECT_EQ(should[seminar], 1);
  EXPECT_EQ(scene.list("training").size(), 0U) << "only looked at";
  const Json called = scene.run("differentiate", {{"plan", scene.plan}, {"call", true}});
  for (const Json& each : called["classes"]) EXPECT_EQ(each["without_place"], each["class"] == regular ? 1 : 0);
  EXPECT_EQ(scene.list("training", "state=called").size(), 3U);
  EXPECT_EQ(value(scene.list("training", "class=" + std::to_string(professional)).front(), "because"), "R1 R1");
  scene.run("differentiate", {{"plan", scene.plan}, {"call", true}});
  EXPECT_EQ(scene.list("training").size(), 3U) << "again: nobody twice, and no place more";
  expect_refused([&] { rule("R6", "short", {{"age_from", 50}, {"age_until", 40}}); }, "age_until", "not below");
  expect_refused(
      [&] {
        rule("R6", "short", {{"tenure_from", 12}, {"tenure_below", 12}});
      },
      "tenure_below", "more than");
}

TEST(Results, ComeAsOneTable) {
  School scene;
  const auto id = scene.open_group("K1", "regular", {{"pass_score", 60}, {"excellent_score", 90}});
  for (std::size_t at = 0; at < 3; ++at) scene.train(id, scene.members[at]);
  const auto record = [&](const char* results) {
    return scene.run("record_results", {{"class", id}, {"results", results}});
  };
  EXPECT_THROW(record("A1,16,70\nA9,16,80"), std::exception) << "A9 is not of this class";
  EXPECT_THROW(record("A1,16"), std::exception) << "a test without a score";
  EXPECT_THROW(record("A1,sixteen,80"), std::exception);
  EXPECT_EQ(scene.list("training", "state=called").size(), 3U) << "a table with a mistake changes nothing";
  const Json counts = record("A1，12，95\nA2,,55\n\nA3,缺\n");
  EXPECT_EQ(counts["passed"], 1);
  EXPECT_EQ(counts["failed"], 1);
  EXPECT_EQ(counts["absent"], 1);
  EXPECT_DOUBLE_EQ(scene.figure("training_hours"), 12);
  scene.step("training_class", id, "finish");
}

TEST(Appointment, AsksForTrainingWhereTheDistrictSaysSo) {
  School scene;
  scene.district.configure("cadre", {{"appointment_training", "refuse"}});
  Voting voting(scene, scene.post(scene.branch, "publicity_commissioner"));
  const std::vector<std::int64_t> people{scene.members[5], scene.members[6]};
  voting.reach_election(people);
  EXPECT_EQ(voting.vote({{people[0], 7}, {people[1], 2}}), "elected");
  scene.step("selection", voting.id, "report");
  scene.step("selection", voting.id, "approve");
  const auto candidate = voting.candidates[people[0]];
  expect_refused([&] { scene.step("candidate", candidate, "appoint"); }, "member", "professional (none)");
  const auto id = scene.open_group("K1", "professional", {{"pass_score", 60}});
  const auto training = scene.train(id, people[0]);
  scene.step("training", training, "attend");
  scene.step("training", training, "fail", {{"score", 40}});
  expect_refused([&] { scene.step("candidate", candidate, "appoint"); }, "member", "professional (failed)");
  scene.step("training", training, "correct", {{"note", "补考"}});
  scene.step("training", training, "pass", {{"score", 75}});
  scene.step("candidate", candidate, "appoint");
  EXPECT_TRUE(scene.field("candidate", candidate, "training_note").is_null());
}

}  // namespace
}  // namespace liufa::cadre
