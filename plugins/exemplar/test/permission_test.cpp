#include "test/fair.hpp"

namespace liufa::exemplar {
namespace {

/// An account with one post; of a member where there is one.
void account(Scene& scene, const char* login, const Json& post, std::int64_t of_member) {
  Json fields{{"login", login}, {"name", login}};
  if (of_member != 0) fields["member"] = of_member;
  Json granted = post;
  granted["account"] = scene.district.create("access.account", fields);
  scene.district.create("access.post", granted);
}

TEST(Juror, SeesOnlyTheOwnSheetsAndNobodyElsesAreOpenToSecretaries) {
  Fair fair(2);
  Scene& scene = fair.scene;
  const auto member = scene.members(scene.branch, 1).front();
  const auto juror = scene.create("juror", {{"contest", fair.contest}, {"member", member}});
  account(scene, "juror", {{"role", "member"}}, member);
  account(scene, "secretary", {{"role", "secretary"}, {"organisation", fair.organisations[0]}}, 0);
  fair.judging();
  const auto own = scene.create("score", {{"juror", juror}, {"entry", fair.entries[0]}});
  const auto other = scene.create("score", {{"juror", fair.judges[0]}, {"entry", fair.entries[0]}});
  const auto give = [&](std::int64_t sheet) {
    return scene.district
        .request("POST", "/records/exemplar/score/" + std::to_string(sheet) + "/transitions/give",
                 {{"typicality", 90}, {"effect_score", 88}})
        .status;
  };
  scene.district.act_as("juror");
  EXPECT_EQ(scene.district.list("exemplar.score").size(), 1U);
  EXPECT_EQ(give(own), 200);
  EXPECT_EQ(give(other), 404);
  EXPECT_EQ(scene.district.list("exemplar.entry").size(), 0U) << "only what the sheet shows";
  scene.district.act_as("secretary");
  EXPECT_EQ(scene.district.list("exemplar.entry").size(), 1U);
  EXPECT_EQ(scene.district.request("GET", "/records/exemplar/score").status, 403);
  scene.district.act_as("");
  EXPECT_EQ(scene.state("score", own), "given");
}

TEST(Nominee, DoesNotSeeWhoObjectsAndMayDecline) {
  Scene scene;
  const auto members = scene.members(scene.branch, 10);
  account(scene, "nominee", {{"role", "member"}}, members[0]);
  account(scene, "objector", {{"role", "member"}}, members[1]);
  account(scene, "secretary", {{"role", "secretary"}, {"organisation", scene.window_branch}}, 0);
  scene.district.set_today("2026-10-08");
  const auto round = scene.open_round();
  const auto nomination = scene.accepted(round, members[0]);
  scene.publicise(round);
  scene.district.act_as("secretary");
  EXPECT_THROW(scene.nominate(round, members[1]), testing::Unexpected) << "of another branch";
  EXPECT_TRUE(scene.district.list("exemplar.nomination").empty());
  scene.district.act_as("objector");
  scene.create("objection", {{"nomination", nomination}, {"objector", members[1]}, {"content", "请核实加班时长数据"}});
  EXPECT_EQ(scene.district.list("exemplar.objection").size(), 1U);
  scene.district.act_as("nominee");
  EXPECT_TRUE(scene.district.list("exemplar.objection").empty());
  EXPECT_EQ(scene.district.list("exemplar.nomination").size(), 1U);
  scene.step("nomination", nomination, "withdraw", {{"reason", "本人不参评"}});
  scene.district.act_as("");
  EXPECT_EQ(scene.state("nomination", nomination), "withdrawn");
}

}  // namespace
}  // namespace liufa::exemplar
