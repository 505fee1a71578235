#include "scene.hpp"

namespace liufa::pairing {
namespace {

Json activity(const char* kind, const char* date) { return {{"kind", kind}, {"held_on", date}, {"content", "活动"}}; }

std::int64_t support(Scene& scene, std::int64_t pair, Json fields) {
  fields["pair"] = pair;
  return scene.district.create("pairing.support", fields);
}

TEST(Support, BelongsToOnePairWithinItsTerm) {
  Scene scene;
  const auto pair = scene.active_pair(scene.order_department, scene.disorderly, {{"starts_on", "2026-02-01"}});
  expect_refused([&] { scene.district.create("pairing.support", activity("send_law", "2026-02-02")); }, "pair",
                 "exactly one");
  expect_refused([&] { support(scene, pair, activity("send_law", "2026-01-31")); }, "held_on",
                 "within the pair's term");
  expect_refused([&] { support(scene, pair, activity("send_law", "2026-03-02")); }, "held_on", "up to today");
  const Json read = scene.district.read("pairing.support", support(scene, pair, activity("send_law", "2026-02-01")));
  EXPECT_EQ(field(read, "urban"), scene.order_department);
  EXPECT_EQ(field(read, "rural"), scene.disorderly);
}

TEST(Support, RefusesOtherOrganisationsThanThePairs) {
  Scene scene;
  const auto pair = scene.active_pair(scene.order_department, scene.disorderly);
  Json fields = activity("send_law", "2026-03-01");
  fields["rural"] = scene.poor;
  expect_refused([&] { support(scene, pair, fields); }, "rural", "Leave it empty");
}

TEST(Support, NeedsAConfirmedPair) {
  Scene scene;
  const auto pair = scene.pair(scene.order_department, scene.disorderly);
  expect_refused([&] { support(scene, pair, activity("send_law", "2026-03-01")); }, "pair", "is or was active");
}

TEST(Support, OfMembersNamesThem) {
  Scene scene;
  const auto members = scene.member_pair(scene.rich_member, scene.poor_farmer);
  scene.district.transition("pairing.member_pair", members, "confirm");
  Json fields = activity("send_warmth", "2026-03-01");
  fields["member_pair"] = members;
  const Json read = scene.district.read("pairing.support", scene.district.create("pairing.support", fields));
  EXPECT_EQ(field(read, "urban"), scene.branch);
  EXPECT_EQ(field(read, "rural_member"), scene.poor_farmer);
}

TEST(Support, IsConfirmedByTheRuralSideAndCountsFromThen) {
  Scene scene;
  const auto pair = scene.active_pair(scene.order_department, scene.disorderly);
  Json lecture = activity("send_lecture", "2026-03-01");
  lecture.update({{"participants", 40}, {"beneficiaries", 120}, {"money", 1234567}, {"towards", "organisation"}});
  const auto id = support(scene, pair, lecture);
  EXPECT_EQ(scene.district.figure("pairing.supports"), 0);
  EXPECT_EQ(scene.district.figure("pairing.supports_waiting"), 1);
  scene.district.transition("pairing.support", id, "return", {{"note", "人数有误"}});
  scene.district.update("pairing.support", id, {{"beneficiaries", 100}});
  scene.district.transition("pairing.support", id, "resubmit");
  scene.district.transition("pairing.support", id, "confirm");
  expect_refused(
      [&] {
        scene.district.update("pairing.support", id, {{"participants", 400}});
      },
      "", "not confirmed or withdrawn");

  const auto project = support(scene, pair, activity("bring_project", "2026-03-01"));
  scene.district.transition("pairing.support", project, "confirm");
  const auto labour = support(scene, pair, activity("mutual_labour", "2026-03-01"));
  scene.district.transition("pairing.support", labour, "confirm");
  EXPECT_EQ(field(scene.district.read("pairing.support", labour), "towards"), "labour");

  const std::string march = "period=2026-03&organisation=" + std::to_string(scene.order_department);
  EXPECT_EQ(scene.district.figure("pairing.supports", march), 3);
  EXPECT_EQ(scene.district.figure("pairing.sends", march), 1);
  EXPECT_EQ(scene.district.figure("pairing.brings", march), 1);
  EXPECT_EQ(scene.district.figure("pairing.mutuals", march), 2) << "one of the kind itself, one lecture towards it";
  EXPECT_DOUBLE_EQ(scene.district.figure("pairing.support_money", march), 12345.67);
  EXPECT_EQ(scene.district.figure("pairing.participants", march), 40);
  EXPECT_EQ(scene.district.figure("pairing.beneficiaries", march), 100);
  EXPECT_EQ(scene.district.figure("pairing.supports", "period=2026-04"), 0);
  EXPECT_EQ(scene.district.figure("pairing.supports", "organisation=" + std::to_string(scene.economic_department)), 0);
}

TEST(Support, TakesTheMutualThatItsKindNames) {
  Scene scene;
  const auto pair = scene.active_pair(scene.order_department, scene.disorderly);
  Json fields = activity("mutual_labour", "2026-03-01");
  fields["towards"] = "economy";
  expect_refused([&] { support(scene, pair, fields); }, "towards", "the kind itself names");
}

TEST(Plans, AreOnePerPairAndYearWithinItsTerm) {
  Scene scene;
  const auto pair = scene.pair(scene.order_department, scene.disorderly);
  const auto plan = scene.district.create("pairing.plan", {{"pair", pair}, {"year", 2026}, {"goals", "治安明显好转"}});
  EXPECT_EQ(field(scene.district.read("pairing.plan", plan), "rural"), scene.disorderly);
  EXPECT_THROW(scene.district.create("pairing.plan", {{"pair", pair}, {"year", 2026}, {"goals", "再一份"}}),
               testing::Unexpected);
  expect_refused(
      [&] {
        scene.district.create("pairing.plan", {{"pair", pair}, {"year", 2030}, {"goals", "太晚"}});
      },
      "year", "2026–2029");
  scene.district.transition("pairing.plan", plan, "submit");
  expect_refused([&] { scene.district.update("pairing.plan", plan, {{"goals", "改"}}); }, "", "Expected a draft");
  scene.district.transition("pairing.plan", plan, "agree");
  EXPECT_EQ(scene.district.figure("pairing.plans", "period=2026"), 1);
}

TEST(Evaluations, AreOnePerSideAndYearAndAverage) {
  Scene scene;
  const auto pair = scene.active_pair(scene.order_department, scene.disorderly);
  const auto evaluate = [&](const char* side, int year, double score, Json more = Json::object()) {
    more.update({{"pair", pair}, {"side", side}, {"year", year}, {"score", score}});
    return scene.district.create("pairing.evaluation", more);
  };
  evaluate("urban", 2026, 90, {{"reached", Json::array({"领导班子好", "学习型"})}});
  evaluate("rural", 2026, 85.5);
  EXPECT_THROW(evaluate("rural", 2026, 80), testing::Unexpected);
  expect_refused([&] { evaluate("rural", 2027, 80); }, "year", "a year to come");
  expect_refused([&] { evaluate("rural", 2025, 80); }, "year", "2026–2029");
  EXPECT_THROW(evaluate("urban", 2026, 100.5), testing::Unexpected);
  EXPECT_EQ(scene.district.figure("pairing.evaluations", "period=2026"), 2);
  EXPECT_DOUBLE_EQ(scene.district.figure("pairing.evaluation_average", "period=2026"), 87.75);
  EXPECT_DOUBLE_EQ(scene.district.figure("pairing.rural_average", "period=2026"), 85.5);
}

TEST(Evaluations, KnowTheDistrictsFiveGoodAndSixTypes) {
  Scene scene;
  scene.district.configure("pairing", {{"six_type", Json::array({"效能型"})}});
  const auto pair = scene.active_pair(scene.order_department, scene.disorderly);
  const Json fields{
      {"pair", pair}, {"side", "urban"}, {"year", 2026}, {"score", 90}, {"reached", Json::array({"学习型"})}};
  expect_refused([&] { scene.district.create("pairing.evaluation", fields); }, "reached", "效能型");
}

}  // namespace
}  // namespace liufa::pairing
