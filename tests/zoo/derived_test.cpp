/// Derived records: written by code in bulk, as others in reading, by nobody else in writing.
#include <thread>

#include "zoo.hpp"

namespace liufa::zoo {
namespace {

class DerivedRecords : public Zoo {
 protected:
  DerivedRecords() : Zoo("tally") {
    district.enable("tally");
    region = district.organisation("R", "某区", "region");
    first = district.organisation("B1", "一支部", "branch", region);
    second = district.organisation("B2", "二支部", "branch", region);
    person = district.member("M1", "甲", first);
  }

  void entry(std::int64_t place, const char* points, bool at_once = false) {
    district.create("tally.entry", {{"place", place}, {"year", 2026}, {"points", points}, {"at_once", at_once}});
  }
  Json recount(int year = 2026) { return district.run("tally", "recount", {{"year", year}}); }
  Json standing(std::int64_t place) {
    const auto found = district.list("tally.standing", "place=" + std::to_string(place));
    return found.empty() ? Json() : found.front();
  }
  /// What the action `write` ends with: its result, or the problem.
  Json write(const Json& fields, const Json& rows, const std::string& record = "standing") {
    const Answer answer =
        district.request("POST", "/actions/tally/write",
                         {{"record", record}, {"fields", fields}, {"rows", rows.dump()}}, {{"prefer", "wait=60"}});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body.contains("problem") ? answer.body.at("problem") : answer.body.at("result");
  }
  std::size_t numbers() { return district.request("GET", "/records/tally/number?count=true&limit=1").body.at("count"); }

  std::int64_t region = 0;
  std::int64_t first = 0;
  std::int64_t second = 0;
  std::int64_t person = 0;
};

TEST_F(DerivedRecords, are_written_by_key_and_what_is_left_over_is_removed) {
  entry(first, "1.50");
  entry(first, "2.25");
  entry(second, "4");
  EXPECT_EQ(recount(), Json({{"written", 2}, {"removed", 0}}));
  const Json before = standing(first);
  EXPECT_EQ(before.at("total"), 3.75);
  EXPECT_EQ(before.at("version"), 1);
  EXPECT_TRUE(before.at("rank").is_null());

  district.set_today("2026-03-02");
  const std::size_t events = district.events().size();
  EXPECT_EQ(recount(), Json({{"written", 0}, {"removed", 0}}));
  EXPECT_EQ(standing(first), before) << "what is the same is not written";
  EXPECT_EQ(district.events().size(), events);

  entry(first, "1");
  EXPECT_EQ(recount().at("written"), 1);
  EXPECT_EQ(standing(first).at("total"), 4.75);
  EXPECT_EQ(standing(first).at("version"), 2);
  EXPECT_EQ(standing(first).at("id"), before.at("id"));
  EXPECT_NE(standing(first).at("updated_at"), before.at("updated_at"));
  EXPECT_EQ(standing(first).at("created_at"), before.at("created_at"));

  EXPECT_EQ(write({"place", "year", "total"}, {{first, 2026, 100}, {second, 2025, 100}}).at("written"), 2);
  entry(second, "1");
  EXPECT_EQ(recount(2025), Json({{"written", 0}, {"removed", 1}})) << "of that year only";
  EXPECT_EQ(recount().at("written"), 2);
  EXPECT_EQ(district.list("tally.standing").size(), 2U);
}

TEST_F(DerivedRecords, change_the_named_fields_only) {
  ASSERT_EQ(write({"place", "year", "total", "note"}, {{first, 2026, 100, "a"}, {second, 2026, 200, "b"}})["written"],
            2);
  EXPECT_EQ(write({"rank", "year", "place"}, {{2, 2026, first}, {1, 2026, second}}), Json({{"written", 2}}));
  EXPECT_EQ(standing(first).at("rank"), 2);
  EXPECT_EQ(standing(first).at("note"), "a");
  EXPECT_EQ(write({"place", "year"}, {{first, 2026}}), Json({{"written", 0}}));
  expect_problem(write({"place", "year", "rank"}, {{first, 2027, 1}}), "record.required", "Total");
}

TEST_F(DerivedRecords, are_read_like_others) {
  entry(first, "1.50");
  entry(second, "2.50");
  recount();
  EXPECT_EQ(district.figure("tally.total", "period=2026"), 4);
  EXPECT_EQ(district.figure("tally.total", "period=2026&organisation=" + std::to_string(first)), 1.5);
  EXPECT_EQ(district.list("tally.standing", "sort=-total").front().at("place"), second);
  EXPECT_EQ(district.request("GET", "/records/tally/standing/export").status, 200);
  const Json types = district.request("GET", "/records").body;
  const auto type =
      std::find_if(types.begin(), types.end(), [](const Json& each) { return each.at("record") == "tally.standing"; });
  ASSERT_NE(type, types.end());
  EXPECT_EQ(type->at("derived"), true);
  EXPECT_EQ(type->at("importable"), false);
}

TEST_F(DerivedRecords, have_no_history_and_one_event_for_a_write) {
  entry(first, "1.50");
  entry(second, "2.50");
  recount();
  district.settle();
  const auto events = district.events("tally.standing.derived");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events.front().at("after"), Json({{"rows", 2}, {"removed", 0}}));
  EXPECT_EQ(events.front().at("record"), "tally.standing");
  const auto notices = district.list("tally.notice");
  ASSERT_EQ(notices.size(), 1U) << "who subscribes hears it";
  EXPECT_EQ(notices.front().at("rows"), 2);
  EXPECT_EQ(notices.front().at("about"), 0);
  const std::string path = "/records/tally/standing/" + standing(first).at("id").dump();
  EXPECT_EQ(district.request("GET", path + "/history").body.at("items"), Json::array());
  EXPECT_TRUE(district.request("GET", "/verification").body.at("ok"));
}

TEST_F(DerivedRecords, are_not_written_by_people) {
  entry(first, "1.50");
  recount();
  const std::string item = "/records/tally/standing/" + standing(first).at("id").dump();
  for (const Answer& answer :
       {district.request("POST", "/records/tally/standing", {{"place", first}, {"year", 2026}, {"total", 1}}),
        district.request("PATCH", item, {{"total", 1}}, {{"if-match", "*"}}),
        district.request("POST", item + "/transitions/close"),
        district.request("POST", "/records/tally/standing/import", "place,year,total\nB1,2026,1\n")}) {
    EXPECT_EQ(answer.status, 403) << answer.body;
    expect_problem(answer.body, "record.derived", "Standing");
  }
  const Json paths = district.request("GET", "/openapi.json").body.at("paths");
  EXPECT_TRUE(paths.at("/records/tally/standing").contains("get"));
  EXPECT_FALSE(paths.at("/records/tally/standing").contains("post"));
  EXPECT_FALSE(paths.at("/records/tally/standing/{id}").contains("patch"));
}

struct BadRow {
  const char* name;
  const char* field;
  Json value;
  const char* code;
};

void PrintTo(const BadRow& each, std::ostream* out) { *out << each.field << " " << each.value; }

class BadValue : public DerivedRecords, public ::testing::WithParamInterface<BadRow> {};

TEST_P(BadValue, is_refused_with_its_field_and_row_and_nothing_is_written) {
  const auto& [name, field, value, code] = GetParam();
  ASSERT_EQ(write({"place", "year", "total"}, {{second, 2026, 100}})["written"], 1);
  district.settle();
  const Json before = everything(district);
  for (const std::int64_t place : {first, second}) {  // a new row, and one that is there
    Json fields{"place", "year", "total"};
    Json good{first, 2025, 100};
    Json bad{place, 2026, 100};
    const auto at = std::find(fields.begin(), fields.end(), Json(field));
    if (at != fields.end()) {
      bad[static_cast<std::size_t>(at - fields.begin())] = value;
    } else {
      fields.push_back(field);
      good.push_back(nullptr);
      bad.push_back(value);
    }
    const Json problem = write(fields, {good, bad});
    expect_problem(problem, code);
    EXPECT_EQ(problem.value("field", ""), field) << problem;
    EXPECT_EQ(problem.value("line", 0), 2) << problem;
  }
  EXPECT_EQ(everything(district), before);
}

INSTANTIATE_TEST_SUITE_P(
    zoo, BadValue,
    ::testing::Values(
        BadRow{"empty_key", "place", nullptr, "record.required"},
        BadRow{"no_such_place", "place", 4040, "record.no_reference"},
        BadRow{"place_of_another_kind", "place", 1, "record.kind"},
        BadRow{"place_by_its_code", "place", "B1", "record.stored"}, BadRow{"place_zero", "place", 0, "record.stored"},
        BadRow{"year_too_large", "year", 2101, "record.range"}, BadRow{"year_as_text", "year", "2026", "record.stored"},
        BadRow{"no_total", "total", nullptr, "record.required"}, BadRow{"total_negative", "total", -1, "record.range"},
        BadRow{"total_as_text", "total", "1.5", "record.stored"},
        BadRow{"no_such_option", "grade", "bad", "record.option"},
        BadRow{"option_by_number", "grade", 1, "record.stored"},
        BadRow{"nobody", "person", 4040, "record.no_reference"},
        BadRow{"no_date", "day", "2026-02-30", "record.stored"},
        BadRow{"date_as_number", "day", 20260301, "record.stored"},
        BadRow{"moment_without_milliseconds", "moment", "2026-03-01T08:00:00Z", "record.stored"},
        BadRow{"no_boolean", "final", 2, "record.stored"},
        BadRow{"note_too_long", "note", "五个汉字多", "record.too_long"},
        BadRow{"tags_no_list", "tags", "red", "record.stored"},
        BadRow{"tags_with_a_number", "tags", "[1]", "record.type"},
        BadRow{"tags_not_as_stored", "tags", "[\"red\", \"blue\"]", "record.stored"}),
    [](const auto& each) { return each.param.name; });

TEST_F(DerivedRecords, take_every_type_as_it_is_stored) {
  ASSERT_EQ(write({"place", "year", "total", "rank", "grade", "person", "day", "moment", "final", "note", "tags"},
                  {{first, 2026, 150, 1, "good", person, "2026-02-28", "2026-03-01T08:00:00.000Z", 1, "四个汉字",
                    "[\"red\",\"blue\"]"}})["written"],
            1);
  Json found = standing(first);
  for (const char* key : {"id", "version", "created_at", "updated_at", "place"}) found.erase(key);
  EXPECT_EQ(found, Json({{"year", 2026},
                         {"total", 1.5},
                         {"rank", 1},
                         {"grade", "good"},
                         {"person", person},
                         {"day", "2026-02-28"},
                         {"moment", "2026-03-01T08:00:00.000Z"},
                         {"final", true},
                         {"note", "四个汉字"},
                         {"tags", {"red", "blue"}}}));
}

TEST_F(DerivedRecords, keep_the_other_unique_rules) {
  ASSERT_EQ(write({"place", "year", "total", "rank"}, {{first, 2026, 1, 1}, {second, 2026, 1, 2}})["written"], 2);
  expect_problem(write({"place", "year", "rank"}, {{second, 2026, 1}}), "record.not_unique", "Year, Rank");
  expect_problem(write({"place", "year", "total", "rank"}, {{second, 2025, 1, 1}, {first, 2025, 1, 1}}),
                 "record.not_unique", "Year, Rank");
}

TEST_F(DerivedRecords, are_refused_as_a_whole_for_wrong_fields) {
  const Json before = everything(district);
  const Json row{{first, 2026, 1}};
  expect_problem(write({"place", "year", "totals"}, row), "record.unknown_field", "totals");
  expect_problem(write({"place", "total", "rank"}, row), "derived.key", "year");
  expect_problem(write({"place", "year", "year"}, row), "derived.twice", "year");
  expect_problem(write({"place", "year"}, row), "method.failed", "has 2 fields, found 3 values");
  expect_problem(write({"place", "year", "points"}, row, "entry"), "derived.not", "Entry");
  expect_problem(write({"text"}, {{"mine"}}, "behaved.note"), "method.not_own");
  expect_problem(write({"place", "year", "total"}, {{first, 2026, 1.5}}), "method.failed", "scaled");
  EXPECT_EQ(everything(district), before);
}

TEST_F(DerivedRecords, are_written_one_by_one_as_events_come) {
  for (int i = 1; i <= 20; ++i) entry(first, "0.5", true);
  district.settle();
  EXPECT_EQ(standing(first).at("total"), 10);
  EXPECT_EQ(dead_letters().size(), 0U);
}

TEST_F(DerivedRecords, are_written_in_several_writes_when_there_are_many) {
  EXPECT_EQ(district.run("tally", "count_up", {{"count", 25'000}}), Json({{"written", 25'000}}));
  EXPECT_EQ(numbers(), 25'000U);
  EXPECT_EQ(district.events("tally.number.derived").size(), 3U);
  // Reading its snapshot while it writes, each value is doubled once; those that were empty become 0.
  EXPECT_EQ(district.run("tally", "double"), Json({{"written", 25'000}}));
  EXPECT_EQ(district.list("tally.number", "number=24999").front().at("value"), 49'998);
  EXPECT_EQ(district.list("tally.number", "value.gt=50000").size(), 0U);
  EXPECT_EQ(district.list("tally.number", "number=7").front().at("value"), 0);
  EXPECT_EQ(district.run("tally", "count_up", {{"count", 20'000}}).at("written"), 20'000);
  EXPECT_EQ(district.run("tally", "clear"), Json({{"removed", 25'000}}));
  EXPECT_EQ(numbers(), 0U);
  expect_others_go_on();
}

TEST_F(DerivedRecords, of_an_action_that_fails_stay_as_far_as_whole_writes_go) {
  const Answer answer = district.request("POST", "/actions/tally/count_up", {{"count", 30'000}, {"fails_at", 25'000}},
                                         {{"prefer", "wait=60"}});
  expect_problem(answer.body.at("problem"), "method.failed", "run dry");
  EXPECT_EQ(numbers(), 20'000U);
  EXPECT_EQ(district.run("tally", "count_up", {{"count", 30'000}}).at("written"), 10'000) << "the rest";
  expect_others_go_on();
}

TEST_F(DerivedRecords, of_an_action_that_is_cancelled_stay_as_far_as_whole_writes_go) {
  const std::string run =
      "/runs/" + district.request("POST", "/actions/tally/count_up").body.at("id").get<std::string>();
  while (numbers() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_LT(district.request("POST", run + "/cancel").status, 300);
  const Json end = district.request("GET", run, nullptr, {{"prefer", "wait=60"}}).body;
  EXPECT_EQ(end.at("state"), "cancelled") << end;
  EXPECT_EQ(numbers() % 10'000, 0U);
  expect_others_go_on();
}

TEST_F(DerivedRecords, that_were_undone_do_not_count_as_written) {
  EXPECT_EQ(district.run("tally", "forgive"), Json());
  std::vector<int> found;
  for (const Json& each : district.list("tally.number", "sort=number")) found.push_back(each.at("number"));
  EXPECT_EQ(found, (std::vector<int>{1, 5}));
}

TEST_F(DerivedRecords, stay_readable_while_their_method_is_disabled) {
  entry(first, "1.50");
  recount();
  district.disable("tally");
  EXPECT_EQ(standing(first).at("total"), 1.5);
  expect_problem(district.request("POST", "/records/tally/standing", {{"place", first}}).body, "record.derived");
}

}  // namespace
}  // namespace liufa::zoo
