/// What another method has on record at a rural partner enters the ledger without being typed again.
#include "scene.hpp"

namespace liufa::pairing {
namespace {

class SupportFromFacts : public ::testing::Test {
 protected:
  SupportFromFacts() {
    scene.district.enable("hosting");
    configure({"hosting.service:law=send_law", "hosting.service:labour=mutual_labour", "hosting.service=send_warmth"});
  }
  void configure(const std::vector<std::string>& lines) {
    scene.district.configure("pairing", {{"support_from_facts", lines}});
  }
  std::int64_t service(std::int64_t host, std::int64_t member, Json fields = Json::object()) {
    fields.update({{"host", host}, {"member", member}});
    const auto id = scene.district.create("hosting.service", fields);
    scene.district.transition("hosting.service", id, "confirm");
    return id;
  }
  std::vector<Json> supports(const std::string& query = "") {
    scene.district.settle();
    return scene.district.list("pairing.support", query);
  }
  Json only() {
    const auto found = supports();
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? Json::object() : found.front();
  }

  Scene scene;
};

TEST_F(SupportFromFacts, EntersTheLedgerConfirmed) {
  const auto pair = scene.active_pair(scene.economic_department, scene.poor);
  const auto id = service(scene.poor, scene.rich_member, {{"content", "宣讲《民法典》"}, {"kind", "law"}});
  const Json support = only();
  EXPECT_EQ(field(support, "pair"), pair);
  EXPECT_EQ(field(support, "urban"), scene.economic_department) << "the member's branch lies below it";
  EXPECT_EQ(field(support, "rural"), scene.poor);
  EXPECT_EQ(field(support, "urban_member"), scene.rich_member);
  EXPECT_EQ(field(support, "kind"), "send_law");
  EXPECT_EQ(field(support, "held_on"), "2026-03-01");
  EXPECT_EQ(field(support, "content"), "宣讲《民法典》");
  EXPECT_EQ(field(support, "participants"), 1);
  EXPECT_EQ(field(support, "fact"), "hosting.service " + std::to_string(id));
  EXPECT_EQ(support.at("state"), "confirmed");
  EXPECT_EQ(scene.district.figure("pairing.supports", "period=2026"), 1);
  EXPECT_EQ(scene.district.figure("pairing.supports_from_facts", "period=2026"), 1);
}

TEST_F(SupportFromFacts, FollowsTheRecordThatItComesFrom) {
  scene.active_pair(scene.economic_department, scene.poor);
  const auto id = service(scene.poor, scene.rich_member, {{"content", "修水泵"}});
  EXPECT_EQ(field(only(), "kind"), "send_warmth") << "no line for its grade";
  scene.district.update("hosting.service", id, {{"content", "介绍务工"}, {"kind", "labour"}});
  EXPECT_EQ(field(only(), "content"), "介绍务工");
  EXPECT_EQ(field(only(), "kind"), "mutual_labour");
  EXPECT_EQ(field(only(), "towards"), "labour");
  scene.district.update("hosting.service", id, {{"kind", "law"}});
  EXPECT_TRUE(field(only(), "towards").is_null());
  scene.district.transition("hosting.service", id, "cancel");
  EXPECT_EQ(only().at("state"), "withdrawn");
  EXPECT_EQ(scene.district.figure("pairing.supports"), 0);
  scene.district.transition("hosting.service", id, "confirm");
  EXPECT_EQ(only().at("state"), "confirmed") << "the same one, restored";
  scene.district.update("hosting.service", id, {{"host", scene.disorderly}});
  EXPECT_EQ(only().at("state"), "withdrawn") << "not at the partner";
}

TEST_F(SupportFromFacts, GoesToAnotherPairWithItsRecord) {
  scene.active_pair(scene.economic_department, scene.poor);
  const auto other = scene.active_pair(scene.order_department, scene.disorderly);
  const auto id = service(scene.poor, scene.rich_member);
  only();
  scene.district.update("hosting.service", id, {{"host", scene.disorderly}, {"member", scene.other_member}});
  EXPECT_EQ(field(only(), "pair"), other);
  EXPECT_EQ(field(only(), "urban"), scene.order_department);
  EXPECT_EQ(field(only(), "rural"), scene.disorderly);
  EXPECT_EQ(field(only(), "urban_member"), scene.other_member);
}

TEST_F(SupportFromFacts, OnlyOfThePairWithinItsTerm) {
  scene.active_pair(scene.economic_department, scene.poor, {{"starts_on", "2026-02-01"}});
  scene.pair(scene.order_department, scene.disorderly);
  service(scene.poor, scene.other_member);
  service(scene.disorderly, scene.rich_member);
  service(scene.disorderly, scene.other_member);
  service(scene.town, scene.rich_member);
  service(scene.poor, scene.rich_member, {{"held_on", "2026-01-31"}});
  service(scene.poor, scene.rich_member, {{"held_on", "2026-03-02"}});
  scene.district.create("hosting.service", {{"host", scene.poor}, {"member", scene.rich_member}});
  EXPECT_TRUE(supports().empty());
  service(scene.poor, scene.rich_member, {{"held_on", "2026-02-01"}});
  EXPECT_EQ(supports().size(), 1U);
}

TEST_F(SupportFromFacts, BelowTheRuralSideToo) {
  const auto wide = scene.active_pair(scene.economic_department, scene.town);
  service(scene.poor, scene.rich_member);
  EXPECT_EQ(field(only(), "pair"), wide);
}

TEST_F(SupportFromFacts, OfPairedMembers) {
  const auto members = scene.member_pair(scene.rich_member, scene.poor_farmer);
  scene.district.transition("pairing.member_pair", members, "confirm");
  service(scene.poor, scene.other_member);
  service(scene.disorderly, scene.rich_member);
  EXPECT_TRUE(supports().empty());
  service(scene.poor, scene.rich_member);
  const Json support = only();
  EXPECT_EQ(field(support, "member_pair"), members);
  EXPECT_TRUE(field(support, "pair").is_null());
  EXPECT_EQ(field(support, "rural_member"), scene.poor_farmer);
  EXPECT_EQ(field(support, "urban"), scene.branch);
}

TEST_F(SupportFromFacts, WhatWasBeforeAPairWasConfirmedOrProlonged) {
  service(scene.poor, scene.rich_member, {{"held_on", "2026-02-10"}});
  service(scene.poor, scene.rich_member, {{"held_on", "2026-02-25"}});
  EXPECT_TRUE(supports().empty());
  const auto pair = scene.active_pair(scene.economic_department, scene.poor,
                                      {{"starts_on", "2026-02-01"}, {"ends_on", "2026-02-20"}});
  EXPECT_EQ(supports().size(), 1U);
  scene.district.transition("pairing.pair", pair, "renew");
  EXPECT_EQ(supports().size(), 2U);
  service(scene.disorderly, scene.other_member);
  const auto farmer = scene.district.member("F2", "丁", scene.disorderly, {{"kind", "farmer"}, {"situation", "poor"}});
  const auto members = scene.member_pair(scene.other_member, farmer);
  scene.district.transition("pairing.member_pair", members, "confirm");
  EXPECT_EQ(supports("member_pair=" + std::to_string(members)).size(), 1U);
  EXPECT_EQ(supports().size(), 3U);
}

TEST_F(SupportFromFacts, AMemberWhoMovesLeavesItBehind) {
  const auto pair = scene.active_pair(scene.economic_department, scene.poor);
  const auto id = service(scene.poor, scene.rich_member);
  only();
  scene.district.update("directory.member", scene.rich_member, {{"organisation", scene.order_department}});
  scene.district.update("hosting.service", id, {{"content", "更正"}});
  EXPECT_EQ(field(only(), "pair"), pair);
  EXPECT_EQ(only().at("state"), "confirmed");
  EXPECT_EQ(field(only(), "content"), "更正");
}

TEST_F(SupportFromFacts, IsCorrectedWhereItWasRecorded) {
  scene.active_pair(scene.economic_department, scene.poor);
  service(scene.poor, scene.rich_member);
  const auto id = only().at("id").get<std::int64_t>();
  expect_refused(
      [&] {
        scene.district.update("pairing.support", id, {{"participants", 9}});
      },
      "fact", "Correct it there");
  expect_refused(
      [&] {
        scene.district.transition("pairing.support", id, "reopen", {{"note", "x"}});
      },
      "fact", "Correct it there");
}

TEST_F(SupportFromFacts, IsOneActivityWhateverNumberOfFactsItIs) {
  configure({"hosting.talk=send_lecture", "hosting.service=send_warmth"});
  scene.active_pair(scene.economic_department, scene.poor);
  service(scene.poor, scene.rich_member, {{"kind", "law"}});
  EXPECT_EQ(supports().size(), 1U);
}

TEST_F(SupportFromFacts, CollectsAfterASettingWasChanged) {
  scene.active_pair(scene.economic_department, scene.poor);
  configure({});
  service(scene.poor, scene.rich_member);
  EXPECT_TRUE(supports().empty());
  for (const char* line : {"hosting.service=sends_love", "hosting.service", "hosting.service:=", "hosting=send_law",
                           ".service=send_law", "hosting.=send_law"}) {
    configure({line});
    expect_refused([&] { scene.district.run("pairing", "collect_support"); }, "support_from_facts", line);
  }
  service(scene.poor, scene.rich_member);
  EXPECT_TRUE(supports().empty()) << "what can't be read is no reason to fail";
  configure({"hosting.service=send_health"});
  EXPECT_EQ(scene.district.run("pairing", "collect_support").at("created"), 2);
  EXPECT_EQ(scene.district.run("pairing", "collect_support").at("created"), 0);
  EXPECT_EQ(supports("kind=send_health").size(), 2U);
}

TEST(SupportFromFactsReplayed, WherePairingIsEnabledLater) {
  Scene scene(false);
  scene.district.enable("hosting");
  const auto id = scene.district.create("hosting.service", {{"host", scene.poor}, {"member", scene.rich_member}});
  scene.district.transition("hosting.service", id, "confirm");
  scene.district.enable("pairing");
  scene.district.configure("pairing", {{"support_from_facts", {"hosting.service=send_warmth"}}});
  const auto pair = scene.active_pair(scene.economic_department, scene.poor);
  scene.district.settle();
  EXPECT_EQ(scene.district.list("pairing.support").size(), 1U);
  scene.district.disable("pairing");
  scene.district.transition("hosting.service", id, "cancel");
  scene.district.enable("pairing");
  scene.district.settle();
  EXPECT_EQ(scene.district.list("pairing.support", "pair=" + std::to_string(pair)).at(0).at("state"), "withdrawn");
}

}  // namespace
}  // namespace liufa::pairing
