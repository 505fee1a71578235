#include "voting.hpp"

namespace liufa::cadre {
namespace {

/// Accounts for a branch secretary, a member and an auditor.
struct Offices : Scene {
  Offices() {
    account("secretary", {{"role", "secretary"}, {"organisation", branch}}, 0);
    account("member", {{"role", "member"}}, members[0]);
    account("auditor", {{"role", "auditor"}}, 0);
  }
  void account(const char* login, Json post, std::int64_t member) {
    Json fields{{"login", login}, {"name", login}};
    if (member != 0) fields["member"] = member;
    post["account"] = district.create("access.account", fields);
    district.create("access.post", post);
  }
  int status(const char* method, const std::string& path, const Json& body = nullptr) {
    return district.request(method, "/records/cadre/" + path, body).status;
  }
};

TEST(Access, OfASecretaryIsTheOwnOrganisation) {
  Offices scene;
  const auto own = scene.post(scene.branch, "deputy");
  const auto foreign = scene.post(scene.other_branch, "deputy");
  scene.district.act_as("secretary");
  EXPECT_EQ(scene.list("post").size(), 1U);
  EXPECT_EQ(scene.status("POST", "post", {{"organisation", scene.branch}, {"kind", "commissioner"}}), 403)
      << "posts are established by the office";
  const auto selection = scene.create("selection", {{"post", own}, {"reason", "补缺"}});
  EXPECT_NE(scene.status("POST", "selection", {{"post", foreign}, {"reason", "补缺"}}), 201);
  scene.step("selection", selection, "submit");
  EXPECT_EQ(
      scene.status("POST", "selection/" + std::to_string(selection) + "/transitions/approve_request", Json::object()),
      403);
  scene.district.act_as("");
  scene.step("selection", selection, "approve_request");
  scene.district.act_as("secretary");
  const auto candidate = scene.create("candidate", {{"selection", selection}, {"member", scene.members[1]}});
  scene.update("candidate", candidate, {{"members_votes", 8}, {"masses_votes", 20}});
  EXPECT_EQ(scene.status("GET", "objection"), 403);
  scene.district.act_as("");
}

TEST(Access, OfAMemberIsWhatIsRecordedOfThem) {
  Offices scene;
  const auto own = scene.holding(scene.post(scene.branch, "secretary"), scene.members[0], "2026-03-01");
  scene.holding(scene.post(scene.branch, "deputy"), scene.members[1], "2026-03-01");
  scene.district.act_as("member");
  EXPECT_EQ(scene.list("holding").size(), 1U);
  EXPECT_EQ(scene.status("POST", "holding/" + std::to_string(own) + "/transitions/end", {{"end_reason", "departure"}}),
            403);
  expect_refused(
      [&] {
        scene.create("exit", {{"holding", own}, {"kind", "unfit"}, {"reason", "x"}});
      },
      "kind", "one's own wish");
  const auto exit = scene.create("exit", {{"holding", own}, {"kind", "own_wish"}, {"reason", "身体原因"}});
  scene.step("exit", exit, "withdraw", {{"note", "已康复"}});
  scene.district.act_as("");
}

TEST(Access, OfAnAuditorIsReadingOnly) {
  Offices scene;
  const auto post = scene.post(scene.branch, "secretary");
  scene.district.act_as("auditor");
  EXPECT_EQ(scene.list("post").size(), 1U);
  EXPECT_EQ(scene.status("PATCH", "post/" + std::to_string(post), {{"note", "改"}}), 403);
  EXPECT_EQ(scene.run("overview")["cadres"], 0);
  scene.district.act_as("");
}

}  // namespace
}  // namespace liufa::cadre
