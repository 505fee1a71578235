/// Reports of a district: what its tags give, what is compared, what is missing, what the texts of records can do
/// (which is nothing), and the routes.
#include "services/report/report.hpp"

#include <fmt/format.h>

#include "../fixture.hpp"

namespace liufa::host::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Reports : public SampleTest {
 protected:
  /// A report whose template is just this text.
  std::string filled(const std::string& text, const std::string& query = "period=2026&format=md") {
    const bool english = query.find("lang=en") != std::string::npos;
    const Answer kept = district.request("PATCH", "/report/template", {{english ? "en" : "zh", text}});
    EXPECT_EQ(kept.status, 200) << kept.body;
    std::string report = get(query);
    while (report.ends_with('\n')) report.pop_back();
    return report;
  }
  std::string get(const std::string& query) {
    const Answer answer = district.request("GET", "/report?" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body.is_string() ? answer.body.get<std::string>() : answer.body.dump();
  }
  void accept(std::int64_t id, const std::string& day) {
    district.transition("sample.item", id, "submit", {{"day", day}});
    district.transition("sample.item", id, "accept");
  }
  std::string strict(const std::string& text) {
    EXPECT_EQ(district.request("PATCH", "/report/template", {{"zh", text}}).status, 200);
    const Answer answer = district.request("GET", "/report?period=2026&strict=true&format=md");
    if (answer.status == 200) return "fine";
    EXPECT_EQ(answer.code(), "report.incomplete");
    std::string codes;
    for (const Json& each : answer.body.at("errors")) codes += each.at("code").get<std::string>() + " ";
    return codes;
  }
};

TEST_F(Reports, put_figures_into_words) {
  for (const char* code : {"a", "b", "c"}) accept(add(code), "2026-03-01");
  for (const char* code : {"d", "e"}) accept(add(code), "2025-03-01");
  EXPECT_EQ(
      filled("{{sample.accepted}}|{{sample.accepted number}}|{{sample.accepted previous}}|{{sample.accepted name}}"),
      "3个\\|3\\|2个\\|已接受");
  EXPECT_EQ(filled("{{sample.accepted change}}，{{sample.accepted difference}}，{{sample.accepted percent}}"),
            "比上年增加1个，增长50%，+1，+50%");
  EXPECT_EQ(filled("{{sample.accepted change}}", "period=2026-H1&format=md"), "比上期增加3个");
  EXPECT_EQ(filled("{{sample.accepted change}}", "period=2026-H1&compare=last-year&format=md"),
            "比上年同期增加1个，增长50%");
  EXPECT_EQ(filled("{{sample.accepted change}}{{sample.accepted previous}}", "period=2026&compare=none&format=md"),
            "——");
  EXPECT_EQ(filled("{{sample.accepted}} items, {{sample.accepted change}}", "period=2026&lang=en&format=md"),
            "3 items, 1 more than in 2025 (+50%)");
  EXPECT_EQ(filled("{{sample.items change}}"), "—") << "a figure of no period is not compared";
}

TEST_F(Reports, put_figures_into_a_table) {
  accept(add("a", {{"cost", 1234567}}), "2026-03-01");
  EXPECT_EQ(filled("{{figures sample.accepted sample.cost sample.done}}"),
            "| 指标 | 单位 | 2026年 | 2025年 | 增减 | 增幅 |\n|---|---|--:|--:|--:|--:|\n"
            "| 已接受 | 个 | 1 | 0 | +1 | — |\n| 费用 | 元 | 12,345.67 | — | — | — |\n| 完成率 | % | 0 | — | — | — |");
  EXPECT_EQ(filled("{{figures sample.accepted}}", "period=2026-Q1&compare=none&lang=en&format=md"),
            "| Figure | The first quarter of 2026 |\n|---|--:|\n| Accepted | 1 |");
  EXPECT_THAT(filled("{{figures sample}}"), HasSubstr("| 期内 | 个 |"));
}

TEST_F(Reports, link_figures_to_their_records_in_html_only) {
  accept(add("a", {{"place", branch}}), "2026-03-01");
  const std::string query = fmt::format("period=2026&organisation={}", branch);
  const std::string html = filled("有{{sample.accepted}}、{{sample.accepted previous}}", query + "&format=html");
  EXPECT_THAT(html, HasSubstr("<a href=\"/api/v1/districts/"));
  EXPECT_THAT(html, HasSubstr(fmt::format("/figures/sample.accepted/records?period=2026&amp;organisation={}\">1个</a>",
                                          branch)));
  EXPECT_THAT(html, HasSubstr("/figures/sample.accepted/records?period=2025&amp;"));
  const Answer behind =
      district.request("GET", fmt::format("/figures/sample.accepted/records?period=2026&organisation={}", branch));
  EXPECT_EQ(behind.body.at("items").size(), 1U);
  EXPECT_EQ(get(query + "&format=md"), "有1个、0个\n");
}

TEST_F(Reports, list_records) {
  accept(add("a", {{"place", branch},
                   {"person", person},
                   {"cost", 120050},
                   {"score", 87.5},
                   {"kind", "big"},
                   {"done", true},
                   {"kinds", Json::array({"small", "big"})}}),
         "2026-03-01");
  accept(add("b", {{"place", other}}), "2026-02-01");
  accept(add("c"), "2025-02-01");
  EXPECT_EQ(filled("{{table sample.accepted?sort=-day # code=代号 day place person cost score kind done kinds state}}"),
            "| 序号 | 代号 | 日期 | 地点 | 人员 | 费用 | 分数 | 类别 | 已完成 | 各类别 | 状态 |\n"
            "|---|---|---|---|---|--:|--:|---|---|---|---|\n"
            "| 1 | a | 2026年3月1日 | 一支部 | 甲 | 1200.5元 | 87.5 | 大 | 是 | 小、大 | 已接受 |\n"
            "| 2 | b | 2026年2月1日 | 二支部 |  |  |  |  |  |  | 已接受 |");
  EXPECT_EQ(filled("{{table sample.item?sort=code&limit=1 code}}"), "| 编号 |\n|---|\n| a |\n\n（共3项，列出1项）");
  EXPECT_EQ(filled("{{list sample.accepted?sort=day code place}}"), "- b，二支部\n- a，一支部");
  EXPECT_EQ(filled("{{names sample.item?sort=code code}}；{{names sample.item?sort=code&limit=2 code}}"),
            "a、b、c；a、b等3项");
  EXPECT_EQ(filled("{{count sample.item}}，{{count sample.accepted}}，{{count sample.item?place.empty=false}}"),
            "3，2，2");
  EXPECT_EQ(filled("{{table sample.accepted?code=z code}}"), "（无）");
  EXPECT_EQ(filled("{{list sample.accepted?sort=day day state}}", "period=2026&lang=en&format=md"),
            "- 1 February 2026, Accepted\n- 1 March 2026, Accepted");
}

TEST_F(Reports, know_their_own_period_and_organisation_in_filters) {
  add("a", {{"year", 2026}, {"day", "2026-06-30"}, {"place", branch}});
  add("b", {{"year", 2025}, {"day", "2026-07-01"}, {"place", other}});
  EXPECT_EQ(filled("{{names sample.item?year=$year code}} {{names sample.item?year=$previous_year code}}"), "a b");
  EXPECT_EQ(filled("{{names sample.item?day.gte=$from&day.lte=$until code}}", "period=2026-H1&format=md"), "a");
  const std::string within = "{{names sample.item?place.within=$organisation&sort=code code}}";
  EXPECT_EQ(filled(within), "a、b") << "without a value the filter is left out";
  EXPECT_EQ(filled(within, fmt::format("period=2026&format=md&organisation={}", top)), "a");
}

TEST_F(Reports, show_titles_of_records_that_others_refer_to) {
  const std::int64_t first = add("first");
  add("second", {{"before", first}});
  EXPECT_EQ(filled("{{list sample.item?code=second code before}}"), "- second，first");
}

TEST_F(Reports, ask_no_more_than_a_few_questions_for_many_names) {
  for (int i = 0; i < 40; ++i)
    add("i" + std::to_string(i), {{"place", i % 2 == 0 ? branch : other}, {"year", 2000 + i}});
  const std::string report = filled("{{table sample.item?sort=code&limit=40 code place}}");
  EXPECT_EQ(std::count(report.begin(), report.end(), '\n'), 41);
}

TEST_F(Reports, have_conditions) {
  accept(add("a"), "2026-03-01");
  EXPECT_EQ(filled("{{#sample}}有{{/sample}}{{^sample}}无{{/sample}}{{#other}}别{{/other}}{{^other}}没有{{/other}}"),
            "有没有");
  EXPECT_EQ(filled("{{#sample.accepted}}多{{/sample.accepted}}{{^sample.accepted}}零{{/sample.accepted}}"), "多");
  EXPECT_EQ(filled("{{#sample.accepted}}多{{/sample.accepted}}{{^sample.accepted}}零{{/sample.accepted}}",
                   "period=2025&format=md"),
            "零");
  EXPECT_EQ(filled("{{#comparison}}比{{/comparison}}{{#whole}}全{{/whole}}"), "比全");
  EXPECT_EQ(filled("{{#comparison}}比{{/comparison}}", "period=2026&compare=none&format=md"), "");
  EXPECT_EQ(filled("甲\n{{#sample}}\n乙\n{{/sample}}\n"), "甲乙") << "a tag alone on its line takes the line along";
}

TEST_F(Reports, know_the_words_of_their_district) {
  EXPECT_EQ(district.request("PATCH", "/name", {{"zh", "某区"}, {"en", "Some District"}}).status, 200);
  EXPECT_EQ(filled("{{district}} {{organisation}} {{period}} {{previous_period}} {{year}} {{bracketed_year}}"),
            "某区 某区 2026年 2025年 2026 〔2026〕");
  EXPECT_EQ(filled("{{organisation}}", fmt::format("period=2026&format=md&organisation={}", branch)), "一支部");
  EXPECT_EQ(filled("{{district}}, {{period}}", "period=2026-Q2&lang=en&format=md"),
            "Some District, the second quarter of 2026");
  EXPECT_EQ(district.request("GET", "/name").body.at("zh"), "某区");
  expect_problem(district.request("PATCH", "/name", {{"fr", "x"}}), "request.unknown_parameter", "fr");
}

TEST_F(Reports, take_a_methods_section_only_where_it_is_enabled) {
  accept(add("a"), "2026-03-01");
  EXPECT_EQ(filled("{{section sample}}\n\n末"), "## 一、样本\n\n期内接受1个。\n\n末");
  EXPECT_EQ(filled("{{section sample}}{{section none}}", "period=2026&lang=en&format=md"),
            "## 1. Sample\n\n1 accepted.");
  EXPECT_THAT(filled("{{sections}}"), HasSubstr("## 一、样本"));
  EXPECT_EQ(filled("{{section sample}}\n\n{{sections}}"), "## 一、样本\n\n期内接受1个。") << "once";
  district.disable("sample");
  EXPECT_EQ(
      filled("前{{section sample}}{{sections}}{{#sample}}有{{/sample}}{{#sample.accepted}}多{{/sample.accepted}}"),
      "前");
}

TEST_F(Reports, say_what_is_missing_and_go_on) {
  const std::string text =
      filled("一{{sample.nothing}}二{{typo}}三{{table sample.none code}}四{{table sample.item none}}五");
  EXPECT_THAT(text, HasSubstr("一【**没有指标“sample.nothing”"));
  EXPECT_THAT(text, HasSubstr("**】二【**报告标签“typo”无法识别"));
  EXPECT_TRUE(text.ends_with("五"));
  EXPECT_EQ(strict("{{period}}"), "fine");
  EXPECT_EQ(strict("{{sample.nothing}}{{sample.nothing number}}{{typo}}"), "report.no_figure report.tag ");
  EXPECT_EQ(strict("{{table sample.none code}}"), "report.no_source ");
  EXPECT_EQ(strict("{{table sample.item none}}"), "record.unknown_field ");
  EXPECT_EQ(strict("{{table sample.item?none=1 code}}"), "record.unknown_field ");
  EXPECT_EQ(strict("{{table sample.item?year=many code}}"), "record.type ");
  EXPECT_EQ(strict("{{table sample.item?year code}}"), "report.tag ");
  EXPECT_EQ(strict("{{table sample.item?year=$month code}}"), "report.tag ");
  EXPECT_EQ(strict("{{table sample.item}}"), "report.tag ");
  EXPECT_EQ(strict("{{table sample.item?limit=501 code}}"), "list.limit ");
  EXPECT_EQ(strict("{{sample.items twice}}"), "report.tag ");
  EXPECT_EQ(strict("{{sample.items number x}}"), "report.tag ");
  EXPECT_EQ(strict("{{figures}}"), "report.tag ");
  EXPECT_EQ(strict("{{figures none}}"), "report.no_method ");
  EXPECT_EQ(strict("{{figures sample.items sample.none}}"), "report.no_figure ");
  EXPECT_EQ(strict("{{#sample.none}}x{{/sample.none}}"), "report.no_figure ");
  EXPECT_EQ(strict("{{section}}"), "report.tag ");
  EXPECT_EQ(strict("{{period twice}}"), "report.tag ");
}

TEST_F(Reports, survive_a_figure_that_cannot_be_computed) {
  add("a", {{"cost", INT64_MAX}});
  add("b", {{"cost", INT64_MAX}});
  EXPECT_THAT(filled("费用{{sample.cost}}，共{{sample.items}}"),
              HasSubstr("费用【**SQL 语句有误：integer overflow**】，共2个"));
  EXPECT_THAT(filled("{{figures sample.cost sample.items}}"), HasSubstr("| 物品数 | 个 | 2 |"));
}

TEST_F(Reports, take_no_text_of_a_record_for_anything_else) {
  const std::string hostile =
      "**x** [a](javascript:alert(1)) <script>alert(1)</script> | {{typo}} {{#sample}} & # 1. \\ ```";
  add("a", {{"note", hostile}});
  EXPECT_EQ(strict("- {{names sample.item note}}\n\n{{table sample.item note}}\n\n{{list sample.item note}}"), "fine");
  const std::string html = get("period=2026&format=html");
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("<a ")));
  EXPECT_THAT(html, Not(HasSubstr("<strong>x")));
  EXPECT_THAT(html, HasSubstr("**x** [a](javascript:alert(1)) &lt;script&gt;alert(1)&lt;/script&gt; | {{typo}}"));
}

TEST_F(Reports, keep_the_template_with_the_district) {
  const Answer first = district.request("GET", "/report/template");
  EXPECT_THAT(first.body.at("zh").get<std::string>(), HasSubstr("{{sections}}"));
  EXPECT_EQ(first.body.at("own").at("zh"), false);
  EXPECT_EQ(district.request("PATCH", "/report/template", {{"zh", "# 自己的"}}).status, 200);
  EXPECT_EQ(district.request("GET", "/report/template").body.at("zh"), "# 自己的");
  EXPECT_EQ(district.request("GET", "/report/template").body.at("own").at("en"), false);
  EXPECT_EQ(get("period=2026&format=md"), "# 自己的\n");
  EXPECT_EQ(district.events().back().at("topic"), "host.report.made");
  EXPECT_EQ(district.request("PATCH", "/report/template", {{"zh", nullptr}}).status, 200);
  EXPECT_EQ(district.events().back().at("topic"), "host.report.changed");
  EXPECT_EQ(district.request("GET", "/report/template").body, first.body);
  expect_problem(district.request("PATCH", "/report/template", {{"zh", "{{#x}}"}}), "report.template");
  expect_problem(district.request("PATCH", "/report/template", {{"zh", std::string(200'001, 'x')}}), "report.too_long");
  expect_problem(district.request("PATCH", "/report/template", {{"zh", 7}}), "request.parameter", "zh");
  expect_problem(district.request("PATCH", "/report/template", {{"fr", ""}}), "request.unknown_parameter", "fr");
  EXPECT_EQ(district.request("GET", "/report/template").body, first.body) << "a refusal changes nothing";
}

TEST_F(Reports, refuse_what_they_are_not_asked_for_rightly) {
  for (const char* query : {"format=doc", "lang=fr", "compare=never", "strict=maybe", "organisation=B1"})
    expect_problem(district.request("GET", std::string("/report?") + query), "request.parameter");
  expect_problem(district.request("GET", "/report?period=26"), "figure.period");
  expect_problem(district.request("GET", "/report?colour=red"), "request.unknown_parameter");
  expect_problem(district.request("GET", "/report?organisation=404"), "record.not_found");
}

TEST(ReportSections, are_judged_without_being_filled) {
  Manifest manifest;
  manifest.id = "m";
  RecordType type;
  type.method = "m";
  type.id = "r";
  type.full_id = "m.r";
  type.fields.emplace_back();
  type.fields.back().id = "f";
  manifest.records.push_back(type);
  Figure figure;
  figure.key = "m.n";
  figure.of = "m.r";
  manifest.figures.push_back(figure);
  const auto code = [&](const std::string& text) {
    try {
      check_section(manifest, text, "report/zh.md");
    } catch (const Problem& problem) {
      return problem.code();
    }
    return std::string("fine");
  };
  EXPECT_EQ(code("{{m.n}} {{table m.n?f=1&sort=f # f}} {{list m.r f}} {{#other}}{{other.figure}}{{/other}} {{period}}"),
            "fine");
  EXPECT_EQ(code("{{m.x}}"), "report.no_figure");
  EXPECT_EQ(code("{{figures m.n m.x}}"), "report.no_figure");
  EXPECT_EQ(code("{{#m.n}}{{m.x}}{{/m.n}}"), "report.no_figure") << "also inside a condition";
  EXPECT_EQ(code("{{^m.n}}{{m.x}}{{/m.n}}"), "report.no_figure");
  EXPECT_EQ(code("{{#m.x}}{{/m.x}}"), "report.no_figure");
  EXPECT_EQ(code("{{table m.x f}}"), "report.no_source");
  EXPECT_EQ(code("{{table m.r g}}"), "record.unknown_field");
  EXPECT_EQ(code("{{table m.n?g=1 f}}"), "record.unknown_field");
  EXPECT_EQ(code("{{section other}}"), "report.nested");
  EXPECT_EQ(code("{{sections}}"), "report.nested");
  EXPECT_EQ(code("{{typo}}"), "report.tag");
  EXPECT_EQ(code("{{#m}}"), "report.template");
  EXPECT_EQ(code("\xff"), "report.template");
  EXPECT_EQ(code(std::string(200'001, 'x')), "report.too_long");
}

}  // namespace
}  // namespace liufa::host::test
