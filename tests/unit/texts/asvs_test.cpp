/// docs/asvs.md against the sources: every test that it names is there, every item of the standard is listed once, and
/// its counts are right.
#include <fmt/format.h>

#include <map>
#include <set>
#include <sstream>

#include "sources.hpp"

namespace liufa::host::test {
namespace {

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool is_word(char each) { return std::isalnum(static_cast<unsigned char>(each)) != 0 || each == '_'; }

/// "Suite.name" of each TEST(…), TEST_F(…) and TEST_P(…) in a text.
void add_tests(const std::string& text, std::set<std::string>& tests) {
  for (std::size_t at = 0; (at = text.find("\nTEST", at)) != std::string::npos; ++at) {
    const std::size_t open = text.find('(', at);
    std::string names;
    for (std::size_t i = open + 1; i < text.size() && text[i] != ')'; ++i)
      if (is_word(text[i]) || text[i] == ',') names += text[i] == ',' ? '.' : text[i];
    tests.insert(names);
  }
}

std::set<std::string> all_tests() {
  std::set<std::string> tests;
  for (const char* folder : {"tests", "plugins", "sdk"})
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(LIUFA_ROOT) / folder))
      if (entry.path().extension() == ".cpp") add_tests(content_of(entry.path()), tests);
  return tests;
}

std::vector<std::string> parts_of(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    std::string part(text.substr(at, end - at));
    part.erase(0, part.find_first_not_of(' '));
    part.erase(part.find_last_not_of(' ') + 1);
    parts.push_back(part);
    at = end + separator.size();
  }
  return parts;
}

/// The numbers in front of a reason: "5.2.5, 5.2.8" or "2.6.1–2.6.3".
std::vector<std::string> numbers_in(const std::string& list) {
  std::vector<std::string> numbers;
  for (const std::string& each : parts_of(list, ",")) {
    const auto range = parts_of(each, "–");
    numbers.push_back(range.front());
    if (range.size() == 1) continue;
    const std::string section = range[0].substr(0, range[0].rfind('.') + 1);
    const auto last = [&](std::size_t of) { return std::stoi(range[of].substr(section.size())); };
    for (int i = last(0) + 1; i <= last(1); ++i) numbers.push_back(section + std::to_string(i));
  }
  return numbers;
}

class Asvs : public ::testing::Test {
 protected:
  Asvs() {
    std::istringstream lines(content_of(fs::path(LIUFA_ROOT) / "docs" / "asvs.md"));
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("- "))
        for (const std::string& sentence : parts_of(line.substr(2), ". "))
          for (const std::string& number : numbers_in(sentence.substr(0, sentence.find(':')))) ++listed[number];
      if (!line.starts_with("| ") || std::isdigit(static_cast<unsigned char>(line[2])) == 0) {
        if (line.starts_with("Of ")) counts = line;
        continue;
      }
      const auto cells = parts_of(line, "|");
      EXPECT_EQ(cells.size(), 6U) << line;
      ++listed[cells[1]];
      shown[cells[1]] = cells[4];
    }
  }

  std::map<std::string, int> listed;         ///< item → how often
  std::map<std::string, std::string> shown;  ///< applicable item → its last column
  std::string counts;
};

TEST_F(Asvs, names_only_tests_and_files_that_are_there) {
  const std::set<std::string> tests = all_tests();
  EXPECT_GT(tests.size(), 300U);
  for (const auto& [item, column] : shown) {
    if (column == "not yet") continue;
    for (const std::string& each : parts_of(column, ",")) {
      ASSERT_TRUE(each.size() > 2 && each.front() == '`' && each.back() == '`') << item << ": " << column;
      const std::string name = each.substr(1, each.size() - 2);
      EXPECT_TRUE(tests.contains(name) || fs::exists(fs::path(LIUFA_ROOT) / name)) << item << ": " << name;
    }
  }
}

TEST_F(Asvs, lists_every_item_of_the_first_two_levels_once) {
  // As many as the standard has at level 2, by chapter, without those it deleted.
  const std::map<int, int> expected{{1, 38}, {2, 53}, {3, 18}, {4, 9},  {5, 30},  {6, 13},  {7, 12},
                                    {8, 15}, {9, 7},  {10, 5}, {11, 8}, {12, 15}, {13, 13}, {14, 23}};
  std::map<int, int> found;
  for (const auto& [item, times] : listed) {
    EXPECT_EQ(times, 1) << item;
    ++found[std::stoi(item)];
  }
  EXPECT_EQ(found, expected);
}

TEST_F(Asvs, counts_right) {
  int by_test = 0;
  int by_file = 0;
  int not_yet = 0;
  for (const auto& [item, column] : shown)
    ++(column == "not yet" ? not_yet : column.find('.') < column.find('/') && column != "`dev`" ? by_test : by_file);
  EXPECT_EQ(counts, fmt::format("Of {} items {} apply: {} are shown by a test, {} by a document or script, {} not yet.",
                                listed.size(), shown.size(), by_test, by_file, not_yet));
}

}  // namespace
}  // namespace liufa::host::test
