#include "test/scenario.hpp"

namespace liufa::vanguard {
namespace {

class Facts : public ::testing::Test {
 protected:
  std::int64_t activity(std::string_view on, const Json& more = Json::object()) {
    Json fields{{"member", office.members[0]}, {"held_on", on}, {"content", "走访"}};
    fields.update(more);
    const auto id = office.district.create("diary.activity", fields);
    office.district.transition("diary.activity", id, "confirm");
    return id;
  }
  std::vector<Json> entries() {
    office.settle();
    return office.district.list("vanguard.entry");
  }
  Office office;
};

TEST_F(Facts, BecomeEntriesAndFollowTheirSource) {
  office.start();
  office.district.enable("diary");
  const auto id = activity("2026-05-04");
  ASSERT_EQ(entries().size(), 1U);
  Json entry = entries()[0];
  EXPECT_EQ(entry.at("state"), "recorded");
  EXPECT_EQ(entry.at("item"), "diary.activity");
  EXPECT_EQ(entry.at("fact_id"), id);
  EXPECT_EQ(entry.at("content"), "走访");
  EXPECT_EQ(entry.at("organisation"), office.branch);
  EXPECT_EQ(office.total(office.members[0]), 10);
  EXPECT_EQ(office.district.figure("vanguard.not_typed_again", "period=2026"), 100);

  office.district.update("diary.activity", id, {{"hours", 2.5}, {"held_on", "2026-05-05"}});
  entry = entries()[0];
  EXPECT_EQ(entry.at("quantity"), 2.5);
  EXPECT_EQ(entry.at("held_on"), "2026-05-05");

  office.district.transition("diary.activity", id, "withdraw");
  EXPECT_EQ(entries()[0].at("state"), "lapsed");
  EXPECT_EQ(office.total(office.members[0]), 0);
  office.district.transition("diary.activity", id, "confirm");
  EXPECT_EQ(entries()[0].at("state"), "recorded");
  EXPECT_EQ(office.total(office.members[0]), 10);

  office.district.update("diary.activity", id, {{"member", office.members[1]}});
  EXPECT_EQ(office.total(office.members[0]), 0);
  EXPECT_EQ(office.total(office.members[1]), 10);
}

TEST_F(Facts, OfBeforeAreTakenOverWhenTheMethodIsEnabledLater) {
  testing::District district(folders());
  district.enable("diary");
  const auto branch = district.organisation("B", "支部", "branch");
  const auto member = district.member("M", "党员", branch);
  const auto id = district.create("diary.activity", {{"member", member}, {"held_on", "2026-02-01"}});
  district.transition("diary.activity", id, "confirm");
  district.enable("vanguard");
  const auto rules =
      district.create("vanguard.rule_set", {{"code", "R"}, {"name", "规则"}, {"class", "all"}, {"from_year", 2026}});
  district.create("vanguard.indicator_group", {{"rule_set", rules}, {"code", "g"}, {"name", "组"}});
  district.create("vanguard.indicator", {{"rule_set", rules},
                                         {"code", "i"},
                                         {"group_code", "g"},
                                         {"name", "指标"},
                                         {"points", 10},
                                         {"source", "diary.activity"}});
  district.transition("vanguard.rule_set", rules, "enact");
  const auto year = district.create("vanguard.year", {{"year", 2026}});
  settle(district);
  EXPECT_EQ(district.list("vanguard.entry").size(), 0U);
  district.transition("vanguard.year", year, "start");
  settle(district);
  EXPECT_EQ(district.list("vanguard.entry").size(), 1U);
  EXPECT_EQ(district.list("vanguard.index").at(0).at("total"), 10);

  district.disable("diary");
  district.run("vanguard", "compute", {{"year", 2026}});
  EXPECT_EQ(district.list("vanguard.index").at(0).at("total"), 10) << "switched off, what it recorded still counts";
}

TEST_F(Facts, OfANewIndicatorAreTakenOverAndAskedForAgainChangeNothing) {
  office.district.enable("diary");
  office.district.create("diary.post", {{"member", office.members[0]}, {"named_on", "2026-03-01"}});
  office.start();
  EXPECT_EQ(entries().size(), 0U) << "no rule names it";
  const auto next = office.draft("N");
  office.indicator(next, "post", "work", {{"points", 5}, {"source", "diary.post"}});
  ASSERT_EQ(entries().size(), 1U) << "so that the draft can be tried on this year's data";
  EXPECT_EQ(office.total(office.members[0]), 0);
  office.step("rule_set", next, "enact");
  office.run("compute", {{"year", 2026}});
  EXPECT_EQ(office.total(office.members[0]), 5);
  const auto before = entries();
  office.run("collect", {{"year", 2026}});
  office.run("collect", {{"year", 2026}, {"source", "diary.post"}});
  EXPECT_EQ(entries(), before);
}

TEST_F(Facts, ThatHoldOnCountInEveryYear) {
  office.district.enable("diary");
  const auto rules = office.draft();
  office.indicator(rules, "post", "work", {{"points", 5}, {"source", "diary.post"}, {"continuing", true}});
  office.step("rule_set", rules, "enact");
  const auto post = office.district.create("diary.post", {{"member", office.members[0]}, {"named_on", "2025-12-20"}});
  office.start(2026);
  EXPECT_EQ(office.total(office.members[0]), 5);
  EXPECT_EQ(entries()[0].at("held_on"), "2026-01-01");
  office.district.set_today("2027-01-05");
  office.start(2027);
  EXPECT_EQ(office.total(office.members[0], 2027), 5);
  office.district.update("diary.post", post, {{"until", "2026-12-31"}});
  EXPECT_EQ(office.total(office.members[0], 2027), 0) << "it ended before that year";
  EXPECT_EQ(office.total(office.members[0], 2026), 5);
}

TEST_F(Facts, TooLateAreShownAndNotCounted) {
  office.start();
  office.district.enable("diary");
  const auto kept = activity("2026-05-04");
  office.publish();
  const auto late = activity("2026-05-05");
  office.settle();
  const auto set_aside = office.district.list("vanguard.entry", "state=late");
  ASSERT_EQ(set_aside.size(), 1U);
  EXPECT_EQ(set_aside[0].at("fact_id"), late);
  const auto entry = set_aside[0].at("id").get<std::int64_t>();
  EXPECT_TRUE(says(office.refused_step("entry", entry, "admit", {{"note", "漏计"}}), "needs an accepted objection"));
  office.district.transition("diary.activity", kept, "withdraw");
  EXPECT_EQ(office.total(office.members[0]), 10) << "what is published stays until it is corrected openly";

  const auto objection = office.district.create(
      "vanguard.objection",
      {{"year", 2026}, {"member", office.members[0]}, {"entry", entry}, {"claim", "漏计一次走访"}});
  office.step("objection", objection, "accept", {{"decision", "属实"}});
  office.step("entry", entry, "admit", {{"note", "异议采纳"}});
  EXPECT_EQ(office.total(office.members[0]), 20);
}

TEST_F(Facts, RevokedByTheOfficeStayRevoked) {
  office.start();
  office.district.enable("diary");
  const auto id = activity("2026-05-04");
  office.step("entry", entries()[0].at("id").get<std::int64_t>(), "revoke", {{"note", "重复登记"}});
  office.district.update("diary.activity", id, {{"hours", 3}});
  EXPECT_EQ(entries()[0].at("state"), "revoked");
  EXPECT_EQ(office.total(office.members[0]), 0);
}

}  // namespace
}  // namespace liufa::vanguard
