/// A small district for the tests of pairing: two departments, two villages, members of all.
#pragma once

#include <gtest/gtest.h>

#include <liufa/testing.hpp>
#include <string>
#include <vector>

namespace liufa::pairing {

using testing::District;
using testing::Json;

struct Scene {
  District district{std::vector<std::string>{LIUFA_TEST_METHODS, PAIRING_TEST_METHODS}};
  std::int64_t order_department = 0;     ///< public order
  std::int64_t economic_department = 0;  ///< economic
  std::int64_t branch = 0;               ///< of the economic department
  std::int64_t town = 0;
  std::int64_t disorderly = 0;  ///< village
  std::int64_t poor = 0;        ///< village, tagged
  std::int64_t site = 0;        ///< a firm
  std::int64_t rich_member = 0;
  std::int64_t other_member = 0;
  std::int64_t poor_farmer = 0;

  explicit Scene(bool enabled = true) {
    if (enabled) district.enable("pairing");
    order_department = district.organisation("D1", "区公安局", "department", 0, {{"sector", "public_order"}});
    economic_department = district.organisation("D2", "区发展改革委", "department", 0, {{"sector", "economic"}});
    branch = district.organisation("D2-1", "区发展改革委机关支部", "branch", economic_department);
    town = district.organisation("T1", "钱塘镇", "town");
    disorderly = district.organisation("V1", "大柱村", "village", town, {{"condition", "disorderly"}});
    poor = district.organisation("V2", "米市村", "village", town,
                                 {{"condition", "poor"}, {"tags", Json::array({"poverty"})}});
    site = district.organisation("E1", "某农业龙头企业", "enterprise");
    rich_member = district.member("M1", "甲", branch, {{"situation", "well_off"}});
    other_member = district.member("M2", "乙", order_department, {{"situation", "ordinary"}});
    poor_farmer = district.member("F1", "丙", poor, {{"kind", "farmer"}, {"situation", "poor"}});
  }

  std::int64_t pair(std::int64_t urban, std::int64_t rural, Json fields = Json::object()) {
    fields["urban"] = urban;
    fields["rural"] = rural;
    return district.create("pairing.pair", fields);
  }
  std::int64_t active_pair(std::int64_t urban, std::int64_t rural, const Json& fields = Json::object()) {
    const std::int64_t id = pair(urban, rural, fields);
    district.transition("pairing.pair", id, "confirm");
    return id;
  }
  std::int64_t member_pair(std::int64_t urban, std::int64_t rural) {
    return district.create("pairing.member_pair", {{"urban_member", urban}, {"rural_member", rural}});
  }
  [[nodiscard]] std::string state(const char* record, std::int64_t id) {
    return district.read(record, id).value("state", "");
  }
};

/// A field of a record, wherever the API puts it.
inline Json field(const Json& record, const char* id) {
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
    EXPECT_EQ(refused.answer().body.value("field", ""), on_field);
    EXPECT_NE(refused.answer().detail().find(english), std::string::npos) << refused.what();
    EXPECT_FALSE(refused.answer().body["text"].value("zh", "").empty());
  }
}

}  // namespace liufa::pairing
