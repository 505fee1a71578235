/// What a method can do beyond its own records is granted by somebody, who is on record with it; more is asked for
/// anew. And what is put into the folders while the host serves is found when it is looked for.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "folder.hpp"
#include "http/api.hpp"

namespace liufa::host::test {
namespace {

using ::testing::ElementsAre;

class GrantedMethods : public ::testing::Test {
 protected:
  void package(const std::string& id, const std::string& more = "", const std::string& version = "1.0.0") {
    liufa::test::write_file(
        folder.path() / "methods" / id / "method.yaml",
        fmt::format(
            "id: {}\nname: {{zh: 法, en: M}}\nversion: {}\nsdk: 1\nrecords:\n  r:\n    name: {{zh: 录, en: R}}\n"
            "    exported: true\n    fields:\n      text: {{name: {{zh: 文, en: Text}}, type: text}}\n{}",
            id, version, more));
  }
  void open() {
    host = nullptr;
    host = std::make_unique<Host>(
        Host::Options{.data = folder / "data", .methods = {folder / "methods"}, .durability = Durability::relaxed});
    if (host->districts().empty()) host->create_district("d");
    api = std::make_unique<Api>(*host);
  }
  /// A person, who has to say what they grant.
  static Actor administrator() {
    Actor actor = actor_with("qian", {"admin"});
    actor.account = 7;
    return actor;
  }
  Json ask(const Actor& actor, const std::string& method, const std::string& path, const std::string& body = {}) {
    Request request;
    request.method = method;
    request.path = "/api/v1/districts/d" + path;
    request.body = body;
    request.actor = actor;
    return Json::parse(api->handle(request).body);
  }
  std::string enable(const std::string& method, const Json& grants) {
    const Json body = grants.is_null() ? Json::object() : Json{{"grants", grants}};
    const Json answer = ask(administrator(), "POST", "/methods/" + method + "/enable", body.dump());
    return answer.value("code", answer.value("state", ""));
  }
  Json state(const std::string& method) { return ask(administrator(), "GET", "/methods/" + method); }
  Json declared(const std::string& method) {
    return ask(administrator(), "GET", "/methods/" + method + "/declaration");
  }
  std::vector<Json> granted() {
    std::vector<Json> all;
    Request request;
    request.method = "GET";
    request.path = "/api/v1/districts/d/events";
    request.query = {{"topic", "host.method.granted"}};
    request.actor = local_operator();
    const Json answer = Json::parse(api->handle(request).body);
    for (const Json& each : answer.at("items")) all.push_back(each);
    return all;
  }

  liufa::test::Folder folder;
  std::unique_ptr<Host> host;
  std::unique_ptr<Api> api;
};

TEST_F(GrantedMethods, what_a_method_declares_is_granted_by_name_and_on_record) {
  package("reader", "reads: [directory.member]\n");
  open();
  EXPECT_EQ(enable("reader", nullptr), "method.grants");
  EXPECT_EQ(enable("reader", Json::array()), "method.grants");
  EXPECT_EQ(enable("reader", {"reads directory.organisation"}), "method.grant_unknown");
  EXPECT_EQ(enable("reader", "all"), "request.parameter");
  EXPECT_EQ(state("reader").at("state"), "found");
  EXPECT_TRUE(granted().empty());

  const Json wanted = declared("reader").at("capabilities").at(0);
  EXPECT_EQ(wanted.at("word"), "reads directory.member");
  EXPECT_EQ(wanted.at("granted"), false);
  EXPECT_EQ(wanted.at("name").at("en"), "Member");
  EXPECT_EQ(enable("reader", {"reads directory.member"}), "enabled");
  ASSERT_EQ(granted().size(), 1U);
  EXPECT_EQ(granted()[0].at("actor"), "qian");
  EXPECT_EQ(granted()[0].at("after").at("granted"), Json::array({"reads directory.member"}));
  EXPECT_EQ(declared("reader").at("capabilities").at(0).at("granted"), true);
  EXPECT_EQ(declared("reader").at("granted").at("actor"), "qian");
}

TEST_F(GrantedMethods, once_granted_it_is_not_asked_for_again) {
  package("reader", "reads: [directory.member]\n");
  open();
  enable("reader", {"reads directory.member"});
  ask(administrator(), "POST", "/methods/reader/disable");
  EXPECT_EQ(enable("reader", nullptr), "enabled");
  EXPECT_EQ(granted().size(), 1U);
}

TEST_F(GrantedMethods, who_wants_nothing_is_asked_nothing) {
  package("quiet");
  open();
  EXPECT_EQ(enable("quiet", nullptr), "enabled");
  EXPECT_TRUE(granted().empty());
  EXPECT_TRUE(declared("quiet").at("granted").is_null());
}

TEST_F(GrantedMethods, the_machines_own_operator_grants_what_is_declared_which_is_on_record_too) {
  package("reader", "reads: [directory.member]\n");
  open();
  EXPECT_EQ(ask(local_operator(), "POST", "/methods/reader/enable").at("state"), "enabled");
  ASSERT_EQ(granted().size(), 1U);
  EXPECT_EQ(granted()[0].at("actor"), "local");
}

TEST_F(GrantedMethods, a_later_version_that_wants_more_is_left_out_until_that_is_granted) {
  package("reader", "reads: [directory.member]\n");
  package("other");
  open();
  enable("reader", {"reads directory.member"});
  enable("other", nullptr);
  package("reader", "reads: [directory.member, other.r]\n", "1.1.0");
  open();
  EXPECT_EQ(state("reader").at("state"), "quarantined");
  EXPECT_EQ(state("reader").at("reason").at("code"), "method.grants");
  EXPECT_EQ(state("reader").at("reason").at("errors").at(0).at("field"), "reads other.r");
  EXPECT_EQ(state("other").at("state"), "enabled");
  EXPECT_EQ(enable("reader", nullptr), "method.grants");
  EXPECT_EQ(enable("reader", {"reads other.r"}), "enabled");
  ASSERT_EQ(granted().size(), 2U);
  EXPECT_EQ(granted()[1].at("after").at("added"), Json::array({"reads other.r"}));
}

TEST_F(GrantedMethods, a_later_version_that_wants_less_has_less_from_then_on) {
  package("reader", "reads: [directory.member]\n");
  open();
  enable("reader", {"reads directory.member"});
  package("reader", "", "1.1.0");
  open();
  EXPECT_EQ(state("reader").at("version"), "1.1.0");
  ask(administrator(), "POST", "/methods/reader/disable");
  EXPECT_EQ(enable("reader", nullptr), "enabled");
  ASSERT_EQ(granted().size(), 2U);
  EXPECT_EQ(granted()[1].at("after").at("granted"), Json::array());
}

TEST_F(GrantedMethods, what_was_enabled_before_grants_were_kept_has_what_it_declared_then) {
  package("reader", "reads: [directory.member]\n");
  package("other");
  open();
  enable("reader", {"reads directory.member"});
  host->district("d").store().write([](Session& session) { session.execute("DELETE FROM core_grant"); });
  EXPECT_EQ(declared("reader").at("capabilities").at(0).at("granted"), true);
  package("reader", "reads: [directory.member]\nfigures: {}\n", "1.0.1");
  open();
  EXPECT_EQ(state("reader").at("state"), "enabled");
  package("reader", "reads: [directory.member, other.r]\n", "1.1.0");
  open();
  EXPECT_EQ(state("reader").at("reason").at("code"), "method.grants");
}

TEST_F(GrantedMethods, a_package_put_there_while_the_host_serves_is_found_when_it_is_looked_for) {
  open();
  package("late");
  EXPECT_EQ(state("late").at("code"), "method.none");
  liufa::test::write_file(folder.path() / "methods/broken/method.yaml", "id: broken\ncolour: red\n");
  const Json found = ask(administrator(), "POST", "/methods/rescan");
  EXPECT_EQ(found.at("install"), false);
  ASSERT_EQ(found.at("items").size(), 2U);
  EXPECT_EQ(state("late").at("state"), "found");
  EXPECT_EQ(state("broken").at("state"), "refused");
  EXPECT_EQ(enable("late", nullptr), "enabled");
  EXPECT_EQ(ask(local_operator(), "POST", "/records/late/r", R"({"text": "x"})").value("text", ""), "x");
}

TEST_F(GrantedMethods, what_runs_goes_on_as_it_is_until_it_is_enabled_anew) {
  package("m");
  open();
  enable("m", nullptr);
  package("m", "settings:\n  n: {name: {zh: 数, en: N}, type: integer, default: 1}\n", "1.1.0");
  ask(administrator(), "POST", "/methods/rescan");
  EXPECT_EQ(state("m").at("version"), "1.0.0");
  EXPECT_EQ(state("m").at("package").at("version"), "1.1.0");
  EXPECT_EQ(state("m").at("package").at("differs"), true);
  EXPECT_EQ(declared("m").at("version"), "1.1.0");
  EXPECT_EQ(enable("m", nullptr), "enabled") << "it is; nothing changes";
  EXPECT_EQ(state("m").at("version"), "1.0.0");
  ask(administrator(), "POST", "/methods/m/disable");
  EXPECT_EQ(enable("m", nullptr), "enabled");
  EXPECT_EQ(state("m").at("version"), "1.1.0");
  EXPECT_EQ(state("m").at("package").at("differs"), false);
  EXPECT_EQ(ask(administrator(), "GET", "/methods/m/settings").at("n"), 1);
}

TEST_F(GrantedMethods, a_spoilt_package_harms_nothing_that_runs) {
  package("m");
  open();
  enable("m", nullptr);
  liufa::test::write_file(folder.path() / "methods/m/method.yaml", "id: m\ncolour: red\n");
  ask(administrator(), "POST", "/methods/rescan");
  EXPECT_EQ(state("m").at("state"), "enabled");
  EXPECT_EQ(state("m").at("package").at("problem").at("code"), "manifest.invalid");
  EXPECT_EQ(ask(local_operator(), "POST", "/records/m/r", R"({"text": "x"})").value("text", ""), "x");
}

TEST_F(GrantedMethods, a_declaration_names_what_comes_and_who_needs_it) {
  package("base", "settings:\n  n: {name: {zh: 数, en: N}, type: integer, default: 1}\n");
  package("upper", "uses: {base: required}\nfigures:\n  f: {name: {zh: 数, en: F}, unit: 个, of: r}\n");
  open();
  enable("base", nullptr);
  enable("upper", nullptr);
  EXPECT_EQ(declared("base").at("needed_by"), Json::array({"upper"}));
  EXPECT_EQ(declared("upper").at("uses").at(0).at("method"), "base");
  EXPECT_EQ(declared("upper").at("figures").at(0).at("name").at("en"), "F");
  EXPECT_EQ(declared("upper").at("records").at(0).at("record"), "upper.r");
  EXPECT_EQ(declared("access").at("built_in"), true);
  EXPECT_EQ(declared("nobody").at("code"), "method.none");
}

}  // namespace
}  // namespace liufa::host::test
