/// The command line as people and scripts use it: a process, its output, its status.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "serving.hpp"

namespace liufa::test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class CommandLine : public ::testing::Test {
 protected:
  /// Runs a command on the test's data folder.
  Ended run(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--data", data.path().string()});
    return run_liufa(std::move(arguments));
  }
  Json json(std::vector<std::string> arguments) {
    arguments.emplace_back("--json");
    const Ended ended = run(std::move(arguments));
    EXPECT_EQ(ended.status, 0) << ended.error;
    return Json::parse(ended.out);
  }
  /// That it fails with one clear line, and prints nothing that a script could take for an answer.
  static void expect_failure(const Ended& ended, const std::string& words) {
    EXPECT_NE(ended.status, 0);
    EXPECT_LT(ended.status, 128) << "it crashed";
    EXPECT_THAT(ended.error, HasSubstr(words));
    EXPECT_EQ(ended.out, "");
  }
  void create(const std::string& district = "d") { EXPECT_EQ(run({"district", "create", district}).status, 0); }
  std::string file(const std::string& name, const std::string& content) {
    write_file(folder / name, content);
    return (folder / name).string();
  }
  /// Changes the district's database behind the host's back.
  void falsify(const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open((data / "districts/d/district.db").c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
  }

  Folder data;
  Folder folder;
};

TEST_F(CommandLine, refuses_what_it_does_not_know) {
  for (const auto& arguments : std::vector<std::vector<std::string>>{{},
                                                                     {"fly"},
                                                                     {"method"},
                                                                     {"method", "fly"},
                                                                     {"import"},
                                                                     {"import", "organisation"},
                                                                     {"figures", "--colour", "red"},
                                                                     {"method", "enable"},
                                                                     {"restore"},
                                                                     {"district", "create"}}) {
    const Ended ended = run_liufa(arguments);
    EXPECT_NE(ended.status, 0);
    EXPECT_LT(ended.status, 128);
    EXPECT_NE(ended.error, "");
  }
  EXPECT_EQ(run_liufa({"--help"}).status, 0);
  EXPECT_EQ(run_liufa({"figures", "--help"}).status, 0);
  EXPECT_THAT(run_liufa({"--version"}).out, ::testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST_F(CommandLine, says_which_district_it_needs) {
  expect_failure(run({"figures"}), "liufa district create");
  create("a");
  EXPECT_EQ(run({"figures"}).status, 0) << "there is only one";
  create("b");
  expect_failure(run({"figures"}), "there are: a, b");
  expect_failure(run({"figures", "--district", "c"}), "no district “c”");
  expect_failure(run({"district", "create", "a"}), "already exists");
  expect_failure(run({"district", "create", "A B"}), "lower-case");
  EXPECT_EQ(json({"district", "list"}), Json({"a", "b"}));
}

TEST_F(CommandLine, shows_figures_for_people_and_for_programs) {
  create();
  EXPECT_EQ(run({"import", "organisation", file("o.csv", "code,name,kind\na,甲村,village\nb,乙村,village\n")}).status,
            0);
  const Json figures = json({"figures", "--period", "2026"});
  ASSERT_TRUE(figures.is_array());
  for (const Json& each : figures) {
    EXPECT_TRUE(each.at("key").is_string());
    EXPECT_TRUE(each.at("value").is_number() || each.at("value").is_null());
    EXPECT_TRUE(each.at("unit").at("zh").is_string());
    EXPECT_FALSE(each.at("name").at("zh").get<std::string>().empty());
    EXPECT_FALSE(each.at("name").at("en").get<std::string>().empty());
    if (each.at("key") == "directory.villages") {
      EXPECT_EQ(each.at("value"), 2);
    }
  }
  EXPECT_THAT(run({"figures"}).out, ::testing::ContainsRegex("directory.villages +2 "));
  expect_failure(run({"figures", "--period", "soon"}), "2026-H1");
  expect_failure(run({"figures", "--organisation", "x"}), "organisation");
}

TEST_F(CommandLine, imports_all_or_nothing_and_tells_every_line) {
  create();
  const std::string bad = file("bad.csv", "code,name,kind\na,甲,village\nb,,village\nc,丙,castle\n");
  const Ended ended = run({"import", "organisation", bad});
  expect_failure(ended, "line 3");
  EXPECT_THAT(ended.error, HasSubstr("line 4"));
  EXPECT_THAT(run({"export", "organisation"}).out, ::testing::Not(HasSubstr("甲")));
  const std::string good = file("good.csv", "code,name,kind\na,甲,village\n");
  EXPECT_EQ(json({"import", "organisation", good, "--dry-run"}).at("created"), 1);
  EXPECT_EQ(json({"import", "organisation", good}).at("created"), 1);
  EXPECT_EQ(json({"import", "organisation", good}).at("unchanged"), 1);
  EXPECT_THAT(run({"export", "organisation"}).out, HasSubstr("甲"));
  expect_failure(run({"import", "organisation", (folder / "none.csv").string()}), "none.csv");
  expect_failure(run({"import", "castle", good}), "directory.castle");
  expect_failure(run({"export", "organisation", "--format", "pdf"}), "csv");
}

TEST_F(CommandLine, takes_and_makes_workbooks) {
  create();
  const std::string form = (folder / "form.xlsx").string();
  EXPECT_EQ(run({"template", "organisation", "--output", form}).status, 0);
  EXPECT_EQ(json({"import", "organisation", form}).at("rows"), 0);
  run({"import", "organisation", file("o.csv", "code,name,kind,parent\na,甲镇,town,\nb,乙村,village,a\n")});
  const std::string book = (folder / "book.xlsx").string();
  EXPECT_EQ(run({"export", "organisation", "--format", "xlsx", "--names", "--columns", "code,name,kind,parent",
                 "--output", book})
                .status,
            0);
  EXPECT_EQ(json({"import", "organisation", book}).at("unchanged"), 2);
  const std::string bad = file("bad.csv", "code,name,kind\nc,丙,village\nd,,castle\n");
  const Ended tried = run({"import", "organisation", bad, "--dry-run"});
  EXPECT_NE(tried.status, 0);
  EXPECT_THAT(tried.error, HasSubstr("line 3"));
  EXPECT_THAT(tried.out, ::testing::ContainsRegex("1 created.* 1 refused"));
  expect_failure(run({"import", "organisation", file("book.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")}), ".xlsx");
}

TEST_F(CommandLine, knows_the_holidays_and_imports_the_next_years) {
  create();
  const std::string known = run({"export", "work.calendar_day"}).out;
  EXPECT_THAT(known, HasSubstr("2025-10-08,holiday,国庆节、中秋节,国办发明电〔2024〕12号"));
  EXPECT_THAT(known, HasSubstr("2025-10-11,workday,"));
  EXPECT_THAT(known, HasSubstr("2026-02-28,workday,春节,国办发明电〔2025〕7号"));
  const std::string next =
      file("2027.csv", "date,kind,name,source\n2027-01-01,holiday,元旦,试\n2027-01-03,workday,元旦,试\n");
  EXPECT_EQ(run({"import", "work.calendar_day", next}).status, 0);
  // A correction is the same command again: the date finds the day.
  file("2027.csv", "date,kind,name,source\n2027-01-01,holiday,元旦,试\n2027-01-03,holiday,元旦,更正\n");
  EXPECT_EQ(run({"import", "work.calendar_day", next}).status, 0);
  const std::string after = run({"export", "work.calendar_day"}).out;
  EXPECT_THAT(after, HasSubstr("2027-01-03,holiday,元旦,更正"));
  EXPECT_THAT(after, ::testing::Not(HasSubstr("2027-01-03,workday")));
  const std::string wrong = file("wrong.csv", "date,kind\n2027-02-30,holiday\n2027-02-03,off\n");
  expect_failure(run({"import", "work.calendar_day", wrong}), "2027-02-30");
}

TEST_F(CommandLine, enables_methods_and_says_why_not) {
  create();
  EXPECT_EQ(json({"method", "enable", "regulations"}).at("state"), "enabled");
  EXPECT_EQ(run({"method", "why", "regulations"}).status, 0);
  EXPECT_EQ(json({"method", "disable", "regulations"}).at("state"), "disabled");
  expect_failure(run({"method", "enable", "nobody"}), "nobody");
  expect_failure(run({"method", "why", "nobody"}), "nobody");
  for (const Json& method : json({"method", "list"}))
    EXPECT_THAT(method.at("state"), ::testing::AnyOf("found", "disabled"));
  write_file(folder / "bad/method.yaml", "id: bad\ncolour: red\n");
  EXPECT_EQ(run({"method", "list", "--methods", folder.path().string()}).status, 0);
  expect_failure(run({"method", "enable", "bad", "--methods", folder.path().string()}), "errors found");
  const Ended checked = run_liufa({"method", "check", (folder / "bad").string()});
  EXPECT_NE(checked.status, 0);
  EXPECT_THAT(checked.error, HasSubstr("line 2"));
}

TEST_F(CommandLine, verifies_the_log_and_names_the_first_bad_event) {
  create();
  run({"import", "organisation", file("o.csv", "code,name,kind\na,甲,village\nb,乙,village\n")});
  EXPECT_EQ(run({"verify"}).status, 0);
  EXPECT_EQ(json({"verify"}).at("ok"), true);
  falsify("UPDATE core_event SET after = replace(after, '甲', '丁')");
  const Ended ended = run({"verify"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_EQ(run({"verify", "--json"}).status, 1);
  const Json bad = Json::parse(run({"verify", "--json"}).out).at("first_bad");
  EXPECT_EQ(bad.at("topic"), "directory.organisation.created");
  EXPECT_THAT(ended.error, HasSubstr("the first bad event is " + bad.at("offset").dump() + " (directory"));
}

TEST_F(CommandLine, examines_the_tree) {
  create();
  run({"import", "organisation", file("o.csv", "code,name,kind\na,甲,village\n")});
  EXPECT_EQ(run({"doctor"}).status, 0);
  falsify("UPDATE directory_organisation SET path = '/9/'");
  EXPECT_EQ(run({"doctor"}).status, 1);
  EXPECT_EQ(Json::parse(run({"doctor", "--json"}).out).at("ok"), false);
}

TEST_F(CommandLine, restores_a_backup_and_nothing_else) {
  create();
  run({"import", "organisation", file("o.csv", "code,name,kind\na,甲,village\n")});
  const std::string backup = json({"backup"}).at("file");
  const Json head = json({"verify"}).at("head");
  run({"import", "organisation", file("p.csv", "code,name,kind\nb,乙,village\n")});
  EXPECT_NE(json({"verify"}).at("head"), head);
  expect_failure(run({"restore", file("junk.db", std::string(8192, 'x'))}), "damaged");
  expect_failure(run({"restore", (folder / "none.db").string()}), "none.db");
  EXPECT_THAT(run({"export", "organisation"}).out, HasSubstr("乙")) << "what was refused changed nothing";
  EXPECT_EQ(run({"restore", backup}).status, 0);
  EXPECT_EQ(json({"verify"}).at("head"), head);
  EXPECT_THAT(run({"export", "organisation"}).out, ::testing::Not(HasSubstr("乙")));
}

TEST_F(CommandLine, writes_reports) {
  create();
  EXPECT_EQ(run({"method", "enable", "regulations"}).status, 0);
  const Ended markdown = run({"report", "--period", "2026", "--lang", "zh"});
  EXPECT_EQ(markdown.status, 0) << markdown.error;
  EXPECT_THAT(markdown.out, StartsWith("# d区直机关党建工作情况报告"));
  EXPECT_EQ(markdown.error, "");
  for (const auto& [name, begin] :
       {std::pair{"r.html", "<!doctype html>"}, {"r.docx", "PK"}, {"r.pdf", "%PDF-"}, {"r.md", "# "}}) {
    const std::string to = (folder / name).string();
    EXPECT_EQ(run({"report", "--period", "2026", "--output", to}).status, 0) << name;
    EXPECT_THAT(content_of(to), StartsWith(begin));
  }
  EXPECT_THAT(run({"report", "--format", "docx"}).out, StartsWith("PK")) << "into a pipe, without a file";
  expect_failure(run({"report", "--format", "doc"}), "html, md, docx, pdf");
  expect_failure(run({"report", "--period", "soon"}), "soon");
  expect_failure(run({"report", "--organisation", "404"}), "404");
}

TEST_F(CommandLine, says_what_is_missing_in_a_report) {
  create();
  const std::string own = file("own.md", "# R\n\n{{none.such}}\n");
  EXPECT_EQ(run({"report", "template", own, "--lang", "en"}).status, 0);
  EXPECT_EQ(run({"report", "template", "--lang", "en"}).out, "# R\n\n{{none.such}}\n");
  const Ended report = run({"report", "--lang", "en"});
  EXPECT_EQ(report.status, 0);
  EXPECT_THAT(report.out, HasSubstr("no figure “none.such”"));
  EXPECT_THAT(report.error, HasSubstr("could not be filled: 1"));
  EXPECT_THAT(report.error, HasSubstr("no figure “none.such”"));
  expect_failure(run({"report", "--lang", "en", "--strict"}), "could not be filled: 1");
  const Json told = json({"report", "--lang", "en", "--period", "2026"});
  EXPECT_EQ(told.at("problems").at(0).at("code"), "report.no_figure");
  EXPECT_THAT(told.at("content").get<std::string>(), StartsWith("# R"));
  expect_failure(run({"report", "template", file("bad.md", "{{#x}}"), "--lang", "en"}), "line 1");
  EXPECT_EQ(run({"report", "template", "--default", "--lang", "en"}).status, 0);
  EXPECT_THAT(run({"report", "template", "--lang", "en"}).out, HasSubstr("{{sections}}"));
  {
    Serving server(data.path(), {});
    EXPECT_EQ(run({"report", "template", own, "--lang", "en"}).status, 0);
    EXPECT_THAT(run({"report", "--lang", "en"}).error, HasSubstr("no figure “none.such”")) << "also through a server";
    const std::string to = (folder / "through.docx").string();
    EXPECT_EQ(run({"report", "--output", to}).status, 0);
    EXPECT_THAT(content_of(to), StartsWith("PK"));
    EXPECT_EQ(server.stop(), 0);
  }
}

TEST_F(CommandLine, goes_through_the_server_that_holds_the_data) {
  create();
  Serving server(data.path(), {});
  EXPECT_EQ(run({"import", "organisation", file("o.csv", "code,name,kind\na,甲,village\n")}).status, 0);
  EXPECT_EQ(server.ask("d", "GET", "/records/directory/organisation?count=true").json().at("count"), 1);
  EXPECT_EQ(json({"method", "enable", "regulations"}).at("state"), "enabled");
  EXPECT_EQ(json({"verify"}).at("ok"), true);
  expect_failure(run({"district", "create", "e"}), "stop the server");
  expect_failure(run({"serve", "--listen", "127.0.0.1:0"}), "in use by another process");
  EXPECT_EQ(server.stop(), 0);
  EXPECT_EQ(run({"district", "create", "e"}).status, 0);
}

TEST_F(CommandLine, serves_only_as_it_is_configured) {
  for (const char* address : {"nonsense", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "127.0.0.1:-1", ":x"})
    expect_failure(run({"serve", "--listen", address}), "--listen");
  expect_failure(run({"serve", "--config", (folder / "none.yaml").string()}), "none.yaml");
  expect_failure(run({"serve", "--config", file("c.yaml", "listen: 127.0.0.1:0\ncolour: red\n")}), "line 2");
  expect_failure(run({"serve", "--config", file("d.yaml", "listen: [\n")}), "d.yaml");
}

TEST_F(CommandLine, does_the_work_of_a_method) {
  create();
  ASSERT_EQ(run({"method", "enable", "pairing"}).status, 0);
  const Json department =
      json({"record", "create", "organisation", "code=D1", "name=某局", "kind=department", "sector=economic"});
  json({"record", "create", "organisation", "code=V1", "name=某村", "kind=village", "condition=poor"});
  const Json matched = json({"run", "pairing.match", "year:=2026"});
  ASSERT_EQ(matched.at("created"), 1) << matched;
  const Json pairs = json({"record", "list", "pairing.pair", "--where", "state=proposed"});
  ASSERT_EQ(pairs.size(), 1U);
  const std::string pair = "pairing.pair/" + std::to_string(pairs[0].at("id").get<int>());
  EXPECT_EQ(json({"record", "change", pair, "note=先试一年"}).at("note"), "先试一年");
  EXPECT_EQ(json({"record", "step", pair, "confirm"}).at("state"), "active");
  EXPECT_EQ(json({"record", "show", pair}).at("urban"), department.at("id"));
}

TEST_F(CommandLine, says_what_a_value_has_to_look_like) {
  create();
  expect_failure(run({"record", "create", "organisation", "code"}), "FIELD=TEXT");
  expect_failure(run({"record", "create", "organisation", "code:={"}), "JSON");
  expect_failure(run({"record", "create", "organisation", "code=D1"}), "name");
  expect_failure(run({"record", "step", "organisation/1", "close"}), "close");
  expect_failure(run({"run", "pairing.match"}), "pairing");
}

}  // namespace
}  // namespace liufa::test
