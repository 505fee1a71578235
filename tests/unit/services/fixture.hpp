/// A district with the method `sample` (methods/sample), and short words for what is asked of it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <liufa/testing.hpp>
#include <string>

namespace liufa::host::test {

using testing::Answer;
using testing::Json;

class SampleTest : public ::testing::Test {
 protected:
  SampleTest() : district({std::string(LIUFA_ROOT "/tests/unit/services/methods")}) {
    district.enable("sample");
    top = district.organisation("T", "某区", "district_committee");
    branch = district.organisation("B1", "一支部", "branch", top);
    other = district.organisation("B2", "二支部", "branch");
    person = district.member("M1", "甲", branch);
  }

  Answer post(const Json& fields) { return district.request("POST", item, fields); }
  Answer patch(std::int64_t id, const Json& fields, const std::string& version = "*") {
    return district.request("PATCH", item + ("/" + std::to_string(id)), fields, {{"if-match", version}});
  }
  Answer step(std::int64_t id, const std::string& name, const Json& fields = Json::object()) {
    return district.request("POST", item + ("/" + std::to_string(id)) + "/transitions/" + name, fields);
  }
  std::int64_t add(const std::string& code, Json fields = Json::object()) {
    fields["code"] = code;
    return district.create("sample.item", fields);
  }
  Json read(std::int64_t id) { return district.read("sample.item", id); }
  std::size_t events() { return district.events().size(); }

  static inline const std::string item = "/records/sample/item";
  testing::District district;
  std::int64_t top = 0;
  std::int64_t branch = 0;  ///< below top
  std::int64_t other = 0;   ///< beside it
  std::int64_t person = 0;  ///< of the branch
};

/// That an answer is the problem of this code, on this field, explained in both languages.
inline void expect_problem(const Answer& answer, const std::string& code, const std::string& field = "") {
  ASSERT_EQ(answer.code(), code) << answer.body;
  EXPECT_EQ(answer.body.value("field", ""), field) << answer.body;
  EXPECT_FALSE(answer.body.at("text").value("zh", "").empty()) << answer.body;
  EXPECT_FALSE(answer.body.at("text").value("en", "").empty()) << answer.body;
  EXPECT_GE(answer.status, 400);
}

}  // namespace liufa::host::test
