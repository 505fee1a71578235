#include <algorithm>

#include "test/scene.hpp"

namespace liufa::community {
namespace {

/// Row of a member in 2026; null if there is none.
Json row_of(Scene& scene, std::int64_t member) {
  scene.district.settle();
  return scene.one("four_ones", "year=2026&member=" + std::to_string(member));
}

std::string text(const Json& row, const char* field) {
  const Json& fields = row.contains("fields") ? row.at("fields") : row;
  return fields.contains(field) && fields.at(field).is_string() ? fields.at(field).get<std::string>() : "";
}

/// All four for a member who has reported in at the east.
void do_all_four(Scene& scene, std::int64_t member) {
  scene.held_claim(scene.need(scene.east, "patrol"), member);
  const auto pair = scene.create("helping_pair", {{"member", member}, {"category", "child"}, {"helped", "某"}});
  scene.step("helping_pair", pair, "confirm", {{"consented", true}});
  const auto activity =
      scene.create("activity", {{"community", scene.east}, {"title", "清洁"}, {"held_on", "2026-03-01"}});
  scene.step("activity", activity, "hold");
  const auto participation = scene.create("participation", {{"activity", activity}, {"member", member}});
  scene.step("participation", participation, "attend");
  scene.create("suggestion", {{"member", member}, {"title", "建议"}, {"content", "内容"}});
}

TEST(Year, OpensForMembersInServiceBelowTheAge) {
  Scene scene;
  scene.district.member("M4", "退", scene.branch, {{"service", "retired"}});
  scene.district.member("M5", "长", scene.branch, {{"born_on", "1966-01-01"}});
  scene.district.member("M6", "近", scene.branch, {{"born_on", "1966-01-02"}});
  scene.district.member("M7", "农", scene.village, {{"kind", "farmer"}});
  const Json opened = scene.run("open_year");
  EXPECT_EQ(opened.at("members"), 4) << "60 on the first of January is over, a day later not yet";
  const Json year = scene.one("year", "year=2026");
  EXPECT_EQ(text(year, "due_on"), "2026-11-30");
  EXPECT_EQ(text(year, "notice_due_on"), "2026-12-31");
  EXPECT_EQ(text(row_of(scene, scene.wang), "missing"),
            "认领一个服务岗位、结成一个帮扶对子、参加一次公益活动、提出一条合理化建议");
  EXPECT_EQ(scene.run("open_year").at("written"), 0) << "again changes nothing";
  scene.run("open_year", {{"due_on", "2026-10-31"}});
  EXPECT_EQ(text(scene.one("year", "year=2026"), "due_on"), "2026-10-31");
  scene.district.configure("community", {{"exempt_from_age", 0}});
  EXPECT_EQ(scene.run("open_year").at("members"), 5);
}

TEST(FourOnes, FollowWhatHappens) {
  Scene scene;
  scene.run("open_year");
  scene.reported_in(scene.wang, scene.east);
  EXPECT_EQ(row_of(scene, scene.wang).value("state", ""), "open");
  do_all_four(scene, scene.wang);
  const Json row = row_of(scene, scene.wang);
  EXPECT_EQ(row.value("state", ""), "complete");
  EXPECT_EQ(text(row, "missing"), "");
  EXPECT_EQ(text(row, "completed_on"), "2026-03-01");
  EXPECT_EQ(text(row, "activity_by"), "community.participation 1");
  EXPECT_EQ(scene.district.figure("community.four_ones_complete", "period=2026"), 1);
  EXPECT_DOUBLE_EQ(scene.district.figure("community.four_ones_share", "period=2026"), 33.3);
  // What is taken back is missing again.
  scene.step("participation", 1, "miss");
  EXPECT_EQ(row_of(scene, scene.wang).value("state", ""), "open");
  EXPECT_EQ(text(row_of(scene, scene.wang), "missing"), "参加一次公益活动");
}

TEST(FourOnes, OpenedLaterTakeOverWhatWasBefore) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east);
  do_all_four(scene, scene.wang);
  scene.run("open_year");
  EXPECT_EQ(row_of(scene, scene.wang).value("state", ""), "complete");
}

TEST(FourOnes, CountWhatOtherMethodsRecord) {
  Scene scene(true);
  scene.district.enable("neighbour");
  scene.district.configure("community", {{"pair_sources", Json::array({"community.helping_pair", "neighbour.help"})}});
  scene.run("open_year");
  const auto help = scene.district.create("neighbour.help", {{"member", scene.wang}, {"since", "2025-05-01"}});
  Json row = row_of(scene, scene.wang);
  EXPECT_EQ(text(row, "pair_on"), "2026-01-01");
  EXPECT_EQ(text(row, "pair_by"), "neighbour.help " + std::to_string(help));
  scene.district.update("neighbour.help", help, {{"until", "2025-12-31"}});
  EXPECT_EQ(text(row_of(scene, scene.wang), "pair_on"), "") << "it no longer holds this year";
  scene.district.update("neighbour.help", help, {{"until", "2026-06-30"}});
  EXPECT_EQ(text(row_of(scene, scene.wang), "pair_on"), "2026-01-01");
  scene.district.update("neighbour.help", help, {{"member", scene.li}});
  EXPECT_EQ(text(row_of(scene, scene.wang), "pair_on"), "");
  EXPECT_EQ(text(row_of(scene, scene.li), "pair_on"), "2026-01-01");
  scene.district.transition("neighbour.help", help, "annul");
  EXPECT_EQ(text(row_of(scene, scene.li), "pair_on"), "");
}

TEST(FourOnes, TakeOverWhatAMethodEnabledLaterRecords) {
  Scene scene(true);
  scene.district.configure("community", {{"pair_sources", Json::array({"neighbour.help"})}});
  scene.run("open_year");
  scene.district.enable("neighbour");
  scene.district.create("neighbour.help", {{"member", scene.wang}, {"since", "2026-01-15"}});
  EXPECT_EQ(text(row_of(scene, scene.wang), "pair_on"), "2026-01-15");
}

TEST(FourOnes, MayCountAdoptedSuggestionsOnly) {
  Scene scene;
  scene.district.configure("community", {{"suggestion_grades", Json::array({"adopted", "carried_out"})}});
  scene.run("open_year");
  scene.reported_in(scene.wang, scene.east);
  const auto id = scene.create("suggestion", {{"member", scene.wang}, {"title", "建议"}, {"content", "内容"}});
  EXPECT_EQ(text(row_of(scene, scene.wang), "suggestion_on"), "");
  scene.step("suggestion", id, "adopt", {{"answer", "采纳"}});
  EXPECT_EQ(text(row_of(scene, scene.wang), "suggestion_on"), "2026-03-01");
}

TEST(FourOnes, AreOwedByNewMembersToo) {
  Scene scene;
  scene.run("open_year");
  const auto fresh = scene.district.member("M8", "新", scene.branch);
  EXPECT_EQ(row_of(scene, fresh).value("state", ""), "open");
}

TEST(FourOnes, MayBeOwedByThoseReportedInOnly) {
  Scene scene;
  scene.district.configure("community", {{"only_reported_in", true}});
  EXPECT_EQ(scene.run("open_year").at("members"), 0);
  scene.reported_in(scene.wang, scene.east);
  EXPECT_EQ(row_of(scene, scene.wang).value("state", ""), "open");
  EXPECT_TRUE(row_of(scene, scene.li).is_null());
}

TEST(FourOnes, AreExemptByDecision) {
  Scene scene;
  scene.run("open_year");
  const auto id = row_of(scene, scene.wang).at("id").get<std::int64_t>();
  EXPECT_THROW(scene.step("four_ones", id, "ask_exemption"), testing::Unexpected) << "a reason is needed";
  scene.step("four_ones", id, "ask_exemption", {{"exempt_reason", "ill"}, {"note", "住院"}});
  EXPECT_THROW(scene.step("four_ones", id, "refuse_exemption"), testing::Unexpected) << "a reply is needed";
  scene.step("four_ones", id, "refuse_exemption", {{"reply", "请补病历"}});
  scene.step("four_ones", id, "ask_exemption", {{"exempt_reason", "ill"}});
  scene.step("four_ones", id, "exempt");
  EXPECT_EQ(scene.district.figure("community.exemptions", "period=2026"), 1);
  EXPECT_EQ(scene.district.figure("community.four_ones_due", "period=2026"), 2);
  // What is done meanwhile is not lost.
  scene.reported_in(scene.wang, scene.east);
  do_all_four(scene, scene.wang);
  EXPECT_EQ(row_of(scene, scene.wang).value("state", ""), "exempt");
  scene.step("four_ones", id, "lift", {{"note", "康复"}});
  EXPECT_EQ(row_of(scene, scene.wang).value("state", ""), "complete");
}

TEST(FourOnes, AreNotOwedByWhoRetiresOrLeaves) {
  Scene scene;
  scene.run("open_year");
  scene.district.update("directory.member", scene.wang, {{"service", "retired"}});
  scene.district.update("directory.member", scene.li, {{"status", "left"}});
  EXPECT_EQ(text(row_of(scene, scene.wang), "exempt_reason"), "retired");
  EXPECT_EQ(text(row_of(scene, scene.li), "exempt_reason"), "left");
  scene.district.update("directory.member", scene.zhao, {{"organisation", scene.branch}});
  EXPECT_EQ(row_of(scene, scene.zhao).at("organisation"), scene.branch);
}

TEST(Year, OnceClosedStaysAsComputed) {
  Scene scene;
  scene.run("open_year");
  scene.reported_in(scene.wang, scene.east);
  const auto year = scene.one("year", "year=2026").at("id").get<std::int64_t>();
  expect_refused([&] { scene.step("year", year, "close"); }, "due_on", "they are due on 2026-11-30");
  scene.district.set_today("2026-12-20");
  scene.step("year", year, "close");
  EXPECT_EQ(scene.field("year", year, "closed_on"), "2026-12-20");
  scene.create("suggestion", {{"member", scene.wang}, {"title", "建议"}, {"content", "内容"}});
  const Json row = row_of(scene, scene.wang);
  EXPECT_EQ(text(row, "suggestion_on"), "");
  const auto id = row.at("id").get<std::int64_t>();
  expect_refused([&] { scene.step("four_ones", id, "exempt", {{"exempt_reason", "ill"}}); }, "year", "is closed");
  expect_refused([&] { scene.run("open_year", {{"year", 2026}}); }, "year", "Reopen it first");
  EXPECT_THROW(scene.step("year", year, "reopen"), testing::Unexpected) << "a reason is needed";
  scene.step("year", year, "reopen", {{"note", "漏登一条建议"}});
  scene.run("open_year", {{"year", 2026}});
  EXPECT_EQ(text(row_of(scene, scene.wang), "suggestion_on"), "2026-12-20");
}

TEST(FourOnes, OpenForThousandsAtOnce) {
  Scene scene;
  std::string csv = "code,name,organisation,kind\n";
  for (int each = 0; each < 3000; ++each)
    csv += "X" + std::to_string(each) + ",党员" + std::to_string(each) + ",B1,organ\n";
  scene.district.import_csv("directory.member", csv);
  scene.district.settle();
  EXPECT_EQ(scene.run("open_year").at("written"), 3003);
}

TEST(Notices, AreFilledInAndIssued) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east);
  expect_refused([&] { scene.run("open_notices"); }, "year", "Run “Open a year's four ones” first");
  scene.run("open_year");
  scene.step("service", scene.service(scene.wang, "patrol", "2026-03-01", 2.5), "confirm");
  scene.create("suggestion", {{"member", scene.wang}, {"title", "建议"}, {"content", "内容"}});
  scene.district.settle();
  scene.district.set_today("2026-12-10");
  EXPECT_EQ(scene.run("open_notices").at("created"), 1);
  const auto id = scene.one("notice", "year=2026").at("id").get<std::int64_t>();
  EXPECT_EQ(scene.field("notice", id, "text"),
            "2026 年度参加社区服务 1 次，共 2.5 小时。“四个一”完成 1 "
            "项，尚缺：认领一个服务岗位、结成一个帮扶对子、参加一次公益活动。");
  EXPECT_EQ(scene.field("notice", id, "ones"), 1);
  EXPECT_TRUE(scene.field("notice", id, "organisation").is_null()) << "a draft is the community's own";
  // What happens before it is issued is filled in again, unless somebody has written the text.
  scene.step("service", scene.service(scene.wang, "patrol", "2026-12-09", 1.5), "confirm");
  EXPECT_EQ(scene.run("open_notices").at("refreshed"), 1);
  EXPECT_EQ(scene.field("notice", id, "services"), 2);
  EXPECT_NE(scene.field("notice", id, "text").get<std::string>().find("共 4.0 小时"), std::string::npos);
  scene.district.update("community.notice", id, {{"text", "表现积极。"}});
  scene.run("open_notices");
  EXPECT_EQ(scene.field("notice", id, "text"), "表现积极。");
  EXPECT_THROW(scene.step("notice", id, "issue"), testing::Unexpected) << "the grade is needed";
  scene.step("notice", id, "issue", {{"grade", "excellent"}});
  EXPECT_EQ(scene.field("notice", id, "organisation"), scene.branch);
  EXPECT_EQ(scene.field("notice", id, "issued_on"), "2026-12-10");
  EXPECT_EQ(scene.run("open_notices").at("refreshed"), 0) << "what is issued stays";
  EXPECT_EQ(scene.district.figure("community.notices", "period=2026"), 1);
  EXPECT_DOUBLE_EQ(scene.district.figure("community.notices_good_share", "period=2026"), 100);
}

TEST(Notices, AreReturnedReceivedAndContested) {
  Scene scene;
  scene.reported_in(scene.wang, scene.east);
  scene.run("open_year");
  const auto id = scene.create("notice", {{"member", scene.wang}, {"year", 2026}});
  EXPECT_EQ(scene.field("notice", id, "community"), scene.east);
  EXPECT_EQ(scene.field("notice", id, "services"), 0);
  EXPECT_THROW(scene.create("notice", {{"member", scene.wang}, {"year", 2026}}), testing::Unexpected);
  expect_refused(
      [&] {
        scene.create("notice", {{"member", scene.li}, {"year", 2026}});
      },
      "member", "had reported in during 2026");
  expect_refused(
      [&] {
        scene.step("notice", id, "issue", {{"grade", "fair"}, {"text", nullptr}});
      },
      "text", "found none");
  scene.step("notice", id, "issue", {{"grade", "fair"}});
  scene.step("notice", id, "return", {{"note", "请补充具体情况"}});
  scene.step("notice", id, "issue", {{"text", "参加活动较少。"}});
  scene.step("notice", id, "receive");
  EXPECT_EQ(scene.field("notice", id, "received_on"), "2026-03-01");
  scene.step("notice", id, "contest", {{"objection", "漏记两次"}});
  EXPECT_THROW(scene.step("notice", id, "settle"), testing::Unexpected) << "a reply is needed";
  scene.step("notice", id, "settle", {{"reply", "核实补记"}, {"grade", "good"}});
  EXPECT_EQ(scene.field("notice", id, "grade"), "good");
  EXPECT_EQ(scene.state("notice", id), "issued");
}

TEST(Reminders, SayWhatIsMissing) {
  Scene scene;
  scene.run("open_year", {{"due_on", "2026-04-30"}});
  const auto due = scene.district.request("GET", "/todo");
  ASSERT_EQ(due.status, 200) << due.body.dump();
  const Json& items = due.body.at("items");
  const auto found = std::find_if(items.begin(), items.end(), [](const Json& each) {
    return each.value("reminder", "") == "community.complete_four_ones";
  });
  ASSERT_NE(found, items.end()) << due.body.dump();
  EXPECT_EQ(found->value("due_on", ""), "2026-04-30");
  EXPECT_NE(found->value("title", "").find("提出一条合理化建议"), std::string::npos) << found->dump();
}

}  // namespace
}  // namespace liufa::community
