/// What spreadsheet programs write, and what is read of it.
#include "fixture.hpp"

namespace liufa::host::test {
namespace {

const std::string heading = text_row(1, {"code", "name"});

TEST(WorkbookReading, takes_texts_however_they_are_stored) {
  Workbook book(
      heading +
      "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"s\"><v>1</v></c></row>"
      "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><r><t>in</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> "
      "line</t></r></is></c><c r=\"B3\" t=\"str\"><f>A2&amp;\"x\"</f><v>ax</v></c></row>");
  book.texts =
      "<si><t>a &lt;&amp;&gt; 中</t></si><si><r><t>ri</t></r><r><t>ch</t></r><rPh sb=\"0\" "
      "eb=\"1\"><t>phonetic</t></rPh></si>";
  EXPECT_EQ(text_of(rows_of(book.file())), "code|name\na <&> 中|rich\nin line|ax\n");
}

TEST(WorkbookReading, takes_cells_and_rows_without_references_in_order) {
  const Workbook book(
      "<row><c t=\"inlineStr\"><is><t>code</t></is></c></row><row><c><v>1</v></c><c><v>2</v></c></row>"
      "<row r=\"5\"><c><v>3</v></c><c r=\"D5\"><v>4</v></c><c><v>5</v></c></row>");
  const auto rows = rows_of(book.file());
  EXPECT_EQ(text_of(rows), "code\n1|2\n3|||4|5\n");
  EXPECT_EQ(rows[1].line, 2U);
  EXPECT_EQ(rows[2].line, 5U);
}

TEST(WorkbookReading, knows_numbers_dates_booleans_and_errors_apart) {
  Workbook book(
      heading +
      "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>46082</v></c><c r=\"B2\" s=\"2\"><v>7</v></c><c r=\"C2\" "
      "t=\"b\"><v>1</v></c>"
      "<c r=\"D2\" t=\"e\"><v>#N/A</v></c><c r=\"E2\" t=\"d\"><v>2026-03-01T08:30:00</v></c><c r=\"F2\"><f>1+1</f></c>"
      "<c r=\"G2\"><f>1+1</f><v>2</v></c><c r=\"H2\" s=\"99\"><v>1</v></c></row>");
  book.styles =
      "<numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/><numFmt numFmtId=\"165\" "
      "formatCode=\"000\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf "
      "numFmtId=\"0\"/><xf "
      "numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs>";
  const TableRow row = rows_of(book.file()).at(1);
  const std::vector<std::pair<Cell::Kind, std::string>> expected{{Cell::Kind::date, "2026-03-01"},
                                                                 {Cell::Kind::number, "7"},
                                                                 {Cell::Kind::boolean, "true"},
                                                                 {Cell::Kind::error, "#N/A"},
                                                                 {Cell::Kind::moment, "2026-03-01 08:30:00"},
                                                                 {Cell::Kind::uncomputed, ""},
                                                                 {Cell::Kind::number, "2"},
                                                                 {Cell::Kind::number, "1"}};
  ASSERT_EQ(row.cells.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(row.cells[i].kind, expected[i].first) << i;
    EXPECT_EQ(row.cells[i].text, expected[i].second) << i;
  }
  EXPECT_EQ(row.cells[1].digits, 3);
  book.workbook_properties = "<workbookPr date1904=\"1\"/>";
  EXPECT_EQ(rows_of(book.file()).at(1).cells[0].text, "2030-03-02");
}

TEST(WorkbookReading, passes_over_empty_rows_and_cells) {
  const Workbook book(
      heading +
      "<row r=\"2\"/><row r=\"3\"><c r=\"A3\" s=\"1\"/><c r=\"B3\"/></row>"
      "<row r=\"4\"><c r=\"A4\"><v>1</v></c><c r=\"B4\"/><c r=\"C4\" s=\"3\"/></row><row r=\"1048576\"/>");
  EXPECT_EQ(text_of(rows_of(book.file())), "code|name\n1\n");
}

TEST(WorkbookReading, finds_the_heading_below_a_title_and_in_the_first_visible_sheet_that_has_one) {
  Workbook book;
  book.sheet("说明", text_row(1, {"how to fill it in"}))
      .sheet("hidden", text_row(1, {"code"}) + text_row(2, {"wrong"}), "state=\"hidden\"")
      .sheet("very", text_row(1, {"code"}) + text_row(2, {"wrong"}), "state=\"veryHidden\"")
      .sheet("empty", "")
      .sheet("data", text_row(1, {"党员名册"}) + text_row(3, {"", "2026"}) + text_row(4, {"code", "name"}) +
                         text_row(5, {"x", "y"}))
      .sheet("later", text_row(1, {"code"}) + text_row(2, {"wrong"}));
  const auto rows = rows_of(book.file());
  EXPECT_EQ(text_of(rows), "code|name\nx|y\n");
  EXPECT_EQ(rows[0].line, 4U);
}

TEST(WorkbookReading, takes_the_row_that_names_most_for_the_heading) {
  const Workbook book(text_row(1, {"name", "of a list"}) + text_row(2, {"code", "name", "note"}) +
                      text_row(3, {"1", "code", "x"}));
  EXPECT_EQ(text_of(rows_of(book.file())), "code|name|note\n1|code|x\n");
}

TEST(WorkbookReading, without_a_heading_gives_the_first_sheet_that_has_rows) {
  Workbook book;
  book.sheet("empty", "").sheet("a", text_row(2, {"x", "y"}) + text_row(3, {"z"})).sheet("b", text_row(1, {"w"}));
  EXPECT_EQ(text_of(rows_of(book.file())), "x|y\nz\n");
  EXPECT_EQ(rows_of(Workbook("").file()).size(), 0U);
}

TEST(WorkbookReading, fills_cells_that_are_merged_downward) {
  Workbook book;
  book.sheet("a",
             text_row(1, {"title"}) + text_row(2, {"code", "name", "place"}) + text_row(3, {"1", "a", "B1"}) +
                 text_row(4, {"2", "b"}) + text_row(5, {"3", "c"}) + text_row(6, {"4", "d"}) + "<row r=\"7\"/>",
             "",
             "<mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"C3:C5\"/><mergeCell ref=\"A6:B6\"/><mergeCell "
             "ref=\"C6:C9\"/><mergeCell ref=\"broken\"/></mergeCells>");
  EXPECT_EQ(text_of(rows_of(book.file())), "code|name|place\n1|a|B1\n2|b|B1\n3|c|B1\n4|d\n");
}

TEST(WorkbookReading, does_not_mind_prefixes_case_and_backslashes) {
  Workbook book(heading + text_row(2, {"x", "y"}));
  Parts parts = book.parts();
  for (auto& [name, content] : parts)
    if (name == "xl/worksheets/sheet1.xml") {
      name = "xl/Worksheets/Sheet1.xml";
      for (const char* element : {"worksheet", "sheetData", "row", "c ", "is>", "t>"}) {
        content = patched(std::move(content), fmt::format("</{}", element), fmt::format("</x:{}", element));
        content = patched(std::move(content), fmt::format("<{}", element), fmt::format("<x:{}", element));
      }
      content = patched(std::move(content), "</c>", "</x:c>");
      content = patched(std::move(content), "<x:worksheet xmlns=", "<x:worksheet xmlns:x=");
    }
  EXPECT_EQ(text_of(rows_of(zipped(parts))), "code|name\nx|y\n");
  EXPECT_EQ(text_of(rows_of(patched(book.file(), "xl/worksheets/sheet1.xml", "xl\\worksheets\\sheet1.xml"))),
            "code|name\nx|y\n");
}

TEST(WorkbookReading, takes_utf16_and_escaped_characters) {
  Workbook book(text_row(1, {"code"}) + text_row(2, {"a_x000D__x000A_b_x005F_x0041_c_x4E2D__x0001_"}));
  EXPECT_EQ(rows_of(book.file()).at(1).cells[0].text, "a\nb_x0041_c中");
  Parts parts = book.parts();
  for (auto& [name, content] : parts) {
    if (name != "xl/worksheets/sheet1.xml") continue;
    std::string wide = "\xFF\xFE";
    for (const char each : content.substr(content.find("?>") + 2)) {
      wide += each;
      wide += '\0';
    }
    content = wide;
  }
  EXPECT_EQ(rows_of(zipped(parts)).at(1).cells[0].text, "a\nb_x0041_c中");
}

TEST(WorkbookReading, leaves_macros_and_formulas_alone) {
  Workbook book(heading + "<row r=\"2\"><c r=\"A2\"><f>HYPERLINK(\"http://evil\")</f><v>5</v></c></row>");
  book.main_type = "application/vnd.ms-excel.sheet.macroEnabled.main+xml";
  book.more = {{"xl/vbaProject.bin", "Attribute VB_Name = \"Evil\""},
               {"xl/externalLinks/externalLink1.xml", "<!DOCTYPE x>"}};
  EXPECT_EQ(text_of(rows_of(book.file())), "code|name\n5\n");
}

TEST(WorkbookWriting, comes_back_cell_by_cell) {
  const std::vector<std::vector<Cell>> rows{
      {{Cell::Kind::text, "=1+1"},
       {Cell::Kind::number, "0.1", 0},
       {Cell::Kind::date, "2026-03-01"},
       {Cell::Kind::moment, "2026-03-01 08:30:00"}},
      {{Cell::Kind::text, "@x"}, {Cell::Kind::number, "-5", 0}, {Cell::Kind::date, "1893-12-26"}, {}},
      {{Cell::Kind::text, "+1\t"}, {Cell::Kind::number, "1234567890123456", 0}, {}, {}},
      {{Cell::Kind::text, " 前后 空格 \n二行"},
       {Cell::Kind::number, "12.50", 0},
       {},
       {Cell::Kind::moment, "2026-12-31 23:59:59.999"}},
      {{Cell::Kind::text, "_x0041_ <&>\"'"}, {}, {}, {}},
      {{Cell::Kind::text, "007"}, {}, {}, {}}};
  const std::vector<TableColumn> columns{
      {"code"}, {"n", Cell::Kind::number, 2}, {"d", Cell::Kind::date}, {"m", Cell::Kind::moment}};
  const auto writer = xlsx_writer(columns, {"a[b]:c*?/\\d 名称很长很长很长很长很长很长很长很长很长很长很长很长很长很长",
                                            "2026-03-01T00:00:00.000Z"});
  for (const auto& row : rows) {
    for (const Cell& cell : row) writer->cell(cell);
    writer->end_row();
  }
  const std::string file = writer->finish();
  const auto read = rows_of(file);
  ASSERT_EQ(read.size(), rows.size() + 1);
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const Cell got = c < read[i + 1].cells.size() ? read[i + 1].cells[c] : Cell{};
      EXPECT_EQ(got.text, rows[i][c].text == "12.50" ? "12.5" : rows[i][c].text);
      const bool as_text = rows[i][c].text == "1893-12-26" || rows[i][c].text == "1234567890123456";
      EXPECT_EQ(got.kind, as_text ? Cell::Kind::text : rows[i][c].kind) << rows[i][c].text;
    }
  const auto again = xlsx_writer(columns, {"a", "2026-03-01T00:00:00.000Z"});
  EXPECT_EQ(text_of(rows_of(again->finish())), "code|n|d|m\n");
}

TEST(WorkbookWriting, cuts_what_no_cell_can_hold) {
  const auto writer = xlsx_writer({{"code"}}, {"a", ""});
  std::string text;
  for (int i = 0; i < 40'000; ++i) text += "字";
  writer->cell({Cell::Kind::text, text});
  writer->end_row();
  const std::string read = rows_of(writer->finish()).at(1).cells[0].text;
  EXPECT_EQ(read.size(), 32'767U * 3);
  EXPECT_TRUE(read.ends_with("字…"));
}

}  // namespace
}  // namespace liufa::host::test
