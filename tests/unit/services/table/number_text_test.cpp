/// What a spreadsheet stores of a number or a date, and what its reader sees of it.
#include "services/table/number_text.hpp"

#include <gtest/gtest.h>

namespace liufa::host::test {
namespace {

Cell plain(std::string_view stored) { return number_cell(stored, {}, DateSystem::from_1900); }
Cell dated(std::string_view stored, DateSystem system = DateSystem::from_1900) {
  return number_cell(stored, look_of_built_in(14), system);
}

TEST(StoredNumbers, are_taken_as_they_are_shown) {
  const std::pair<const char*, const char*> numbers[] = {{"0.30000000000000004", "0.3"},
                                                         {"0.1", "0.1"},
                                                         {"1E+2", "100"},
                                                         {"1e2", "100"},
                                                         {"1.5E-05", "0.000015"},
                                                         {"-12.50", "-12.5"},
                                                         {"-0", "0"},
                                                         {"+7", "7"},
                                                         {"44927", "44927"},
                                                         {"999999999999999", "999999999999999"},
                                                         {"1234567890123.45", "1234567890123.45"},
                                                         {"4.3499999999999996", "4.35"},
                                                         {"1.005", "1.005"},
                                                         {"0.99999999999999989", "1"},
                                                         {"123456789.12345679", "123456789.123457"}};
  for (const auto& [stored, shown] : numbers) {
    const Cell cell = plain(stored);
    EXPECT_EQ(cell.kind, Cell::Kind::number) << stored;
    EXPECT_EQ(cell.text, shown) << stored;
  }
}

TEST(StoredNumbers, of_more_digits_than_are_kept_are_not_guessed) {
  for (const char* stored : {"1E+15", "310101199001011234", "-1234567890123456", "1.7976931348623157E+308"})
    EXPECT_EQ(plain(stored).kind, Cell::Kind::imprecise) << stored;
  for (const char* stored : {"", "abc", "1,5", "0x10", "inf", "nan", "1E+999", "--1", "1 2"})
    EXPECT_EQ(plain(stored).kind, Cell::Kind::error) << stored;
  EXPECT_EQ(plain("1E-300").text, "1e-300") << "no thousand zeros";
}

TEST(StoredDates, are_days_of_either_calendar) {
  const std::pair<const char*, const char*> dates[] = {{"1", "1900-01-01"},     {"59", "1900-02-28"},
                                                       {"61", "1900-03-01"},    {"44927", "2023-01-01"},
                                                       {"46082", "2026-03-01"}, {"2958465", "9999-12-31"}};
  for (const auto& [stored, day] : dates) {
    EXPECT_EQ(dated(stored).kind, Cell::Kind::date) << stored;
    EXPECT_EQ(dated(stored).text, day) << stored;
  }
  EXPECT_EQ(dated("0", DateSystem::from_1904).text, "1904-01-01");
  EXPECT_EQ(dated("44620", DateSystem::from_1904).text, "2026-03-01");
}

TEST(StoredDates, that_no_calendar_has_are_errors) {
  for (const char* stored : {"0", "60", "-1", "2958466", "0.5", "1E+300"})
    EXPECT_EQ(dated(stored).kind, Cell::Kind::error) << stored;
}

TEST(StoredDates, may_have_a_time) {
  const std::pair<const char*, const char*> moments[] = {{"46082.354166666664", "2026-03-01 08:30:00"},
                                                         {"46082.99999998843", "2026-03-01 23:59:59.999"},
                                                         {"46082.5", "2026-03-01 12:00:00"}};
  for (const auto& [stored, moment] : moments) {
    EXPECT_EQ(dated(stored).kind, Cell::Kind::moment) << stored;
    EXPECT_EQ(dated(stored).text, moment);
  }
  EXPECT_EQ(dated("46082.999999999999").text, "2026-03-02") << "rounded to the millisecond";
  EXPECT_EQ(iso_cell("2026-03-01").kind, Cell::Kind::date);
  EXPECT_EQ(iso_cell("2026-03-01T00:00:00").text, "2026-03-01");
  EXPECT_EQ(iso_cell("2026-03-01T08:30:00.000").text, "2026-03-01 08:30:00");
  EXPECT_EQ(iso_cell("yesterday").kind, Cell::Kind::error);
}

TEST(NumberFormats, say_whether_a_number_is_a_date) {
  using Kind = NumberLook::Kind;
  for (const char* code :
       {"yyyy-mm-dd", "yyyy\"年\"m\"月\"d\"日\";@", "[$-804]yyyy/m/d", "m/d/yy h:mm", "h:mm AM/PM", "D/M/YYYY"})
    EXPECT_EQ(look_of_format(code).kind, Kind::date) << code;
  for (const char* code : {"General", "0.00", "#,##0.00\"days\"", "0\\d", "_-* #,##0_-", "[Red]0.00", "@", "0%",
                           "0.00E+00", "", "\"unclosed", "[unclosed", "0;\"day\"d", "[DBNum1]General"})
    EXPECT_EQ(look_of_format(code).kind, Kind::number) << code;
  for (const char* code : {"[h]:mm", "[mm]:ss", "[SS]"}) EXPECT_EQ(look_of_format(code).kind, Kind::elapsed) << code;
  EXPECT_EQ(look_of_format("000").digits, 3);
  EXPECT_EQ(look_of_format("0").digits, 0);
  EXPECT_EQ(look_of_format("000.0").digits, 0);
  EXPECT_EQ(look_of_built_in(0).kind, Kind::number);
  EXPECT_EQ(look_of_built_in(22).kind, Kind::date);
  EXPECT_EQ(look_of_built_in(31).kind, Kind::date) << "yyyy年m月d日";
  EXPECT_EQ(look_of_built_in(46).kind, Kind::elapsed);
  EXPECT_EQ(look_of_built_in(49).kind, Kind::number);
  EXPECT_EQ(number_cell("7", look_of_format("000"), DateSystem::from_1900).digits, 3);
}

}  // namespace
}  // namespace liufa::host::test
