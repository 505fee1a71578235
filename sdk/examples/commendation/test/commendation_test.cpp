#include <gtest/gtest.h>

#include <liufa/testing.hpp>

namespace {

using liufa::testing::District;
using liufa::testing::Json;

/// `count` nominations with the scores 99.5, 99, 98.5, …; the one numbered `equal` has the score of the one before it.
void nominate(District& district, int count, int equal = 0) {
  const auto branch = district.organisation("B1", "第一党支部", "branch");
  for (int at = 1; at <= count; ++at)
    (void)district.create("commendation.nomination", {{"code", "N" + std::to_string(at)},
                                                      {"organisation", branch},
                                                      {"score", 100 - (at == equal ? at - 1 : at) * 0.5}});
}

TEST(Commendation, PublishesTheBestAndWaitsForWorkingDays) {
  District district;
  district.enable("commendation");
  district.import_csv("work.calendar_day",
                      "date,kind\n2025-10-01,holiday\n2025-10-02,holiday\n2025-10-03,holiday\n2025-10-06,holiday\n"
                      "2025-10-07,holiday\n2025-10-08,holiday\n2025-10-11,workday\n");
  district.set_today("2025-09-30");
  nominate(district, 23);
  EXPECT_EQ(district.run("commendation", "choose"), Json({{"places", 2}, {"published", 2}, {"tied", Json::array()}}));

  const auto published = district.list("commendation.nomination", "state=published");
  ASSERT_EQ(published.size(), 2U);
  const auto id = published[0].at("id").get<std::int64_t>();
  EXPECT_EQ(published[0].at("published_until"), "2025-10-14") << "five working days over the National Day";
  const std::string name = "/records/commendation/nomination/" + std::to_string(id) + "/transitions/name";

  district.set_today("2025-10-14");
  EXPECT_EQ(district.request("POST", name).detail(),
            "publicity and objections last until 2025-10-14: this can be done on 2025-10-15 at the earliest, today is "
            "2025-10-14");
  district.set_today("2025-10-15");
  district.update("commendation.nomination", id, {{"objections", 1}});
  EXPECT_EQ(district.request("POST", name).code(), "method.refused");
  district.update("commendation.nomination", id, {{"objections", 0}});
  district.transition("commendation.nomination", id, "name");
  EXPECT_EQ(district.figure("commendation.commended"), 1);
}

TEST(Commendation, NamesThoseEqualAtTheCut) {
  District district;
  district.enable("commendation");
  nominate(district, 20, 3);
  const Json answer = district.run("commendation", "choose");
  EXPECT_EQ(answer.at("published"), 1);
  EXPECT_EQ(answer.at("tied").size(), 2U);
}

TEST(Commendation, AtLeastOneEvenOfFew) {
  District district;
  district.enable("commendation");
  nominate(district, 4);
  EXPECT_EQ(district.run("commendation", "choose").at("published"), 1) << "10 % of 4 would be none";
}

}  // namespace
