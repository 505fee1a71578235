#include "model/reading/names.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>

namespace liufa::host::reading {
namespace {

TEST(Names, are_identifiers) {
  for (const char* good : {"a", "pair", "member_pairs", "a1_"}) EXPECT_TRUE(is_identifier(good)) << good;
  EXPECT_TRUE(is_identifier(std::string(40, 'x')));
  EXPECT_FALSE(is_identifier(std::string(41, 'x')));
  for (const char* bad : {"", "A", "1a", "_a", "a-b", "a.b", "a b", "结对"}) EXPECT_FALSE(is_identifier(bad)) << bad;
}

TEST(Names, of_options_may_begin_with_a_digit) {
  EXPECT_TRUE(is_option_id("0"));
  EXPECT_TRUE(is_option_id("2nd"));
  EXPECT_FALSE(is_option_id("_a"));
  EXPECT_FALSE(is_option_id(""));
  EXPECT_FALSE(is_option_id("A"));
}

TEST(Names, are_dotted) {
  EXPECT_TRUE(is_dotted("pairing.pair", 2));
  EXPECT_TRUE(is_dotted("pair", 1));
  for (const char* bad : {"", ".", "pairing.", ".pair", "pairing..pair", "pairing.pair.x", "pairing.Pair", "pairing.*"})
    EXPECT_FALSE(is_dotted(bad, 2)) << bad;
}

TEST(Names, are_versions) {
  for (const char* good : {"0.0.0", "1.0.0", "10.200.3000"}) EXPECT_TRUE(is_version(good)) << good;
  for (const char* bad : {"", "1", "1.0", "1.0.0.0", "1.0.0-rc1", "v1.0.0", "01.0.0", "1..0", "1.0.", "1.0.1234567890"})
    EXPECT_FALSE(is_version(bad)) << bad;
}

TEST(Names, suggest_the_nearest) {
  EXPECT_EQ(nearest("requird", {"required", "record"}), "required");
  EXPECT_EQ(nearest("fields", {"fields", "field"}), "fields");
  EXPECT_EQ(nearest("licence", {"name", "type"}), "");
  EXPECT_EQ(nearest("", {"name"}), "");
  EXPECT_EQ(nearest(std::string(100'000, 'x'), {"name"}), "");
}

TEST(Names, of_methods_keep_out_of_the_engines_tables) {
  for (const char* bad : {"sqlite", "sqlite_x", "pg", "pg_tools", "liufa", "core", "core_x", "host"})
    EXPECT_TRUE(is_reserved_method(bad)) << bad;
  for (const char* good : {"pairing", "pgx", "sqlitex", "directory"}) EXPECT_FALSE(is_reserved_method(good)) << good;
}

/// Whether the engine takes a word as a column's name as it stands.
bool is_column_name(sqlite3* database, const std::string& word) {
  const std::string statement = "CREATE TEMP TABLE t (" + word + " TEXT); SELECT " + word + " FROM t; DROP TABLE t";
  const bool taken = sqlite3_exec(database, statement.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
  sqlite3_exec(database, "DROP TABLE IF EXISTS t", nullptr, nullptr, nullptr);
  return taken;
}

TEST(Names, of_fields_are_no_words_of_sqlite) {
  sqlite3* opened = nullptr;
  ASSERT_EQ(sqlite3_open(":memory:", &opened), SQLITE_OK);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(opened, sqlite3_close);
  for (int i = 0; i < sqlite3_keyword_count(); ++i) {
    const char* text = nullptr;
    int size = 0;
    ASSERT_EQ(sqlite3_keyword_name(i, &text, &size), SQLITE_OK);
    std::string word(text, static_cast<std::size_t>(size));
    for (char& each : word) each = static_cast<char>(std::tolower(static_cast<unsigned char>(each)));
    EXPECT_TRUE(is_reserved_field(word) || is_column_name(database.get(), word)) << word;
  }
}

}  // namespace
}  // namespace liufa::host::reading
