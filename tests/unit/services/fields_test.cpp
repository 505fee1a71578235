/// Every type of field: what it takes and gives back, what it refuses and why.
#include "fixture.hpp"

namespace liufa::host::test {
namespace {

struct Good {
  const char* field;
  const char* given;
  const char* stored;  ///< as it is read again; null if as given
};

void PrintTo(const Good& each, std::ostream* out) { *out << each.field << ": " << each.given; }

class GoodValue : public SampleTest, public ::testing::WithParamInterface<Good> {};

TEST_P(GoodValue, is_given_back_the_same_way) {
  const auto id = add("x", {{GetParam().field, Json::parse(GetParam().given)}});
  const Json expected = Json::parse(GetParam().stored ? GetParam().stored : GetParam().given);
  EXPECT_EQ(read(id).at(GetParam().field), expected);
  add("y");
  EXPECT_EQ(patch(id, {{GetParam().field, nullptr}}).status, 200);
  EXPECT_TRUE(read(id).at(GetParam().field).is_null());
}

INSTANTIATE_TEST_SUITE_P(
    fields, GoodValue,
    ::testing::Values(Good{"note", R"("汉字 “引号” \"quoted\" \\ \n \u0007 😀")", nullptr},
                      Good{"note", R"("")", "null"}, Good{"year", "1949", nullptr}, Good{"year", "2200", nullptr},
                      Good{"score", "0", "0.0"}, Good{"score", "99.5", nullptr}, Good{"score", R"("99.5")", "99.5"},
                      Good{"score", R"("7.50")", "7.5"}, Good{"score", "100.0", nullptr},
                      Good{"cost", "9223372036854775807", nullptr}, Good{"day", R"("2028-02-29")", nullptr},
                      Good{"moment", R"("2026-03-01T08:00:00Z")", R"("2026-03-01T08:00:00.000Z")"},
                      Good{"moment", R"("2026-03-01T08:00:00.123Z")", nullptr}, Good{"done", "true", nullptr},
                      Good{"done", "false", nullptr}, Good{"kind", R"("big")", nullptr}, Good{"place", R"("B1")", "2"},
                      Good{"place", "2", nullptr}, Good{"person", R"("M1")", "1"},
                      Good{"tags", R"(["a", "b, c", "一二三四五六七八"])", nullptr}, Good{"tags", "[]", "null"},
                      Good{"years", "[2026, 2025]", nullptr}, Good{"kinds", R"(["big", "small"])", nullptr}));

struct Bad {
  const char* field;
  const char* given;
  const char* code;
};

void PrintTo(const Bad& each, std::ostream* out) { *out << each.field << ": " << each.given; }

class BadValue : public SampleTest, public ::testing::WithParamInterface<Bad> {};

TEST_P(BadValue, is_refused_with_its_field_and_nothing_is_written) {
  const auto before = events();
  Json fields{{"code", "x"}};
  fields[GetParam().field] = Json::parse(GetParam().given);
  expect_problem(post(fields), GetParam().code, GetParam().field);
  EXPECT_TRUE(district.list("sample.item").empty());
  EXPECT_EQ(events(), before);
  // The same when a record is changed.
  const auto id = add("y");
  expect_problem(patch(id, {{GetParam().field, Json::parse(GetParam().given)}}), GetParam().code, GetParam().field);
  EXPECT_EQ(read(id).at("version"), 1);
}

INSTANTIATE_TEST_SUITE_P(
    fields, BadValue,
    ::testing::Values(
        Bad{"code", R"("123456789")", "record.too_long"}, Bad{"code", R"("一二三四五六七八九")", "record.too_long"},
        Bad{"code", "7", "record.type"}, Bad{"code", "true", "record.type"}, Bad{"code", "[]", "record.type"},
        Bad{"code", "null", "record.required"}, Bad{"code", R"("")", "record.required"},
        Bad{"note", "{}", "record.type"}, Bad{"year", R"("2026")", "record.type"}, Bad{"year", "2026.0", "record.type"},
        Bad{"year", "1948", "record.range"}, Bad{"year", "2201", "record.range"},
        Bad{"year", "9223372036854775808", "record.type"}, Bad{"year", "-9223372036854775808", "record.range"},
        Bad{"year", "true", "record.type"}, Bad{"score", "100.1", "record.range"}, Bad{"score", "-0.1", "record.range"},
        Bad{"score", "1.25", "record.scale"}, Bad{"score", R"("1e1")", "record.type"},
        Bad{"score", R"(".5")", "record.type"}, Bad{"score", R"("5.")", "record.type"},
        Bad{"score", R"("1,5")", "record.type"}, Bad{"score", R"("--1")", "record.type"},
        Bad{"score", R"("99999999999999999999")", "record.type"}, Bad{"score", "1e300", "record.type"},
        Bad{"score", "true", "record.type"}, Bad{"cost", "1.5", "record.type"}, Bad{"cost", "-1", "record.range"},
        Bad{"day", R"("2026-02-30")", "record.type"}, Bad{"day", R"("2026-2-3")", "record.type"},
        Bad{"day", R"("2026-03-01T00:00:00Z")", "record.type"}, Bad{"day", "20260301", "record.type"},
        Bad{"day", R"("2026-13-01")", "record.type"}, Bad{"moment", R"("2026-03-01")", "record.type"},
        Bad{"moment", R"("2026-03-01T24:00:00Z")", "record.type"},
        Bad{"moment", R"("2026-03-01T08:00:00+08:00")", "record.type"}, Bad{"done", "1", "record.type"},
        Bad{"done", R"("true")", "record.type"}, Bad{"kind", R"("huge")", "record.option"},
        Bad{"kind", R"("Big")", "record.option"}, Bad{"kind", "1", "record.type"},
        Bad{"place", R"("B9")", "record.no_reference"}, Bad{"place", "404", "record.no_reference"},
        Bad{"place", "-1", "record.no_reference"}, Bad{"place", "1", "record.kind"},
        Bad{"place", R"("T")", "record.kind"}, Bad{"place", "1.5", "record.type"},
        Bad{"person", R"("M9")", "record.no_reference"}, Bad{"before", "404", "record.no_reference"},
        Bad{"before", "[1]", "record.type"}, Bad{"proof", R"("abc")", "record.type"},
        Bad{"proof", R"("0000000000000000000000000000000000000000000000000000000000000000")", "record.no_reference"},
        Bad{"tags", R"("a")", "record.type"}, Bad{"tags", R"(["123456789"])", "record.too_long"},
        Bad{"tags", "[1]", "record.type"}, Bad{"tags", "[null]", "record.type"},
        Bad{"years", R"(["2026"])", "record.type"}, Bad{"years", "2026", "record.type"},
        Bad{"kinds", R"(["big", "huge"])", "record.option"}, Bad{"computed", R"("x")", "record.computed"},
        Bad{"colour", R"("red")", "record.unknown_field"}, Bad{"state", R"("accepted")", "record.unknown_field"},
        Bad{"id", "7", "record.unknown_field"}, Bad{"version", "7", "record.unknown_field"}));

class Fields : public SampleTest {};

TEST_F(Fields, every_error_is_told_at_once_and_by_field) {
  const Answer answer = post({{"code", "x"}, {"year", 1}, {"day", "never"}, {"colour", "red"}});
  expect_problem(answer, "record.invalid");
  const Json& errors = answer.body.at("errors");
  ASSERT_EQ(errors.size(), 3U);
  EXPECT_EQ(errors[0].at("field"), "year");
  EXPECT_EQ(errors[1].at("field"), "day");
  EXPECT_EQ(errors[2].at("field"), "colour");
}

TEST_F(Fields, a_file_is_one_that_was_uploaded) {
  const Answer file = district.request("POST", "/files?name=proof.txt", Json("the proof"));
  ASSERT_EQ(file.status, 201) << file.body;
  const auto id = add("x", {{"proof", file.body.at("file")}});
  EXPECT_EQ(read(id).at("proof"), file.body.at("file"));
}

TEST_F(Fields, a_record_refers_to_another_by_id_or_by_key) {
  const auto first = add("first");
  EXPECT_EQ(read(add("second", {{"before", first}})).at("before"), first);
  EXPECT_EQ(read(add("third", {{"before", "first"}})).at("before"), first);
}

TEST_F(Fields, a_default_fills_what_is_not_given) {
  EXPECT_EQ(read(add("x")).at("level"), 3);
  EXPECT_EQ(read(add("y", {{"level", 9}})).at("level"), 9);
}

TEST_F(Fields, what_is_quoted_of_untrusted_input_is_short_and_printable) {
  const Answer answer = post({{"code", std::string(100000, 'x') + "\x01"}, {"kind", std::string(100000, '\x02')}});
  EXPECT_LT(answer.body.dump().size(), 5000U);
}

}  // namespace
}  // namespace liufa::host::test
