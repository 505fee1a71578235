/// One by one after each change, or all at once: the same index.
#include <random>

#include "test/scenario.hpp"

namespace liufa::vanguard {
namespace {

Json stored(Office& office) {
  office.settle();
  Json all = Json::array();
  for (Json each : office.district.list("vanguard.index", "sort=id")) {
    for (const char* own : {"id", "version", "created_at", "updated_at"}) each.erase(own);
    all.push_back(std::move(each));
  }
  std::sort(all.begin(), all.end(),
            [](const Json& left, const Json& right) { return left.at("member") < right.at("member"); });
  return all;
}

void random_year(Office& office, std::mt19937& random) {
  const auto member = [&] { return office.members[random() % office.members.size()]; };
  office.district.enable("diary");
  std::vector<std::int64_t> activities;
  std::vector<std::int64_t> entries;
  const std::vector<std::string> items{"meeting", "study", "late", "award"};
  for (int change = 0; change < 150; ++change) {
    switch (random() % 10) {
      case 0:
      case 1: {
        const auto id = office.district.create(
            "diary.activity", {{"member", member()}, {"held_on", "2026-04-01"}, {"hours", 1 + random() % 5}});
        office.district.transition("diary.activity", id, "confirm");
        activities.push_back(id);
        break;
      }
      case 2:
        if (!activities.empty()) {
          office.district.transition("diary.activity", activities.back(), "withdraw");
          activities.pop_back();
        }
        break;
      case 3:
        if (!entries.empty()) {
          office.step("entry", entries.back(), "revoke", {{"note", "误录"}});
          entries.pop_back();
        }
        break;
      case 4:
        office.district.update("directory.member", member(),
                               {{"cadre", random() % 2 == 0 ? Json("part_time") : Json(nullptr)}});
        break;
      case 5:
        if (random() % 4 == 0)
          office.accepted(member(), random() % 2 == 0 ? "relapse" : "sanction", {{"held_on", "2026-03-15"}});
        break;
      default: {
        Json more{{"quantity", std::to_string(random() % 9) + "." + std::to_string(random() % 100)},
                  {"held_on", random() % 2 == 0 ? "2026-03-01" : "2026-05-01"}};
        const std::string& item = items[random() % items.size()];
        if (item == "award") more["grade"] = random() % 2 == 0 ? "central" : "provincial";
        entries.push_back(office.accepted(member(), item, more));
      }
    }
  }
}

TEST(SameResult, OneByOneAndInBulk) {
  std::mt19937 random(2026);
  Office office(12);
  office.rules();
  office.rules("B",
               {{"class", "backbone"}, {"base", 10}, {"daily_full", 50}, {"digits", 1}, {"missing_appraisal", "zero"}});
  office.start();
  office.run("compute", {{"year", 2026}});
  random_year(office, random);
  const Json incremental = stored(office);
  ASSERT_EQ(incremental.size(), 13U);
  const Json computed = office.run("compute", {{"year", 2026}});
  EXPECT_EQ(computed.at("changed"), 0) << "every row was there as it should be";
  EXPECT_EQ(stored(office), incremental);

  // And where ranks are fixed.
  office.publish();
  const Json published = stored(office);
  for (std::size_t at = 0; at < 3; ++at) {
    const auto objection = office.district.create("vanguard.objection",
                                                  {{"year", 2026}, {"member", office.members[at]}, {"claim", "漏计"}});
    office.step("objection", objection, "accept", {{"decision", "属实"}});
    office.accepted(office.members[at], "study", {{"quantity", 9}});
    office.step("objection", objection, "settle", {{"settlement", "已补"}});
  }
  const Json corrected = stored(office);
  EXPECT_NE(corrected, published);
  office.run("compute", {{"year", 2026}});
  EXPECT_EQ(stored(office), corrected);

  // Every member's explanation comes to what is stored, entry by entry.
  for (const Json& each : corrected) {
    const Json explained = office.run("explain", {{"member", each.at("member")}, {"year", 2026}});
    EXPECT_EQ(explained.at("total"), explained.at("stored").at("total")) << explained.dump(1);
  }
}

}  // namespace
}  // namespace liufa::vanguard
