/// Accounts and posts as the security administrator sets them up, and what follows from them.
#include <atomic>
#include <thread>

#include "people.hpp"

namespace liufa::host::test {
namespace {

class AccessTest : public PeopleTest {
 protected:
  AccessTest() {
    host.district("d").clock().set(*parse_instant("2026-03-02T02:00:00Z"));
    top = organisation("TOP", "branch", 0);
    left = organisation("LEFT", "branch", top);
    right = organisation("RIGHT", "branch", top);
    branch = organisation("BRANCH", "branch", left);
    member = create("/records/directory/member",
                    {{"code", "M1"}, {"name", "甲"}, {"organisation", branch}, {"kind", "organ"}});
  }

  std::int64_t seen(std::int64_t id, const std::string& record = "directory/organisation") {
    const Response response = send(actor(id), "GET", "/records/" + record + "?count=true");
    return response.status == 200 ? Json::parse(response.body).at("count").get<std::int64_t>() : -response.status;
  }
  Json why(const std::string& login, const std::string& rest) {
    return Json::parse(send(local_operator(), "GET", "/access?account=" + login + "&" + rest).body);
  }

  std::int64_t top, left, right, branch, member;
};

TEST_F(AccessTest, one_person_holds_several_posts_and_each_ends_by_itself) {
  const std::int64_t li = account("li");
  EXPECT_EQ(seen(li), -403);
  EXPECT_EQ(grant(li, "secretary", {{"organisation", branch}, {"ends_on", "2026-03-31"}}).status, 201);
  EXPECT_EQ(seen(li), 1);
  const Json post = Json::parse(grant(li, "secretary", {{"organisation", right}}).body);
  EXPECT_EQ(seen(li), 2);
  host.district("d").clock().set(*parse_instant("2026-03-31T15:59:00Z"));
  EXPECT_EQ(seen(li), 2) << "the last day still counts, in China";
  host.district("d").clock().set(*parse_instant("2026-03-31T16:00:00Z"));
  EXPECT_EQ(seen(li), 1);
  const std::string revoke = fmt::format("/records/access/post/{}/transitions/revoke", post.at("id").get<int>());
  EXPECT_EQ(send(local_operator(), "POST", revoke, {{"reason", "调离"}}).status, 200);
  EXPECT_EQ(seen(li), -403);
}

TEST_F(AccessTest, a_post_that_begins_later_gives_nothing_yet) {
  const std::int64_t li = account("li");
  EXPECT_EQ(grant(li, "secretary", {{"organisation", left}, {"starts_on", "2026-03-03"}}).status, 201);
  EXPECT_EQ(seen(li), -403);
  host.district("d").clock().set(*parse_instant("2026-03-02T16:00:00Z"));
  EXPECT_EQ(seen(li), 2);
}

TEST_F(AccessTest, a_suspended_account_reaches_nothing) {
  const std::int64_t li = account("li");
  EXPECT_EQ(grant(li, "office").status, 201);
  EXPECT_EQ(seen(li), 4);
  const std::string path = fmt::format("/records/access/account/{}/transitions/", li);
  EXPECT_EQ(send(local_operator(), "POST", path + "suspend", {{"note", "休假"}}).status, 200);
  EXPECT_EQ(seen(li), -403);
  EXPECT_EQ(send(local_operator(), "POST", path + "resume", Json::object()).status, 200);
  EXPECT_EQ(seen(li), 4);
}

TEST_F(AccessTest, a_post_is_delegated_for_a_time_and_ends_with_the_original) {
  const std::int64_t li = account("li");
  const std::int64_t wang = account("wang");
  const std::int64_t post = Json::parse(grant(li, "secretary", {{"organisation", left}}).body).at("id");
  const auto delegate = [&](Json more) {
    Json fields{{"organisation", left}, {"on_behalf_of", post}, {"ends_on", "2026-03-10"}};
    fields.update(more);
    return grant(wang, "secretary", fields);
  };
  EXPECT_EQ(code(delegate({{"ends_on", nullptr}})), "access.delegation_end");
  EXPECT_EQ(code(delegate({{"organisation", right}})), "access.other_post");
  EXPECT_EQ(code(delegate({{"account", li}})), "access.to_oneself");
  const Response given = delegate(Json::object());
  EXPECT_EQ(given.status, 201) << given.body;
  EXPECT_EQ(seen(wang), 2);
  EXPECT_EQ(
      code(grant(
          account("zhao"), "secretary",
          {{"organisation", left}, {"on_behalf_of", Json::parse(given.body).at("id")}, {"ends_on", "2026-03-10"}})),
      "access.delegated_again");
  const std::string revoke = fmt::format("/records/access/post/{}/transitions/revoke", post);
  EXPECT_EQ(send(local_operator(), "POST", revoke, {{"reason", "免职"}}).status, 200);
  EXPECT_EQ(seen(wang), -403) << "what it stood for is gone";
}

TEST_F(AccessTest, the_three_duties_are_held_by_three_persons) {
  const std::int64_t li = account("li");
  EXPECT_EQ(grant(li, "security").status, 201);
  EXPECT_EQ(code(grant(li, "admin")), "access.duties_apart");
  EXPECT_EQ(code(grant(li, "auditor")), "access.duties_apart");
  EXPECT_EQ(code(grant(li, "office", Json::object(), actor(li))), "access.own_grant");
  EXPECT_EQ(grant(account("wang"), "office", Json::object(), actor(li)).status, 201);
  EXPECT_EQ(send(actor(li), "GET", "/records/directory/member").status, 403);
  EXPECT_EQ(send(actor(li), "GET", "/events").status, 403);
  EXPECT_EQ(send(actor(li), "POST", "/backups").status, 403);
}

TEST_F(AccessTest, posts_say_what_they_need) {
  const std::int64_t li = account("li");
  EXPECT_EQ(code(grant(li, "secretary")), "access.organisation_needed");
  EXPECT_EQ(code(grant(li, "member")), "access.member_needed");
  EXPECT_EQ(code(grant(li, "office", {{"starts_on", "2026-03-02"}, {"ends_on", "2026-03-01"}})), "access.dates");
  const Response odd = send(local_operator(), "POST", "/records/access/account", {{"login", "李"}, {"name", "李"}});
  EXPECT_EQ(code(odd), "access.login");
  for (const char* own : {"local", "HOST"})
    EXPECT_EQ(code(send(local_operator(), "POST", "/records/access/account", {{"login", own}, {"name", "李"}})),
              "access.login_of_host");
  EXPECT_EQ(send(local_operator(), "POST", "/records/access/account", {{"login", "LI"}, {"name", "李"}}).status, 409)
      << "upper and lower case are one login";
}

TEST_F(AccessTest, a_member_sees_their_own_record_and_no_other) {
  create("/records/directory/member", {{"code", "M2"}, {"name", "乙"}, {"organisation", branch}, {"kind", "organ"}});
  const std::int64_t li = account("li", {{"member", "M1"}});
  EXPECT_EQ(grant(li, "member").status, 201);
  EXPECT_EQ(seen(li, "directory/member"), 1);
  EXPECT_EQ(send(actor(li), "GET", fmt::format("/records/directory/member/{}", member)).status, 200);
  EXPECT_EQ(send(actor(li), "GET", fmt::format("/records/directory/member/{}", member + 1)).status, 404);
  EXPECT_EQ(send(actor(li), "PATCH", fmt::format("/records/directory/member/{}", member), {{"name", "丙"}}).status,
            403);
}

TEST_F(AccessTest, nobody_takes_a_record_out_of_their_own_scope_or_into_it) {
  const std::int64_t li = account("li");
  EXPECT_EQ(grant(li, "secretary", {{"organisation", left}}).status, 201);
  const std::string own = fmt::format("/records/directory/member/{}", member);
  EXPECT_EQ(code(send(actor(li), "PATCH", own, {{"organisation", right}})), "record.no_reference");
  EXPECT_EQ(code(send(actor(li), "PATCH", own, {{"organisation", "RIGHT"}})), "record.no_reference");
  EXPECT_EQ(send(actor(li), "PATCH", own, {{"organisation", "LEFT"}}).status, 200);
  EXPECT_EQ(code(send(actor(li), "POST", "/records/directory/member",
                      {{"code", "M9"}, {"name", "丁"}, {"organisation", "RIGHT"}, {"kind", "organ"}})),
            "record.no_reference");
}

TEST_F(AccessTest, the_decision_is_explained) {
  const std::int64_t li = account("li");
  EXPECT_EQ(grant(li, "secretary", {{"organisation", right}}).status, 201);
  const std::string about = fmt::format("record=directory.member&id={}&action=", member);
  Json found = why("li", about + "update");
  EXPECT_EQ(found.at("allowed"), false);
  EXPECT_EQ(found.at("posts")[0].at("name"), "RIGHT");
  EXPECT_EQ(found.at("owners")[0].at("name"), "BRANCH");
  EXPECT_NE(found.at("posts")[0].at("reason").at("en").get<std::string>().find("no owner"), std::string::npos);
  EXPECT_EQ(grant(li, "secretary", {{"organisation", left}}).status, 201);
  found = why("li", about + "update");
  EXPECT_EQ(found.at("allowed"), true);
  EXPECT_EQ(found.at("posts")[0].at("allows"), false);
  EXPECT_EQ(found.at("posts")[1].at("allows"), true);
  EXPECT_EQ(why("nobody", about + "read").at("code"), "access.no_account");
  EXPECT_EQ(why("li", about + "dance").at("code"), "workflow.none");
  EXPECT_EQ(send(actor(li), "GET", "/access?account=li&" + about + "read").status, 403);
}

TEST_F(AccessTest, what_is_refused_and_what_is_exported_is_in_the_log) {
  const std::int64_t li = account("li");
  EXPECT_EQ(grant(li, "secretary", {{"organisation", left}}).status, 201);
  EXPECT_EQ(send(actor(li), "POST", "/backups").status, 403);
  EXPECT_EQ(send(actor(li), "GET", "/records/directory/member/export?name=甲").status, 200);
  const Json refused = Json::parse(send(local_operator(), "GET", "/events?topic=host.access.refused").body).at("items");
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused[0].at("actor"), "li");
  const Json exported =
      Json::parse(send(local_operator(), "GET", "/events?topic=host.records.exported").body).at("items");
  ASSERT_EQ(exported.size(), 1U);
  EXPECT_EQ(exported[0].at("after").at("filters").at("name"), "甲");
}

using AccessThreads = AccessTest;

TEST_F(AccessThreads, a_moved_organisation_is_followed_at_once_and_by_no_answer_in_part) {
  const std::int64_t both = account("both");
  const std::int64_t one = account("one");
  EXPECT_EQ(grant(both, "secretary", {{"organisation", left}}).status, 201);
  EXPECT_EQ(grant(both, "secretary", {{"organisation", right}}).status, 201);
  EXPECT_EQ(grant(one, "secretary", {{"organisation", right}}).status, 201);
  std::atomic<bool> done{false};
  std::atomic<int> wrong{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i)
    readers.emplace_back([&] {
      while (!done)
        // The branch is below one of the two at every moment: never neither, never counted twice.
        if (seen(both) != 3 || seen(both, "directory/member") != 1) ++wrong;
    });
  const std::string path = fmt::format("/records/directory/organisation/{}", branch);
  for (int i = 0; i < 60; ++i) {
    const bool to_right = i % 2 == 0;
    EXPECT_EQ(send(local_operator(), "PATCH", path, {{"parent", to_right ? right : left}}).status, 200);
    EXPECT_EQ(seen(one), to_right ? 2 : 1) << "at once";
    EXPECT_EQ(seen(one, "directory/member"), to_right ? 1 : 0);
    // A page without a count is read by what is known of the tree.
    const Json page = body(send(actor(one), "GET", "/records/directory/member"), 200);
    EXPECT_EQ(page.at("items").size(), to_right ? 1U : 0U);
  }
  done = true;
  for (std::thread& each : readers) each.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace liufa::host::test
