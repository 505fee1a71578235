#include "test/fair.hpp"

namespace liufa::exemplar {
namespace {

TEST(Juror, SeesOnlyTheOwnSheetsAndNobodyElsesAreOpenToSecretaries) {
  Fair fair(2);
  Scene& scene = fair.scene;
  const auto member = scene.members(scene.branch, 1).front();
  const auto juror = scene.create("juror", {{"contest", fair.contest}, {"member", member}});
  const auto account = [&](const char* login, const Json& post, std::int64_t of_member) {
    Json fields{{"login", login}, {"name", login}};
    if (of_member != 0) fields["member"] = of_member;
    Json granted = post;
    granted["account"] = scene.district.create("access.account", fields);
    scene.district.create("access.post", granted);
  };
  account("juror", {{"role", "member"}}, member);
  account("secretary", {{"role", "secretary"}, {"organisation", fair.organisations[0]}}, 0);
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

}  // namespace
}  // namespace liufa::exemplar
