#include "test/scenario.hpp"

namespace liufa::vanguard {
namespace {

class Members : public ::testing::Test {
 protected:
  Members() {
    office.start();
    office.earn(office.members[0], "service", 8);
  }
  std::int64_t exclude(std::int64_t member, const Json& more = Json::object()) {
    Json fields{{"year", 2026}, {"member", member}, {"ground", "illness"}, {"reason", "长期住院"}};
    fields.update(more);
    return office.district.create("vanguard.exclusion", fields);
  }
  std::string refused(const Json& more) {
    Json fields{{"year", 2026}, {"member", office.members[1]}, {"ground", "illness"}, {"reason", "x"}};
    fields.update(more);
    return office.refused_create("exclusion", fields);
  }
  Office office;
};

TEST_F(Members, TheClassFollowsFromTheRegisterUnlessDecided) {
  const auto member = office.members[0];
  EXPECT_EQ(office.index(member).at("class"), "ordinary");
  office.district.update("directory.member", member, {{"cadre", "full_time"}});
  EXPECT_EQ(office.index(member).at("class"), "backbone");
  office.district.update("directory.member", member, {{"service", "retired"}});
  EXPECT_EQ(office.index(member).at("class"), "retired");

  const auto id = office.district.create(
      "vanguard.classification", {{"year", 2026}, {"member", member}, {"class", "mobile"}, {"reason", "外出务工"}});
  EXPECT_EQ(office.index(member).at("class"), "retired") << "only proposed";
  office.step("classification", id, "decide");
  EXPECT_EQ(office.index(member).at("class"), "mobile");
  EXPECT_EQ(office.district.read("vanguard.classification", id).at("decided_on"), Office::today);
  EXPECT_TRUE(says(office.refused_step("classification", id, "revoke"), "record.required"));
  office.step("classification", id, "revoke", {{"note", "已返回"}});
  EXPECT_EQ(office.index(member).at("class"), "retired");
  office.step("classification", id, "propose_again", {{"reason", "再次外出"}, {"class", "special"}});
  office.step("classification", id, "reject", {{"note", "材料不足"}});
  EXPECT_EQ(office.index(member).at("class"), "retired");
}

TEST_F(Members, TheExcludedHaveNoIndex) {
  const auto member = office.members[0];
  EXPECT_EQ(office.total(member), 80);
  const auto id = exclude(member);
  EXPECT_TRUE(says(office.refused_step("exclusion", id, "approve"), "record.required"));
  office.step("exclusion", id, "approve", {{"approved_by", "工委会议"}});
  EXPECT_TRUE(office.index(member).is_null());
  EXPECT_EQ(office.district.figure("vanguard.excluded", "period=2026"), 1);
  EXPECT_TRUE(says(office.refused_run("explain", {{"member", member}, {"year", 2026}}), "no index in 2026"));
  office.run("compute", {{"year", 2026}});
  EXPECT_TRUE(office.index(member).is_null()) << "in bulk it is the same";
  office.step("exclusion", id, "revoke", {{"note", "已康复"}, {"approved_by", "工委会议"}});
  EXPECT_EQ(office.total(member), 80);
}

TEST_F(Members, GroundsAreCheckedWhereTheRegisterKnows) {
  auto& district = office.district;
  district.update("directory.member", office.members[1], {{"born_on", "1960-05-01"}});
  EXPECT_TRUE(says(refused({{"ground", "old_age"}}), "this one is 66"));
  district.update("directory.member", office.members[1], {{"born_on", "1956-12-31"}});
  exclude(office.members[1], {{"ground", "old_age"}});
  exclude(office.members[2], {{"ground", "old_age"}});

  const auto abroad = office.stranger;
  const auto refused_abroad = [&](const Json& dates) {
    Json fields{{"member", abroad}, {"ground", "abroad"}};
    fields.update(dates);
    return refused(fields);
  };
  EXPECT_TRUE(says(refused_abroad(Json::object()), "the day from which"));
  EXPECT_TRUE(says(refused_abroad({{"away_from", "2026-01-01"}, {"away_until", "2026-06-30"}}), "it is 5"));
  exclude(abroad, {{"ground", "abroad"}, {"away_from", "2026-01-01"}, {"away_until", "2026-07-01"}});
}

TEST_F(Members, NobodyDecidesOnTheirOwn) {
  office.account("boss", "office", 0, office.members[2]);
  const auto id = exclude(office.members[2]);
  office.district.act_as("boss");
  EXPECT_TRUE(says(office.refused_step("exclusion", id, "approve", {{"approved_by", "本人"}}), "their own"));
}

TEST_F(Members, WhoTakesPartIsSettledBeforeClosing) {
  const auto open = exclude(office.members[1]);
  office.step("year", office.year_id(), "start_appraisal");
  EXPECT_TRUE(says(office.refused_step("year", office.year_id(), "close"), "1 proposals to exclude"));
  office.step("exclusion", open, "reject", {{"note", "不符合"}});
  office.publish();
  EXPECT_TRUE(says(refused({{"member", office.members[2]}}), "closed"));
  EXPECT_TRUE(says(
      office.refused_create("classification",
                            {{"year", 2026}, {"member", office.members[2]}, {"class", "special"}, {"reason", "x"}}),
      "closed"));
}

TEST_F(Members, WhoMovesOrLeavesIsFollowed) {
  auto& district = office.district;
  const auto member = office.members[0];
  district.update("directory.member", member, {{"organisation", office.other_branch}});
  EXPECT_EQ(office.index(member).at("organisation"), office.other_branch);
  district.update("directory.member", member, {{"status", "left"}});
  EXPECT_TRUE(office.index(member).is_null());
  district.update("directory.member", member, {{"status", "full"}, {"kind", "farmer"}});
  EXPECT_TRUE(office.index(member).is_null()) << "of a kind that takes no part";
  district.configure("vanguard", {{"kinds", {"organ", "farmer"}}});
  office.run("compute", {{"year", 2026}});
  EXPECT_EQ(office.total(member), 80);
  const auto fresh = district.member("N1", "新党员", office.branch, {{"status", "probationary"}});
  EXPECT_EQ(office.total(fresh), 0);
}

}  // namespace
}  // namespace liufa::vanguard
