/// Import: all rows or none, every error with its row, the same file twice changes nothing.
#include "fixture.hpp"
#include "services/csv_text.hpp"

namespace liufa::host::test {
namespace {

class Imports : public SampleTest {
 protected:
  Answer import(const std::string& csv, const std::string& query = "") {
    return district.request("POST", item + "/import" + query, Json(csv));
  }
  /// {row, code} of every error.
  static std::vector<std::pair<std::size_t, std::string>> errors(const Answer& answer) {
    std::vector<std::pair<std::size_t, std::string>> all;
    for (const Json& each : answer.body.value("errors", Json::array()))
      all.emplace_back(each.value("line", std::size_t{0}), each.value("code", ""));
    return all;
  }
  using Errors = std::vector<std::pair<std::size_t, std::string>>;
  std::size_t count() { return district.list("sample.item").size(); }
};

TEST_F(Imports, create_change_and_leave_as_it_is) {
  const std::string csv = "code,year,score,done,kind,place,tags\nx,2026,7.5,是,大,B1,a;b\ny,,,,,,\n";
  Json report = import(csv).body;
  EXPECT_EQ(report.at("created"), 2);
  const Json x = district.list("sample.item", "code=x").at(0);
  EXPECT_EQ(x.at("score"), 7.5);
  EXPECT_EQ(x.at("done"), true);
  EXPECT_EQ(x.at("kind"), "big");
  EXPECT_EQ(x.at("place"), branch);
  EXPECT_EQ(x.at("tags"), Json({"a", "b"}));

  const auto before = events();
  report = import(csv).body;
  EXPECT_EQ(report.at("unchanged"), 2);
  EXPECT_EQ(events(), before) << "the same file again changes nothing";

  report = import("code,year,score\nx,,8\nz,2027,\n").body;
  EXPECT_EQ(report.at("updated"), 1);
  EXPECT_EQ(report.at("created"), 1);
  const Json changed = district.list("sample.item", "code=x").at(0);
  EXPECT_EQ(changed.at("score"), 8);
  EXPECT_EQ(changed.at("year"), 2026) << "an empty cell leaves what is there";
}

TEST_F(Imports, try_without_writing) {
  const auto before = events();
  const Answer tried = import("code\nx\ny\n", "?dry_run=true");
  EXPECT_EQ(tried.body.at("created"), 2);
  EXPECT_EQ(tried.body.at("dry_run"), true);
  EXPECT_EQ(count(), 0U);
  EXPECT_EQ(events(), before);
  EXPECT_EQ(import("code,year\nx,1\n", "?dry_run=true").code(), "import.refused");
  EXPECT_EQ(import("code\nx\n", "?dry_run=false").body.at("created"), 1);
}

TEST_F(Imports, tell_every_error_with_its_row_and_write_nothing) {
  add("old", {{"fixed", "f"}});
  const auto before = events();
  const Answer answer = import(
      "code,year,day,place,fixed\n"
      "good,2026,2026-03-01,B1,\n"
      "x,1,never,B1,\n"
      "x,,,B9,\n"
      "y,,,,\n"
      "\n"
      "y,2027\n"
      "z,,,T,\n"
      "good,,,,\n"
      "old,,,,g\n");
  EXPECT_EQ(answer.code(), "import.refused");
  EXPECT_EQ(errors(answer), (Errors{{3, "record.range"},
                                    {3, "record.type"},
                                    {4, "import.twice"},
                                    {7, "import.columns"},
                                    {8, "record.kind"},
                                    {9, "import.twice"},
                                    {10, "record.fixed"}}));
  EXPECT_EQ(count(), 1U);
  EXPECT_EQ(events(), before);
}

TEST_F(Imports, take_names_or_ids_for_columns_in_any_order) {
  EXPECT_EQ(import("年度,编号\n2026,x\n").body.at("created"), 1);
  EXPECT_EQ(import("Year,Code\n2026,x\n").body.at("unchanged"), 1);
}

TEST_F(Imports, refuse_a_header_that_is_wrong) {
  EXPECT_EQ(errors(import("code,colour,computed\nx,red,1\n")), (Errors{{1, "import.column"}, {1, "import.column"}}));
  EXPECT_EQ(errors(import("code,year,编号\nx,2026,x\n")), (Errors{{1, "import.column_twice"}}));
  EXPECT_EQ(errors(import("year\n2026\n")), (Errors{{1, "import.key_missing"}}));
  EXPECT_EQ(import("").code(), "import.empty");
  EXPECT_EQ(import("\n\n").code(), "import.empty");
  EXPECT_EQ(import("code\n").body.at("rows"), 0);
  EXPECT_EQ(district.request("POST", "/records/sample/plain/import", Json("text\nx\n")).code(), "import.not_possible");
}

TEST_F(Imports, read_what_spreadsheets_write) {
  const std::string csv =
      "\xEF\xBB\xBF"
      "code,note\r\nx,\"two\r\nlines, with a \"\"quote\"\"\"\r\ny,\"\"\r\n\r\nz,last without an end";
  EXPECT_EQ(import(csv).body.at("created"), 3);
  EXPECT_EQ(district.list("sample.item", "code=x").at(0).at("note"), "two\nlines, with a \"quote\"");
  EXPECT_EQ(district.list("sample.item", "code=z").at(0).at("note"), "last without an end");
}

TEST_F(Imports, count_rows_as_the_file_has_lines) {
  EXPECT_EQ(errors(import("code,note,year\nx,\"one\ntwo\",2026\n\ny,,1\n")), (Errors{{5, "record.range"}}));
}

TEST_F(Imports, refuse_what_is_not_utf8_with_the_row) {
  const std::string gb18030 = "\xCE\xC4\xBC\xFE";
  const std::vector<std::pair<std::string, std::size_t>> files{{"code\n" + gb18030 + "\n", 2},
                                                               {gb18030 + "\nx\n", 1},
                                                               {"code\nx\ny\n\xED\xA0\x80\n", 4},
                                                               {"code\nx\n\xC0\xAF\n", 3},
                                                               {std::string("\xFF\xFE") + "c\0o\0", 1}};
  for (const auto& [file, line] : files) {
    const Answer answer = import(file);
    EXPECT_EQ(answer.code(), "import.utf8");
    EXPECT_EQ(answer.body.value("line", std::size_t{0}), line);
  }
  EXPECT_EQ(count(), 0U);
}

TEST_F(Imports, refuse_quotes_that_do_not_match) {
  for (const char* csv : {"code\n\"x\n", "code\n\"x\"y\n", "code\nx\ny\"z\n", "code,note\nx,\"a\"b\"\n"})
    EXPECT_EQ(import(csv).code(), "import.csv") << csv;
  EXPECT_EQ(count(), 0U);
}

TEST_F(Imports, rows_may_refer_to_rows_further_down_but_not_in_a_circle) {
  EXPECT_EQ(import("code,before\nc,b\nb,a\na,\n").body.at("created"), 3);
  EXPECT_EQ(errors(import("code,before\nx,y\ny,x\nz,\n")),
            (Errors{{2, "record.no_reference"}, {3, "record.no_reference"}}));
  EXPECT_EQ(count(), 3U);
}

TEST_F(Imports, an_export_comes_back_unchanged) {
  add("x", {{"note", "=SUM(A1)"}, {"score", 7.5}, {"tags", {"a", "b"}}, {"done", false}, {"cost", 12}});
  std::string csv = district.request("GET", item + "/export").body;
  EXPECT_THAT(csv, ::testing::HasSubstr("'=SUM(A1)")) << "a spreadsheet must not take a text for a formula";
  EXPECT_THAT(csv, ::testing::StartsWith("\xEF\xBB\xBF"));
}

TEST(CsvCells, are_quoted_where_they_must_be) {
  std::string csv;
  for (const char* cell : {"plain", "a,b", "a\"b", "a\nb", "-1.5", "-x", "@x", "+1", "", "=1"})
    csv_append(csv, cell, !csv.empty());
  EXPECT_EQ(csv, "plain,\"a,b\",\"a\"\"b\",\"a\nb\",-1.5,'-x,'@x,+1,,'=1");
}

}  // namespace
}  // namespace liufa::host::test
