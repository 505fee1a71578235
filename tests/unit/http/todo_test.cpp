/// What is due, for whom and when, over the bundled methods and a periodic one of the test's own.
#include "base/clock.hpp"
#include "people.hpp"

namespace liufa::host::test {
namespace {

class Todo : public PeopleTest {
 protected:
  Todo() : PeopleTest({LIUFA_TEST_METHODS, LIUFA_ROOT "/tests/unit/http/methods"}) {
    for (const char* method : {"pairing", "meetings"})
      EXPECT_EQ(ask("POST", std::string("/methods/") + method + "/enable").status, 200);
    today("2026-03-02");
    top = organisation("TOP", "working_committee", 0);
    town = organisation("TOWN", "town", 0);
    urban = organisation("URBAN", "branch", top);
    rural = organisation("RURAL", "village", town);
    secretary = holder("secretary", "secretary", urban);
    village = holder("village", "community", rural);
    superior = holder("superior", "secretary", top);
    office = holder("office", "office", 0);
  }

  Json items(const Actor& actor, const std::string& path = "/todo") {
    const Response response = send(actor, "GET", path);
    EXPECT_EQ(response.status, 200) << response.body;
    return Json::parse(response.body).at("items");
  }
  /// "KEY DUE" of each item.
  std::vector<std::string> due(const Actor& actor, const std::string& path = "/todo") {
    std::vector<std::string> list;
    for (const Json& each : items(actor, path))
      list.push_back(each.at("reminder").get<std::string>() + " " + each.at("due_on").get<std::string>());
    return list;
  }

  std::int64_t top, town, urban, rural;
  Actor secretary, village, superior, office;
};

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(Todo, follows_the_work_from_one_side_to_the_other) {
  const Json pair = body(send(secretary, "POST", "/records/pairing/pair", {{"urban", urban}, {"rural", rural}}), 201);
  EXPECT_THAT(due(office), ElementsAre("pairing.confirm_pair 2026-03-16"));
  EXPECT_THAT(due(village), IsEmpty());
  const std::string path = "/records/pairing/pair/" + std::to_string(pair.at("id").get<int>());
  EXPECT_EQ(send(office, "POST", path + "/transitions/return", {{"note", "缺协议"}}).status, 200);
  EXPECT_THAT(due(office), IsEmpty());
  EXPECT_THAT(due(secretary), ElementsAre("meetings.members_meeting 2025-12-31", "pairing.revise_pair 2026-03-16",
                                          "meetings.members_meeting 2026-03-31"));
}

TEST_F(Todo, counts_working_days_by_the_calendar) {
  ask("POST", "/records/work/calendar_day/import",
      "date,kind,name\n2026-03-09,holiday,试\n2026-03-10,holiday,试\n2026-03-14,workday,试\n");
  (void)body(send(secretary, "POST", "/records/pairing/pair", {{"urban", urban}, {"rural", rural}}), 201);
  const Json first = items(office).at(0);
  EXPECT_EQ(first.at("due_on"), "2026-03-17") << "ten days: not the 9th and 10th, but the Saturday worked in exchange";
  EXPECT_EQ(first.at("working_days"), 10);
  EXPECT_EQ(first.at("overdue"), false);
  today("2026-03-19");
  EXPECT_EQ(items(office).at(0).at("overdue"), true);
  EXPECT_EQ(items(office).at(0).at("working_days"), -2);
}

TEST_F(Todo, asks_for_what_every_period_needs_until_it_is_done) {
  EXPECT_THAT(due(secretary),
              ElementsAre("meetings.members_meeting 2025-12-31", "meetings.members_meeting 2026-03-31"));
  (void)body(send(secretary, "POST", "/records/meetings/meeting", {{"organisation", urban}, {"held_on", "2026-03-02"}}),
             201);
  EXPECT_THAT(due(secretary), ElementsAre("meetings.members_meeting 2025-12-31"));
  (void)body(send(secretary, "POST", "/records/meetings/meeting", {{"organisation", urban}, {"held_on", "2025-12-30"}}),
             201);
  EXPECT_THAT(due(secretary), IsEmpty());
  EXPECT_THAT(due(superior), IsEmpty()) << "the committee itself owes none";
  today("2026-06-02");
  EXPECT_THAT(due(secretary), ElementsAre("meetings.members_meeting 2026-06-30"));
}

TEST_F(Todo, tells_what_a_record_begins_with_that_is_still_to_be_made) {
  const Json recurring = items(secretary).at(0);
  EXPECT_EQ(recurring.at("id"), urban);
  EXPECT_EQ(recurring.at("enter"), Json({{"organisation", urban}}));
  (void)body(send(secretary, "POST", "/records/pairing/pair", {{"urban", urban}, {"rural", rural}}), 201);
  EXPECT_TRUE(items(office).at(0).at("enter").is_null()) << "the pair is there: it is opened";
}

TEST_F(Todo, is_each_one_s_own_while_the_superior_sees_what_is_late_and_urges) {
  EXPECT_THAT(due(superior), IsEmpty());
  EXPECT_THAT(due(superior, "/overdue"), ElementsAre("meetings.members_meeting 2025-12-31"));
  EXPECT_THAT(due(village, "/overdue"), IsEmpty());
  const Json urging{
      {"reminder", "meetings.members_meeting"}, {"subject", urban}, {"organisation", urban}, {"note", "请尽快"}};
  EXPECT_EQ(code(send(secretary, "POST", "/records/work/urging", urging)), "work.not_superior");
  EXPECT_EQ(code(send(village, "POST", "/records/work/urging", urging)), "request.forbidden");
  Json unknown = urging;
  unknown["reminder"] = "meetings.nothing";
  EXPECT_EQ(code(send(superior, "POST", "/records/work/urging", unknown)), "work.no_reminder");
  const Json urged = body(send(superior, "POST", "/records/work/urging", urging), 201);
  EXPECT_EQ(urged.at("urged_by"), "superior");
  EXPECT_EQ(urged.at("urged_on"), "2026-03-02");
  EXPECT_EQ(items(secretary).at(0).at("urged"), 1);
}

TEST_F(Todo, vanishes_with_the_method_that_asks) {
  EXPECT_EQ(items(secretary).size(), 2U);
  host.district("d").disable("local", "meetings");
  EXPECT_THAT(due(secretary), IsEmpty());
}

TEST_F(Todo, counts_the_fields_that_nobody_had_to_fill_in) {
  (void)body(send(secretary, "POST", "/records/pairing/pair", {{"urban", urban}, {"rural", rural}}), 201);
  const Json spared = body(send(secretary, "GET", "/spared"), 200);
  EXPECT_GE(spared.at("total").get<int>(), 3) << "its dates and its year at least";
}

TEST_F(Todo, refuses_a_reminder_whose_sql_is_wrong_with_its_method) {
  EXPECT_EQ(code(ask("POST", "/methods/broken_reminder/enable")), "storage.sql");
  EXPECT_EQ(code(ask("GET", "/todo?until=soon")), "request.parameter");
  EXPECT_EQ(code(ask("GET", "/todo?organisation=x")), "request.parameter");
}

}  // namespace
}  // namespace liufa::host::test
