/// A method that reads and writes what it was not granted: refused at the call, and nothing has happened.
#include "zoo.hpp"

namespace liufa::zoo {
namespace {

class Trespasser : public Zoo {
 protected:
  Trespasser() : Zoo("trespasser") {
    district.enable("trespasser");
    district.settle();
  }

  void expect_refused(const Json& input, const std::string& code, const std::string& english = "") {
    const Json before = everything(district);
    expect_problem(act(input), code, english);
    EXPECT_EQ(everything(district), before);
  }
};

struct Query {
  const char* name;
  const char* sql;
  const char* code;
};

void PrintTo(const Query& each, std::ostream* out) { *out << each.sql; }

class ForbiddenQuery : public Trespasser, public ::testing::WithParamInterface<Query> {};

TEST_P(ForbiddenQuery, is_refused_in_a_snapshot_and_in_a_write) {
  for (const char* mode : {"query", "query in a write"})
    expect_refused({{"mode", mode}, {"sql", GetParam().sql}}, GetParam().code);
  expect_others_go_on();
}

INSTANTIATE_TEST_SUITE_P(
    zoo, ForbiddenQuery,
    ::testing::Values(
        Query{"anothers_table", "SELECT text FROM behaved_secret", "storage.not_granted"},
        Query{"anothers_table_counted", "SELECT COUNT(*) FROM behaved_secret", "storage.not_granted"},
        Query{"anothers_table_counted_by_schema", "SELECT COUNT(*) FROM main.behaved_secret", "storage.not_granted"},
        Query{"anothers_table_counted_in_capitals", "SELECT COUNT(*) FROM BEHAVED_SECRET", "storage.not_granted"},
        Query{"sqlite_schema_counted", "SELECT COUNT(*) FROM sqlite_schema", "storage.not_granted"},
        Query{"anothers_table_in_capitals", "SELECT text FROM BEHAVED_SECRET", "storage.not_granted"},
        Query{"anothers_table_in_a_subquery", "SELECT (SELECT text FROM behaved_secret LIMIT 1)",
              "storage.not_granted"},
        Query{"anothers_table_by_another_name", "WITH mine AS (SELECT * FROM behaved_secret) SELECT * FROM mine",
              "storage.not_granted"},
        Query{"anothers_table_in_a_union", "SELECT text FROM behaved_note UNION SELECT text FROM behaved_secret",
              "storage.not_granted"},
        Query{"anothers_table_by_schema", "SELECT text FROM main.behaved_secret", "storage.not_granted"},
        Query{"the_log", "SELECT after FROM core_event", "storage.not_granted"},
        Query{"the_tokens", "SELECT hash FROM core_access_token", "storage.not_granted"},
        Query{"sqlite_master", "SELECT sql FROM sqlite_master", "storage.not_granted"},
        Query{"sqlite_schema", "SELECT sql FROM sqlite_schema", "storage.not_granted"},
        Query{"pragma_function", "SELECT name FROM pragma_table_info('behaved_secret')", "storage.not_select"},
        Query{"pragma", "PRAGMA table_info(behaved_secret)", "storage.not_select"},
        Query{"pragma_that_writes", "PRAGMA user_version = 7", "storage.not_select"},
        Query{"attach", "ATTACH DATABASE '/tmp/liufa-attached.db' AS other", "storage.not_select"},
        Query{"insert", "INSERT INTO trespasser_trace (mode) VALUES ('x')", "storage.not_select"},
        Query{"insert_returning",
              "INSERT INTO trespasser_trace (version, created_at, updated_at, mode) "
              "VALUES (1, '', '', 'x') RETURNING id",
              "storage.not_select"},
        Query{"update", "UPDATE trespasser_trace SET mode = 'x'", "storage.not_select"},
        Query{"delete_after_with", "WITH x AS (SELECT 1) DELETE FROM behaved_note", "storage.not_select"},
        Query{"drop", "DROP TABLE behaved_note", "storage.not_select"},
        Query{"create_table", "CREATE TABLE mine (id INTEGER)", "storage.not_select"},
        Query{"temporary_view", "CREATE TEMP VIEW behaved_note AS SELECT 1", "storage.not_select"},
        Query{"vacuum", "VACUUM INTO '/tmp/liufa-vacuumed.db'", "storage.not_select"},
        Query{"commit", "COMMIT", "storage.not_select"}, Query{"savepoint", "SAVEPOINT work", "storage.not_select"},
        Query{"two_statements", "SELECT 1; SELECT 2", "storage.not_select"},
        Query{"a_write_after_a_select", "SELECT 1; DELETE FROM behaved_note", "storage.not_select"},
        Query{"nothing", "", "storage.not_select"}, Query{"a_comment_only", "-- nothing", "storage.not_select"},
        Query{"an_extension", "SELECT load_extension('/tmp/evil.so')", "storage.not_select"},
        Query{"no_sql", "this is no SQL", "storage.sql"},
        Query{"no_such_table", "SELECT 1 FROM no_such_table", "storage.sql"},
        Query{"parameters_missing", "SELECT $1", "storage.parameters"}),
    [](const auto& each) { return each.param.name; });

TEST_F(Trespasser, sees_its_own_tables_the_directory_and_what_it_declared) {
  for (const char* sql :
       {"SELECT id FROM trespasser_trace", "SELECT COUNT(*) FROM Trespasser_Trace",
        "WITH mine AS (SELECT id FROM behaved_note) SELECT COUNT(*) FROM mine", "SELECT text FROM behaved_note",
        "SELECT name FROM directory_organisation", "SELECT 1 AS one",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n"})
    EXPECT_EQ(act({{"mode", "query"}, {"sql", sql}}), Json()) << sql;
}

constexpr const char* endless =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";

TEST_F(Trespasser, a_query_without_end_is_stopped_where_others_wait_for_it) {
  expect_refused({{"mode", "query in a write"}, {"sql", endless}}, "storage.too_long");
  expect_others_go_on();
}

TEST_F(Trespasser, a_query_without_end_of_an_action_holds_up_nobody_and_ends_when_it_is_cancelled) {
  const Answer started = district.request("POST", "/actions/trespasser/act", {{"mode", "query"}, {"sql", endless}});
  const std::string run = "/runs/" + started.body.at("id").get<std::string>();
  expect_others_go_on();
  EXPECT_EQ(district.request("GET", run).body.at("state"), "running");
  EXPECT_LT(district.request("POST", run + "/cancel").status, 300);
  const Json end = district.request("GET", run, nullptr, {{"prefer", "wait=60"}}).body;
  EXPECT_EQ(end.at("state"), "cancelled");
  expect_problem(end.at("problem"), "action.cancelled");
}

TEST_F(Trespasser, a_record_that_it_did_not_declare_is_not_read) {
  for (const char* record : {"behaved.secret", "behaved.echo", "directory.nobody", "core_event", "", "note"})
    expect_refused({{"mode", "read"}, {"record", record}}, "method.not_granted");
  EXPECT_EQ(act({{"mode", "read"}, {"record", "behaved.note"}, {"id", first_note}}), Json());
  expect_refused({{"mode", "read"}, {"record", "behaved.note"}, {"id", 404}}, "record.not_found");
}

TEST_F(Trespasser, the_records_of_others_are_not_written) {
  for (const char* mode : {"write create", "write update", "write transition", "write derive", "write discard"})
    for (const char* record :
         {"behaved.note", "behaved.secret", "note", "directory.organisation", "core_access_token", ""})
      expect_refused({{"mode", mode}, {"record", record}, {"id", first_note}}, "method.not_own");
  expect_others_go_on();
}

TEST_F(Trespasser, its_own_records_are_written_as_declared_only) {
  expect_refused({{"mode", "write update"}, {"record", "trace"}, {"id", 404}}, "record.unknown_field", "text");
  expect_refused({{"mode", "write transition"}, {"record", "trace"}, {"id", 404}}, "workflow.none");
}

TEST_F(Trespasser, its_derived_records_are_derived_and_its_others_are_not) {
  for (const char* mode : {"write create", "write update", "write transition"})
    expect_refused({{"mode", mode}, {"record", "standing"}}, "record.derived", "Standing");
  for (const char* mode : {"write derive", "write discard"})
    expect_refused({{"mode", mode}, {"record", "trace"}}, "derived.not", "Trace");
  EXPECT_EQ(act({{"mode", "write derive"}, {"record", "standing"}}), Json());
  EXPECT_EQ(district.list("trespasser.standing").size(), 1U);
}

TEST_F(Trespasser, nothing_is_written_outside_a_write) {
  expect_refused({{"mode", "outside"}, {"record", "trace"}}, "method.not_here");
}

TEST_F(Trespasser, events_that_it_did_not_declare_are_not_emitted) {
  for (const char* event : {"note.created", "behaved.note.created", "act.undone", ""})
    expect_refused({{"mode", "write emit"}, {"record", event}}, "method.no_event");
  EXPECT_EQ(act({{"mode", "write emit"}, {"record", "act.done"}}), Json());
}

TEST_F(Trespasser, a_guard_only_refuses) {
  for (const char* text : {"guard writes", "guard emits", "guard begins a write", "guard derives", "guard discards"}) {
    const auto id = note(text);
    district.settle();
    const Json before = everything(district);
    expect_problem(close(id).body, "method.not_here", "guard");
    EXPECT_EQ(everything(district), before);
  }
  expect_others_go_on();
}

TEST_F(Trespasser, an_event_handler_does_not_write_to_what_it_hears_of) {
  const auto id = note("event writes");
  district.settle();
  ASSERT_EQ(dead_letters().size(), 1U);
  expect_problem(dead_letters()[0].at("problem"), "method.not_own");
  EXPECT_TRUE(district.read("behaved.note", id).at("remark").is_null());
}

TEST_F(Trespasser, what_it_reads_is_empty_while_the_other_method_is_disabled) {
  district.disable("behaved");
  for (const char* sql : {"SELECT text FROM behaved_note", "SELECT COUNT(*) FROM behaved_note"})
    EXPECT_EQ(act({{"mode", "query"}, {"sql", sql}}), Json()) << sql;
  expect_refused({{"mode", "query"}, {"sql", "SELECT COUNT(*) FROM main.behaved_note"}}, "storage.not_granted");
  expect_problem(act({{"mode", "read"}, {"record", "behaved.note"}, {"id", first_note}}), "method.not_granted");
}

}  // namespace
}  // namespace liufa::zoo
