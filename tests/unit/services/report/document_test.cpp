/// From Markdown to pages: what a block is in an official document, what its numbers are, and that no text is ever
/// taken for markup.
#include "services/report/document.hpp"

#include <Poco/AutoPtr.h>
#include <Poco/DOM/DOMParser.h>
#include <Poco/DOM/Document.h>
#include <Poco/DOM/Element.h>
#include <Poco/DOM/NodeList.h>
#include <Poco/Zip/ZipArchive.h>
#include <Poco/Zip/ZipStream.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "base/digest.hpp"
#include "base/problem.hpp"
#include "services/report/markdown.hpp"
#include "services/report/parts.hpp"
#include "services/report/template.hpp"

namespace liufa::host::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Role = Block::Role;

const std::string hostile =
    "**x** _y_ `z` [a](javascript:alert(1)) ![i](http://e/x.png) <script>alert(1)</script> </w:t> & &amp; | "
    "{{sections}} "
    "{{#pairing}} \\ ~~s~~ ]]> \"'";

std::vector<Role> roles(const Document& document) {
  std::vector<Role> all;
  for (const Block& each : document.blocks) all.push_back(each.role);
  return all;
}

constexpr const char* official = R"(合直党工发〔2026〕3号

# 工作报告

（2025年）

中共某区委：

正文第一段
接着写。

## 一级

### 二级

#### 三级

##### 四级

### 又二级

## 又一级

- 甲
- 乙
  - 丙

1. 子
2. 丑

| 指标 | 数 |
|---|--:|
| 结对 | 76 |

---

某工作委员会

2026年1月8日
)";

TEST(ReportDocument, knows_the_parts_of_an_official_document) {
  const Document document = read_document(official, Language::zh);
  EXPECT_EQ(roles(document), (std::vector{Role::document_number, Role::title, Role::subtitle, Role::recipient,
                                          Role::body, Role::heading, Role::heading, Role::heading, Role::heading,
                                          Role::heading, Role::heading, Role::item, Role::item, Role::item, Role::item,
                                          Role::item, Role::table, Role::signature, Role::signature}));
  EXPECT_EQ(plain(document.blocks[4].line), "正文第一段接着写。")
      << "a line's end is no blank between Chinese characters";
}

TEST(ReportDocument, numbers_its_headings) {
  std::vector<std::string> zh;
  for (const Block& each : read_document(official, Language::zh).blocks)
    if (each.role == Role::heading) zh.push_back(each.marker);
  EXPECT_EQ(zh, (std::vector<std::string>{"一、", "（一）", "1.", "（1）", "（二）", "二、"}));
  std::vector<std::string> en;
  for (const Block& each : read_document(official, Language::en).blocks)
    if (each.role == Role::heading) en.push_back(each.marker);
  EXPECT_EQ(en, (std::vector<std::string>{"1. ", "1.1 ", "1.1.1 ", "1.1.1.1 ", "1.2 ", "2. "}));
}

TEST(ReportDocument, leads_only_where_one_may_follow) {
  const auto href = [](const std::string& to) {
    return read_document("[x](" + to + ")", Language::en).blocks.at(0).line.at(0).href;
  };
  EXPECT_EQ(href("/api/v1/x?a=1"), "/api/v1/x?a=1");
  EXPECT_EQ(href("https://example.org/"), "https://example.org/");
  for (const char* bad :
       {"javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "//example.org", "file:///etc"})
    EXPECT_EQ(href(bad), "") << bad;
}

TEST(ReportDocument, shows_raw_html_as_text_and_leaves_images_out) {
  const Document document =
      read_document("<b>x</b> ![alt](http://e/x.png)\n\n<script>alert(1)</script>\n", Language::zh);
  EXPECT_EQ(plain(document.blocks.at(0).line), "<b>x</b> ");
  const std::string html = write_html(document, true).html;
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
}

TEST(ReportMarkdown, lets_a_text_be_a_text) {
  for (const std::string& text : std::vector<std::string>{hostile,
                                                          "1. x",
                                                          "1) x",
                                                          "- x",
                                                          "+ x",
                                                          "# x",
                                                          "---",
                                                          "===",
                                                          ":-:",
                                                          "> x",
                                                          "    code",
                                                          "12. ",
                                                          "a  b",
                                                          "*",
                                                          "```",
                                                          "| x |",
                                                          "合川〔2025〕3号",
                                                          "+76",
                                                          "-3",
                                                          "63.2%",
                                                          "a_b_c"}) {
    std::string expected = text;
    for (std::size_t at; (at = expected.find("  ")) != std::string::npos;) expected.erase(at, 1);
    while (expected.ends_with(' ')) expected.pop_back();
    while (expected.starts_with(' ')) expected.erase(0, 1);
    const std::string before = "前文\n";
    for (const std::string& around : {std::string(), before}) {
      const Document document = read_document(around + markdown_text(text), Language::zh);
      ASSERT_EQ(document.blocks.size(), 1U) << text;
      EXPECT_EQ(plain(document.blocks[0].line), (around.empty() ? "" : "前文") + expected);
      EXPECT_EQ(document.blocks[0].role, Role::body) << text;
    }
    const Document table =
        read_document(markdown_table({"a", "b"}, {false, false}, {{markdown_text(text), "c"}}), Language::zh);
    ASSERT_EQ(table.blocks.at(0).rows.size(), 2U) << text;
    EXPECT_EQ(plain(table.blocks[0].rows[1].at(0)), expected);
    EXPECT_EQ(plain(table.blocks[0].rows[1].at(1)), "c");
  }
  EXPECT_EQ(markdown_text("a\nb\r\n c\x01"), "a b c");
  EXPECT_EQ(markdown_text("63.2%"), "63.2%") << "no more marks than are needed";
}

TEST(ReportMarkdown, is_written_as_it_was_read_with_numbers) {
  const std::string written = write_markdown(read_document(official, Language::zh));
  EXPECT_THAT(
      written,
      HasSubstr("# 工作报告\n\n（2025年）\n\n中共某区委：\n\n正文第一段接着写。\n\n## 一、一级\n\n### （一）二级\n"));
  EXPECT_THAT(written, HasSubstr("- 甲\n- 乙\n   - 丙"));
  EXPECT_THAT(written, HasSubstr("| 指标 | 数 |\n|---|--:|\n| 结对 | 76 |\n\n---\n\n某工作委员会\n\n2026年1月8日\n"));
  const std::string again = write_markdown(read_document("a " + markdown_text(hostile), Language::zh));
  EXPECT_EQ(again, "a " + markdown_text(hostile) + "\n");
}

TEST(ReportHtml, keeps_to_its_policy_and_escapes_what_it_shows) {
  const HtmlPage page =
      write_html(read_document("# " + markdown_text(hostile) + "\n\n[7](/x?a=1&b=%22)", Language::zh), true);
  EXPECT_THAT(page.html, Not(HasSubstr("<script")));
  EXPECT_THAT(page.html, Not(HasSubstr("style=")));
  EXPECT_THAT(page.html, Not(HasSubstr("onerror")));
  EXPECT_THAT(page.html, HasSubstr("<a href=\"/x?a=1&amp;b=%22\">7</a>"));
  EXPECT_THAT(page.html, HasSubstr("<html lang=\"zh-CN\">"));
  EXPECT_THAT(page.policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page.policy, HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(page.policy, Not(HasSubstr("unsafe")));
  const std::size_t begin = page.html.find("<style>") + 7;
  const std::string style = page.html.substr(begin, page.html.find("</style>") - begin);
  EXPECT_THAT(page.policy, HasSubstr("'sha256-" + base64(bytes(sha256({style}))) + "'"));
  EXPECT_EQ(style.find("url("), std::string::npos) << "nothing from outside";
  EXPECT_THAT(write_html(read_document("[7](/x)", Language::zh), false).html, Not(HasSubstr("<a ")));
}

/// The parts of a Word document.
class ReportWord : public ::testing::Test {
 protected:
  static std::map<std::string, std::string> parts(const Document& document) {
    std::istringstream in(write_word(document, "某工委", "2026-01-08T01:02:03.000Z"), std::ios::binary);
    const Poco::Zip::ZipArchive archive(in);
    std::map<std::string, std::string> all;
    for (auto each = archive.headerBegin(); each != archive.headerEnd(); ++each) {
      if (each->first.ends_with('/')) continue;
      in.clear();
      Poco::Zip::ZipInputStream part(in, each->second);
      all[each->first] = {std::istreambuf_iterator<char>(part), {}};
    }
    return all;
  }
  static Poco::AutoPtr<Poco::XML::Document> xml(const std::string& text) {
    Poco::XML::DOMParser parser;
    parser.setFeature(Poco::XML::DOMParser::FEATURE_FILTER_WHITESPACE, true);
    return parser.parseString(text);
  }
  /// An attribute of the first element of a name.
  static int number(const std::string& part, const std::string& element, const std::string& attribute) {
    const auto document = xml(part);
    const Poco::AutoPtr<Poco::XML::NodeList> found = document->getElementsByTagName(element);
    if (found->length() == 0) return -1;
    return std::stoi(dynamic_cast<Poco::XML::Element&>(*found->item(0)).getAttribute(attribute));
  }
  /// Of a style, what stands between its tags.
  static std::string style(const std::string& styles, const std::string& id) {
    const std::size_t at = styles.find("w:styleId=\"" + id + "\"");
    return styles.substr(at, styles.find("</w:style>", at) - at);
  }
  static double millimetres(int twips) { return twips * 25.4 / 1440; }
};

TEST_F(ReportWord, is_laid_out_by_the_standard) {
  const auto all = parts(read_document(official, Language::zh));
  const std::string& document = all.at("word/document.xml");
  EXPECT_EQ(number(document, "w:pgSz", "w:w"), 11906) << "A4";
  EXPECT_EQ(number(document, "w:pgSz", "w:h"), 16838);
  EXPECT_EQ(number(document, "w:pgMar", "w:top"), 2098) << "37 mm";
  EXPECT_EQ(number(document, "w:pgMar", "w:left"), 1587) << "28 mm";
  const int width = 11906 - number(document, "w:pgMar", "w:left") - number(document, "w:pgMar", "w:right");
  const int height = 16838 - number(document, "w:pgMar", "w:top") - number(document, "w:pgMar", "w:bottom");
  EXPECT_NEAR(millimetres(width), 156, 0.05);
  EXPECT_NEAR(millimetres(height), 225, 0.05);
  EXPECT_EQ(height / number(document, "w:docGrid", "w:linePitch"), 22) << "lines";
  const double character = 16.0 + number(document, "w:docGrid", "w:charSpace") / 4096.0;
  EXPECT_EQ(static_cast<int>(width / 20.0 / character), 28) << "characters in a line";
  EXPECT_THAT(document, HasSubstr("w:type=\"linesAndChars\""));
}

TEST_F(ReportWord, has_the_fonts_and_sizes_of_the_standard) {
  const auto all = parts(read_document(official, Language::zh));
  const std::string& styles = all.at("word/styles.xml");
  EXPECT_THAT(styles.substr(0, styles.find("</w:docDefaults>")), HasSubstr("w:eastAsia=\"仿宋_GB2312\""));
  EXPECT_THAT(styles.substr(0, styles.find("</w:docDefaults>")), HasSubstr("<w:sz w:val=\"32\"/>")) << "size 3: 16 pt";
  EXPECT_THAT(style(styles, "Normal"), HasSubstr("w:line=\"579\" w:lineRule=\"exact\"")) << "28.95 pt";
  EXPECT_THAT(style(styles, "Title"), HasSubstr("方正小标宋简体"));
  EXPECT_THAT(style(styles, "Title"), HasSubstr("<w:sz w:val=\"44\"/>")) << "size 2: 22 pt";
  EXPECT_THAT(style(styles, "Title"), HasSubstr("<w:jc w:val=\"center\"/>"));
  EXPECT_THAT(style(styles, "Heading1"), HasSubstr("黑体"));
  EXPECT_THAT(style(styles, "Heading2"), HasSubstr("楷体_GB2312"));
  EXPECT_THAT(style(styles, "Heading3"), HasSubstr("仿宋_GB2312"));
  EXPECT_THAT(style(styles, "BodyText"), HasSubstr("w:firstLineChars=\"200\""));
  EXPECT_THAT(style(styles, "PageNumber"), HasSubstr("<w:sz w:val=\"28\"/>")) << "size 4: 14 pt";
  EXPECT_THAT(all.at("word/settings.xml"), HasSubstr("w:evenAndOddHeaders"));
  EXPECT_THAT(all.at("word/footer_odd.xml"), HasSubstr("w:jc w:val=\"right\""));
  EXPECT_THAT(all.at("word/footer_even.xml"), HasSubstr("w:jc w:val=\"left\""));
  EXPECT_THAT(all.at("word/footer_odd.xml"), HasSubstr(" PAGE "));
}

TEST_F(ReportWord, numbers_headings_by_itself_and_signs_at_the_right) {
  const auto all = parts(read_document(official, Language::zh));
  EXPECT_THAT(all.at("word/numbering.xml"), HasSubstr("w:numFmt w:val=\"chineseCounting\""));
  EXPECT_THAT(all.at("word/numbering.xml"), HasSubstr("w:lvlText w:val=\"%1、\""));
  EXPECT_THAT(all.at("word/numbering.xml"), HasSubstr("w:lvlText w:val=\"（%2）\""));
  const std::string& document = all.at("word/document.xml");
  EXPECT_THAT(document, Not(HasSubstr("一、一级"))) << "the number is Word's";
  EXPECT_THAT(document, HasSubstr("<w:numId w:val=\"1\"/>"));
  // The name is 6 characters wide and the date 6: beginning two to the right of the name, it would end at the edge; so
  // the date is 2 off the edge and the name gives way by as much.
  EXPECT_THAT(document, HasSubstr("<w:ind w:right=\"1264\" w:rightChars=\"400\"/>"));
  EXPECT_THAT(document, HasSubstr("<w:ind w:right=\"632\" w:rightChars=\"200\"/>"));
  EXPECT_THAT(document, HasSubstr("<w:tblHeader/>"));
  const auto english = parts(read_document(official, Language::en));
  EXPECT_THAT(english.at("word/document.xml"), HasSubstr("<w:numId w:val=\"2\"/>"));
}

TEST_F(ReportWord, is_well_formed_whatever_it_says) {
  const std::string text = "# " + markdown_text(hostile) + "\n\n" + markdown_text(hostile) + "\n\n- " +
                           markdown_text(hostile) + "\n\n" + markdown_table({"a"}, {true}, {{markdown_text(hostile)}});
  const auto all = parts(read_document(text, Language::zh));
  EXPECT_EQ(all.size(), 11U);
  for (const auto& [name, content] : all) EXPECT_NO_THROW((void)xml(content)) << name;
  const auto document = xml(all.at("word/document.xml"));
  const Poco::AutoPtr<Poco::XML::NodeList> texts = document->getElementsByTagName("w:t");
  EXPECT_EQ(texts->item(0)->innerText(), hostile);
  EXPECT_EQ(texts->item(1)->innerText(), hostile);
  EXPECT_THAT(all.at("docProps/core.xml"), HasSubstr("2026-01-08T01:02:03Z"));
}

TEST(ReportTemplates, are_refused_with_the_line_of_the_mistake) {
  const auto code = [](const std::string& text) {
    try {
      (void)tags_in(text, "report");
    } catch (const Problem& problem) {
      EXPECT_EQ(problem.code(), "report.template");
      return problem.text().en;
    }
    return std::string("fine");
  };
  EXPECT_EQ(code("a {{period}} {{#x}} b {{/x}} {{! no {{matter }}"), "fine");
  EXPECT_THAT(code("a\n{{period"), HasSubstr("line 2: a tag is not ended"));
  EXPECT_THAT(code("a\n\n{{#x}}"), HasSubstr("line 3: “{{#x}}” is not ended by “{{/x}}”"));
  EXPECT_THAT(code("{{#x}}\n{{/y}}"), HasSubstr("“{{#x}}” is not ended"));
  EXPECT_THAT(code("a\n{{/x}}"), HasSubstr("line 2: “{{/x}}” ends nothing"));
  for (const char* text : {"{{}}", "{{{x}}}", "{{&x}}", "{{> x}}", "{{=<% %>=}}"})
    EXPECT_THAT(code(text), HasSubstr("there is no tag")) << text;
  std::string deep;
  for (int i = 0; i < 600; ++i) deep += "{{#x}}";
  EXPECT_THAT(code(deep), HasSubstr("too many"));
}

}  // namespace
}  // namespace liufa::host::test
