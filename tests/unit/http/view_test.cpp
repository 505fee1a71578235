/// Saved views belong to whoever saved them: nobody else, whatever their post, sees or changes one that is not shared.
#include "people.hpp"

namespace liufa::host::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string views = "/records/work/view";

class SavedViews : public PeopleTest {
 protected:
  SavedViews() {
    host.district("d").enable("local", "sample");
    here = organisation("此支部", "branch", 0);
    secretary = holder("secretary", "secretary", here);
    colleague = holder("colleague", "secretary", here);
  }

  static Json view(const std::string& name, bool shared = false) {
    return {{"record", "sample.item"},
            {"name", name},
            {"query", "state=draft&sort=-year"},
            {"columns", Json::array({"code", "year"})},
            {"shared", shared}};
  }
  std::int64_t save(const Actor& who, const Json& content) {
    return body(send(who, "POST", views, content), 201).at("id");
  }
  std::vector<std::string> names(const Actor& who, const std::string& query = "") {
    std::vector<std::string> all;
    const Json page = body(send(who, "GET", views + query), 200);
    for (const Json& each : page.at("items")) all.push_back(each.at("name"));
    return all;
  }
  static std::string path(std::int64_t id) { return views + "/" + std::to_string(id); }
  Response remove(const Actor& who, std::int64_t id) {
    return send(who, "POST", path(id) + "/transitions/remove", Json::object());
  }
  Actor with_role(const std::string& role) {
    if (role != "member") return holder(role + "_1", role, role == "secretary" || role == "community" ? here : 0);
    const std::int64_t member =
        create("/records/directory/member", {{"code", "1"}, {"name", "甲"}, {"organisation", here}, {"kind", "organ"}});
    const std::int64_t id = account("member_1", {{"member", member}});
    EXPECT_EQ(grant(id, role).status, 201);
    return actor(id);
  }

  std::int64_t here = 0;
  Actor secretary;
  Actor colleague;
};

TEST_F(SavedViews, are_kept_for_whoever_saves_them) {
  const Json saved = body(send(secretary, "POST", views, view("草稿")), 201);
  EXPECT_EQ(saved.at("account"), secretary.account);
  EXPECT_EQ(saved.at("columns"), Json::array({"code", "year"}));
  EXPECT_EQ(saved.at("query"), "state=draft&sort=-year");
  EXPECT_EQ(saved.at("state"), "kept");
  EXPECT_THAT(names(secretary, "?record=sample.item&state=kept"), ElementsAre("草稿"));
  Json foreign = view("冒名");
  foreign["account"] = colleague.account;
  EXPECT_EQ(code(send(secretary, "POST", views, foreign)), "record.computed");
}

TEST_F(SavedViews, of_another_are_not_there_unless_shared) {
  const std::int64_t own = save(secretary, view("草稿"));
  const std::int64_t shared = save(secretary, view("共用", true));
  std::vector<Actor> others{colleague};
  for (const std::string& role : every_role()) others.push_back(with_role(role));
  for (const Actor& other : others) {
    SCOPED_TRACE(other.name);
    EXPECT_THAT(names(other), ElementsAre("共用"));
    EXPECT_THAT(names(other, "?name=草稿"), IsEmpty());
    EXPECT_THAT(names(other, "?name.contains=草&count=true"), IsEmpty());
    EXPECT_EQ(send(other, "GET", views + "/export").body.find("草稿"), std::string::npos);
    EXPECT_EQ(code(send(other, "GET", path(own))), "record.not_found");
    EXPECT_EQ(code(send(other, "GET", path(own) + "/history")), "record.not_found");
    EXPECT_EQ(code(send(other, "PATCH", path(own), {{"name", "x"}})), "record.not_found");
    EXPECT_EQ(code(send(other, "PATCH", path(own), {{"shared", true}})), "record.not_found");
    EXPECT_EQ(code(remove(other, own)), "record.not_found");
    EXPECT_EQ(body(send(other, "GET", path(shared)), 200).at("name"), "共用");
    EXPECT_EQ(code(send(other, "PATCH", path(shared), {{"name", "x"}})), "access.out_of_reach");
    EXPECT_EQ(code(remove(other, shared)), "access.out_of_reach");
  }
  EXPECT_THAT(names(local_operator()), ElementsAre("共用"));
  EXPECT_THAT(names(secretary), ElementsAre("草稿", "共用"));
}

TEST_F(SavedViews, may_be_saved_by_everybody_of_lists_that_they_may_see) {
  for (const std::string& role : every_role()) {
    SCOPED_TRACE(role);
    const Actor who = with_role(role);
    Json content = view("本人");
    content["record"] = "directory.organisation";
    const std::int64_t id = save(who, content);
    EXPECT_THAT(names(who), ElementsAre("本人"));
    EXPECT_EQ(body(send(who, "PATCH", path(id), {{"name", "改名"}}), 200).at("name"), "改名");
    content["record"] = role == "security" || role == "auditor" ? "sample.none" : "access.account";
    const Response refused = send(who, "POST", views, content);
    EXPECT_EQ(code(refused), "record.no_type") << "the same whether it is not there or not to be seen";
    EXPECT_EQ(Json::parse(refused.body).value("field", ""), "record");
  }
  EXPECT_EQ(code(send(local_operator(), "POST", views, view("无账号"))), "work.view_account");
}

TEST_F(SavedViews, have_names_that_tell_them_apart) {
  const std::int64_t first = save(secretary, view("草稿"));
  const Response twice = send(secretary, "POST", views, view("草稿"));
  EXPECT_EQ(code(twice), "record.not_unique");
  EXPECT_EQ(Json::parse(twice.body).value("field", ""), "name");
  save(colleague, view("草稿"));
  Json of_other_list = view("草稿");
  of_other_list["record"] = "directory.member";
  save(secretary, of_other_list);
  const std::int64_t second = save(secretary, view("其他"));
  EXPECT_EQ(code(send(secretary, "PATCH", path(second), {{"name", "草稿"}})), "record.not_unique");
  EXPECT_EQ(remove(secretary, first).status, 200);
  EXPECT_EQ(send(secretary, "PATCH", path(second), {{"name", "草稿"}}).status, 200) << "a removed one frees its name";
}

TEST_F(SavedViews, are_removed_for_everybody) {
  const std::int64_t shared = save(secretary, view("共用", true));
  EXPECT_THAT(names(colleague), ElementsAre("共用"));
  EXPECT_EQ(remove(secretary, shared).status, 200);
  EXPECT_THAT(names(colleague), IsEmpty());
  EXPECT_THAT(names(secretary, "?state=kept"), IsEmpty());
  EXPECT_EQ(code(send(secretary, "PATCH", path(shared), {{"shared", true}})), "record.not_in_state");
}

/// A permission of a post alone would give an office over the district everybody's views.
TEST_F(SavedViews, are_nobodys_by_a_post_alone) {
  const RecordType& type = host.district("d").model()->record("work.view").type;
  const auto all_named = [](const std::vector<Permission>& permissions) {
    return !permissions.empty() && std::all_of(permissions.begin(), permissions.end(),
                                               [](const Permission& each) { return !each.owner.empty(); });
  };
  EXPECT_TRUE(all_named(type.read));
  EXPECT_TRUE(all_named(type.create));
  EXPECT_TRUE(all_named(type.update));
  EXPECT_TRUE(all_named(type.workflow->transitions.front().by));
}

}  // namespace
}  // namespace liufa::host::test
