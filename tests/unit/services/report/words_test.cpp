/// What a report says of periods, numbers and how they changed.
#include "services/report/words.hpp"

#include <gtest/gtest.h>

#include "base/problem.hpp"

namespace liufa::host::test {
namespace {

std::string before(const char* text) { return compared_period(report_period(text), Comparison::before).text; }
std::string last_year(const char* text) { return compared_period(report_period(text), Comparison::last_year).text; }
std::string zh(const char* text) { return period_name(report_period(text), Language::zh); }
std::string en(const char* text) { return period_name(report_period(text), Language::en); }

TEST(ReportPeriods, have_one_before_and_one_a_year_earlier) {
  EXPECT_EQ(before("2025"), "2024");
  EXPECT_EQ(before("2025-H2"), "2025-H1");
  EXPECT_EQ(before("2025-H1"), "2024-H2");
  EXPECT_EQ(before("2025-Q1"), "2024-Q4");
  EXPECT_EQ(before("2025-Q3"), "2025-Q2");
  EXPECT_EQ(before("2025-01"), "2024-12");
  EXPECT_EQ(before("2025-10"), "2025-09");
  EXPECT_EQ(before("2025-03-01..2025-03-10"), "2025-02-19..2025-02-28");
  EXPECT_EQ(last_year("2025"), "2024");
  EXPECT_EQ(last_year("2025-H2"), "2024-H2");
  EXPECT_EQ(last_year("2025-Q1"), "2024-Q1");
  EXPECT_EQ(last_year("2025-03"), "2024-03");
  EXPECT_EQ(last_year("2024-02-01..2024-02-29"), "2023-02-01..2023-02-28");
  EXPECT_THROW((void)before("1900"), Problem);
}

TEST(ReportPeriods, have_names) {
  EXPECT_EQ(zh("2025"), "2025年");
  EXPECT_EQ(zh("2025-H1"), "2025年上半年");
  EXPECT_EQ(zh("2025-Q4"), "2025年第四季度");
  EXPECT_EQ(zh("2025-03"), "2025年3月");
  EXPECT_EQ(zh("2025-01-01..2025-06-30"), "2025年1月1日至6月30日");
  EXPECT_EQ(zh("2024-12-31..2025-01-02"), "2024年12月31日至2025年1月2日");
  EXPECT_EQ(zh("2025-05-05..2025-05-05"), "2025年5月5日");
  EXPECT_EQ(en("2025"), "2025");
  EXPECT_EQ(en("2025-H2"), "the second half of 2025");
  EXPECT_EQ(en("2025-Q1"), "the first quarter of 2025");
  EXPECT_EQ(en("2025-12"), "December 2025");
  EXPECT_EQ(en("2025-01-01..2025-06-30"), "1 January 2025 to 30 June 2025");
  const auto named = [](const char* text, Comparison comparison) {
    return compared_name(report_period(text), comparison, Language::zh);
  };
  EXPECT_EQ(named("2025", Comparison::before), "上年");
  EXPECT_EQ(named("2025-H1", Comparison::before), "上期");
  EXPECT_EQ(named("2025-H1", Comparison::last_year), "上年同期");
}

TEST(ReportNumbers, are_exact_and_grouped_from_five_digits_on) {
  EXPECT_EQ(number_name({0, 0}), "0");
  EXPECT_EQ(number_name({9999, 0}), "9999");
  EXPECT_EQ(number_name({10000, 0}), "10,000");
  EXPECT_EQ(number_name({-1234567, 0}), "-1,234,567");
  EXPECT_EQ(number_name({61765, 2}), "617.65");
  EXPECT_EQ(number_name({12345670, 3}), "12,345.67");
  EXPECT_EQ(number_name({8000, 2}), "80");
  EXPECT_EQ(number_name({-5, 1}), "-0.5");
  EXPECT_EQ(number_name({INT64_MAX, 2}), "92,233,720,368,547,758.07");
  EXPECT_EQ(number_name({}), "—");
}

TEST(ReportNumbers, have_units_as_the_language_writes_them) {
  EXPECT_EQ(quantity_name({76, 0}, {"对", ""}, Language::zh), "76对");
  EXPECT_EQ(quantity_name({76, 0}, {"对", ""}, Language::en), "76");
  EXPECT_EQ(quantity_name({835, 1}, {"%", "%"}, Language::zh), "83.5%");
  EXPECT_EQ(quantity_name({61765, 2}, {"万元", "× 10,000 yuan"}, Language::zh), "617.65万元");
  EXPECT_EQ(quantity_name({100, 2}, {"元", "yuan"}, Language::en), "1 yuan");
  EXPECT_EQ(quantity_name({35, 1}, {"天", "days"}, Language::zh), "3.5天");
  EXPECT_EQ(quantity_name({35, 1}, {"天", "days"}, Language::en), "3.5 days");
  EXPECT_EQ(quantity_name({}, {"%", "%"}, Language::zh), "—");
}

std::string change(FigureValue now, FigureValue then, const Text& unit = {"次", ""}, Language language = Language::zh) {
  return change_name(now, then, unit, language == Language::zh ? "上年" : "2024", language);
}

TEST(ReportChanges, are_said_in_words) {
  EXPECT_EQ(change({152, 0}, {128, 0}), "比上年增加24次，增长18.8%");
  EXPECT_EQ(change({64, 0}, {128, 0}), "比上年减少64次，下降50%");
  EXPECT_EQ(change({374, 0}, {20, 0}), "比上年增加354次，增长17.7倍");
  EXPECT_EQ(change({110, 0}, {10, 0}), "比上年增加100次，增长10倍");
  EXPECT_EQ(change({5, 0}, {5, 0}), "与上年持平");
  EXPECT_EQ(change({50, 1}, {5, 0}), "与上年持平") << "the same number, kept otherwise";
  EXPECT_EQ(change({5, 0}, {0, 0}), "比上年增加5次") << "of nothing there is no percentage";
  EXPECT_EQ(change({5, 0}, {}), "上年无数据");
  EXPECT_EQ(change({}, {5, 0}), "本期无数据");
  EXPECT_EQ(change({835, 1}, {810, 1}, {"%", "%"}), "比上年提高2.5个百分点");
  EXPECT_EQ(change({810, 1}, {835, 1}, {"%", "%"}), "比上年下降2.5个百分点");
  EXPECT_EQ(change({8375, 2}, {80, 0}, {"分", "points"}), "比上年增加3.75分，增长4.7%");
  EXPECT_EQ(change({152, 0}, {128, 0}, {"次", ""}, Language::en), "24 more than in 2024 (+18.8%)");
  EXPECT_EQ(change({64, 0}, {128, 0}, {"次", ""}, Language::en), "64 fewer than in 2024 (−50%)");
  EXPECT_EQ(change({5, 0}, {5, 0}, {"次", ""}, Language::en), "the same as in 2024");
}

TEST(ReportChanges, hold_the_largest_numbers) {
  EXPECT_EQ(change({INT64_MAX, 0}, {INT64_MAX / 2, 0}, {"分", "points"}),
            "比上年增加4,611,686,018,427,387,904分，增长100%");
  EXPECT_EQ(change({INT64_MAX, 0}, {1, 0}, {"分", "points"}), "比上年增加9,223,372,036,854,775,806分")
      << "no percentage holds it";
  EXPECT_EQ(change({INT64_MAX, 0}, {1, 3}, {"分", "points"}), "—") << "what can't be compared is not compared";
  EXPECT_EQ(change({999, 3}, {1000, 3}, {"分", "points"}), "比上年减少0.001分，下降0.1%");
}

TEST(ReportWords, count_in_chinese) {
  EXPECT_EQ(chinese_number(1), "一");
  EXPECT_EQ(chinese_number(10), "十");
  EXPECT_EQ(chinese_number(12), "十二");
  EXPECT_EQ(chinese_number(20), "二十");
  EXPECT_EQ(chinese_number(99), "九十九");
  EXPECT_EQ(date_name("2025-03-01", Language::zh), "2025年3月1日");
  EXPECT_EQ(date_name("2025-03-01", Language::en), "1 March 2025");
  EXPECT_EQ(date_name("soon", Language::zh), "soon");
}

}  // namespace
}  // namespace liufa::host::test
