/// Reports belong to their reader: each sees what their posts reach, and the district's texts are its own to change.
#include "people.hpp"

namespace liufa::host::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ReportAccess : public PeopleTest {
 protected:
  ReportAccess() {
    EXPECT_EQ(ask("POST", "/methods/sample/enable").status, 200);
    top = organisation("某区委", "district_committee", 0);
    here = organisation("此支部", "branch", top);
    there = organisation("彼支部", "branch", top);
    create("/records/sample/item", {{"code", "here"}, {"place", here}});
    create("/records/sample/item", {{"code", "there"}, {"place", there}});
    secretary = holder("secretary", "secretary", here);
    office = holder("office", "office", 0);
  }
  std::string report(const Actor& actor, const std::string& query = "") {
    const Response answer = send(actor, "GET", "/report?format=md&period=2026" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
  void set(const std::string& text) {
    EXPECT_EQ(send(local_operator(), "PATCH", "/report/template", {{"zh", text}}).status, 200);
  }

  std::int64_t top = 0;
  std::int64_t here = 0;
  std::int64_t there = 0;
  Actor secretary;
  Actor office;
};

TEST_F(ReportAccess, everybody_gets_the_report_of_their_scope) {
  set("{{organisation}}：{{sample.items}}，{{names sample.item?sort=code code}}，{{count directory.organisation}}"
      "{{#whole}}，全区{{/whole}}");
  EXPECT_EQ(report(office), "d：2个，here、there，3，全区\n");
  EXPECT_EQ(report(secretary), "此支部：1个，here，1\n");
  EXPECT_EQ(report(office, "&organisation=" + std::to_string(there)), "彼支部：1个，here、there，3\n")
      << "figures are the organisation's; a list of a type is narrowed by its filter";
  const Response foreign = send(secretary, "GET", "/report?organisation=" + std::to_string(there));
  EXPECT_EQ(code(foreign), "record.not_found") << "as if it were not there";
}

TEST_F(ReportAccess, what_a_role_may_not_read_is_said_or_left_out_and_counted_nowhere) {
  set("{{access.accounts number}}{{count access.account}}{{table access.account login}}{{#access}}x{{/access}}"
      "{{figures sample.items}}");
  const std::string text = report(secretary);
  EXPECT_THAT(text, HasSubstr("（无权查看）（无权查看）"));
  EXPECT_THAT(text, Not(HasSubstr("office")));
  EXPECT_THAT(text, HasSubstr("| 物品数 | 个 | 1 |"));
}

TEST_F(ReportAccess, whoever_reads_no_records_gets_none) {
  const Actor admin = holder("admin", "admin", 0);
  EXPECT_EQ(code(send(admin, "GET", "/report")), "request.forbidden");
  EXPECT_EQ(code(send(holder("guard", "security", 0), "GET", "/report")), "request.forbidden");
  EXPECT_EQ(send(admin, "GET", "/report/template").status, 200);
}

TEST_F(ReportAccess, the_template_is_changed_by_those_over_the_whole_district) {
  const Json change{{"zh", "x"}};
  EXPECT_EQ(send(office, "PATCH", "/report/template", change).status, 200);
  EXPECT_EQ(code(send(secretary, "PATCH", "/report/template", change)), "request.forbidden");
  EXPECT_EQ(code(send(holder("part", "office", here), "PATCH", "/report/template", change)), "access.out_of_reach");
  EXPECT_EQ(code(send(office, "PATCH", "/name", {{"zh", "x"}})), "request.forbidden");
  EXPECT_EQ(send(holder("machine", "admin", 0), "PATCH", "/name", {{"zh", "某区"}}).status, 200);
}

TEST_F(ReportAccess, a_page_comes_with_its_policy_and_says_what_is_missing_in_ascii) {
  set("{{sample.none}}");
  const Response page = send(office, "GET", "/report?period=2026&format=html");
  EXPECT_EQ(page.type, "text/html; charset=utf-8");
  EXPECT_THAT(page.headers.at("Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_THAT(page.headers.at("Content-Security-Policy"), Not(HasSubstr("unsafe")));
  EXPECT_EQ(page.headers.at("X-Content-Type-Options"), "nosniff");
  const std::string& told = page.headers.at("Liufa-Report-Problems");
  EXPECT_TRUE(std::all_of(told.begin(), told.end(), [](char each) { return each >= ' ' && each <= '~'; }));
  EXPECT_EQ(Json::parse(told).at(0).at("code"), "report.no_figure");
  const Response word = send(office, "GET", "/report?period=2026-Q1&format=docx");
  EXPECT_EQ(word.headers.at("Content-Disposition"), "attachment; filename=\"d-2026-Q1.docx\"");
  EXPECT_TRUE(word.body.starts_with("PK"));
}

TEST_F(ReportAccess, a_figure_leads_a_browser_to_a_page_and_a_program_to_json) {
  create("/records/sample/item", {{"code", "<b>&"}, {"place", here}, {"note", "[a](javascript:x)"}});
  const auto get = [&](const Actor& actor, const std::string& query, const std::string& accept) {
    Request request;
    request.method = "GET";
    request.path = "/api/v1/districts/d/figures/sample.items/records";
    request.query = parse_query(query);
    request.headers = {{"accept", accept}};
    request.actor = actor;
    return api.handle(request);
  };
  EXPECT_EQ(Json::parse(get(office, "count=true", "*/*").body).at("count"), 3);
  const Response page = get(secretary, "period=2026&sort=code", "text/html,application/xhtml+xml");
  EXPECT_EQ(page.type, "text/html; charset=utf-8");
  EXPECT_THAT(page.headers.at("Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_THAT(page.body, HasSubstr("<h1>物品数</h1>\n<p class=\"subtitle\">（2026年）</p>\n<p>共2项。</p>"));
  EXPECT_THAT(page.body, HasSubstr("<td class=\"short\">&lt;b&gt;&amp;</td><td class=\"short\">草稿</td>"));
  EXPECT_THAT(page.body, HasSubstr(">此支部</td>"));
  EXPECT_THAT(page.body, Not(HasSubstr("there"))) << "what lies outside their scope";
  EXPECT_THAT(page.body, Not(HasSubstr("<a ")));
  const Response first = get(office, "sort=-code&limit=2", "text/html");
  EXPECT_THAT(first.body, HasSubstr("共3项"));
  const std::string begin =
      "<a href=\"/api/v1/districts/d/figures/sample.items/records?limit=2&amp;sort=-code&amp;cursor=";
  const std::size_t link = first.body.find(begin);
  ASSERT_NE(link, std::string::npos);
  const std::size_t cursor = link + begin.size();
  const Response next =
      get(office, "sort=-code&limit=2&cursor=" + first.body.substr(cursor, first.body.find('"', cursor) - cursor),
          "text/html");
  EXPECT_THAT(next.body, HasSubstr(">&lt;b&gt;&amp;</td>"));
  EXPECT_THAT(next.body, Not(HasSubstr("cursor=")));
  EXPECT_EQ(code(get(office, "period=soon", "text/html")), "figure.period");
}

}  // namespace
}  // namespace liufa::host::test
