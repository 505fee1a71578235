#include "test/scene.hpp"

namespace liufa::community {
namespace {

TEST(Needs, ArePublishedAndFilled) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east);
  scene.reported_in(scene.li, scene.east);
  const auto need = scene.need(scene.east, "policy", {{"title", "宪法宣讲"}, {"content", "每月一次"}});
  const auto opening = scene.opening_of("need", need);
  EXPECT_EQ(scene.field("opening", opening, "title"), "宪法宣讲");
  EXPECT_EQ(scene.field("opening", opening, "community_name"), "东门社区");
  EXPECT_EQ(scene.field("need", need, "skills"), Json::array({"宣传写作", "法律"})) << "those usual for the kind";
  EXPECT_EQ(scene.field("need", need, "starts_on"), "2026-03-01");
  const auto first = scene.claim(need, scene.wang);
  const auto second = scene.claim(need, scene.li);
  scene.step("claim", first, "confirm");
  EXPECT_EQ(scene.state("need", need), "filled");
  EXPECT_EQ(scene.state("opening", opening), "closed");
  EXPECT_EQ(scene.field("opening", opening, "places"), 0);
  expect_refused([&] { scene.step("claim", second, "confirm"); }, "opening", "this one is filled");
  scene.step("claim", first, "withdraw", {{"note", "出差"}});
  EXPECT_EQ(scene.state("need", need), "open");
  EXPECT_EQ(scene.state("opening", opening), "open");
  scene.step("claim", second, "confirm");
  EXPECT_EQ(scene.state("need", need), "filled");
  EXPECT_EQ(scene.district.figure("community.claims", "period=2026"), 1);
  EXPECT_EQ(scene.district.figure("community.people_wanted", "period=2026"), 1);
}

TEST(Needs, ChangeWhatIsPublished) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east);
  const auto need = scene.need(scene.east, "patrol", {{"people", 2}});
  scene.held_claim(need, scene.wang);
  scene.district.update("community.need", need, {{"title", "夜间巡逻"}, {"people", 3}});
  EXPECT_EQ(scene.field("opening", scene.opening_of("need", need), "title"), "夜间巡逻");
  EXPECT_EQ(scene.field("opening", scene.opening_of("need", need), "places"), 2);
  expect_refused([&] { scene.district.update("community.need", need, {{"people", 1}}); }, "people", "close the need");
  expect_refused(
      [&] {
        scene.district.update("community.need", need, {{"skills", Json::array({"茶艺"})}});
      },
      "skills", "found “茶艺”");
  expect_refused(
      [&] {
        scene.district.update("community.need", need, {{"ends_on", "2026-02-01"}});
      },
      "ends_on", "on or after the first");
}

TEST(Needs, CloseAndTellWhoWaits) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east);
  const auto need = scene.need(scene.east, "patrol", {{"ends_on", "2026-03-31"}});
  const auto waiting = scene.claim(need, scene.wang);
  scene.step("need", need, "close");
  EXPECT_EQ(scene.state("claim", waiting), "declined");
  expect_refused([&] { scene.step("claim", waiting, "claim_again"); }, "opening", "this one is closed");
  scene.district.set_today("2026-04-10");
  expect_refused([&] { scene.step("need", need, "reopen"); }, "ends_on", "a last day to come");
  scene.step("need", need, "reopen", {{"ends_on", "2026-12-31"}});
  scene.step("claim", waiting, "claim_again");
  scene.step("claim", waiting, "confirm");
  EXPECT_EQ(scene.field("claim", waiting, "ends_on"), "2026-12-31");
  scene.step("need", need, "close");
  expect_refused([&] { scene.step("need", need, "reopen"); }, "people", "higher number");
}

TEST(Claims, AreForMembersReportedInThere) {
  Scene scene;
  const auto need = scene.need(scene.east, "patrol", {{"people", 9}});
  expect_refused([&] { scene.claim(need, scene.wang); }, "member", "a community has confirmed");
  scene.reported_in(scene.wang, scene.west);
  expect_refused([&] { scene.claim(need, scene.wang); }, "member", "reported in at “东门社区”");
  scene.reported_in(scene.li, scene.east);
  const auto claim = scene.claim(need, scene.li);
  EXPECT_EQ(scene.field("claim", claim, "organisation"), scene.branch);
  EXPECT_EQ(scene.field("claim", claim, "kind"), scene.kind("patrol"));
  EXPECT_THROW(scene.claim(need, scene.li), testing::Unexpected) << "once is enough";
}

TEST(Claims, AreNotOfActivities) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east);
  const auto activity =
      scene.create("activity", {{"community", scene.east}, {"title", "植树"}, {"held_on", "2026-03-12"}});
  const Json fields{{"opening", scene.opening_of("activity", activity)}, {"member", scene.wang}};
  expect_refused([&] { scene.create("claim", fields); }, "opening", "an activity");
}

TEST(Claims, HaveALimit) {
  Scene scene;
  scene.district.configure("community", {{"claims_per_member", 1}});
  scene.reported_in(scene.wang, scene.east);
  const auto first = scene.held_claim(scene.need(scene.east, "patrol"), scene.wang);
  const auto need = scene.need(scene.east, "policy");
  expect_refused([&] { scene.claim(need, scene.wang); }, "member", "fewer than 1 open claims");
  scene.step("claim", first, "finish");
  scene.claim(need, scene.wang);
}

TEST(Claims, AreFinishedMissedAndReinstated) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east);
  const auto need = scene.need(scene.east, "patrol");
  const auto claim = scene.held_claim(need, scene.wang);
  EXPECT_THROW(scene.step("claim", claim, "no_show"), testing::Unexpected) << "a note is needed";
  scene.step("claim", claim, "no_show", {{"note", "三次未到"}});
  EXPECT_EQ(scene.state("need", need), "open");
  EXPECT_EQ(scene.district.figure("community.no_shows", "period=2026"), 1);
  scene.step("claim", claim, "reinstate", {{"note", "本人异议，核实在岗"}});
  EXPECT_EQ(scene.state("need", need), "filled");
  scene.district.set_today("2026-05-01");
  expect_refused(
      [&] {
        scene.step("claim", claim, "finish", {{"done_on", "2026-02-01"}});
      },
      "done_on", "when the post was taken");
  expect_refused([&] { scene.step("claim", claim, "finish", {{"done_on", "2026-06-01"}}); }, "done_on", "up to today");
  scene.step("claim", claim, "finish");
  EXPECT_EQ(scene.field("claim", claim, "done_on"), "2026-05-01");
  EXPECT_EQ(scene.state("need", need), "open") << "a standing post is vacant again";
}

TEST(Claims, OfWorkWithAnEndTakeTheirPlaceForGood) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east);
  const auto need = scene.need(scene.east, "patrol", {{"ends_on", "2026-03-31"}});
  scene.step("claim", scene.held_claim(need, scene.wang), "finish");
  EXPECT_EQ(scene.state("need", need), "filled");
}

TEST(Matching, ProposesBySkillInterestAndLoad) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east, {{"skills", Json::array({"法律"})}});
  scene.reported_in(scene.li, scene.east,
                    {{"skills", Json::array({"法律"})}, {"interests", Json::array({scene.kind("mediation")})}});
  scene.reported_in(scene.zhao, scene.west, {{"skills", Json::array({"法律"})}});
  const auto need = scene.need(scene.east, "mediation", {{"skills", Json::array({"法律"})}});
  const auto far = scene.need(scene.west, "teaching", {{"skills", Json::array({"教育"})}});
  const Json tried = scene.run("match", {{"dry_run", true}});
  ASSERT_EQ(tried.at("proposals").size(), 1U);
  EXPECT_EQ(tried["proposals"][0]["member"], scene.li) << tried;
  EXPECT_NE(tried["proposals"][0]["explanation"]["zh"].get<std::string>().find("特长相符：法律"), std::string::npos);
  ASSERT_EQ(tried.at("unfilled").size(), 1U);
  EXPECT_EQ(tried["unfilled"][0]["need"], far);
  EXPECT_TRUE(scene.district.list("community.claim").empty()) << "a dry run writes nothing";

  const Json done = scene.run("match", {{"community", scene.east}});
  const auto claim = done["proposals"][0]["claim"].get<std::int64_t>();
  EXPECT_EQ(scene.state("claim", claim), "proposed");
  EXPECT_TRUE(scene.run("match").at("proposals").empty()) << "the place is offered once";
  scene.step("claim", claim, "decline", {{"note", "时间不便"}});
  const Json next = scene.run("match");
  ASSERT_EQ(next.at("proposals").size(), 1U);
  EXPECT_EQ(next["proposals"][0]["member"], scene.wang) << "who declined is not asked again";
  const auto taken = next["proposals"][0]["claim"].get<std::int64_t>();
  scene.step("claim", taken, "accept");
  scene.step("claim", taken, "confirm");
  EXPECT_EQ(scene.state("need", need), "filled");
  EXPECT_EQ(scene.district.figure("community.matched_share", "period=2026"), 100);
  EXPECT_EQ(scene.district.events("community.match.completed").size(), 3U);
}

TEST(Matching, FindsPostsForAMember) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east,
                    {{"skills", Json::array({"教育"})}, {"interests", Json::array({scene.kind("teaching")})}});
  scene.need(scene.east, "patrol", {{"skills", Json::array({"教育"})}});
  const auto best = scene.need(scene.east, "teaching", {{"skills", Json::array({"教育"})}});
  scene.need(scene.west, "teaching");
  const Json found = scene.run("find_posts", {{"member", scene.wang}});
  ASSERT_EQ(found.at("posts").size(), 2U);
  EXPECT_EQ(found["posts"][0]["need"], best);
  EXPECT_EQ(found["posts"][0]["cost"], 0);
  expect_refused([&] { scene.run("find_posts", {{"member", scene.li}}); }, "member", "Report in first");
  expect_refused(
      [&] {
        scene.run("find_posts", {{"member", scene.wang}, {"organisation", scene.other_branch}});
      },
      "member", "of another");
  scene.run("find_posts", {{"member", scene.wang}, {"organisation", scene.branch}});
  scene.district.configure("community", {{"claims_per_member", 1}});
  scene.claim(best, scene.wang);
  expect_refused([&] { scene.run("find_posts", {{"member", scene.wang}}); }, "member", "finish or withdraw");
}

TEST(Services, AreNotedConfirmedAndCounted) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east);
  const auto claim = scene.held_claim(scene.need(scene.east, "patrol"), scene.wang);
  scene.district.set_today("2026-03-20");
  const auto id = scene.service(scene.wang, "patrol", "2026-03-10", 2.5);
  EXPECT_EQ(scene.field("service", id, "claim"), claim) << "found by the kind of post";
  EXPECT_EQ(scene.field("service", id, "community"), scene.east);
  EXPECT_EQ(scene.district.figure("community.services", "period=2026"), 0);
  scene.step("service", id, "confirm");
  EXPECT_EQ(scene.district.figure("community.services", "period=2026"), 1);
  EXPECT_DOUBLE_EQ(scene.district.figure("community.service_hours", "period=2026"), 2.5);
  const auto other =
      scene.create("service", {{"member", scene.wang}, {"claim", claim}, {"held_on", "2026-03-11"}, {"hours", 1}});
  EXPECT_EQ(scene.field("service", other, "kind"), scene.kind("patrol")) << "taken from the claim";
  expect_refused([&] { scene.district.update("community.service", id, {{"note", "改"}}); }, "", "contests it");
}

TEST(Services, KeepTheRulesOfADay) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east);
  scene.reported_in(scene.li, scene.east);
  const auto others = scene.held_claim(scene.need(scene.east, "patrol"), scene.li);
  scene.district.set_today("2026-03-20");
  scene.service(scene.wang, "patrol", "2026-03-10", 8);
  expect_refused([&] { scene.service(scene.wang, "patrol", "2026-03-10", 1); }, "held_on",
                 "instead of noting it twice");
  expect_refused([&] { scene.service(scene.wang, "policy", "2026-03-10", 4.5); }, "hours", "found 12.5 in all");
  scene.service(scene.wang, "policy", "2026-03-10", 4);
  expect_refused([&] { scene.service(scene.wang, "patrol", "2026-03-21", 1); }, "held_on", "up to today");
  expect_refused([&] { scene.service(scene.wang, "patrol", "2026-02-28", 1); }, "held_on", "had reported in");
  expect_refused([&] { scene.service(scene.zhao, "patrol", "2026-03-10", 1); }, "held_on", "had reported in");
  const auto note = [&](Json fields) {
    fields["member"] = scene.wang;
    fields["hours"] = 1;
    scene.create("service", fields);
  };
  expect_refused([&] { note({{"held_on", "2026-03-12"}}); }, "kind", "found neither");
  expect_refused([&] { note({{"held_on", "2026-03-12"}, {"claim", others}}); }, "claim", "found another's");
  const auto waiting = scene.claim(scene.need(scene.east, "policy"), scene.wang);
  expect_refused([&] { note({{"held_on", "2026-03-12"}, {"claim", waiting}}); }, "claim", "confirmed by that day");
  const auto pair = scene.create("helping_pair", {{"member", scene.li}, {"category", "elderly"}, {"helped", "某"}});
  expect_refused(
      [&] {
        note({{"held_on", "2026-03-12"}, {"kind", scene.kind("patrol")}, {"helping_pair", pair}});
      },
      "helping_pair", "found another's");
}

TEST(Services, AreReturnedContestedAndSettled) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east);
  const auto id = scene.service(scene.wang, "patrol", "2026-03-01", 2);
  scene.step("service", id, "return", {{"note", "时长不符"}});
  scene.step("service", id, "resubmit", {{"hours", 1}});
  scene.step("service", id, "confirm");
  EXPECT_THROW(scene.step("service", id, "contest"), testing::Unexpected) << "the objection is needed";
  scene.step("service", id, "contest", {{"objection", "实为 3 小时"}});
  EXPECT_EQ(scene.district.figure("community.services", "period=2026"), 0) << "it does not count meanwhile";
  expect_refused(
      [&] {
        scene.step("service", id, "settle", {{"reply", "更正"}, {"hours", 13}});
      },
      "hours", "at most 12");
  scene.step("service", id, "settle", {{"reply", "核实，更正"}, {"hours", 3}});
  EXPECT_DOUBLE_EQ(scene.district.figure("community.service_hours", "period=2026"), 3);
  scene.step("service", id, "cancel", {{"note", "重复"}});
  EXPECT_EQ(scene.district.figure("community.services", "period=2026"), 0);
  scene.service(scene.wang, "patrol", "2026-03-01", 1);
}

TEST(Services, AtAFormerHomeStayThere) {
  Scene scene;
  const auto old = scene.reported_in(scene.wang, scene.east);
  scene.district.set_today("2026-03-10");
  scene.step("report_in", old, "move", {{"new_home", scene.west}});
  const auto id = scene.service(scene.wang, "patrol", "2026-03-05", 2);
  EXPECT_EQ(scene.field("service", id, "community"), scene.east);
}

}  // namespace
}  // namespace liufa::community
