/// Import: all rows or none, every error with its row, the same file twice changes nothing.
#include "fixture.hpp"
#include "services/table/csv_text.hpp"

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
  EXPECT_EQ(import("colour\nx\n", "?dry_run=true").code(), "import.refused") << "of no row can anything be told";
  EXPECT_EQ(import("code\nx\n", "?dry_run=false").body.at("created"), 1);
}

TEST_F(Imports, of_a_trial_tell_the_fate_of_every_row) {
  add("old", {{"year", 2026}, {"place", branch}});
  add("same", {{"year", 2025}});
  const auto before = events();
  const Json report = import(
                          "code,year,place,level\n"
                          "good,2026,B2,1\n"
                          "wrong,1,B9,many\n"
                          "old,2027,,\n"
                          "same,2025,,\n"
                          "away,,B9,\n"
                          "also,2028,B2,2\n"
                          "good,,,\n",
                          "?dry_run=true")
                          .body;
  EXPECT_EQ(report.at("rows"), 7);
  EXPECT_EQ(report.at("created"), 2);
  EXPECT_EQ(report.at("updated"), 1);
  EXPECT_EQ(report.at("unchanged"), 1);
  EXPECT_EQ(report.at("refused"), 3);
  std::vector<std::string> fates;
  for (const Json& told : report.at("items")) {
    std::string fate = told.at("line").dump() + " " + told.value("fate", "") + " " + told.value("title", "");
    for (const Json& each : told.value("problems", Json::array())) fate += " " + each.value("code", "");
    fates.push_back(fate);
  }
  EXPECT_EQ(fates, (std::vector<std::string>{"3 refused wrong record.range record.type",
                                             "6 refused away record.no_reference", "8 refused good import.twice",
                                             "2 created good", "4 updated old", "5 unchanged same", "7 created also"}));
  EXPECT_EQ(count(), 2U);
  EXPECT_EQ(events(), before);
}

TEST_F(Imports, of_a_trial_undo_what_a_refused_row_left_behind) {
  // Two rows of one place and year: the second is refused, and the third, which changes the first away, is not.
  add("a", {{"place", branch}, {"year", 2026}});
  const Json report = import("code,place,year\nb,B1,2026\na,B1,2027\nc,B1,2026\n", "?dry_run=true").body;
  EXPECT_EQ(report.at("refused"), 1);
  EXPECT_EQ(report.at("items").at(0).at("title"), "b");
  EXPECT_EQ(report.at("created"), 1);
  EXPECT_EQ(report.at("updated"), 1);
}

TEST_F(Imports, take_references_by_code_id_or_name) {
  const std::string csv =
      "code,place,person\nx,二支部,甲\ny," + std::to_string(other) + ",#" + std::to_string(person) + "\nz,B2,M1\n";
  const Answer answer = import(csv);
  ASSERT_EQ(answer.body.value("created", 0), 3) << answer.body;
  for (const char* code : {"x", "y", "z"}) {
    const Json record = district.list("sample.item", std::string("code=") + code).at(0);
    EXPECT_EQ(record.at("place"), other);
    EXPECT_EQ(record.at("person"), person);
  }
  EXPECT_EQ(post({{"code", "w"}, {"place", "二支部"}}).code(), "record.no_reference") << "a program says what it means";

  district.organisation("B3", "二支部", "branch");
  EXPECT_EQ(errors(import("code,place\nw,二支部\n")), (Errors{{2, "import.ambiguous"}}));
  // What is a code is meant as one, whatever has that id.
  district.organisation(std::to_string(branch), "号", "branch");
  import("code,place\nv," + std::to_string(branch) + "\nu,#" + std::to_string(branch) + "\n");
  EXPECT_NE(district.list("sample.item", "code=v").at(0).at("place"), branch);
  EXPECT_EQ(district.list("sample.item", "code=u").at(0).at("place"), branch);
}

TEST_F(Imports, find_by_name_what_an_earlier_round_wrote) {
  EXPECT_EQ(district
                .import_csv("directory.organisation",
                            "code,name,kind,parent\nC1,丙支部,branch,丙总支\nC2,丙总支,general_branch,\n")
                .at("created"),
            2);
}

TEST_F(Imports, take_dates_and_times_as_people_write_them) {
  const std::string csv =
      "code,day,moment\na,2026/3/1,2026-03-01 16:00\nb,2026年3月1日,2026-03-01T08:00:00Z\nc, 2026.03.01 ,2026/3/1 "
      "16:00:00\n";
  ASSERT_EQ(import(csv).body.value("created", 0), 3) << import(csv).body;
  for (const Json& each : district.list("sample.item")) {
    EXPECT_EQ(each.at("day"), "2026-03-01");
    EXPECT_EQ(each.at("moment"), "2026-03-01T08:00:00.000Z");
  }
  EXPECT_EQ(errors(import("code,day\nd,3/1/2026\ne,2026-02-30\nf,2026-3\n")),
            (Errors{{2, "record.type"}, {3, "record.type"}, {4, "record.type"}}));
}

TEST_F(Imports, take_money_in_yuan_where_the_heading_says_so) {
  EXPECT_EQ(import("code,费用（元）\nx,12.5\n").body.value("created", 0), 1);
  EXPECT_EQ(import("code,Cost (yuan)\ny,0.01\n").body.value("created", 0), 1);
  EXPECT_EQ(import("code,费用\nz,12\n").body.value("created", 0), 1);
  EXPECT_EQ(district.list("sample.item", "code=x").at(0).at("cost"), 1250);
  EXPECT_EQ(district.list("sample.item", "code=y").at(0).at("cost"), 1);
  EXPECT_EQ(district.list("sample.item", "code=z").at(0).at("cost"), 12);
  EXPECT_EQ(errors(import("code,费用（元）\nx,12.345\n")), (Errors{{2, "record.scale"}}));
  EXPECT_EQ(errors(import("code,年度（元）\nx,1\n")), (Errors{{1, "import.column"}})) << "only of money";
}

TEST_F(Imports, in_the_background_are_runs) {
  const auto run_of = [&](const Answer& started) {
    Json run = started.body;
    while (run.value("state", "") == "running")
      run = district.request("GET", "/runs/" + run.at("id").get<std::string>(), nullptr, {{"prefer", "wait=10"}}).body;
    return run;
  };
  const Answer started = import("code\nx\ny\n", "?background=true");
  EXPECT_TRUE(started.status == 202 || started.status == 200) << started.body;
  const Json done = run_of(started);
  EXPECT_EQ(done.value("state", ""), "done") << done;
  EXPECT_EQ(done.at("action"), "sample.item.import");
  EXPECT_EQ(done.at("result").at("created"), 2);
  EXPECT_EQ(count(), 2U);

  const Json tried = run_of(import("code,year\nx,1\nz,\n", "?background=true&dry_run=true"));
  EXPECT_EQ(tried.at("result").at("refused"), 1);
  EXPECT_EQ(tried.at("result").at("created"), 1);
  const Json refused = run_of(import("code,year\nx,1\n", "?background=true"));
  EXPECT_EQ(refused.value("state", ""), "failed");
  EXPECT_EQ(refused.at("problem").at("errors").at(0).at("line"), 2);
  EXPECT_EQ(run_of(import("", "?background=true")).at("problem").at("code"), "import.empty");
  EXPECT_EQ(count(), 2U);
}

TEST_F(Imports, in_the_background_tell_how_far_they_are_and_can_be_cancelled) {
  std::string csv = "code\n";
  constexpr int rows = 60'000;
  for (int i = 0; i < rows; ++i) csv += std::to_string(i) + "\n";
  const auto before = events();
  const Json started = import(csv, "?background=true").body;
  const std::string path = "/runs/" + started.at("id").get<std::string>();
  Json run = started;
  while (run.value("state", "") == "running" && run.value("done", 0) == 0) run = district.request("GET", path).body;
  EXPECT_EQ(run.value("total", 0), rows);
  district.request("POST", path + "/cancel");
  run = district.request("GET", path, nullptr, {{"prefer", "wait=30"}}).body;
  EXPECT_EQ(run.value("state", ""), "cancelled") << run;
  EXPECT_EQ(count(), 0U) << "all of it is undone";
  EXPECT_EQ(events(), before);
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
  csv = district.request("GET", item + "/export?columns=code,note,score,tags,done,cost").body;
  EXPECT_EQ(import(csv).body.value("unchanged", 0), 1);
}

TEST(CsvCells, are_quoted_where_they_must_be) {
  std::string csv;
  for (const char* cell : {"plain", "a,b", "a\"b", "a\nb", "-1.5", "-x", "@x", "+1", "", "=1"})
    csv_append(csv, cell, !csv.empty());
  EXPECT_EQ(csv, "plain,\"a,b\",\"a\"\"b\",\"a\nb\",-1.5,'-x,'@x,+1,,'=1");
}

}  // namespace
}  // namespace liufa::host::test
