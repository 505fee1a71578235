#include "test/scenario.hpp"

namespace liufa::vanguard {
namespace {

class Entries : public ::testing::Test {
 protected:
  Entries() { office.start(); }
  Json entry(const Json& more) {
    Json fields{
        {"member", office.members[0]}, {"item", "meeting"}, {"held_on", Office::today}, {"content", "支部会议"}};
    fields.update(more);
    return fields;
  }
  std::string refused(const Json& more) { return office.refused_create("entry", entry(more)); }
  Office office;
};

TEST_F(Entries, AreHandedInReviewedAndCounted) {
  const auto id = office.hand_in(office.members[0], "meeting");
  Json entry = office.district.read("vanguard.entry", id);
  EXPECT_EQ(entry.at("state"), "submitted");
  EXPECT_EQ(entry.at("organisation"), office.branch);
  EXPECT_EQ(entry.at("year"), 2026);
  EXPECT_TRUE(entry.at("counts_in").is_null());
  EXPECT_EQ(office.district.figure("vanguard.open_entries", "period=2026"), 1);
  EXPECT_TRUE(office.index(office.members[0]).is_null()) << "nothing counts yet";

  office.step("entry", id, "accept");
  entry = office.district.read("vanguard.entry", id);
  EXPECT_EQ(entry.at("counts_in"), 2026);
  EXPECT_EQ(entry.at("accepted_on"), Office::today);
  EXPECT_EQ(office.total(office.members[0]), 2);
  EXPECT_EQ(office.district.figure("vanguard.entries", "period=2026-06"), 1);
  EXPECT_EQ(office.district.figure("vanguard.entries", "period=2026-Q1"), 0);
}

TEST_F(Entries, GoBackAndComeAgain) {
  const auto id = office.hand_in(office.members[0], "meeting");
  EXPECT_TRUE(says(office.refused_step("entry", id, "return"), "record.required"));
  office.step("entry", id, "return", {{"note", "请写明会议名称"}});
  office.step("entry", id, "resubmit", {{"content", "第二季度党员大会"}});
  office.step("entry", id, "accept");
  const auto other = office.hand_in(office.members[0], "meeting");
  office.step("entry", other, "withdraw");
  const auto third = office.hand_in(office.members[0], "meeting");
  office.step("entry", third, "reject", {{"note", "未参加"}});
  EXPECT_EQ(office.total(office.members[0]), 2);
  office.step("entry", id, "revoke", {{"note", "误录"}});
  EXPECT_EQ(office.total(office.members[0]), 0);
}

TEST_F(Entries, ABonusGoesUpTheLine) {
  const auto id = office.hand_in(office.members[0], "award", {{"grade", "central"}});
  EXPECT_TRUE(says(office.refused_step("entry", id, "accept"), "approved by the office"));
  office.step("entry", id, "review");
  EXPECT_EQ(office.district.read("vanguard.entry", id).at("reviewed_on"), Office::today);
  office.step("entry", id, "approve");
  EXPECT_EQ(office.total(office.members[0]), 8);
}

TEST_F(Entries, AreCompleteOrRefused) {
  EXPECT_TRUE(says(refused({{"held_on", "2026-06-02"}}), "a date up to today"));
  EXPECT_TRUE(says(refused({{"held_on", "2025-12-31"}}), "2025 is not set up"));
  EXPECT_TRUE(says(refused({{"item", "swimming"}}), "no indicator “swimming”"));
  EXPECT_TRUE(says(refused({{"item", "award"}, {"evidence_place", "柜"}}), "one of central/provincial/municipal"));
  EXPECT_TRUE(says(refused({{"item", "award"}, {"grade", "central"}}), "needs evidence"));
  EXPECT_TRUE(says(refused({{"quantity", -1}}), "record."));
  EXPECT_TRUE(says(refused({{"counts_in", 2026}}), "record."));
  office.district.create("vanguard.entry", entry(Json::object()));
  EXPECT_TRUE(says(refused(Json::object()), "handed in already"));
  office.district.update("directory.member", office.members[1], {{"status", "left"}});
  EXPECT_TRUE(says(refused({{"member", office.members[1]}}), "moved away or left"));
}

TEST_F(Entries, AreTakenUntilTheirLastDay) {
  office.district.update("vanguard.year", office.year_id(), {{"recording_until", "2026-05-31"}});
  EXPECT_TRUE(says(refused(Json::object()), "until 2026-05-31"));
}

TEST_F(Entries, AMemberHandsInTheirOwnAndNobodyReviewsTheirOwn) {
  auto& district = office.district;
  office.account("zhang", "member", 0, office.members[0]);
  office.account("secretary", "secretary", office.branch, office.members[1]);
  office.account("elsewhere", "secretary", office.other_branch);

  district.act_as("zhang");
  const auto own = district.create("vanguard.entry", entry({{"content", "自己填报"}}));
  EXPECT_EQ(district.read("vanguard.entry", own).at("handed_in_by"), "zhang");
  EXPECT_EQ(office.refused_create("entry", entry({{"member", office.members[1]}})).empty(), false);
  EXPECT_TRUE(says(office.refused_step("entry", own, "accept"), "request.forbidden"));

  district.act_as("elsewhere");
  EXPECT_EQ(district.list("vanguard.entry").size(), 0U) << "another branch sees nothing of it";

  district.act_as("secretary");
  district.transition("vanguard.entry", own, "accept");
  const auto of_secretary = district.create("vanguard.entry", entry({{"member", office.members[1]}}));
  EXPECT_TRUE(says(office.refused_step("entry", of_secretary, "accept"), "nobody decides on what is their own"));
  EXPECT_TRUE(says(office.refused_step("entry", of_secretary, "return", {{"note", "x"}}), "their own"));
  EXPECT_TRUE(says(office.refused_step("entry", own, "revoke", {{"note", "x"}}), "request.forbidden"));

  district.act_as("zhang");
  EXPECT_EQ(district.list("vanguard.entry").size(), 1U) << "a member sees their own";
  EXPECT_EQ(office.index(office.members[0]).at("total"), 2);
  EXPECT_TRUE(office.index(office.members[1]).is_null());
}

TEST_F(Entries, AreNotTypedWhereTheyComeByThemselves) {
  EXPECT_NE(office.accepted(office.members[0], "service"), 0) << "by hand as long as no method reports it";
  auto& district = office.district;
  district.enable("diary");
  const auto activity = district.create("diary.activity", {{"member", office.members[0]}, {"held_on", "2026-05-01"}});
  district.transition("diary.activity", activity, "confirm");
  EXPECT_TRUE(says(refused({{"item", "service"}}), "taken from “diary.activity” by itself"));
}

TEST_F(Entries, StandInTheListOfWhoeverHasToReviewThem) {
  auto& district = office.district;
  office.account("secretary", "secretary", office.branch);
  office.account("elsewhere", "secretary", office.other_branch);
  office.account("zhang", "member", 0, office.members[0]);
  office.account("chief", "office", 0);
  const auto award = office.hand_in(office.members[0], "award");
  district.act_as("elsewhere");
  EXPECT_FALSE(office.is_due("review_entry"));
  district.act_as("secretary");
  EXPECT_TRUE(office.is_due("review_entry"));
  district.transition("vanguard.entry", award, "return", {{"note", "补证书"}});
  EXPECT_FALSE(office.is_due("review_entry"));
  district.act_as("zhang");
  EXPECT_TRUE(office.is_due("complete_entry"));
  district.transition("vanguard.entry", award, "resubmit", {{"evidence_place", "证书原件"}});
  district.act_as("secretary");
  district.transition("vanguard.entry", award, "review");
  EXPECT_FALSE(office.is_due("approve_entry"));
  district.act_as("chief");
  EXPECT_TRUE(office.is_due("approve_entry"));
}

TEST_F(Entries, AreImportedByTheirNumber) {
  const std::string csv =
      "number,member,item,held_on,content\nL1,M1,meeting,2026-05-01,一季度党员大会\nL2,M2,meeting,2026-05-01,"
      "一季度党员大会\n";
  EXPECT_EQ(office.district.import_csv("vanguard.entry", csv).at("created"), 2);
  EXPECT_EQ(office.district.import_csv("vanguard.entry", csv).at("unchanged"), 2);
}

}  // namespace
}  // namespace liufa::vanguard
