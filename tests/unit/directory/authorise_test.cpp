#include "directory/authorise.hpp"

#include <gtest/gtest.h>

#include "base/problem.hpp"

namespace liufa::host::test {
namespace {

std::string refused(const Actor& actor, const Access& access) {
  try {
    (void)authorise(actor, access);
    return "";
  } catch (const Problem& problem) {
    return problem.code();
  }
}

Actor with(const std::string& role) { return actor_with("a", {role}); }

Actor somewhere(const std::string& role, std::int64_t organisation) {
  Actor actor = with(role);
  actor.account = 1;
  actor.posts = {{1, role, organisation}};
  return actor;
}

TEST(Authorise, lets_in_whom_the_manifest_names_and_nobody_else) {
  const Access create{Act::create, "m.r", {{"secretary"}}};
  EXPECT_EQ(refused(with("secretary"), create), "");
  for (const char* role :
       {"office", "member", "community", "auditor", "discipline", "admin", "security", "", "Secretary"})
    EXPECT_EQ(refused(with(role), create), "request.forbidden") << role;
}

TEST(Authorise, refuses_what_it_does_not_know) {
  const Actor everyone = local_operator();
  for (const Act act : {Act::read, Act::create, Act::update, Act::transition, Act::run, Act::import})
    EXPECT_EQ(refused(everyone, {act, "m.r", {}}), "request.forbidden") << "nobody is named";
  EXPECT_EQ(refused(everyone, {static_cast<Act>(99), "m.r", {{"office"}}}), "request.forbidden");
  for (const Act act : {Act::look, Act::read, Act::administer, Act::grant, Act::audit})
    EXPECT_EQ(refused({"nobody", {}}, {act, "m.r", readers()}), "request.forbidden");
}

TEST(Authorise, decides_by_posts_and_not_by_the_names_of_roles) {
  Actor pretender;
  pretender.roles = every_role();
  EXPECT_EQ(refused(pretender, {Act::read, "m.r", readers()}), "request.forbidden");
}

TEST(Authorise, keeps_the_three_duties_apart_and_from_the_data) {
  for (const char* role : {"admin", "security"})
    EXPECT_EQ(refused(with(role), {Act::read, "m.r", readers()}), "request.forbidden") << role;
  const std::vector<std::pair<Act, std::string>> duties{
      {Act::administer, "admin"}, {Act::grant, "security"}, {Act::audit, "auditor"}};
  for (const auto& [act, holder] : duties)
    for (const std::string& role : every_role())
      EXPECT_EQ(refused(with(role), {act, "district"}), role == holder ? "" : "request.forbidden") << role;
}

TEST(Authorise, gives_the_district_s_own_acts_to_posts_over_all_of_it_only) {
  EXPECT_EQ(refused(somewhere("auditor", 7), {Act::audit, "events"}), "request.forbidden");
  EXPECT_EQ(refused(somewhere("auditor", 7), {Act::read, "m.r", readers()}), "");
  EXPECT_EQ(refused(somewhere("auditor", 0), {Act::audit, "events"}), "");
}

TEST(Authorise, gives_a_member_nothing_but_their_own) {
  Actor member = somewhere("member", 0);
  EXPECT_EQ(refused(member, {Act::read, "m.r", readers()}), "request.forbidden") << "no person is named";
  member.member = 12;
  const Scope scope = authorise(member, {Act::read, "m.r", readers()});
  EXPECT_FALSE(scope.everything());
}

}  // namespace
}  // namespace liufa::host::test
