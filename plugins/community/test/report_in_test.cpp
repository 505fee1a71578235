#include "test/scene.hpp"

namespace liufa::community {
namespace {

TEST(PostKinds, AreTheSixUsualOnesAndTheDistrictsOwn) {
  Scene scene;
  EXPECT_EQ(scene.district.list("community.post_kind").size(), 6U);
  EXPECT_EQ(scene.one("post_kind", "code=mediation").value("name", ""), "纠纷调解岗");
  scene.create("post_kind", {{"code", "river"}, {"name", "护河岗"}});
  scene.district.organisation("C3", "南门社区", "community");
  scene.district.settle();
  EXPECT_EQ(scene.district.list("community.post_kind").size(), 7U);
}

TEST(PostKinds, OutOfUseTakeNoNeeds) {
  Scene scene;
  scene.district.update("community.post_kind", scene.kind("patrol"), {{"in_use", false}});
  expect_refused([&] { scene.need(scene.east, "patrol"); }, "kind", "no longer is");
}

TEST(ReportIn, GoesFromDraftToReceipt) {
  Scene scene;
  const auto id = scene.create("report_in", {{"member", scene.wang}, {"home", scene.east}});
  EXPECT_EQ(scene.field("report_in", id, "organisation"), scene.branch);
  EXPECT_EQ(scene.field("report_in", id, "member_name"), "王");
  EXPECT_TRUE(scene.field("report_in", id, "community").is_null()) << "the community sees nothing of a draft";
  scene.consent(scene.wang, scene.east);
  scene.step("report_in", id, "report");
  EXPECT_EQ(scene.field("report_in", id, "community"), scene.east);
  EXPECT_EQ(scene.district.list("privacy.disclosure").size(), 1U);
  scene.step("report_in", id, "confirm");
  EXPECT_EQ(scene.field("report_in", id, "receipt"), "C1〔2026〕1号");
  const auto second = scene.reported_in(scene.li, scene.east);
  EXPECT_EQ(scene.field("report_in", second, "receipt"), "C1〔2026〕2号");
  EXPECT_EQ(scene.district.figure("community.reported_in", "period=2026"), 2);
  EXPECT_EQ(scene.district.figure("community.communities", "period=2026"), 1);
}

TEST(ReportIn, NeedsConsent) {
  Scene scene;
  const auto id = scene.create("report_in", {{"member", scene.wang}, {"home", scene.east}});
  expect_refused([&] { scene.step("report_in", id, "report"); }, "member", "has not consented");
  scene.consent(scene.wang, scene.west);
  expect_refused([&] { scene.step("report_in", id, "report"); }, "member", "has not consented");
}

TEST(ReportIn, IsReturnedAndMadeAgain) {
  Scene scene;
  const auto id = scene.create("report_in", {{"member", scene.wang}, {"home", scene.east}});
  scene.consent(scene.wang, scene.east);
  scene.step("report_in", id, "report");
  EXPECT_THROW(scene.step("report_in", id, "return"), testing::Unexpected) << "a reason is needed";
  scene.step("report_in", id, "return", {{"note", "不住本社区"}});
  scene.consent(scene.wang, scene.west);
  scene.step("report_in", id, "report", {{"home", scene.west}});
  EXPECT_EQ(scene.field("report_in", id, "community"), scene.west);
  scene.step("report_in", id, "confirm");
  EXPECT_THROW(scene.district.update("community.report_in", id, {{"home", scene.east}}), testing::Unexpected);
}

TEST(ReportIn, WithdrawnLeavesTheCommunityNothing) {
  Scene scene;
  const auto id = scene.create("report_in", {{"member", scene.wang}, {"home", scene.east}});
  scene.consent(scene.wang, scene.east);
  scene.step("report_in", id, "report");
  scene.step("report_in", id, "withdraw");
  EXPECT_TRUE(scene.field("report_in", id, "community").is_null());
  EXPECT_EQ(scene.field("report_in", id, "ended_on"), "2026-03-01");
  scene.reported_in(scene.wang, scene.west);
}

TEST(ReportIn, IsForMembersInServiceOfTheKindsSet) {
  Scene scene;
  const auto retired = scene.district.member("M4", "退", scene.branch, {{"service", "retired"}});
  const auto left = scene.district.member("M5", "离", scene.branch, {{"status", "left"}});
  const auto farmer = scene.district.member("M6", "农", scene.village, {{"kind", "farmer"}});
  const auto report = [&](std::int64_t member) {
    return scene.create("report_in", {{"member", member}, {"home", scene.east}});
  };
  expect_refused([&] { report(retired); }, "member", "this one is retired");
  expect_refused([&] { report(left); }, "member", "this one has left");
  expect_refused([&] { report(farmer); }, "member", "Members who report in");
  scene.district.configure("community", {{"member_kinds", Json::array({"organ", "farmer"})}});
  report(farmer);
}

TEST(ReportIn, IsOneAMember) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east);
  expect_refused(
      [&] {
        scene.create("report_in", {{"member", scene.wang}, {"home", scene.west}});
      },
      "member", "take its step “Move”");
}

TEST(ReportIn, IsAtACommunityThatExists) {
  Scene scene;
  const auto closed = scene.district.organisation("C9", "旧社区", "community", 0, {{"closed_on", "2025-12-31"}});
  expect_refused(
      [&] {
        scene.create("report_in", {{"member", scene.wang}, {"home", closed}});
      },
      "home", "closed on 2025-12-31");
  EXPECT_THROW(scene.create("report_in", {{"member", scene.wang}, {"home", scene.branch}}), testing::Unexpected);
}

TEST(ReportIn, KnowsTheDistrictsSkills) {
  Scene scene;
  const Json fields{{"member", scene.wang}, {"home", scene.east}, {"skills", Json::array({"茶艺"})}};
  expect_refused([&] { scene.create("report_in", fields); }, "skills", "found “茶艺”");
  scene.district.configure("community", {{"skills", Json::array({"茶艺"})}});
  const auto id = scene.create("report_in", fields);
  // What was chosen before the list changed may stay.
  scene.district.configure("community", {{"skills", Json::array({"法律"})}});
  scene.district.update("community.report_in", id, {{"times", Json::array({"evening"})}});
}

TEST(ReportIn, MovesWithItsHistory) {
  Scene scene;
  const auto old = scene.reported_in(scene.wang, scene.east, {{"skills", Json::array({"法律"})}});
  const auto need = scene.need(scene.east, "policy", {{"people", 2}});
  const auto held = scene.held_claim(need, scene.wang);
  const auto pair = scene.create("helping_pair", {{"member", scene.wang}, {"category", "elderly"}, {"helped", "某"}});
  expect_refused(
      [&] {
        scene.step("report_in", old, "move", {{"new_home", scene.east}});
      },
      "new_home", "found the same");
  EXPECT_THROW(scene.step("report_in", old, "move"), testing::Unexpected) << "the new home is needed";
  scene.step("report_in", old, "move", {{"new_home", scene.west}});
  EXPECT_EQ(scene.state("report_in", old), "moved");
  EXPECT_EQ(scene.field("report_in", old, "end_reason"), "moved");
  EXPECT_EQ(scene.state("claim", held), "done");
  EXPECT_EQ(scene.state("helping_pair", pair), "withdrawn");
  const Json next = scene.one("report_in", "state=draft");
  const auto id = next.at("id").get<std::int64_t>();
  EXPECT_EQ(scene.field("report_in", id, "previous"), old);
  EXPECT_EQ(scene.field("report_in", id, "skills"), Json::array({"法律"}));
  // Another community is another recipient: consent is asked for anew.
  expect_refused([&] { scene.step("report_in", id, "report"); }, "member", "has not consented");
  scene.consent(scene.wang, scene.west);
  scene.step("report_in", id, "report");
  scene.step("report_in", id, "confirm");
  EXPECT_EQ(scene.district.figure("community.moves", "period=2026"), 1);
  EXPECT_EQ(scene.district.figure("community.reported_in", "period=2026"), 1) << "the member counts once";
}

TEST(ReportIn, DoesNotEndByAMove) {
  Scene scene;
  const auto id = scene.reported_in(scene.wang, scene.east);
  expect_refused([&] { scene.step("report_in", id, "end", {{"end_reason", "moved"}}); }, "end_reason", "“Move”");
  scene.step("report_in", id, "end", {{"end_reason", "other"}});
}

TEST(Departures, EndTheReportInOfWhoLeavesOrRetires) {
  Scene scene;
  const auto first = scene.reported_in(scene.wang, scene.east);
  const auto second = scene.reported_in(scene.li, scene.east);
  scene.district.update("directory.member", scene.wang, {{"status", "left"}});
  scene.district.update("directory.member", scene.li, {{"service", "retired"}});
  scene.district.settle();
  EXPECT_EQ(scene.field("report_in", first, "end_reason"), "left");
  EXPECT_EQ(scene.field("report_in", second, "end_reason"), "retired");
}

TEST(Departures, MayLeaveTheRetiredWhereTheyServe) {
  Scene scene;
  scene.district.configure("community", {{"end_on_retirement", false}});
  const auto id = scene.reported_in(scene.wang, scene.east);
  scene.district.update("directory.member", scene.wang, {{"service", "retired"}});
  scene.district.settle();
  EXPECT_EQ(scene.state("report_in", id), "confirmed");
}

TEST(Departures, FollowAMemberToAnotherOrganisation) {
  Scene scene;
  const auto id = scene.reported_in(scene.wang, scene.east);
  const auto claim = scene.claim(scene.need(scene.east, "patrol"), scene.wang);
  scene.district.update("directory.member", scene.wang, {{"organisation", scene.other_branch}, {"name", "王一"}});
  scene.district.settle();
  EXPECT_EQ(scene.field("report_in", id, "organisation"), scene.other_branch);
  EXPECT_EQ(scene.field("report_in", id, "member_name"), "王一");
  EXPECT_EQ(scene.field("claim", claim, "organisation"), scene.other_branch);
}

TEST(Departures, EndWhatBelongsToAClosedCommunity) {
  Scene scene;
  const auto id = scene.reported_in(scene.wang, scene.east);
  const auto need = scene.need(scene.east, "patrol");
  scene.district.update("directory.organisation", scene.east, {{"closed_on", "2026-02-28"}});
  scene.district.settle();
  EXPECT_EQ(scene.field("report_in", id, "end_reason"), "community_closed");
  EXPECT_EQ(scene.state("need", need), "closed");
  scene.reported_in(scene.wang, scene.west);
}

TEST(Papers, AreMadeFromWhatIsRecorded) {
  Scene scene;
  const auto draft = scene.create("report_in", {{"member", scene.li}, {"home", scene.west}});
  const auto id = scene.reported_in(
      scene.wang, scene.east, {{"skills", Json::array({"法律"})}, {"interests", Json::array({scene.kind("policy")})}});
  scene.step("service", scene.service(scene.wang, "policy", "2026-03-01", 2.5), "confirm");
  const auto print = [&](Json input) { return scene.run("print", input); };
  const std::string sheet = print({{"report_in", id}}).value("text", "");
  EXPECT_NE(sheet.find("意向岗位：政策宣传岗"), std::string::npos) << sheet;
  const std::string receipt = print({{"report_in", id}, {"paper", "receipt"}}).value("html", "");
  EXPECT_NE(receipt.find("C1〔2026〕1号"), std::string::npos) << receipt;
  const std::string card = print({{"report_in", id}, {"paper", "card"}, {"community", scene.east}}).value("text", "");
  EXPECT_NE(card.find("共 1 次，2.5 小时"), std::string::npos) << card;
  expect_refused([&] { print({{"report_in", draft}, {"paper", "receipt"}}); }, "paper", "there is no receipt yet");
  expect_refused([&] { print({{"report_in", draft}, {"paper", "card"}}); }, "paper", "there is no card yet");
  expect_refused([&] { print({{"report_in", id}, {"community", scene.west}}); }, "report_in", "none of that number");
  expect_refused([&] { print({{"report_in", id}, {"member", scene.li}}); }, "report_in", "none of that number");
  expect_refused(
      [&] {
        print({{"report_in", id}, {"organisation", scene.other_branch}});
      },
      "report_in", "none of that");
}

}  // namespace
}  // namespace liufa::community
