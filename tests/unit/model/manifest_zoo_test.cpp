/// A zoo of bad manifests, bad/*.yaml. In each file a comment `#! CODE words` marks a line on which the reader must
/// find that problem, with these words in its English text; further ones follow after `#!`. What it finds must be what
/// is marked, no more and no less, so a check that is removed and one that cries wolf are both noticed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "base/catalogue/catalogue.hpp"
#include "fixture.hpp"
#include "model/manifest_reader.hpp"

namespace liufa::host {
namespace {

struct Mark {
  std::size_t line;
  std::string code;
  std::string words;
};

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<Mark> marks_of(const std::string& yaml) {
  std::vector<Mark> marks;
  std::istringstream lines(yaml);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    for (std::size_t at = line.find("#!"); at != std::string::npos;) {
      const std::size_t next = line.find("#!", at + 2);
      const std::string mark = trimmed(line.substr(at + 2, next == std::string::npos ? next : next - at - 2));
      const std::size_t blank = std::min(mark.find(' '), mark.size());
      marks.push_back({number, "manifest." + mark.substr(0, blank), trimmed(mark.substr(blank))});
      at = next;
    }
  }
  return marks;
}

std::vector<std::filesystem::path> zoo() {
  std::vector<std::filesystem::path> files;
  for (const auto& each : std::filesystem::directory_iterator(test::model_fixtures / "bad"))
    if (each.path().extension() == ".yaml") files.push_back(each.path());
  std::sort(files.begin(), files.end());
  return files;
}

class BadManifest : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(BadManifest, is_refused_for_what_is_marked) {
  const std::string yaml = test::file_text(GetParam());
  std::vector<Problem> found;
  try {
    read_manifest(yaml, "method.yaml");
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.code(), "manifest.invalid");
    EXPECT_THAT(problem.text().en, ::testing::HasSubstr("errors found: " + std::to_string(problem.parts().size())));
    found = problem.parts();
  }
  for (const Mark& mark : marks_of(yaml)) {
    const auto match = std::find_if(found.begin(), found.end(), [&](const Problem& each) {
      return each.line() == mark.line && each.code() == mark.code &&
             each.text().en.find(mark.words) != std::string::npos;
    });
    if (match == found.end())
      ADD_FAILURE() << "line " << mark.line << ": expected " << mark.code << " with “" << mark.words << "”";
    else
      found.erase(match);
  }
  for (const Problem& each : found)
    ADD_FAILURE() << "line " << each.line() << ": not marked: " << each.code() << ": " << each.text().en;
}

INSTANTIATE_TEST_SUITE_P(zoo, BadManifest, ::testing::ValuesIn(zoo()),
                         [](const auto& each) { return each.param.stem().string(); });

TEST(ManifestProblems, each_has_a_bad_manifest) {
  // Of these the tests of the document make files too large or too strange to keep.
  std::set<std::string> shown = {"manifest.invalid", "manifest.too_large", "manifest.encoding",
                                 "manifest.nested",  "manifest.too_many",  "manifest.documents"};
  for (const auto& file : zoo())
    for (const Mark& mark : marks_of(test::file_text(file))) shown.insert(mark.code);
  for (const CatalogueEntry& entry : manifest_problems())
    EXPECT_TRUE(shown.contains(std::string(entry.code))) << entry.code << " is found in no bad manifest";
}

}  // namespace
}  // namespace liufa::host
