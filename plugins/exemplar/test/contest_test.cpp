#include <algorithm>
#include <map>

#include "test/fair.hpp"

namespace liufa::exemplar {
namespace {

TEST(Contest, TakesTheSettings) {
  Fair fair(0);
  const Json contest = fair.scene.read("contest", fair.contest);
  EXPECT_EQ(contest.at("name"), "2026 年最佳党日活动评选");
  EXPECT_EQ(contest.at("places"), 10);
  EXPECT_EQ(contest.at("typicality_weight"), 50);
  EXPECT_EQ(contest.at("entries_until"), "2026-11-30") << "20 working days";
  EXPECT_EQ(contest.at("judging_until"), "2026-12-14");
  expect_refused(
      [&] {
        fair.scene.create("contest", {{"code", "b"}, {"year", 2026}, {"typicality_weight", 60}});
      },
      "effect_weight", "found 110");
  expect_refused(
      [&] {
        fair.scene.district.update("exemplar.contest", fair.contest, {{"effect_weight", 40}});
      },
      "effect_weight", "found 90");
  const auto other = fair.scene.create("contest", {{"code", "c"}, {"year", 2026}, {"judging_until", "2026-11-01"}});
  expect_refused([&] { fair.scene.step("contest", other, "open"); }, "judging_until", "found 2026-11-01");
}

TEST(Entry, IsMadeInTimeOfTheYearAndNotTooOften) {
  Fair fair(1);
  Scene& scene = fair.scene;
  expect_refused([&] { fair.enter(fair.organisations[0]); }, "organisation", "has made 1 of at most 1");
  expect_refused([&] { fair.enter(scene.branch, {{"held_on", "2025-12-31"}}); }, "held_on", "held in 2026");
  expect_refused([&] { fair.enter(scene.branch, {{"held_on", "2026-12-01"}}); }, "held_on", "up to today");
  scene.step("entry", fair.entries[0], "withdraw", {{"reason", "换一个"}});
  const auto again = fair.enter(fair.organisations[0]);
  EXPECT_TRUE(scene.is_due("submit_entry"));
  scene.district.set_today("2026-12-01");
  expect_refused([&] { scene.step("entry", again, "submit"); }, "contest", "were due by 2026-11-30");
  expect_refused([&] { fair.enter(scene.branch); }, "contest", "were due by 2026-11-30");
}

TEST(Entry, IsReturnedAndSubmittedAgain) {
  Fair fair(1);
  Scene& scene = fair.scene;
  const auto entry = fair.enter(scene.branch, {{"effect", nullptr}});
  const auto incomplete = scene.district.request(
      "POST", "/records/exemplar/entry/" + std::to_string(entry) + "/transitions/submit", Json::object());
  EXPECT_EQ(incomplete.code(), "record.required");
  scene.district.update("exemplar.entry", entry, {{"effect", "党员参与率 95%"}});
  scene.step("entry", entry, "submit");
  EXPECT_TRUE(scene.is_due("check_entry"));
  expect_refused([&] { fair.judging(); }, "", "1 entries are not checked");
  scene.step("entry", entry, "return", {{"reason", "方案不完整"}});
  scene.district.update("exemplar.entry", entry, {{"plan", "完整方案"}});
  scene.step("entry", entry, "submit");
  scene.step("entry", entry, "accept");
  fair.judging();
  expect_refused(
      [&] {
        scene.step("entry", entry, "return", {{"reason", "再改"}});
      },
      "contest", "is in the stage judging");
}

TEST(Contest, NeedsEntriesToJudge) {
  Fair fair(0);
  expect_refused([&] { fair.judging(); }, "", "nothing to judge");
}

TEST(Juror, IsAMemberOrAnExpertWithAName) {
  Fair fair(1);
  Scene& scene = fair.scene;
  expect_refused([&] { scene.create("juror", {{"contest", fair.contest}}); }, "name", "found neither");
  EXPECT_EQ(scene.read("juror", fair.judges[0]).at("organisation"), scene.office) << "who invites";
  const auto member = scene.members(scene.branch, 1).front();
  const auto juror = scene.create("juror", {{"contest", fair.contest}, {"member", member}});
  EXPECT_EQ(scene.read("juror", juror).at("name"), "党员M1");
  EXPECT_EQ(scene.read("juror", juror).at("organisation"), scene.branch);
  expect_refused(
      [&] {
        scene.create("juror", {{"contest", fair.contest}, {"member", member}});
      },
      "member", "not yet a juror");
  expect_refused(
      [&] {
        scene.district.update("exemplar.juror", juror, {{"organisation", scene.window_branch}});
      },
      "organisation", "correct it there");
  const auto left = scene.members(scene.branch, 1, {{"status", "left"}}).front();
  expect_refused(
      [&] {
        scene.create("juror", {{"contest", fair.contest}, {"member", left}});
      },
      "member", "has moved away or left");
}

TEST(Juror, DoesNotJudgeTheOwnHouse) {
  Fair fair(2);
  Scene& scene = fair.scene;
  const auto house = scene.read("entry", fair.entries[0]).at("organisation").get<std::int64_t>();
  const auto department = scene.district.read("directory.organisation", house).at("parent").get<std::int64_t>();
  const auto sister = scene.district.organisation("EB1x", "单位1 二支部", "branch", department);
  const auto juror = [&](std::int64_t organisation) {
    const auto member = scene.members(organisation, 1).front();
    return scene.create("juror", {{"contest", fair.contest}, {"member", member}});
  };
  const std::vector<std::int64_t> interested{juror(house), juror(sister), juror(department)};
  const auto organiser = juror(scene.office);
  const auto elsewhere = juror(scene.branch);
  fair.judging();
  for (const auto each : interested)
    expect_refused(
        [&] {
          scene.create("score", {{"juror", each}, {"entry", fair.entries[0]}});
        },
        "juror", "without an interest");
  for (const auto each : {organiser, elsewhere, interested[0]})
    scene.create("score", {{"juror", each}, {"entry", fair.entries[1]}});
  scene.create("score", {{"juror", organiser}, {"entry", fair.entries[0]}});
}

TEST(Juror, DoesNotJudgeWhatWasDeclared) {
  Fair fair(2);
  Scene& scene = fair.scene;
  fair.judging();
  const auto sheet = scene.create("score", {{"juror", fair.judges[0]}, {"entry", fair.entries[0]}});
  const auto department = scene.district.read("directory.organisation", fair.organisations[0]).at("parent");
  scene.create("recusal", {{"juror", fair.judges[0]}, {"organisation", department}, {"reason", "曾任该单位顾问"}});
  EXPECT_EQ(scene.state("score", sheet), "dropped") << "what was assigned before is dropped";
  expect_refused(
      [&] {
        scene.create("score", {{"juror", fair.judges[0]}, {"entry", fair.entries[0]}});
      },
      "juror", "has declared one");
  scene.create("score", {{"juror", fair.judges[0]}, {"entry", fair.entries[1]}});
}

TEST(Juror, WhoMovesIntoAHouseStepsAside) {
  Fair fair(2);
  Scene& scene = fair.scene;
  const auto member = scene.members(scene.branch, 1).front();
  const auto juror = scene.create("juror", {{"contest", fair.contest}, {"member", member}});
  fair.judging();
  const auto first = scene.create("score", {{"juror", juror}, {"entry", fair.entries[0]}});
  const auto second = scene.create("score", {{"juror", juror}, {"entry", fair.entries[1]}});
  scene.district.update("directory.member", member, {{"organisation", fair.organisations[0]}});
  scene.district.settle();
  EXPECT_EQ(scene.state("score", first), "dropped");
  EXPECT_EQ(scene.state("score", second), "assigned");
  scene.district.update("directory.member", member, {{"status", "left"}});
  scene.district.settle();
  EXPECT_EQ(scene.state("juror", juror), "withdrawn");
  EXPECT_EQ(scene.state("score", second), "dropped");
}

TEST(Sheet, OnlyForActiveJurorsAndEntriesThatTakePart) {
  Fair fair(1);
  Scene& scene = fair.scene;
  const Json pair{{"juror", fair.judges[0]}, {"entry", fair.entries[0]}};
  expect_refused([&] { scene.create("score", pair); }, "contest", "is in the stage entries");
  const auto draft = fair.enter(scene.branch);
  fair.judging();
  expect_refused([&] { scene.create("score", {{"juror", fair.judges[0]}, {"entry", draft}}); }, "entry", "takes part");
  scene.step("juror", fair.judges[0], "withdraw", {{"reason", "出差"}});
  expect_refused([&] { scene.create("score", pair); }, "juror", "an active juror");
}

TEST(Draw, IsEvenRepeatableAndWithoutConflicts) {
  const auto drawn = [](int seed) {
    Fair fair(6, {{"jurors_least", 3}}, 5);
    const auto member = fair.scene.members(fair.organisations[0], 1).front();
    const auto insider = fair.scene.create("juror", {{"contest", fair.contest}, {"member", member}});
    fair.judging();
    EXPECT_EQ(fair.draw(seed).at("assigned"), 18);
    std::map<std::int64_t, int> loads;
    std::vector<std::pair<std::int64_t, std::int64_t>> pairs;
    for (const Json& sheet : fair.sheets()) {
      const auto juror = sheet.at("juror").get<std::int64_t>();
      const auto entry = sheet.at("entry").get<std::int64_t>();
      EXPECT_FALSE(juror == insider && entry == fair.entries[0]);
      EXPECT_EQ(sheet.at("seed"), seed);
      EXPECT_EQ(sheet.at("plan"), "与社区联合开展") << "the juror reads it here";
      ++loads[juror];
      pairs.emplace_back(juror, entry);
    }
    for (const auto& [juror, load] : loads) EXPECT_NEAR(load, 3, 1) << "18 sheets for 6 jurors";
    EXPECT_EQ(fair.draw(seed).at("assigned"), 0) << "nothing is missing any more";
    EXPECT_EQ(fair.scene.read("contest", fair.contest).at("algorithm"), "splitmix64-fisher-yates-1");
    std::sort(pairs.begin(), pairs.end());
    return pairs;
  };
  const auto first = drawn(42);
  EXPECT_EQ(first, drawn(42));
  EXPECT_NE(first, drawn(43));
}

TEST(Draw, SaysWhichEntryHasTooFewJurors) {
  Fair fair(1, Json::object(), 2);
  fair.judging();
  try {
    fair.draw();
    FAIL() << "expected a refusal";
  } catch (const testing::Unexpected& refused) {
    EXPECT_NE(refused.answer().detail().find("needs 3 jurors"), std::string::npos) << refused.what();
  }
  fair.expert("增聘专家");
  EXPECT_EQ(fair.draw().at("assigned"), 3);
  fair.scene.step("juror", fair.judges[0], "withdraw", {{"reason", "出差"}});
  fair.expert("再增聘");
  EXPECT_EQ(fair.draw().at("assigned"), 1) << "the one who dropped out is made up for";
}

}  // namespace
}  // namespace liufa::exemplar
