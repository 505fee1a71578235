/// Every one of the 2^6 sets of the six methods starts, runs a shortened year and reports: methods know one another
/// only by what is declared, and miss one another without an error.
#include <gtest/gtest.h>

#include <algorithm>

#include "played.hpp"

namespace liufa::test {
namespace {

/// The methods whose bit is set.
std::vector<std::string> set_of(int bits) {
  std::vector<std::string> ids;
  for (int i = 0; const std::string& id : six_methods())
    if ((bits >> i++ & 1) != 0) ids.push_back(id);
  return ids;
}

std::string name_of(const ::testing::TestParamInfo<int>& bits) {
  std::string name;
  for (const std::string& id : set_of(bits.param)) name += (name.empty() ? "" : "_") + id;
  return name.empty() ? "none" : name;
}

/// The heading of a method's section.
std::string heading_of(const std::string& method, const std::string& language) {
  const std::string section = content_of(LIUFA_ROOT "/plugins/" + method + "/report/" + language + ".md");
  return section.substr(3, section.find('\n') - 3);
}

/// The report of the year has a section of every method that is enabled and of no other, and nothing is missing in it.
void expect_report(Played& district, const std::vector<std::string>& enabled) {
  for (const std::string language : {"zh", "en"})
    for (const std::string format : {"md", "html"}) {
      const std::string report =
          district.text("/report?period=2025&strict=true&format=" + format + "&lang=" + language);
      for (const std::string& id : six_methods()) {
        if (!is_built(id)) continue;
        EXPECT_EQ(report.find(heading_of(id, language)) != std::string::npos,
                  std::find(enabled.begin(), enabled.end(), id) != enabled.end())
            << id << " in " << language << "." << format;
      }
    }
}

class EverySet : public ::testing::TestWithParam<int> {};

TEST_P(EverySet, plays_its_year_and_reports) {
  const std::vector<std::string> wanted = set_of(GetParam());
  for (const std::string& id : wanted)
    if (!is_built(id)) GTEST_SKIP() << id << " is not built";
  auto preset = small_preset();
  preset.limit_to(wanted);
  Played district(preset);

  EXPECT_EQ(district.enabled(), std::set<std::string>(wanted.begin(), wanted.end()));
  EXPECT_EQ(district.get("/doctor").at("findings"), Json::array()) << "no dead letters, no quarantine";
  EXPECT_EQ(district.get("/dead-letters").at("items").size(), 0U) << district.get("/dead-letters").dump();
  EXPECT_TRUE(district.get("/verification").at("ok").get<bool>());
  for (const std::string& id : wanted) {
    const auto figures = district.figures(id);
    EXPECT_GE(figures.size(), 5U) << id;
    EXPECT_TRUE(std::any_of(figures.begin(), figures.end(),
                            [](const auto& figure) { return figure.second != "0" && figure.second != "null"; }))
        << id << " has something to show";
  }
  expect_report(district, wanted);
}

INSTANTIATE_TEST_SUITE_P(OfTheSix, EverySet, ::testing::Range(0, 64), name_of);

}  // namespace
}  // namespace liufa::test
