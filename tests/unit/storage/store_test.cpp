/// The store: what is acknowledged is there, what fails leaves nothing, whoever reads sees one commit.
#include "fixture.hpp"

namespace liufa::host::test {
namespace {

using ::testing::ElementsAre;

class Writing : public StoreTest {};

TEST_F(Writing, a_job_that_throws_leaves_nothing_and_its_exception_comes_out) {
  EXPECT_EQ(code_of([&] {
              store->write([](Session& session) {
                insert(session, "half");
                throw Problem("record.nothing_to_change");
              });
            }),
            "record.nothing_to_change");
  EXPECT_EQ(count(), 0);
}

TEST_F(Writing, what_breaks_a_unique_rule_is_undone) {
  store->write([](Session& session) { insert(session, "one"); });
  EXPECT_EQ(code_of([&] {
              store->write([](Session& session) {
                insert(session, "two");
                insert(session, "one");
              });
            }),
            "storage.constraint");
  EXPECT_EQ(count(), 1);
}

TEST_F(Writing, in_a_shared_commit_only_the_job_that_throws_is_undone) {
  const auto codes =
      in_one_commit({[](Session& session) { insert(session, "a"); },
                     [](Session& session) {
                       insert(session, "b");
                       throw Problem("record.nothing_to_change");
                     },
                     [](Session& session) { insert(session, "a"); }, [](Session& session) { insert(session, "c"); }});
  EXPECT_THAT(codes, ElementsAre("", "record.nothing_to_change", "storage.constraint", ""));
  EXPECT_EQ(count(), 2);
  EXPECT_EQ(store->figures().refused, 2U);
}

TEST_F(Writing, when_the_engine_gives_up_a_shared_commit_none_of_it_is_left) {
  // A full disk makes the engine undo the whole transaction by itself, in the midst of the jobs.
  const auto codes = in_one_commit({[](Session& session) { insert(session, "before"); },
                                    [](Session& session) {
                                      session.execute("PRAGMA max_page_count = 1");
                                      insert(session, std::string(1 << 20, 'x'));
                                    },
                                    [](Session& session) { insert(session, "after"); }});
  EXPECT_THAT(codes, ElementsAre("storage.full", "storage.full", "storage.full"));
  EXPECT_EQ(count(), 0);
  store->write([](Session& session) { session.execute("PRAGMA max_page_count = 1000000"); });
  store->write([](Session& session) { insert(session, "later"); });
  EXPECT_EQ(count(), 1);
}

TEST_F(Writing, a_savepoint_is_undone_alone_and_they_nest) {
  store->write([](Session& session) {
    insert(session, "outside");
    const auto generation = session.generation();
    EXPECT_THROW(session.within_savepoint([&] {
      insert(session, "inside");
      session.within_savepoint([&] { insert(session, "innermost"); });
      throw Problem("record.nothing_to_change");
    }),
                 Problem);
    EXPECT_GT(session.generation(), generation) << "whoever keeps a copy must read again";
    session.within_savepoint([&] {
      insert(session, "kept");
      EXPECT_THROW(session.within_savepoint([&] {
        insert(session, "inner");
        throw 42;
      }),
                   int);
    });
  });
  EXPECT_EQ(count(), 2);
}

TEST_F(Writing, what_was_acknowledged_is_there_after_reopening) {
  for (int i = 0; i < 10; ++i) store->write([&](Session& session) { insert(session, std::to_string(i)); });
  store = nullptr;
  store = open_sqlite((folder / "district.db").string());
  EXPECT_EQ(count(), 10);
  EXPECT_TRUE(store->check().empty());
}

class Reading : public StoreTest {};

TEST_F(Reading, a_session_sees_the_last_commit_and_nothing_unfinished) {
  const Reader reader = store->read();
  store->write([&](Session& session) {
    insert(session, "unfinished");
    EXPECT_EQ(reader->scalar_integer("SELECT COUNT(*) FROM thing"), 0);
  });
  EXPECT_EQ(reader->scalar_integer("SELECT COUNT(*) FROM thing"), 1);
}

TEST_F(Reading, a_snapshot_sees_one_commit_to_its_end) {
  store->write([](Session& session) { insert(session, "before"); });
  const auto snapshot = store->snapshot();
  store->write([](Session& session) { insert(session, "after"); });
  EXPECT_EQ(snapshot->scalar_integer("SELECT COUNT(*) FROM thing"), 1);
  EXPECT_EQ(count(), 2);
}

TEST_F(Reading, a_session_for_reading_does_not_write) {
  const Reader reader = store->read();
  EXPECT_NE(code_of([&] { insert(*reader, "by a reader"); }), "");
  EXPECT_EQ(count(), 0);
}

TEST_F(Reading, gives_values_of_every_kind_back_as_they_were) {
  const std::string text = "汉字 \" ' \\ \n \xF0\x9F\x98\x80";
  store->write([&](Session& session) { insert(session, text, INT64_MIN); });
  const Reader reader = store->read();
  const auto rows = reader->query("SELECT name, size, NULL, 1.5 FROM thing");
  ASSERT_TRUE(rows->next());
  EXPECT_EQ(rows->text(0), text);
  EXPECT_EQ(rows->integer(1), INT64_MIN);
  EXPECT_EQ(own(rows->value(2)), Value());
  EXPECT_EQ(own(rows->value(3)), Value(1.5));
  EXPECT_FALSE(rows->next());
}

TEST_F(Reading, one_statement_serves_nested_loops) {
  store->write([](Session& session) {
    insert(session, "a");
    insert(session, "b");
  });
  const Reader reader = store->read();
  const std::string sql = "SELECT name FROM thing ORDER BY name";
  std::string seen;
  for (const auto outer = reader->query(sql); outer->next();)
    for (const auto inner = reader->query(sql); inner->next();) {
      seen += outer->text(0);
      seen += inner->text(0);
    }
  EXPECT_EQ(seen, "aaabbabb");
}

TEST_F(Reading, parameters_are_counted) {
  const Reader reader = store->read();
  const ValueView one = std::int64_t{1};
  EXPECT_EQ(code_of([&] { reader->query("SELECT $1, $2", {&one, 1}); }), "storage.parameters");
  EXPECT_EQ(code_of([&] { reader->query("SELECT $2", {&one, 1}); }), "storage.sql");
  const auto rows = reader->query("SELECT $1 + $1", {&one, 1});
  ASSERT_TRUE(rows->next());
  EXPECT_EQ(rows->integer(0), 2);
}

class Grants : public StoreTest {
 protected:
  Grants() {
    store->write([](Session& session) {
      session.create_table({"hidden", {{"name", true, true}}});
      insert(session, "seen");
    });
  }
  Grant grant{"method 1", {"thing"}, {{"missing", "SELECT NULL AS id, NULL AS name WHERE 1 = 0"}}};
};

TEST_F(Grants, hold_for_each_method_though_the_statement_is_cached) {
  const Reader reader = store->read();
  const Grant other{"method 2", {"hidden"}, {}};
  const std::string sql = "SELECT name FROM thing";
  EXPECT_TRUE(reader->query_within(grant, sql, {})->next());
  EXPECT_EQ(code_of([&] { reader->query_within(other, sql, {}); }), "storage.not_granted");
  EXPECT_TRUE(reader->query_within(grant, sql, {})->next());
  EXPECT_TRUE(reader->query(sql)->next()) << "the host's own SQL is not bound by them";
  EXPECT_TRUE(reader->query("SELECT COUNT(*) FROM hidden")->next());
}

TEST_F(Grants, let_what_is_absent_read_as_empty) {
  const Reader reader = store->read();
  for (const char* sql :
       {"SELECT name FROM missing", "  select name from missing",
        "SELECT t.name FROM thing t JOIN missing m ON m.id = t.id",
        "WITH x AS (SELECT name FROM missing) SELECT name FROM x",
        "WITH RECURSIVE x(i) AS (SELECT id FROM missing UNION ALL SELECT i + 1 FROM x WHERE i < 3) SELECT i FROM x"})
    EXPECT_FALSE(reader->query_within(grant, sql, {})->next()) << sql;
  const auto rows = reader->query_within(grant, "SELECT COUNT(*) FROM missing", {});
  ASSERT_TRUE(rows->next());
  EXPECT_EQ(rows->integer(0), 0);
}

TEST_F(Grants, are_asked_inside_a_write_too) {
  store->write([&](Session& session) {
    insert(session, "written so far");
    const auto rows = session.query_within(grant, "SELECT COUNT(*) FROM thing", {});
    EXPECT_TRUE(rows->next());
    EXPECT_EQ(rows->integer(0), 2);
    EXPECT_EQ(code_of([&] { session.query_within(grant, "SELECT name FROM hidden", {}); }), "storage.not_granted");
    EXPECT_EQ(code_of([&] { session.query_within(grant, "DELETE FROM thing", {}); }), "storage.not_select");
  });
  EXPECT_EQ(count(), 2);
}

class Opening : public StoreTest {};

TEST_F(Opening, refuses_what_is_no_database) {
  liufa::test::write_file(folder / "other.db", std::string(8192, 'x'));
  EXPECT_EQ(code_of([&] { open_sqlite((folder / "other.db").string()); }), "storage.corrupt");
  EXPECT_NE(code_of([&] { open_sqlite((folder / "no/such/folder.db").string()); }), "");
}

TEST_F(Opening, a_backup_is_whole_and_taken_while_others_write) {
  store->write([](Session& session) { insert(session, "before"); });
  const std::string file = (folder / "backup.db").string();
  {
    Hold hold(*store);
    store->backup(file);
  }
  const auto copy = open_sqlite(file);
  EXPECT_EQ(copy->read()->scalar_integer("SELECT COUNT(*) FROM thing"), 1);
  EXPECT_TRUE(copy->check().empty());
}

class StoreThreads : public StoreTest {};

TEST_F(StoreThreads, many_write_and_read_at_once_and_every_answer_is_true) {
  constexpr int threads = 8;
  constexpr int each = 50;
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t)
    running.emplace_back([this, t] {
      for (int i = 0; i < each; ++i) {
        const std::string name = std::to_string(t) + "-" + std::to_string(i % 40);
        const std::string code = code_of([&] { store->write([&](Session& session) { insert(session, name); }); });
        EXPECT_EQ(code, i < 40 ? "" : "storage.constraint");
        const ValueView parameter = std::string_view(name);
        EXPECT_EQ(store->read()->scalar_integer("SELECT COUNT(*) FROM thing WHERE name = $1", {&parameter, 1}), 1);
      }
    });
  for (std::thread& thread : running) thread.join();
  EXPECT_EQ(count(), threads * 40);
  EXPECT_EQ(store->figures().writes + store->figures().refused, threads * each + 1U);
}

}  // namespace
}  // namespace liufa::host::test
