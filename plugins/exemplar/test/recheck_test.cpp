#include "test/scene.hpp"

namespace liufa::exemplar {
namespace {

struct Held {
  Held() {
    members = scene.members(scene.window_branch, 2);
    post = scene.model_post(members[0]);
    scene.district.set_today("2027-11-01");
  }
  std::int64_t recheck(const std::string& on = "") {
    Json fields{{"model_post", post}, {"findings", "办件质量有所下降"}};
    if (!on.empty()) fields["checked_on"] = on;
    return scene.create("recheck", fields);
  }
  Scene scene;
  std::vector<std::int64_t> members;
  std::int64_t post = 0;
};

TEST(Recheck, KeepsThePostForAnotherYear) {
  Held held;
  EXPECT_TRUE(held.scene.is_due("report_recheck"));
  const auto recheck = held.recheck();
  EXPECT_FALSE(held.scene.is_due("report_recheck"));
  EXPECT_TRUE(held.scene.is_due("decide_recheck"));
  const Json reported = held.scene.read("recheck", recheck);
  EXPECT_EQ(reported.at("member"), held.members[0]);
  EXPECT_EQ(reported.at("organisation"), held.scene.window_branch);
  EXPECT_EQ(reported.at("year"), 2027);
  EXPECT_EQ(reported.at("known"), "曾获示范岗次数 1") << "its own fact, which nobody typed";
  held.scene.step("recheck", recheck, "decide", {{"result", "keep"}});
  const Json post = held.scene.read("model_post", held.post);
  EXPECT_EQ(post.at("state"), "held");
  EXPECT_EQ(post.at("rechecked_on"), "2027-11-01");
  EXPECT_EQ(post.at("recheck_due"), "2028-11-01");
  EXPECT_EQ(held.scene.district.figure("exemplar.rechecks", "period=2027"), 1);
}

TEST(Recheck, OneAtATimeAndNotInTheFuture) {
  Held held;
  expect_refused([&] { held.recheck("2027-11-02"); }, "checked_on", "up to today");
  const auto first = held.recheck();
  expect_refused([&] { held.recheck(); }, "model_post", "no other re-check");
  held.scene.step("recheck", first, "cancel", {{"reason", "误报"}});
  held.recheck();
}

TEST(Recheck, ADeadlineToImproveThenKept) {
  Held held;
  const auto recheck = held.recheck();
  expect_refused(
      [&] {
        held.scene.step("recheck", recheck, "decide", {{"result", "improve"}});
      },
      "reason", "found none");
  expect_refused(
      [&] {
        held.scene.step("recheck", recheck, "decide",
                        {{"result", "improve"}, {"reason", "投诉增多"}, {"improve_until", "2027-11-01"}});
      },
      "improve_until", "found 2027-11-01");
  held.scene.step("recheck", recheck, "decide", {{"result", "improve"}, {"reason", "投诉增多"}});
  EXPECT_EQ(held.scene.read("model_post", held.post).at("improve_until"), "2028-02-01") << "three months";
  EXPECT_EQ(held.scene.state("model_post", held.post), "improving");
  held.scene.district.set_today("2028-01-20");
  EXPECT_TRUE(held.scene.is_due("check_improvement"));
  held.scene.step("recheck", held.recheck(), "decide", {{"result", "keep"}});
  const Json post = held.scene.read("model_post", held.post);
  EXPECT_EQ(post.at("state"), "held");
  EXPECT_TRUE(post.at("improve_until").is_null());
  EXPECT_EQ(held.scene.district.figure("exemplar.improving", "period=2027"), 1);
}

TEST(Recheck, WithdrawsOnlyAfterAHearing) {
  Held held;
  const auto recheck = held.recheck();
  Json decision{{"result", "withdraw"}, {"reason", "受到党纪处分"}};
  expect_refused([&] { held.scene.step("recheck", recheck, "decide", decision); }, "hearing", "note what they said");
  decision["hearing"] = "本人无异议";
  held.scene.step("recheck", recheck, "decide", decision);
  const Json post = held.scene.read("model_post", held.post);
  EXPECT_EQ(post.at("state"), "withdrawn");
  EXPECT_EQ(post.at("ends_on"), "2027-11-01");
  EXPECT_EQ(post.at("reason"), "受到党纪处分");
  EXPECT_EQ(held.scene.read("recheck", recheck).at("heard_on"), "2027-11-01");
  EXPECT_EQ(held.scene.district.figure("exemplar.withdrawn", "period=2027"), 1);
  EXPECT_EQ(held.scene.district.figure("exemplar.held", "period=2028"), 0);
  expect_refused([&] { held.recheck(); }, "model_post", "withdrawn or ended");
}

TEST(ModelPost, EndsWhenTheHolderRetires) {
  Held held;
  held.scene.district.update("directory.member", held.members[0], {{"service", "retired"}});
  held.scene.district.settle();
  const Json post = held.scene.read("model_post", held.post);
  EXPECT_EQ(post.at("state"), "ended");
  EXPECT_EQ(post.at("ends_on"), "2027-11-01");
  EXPECT_EQ(post.at("reason"), "党员已离退休。");
}

TEST(ModelPost, EndsOnTheDayTheHolderLeft) {
  Held held;
  held.scene.district.update("directory.member", held.members[0], {{"status", "left"}, {"left_on", "2027-10-15"}});
  held.scene.district.settle();
  EXPECT_EQ(held.scene.read("model_post", held.post).at("ends_on"), "2027-10-15");
}

TEST(ModelPost, GoesAlongWhenTheHolderMoves) {
  Held held;
  held.scene.district.update("directory.member", held.members[0], {{"organisation", held.scene.branch}});
  held.scene.district.settle();
  EXPECT_EQ(held.scene.state("model_post", held.post), "held");
  EXPECT_EQ(held.scene.read("model_post", held.post).at("organisation"), held.scene.branch);
}

TEST(ModelPost, EndsWhenTheHolderMovesIfTheDistrictSaysSo) {
  Held held;
  held.scene.district.configure("exemplar", {{"when_moved", "end"}});
  held.scene.district.update("directory.member", held.members[0], {{"organisation", held.scene.branch}});
  held.scene.district.settle();
  EXPECT_EQ(held.scene.state("model_post", held.post), "ended");
  EXPECT_EQ(held.scene.read("model_post", held.post).at("organisation"), held.scene.window_branch);
}

}  // namespace
}  // namespace liufa::exemplar
