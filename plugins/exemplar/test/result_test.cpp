#include "test/fair.hpp"

namespace liufa::exemplar {
namespace {

TEST(Result, ExactMeansRanksAndPublication) {
  Fair fair(3, {{"places", 2}});
  Scene& scene = fair.scene;
  fair.judging();
  fair.draw();
  EXPECT_TRUE(scene.is_due("give_score"));
  expect_refused([&] { scene.step("contest", fair.contest, "publish"); }, "contest", "9 score sheets are still open");
  fair.score(fair.entries[0], 80);
  fair.score(fair.entries[1], 91.25);
  const auto open = fair.sheets("&state=assigned");
  for (std::size_t at = 0; at < open.size(); ++at)
    scene.step("score", open[at].at("id").get<std::int64_t>(), "give",
               {{"typicality", at == 0 ? 90.01 : 90.02}, {"effect_score", at == 0 ? 90.01 : 90.02}});
  EXPECT_EQ(fair.compute().at("chosen"), 2);
  const Json third = scene.read("entry", fair.entries[2]);
  EXPECT_EQ(third.at("total"), 90.02) << "90.01666… rounded once";
  EXPECT_EQ(third.at("rank"), 2);
  EXPECT_EQ(third.at("scores"), 3);
  scene.step("contest", fair.contest, "publish");
  EXPECT_EQ(scene.state("entry", fair.entries[0]), "not_awarded");
  EXPECT_EQ(scene.state("entry", fair.entries[1]), "awarded");
  EXPECT_EQ(scene.district.figure("exemplar.best_party_days", "period=2026"), 2);
  EXPECT_EQ(scene.district.figure("exemplar.entries", "period=2026"), 3);
  EXPECT_EQ(scene.district.figure("exemplar.scores", "period=2026"), 9);
  const auto examples = scene.district.list("exemplar.example", "sort=rank");
  ASSERT_EQ(examples.size(), 2U);
  EXPECT_EQ(examples[0].at("organisation"), fair.organisations[1]);
  EXPECT_EQ(examples[0].at("plan"), "与社区联合开展");
  expect_refused(
      [&] {
        scene.create("juror", {{"contest", fair.contest}, {"name", "晚到"}});
      },
      "contest", "is in the stage published");
}

TEST(Result, ATieAtPlaceTenIsDecidedWithAReason) {
  Fair fair(12);
  Scene& scene = fair.scene;
  fair.judging();
  fair.draw();
  for (std::size_t at = 0; at < 9; ++at) fair.score(fair.entries[at], 95 - static_cast<double>(at));
  for (std::size_t at = 9; at < 12; ++at) fair.score(fair.entries[at], 80);
  const Json computed = fair.compute();
  EXPECT_EQ(computed.at("chosen"), 9);
  EXPECT_EQ(computed.at("places_left"), 1);
  EXPECT_EQ(computed.at("tied_at_cut"), Json::array({fair.entries[9], fair.entries[10], fair.entries[11]}));
  EXPECT_EQ(scene.read("entry", fair.entries[11]).at("rank"), 10);
  EXPECT_EQ(scene.read("entry", fair.entries[11]).at("tied_at_cut"), true);
  expect_refused([&] { scene.step("contest", fair.contest, "publish"); }, "decision", "3 are equal at the last place");
  const auto incomplete = scene.district.request(
      "POST", "/records/exemplar/entry/" + std::to_string(fair.entries[9]) + "/transitions/decide",
      {{"decision", "chosen"}});
  EXPECT_EQ(incomplete.code(), "record.required") << "a reason is needed";
  const auto decide = [&](std::size_t at, const char* decision) {
    scene.step("entry", fair.entries[at], "decide", {{"decision", decision}, {"decision_reason", "面向基层一线"}});
  };
  decide(9, "passed");
  decide(10, "chosen");
  decide(11, "passed");
  scene.step("contest", fair.contest, "publish");
  EXPECT_EQ(scene.district.figure("exemplar.best_party_days", "period=2026"), 10);
  EXPECT_EQ(scene.state("entry", fair.entries[10]), "awarded");
  EXPECT_EQ(scene.state("entry", fair.entries[11]), "not_awarded");
}

TEST(Result, NeedsEnoughScoresOfEveryEntry) {
  Fair fair(1);
  fair.judging();
  fair.draw();
  const auto sheets = fair.sheets();
  fair.scene.step("score", sheets[0].at("id").get<std::int64_t>(), "drop", {{"reason", "评委失联"}});
  fair.score(fair.entries[0], 90);
  expect_refused([&] { fair.scene.step("contest", fair.contest, "publish"); }, "contest", "has 2 scores of at least 3");
  expect_refused(
      [&] {
        fair.scene.step("contest", fair.contest, "reopen", {{"reason", "补充"}});
      },
      "", "jurors have their sheets already");
}

TEST(Result, OfAWithdrawnEntryIsNotCounted) {
  Fair fair(2);
  Scene& scene = fair.scene;
  fair.judging();
  fair.draw();
  fair.score(fair.entries[0], 90);
  scene.step("entry", fair.entries[1], "withdraw", {{"reason", "材料有误"}});
  EXPECT_TRUE(fair.sheets("&state=assigned").empty());
  scene.step("contest", fair.contest, "publish");
  EXPECT_EQ(scene.district.figure("exemplar.entries", "period=2026"), 1);
}

TEST(Result, DisqualifiedLaterTakesTheExampleDown) {
  Fair fair(1);
  Scene& scene = fair.scene;
  fair.judging();
  fair.draw();
  fair.score(fair.entries[0], 90);
  scene.step("contest", fair.contest, "publish");
  const auto example = scene.district.list("exemplar.example").at(0).at("id").get<std::int64_t>();
  const Json borrowing{
      {"organisation", scene.branch}, {"example", example}, {"held_on", "2026-11-02"}, {"adapted", "改为走进企业"}};
  scene.create("borrowing", borrowing);
  EXPECT_EQ(scene.district.figure("exemplar.borrowings", "period=2026"), 1);
  scene.step("entry", fair.entries[0], "disqualify", {{"reason", "活动照片造假"}});
  EXPECT_EQ(scene.state("example", example), "recalled");
  EXPECT_EQ(scene.district.figure("exemplar.best_party_days", "period=2026"), 0);
  expect_refused([&] { scene.create("borrowing", borrowing); }, "example", "this one is not");
}

TEST(Result, TheNextInRankMovesUp) {
  Fair fair(3, {{"places", 1}});
  Scene& scene = fair.scene;
  fair.judging();
  fair.draw();
  for (std::size_t at = 0; at < 3; ++at) fair.score(fair.entries[at], 90 - static_cast<double>(at));
  scene.step("contest", fair.contest, "publish");
  const Json reason{{"decision_reason", "依次递补"}};
  expect_refused([&] { scene.step("entry", fair.entries[1], "move_up", reason); }, "contest", "nobody moves up");
  scene.step("entry", fair.entries[0], "disqualify", {{"reason", "材料造假"}});
  expect_refused([&] { scene.step("entry", fair.entries[2], "move_up", reason); }, "rank", "comes before this one");
  scene.step("entry", fair.entries[1], "move_up", reason);
  EXPECT_EQ(scene.district.figure("exemplar.best_party_days", "period=2026"), 1);
  EXPECT_EQ(scene.district.list("exemplar.example", "state=published").at(0).at("entry"), fair.entries[1]);
  const auto sheet = fair.sheets("&entry=" + std::to_string(fair.entries[1])).at(0).at("id").get<std::int64_t>();
  expect_refused(
      [&] {
        scene.step("score", sheet, "drop", {{"reason", "补记"}});
      },
      "contest", "is in the stage published");
}

TEST(Borrowing, IsOfAnothersExampleAfterItsPublication) {
  Fair fair(1);
  Scene& scene = fair.scene;
  fair.judging();
  fair.draw();
  fair.score(fair.entries[0], 90);
  scene.step("contest", fair.contest, "publish");
  const auto example = scene.district.list("exemplar.example").at(0).at("id").get<std::int64_t>();
  const auto borrow = [&](std::int64_t organisation, const Json& source, const char* on) {
    Json fields{{"organisation", organisation}, {"held_on", on}, {"adapted", "改为走进企业"}};
    fields.update(source);
    scene.create("borrowing", fields);
  };
  expect_refused([&] { borrow(scene.branch, Json::object(), "2026-11-02"); }, "example", "one of the two");
  expect_refused(
      [&] {
        borrow(fair.organisations[0], {{"example", example}}, "2026-11-02");
      },
      "organisation", "its own");
  expect_refused([&] { borrow(scene.branch, {{"example", example}}, "2026-11-01"); }, "held_on", "found 2026-11-01");
  expect_refused([&] { borrow(scene.branch, {{"example", example}}, "2026-11-03"); }, "held_on", "up to today");
}

}  // namespace
}  // namespace liufa::exemplar
