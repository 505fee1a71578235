/// A small district for the tests of cadre: two departments with a branch each, members of all.
#pragma once

#include <gtest/gtest.h>

#include <liufa/testing.hpp>
#include <string>
#include <vector>

namespace liufa::cadre {

using testing::District;
using testing::Json;

struct Scene {
  District district{std::vector<std::string>{LIUFA_TEST_METHODS, CADRE_TEST_ELSEWHERE}};
  std::int64_t first_department = 0;
  std::int64_t second_department = 0;
  std::int64_t branch = 0;            ///< of the first department, ten full members
  std::int64_t other_branch = 0;      ///< of the second
  std::vector<std::int64_t> members;  ///< of `branch`, born 1980, in the Party since 2010
  std::vector<std::int64_t> others;   ///< three of `other_branch`

  Scene() {
    district.enable("cadre");
    first_department = district.organisation("D1", "区发展改革委", "department");
    second_department = district.organisation("D2", "区财政局", "department");
    branch = district.organisation("D1-1", "区发展改革委机关党支部", "branch", first_department);
    other_branch = district.organisation("D2-1", "区财政局机关党支部", "branch", second_department);
    for (int number = 1; number <= 10; ++number) members.push_back(person("A" + std::to_string(number), branch));
    for (int number = 1; number <= 3; ++number) others.push_back(person("B" + std::to_string(number), other_branch));
  }

  std::int64_t person(const std::string& code, std::int64_t organisation, Json fields = Json::object()) {
    Json all{{"born_on", "1980-06-15"}, {"joined_on", "2010-07-01"}};
    all.update(fields);
    return district.member(code, "党员" + code, organisation, all);
  }

  std::int64_t create(const char* record, const Json& fields) {
    return district.create(std::string("cadre.") + record, fields);
  }
  void step(const char* record, std::int64_t id, const char* transition, const Json& fields = Json::object()) {
    district.transition(std::string("cadre.") + record, id, transition, fields);
  }
  void update(const char* record, std::int64_t id, const Json& fields) {
    district.update(std::string("cadre.") + record, id, fields);
  }
  Json field(const char* record, std::int64_t id, const char* name) {
    const Json found = district.read(std::string("cadre.") + record, id);
    return found.contains("fields") ? found["fields"].value(name, Json()) : found.value(name, Json());
  }
  std::string state(const char* record, std::int64_t id) {
    return district.read(std::string("cadre.") + record, id).value("state", "");
  }
  std::vector<Json> list(const char* record, const std::string& query = "") {
    return district.list(std::string("cadre.") + record, query);
  }
  double figure(const char* id, const std::string& query = "") {
    return district.figure(std::string("cadre.") + id, query);
  }
  Json run(const char* action, const Json& input = Json::object()) { return district.run("cadre", action, input); }

  std::int64_t post(std::int64_t organisation, const char* kind, Json fields = Json::object()) {
    fields["organisation"] = organisation;
    fields["kind"] = kind;
    return create("post", fields);
  }
  std::int64_t holding(std::int64_t post, std::int64_t member, const char* since, Json fields = Json::object()) {
    fields.update({{"post", post}, {"member", member}, {"starts_on", since}});
    return create("holding", fields);
  }
  /// Whether the to-do list has this reminder.
  bool is_due(const char* reminder) {
    const Json found = district.request("GET", "/calendar").body;
    for (const Json& item : found.value("items", Json::array()))
      if (item.value("reminder", "") == std::string("cadre.") + reminder) return true;
    return false;
  }
};

/// A field of a listed record, wherever the API puts it.
inline Json value(const Json& record, const char* id) {
  return record.contains("fields") ? record["fields"].value(id, Json()) : record.value(id, Json());
}

/// That a call is refused, on this field, with an explanation that says so in both languages.
template <class Act>
void expect_refused(Act&& act, const std::string& on_field, const std::string& english) {
  try {
    act();
    ADD_FAILURE() << "expected a refusal that says “" << english << "”";
  } catch (const testing::Unexpected& refused) {
    EXPECT_EQ(refused.answer().code(), "method.refused") << refused.what();
    EXPECT_EQ(refused.answer().body.value("field", ""), on_field) << refused.what();
    EXPECT_NE(refused.answer().detail().find(english), std::string::npos) << refused.what();
    EXPECT_FALSE(refused.answer().body["text"].value("zh", "").empty());
  }
}

}  // namespace liufa::cadre
