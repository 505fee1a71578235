/// A district's life on the real server: its tree, its rules with return and withdrawal, its figures, and a restart
/// after which all is as it was.
#include "story.hpp"

namespace liufa::test {
namespace {

class DistrictLife : public Story {
 protected:
  static constexpr const char* rule = "regulations/rule";
  static Json draft(const std::string& number) {
    return {{"number", number},
            {"title", "结对共建实施办法"},
            {"issuer", "区直工委"},
            {"aspect", "organisation"},
            {"kind", "measures"}};
  }
  /// What people see; the same before and after a restart.
  Json seen() {
    return {{"figures", must("GET", "/figures")},
            {"rules", must("GET", "/records/regulations/rule?limit=500")},
            {"organisations", must("GET", "/records/directory/organisation?limit=500")},
            {"head", must("GET", "/verification")}};
  }
};

TEST_F(DistrictLife, from_the_first_import_through_a_year_to_the_next_start) {
  serve({"hechuan"});
  const std::string tree =
      "code,name,kind,parent\nV2,大柱村,village,T1\nT1,钱塘镇,town,Q\nQ,合川区,region,\nV1,米市村,village,T1\n";
  EXPECT_EQ(must("POST", "/records/directory/organisation/import", Json(tree)).at("created"), 4);
  EXPECT_EQ(must("POST", "/records/directory/organisation/import", Json(tree)).at("unchanged"), 4);
  EXPECT_EQ(figure("directory.villages"), 2);

  EXPECT_EQ(ask("POST", "/records/regulations/rule", draft("一号")).status, 404) << "not enabled yet";
  EXPECT_EQ(must("POST", "/methods/regulations/enable").at("state"), "enabled");
  const auto first = create(rule, draft("一号"));
  const auto second = create(rule, draft("二号"));
  EXPECT_EQ(ask("POST", "/records/regulations/rule", draft("一号")).code(), "record.not_unique");

  // A draft is changed, issued, and may not be changed any more; another is withdrawn for a reason.
  must("PATCH", "/records/regulations/rule/" + std::to_string(first), {{"title", "实施细则"}}, {{"If-Match", "\"1\""}});
  EXPECT_EQ(step(rule, first, "issue").code(), "record.required");
  EXPECT_EQ(step(rule, first, "issue", {{"issued_on", "2026-03-01"}, {"in_force_from", "2026-04-01"}}).status, 200);
  EXPECT_EQ(
      ask("PATCH", "/records/regulations/rule/" + std::to_string(first), {{"title", "x"}}, {{"If-Match", "*"}}).code(),
      "record.not_in_state");
  EXPECT_EQ(step(rule, second, "withdraw").code(), "record.required");
  EXPECT_EQ(step(rule, second, "withdraw", {{"reason", "重复"}}).json().at("state"), "withdrawn");
  EXPECT_EQ(step(rule, second, "issue", {{"issued_on", "2026-03-01"}, {"in_force_from", "2026-04-01"}}).code(),
            "workflow.wrong_state");

  EXPECT_EQ(figure("regulations.in_force"), 1);
  EXPECT_EQ(figure("regulations.issued", "?period=2026-Q1"), 1);
  EXPECT_EQ(figure("regulations.issued", "?period=2026-Q2"), 0);
  EXPECT_EQ(must("GET", "/figures/regulations.in_force/records").at("items")[0].at("id"), first);

  const Json before = seen();
  EXPECT_EQ(server->stop(), 0);
  server->start();
  EXPECT_EQ(seen(), before);
  server->kill();
  server->start();
  EXPECT_EQ(seen(), before) << "what was acknowledged is on disk";
}

class Neighbours : public Story {};

TEST_F(Neighbours, share_nothing) {
  serve({"hechuan", "jiangjin"});
  must("POST", "/methods/behaved/enable");
  must("PATCH", "/methods/behaved/settings", Json::object());
  create("behaved/note", {{"text", "of hechuan"}});
  wait_for("behaved/echo", 1);  // its own method's answer is in the log before the log is looked at
  create("directory/organisation", {{"code", "A"}, {"name", "甲"}, {"kind", "branch"}});
  const Json head = must("GET", "/verification").at("head");

  district = "jiangjin";
  EXPECT_EQ(ask("GET", "/records/behaved/note").code(), "record.no_type");
  EXPECT_EQ(count("directory/organisation"), 0U);
  EXPECT_EQ(must("GET", "/methods/behaved").at("state"), "found");
  EXPECT_EQ(create("directory/organisation", {{"code", "A"}, {"name", "乙"}, {"kind", "branch"}}), 1)
      << "its own numbers";
  must("POST", "/methods/behaved/enable");
  EXPECT_EQ(count("behaved/note"), 0U);
  create("behaved/note", {{"text", "of jiangjin"}});
  must("POST", "/methods/behaved/disable");

  // The token of one opens nothing of the other.
  const std::int64_t account = create("access/account", {{"login", "li"}, {"name", "李"}});
  create("access/post", {{"account", account}, {"role", "office"}});
  const std::string until = must("GET", "/todo").at("today");
  const std::string token =
      must("POST", "/accounts/" + std::to_string(account) + "/tokens", {{"name", "x"}, {"expires_on", until}})
          .at("token");
  const std::map<std::string, std::string> as_jiangjin{{"Authorization", "Bearer " + token}};
  EXPECT_EQ(ask("GET", "/records", nullptr, as_jiangjin).status, 200);
  district = "hechuan";
  EXPECT_EQ(ask("GET", "/records", nullptr, as_jiangjin).code(), "request.bad_token");
  EXPECT_EQ(must("GET", "/verification").at("head"), head) << "nothing of what the neighbour did is in this log";
  EXPECT_EQ(must("GET", "/methods/behaved").at("state"), "enabled");
  EXPECT_EQ(count("behaved/note"), 1U);
}

}  // namespace
}  // namespace liufa::test
