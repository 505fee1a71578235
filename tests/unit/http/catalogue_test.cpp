/// The catalogue: what pages are drawn from says of each person no more and no less than the routes let them do.
#include <set>

#include "people.hpp"

namespace liufa::host::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class CatalogueOfPages : public PeopleTest {
 protected:
  CatalogueOfPages() {
    for (const char* method : {"regulations", "pairing", "sample"}) host.district("d").enable("local", method);
    today("2026-11-28");
    here = organisation("此支部", "branch", 0);
  }
  Json catalogue(const Actor& who) { return body(send(who, "GET", "/catalogue"), 200); }

  static std::vector<std::string> ids(const Json& list, const char* key = "id") {
    std::vector<std::string> all;
    for (const Json& each : list) all.push_back(each.at(key));
    return all;
  }
  /// The one of a list that has this value; null if there is none.
  static Json one(const Json& list, const std::string& value, const char* key = "id") {
    for (const Json& each : list)
      if (each.at(key) == value) return each;
    return nullptr;
  }
  static Json record(const Json& catalogue, const std::string& id) {
    return one(catalogue.at("records"), id, "record");
  }

  /// Somebody with one post of the role where such posts are held.
  Actor with_role(const std::string& role) {
    if (role != "member") return holder(role, role, role == "secretary" || role == "community" ? here : 0);
    const std::int64_t member =
        create("/records/directory/member", {{"code", "1"}, {"name", "甲"}, {"organisation", here}, {"kind", "organ"}});
    const std::int64_t id = account(role, {{"member", member}});
    EXPECT_EQ(grant(id, role).status, 201);
    return actor(id);
  }

  std::int64_t here = 0;
};

TEST_F(CatalogueOfPages, names_the_district_the_day_and_the_roles) {
  EXPECT_EQ(send(local_operator(), "PATCH", "/name", {{"zh", "某区"}, {"en", "Some District"}}).status, 200);
  const Json shown = catalogue(holder("secretary", "secretary", here));
  EXPECT_EQ(shown.at("district"), (Json{{"id", "d"}, {"name", {{"zh", "某区"}, {"en", "Some District"}}}}));
  EXPECT_EQ(shown.at("today"), "2026-11-28");
  EXPECT_FALSE(shown.at("version").get<std::string>().empty());
  const std::vector<std::string> roles = ids(shown.at("roles"));
  EXPECT_EQ(std::set<std::string>(roles.begin(), roles.end()),
            (std::set<std::string>{"office", "secretary", "member", "community", "auditor", "discipline", "admin",
                                   "security"}));
  EXPECT_EQ(one(shown.at("roles"), "secretary").at("name").at("zh"), "党组织书记");
}

TEST_F(CatalogueOfPages, describes_a_record_type_as_it_is_declared) {
  const Json item = record(catalogue(local_operator()), "sample.item");
  EXPECT_EQ(item.at("method"), "sample");
  EXPECT_EQ(item.at("id"), "item");
  EXPECT_EQ(item.at("name"), (Json{{"zh", "物品"}, {"en", "Item"}}));
  EXPECT_EQ(item.at("active"), true);
  EXPECT_EQ(item.at("derived"), false);
  EXPECT_THAT(item.at("title"), ElementsAre("code"));
  EXPECT_THAT(item.at("owners"), ElementsAre("place"));
  EXPECT_THAT(item.at("key"), ElementsAre("code"));
  const Json& fields = item.at("fields");
  const Json code = one(fields, "code");
  EXPECT_EQ(code.at("type"), "text");
  EXPECT_EQ(code.at("required"), true);
  EXPECT_EQ(code.at("max_length"), 8);
  EXPECT_EQ(code.at("default"), nullptr);
  EXPECT_EQ(code.at("min"), nullptr);
  EXPECT_EQ(code.at("help"), nullptr);
  EXPECT_EQ(code.at("record"), nullptr);
  EXPECT_EQ(one(fields, "score").at("max"), 100.0) << "of a decimal unscaled";
  EXPECT_EQ(one(fields, "score").at("scale"), 1);
  EXPECT_EQ(one(fields, "cost").at("min"), 0);
  EXPECT_EQ(one(fields, "level").at("default"), 3);
  EXPECT_EQ(one(fields, "place").at("record"), "directory.organisation");
  EXPECT_THAT(one(fields, "place").at("kinds"), ElementsAre("branch", "village"));
  EXPECT_EQ(one(fields, "before").at("record"), "sample.item");
  EXPECT_EQ(one(fields, "kinds").at("list"), true);
  EXPECT_THAT(ids(one(fields, "kind").at("options")), ElementsAre("small", "big"));
  EXPECT_THAT(one(fields, "drafty").at("during"), ElementsAre("draft", "returned"));
  EXPECT_EQ(one(fields, "computed").at("computed"), true);
  EXPECT_EQ(one(fields, "fixed").at("fixed"), true);
}

TEST_F(CatalogueOfPages, describes_a_workflow_with_what_is_mine_to_do) {
  const Json workflow = record(catalogue(holder("secretary", "secretary", here)), "sample.item").at("workflow");
  EXPECT_EQ(workflow.at("initial"), "draft");
  std::vector<std::string> final_ones;
  for (const Json& state : workflow.at("states"))
    if (state.at("final") == true) final_ones.push_back(state.at("id"));
  EXPECT_THAT(final_ones, ElementsAre("accepted", "withdrawn")) << "a step that leads nowhere else is no way on";
  const Json& steps = workflow.at("transitions");
  EXPECT_THAT(ids(steps), ElementsAre("submit", "return", "accept", "withdraw", "audit"));
  const Json submit = one(steps, "submit");
  EXPECT_THAT(submit.at("from"), ElementsAre("draft", "returned"));
  EXPECT_EQ(submit.at("to"), "submitted");
  EXPECT_THAT(submit.at("needs"), ElementsAre("day"));
  EXPECT_THAT(submit.at("takes"), ElementsAre("note"));
  EXPECT_EQ(submit.at("discloses"), nullptr);
  EXPECT_EQ(submit.at("may"), true);
  EXPECT_EQ(one(steps, "accept").at("may"), false);
  EXPECT_EQ(record(catalogue(local_operator()), "sample.plain").at("workflow"), nullptr);
}

TEST_F(CatalogueOfPages, names_sensitive_fields_and_who_may_have_them_revealed) {
  const Json of_secretary = record(catalogue(holder("secretary", "secretary", here)), "directory.member");
  EXPECT_THAT(of_secretary.at("may").at("reveal"), ElementsAre("id_number", "phone"));
  EXPECT_EQ(one(of_secretary.at("fields"), "phone").at("sensitive"), true);
  EXPECT_EQ(one(of_secretary.at("fields"), "name").at("sensitive"), false);
  const Json of_auditor = record(catalogue(holder("auditor", "auditor", 0)), "directory.member");
  EXPECT_THAT(of_auditor.at("may").at("reveal"), IsEmpty());
}

TEST_F(CatalogueOfPages, lists_figures_and_actions) {
  const Json shown = catalogue(holder("office", "office", 0));
  const Json accepted = one(shown.at("figures"), "sample.accepted", "key");
  EXPECT_EQ(accepted, (Json{{"key", "sample.accepted"},
                            {"name", {{"zh", "已接受"}, {"en", "Accepted"}}},
                            {"unit", {{"zh", "个"}, {"en", ""}}},
                            {"record", "sample.item"},
                            {"period", "at"},
                            {"value", "count"}}));
  EXPECT_EQ(one(shown.at("figures"), "sample.running", "key").at("period"), "between");
  EXPECT_EQ(one(shown.at("figures"), "sample.of_year", "key").at("period"), "year");
  EXPECT_EQ(one(shown.at("figures"), "sample.score", "key").at("value"), "average");
  EXPECT_EQ(one(shown.at("figures"), "sample.done", "key").at("value"), "share");
  const Json match = one(shown.at("actions"), "match");
  EXPECT_EQ(match.at("method"), "pairing");
  EXPECT_TRUE(match.at("input").is_array());
  const Json methods = shown.at("methods");
  EXPECT_EQ(one(methods, "sample").at("summary"), nullptr);
  EXPECT_EQ(one(methods, "sample").at("built_in"), false);
  EXPECT_EQ(one(methods, "directory").at("built_in"), true);
}

TEST_F(CatalogueOfPages, leaves_out_what_is_nothing_of_mine) {
  const Json shown = catalogue(holder("machine", "admin", 0));
  EXPECT_EQ(record(shown, "sample.item"), nullptr);
  EXPECT_EQ(one(shown.at("methods"), "sample"), nullptr);
  EXPECT_EQ(one(shown.at("figures"), "sample.items", "key"), nullptr);
  EXPECT_EQ(one(shown.at("actions"), "match"), nullptr);
  EXPECT_NE(record(shown, "directory.organisation"), nullptr);
  EXPECT_EQ(code(send(Actor{"nobody", {}, 99}, "GET", "/catalogue")), "request.forbidden");
}

/// Whether a route lets somebody in at all; a record that is not there is another matter.
TEST_F(CatalogueOfPages, says_the_same_as_the_routes) {
  std::size_t compared = 0;
  for (const std::string& role : every_role()) {
    const Actor who = with_role(role);
    const Json shown = catalogue(who);
    const auto allowed = [&](const std::string& method, const std::string& path) {
      return code(send(who, method, path, method == "GET" ? Json(nullptr) : Json::object())) != "request.forbidden";
    };
    for (const auto& [id, schema] : host.district("d").model()->records) {
      const std::string base = "/records/" + schema->type.method + "/" + schema->type.id;
      SCOPED_TRACE(role + " " + id);
      const Json found = record(shown, id);
      const Response list = send(who, "GET", base);
      EXPECT_EQ(!found.is_null(), list.status == 200) << list.body;
      if (found.is_null() || schema->type.derived) continue;
      EXPECT_EQ(found.at("may").at("create"), allowed("POST", base));
      EXPECT_EQ(found.at("may").at("update"), allowed("PATCH", base + "/99999"));
      if (found.at("may").at("import") == true) {
        EXPECT_TRUE(allowed("POST", base + "/import"));
      }
      if (!schema->type.workflow) continue;
      for (const Json& step : found.at("workflow").at("transitions"))
        EXPECT_EQ(step.at("may"), allowed("POST", base + "/99999/transitions/" + step.at("id").get<std::string>()));
      ++compared;
    }
  }
  EXPECT_GT(compared, 30U);
}

TEST_F(CatalogueOfPages, of_a_disabled_method_what_can_still_be_read_is_left) {
  const Actor office = holder("office", "office", 0);
  host.district("d").disable("local", "sample");
  const Json shown = catalogue(office);
  const Json item = record(shown, "sample.item");
  EXPECT_EQ(item.at("active"), false);
  EXPECT_EQ(item.at("may"), (Json{{"create", false}, {"update", false}, {"import", false}, {"reveal", Json::array()}}));
  for (const Json& step : item.at("workflow").at("transitions")) EXPECT_EQ(step.at("may"), false);
  EXPECT_EQ(one(shown.at("methods"), "sample").at("active"), false);
  EXPECT_EQ(one(shown.at("figures"), "sample.items", "key"), nullptr);
}

TEST_F(CatalogueOfPages, is_narrowed_by_a_token_that_is_made_for_less) {
  Actor office = holder("office", "office", 0);
  office.by_token = office.read_only = true;
  office.methods = {"sample"};
  const Json shown = catalogue(office);
  EXPECT_EQ(record(shown, "directory.member"), nullptr);
  EXPECT_EQ(record(shown, "sample.item").at("may").at("create"), false);
  EXPECT_THAT(shown.at("actions"), IsEmpty());
}

TEST_F(CatalogueOfPages, is_written_once_for_all_to_whom_it_is_the_same) {
  District& district = host.district("d");
  const Text name{"某区", "Some District"};
  const auto written = [&](const Actor& who, std::string_view day = "2026-11-28", const Text& called = {}) {
    return district.catalogues().of(district.model(), who, {"d", called.empty() ? name : called, day});
  };
  const Actor one = holder("one", "secretary", here);
  const auto first = written(one);
  EXPECT_EQ(written(holder("two", "secretary", here)), first);
  EXPECT_NE(written(holder("three", "office", 0)), first);
  EXPECT_NE(written(one, "2026-11-29"), first);
  EXPECT_NE(written(one, "2026-11-28", {"另一区", "Another"}), first);
  Actor by_token = one;
  by_token.read_only = true;
  EXPECT_NE(written(by_token), first);
  by_token.read_only = false;
  by_token.methods = {"sample"};
  EXPECT_NE(written(by_token), first);
  EXPECT_EQ(written(one), first) << "the others did not take its place";
  district.disable("local", "sample");
  EXPECT_NE(written(one), first);
}

/// A post as a member says nothing of those who are none, or no more.
TEST_F(CatalogueOfPages, of_a_member_is_not_that_of_somebody_without_a_record) {
  Actor member = with_role("member");
  EXPECT_NE(record(catalogue(member), "sample.item"), nullptr);
  member.member = 0;
  EXPECT_EQ(code(send(member, "GET", "/catalogue")), "request.forbidden");
}

TEST_F(CatalogueOfPages, is_not_sent_twice) {
  const Response first = ask("GET", "/catalogue");
  const std::string tag = first.headers.at("ETag");
  EXPECT_EQ(first.headers.at("Cache-Control"), "private, no-cache");
  const Response again = ask("GET", "/catalogue", "", {{"if-none-match", "\"x\", " + tag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(again.headers.at("ETag"), tag);
  host.district("d").disable("local", "sample");
  const Response changed = ask("GET", "/catalogue", "", {{"if-none-match", tag}});
  EXPECT_EQ(changed.status, 200);
  EXPECT_THAT(changed.headers.at("ETag"), Not(tag));
  EXPECT_EQ(code(ask("GET", "/catalogue?all=1")), "request.unknown_parameter");
}

}  // namespace
}  // namespace liufa::host::test
