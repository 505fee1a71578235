#include "test/scene.hpp"

namespace liufa::community {
namespace {

/// With the neighbouring method, whose gates wait.
struct Gates : ::testing::Test {
  Gates() : scene(true) { scene.district.enable("neighbour"); }

  std::int64_t award(std::int64_t member) {
    const auto id = scene.district.create("neighbour.award", {{"member", member}});
    scene.district.transition("neighbour.award", id, "review");
    scene.district.settle();
    return id;
  }
  std::int64_t target(std::int64_t member) {
    const auto id = scene.district.create("neighbour.target", {{"member", member}});
    scene.district.settle();
    return id;
  }
  void give(std::int64_t id) { scene.district.transition("neighbour.award", id, "give"); }
  void admit(std::int64_t id) { scene.district.transition("neighbour.target", id, "admit"); }
  std::int64_t asked() {
    const Json found = scene.one("consultation", "state=asked");
    return found.is_null() ? 0 : found.at("id").get<std::int64_t>();
  }
  Scene scene;
};

TEST_F(Gates, AskTheCommunityByThemselves) {
  scene.reported_in(scene.wang, scene.east);
  const auto id = scene.district.create("neighbour.award", {{"member", scene.wang}});
  scene.district.settle();
  EXPECT_EQ(asked(), 0) << "it does not wait yet";
  scene.district.transition("neighbour.award", id, "review");
  scene.district.settle();
  const auto consultation = asked();
  ASSERT_NE(consultation, 0);
  EXPECT_EQ(scene.field("consultation", consultation, "community"), scene.east);
  EXPECT_EQ(scene.field("consultation", consultation, "kind"), "award");
  EXPECT_EQ(scene.field("consultation", consultation, "member_name"), "王");
  // 1 March 2026 is a Sunday: five working days end on Friday the 6th.
  EXPECT_EQ(scene.field("consultation", consultation, "due_on"), "2026-03-06");
  EXPECT_TRUE(scene.field("consultation", consultation, "publicity_until").is_null());
  expect_refused([&] { give(id); }, "", "due on 2026-03-06");
  scene.step("consultation", consultation, "agree", {{"answer", "同意"}});
  give(id);
  EXPECT_EQ(scene.district.figure("community.consultations", "period=2026"), 1);
}

TEST_F(Gates, CountWorkingDaysByTheCalendar) {
  scene.district.create("work.calendar_day", {{"date", "2026-03-03"}, {"kind", "holiday"}});
  scene.district.create("work.calendar_day", {{"date", "2026-03-07"}, {"kind", "workday"}});
  scene.reported_in(scene.wang, scene.east);
  award(scene.wang);
  EXPECT_EQ(scene.field("consultation", asked(), "due_on"), "2026-03-07");
}

TEST_F(Gates, WaitForThePublicity) {
  scene.reported_in(scene.wang, scene.east);
  const auto id = target(scene.wang);
  const auto consultation = asked();
  EXPECT_EQ(scene.field("consultation", consultation, "publicity_from"), "2026-03-01");
  EXPECT_EQ(scene.field("consultation", consultation, "publicity_until"), "2026-03-06");
  scene.step("consultation", consultation, "agree");
  expect_refused([&] { admit(id); }, "", "it lasts until 2026-03-06");
  scene.district.set_today("2026-03-06");
  expect_refused([&] { admit(id); }, "", "today is 2026-03-06");
  scene.district.set_today("2026-03-07");
  admit(id);
}

TEST_F(Gates, TakeSilenceAsTheDistrictSays) {
  scene.reported_in(scene.wang, scene.east);
  scene.reported_in(scene.li, scene.east);
  const auto first = award(scene.wang);
  scene.district.set_today("2026-03-06");
  expect_refused([&] { give(first); }, "", "counts as no objection");
  scene.district.set_today("2026-03-07");
  scene.district.configure("community", {{"no_reply", "wait"}});
  expect_refused([&] { give(first); }, "", "it can be urged");
  scene.district.configure("community", {{"no_reply", "no_objection"}});
  give(first);
  scene.district.settle();
  EXPECT_EQ(scene.state("consultation", 1), "lapsed");
}

TEST_F(Gates, HoldUntilTheOfficeDecidesOnAnObjection) {
  scene.reported_in(scene.wang, scene.east);
  const auto id = award(scene.wang);
  const auto consultation = asked();
  EXPECT_THROW(scene.step("consultation", consultation, "object"), testing::Unexpected) << "a reason is needed";
  scene.step("consultation", consultation, "object", {{"answer", "邻里反映较多"}});
  expect_refused([&] { give(id); }, "", "objects: 邻里反映较多");
  EXPECT_EQ(scene.district.figure("community.consultation_objections", "period=2026"), 1);
  EXPECT_THROW(scene.step("consultation", consultation, "uphold"), testing::Unexpected) << "a reason is needed";
  scene.step("consultation", consultation, "uphold", {{"decision", "属实"}});
  expect_refused([&] { give(id); }, "", "was upheld");
  scene.step("consultation", consultation, "release", {{"decision", "经复核不实"}});
  EXPECT_EQ(scene.field("consultation", consultation, "decided_on"), "2026-03-01");
  give(id);
}

TEST_F(Gates, LetACommunityObjectAfterAgreeingAndTakeItBack) {
  scene.reported_in(scene.wang, scene.east);
  const auto id = award(scene.wang);
  const auto consultation = asked();
  scene.step("consultation", consultation, "agree");
  scene.step("consultation", consultation, "object", {{"answer", "公示期内有反映"}});
  expect_refused([&] { give(id); }, "", "objects");
  scene.step("consultation", consultation, "take_back", {{"answer", "已查清"}});
  give(id);
}

TEST_F(Gates, ExtendTheDeadline) {
  scene.reported_in(scene.wang, scene.east);
  const auto id = award(scene.wang);
  const auto consultation = asked();
  expect_refused(
      [&] {
        scene.step("consultation", consultation, "extend", {{"due_on", "2026-03-05"}});
      },
      "due_on", "after the present one");
  scene.step("consultation", consultation, "extend", {{"due_on", "2026-03-20"}});
  scene.district.set_today("2026-03-10");
  expect_refused([&] { give(id); }, "", "due on 2026-03-20");
}

TEST_F(Gates, AreFreeOrRefusedForWhoHasNotReportedIn) {
  const auto first = award(scene.wang);
  EXPECT_EQ(asked(), 0);
  scene.district.configure("community", {{"without_report_in", "refused"}});
  expect_refused([&] { give(first); }, "", "has not reported in");
  scene.district.configure("community", {{"without_report_in", "free"}});
  give(first);
}

TEST_F(Gates, AskOnceTheMemberHasReportedIn) {
  const auto id = award(scene.wang);
  scene.reported_in(scene.wang, scene.east);
  EXPECT_NE(asked(), 0);
  expect_refused([&] { give(id); }, "", "has not answered yet");
}

TEST_F(Gates, AskOnceOnly) {
  scene.reported_in(scene.wang, scene.east);
  const auto id = award(scene.wang);
  scene.step("consultation", asked(), "agree");
  scene.step("report_in", 1, "move", {{"new_home", scene.west}});
  scene.consent(scene.wang, scene.west);
  scene.step("report_in", 2, "report");
  scene.step("report_in", 2, "confirm");
  scene.district.settle();
  EXPECT_EQ(scene.district.list("community.consultation").size(), 1U) << "the answer of the former home holds";
  give(id);
}

TEST_F(Gates, CancelWhatNoLongerWaits) {
  scene.reported_in(scene.wang, scene.east);
  const auto id = award(scene.wang);
  const auto consultation = asked();
  scene.district.transition("neighbour.award", id, "drop");
  scene.district.settle();
  EXPECT_EQ(scene.state("consultation", consultation), "cancelled");
  EXPECT_EQ(scene.district.figure("community.consultations", "period=2026"), 0);
}

TEST_F(Gates, AreOnlyThoseThatTheDistrictNames) {
  scene.district.configure("community",
                           {{"gate_kinds", Json::array({"development"})}, {"publicity_kinds", Json::array()}});
  scene.reported_in(scene.wang, scene.east);
  give(award(scene.wang));
  EXPECT_EQ(asked(), 0);
  target(scene.wang);
  EXPECT_TRUE(scene.field("consultation", asked(), "publicity_until").is_null());
}

TEST_F(Gates, AreFreeWhereThisMethodIsNotEnabled) {
  scene.reported_in(scene.wang, scene.east);
  const auto id = award(scene.wang);
  scene.district.disable("community");
  give(id);
}

TEST(Neighbours, EnabledBeforeAreCaughtUpWith) {
  Scene scene(true);
  scene.district.disable("community");
  scene.district.enable("neighbour");
  const auto id = scene.district.create("neighbour.award", {{"member", scene.wang}});
  scene.district.transition("neighbour.award", id, "review");
  scene.district.enable("community");
  scene.district.settle();
  scene.reported_in(scene.wang, scene.east);
  EXPECT_FALSE(scene.one("consultation", "state=asked").is_null());
}

}  // namespace
}  // namespace liufa::community
