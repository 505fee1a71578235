/// What happens to a record's table when its declaration changes: taken if the data fit, else refused and left as it
/// was.
#include <fmt/format.h>

#include "fixture.hpp"
#include "model/manifest_reader.hpp"
#include "storage/schema.hpp"

namespace liufa::host::test {
namespace {

class Migrations : public StoreTest {
 protected:
  Migrations() {
    store->write([](Session& session) { create_core_tables(session); });
    migrate_to(first);
    store->write([](Session& session) {
      session.execute(
          "INSERT INTO m_r (version, state, created_at, updated_at, name, kind, day, size, share) VALUES "
          "(1, 'open', 't', 't', 'x', 'red', '2026-03-01', 7, 125), (1, 'done', 't', 't', 'y', 'blue', NULL, 7, NULL)");
    });
  }

  static RecordType record_of(const std::string& fields, const std::string& more) {
    const std::string yaml =
        "id: m\nname: {zh: 法, en: M}\nversion: 1.0.0\nsdk: 1\nrecords:\n  r:\n    name: {zh: 录, en: R}\n" + more +
        "    fields:\n" + fields;
    return *read_manifest(yaml, "method.yaml").record("r");
  }

  struct Declared {
    std::string name = "{name: {zh: 名, en: Name}, type: text}";
    std::string kind =
        "{name: {zh: 类, en: Kind}, type: choice, options: {red: {zh: 红, en: Red}, blue: {zh: 蓝, en: Blue}}}";
    std::string day = "{name: {zh: 日, en: Day}, type: date}";
    std::string size = "{name: {zh: 大小, en: Size}, type: integer}";
    std::string share = "{name: {zh: 份, en: Share}, type: decimal, scale: 2}";
    std::string further;  ///< lines of more fields
    std::string more;     ///< lines of the record
    std::string states = "{open: {zh: 开, en: Open}, done: {zh: 完, en: Done}}";
    std::string steps = "{finish: {name: {zh: 完成, en: Finish}, from: [open], to: done, by: [office]}}";
  };

  static std::string line(const char* name, const std::string& declaration) {
    return declaration.empty() ? "" : fmt::format("      {}: {}\n", name, declaration);
  }
  static RecordType type_of(const Declared& of) {
    const std::string workflow =
        of.states.empty()
            ? ""
            : fmt::format("    workflow:\n      states: {}\n      transitions: {}\n", of.states, of.steps);
    return record_of(line("name", of.name) + line("kind", of.kind) + line("day", of.day) + line("size", of.size) +
                         line("share", of.share) + of.further,
                     workflow + of.more);
  }
  std::vector<std::string> migrate_to(const Declared& declared) {
    std::vector<std::string> done;
    const RecordType type = type_of(declared);
    store->write([&](Session& session) { done = migrate(session, type); });
    return done;
  }
  std::string code_of_migration(const Declared& declared) {
    return code_of([&] { migrate_to(declared); });
  }
  std::string value(const std::string& sql) {
    const Value found = store->read()->scalar(sql);
    if (const auto* number = std::get_if<std::int64_t>(&found)) return std::to_string(*number);
    const auto* text = std::get_if<std::string>(&found);
    return text ? *text : "null";
  }
  /// All that a migration could have changed.
  std::string shape() {
    return value("SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)") +
           value("SELECT group_concat(shape) FROM core_record_type") + value("SELECT group_concat(share) FROM m_r");
  }
  void expect_refused(const Declared& declared) {
    const std::string before = shape();
    EXPECT_EQ(code_of_migration(declared), "migration.refused");
    EXPECT_EQ(shape(), before);
    EXPECT_TRUE(migrate_to(first).empty()) << "the declaration before still holds";
  }

  Declared first;
};

TEST_F(Migrations, the_same_declaration_changes_nothing) {
  const std::string before = shape();
  EXPECT_TRUE(migrate_to(first).empty());
  EXPECT_EQ(shape(), before);
}

TEST_F(Migrations, a_new_field_is_empty_in_old_records) {
  Declared next = first;
  next.further = line("colour", "{name: {zh: 色, en: Colour}, type: text}");
  EXPECT_FALSE(migrate_to(next).empty());
  EXPECT_EQ(value("SELECT COUNT(*) FROM m_r WHERE colour IS NULL"), "2");
}

TEST_F(Migrations, a_new_required_field_needs_a_default_and_fills_old_records_with_it) {
  Declared next = first;
  next.further = line("colour", "{name: {zh: 色, en: Colour}, type: text, required: true}");
  expect_refused(next);
  next.further = line("colour", "{name: {zh: 色, en: Colour}, type: text, required: true, default: it's red}") +
                 line("weight", "{name: {zh: 重, en: Weight}, type: decimal, scale: 1, required: true, default: 3}");
  migrate_to(next);
  EXPECT_EQ(value("SELECT COUNT(*) FROM m_r WHERE colour = 'it''s red' AND weight = 30"), "2");
}

TEST_F(Migrations, a_field_becomes_required_only_if_all_have_it) {
  Declared next = first;
  next.size = "{name: {zh: 大小, en: Size}, type: integer, required: true}";
  EXPECT_EQ(code_of_migration(next), "");
  next.day = "{name: {zh: 日, en: Day}, type: date, required: true}";
  EXPECT_EQ(code_of_migration(next), "migration.refused");
}

TEST_F(Migrations, a_removed_field_keeps_its_data_and_comes_back_with_it) {
  Declared next = first;
  next.size = "";
  migrate_to(next);
  EXPECT_EQ(value("SELECT size FROM m_r WHERE name = 'x'"), "7");
  next.size = "{name: {zh: 大小, en: Size}, type: date}";
  EXPECT_EQ(code_of_migration(next), "migration.refused") << "it may not come back as something else";
  EXPECT_EQ(code_of_migration(first), "");
  EXPECT_EQ(value("SELECT size FROM m_r WHERE name = 'x'"), "7");
}

TEST_F(Migrations, a_type_changes_only_where_no_value_is_lost) {
  const auto with = [this](std::string Declared::*field, const std::string& declaration) {
    Declared next = first;
    next.*field = declaration;
    return next;
  };
  expect_refused(with(&Declared::name, "{name: {zh: 名, en: Name}, type: integer}"));
  expect_refused(with(&Declared::name, "{name: {zh: 名, en: Name}, type: date}"));
  expect_refused(with(&Declared::name, "{name: {zh: 名, en: Name}, type: text, list: true}"));
  expect_refused(with(&Declared::size, "{name: {zh: 大小, en: Size}, type: text}"));
  expect_refused(with(&Declared::share, "{name: {zh: 份, en: Share}, type: decimal, scale: 1}"));
  migrate_to(with(&Declared::day, "{name: {zh: 日, en: Day}, type: text}"));
  EXPECT_EQ(value("SELECT day FROM m_r WHERE name = 'x'"), "2026-03-01");
}

TEST_F(Migrations, a_decimal_gains_digits_and_keeps_its_value) {
  Declared next = first;
  next.share = "{name: {zh: 份, en: Share}, type: decimal, scale: 4}";
  next.size = "{name: {zh: 大小, en: Size}, type: decimal, scale: 1}";
  migrate_to(next);
  EXPECT_EQ(value("SELECT share FROM m_r WHERE name = 'x'"), "12500");
  EXPECT_EQ(value("SELECT size FROM m_r WHERE name = 'x'"), "70");
  EXPECT_TRUE(migrate_to(next).empty()) << "once is enough";
  EXPECT_EQ(value("SELECT size FROM m_r WHERE name = 'x'"), "70");
}

TEST_F(Migrations, an_option_or_a_state_that_records_have_stays) {
  Declared next = first;
  next.kind = "{name: {zh: 类, en: Kind}, type: choice, options: {red: {zh: 红, en: Red}}}";
  expect_refused(next);
  next = first;
  next.states = "{open: {zh: 开, en: Open}, closed: {zh: 关, en: Closed}}";
  next.steps = "{finish: {name: {zh: 关, en: Close}, from: [open], to: closed, by: [office]}}";
  expect_refused(next);
}

TEST_F(Migrations, records_from_before_a_workflow_stand_at_its_beginning) {
  Declared next = first;
  next.states = "";
  migrate_to(next);
  store->write([](Session& session) {
    session.execute("INSERT INTO m_r (version, created_at, updated_at, name) VALUES (1, 't', 't', 'between')");
  });
  migrate_to(first);
  EXPECT_EQ(value("SELECT state FROM m_r WHERE name = 'between'"), "open");
}

TEST_F(Migrations, indexes_come_and_go) {
  Declared next = first;
  next.more = "    indexes: [[kind, day]]\n    unique: [[name]]\n";
  migrate_to(next);
  const std::string indexes = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'm_r'";
  EXPECT_EQ(value(indexes), "3") << "state, kind and day, name";
  EXPECT_EQ(code_of([&] { store->write([](Session& session) { session.execute("UPDATE m_r SET name = 'x'"); }); }),
            "storage.constraint");
  migrate_to(first);
  EXPECT_EQ(value(indexes), "1");
}

TEST_F(Migrations, what_is_twice_does_not_become_unique) {
  Declared next = first;
  next.more = "    unique: [[size]]\n";
  expect_refused(next);
  next.more = "    unique: [[day]]\n";
  EXPECT_EQ(code_of_migration(next), "") << "an empty value is not the same as another";
}

TEST_F(Migrations, of_several_records_all_are_done_or_none) {
  Declared good = first;
  good.further = line("colour", "{name: {zh: 色, en: Colour}, type: text}");
  Declared bad = first;
  bad.name = "{name: {zh: 名, en: Name}, type: integer}";
  const std::string before = shape();
  EXPECT_EQ(code_of([&] {
              store->write([&](Session& session) {
                migrate(session, type_of(good));
                migrate(session, type_of(bad));
              });
            }),
            "migration.refused");
  EXPECT_EQ(shape(), before);
}

TEST(IndexNames, are_short_enough_for_every_engine_and_differ) {
  const std::vector<std::string> columns{std::string(40, 'a'), std::string(40, 'b')};
  const std::vector<std::string> others{std::string(40, 'a'), std::string(40, 'c')};
  EXPECT_LE(index_name("ux", std::string(60, 't'), columns).size(), 63U);
  EXPECT_NE(index_name("ux", std::string(60, 't'), columns), index_name("ux", std::string(60, 't'), others));
}

}  // namespace
}  // namespace liufa::host::test
