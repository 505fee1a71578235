#include "test/scene.hpp"

namespace liufa::exemplar {
namespace {

/// A round with two accepted nominations of a window branch, its reward and settings as given.
struct Review {
  explicit Review(const Json& rules = Json::object(), const Json& first_review = Json::object(),
                  const Json& second_review = Json::object()) {
    members = scene.members(scene.window_branch, 20);
    scene.district.set_today("2026-10-08");
    Json all{{"reward", 100'000}};
    all.update(rules);
    round = scene.open_round(all);
    first = scene.accepted(round, members[0], first_review);
    second = scene.accepted(round, members[1], second_review);
  }
  Scene scene;
  std::vector<std::int64_t> members;
  std::int64_t round = 0;
  std::int64_t first = 0;
  std::int64_t second = 0;
};

TEST(Naming, FromTheQuotaToThePlaque) {
  Review review;
  Scene& scene = review.scene;
  scene.publicise(review.round);
  const Json shown = scene.read("nomination", review.first);
  EXPECT_EQ(shown.at("state"), "publicity");
  EXPECT_EQ(shown.at("publicity_from"), "2026-11-02");
  EXPECT_EQ(shown.at("publicity_until"), "2026-11-09") << "five working days, the first day does not count";
  scene.district.set_today("2026-11-09");
  expect_refused([&] { scene.step("nomination", review.first, "name"); }, "publicity_until", "2026-11-10");
  scene.district.set_today("2026-11-10");
  EXPECT_TRUE(scene.is_due("name_model_post"));
  const Json answer = scene.run("name_all", {{"year", 2026}});
  EXPECT_EQ(answer.at("named"), 2);
  EXPECT_TRUE(answer.at("held_up").empty());
  const Json post = scene.district.list("exemplar.model_post", "sort=number").at(0);
  EXPECT_EQ(post.at("plaque"), "示岗〔2026〕001号");
  EXPECT_EQ(post.at("member"), review.members[0]);
  EXPECT_EQ(post.at("organisation"), scene.window_branch);
  EXPECT_EQ(post.at("post"), "办税服务岗");
  EXPECT_EQ(post.at("reward"), 100'000);
  EXPECT_EQ(post.at("named_on"), "2026-11-10");
  EXPECT_EQ(post.at("recheck_due"), "2027-11-10");
  EXPECT_EQ(scene.read("nomination", review.second).at("plaque"), "示岗〔2026〕002号");
  EXPECT_TRUE(scene.is_due("deliver"));
  const auto id = post.at("id").get<std::int64_t>();
  scene.step("model_post", id, "deliver", {{"rewarded_on", "2026-11-10"}});
  EXPECT_EQ(scene.read("model_post", id).at("delivered_on"), "2026-11-10");
  EXPECT_EQ(scene.district.figure("exemplar.named", "period=2026"), 2);
  EXPECT_EQ(scene.district.figure("exemplar.first_share", "period=2026"), 100);
  EXPECT_EQ(scene.district.figure("exemplar.rewards", "period=2026"), 1'000) << "yuan";
  EXPECT_EQ(scene.district.figure("exemplar.delivered", "period=2026"), 1);
  scene.step("round", review.round, "close");
  EXPECT_EQ(scene.read("round", review.round).at("closed_on"), "2026-11-10");
  expect_refused(
      [&] {
        scene.district.update("exemplar.nomination", review.first, {{"reason", "补记"}});
      },
      "round", "is in the stage closed");
}

TEST(Naming, ReviewsEverythingBeforePublicity) {
  Review review;
  Scene& scene = review.scene;
  const auto quota = scene.quota(review.round, scene.window_branch).at("id").get<std::int64_t>();
  scene.district.update("exemplar.quota", quota, {{"additional", 1}, {"additional_reason", "补充"}});
  const auto third = scene.nominate(review.round, review.members[2]);
  scene.step("nomination", third, "submit");
  scene.district.set_today("2026-11-02");
  scene.step("round", review.round, "start_review");
  expect_refused([&] { scene.step("round", review.round, "publicise"); }, "", "1 nominations are not reviewed");
  scene.step("nomination", third, "reject", {{"reason", "条件不符"}});
  scene.step("round", review.round, "publicise");
  expect_refused(
      [&] {
        scene.step("nomination", third, "reconsider", {{"reason", "复议"}});
      },
      "round", "is in the stage publicity");
  scene.step("round", review.round, "supplement", {{"reason", "复议"}});
  expect_refused([&] { scene.step("round", review.round, "publicise"); }, "", "no accepted nomination");
  scene.step("nomination", third, "reconsider", {{"reason", "复议"}});
  scene.step("nomination", third, "accept");
  scene.step("round", review.round, "publicise");
  EXPECT_EQ(scene.state("nomination", third), "publicity");
  expect_refused([&] { scene.step("round", review.round, "close"); }, "", "nominations are still open");
}

TEST(Naming, ACapGoesByTheReviewScore) {
  Review review({{"cap", 1}}, {{"review_score", 88.5}}, {{"review_score", 91}});
  review.scene.publicise(review.round);
  EXPECT_EQ(review.scene.state("nomination", review.first), "not_chosen");
  EXPECT_EQ(review.scene.state("nomination", review.second), "publicity");
}

TEST(Naming, ACapNeedsScores) {
  Review review({{"cap", 1}}, {{"review_score", 88.5}});
  expect_refused([&] { review.scene.publicise(review.round); }, "review_score", "has none");
}

TEST(Naming, WindowDepartmentsComeFirstAmongEquals) {
  Scene scene;
  const auto economic = scene.members(scene.branch, 10).front();
  const auto window = scene.members(scene.window_branch, 10).front();
  scene.district.set_today("2026-10-08");
  const auto round = scene.open_round({{"cap", 1}});
  const auto first = scene.accepted(round, economic, {{"review_score", 90}});
  const auto second = scene.accepted(round, window, {{"review_score", 90}});
  scene.publicise(round);
  EXPECT_EQ(scene.state("nomination", first), "not_chosen");
  EXPECT_EQ(scene.state("nomination", second), "publicity");
}

TEST(Naming, EqualsAtTheLastPlaceAreDecidedByTheOffice) {
  Review review({{"cap", 1}}, {{"review_score", 90}}, {{"review_score", 90}});
  Scene& scene = review.scene;
  expect_refused([&] { scene.publicise(review.round); }, "decision", "2 are equal at the last place");
  scene.step("nomination", review.first, "decide", {{"decision", "chosen"}, {"decision_reason", "一线窗口岗位"}});
  expect_refused([&] { scene.step("round", review.round, "publicise"); }, "decision", "1 place(s) are left");
  scene.step("nomination", review.second, "decide", {{"decision", "chosen"}, {"decision_reason", "一线窗口岗位"}});
  expect_refused([&] { scene.step("round", review.round, "publicise"); }, "decision", "1 can be chosen, 2 are");
  scene.step("nomination", review.second, "decide", {{"decision", "passed"}, {"decision_reason", "上年已获评"}});
  scene.step("round", review.round, "publicise");
  EXPECT_EQ(scene.state("nomination", review.first), "publicity");
  EXPECT_EQ(scene.state("nomination", review.second), "not_chosen");
}

TEST(Naming, SomebodyWhoRetiresMeanwhileIsNotNamed) {
  Review review;
  Scene& scene = review.scene;
  scene.publicise(review.round);
  scene.district.set_today("2026-11-10");
  scene.district.update("directory.member", review.members[0], {{"service", "retired"}});
  scene.district.settle();
  EXPECT_EQ(scene.state("nomination", review.first), "lapsed");
  EXPECT_EQ(scene.run("name_all", {{"round", review.round}}).at("named"), 1);
}

TEST(Objection, IsHeardAndUpheld) {
  Review review;
  Scene& scene = review.scene;
  expect_refused(
      [&] {
        scene.create("objection", {{"nomination", review.first}, {"content", "言行不一"}});
      },
      "nomination", "expected a nomination in publicity");
  scene.publicise(review.round);
  expect_refused(
      [&] {
        scene.create("objection",
                     {{"nomination", review.first}, {"content", "言行不一"}, {"received_on", "2026-11-03"}});
      },
      "received_on", "up to today");
  const auto objection = scene.create(
      "objection", {{"nomination", review.first}, {"content", "服务态度差"}, {"objector_name", "群众来电"}});
  EXPECT_EQ(scene.read("objection", objection).at("received_on"), "2026-11-02");
  EXPECT_TRUE(scene.is_due("objection"));
  scene.district.set_today("2026-11-10");
  const Json held = scene.run("name_all", {{"round", review.round}});
  EXPECT_EQ(held.at("named"), 1);
  ASSERT_EQ(held.at("held_up").size(), 1U);
  EXPECT_EQ(held.at("held_up")[0].at("nomination"), review.first);
  EXPECT_NE(held.at("held_up")[0].at("reason").at("en").get<std::string>().find("still open"), std::string::npos);
  EXPECT_NE(held.at("held_up")[0].at("reason").at("zh").get<std::string>().find("异议"), std::string::npos);
  scene.step("objection", objection, "hear", {{"hearing", "查实两次投诉，本人承认"}});
  scene.step("objection", objection, "uphold", {{"decision", "取消推荐"}});
  EXPECT_EQ(scene.state("nomination", review.first), "rejected");
  EXPECT_EQ(scene.read("nomination", review.first).at("reason"), "公示异议成立：取消推荐");
  EXPECT_EQ(scene.district.figure("exemplar.objections", "period=2026"), 1);
  EXPECT_EQ(scene.district.figure("exemplar.objections_upheld", "period=2026"), 1);
  expect_refused(
      [&] {
        scene.create("objection", {{"nomination", review.second}, {"content", "迟到的异议"}});
      },
      "nomination", "in publicity");
}

TEST(Objection, DismissedOrWithdrawnHoldsNothingUp) {
  Review review;
  Scene& scene = review.scene;
  scene.publicise(review.round);
  const auto first = scene.create("objection", {{"nomination", review.first}, {"content", "服务态度差"}});
  const auto second = scene.create("objection", {{"nomination", review.second}, {"content", "迟到"}});
  scene.step("objection", first, "hear", {{"hearing", "经查不实"}});
  scene.step("objection", first, "dismiss", {{"decision", "异议不成立"}});
  scene.step("objection", second, "withdraw");
  scene.district.set_today("2026-11-10");
  EXPECT_EQ(scene.run("name_all", {{"round", review.round}}).at("named"), 2);
  EXPECT_EQ(scene.district.figure("exemplar.objections", "period=2026"), 1) << "a withdrawn one does not count";
}

TEST(ModelPost, OfAnEarlierYearIsEnteredWithItsDocument) {
  Scene scene;
  const auto member = scene.members(scene.window_branch, 1).front();
  Json fields{{"member", member}, {"post", "办税服务岗"}, {"named_on", "2024-12-20"}};
  expect_refused([&] { scene.create("model_post", fields); }, "basis", "give the document");
  fields["basis"] = "区直工委〔2024〕31号";
  fields["plaque"] = "旧牌 7 号";
  const Json post = scene.read("model_post", scene.create("model_post", fields));
  EXPECT_EQ(post.at("organisation"), scene.window_branch);
  EXPECT_EQ(post.at("year"), 2024);
  EXPECT_EQ(post.at("first"), true);
  EXPECT_EQ(post.at("recheck_due"), "2026-12-20") << "the next anniversary";
  expect_refused([&] { scene.create("model_post", fields); }, "member", "holds a model post already");
  scene.members(scene.window_branch, 10);
  const auto round = scene.open_round();
  expect_refused([&] { scene.nominate(round, member); }, "member", "holds 旧牌 7 号");
}

TEST(ModelPost, EnteredByHandIsOfSomebodyPresentAndPast) {
  Scene scene;
  const auto retired = scene.members(scene.branch, 1, {{"service", "retired"}}).front();
  const auto present = scene.members(scene.branch, 1).front();
  const auto enter = [&](std::int64_t member, const char* on, std::int64_t organisation = 0) {
    Json fields{{"member", member}, {"post", "综合岗"}, {"named_on", on}, {"basis", "文件"}};
    if (organisation != 0) fields["organisation"] = organisation;
    return scene.create("model_post", fields);
  };
  expect_refused([&] { enter(retired, "2024-12-20"); }, "member", "has left or retired");
  expect_refused([&] { enter(present, "2026-03-02"); }, "named_on", "up to today");
  expect_refused([&] { enter(present, "2024-12-20", scene.window_branch); }, "organisation", "own organisation");
  const auto post = enter(present, "2024-12-20");
  EXPECT_EQ(scene.read("model_post", post).at("plaque"), "示岗〔2024〕001号");
  expect_refused(
      [&] {
        scene.district.update("exemplar.model_post", post, {{"delivered_on", "2024-12-19"}});
      },
      "delivered_on", "found 2024-12-19");
}

}  // namespace
}  // namespace liufa::exemplar
