/// Files that are bad as a whole: too large, no text, bombs of aliases. Each must be refused at once and with its line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "base/problem.hpp"
#include "model/manifest_reader.hpp"

namespace liufa::host {
namespace {

const std::string head = "id: pairing\nname: {zh: 结对, en: Pairing}\nversion: 1.0.0\nsdk: 1\n";

/// All that is found wrong with a text.
std::vector<Problem> findings(const std::string& yaml) {
  try {
    read_manifest(yaml, "method.yaml");
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.code(), "manifest.invalid");
    return problem.parts();
  }
  return {};
}

/// Expects one finding, of a code and on a line.
void expect_only(const std::string& yaml, std::string_view code, std::size_t line) {
  const auto found = findings(yaml);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].code(), code);
  EXPECT_EQ(found[0].line(), line);
}

TEST(ManifestDocument, may_be_as_short_as_its_required_keys) { EXPECT_TRUE(findings(head).empty()); }

TEST(ManifestDocument, may_begin_with_a_byte_order_mark) { EXPECT_TRUE(findings("\xEF\xBB\xBF" + head).empty()); }

TEST(ManifestDocument, may_have_the_line_ends_of_windows) {
  std::string yaml;
  for (const char each : head) yaml += each == '\n' ? std::string("\r\n") : std::string(1, each);
  EXPECT_TRUE(findings(yaml).empty());
}

TEST(ManifestDocument, has_at_most_a_mebibyte) {
  const std::size_t limit = 1024 * 1024;
  EXPECT_TRUE(findings(head + std::string(limit - head.size(), '#')).empty());
  expect_only(head + std::string(limit + 1 - head.size(), '#'), "manifest.too_large", 0);
}

TEST(ManifestDocument, is_utf8) {
  expect_only(head + "summary: {zh: \xBD\xE1\xB6\xD4, en: Pairs}\n", "manifest.encoding", 5);  // GBK
  expect_only(head + "# cut off \xE7\xBB", "manifest.encoding", 5);
  expect_only(head + "# surrogate \xED\xA0\x80\n", "manifest.encoding", 5);
  expect_only(std::string("\xFF\xFEi\0d\0", 6), "manifest.encoding", 1);  // UTF-16
}

TEST(ManifestDocument, has_no_control_characters) {
  expect_only(head + std::string("library: pair\0ing\n", 18), "manifest.encoding", 5);
  expect_only(head + "library: pair\x1B[31ming\n", "manifest.encoding", 5);
}

TEST(ManifestDocument, is_one_document) { expect_only(head + "---\nid: other\n", "manifest.documents", 6); }

TEST(ManifestDocument, is_yaml) {
  expect_only(head + "\tlibrary: pairing\n", "manifest.syntax", 5);
  expect_only(head + "library: *unknown\n", "manifest.syntax", 5);
  expect_only(head + "summary: {zh: \"结对}\n", "manifest.syntax", 6);  // where the quoted text is still open
}

TEST(ManifestDocument, may_use_aliases) {
  EXPECT_TRUE(findings(head + "summary: &text {zh: 结对, en: Pairs}\n"
                              "records: {pair: {name: *text, fields: {note: {name: *text, type: text}}}}\n")
                  .empty());
}

TEST(ManifestDocument, is_not_a_circle) {
  expect_only(head + "records: &all\n  pair: *all\n", "manifest.nested", 5);
  expect_only(head + "reads: &all [*all]\n", "manifest.nested", 5);
}

TEST(ManifestDocument, is_not_nested_without_end) {
  EXPECT_EQ(findings(head + "reads: " + std::string(40, '[') + std::string(40, ']')).at(0).code(), "manifest.nested");
  // So deep that the parser itself gives up.
  EXPECT_EQ(findings(head + "reads: " + std::string(500'000, '[')).at(0).code(), "manifest.syntax");
  EXPECT_EQ(findings(head + "reads: " + std::string(500'000, '{')).at(0).code(), "manifest.syntax");
}

TEST(ManifestDocument, is_no_bomb_of_aliases) {
  std::string yaml = head + "reads: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i <= 12; ++i) {
    yaml += "b" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 10; ++j) yaml += (j == 0 ? "*a" : ", *a") + std::to_string(i - 1);
    yaml += "]\n";
  }
  const auto start = std::chrono::steady_clock::now();
  ASSERT_EQ(findings(yaml).size(), 1U);
  EXPECT_EQ(findings(yaml)[0].code(), "manifest.too_many");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(ManifestDocument, with_very_many_errors_names_the_first) {
  std::string yaml = head;
  for (int i = 0; i < 1000; ++i) yaml += "something_unknown_" + std::to_string(i) + ": 1\n";
  const auto found = findings(yaml);
  ASSERT_EQ(found.size(), 200U);
  EXPECT_EQ(found.front().line(), 5U);
  EXPECT_EQ(found.back().line(), 204U);
}

TEST(ManifestDocument, names_the_file_and_the_place) {
  try {
    read_manifest(head + "library: 7\n", "pairing/method.yaml");
    FAIL() << "must be refused";
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.kind(), ProblemKind::invalid);
    EXPECT_EQ(problem.text().en, "pairing/method.yaml can't be used, errors found: 1; correct each");
    ASSERT_EQ(problem.parts().size(), 1U);
    EXPECT_EQ(problem.parts()[0].field(), "library");
    EXPECT_EQ(problem.parts()[0].line(), 5U);
    EXPECT_THAT(problem.parts()[0].text().zh, ::testing::HasSubstr("“library”应为非空文本，实际为“7”"));
  }
}

}  // namespace
}  // namespace liufa::host
