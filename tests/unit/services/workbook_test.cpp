/// Records out into workbooks and back in: exports, the template that people fill in, imports of what they sent.
#include "workbook.hpp"

#include "fixture.hpp"
#include "services/table/table.hpp"
#include "services/table/xlsx_sheet.hpp"

namespace liufa::host::test {
namespace {

class Workbooks : public SampleTest {
 protected:
  std::string file(const std::string& path) {
    const Answer answer = district.request("GET", item + path);
    EXPECT_EQ(answer.status, 200) << path;
    return answer.body.is_string() ? answer.body.get<std::string>() : "";
  }
  Answer import(const std::string& file, const std::string& query = "") {
    return district.request("POST", item + "/import" + query, Json(file));
  }
  static std::vector<TableRow> rows_of(const std::string& file) {
    const auto reader = open_table(file, [](const TableRow& row) { return row.cells.size(); });
    std::vector<TableRow> rows;
    for (TableRow row; reader->next(row);) rows.push_back(row);
    return rows;
  }
  static std::string cell(const std::vector<TableRow>& rows, const std::string& heading, std::size_t row = 1) {
    for (std::size_t i = 0; i < rows.at(0).cells.size(); ++i)
      if (rows[0].cells[i].text == heading) return i < rows.at(row).cells.size() ? rows[row].cells[i].text : "";
    ADD_FAILURE() << "no column " << heading;
    return "";
  }
  static std::string headings(const std::vector<TableRow>& rows) {
    std::string text;
    for (const Cell& each : rows.at(0).cells) text += (text.empty() ? "" : ",") + each.text;
    return text;
  }
  static std::vector<std::pair<std::size_t, std::string>> errors(const Answer& answer) {
    std::vector<std::pair<std::size_t, std::string>> all;
    for (const Json& each : answer.body.value("errors", Json::array()))
      all.emplace_back(each.value("line", std::size_t{0}), each.value("code", ""));
    return all;
  }
  using Errors = std::vector<std::pair<std::size_t, std::string>>;

  void add_full(const std::string& code) {
    add(code, {{"note", "=HYPERLINK(\"http://x\")"},
               {"year", 2026},
               {"score", 7.5},
               {"cost", 1250},
               {"day", "2026-03-01"},
               {"moment", "2026-03-01T00:30:00.000Z"},
               {"done", true},
               {"kind", "big"},
               {"place", branch},
               {"person", person},
               {"tags", {"a", "b"}},
               {"kinds", {"small", "big"}}});
  }
};

TEST_F(Workbooks, hold_what_the_api_says) {
  add_full("x");
  const auto rows = rows_of(file("/export?format=xlsx"));
  EXPECT_EQ(headings(rows).substr(0, 24), "id,state,code,note,year,");
  EXPECT_EQ(cell(rows, "state"), "draft");
  EXPECT_EQ(cell(rows, "note"), "=HYPERLINK(\"http://x\")");
  EXPECT_EQ(cell(rows, "score"), "7.5");
  EXPECT_EQ(cell(rows, "cost"), "1250");
  EXPECT_EQ(cell(rows, "day"), "2026-03-01");
  EXPECT_EQ(cell(rows, "moment"), "2026-03-01 08:30:00") << "by the clock in China";
  EXPECT_EQ(cell(rows, "done"), "true");
  EXPECT_EQ(cell(rows, "kind"), "big");
  EXPECT_EQ(cell(rows, "place"), std::to_string(branch));
  EXPECT_EQ(cell(rows, "tags"), "a;b");
  EXPECT_EQ(rows[1].cells[4].kind, Cell::Kind::number);
}

TEST_F(Workbooks, for_people_say_names) {
  add_full("x");
  for (const char* format : {"xlsx", "csv"}) {
    SCOPED_TRACE(format);
    const auto rows = rows_of(file(std::string("/export?names=true&format=") + format));
    EXPECT_EQ(cell(rows, "状态"), "草稿");
    EXPECT_EQ(cell(rows, "费用（元）"), format == std::string("csv") ? "12.50" : "12.5");
    EXPECT_EQ(cell(rows, "已完成"), "是");
    EXPECT_EQ(cell(rows, "类别"), "大");
    EXPECT_EQ(cell(rows, "地点"), "一支部");
    EXPECT_EQ(cell(rows, "人员"), "甲");
    EXPECT_EQ(cell(rows, "各类别"), "小;大");
    EXPECT_EQ(cell(rows, "时刻"), "2026-03-01 08:30:00");
  }
  const auto english = rows_of(file("/export?names=true&lang=en&format=xlsx&columns=state,cost,kind,done"));
  EXPECT_EQ(headings(english), "State,Cost (yuan),Kind,Done");
  EXPECT_EQ(cell(english, "Done"), "yes");
}

TEST_F(Workbooks, have_the_columns_and_rows_asked_for) {
  add("b", {{"year", 2025}});
  add("a", {{"year", 2026}});
  add("c", {{"year", 2026}});
  const auto rows = rows_of(file("/export?format=xlsx&columns=code,updated_at&year=2026&sort=-code"));
  EXPECT_EQ(headings(rows), "code,updated_at");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[1].cells[0].text, "c");
  EXPECT_EQ(district.request("GET", item + "/export?columns=colour").code(), "record.unknown_field");
  for (const char* wrong : {"format=pdf", "names=perhaps", "lang=fr"})
    EXPECT_EQ(district.request("GET", item + "/export?" + wrong).code(), "request.parameter") << wrong;
  EXPECT_EQ(district.request("GET", item + "/export?format=xlsx&colour=red").code(), "record.unknown_field");
}

TEST_F(Workbooks, come_back_unchanged_from_an_export_for_people) {
  add_full("x");
  add("y");
  const std::string columns = "columns=code,note,year,score,cost,day,moment,done,kind,place,person,tags,kinds";
  const auto before = events();
  for (const char* form :
       {"format=xlsx&names=true", "format=xlsx&names=true&lang=en", "format=csv&names=true", "format=xlsx"}) {
    const Answer answer = import(file(fmt::format("/export?{}&{}", form, columns)));
    EXPECT_EQ(answer.body.value("unchanged", 0), 2) << form << answer.body;
  }
  EXPECT_EQ(events() - before, 4U) << "no more than that they were exported";
}

TEST_F(Workbooks, as_templates_are_filled_in_and_imported) {
  for (const char* language : {"zh", "en"}) {
    const std::string file = this->file(std::string("/template?lang=") + language);
    const auto rows = rows_of(file);
    ASSERT_EQ(rows.size(), 1U) << "only headings";
    EXPECT_EQ(rows[0].cells[0].text, language == std::string("zh") ? "编号 *" : "Code *");
    EXPECT_EQ(rows[0].cells.size(), 21U) << "computed fields are not filled in";
    EXPECT_EQ(import(file).body.value("rows", 1), 0) << "an empty template imports nothing";
    const std::string heading = headings(rows);
    const Answer answer =
        import(heading + "\n" + language + ",,2026" + std::string(heading.size() ? 18 : 0, ',') + "\n");
    EXPECT_EQ(answer.body.value("created", 0), 1) << answer.body;
  }
}

TEST_F(Workbooks, as_templates_explain_themselves) {
  const std::string file = this->file("/template");
  ZipArchive archive(file);
  const XlsxBook book = read_book(archive);
  ASSERT_EQ(book.sheets.size(), 3U);
  EXPECT_EQ(book.sheets[0].name, "物品");
  EXPECT_TRUE(book.sheets[1].visible);
  EXPECT_FALSE(book.sheets[2].visible);
  const std::string sheet = archive.read_all("xl/worksheets/sheet1.xml", 1 << 20);
  EXPECT_THAT(sheet, ::testing::HasSubstr("dataValidation type=\"list\""));
  EXPECT_THAT(sheet, ::testing::HasSubstr("'选项'!"));
  EXPECT_THAT(sheet, ::testing::HasSubstr("<formula1>1949</formula1><formula2>2200</formula2>"));
  EXPECT_TRUE(archive.contains("xl/comments1.xml"));
  XlsxSheetReader notes(archive, book, book.sheets[1], {});
  TableRow row;
  ASSERT_TRUE(notes.next(row) && notes.next(row));
  EXPECT_EQ(row.cells.at(1).text, "code");
  EXPECT_EQ(row.cells.at(2).text, "是");
  EXPECT_EQ(row.cells.at(3).text, "文本，不超过 8 字");
  EXPECT_EQ(district.request("GET", "/records/sample/plain/template").code(), "import.not_possible");
  EXPECT_EQ(district.request("GET", item + "/template?colour=red").code(), "request.unknown_parameter");
}

TEST_F(Workbooks, from_people_are_imported) {
  Workbook book;
  book.styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs>";
  book.styles = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"000\"/></numFmts>" + book.styles;
  book.sheet(
      "名册",
      text_row(1, {"物品清单"}) +
          text_row(2, {"编号 *", "分数", "年度", "费用（元）", "日期", "时刻", "已完成", "地点"}) +
          "<row r=\"3\"><c r=\"A3\" s=\"2\"><v>7</v></c><c r=\"B3\"><v>0.30000000000000004</v></c><c "
          "r=\"C3\"><v>2.026E+3</v></c><c r=\"D3\"><v>12.35</v></c><c r=\"E3\" s=\"1\"><v>46082</v></c><c r=\"F3\" "
          "s=\"1\"><v>46082.354166666664</v></c><c r=\"G3\" t=\"b\"><v>1</v></c><c r=\"H3\" "
          "t=\"inlineStr\"><is><t> 一支部　</t></is></c></row><row r=\"9\"/>");
  const Answer answer = import(book.file());
  ASSERT_EQ(answer.body.value("created", 0), 1) << answer.body;
  const Json record = district.list("sample.item").at(0);
  EXPECT_EQ(record.at("code"), "007");
  EXPECT_EQ(record.at("score"), 0.3);
  EXPECT_EQ(record.at("year"), 2026);
  EXPECT_EQ(record.at("cost"), 1235);
  EXPECT_EQ(record.at("day"), "2026-03-01");
  EXPECT_EQ(record.at("moment"), "2026-03-01T00:30:00.000Z");
  EXPECT_EQ(record.at("done"), true);
  EXPECT_EQ(record.at("place"), branch);
}

TEST_F(Workbooks, with_cells_that_are_no_such_value_are_refused_with_the_row) {
  const auto row = [](int line, const std::string& cell) {
    return fmt::format("<row r=\"{0}\"><c r=\"A{0}\"><v>{0}</v></c>{1}</row>", line, cell);
  };
  Workbook book(text_row(1, {"code", "day", "year", "note", "score", "cost"}) +
                row(2, "<c r=\"B2\"><v>46082</v></c>") +               // no date format
                row(3, "<c r=\"C3\"><v>2026.5</v></c>") +              // no integer
                row(4, "<c r=\"D4\"><v>310101199001011234</v></c>") +  // an identity number, its end lost
                row(5, "<c r=\"E5\" t=\"e\"><v>#DIV/0!</v></c>") +     //
                row(6, "<c r=\"E6\"><f>A1</f></c>") +                  // never computed
                row(7, "<c r=\"E7\"><v>0.125</v></c>") +               // more than one decimal
                row(8, "<c r=\"F8\"><v>12.5</v></c>") +                // fen are whole
                row(9, "<c r=\"H9\" t=\"inlineStr\"><is><t>stray</t></is></c>") +
                row(10, "<c r=\"B10\" s=\"1\"><v>46082.5</v></c>"));  // a time in a date
  book.styles = "<cellXfs><xf/><xf numFmtId=\"22\"/></cellXfs>";
  const Answer answer = import(book.file());
  EXPECT_EQ(answer.code(), "import.refused");
  EXPECT_EQ(errors(answer), (Errors{{2, "import.date_number"},
                                    {3, "record.type"},
                                    {4, "import.digits_lost"},
                                    {5, "import.cell_error"},
                                    {6, "import.no_value"},
                                    {7, "record.scale"},
                                    {8, "record.type"},
                                    {9, "import.no_heading"},
                                    {10, "record.type"}}));
  const Json tried = import(book.file(), "?dry_run=true").body;
  EXPECT_EQ(tried.at("refused"), 9);
  EXPECT_EQ(tried.at("items").at(2).at("title"), "4");
}

TEST_F(Workbooks, with_wrong_headings_say_which) {
  EXPECT_EQ(errors(import(Workbook(text_row(3, {"编号", "颜色", "编号"})).file())),
            (Errors{{3, "import.column"}, {3, "import.column_twice"}}));
  EXPECT_EQ(import(Workbook("").file()).code(), "import.empty");
  EXPECT_EQ(import(Workbook(text_row(1, {"颜色"})).file()).code(), "import.refused");
  const Answer apart = import(Workbook(text_row(1, {"code", "", "year"}) + text_row(2, {"x", "", "2026"})).file());
  EXPECT_EQ(apart.body.value("created", 0), 1) << "a column left free holds nothing up";
}

TEST_F(Workbooks, that_are_hostile_are_refused_with_a_problem) {
  EXPECT_EQ(import("PK\3\4 and no more").code(), "import.damaged");
  Workbook book(text_row(1, {"code"}));
  book.sheet_prolog = "<!DOCTYPE worksheet [<!ENTITY a \"b\">]>";
  const Answer answer = import(book.file());
  EXPECT_EQ(answer.code(), "import.unsafe");
  EXPECT_EQ(answer.status, 400);
  EXPECT_FALSE(answer.body.at("text").value("zh", "").empty());
  EXPECT_EQ(import(book.file(), "?dry_run=true").code(), "import.unsafe");
}

}  // namespace
}  // namespace liufa::host::test
