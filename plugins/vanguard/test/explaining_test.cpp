#include "test/scenario.hpp"

namespace liufa::vanguard {
namespace {

TEST(Explaining, EveryPointOpensToItsEntryEvidenceRulesAndReviewer) {
  Office office;
  office.start();
  const auto member = office.members[0];
  office.earn(member, "meeting", 7);
  office.accepted(member, "award", {{"grade", "provincial"}});
  office.accepted(member, "late");
  office.earn(member, "service", 5);
  office.settle();
  const Json explained = office.run("explain", {{"member", member}, {"year", 2026}});
  EXPECT_EQ(explained.at("rule_set").at("edition"), 1);
  EXPECT_EQ(explained.at("daily"), "59");
  EXPECT_EQ(explained.at("bonus"), "6");
  EXPECT_EQ(explained.at("total"), "65");
  EXPECT_EQ(explained.at("stored").at("total"), "65");
  EXPECT_NE(explained.at("formula").at("zh").get<std::string>().find("59 ÷ 100 × 100 + 6 = 65"), std::string::npos);

  const auto group = [&](std::string_view code) {
    for (const Json& each : explained.at("groups"))
      if (each.at("code") == code) return each;
    return Json();
  };
  const Json life = group("life");
  EXPECT_EQ(life.at("given"), "14");
  EXPECT_EQ(life.at("counted"), "12");
  EXPECT_EQ(life.at("entries").size(), 7U);
  EXPECT_EQ(life.at("entries").at(5).at("points"), "2");
  EXPECT_EQ(life.at("entries").at(6).at("points"), "0");
  EXPECT_NE(life.at("entries").at(6).at("reason").at("en").get<std::string>().find("cap of 12"), std::string::npos);
  EXPECT_EQ(group("minus").at("entries").at(0).at("points"), "-3");
  const Json award = group("honour").at("entries").at(0);
  EXPECT_EQ(award.at("grade"), "provincial");
  EXPECT_EQ(award.at("evidence_place"), "档案柜一");
  EXPECT_EQ(award.at("reviewed_by"), "local");
  EXPECT_EQ(award.at("accepted_by"), "local");
}

TEST(Explaining, WhatDoesNotCountIsShownToo) {
  Office office;
  const auto rules = office.rules();
  office.start();
  office.accepted(office.members[0], "meeting");
  office.accepted(office.members[0], "study", {{"quantity", 100}});
  const auto next = office.run("revise", {{"rule_set", rules}, {"from_year", 2026}, {"code", "R2"}})
                        .at("rule_set")
                        .get<std::int64_t>();
  office.step("rule_set", next, "enact");
  office.run("compute", {{"year", 2026}});
  Json explained = office.run("explain", {{"member", office.members[0]}, {"year", 2026}});
  EXPECT_EQ(explained.at("groups").at(0).at("entries").size() + explained.at("groups").at(1).at("entries").size() +
                explained.at("groups").at(2).at("entries").size() + explained.at("groups").at(3).at("entries").size(),
            2U);
  bool limited = false;
  for (const Json& each : explained.at("groups"))
    for (const Json& entry : each.at("entries"))
      if (entry.at("item") == "study") {
        EXPECT_EQ(entry.at("given"), "150");
        EXPECT_EQ(entry.at("points"), "30");
        limited = entry.contains("reason");
      }
  EXPECT_TRUE(limited);
}

TEST(Explaining, IsForTheMemberTheSecretaryAndTheOffice) {
  Office office;
  office.start();
  office.accepted(office.members[0], "meeting");
  office.accepted(office.members[1], "meeting");
  office.settle();
  office.account("own", "member", 0, office.members[0]);
  office.account("secretary", "secretary", office.branch);
  office.account("elsewhere", "secretary", office.other_branch);
  const Json input{{"member", office.members[0]}, {"year", 2026}};
  for (const char* login : {"own", "secretary"}) {
    office.district.act_as(login);
    EXPECT_EQ(office.run("explain", input).at("total"), "2") << login;
  }
  EXPECT_EQ(office.run("explain", {{"member", office.members[1]}, {"year", 2026}}).at("total"), "2");
  office.district.act_as("own");
  EXPECT_FALSE(office.refused_run("explain", {{"member", office.members[1]}, {"year", 2026}}).empty());
  office.district.act_as("elsewhere");
  EXPECT_FALSE(office.refused_run("explain", input).empty());
}

TEST(WhatIf, OtherRulesStandBesideTheYearsOwnAndNothingIsWritten) {
  Office office(4);
  const auto rules = office.rules();
  office.start();
  office.earn(office.members[0], "service", 9);
  office.earn(office.members[1], "service", 8);
  office.earn(office.members[2], "meeting", 6);
  office.settle();
  office.run("compute", {{"year", 2026}});
  const auto draft =
      office.run("revise", {{"rule_set", rules}, {"from_year", 2027}}).at("rule_set").get<std::int64_t>();
  const auto service =
      office.district.list("vanguard.indicator", "code=service&rule_set=" + std::to_string(draft)).at(0);
  office.district.update("vanguard.indicator", service.at("id").get<std::int64_t>(), {{"points", 12}});
  office.settle();
  const std::size_t events = office.district.events().size();

  const Json tried = office.run("what_if", {{"rule_set", draft}, {"year", 2026}});
  EXPECT_EQ(tried.at("members"), 5);
  EXPECT_EQ(tried.at("changed"), 2);
  EXPECT_EQ(tried.at("higher"), 2);
  EXPECT_EQ(tried.at("average_now"), "36.4") << "90, 80, 12, 0, 0";
  EXPECT_EQ(tried.at("average_then"), "41.6") << "100 (of 108), 96, 12, 0, 0";
  const Json& first = tried.at("list").at(0);
  EXPECT_EQ(first.at("now").at("total"), "80") << "whose grade changes comes first";
  EXPECT_EQ(first.at("then").at("total"), "96");
  EXPECT_EQ(first.at("then").at("rank"), 2);
  EXPECT_EQ(tried.at("grades").at("failing").at("failing"), 3);
  EXPECT_EQ(office.district.events().size(), events);
  EXPECT_EQ(office.total(office.members[1]), 80);

  const Json wider = office.run("what_if", {{"rule_set", draft}, {"year", 2026}, {"excellent_share", 50}, {"most", 1}});
  EXPECT_EQ(wider.at("list").size(), 1U);
  EXPECT_EQ(wider.at("list").at(0).at("then").at("grade"), "excellent");
  const Json elsewhere =
      office.run("what_if", {{"rule_set", draft}, {"year", 2026}, {"organisation", office.other_branch}});
  EXPECT_EQ(elsewhere.at("members"), 1);
}

TEST(WhatIf, AnIncompleteDraftIsNotTried) {
  Office office;
  office.start();
  const auto draft = office.draft("D", {{"daily_weight", 50}});
  EXPECT_TRUE(says(office.refused_run("what_if", {{"rule_set", draft}, {"year", 2026}}), "add up to 100 %"));
}

}  // namespace
}  // namespace liufa::vanguard
