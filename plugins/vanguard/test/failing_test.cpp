#include "test/scenario.hpp"

namespace liufa::vanguard {
namespace {

class Failing : public ::testing::Test {
 protected:
  Failing() {
    office.start();
    office.account("own", "member", 0, office.members[0]);
    office.account("secretary", "secretary", office.branch, office.members[2]);
  }
  std::int64_t found() {
    return office.district.create(
        "vanguard.failing", {{"year", 2026}, {"member", office.members[0]}, {"reason", "连续六个月不参加组织生活"}});
  }
  /// To the state after the hearing.
  std::int64_t heard() {
    const auto id = found();
    office.step("failing", id, "give_notice");
    office.step("failing", id, "hear",
                {{"talk_on", Office::today}, {"talked_by", "支部书记"}, {"statement", "承认不足，愿意改正"}});
    return id;
  }
  std::int64_t improving() {
    const auto id = heard();
    office.step("failing", id, "set_deadline", {{"deadline", "2026-12-01"}, {"measures", "按时参加组织生活"}});
    return id;
  }
  std::int64_t reappraised(std::string_view result) {
    const auto id = improving();
    office.district.set_today("2026-12-01");
    office.step("failing", id, "reappraise", {{"reappraisal", result}, {"opinion", "支部评议意见"}});
    return id;
  }
  Json read(std::int64_t id) { return office.district.read("vanguard.failing", id); }
  Office office;
};

TEST_F(Failing, FollowsFromTheFinalResult) {
  office.earn(office.members[1], "service", 8);
  office.accepted(office.members[2], "sanction");
  office.freeze();
  const auto all = office.district.list("vanguard.failing", "sort=member");
  ASSERT_EQ(all.size(), 3U) << "two of the branch and the stranger";
  EXPECT_EQ(all[0].at("state"), "found");
  EXPECT_EQ(all[0].at("total"), 0);
  EXPECT_NE(all[0].at("reason").get<std::string>().find("0 分"), std::string::npos);
  EXPECT_NE(all[1].at("reason").get<std::string>().find("一票否决"), std::string::npos);
  EXPECT_EQ(office.district.figure("vanguard.failing", "period=2027"), 3);
}

TEST_F(Failing, TheMemberIsHeardBeforeAnythingElse) {
  const auto id = found();
  EXPECT_EQ(read(id).at("organisation"), office.branch);
  for (const char* step : {"hear", "set_deadline", "reappraise", "resolve", "restore", "dismiss", "remove"})
    EXPECT_TRUE(says(office.refused_step("failing", id, step, Json::object()), "workflow.wrong_state")) << step;
  office.step("failing", id, "give_notice", {{"noticed_on", Office::today}});
  EXPECT_TRUE(says(office.refused_step("failing", id, "set_deadline", {{"deadline", "2026-12-01"}, {"measures", "x"}}),
                   "workflow.wrong_state"))
      << "not without the talk";
  EXPECT_TRUE(says(office.refused_step("failing", id, "hear", {{"talk_on", Office::today}, {"talked_by", "书记"}}),
                   "record.required"))
      << "not without what the member said";

  office.district.act_as("own");
  office.district.transition("vanguard.failing", id, "state", {{"statement", "因病缺席，有病历"}});
  EXPECT_FALSE(office.refused_step("failing", id, "hear", {{"talk_on", Office::today}, {"talked_by", "自己"}}).empty());
  office.district.act_as("secretary");
  EXPECT_FALSE(office.refused_step("failing", id, "state", {{"statement", "代写"}}).empty());
  office.district.transition("vanguard.failing", id, "hear", {{"talk_on", Office::today}, {"talked_by", "支部书记"}});
  EXPECT_EQ(read(id).at("statement"), "因病缺席，有病历") << "the member's own words stand";
  office.district.act_as("");
  office.step("failing", id, "cancel", {{"note", "情况属实，撤销认定"}});
  EXPECT_EQ(read(id).at("decided_on"), Office::today);
  EXPECT_EQ(office.district.figure("vanguard.failing", "period=2026"), 0);
}

TEST_F(Failing, WhatIsDueIsTheBranchs) {
  const auto id = found();
  office.district.act_as("secretary");
  const auto next = [&](std::string_view due, std::string_view step, const Json& fields) {
    EXPECT_TRUE(office.is_due(due)) << due;
    office.district.transition("vanguard.failing", id, step, fields);
    EXPECT_FALSE(office.is_due(due)) << due;
  };
  next("give_notice", "give_notice", Json::object());
  next("hear_member", "hear", {{"talk_on", Office::today}, {"talked_by", "支部书记"}, {"statement", "无异议"}});
  next("set_deadline", "set_deadline", {{"deadline", "2026-09-01"}, {"measures", "按时参加组织生活"}});
  office.district.set_today("2026-08-20");
  next("reappraise", "reappraise", {{"reappraisal", "improved"}, {"opinion", "已改正"}});
  next("resolve_failing", "resolve", {{"proposal", "restore"}});
  office.district.act_as("");
  EXPECT_TRUE(office.is_due("approve_failing"));
}

TEST_F(Failing, DatesFollowOneAnother) {
  const auto id = found();
  EXPECT_TRUE(says(office.refused_step("failing", id, "give_notice", {{"noticed_on", "2026-06-02"}}), "up to today"));
  EXPECT_TRUE(says(office.refused_step("failing", id, "give_notice", {{"noticed_on", "2026-05-31"}}),
                   "from 2026-06-01, the step before"));
}

TEST_F(Failing, ADeadlineIsLongEnoughAndNotGivenForEver) {
  const auto id = heard();
  const auto deadline = [&](std::string_view day) { return Json{{"deadline", day}, {"measures", "参加组织生活"}}; };
  EXPECT_TRUE(says(office.refused_step("failing", id, "set_deadline", deadline("2026-08-31")), "3 to 12 months"));
  EXPECT_TRUE(says(office.refused_step("failing", id, "set_deadline", deadline("2027-06-02")), "2027-06-01"));
  EXPECT_TRUE(
      says(office.refused_step("failing", id, "set_deadline", {{"deadline", "2026-09-01"}}), "record.required"));
  office.step("failing", id, "set_deadline", deadline("2026-09-01"));
  EXPECT_EQ(read(id).at("rounds"), 1);
  EXPECT_EQ(office.district.figure("vanguard.improving", "period=2026"), 1);
  office.district.set_today("2026-09-01");
  EXPECT_TRUE(says(office.refused_step("failing", id, "reappraise", {{"reappraisal", "partly"}}), "record.required"));
  office.step("failing", id, "reappraise", {{"reappraisal", "partly"}, {"opinion", "有进步"}});
  office.step("failing", id, "extend", deadline("2026-12-01"));
  EXPECT_TRUE(read(id).at("reappraisal").is_null());
  office.district.set_today("2026-12-01");
  office.step("failing", id, "reappraise", {{"reappraisal", "partly"}, {"opinion", "仍有差距"}});
  EXPECT_TRUE(
      says(office.refused_step("failing", id, "extend", deadline("2027-04-01")), "2 deadlines are given at most"));
}

TEST_F(Failing, EndsAsTheBranchResolvedAndTheSuperiorApproved) {
  const auto id = reappraised("not_improved");
  EXPECT_TRUE(says(office.refused_step("failing", id, "resolve", {{"proposal", "restore"}}), "can't be restored"));
  office.step("failing", id, "resolve", {{"proposal", "remove"}});
  EXPECT_TRUE(says(office.refused_step("failing", id, "dismiss", {{"approved_by", "工委"}}),
                   "nothing else can take its place"));
  EXPECT_TRUE(says(office.refused_step("failing", id, "remove"), "record.required"));
  office.step("failing", id, "return", {{"note", "再议"}});
  office.step("failing", id, "resolve", {{"proposal", "dismiss"}});
  office.step("failing", id, "dismiss", {{"approved_by", "区直机关工委"}});
  EXPECT_EQ(read(id).at("decided_on"), "2026-12-01");
  EXPECT_EQ(office.district.figure("vanguard.disposed", "period=2026"), 1);
}

TEST_F(Failing, WhoImprovedIsRestored) {
  const auto id = reappraised("improved");
  EXPECT_TRUE(says(office.refused_step("failing", id, "resolve", {{"proposal", "remove"}}), "“restored” is expected"));
  office.step("failing", id, "resolve", {{"proposal", "restore"}});
  office.step("failing", id, "restore", {{"approved_by", "区直机关工委"}});
  EXPECT_EQ(office.district.figure("vanguard.restored", "period=2026"), 1);
}

TEST_F(Failing, NobodyRunsTheirOwnAndWhoLeavesEndsIt) {
  const auto own =
      office.district.create("vanguard.failing", {{"year", 2026}, {"member", office.members[2]}, {"reason", "x"}});
  office.district.act_as("secretary");
  EXPECT_TRUE(says(office.refused_step("failing", own, "give_notice"), "their own"));
  office.district.act_as("");
  const auto id = heard();
  office.district.update("directory.member", office.members[0], {{"status", "left"}});
  office.settle();
  EXPECT_EQ(read(id).at("state"), "lapsed");
}

}  // namespace
}  // namespace liufa::vanguard
