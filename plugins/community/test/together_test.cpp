#include "test/scene.hpp"

namespace liufa::community {
namespace {

std::int64_t helping_pair(Scene& scene, const Json& more = Json::object()) {
  Json fields{{"member", scene.wang}, {"category", "elderly"}, {"helped", "某老人"}, {"address", "东门 1 号"}};
  fields.update(more);
  return scene.create("helping_pair", fields);
}

TEST(HelpingPairs, NeedTheHouseholdsConsent) {
  Scene scene;
  expect_refused([&] { helping_pair(scene); }, "member", "report-in");
  scene.reported_in(scene.wang, scene.east);
  const auto id = helping_pair(scene);
  EXPECT_EQ(scene.field("helping_pair", id, "community"), scene.east);
  EXPECT_EQ(scene.field("helping_pair", id, "starts_on"), "2026-03-01");
  EXPECT_EQ(scene.district.read("community.helping_pair", id).dump().find("某老人"), std::string::npos)
      << "who is helped is masked";
  expect_refused([&] { scene.step("helping_pair", id, "confirm"); }, "consented", "Ask them in person");
  scene.step("helping_pair", id, "confirm", {{"consented", true}});
  EXPECT_EQ(scene.district.figure("community.helping_pairs", "period=2026"), 1);
  expect_refused(
      [&] {
        helping_pair(scene, {{"starts_on", "2026-03-01"}, {"ends_on", "2026-02-01"}});
      },
      "ends_on", "on or after the first");
}

TEST(HelpingPairs, EndOnADayThatFits) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east);
  const auto id = helping_pair(scene, {{"ends_on", "2026-12-31"}});
  scene.step("helping_pair", id, "return", {{"note", "请写明承诺"}});
  scene.step("helping_pair", id, "resubmit", {{"commitment", "每月探望"}});
  scene.step("helping_pair", id, "confirm", {{"consented", true}});
  scene.district.set_today("2026-05-01");
  expect_refused(
      [&] {
        scene.step("helping_pair", id, "end", {{"note", "结束"}, {"ends_on", "2026-06-01"}});
      },
      "ends_on", "between 2026-03-01 and today");
  scene.step("helping_pair", id, "end", {{"note", "老人随子女迁居"}});
  EXPECT_EQ(scene.field("helping_pair", id, "ended_on"), "2026-05-01");
  const auto over = helping_pair(scene, {{"starts_on", "2026-04-01"}, {"ends_on", "2026-04-30"}, {"consented", true}});
  scene.step("helping_pair", over, "confirm");
  scene.step("helping_pair", over, "end", {{"note", "期满"}});
  EXPECT_EQ(scene.field("helping_pair", over, "ended_on"), "2026-04-30") << "its term was over before";
}

std::int64_t activity(Scene& scene, const Json& more = Json::object()) {
  Json fields{{"community", scene.east}, {"title", "植树"}, {"held_on", "2026-03-12"}};
  fields.update(more);
  return scene.create("activity", fields);
}

TEST(Activities, AreSignedUpForAndHeld) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east);
  scene.reported_in(scene.li, scene.east);
  scene.reported_in(scene.zhao, scene.west);
  const auto id = activity(scene, {{"people", 1}});
  const auto opening = scene.opening_of("activity", id);
  EXPECT_EQ(scene.field("opening", opening, "places"), 1);
  const auto first = scene.create("participation", {{"opening", opening}, {"member", scene.wang}});
  EXPECT_EQ(scene.field("participation", first, "activity"), id);
  EXPECT_EQ(scene.field("opening", opening, "places"), 0);
  const auto sign_up = [&](std::int64_t member) {
    return scene.create("participation", {{"activity", id}, {"member", member}});
  };
  expect_refused([&] { sign_up(scene.li); }, "activity", "all are taken");
  scene.step("participation", first, "withdraw");
  const auto second = sign_up(scene.li);
  expect_refused([&] { scene.step("participation", first, "sign_up_again"); }, "activity", "all are taken");
  expect_refused([&] { scene.create("participation", {{"member", scene.wang}}); }, "opening", "found none");
  const auto need = scene.need(scene.east, "patrol");
  expect_refused(
      [&] {
        scene.create("participation", {{"member", scene.wang}, {"opening", scene.opening_of("need", need)}});
      },
      "opening", "found none");
  expect_refused([&] { scene.step("participation", second, "attend"); }, "", "Note it as held first");
  expect_refused([&] { scene.step("activity", id, "hold"); }, "held_on", "up to today");
  scene.district.set_today("2026-03-13");
  scene.step("activity", id, "hold", {{"held_on", "2026-03-13"}, {"report", "植树 30 棵"}});
  EXPECT_EQ(scene.field("participation", second, "held_on"), "2026-03-13");
  expect_refused([&] { sign_up(scene.zhao); }, "member", "reported in at “东门社区”");
  scene.step("participation", second, "attend");
  EXPECT_EQ(scene.district.figure("community.participations", "period=2026"), 1);
  EXPECT_EQ(scene.district.figure("community.activities", "period=2026"), 1);
  scene.step("participation", second, "miss", {{"note", "登记有误"}});
  EXPECT_EQ(scene.district.figure("community.participations", "period=2026"), 0);
}

TEST(Activities, NoteAllWhoCameAtOnce) {
  Scene scene;
  const auto wang = scene.reported_in(scene.wang, scene.east);
  const auto li = scene.reported_in(scene.li, scene.east);
  const auto zhao = scene.reported_in(scene.zhao, scene.east);
  const auto id = activity(scene, {{"held_on", "2026-03-01"}});
  const auto sign_up = [&](std::int64_t member) {
    return scene.create("participation", {{"activity", id}, {"member", member}});
  };
  const auto first = sign_up(scene.wang);
  const auto second = sign_up(scene.li);
  scene.step("participation", second, "withdraw");
  const Json input{{"activity", id}, {"report_ins", Json::array({li, zhao})}};
  expect_refused([&] { scene.run("record_attendance", input); }, "activity", "note it as held first");
  scene.step("activity", id, "hold");
  Json elsewhere = input;
  elsewhere["community"] = scene.west;
  expect_refused([&] { scene.run("record_attendance", elsewhere); }, "activity", "none of that number");
  expect_refused(
      [&] {
        scene.run("record_attendance", {{"activity", id}, {"report_ins", Json::array({wang + 99})}});
      },
      "report_ins", "does not");
  const Json done = scene.run("record_attendance", input);
  EXPECT_EQ(done.at("attended"), 2);
  EXPECT_EQ(done.at("absent"), 1);
  EXPECT_EQ(scene.state("participation", first), "absent");
  EXPECT_EQ(scene.state("participation", second), "attended") << "who had withdrawn came all the same";
  EXPECT_EQ(scene.run("record_attendance", input).at("attended"), 0) << "again changes nothing";
  const Json corrected =
      scene.run("record_attendance", {{"activity", id}, {"report_ins", Json::array({wang, li, zhao})}});
  EXPECT_EQ(corrected.at("attended"), 1);
}

TEST(Activities, AreCancelled) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east);
  const auto id = activity(scene);
  const auto participation = scene.create("participation", {{"activity", id}, {"member", scene.wang}});
  scene.step("activity", id, "cancel", {{"note", "暴雨"}});
  EXPECT_EQ(scene.state("participation", participation), "withdrawn");
  EXPECT_EQ(scene.state("opening", scene.opening_of("activity", id)), "closed");
  expect_refused([&] { scene.step("participation", participation, "sign_up_again"); }, "activity", "was cancelled");
}

TEST(Suggestions, AreAnsweredAndCarriedOut) {
  Scene scene;
  const Json fields{{"member", scene.wang}, {"title", "增设路灯"}, {"content", "南巷夜间无灯"}};
  expect_refused([&] { scene.create("suggestion", fields); }, "member", "report-in");
  scene.reported_in(scene.wang, scene.east);
  const auto id = scene.create("suggestion", fields);
  EXPECT_EQ(scene.field("suggestion", id, "handed_in_on"), "2026-03-01");
  EXPECT_THROW(scene.step("suggestion", id, "adopt"), testing::Unexpected) << "an answer is needed";
  scene.district.set_today("2026-03-09");
  scene.step("suggestion", id, "adopt", {{"answer", "列入计划"}});
  EXPECT_EQ(scene.field("suggestion", id, "answered_on"), "2026-03-09");
  scene.step("suggestion", id, "carry_out", {{"result", "已装 6 盏"}});
  EXPECT_EQ(scene.district.figure("community.suggestions_adopted", "period=2026"), 1);
  const auto other = scene.create("suggestion", fields);
  scene.step("suggestion", other, "withdraw");
  EXPECT_EQ(scene.district.figure("community.suggestions", "period=2026"), 1);
}

}  // namespace
}  // namespace liufa::community
