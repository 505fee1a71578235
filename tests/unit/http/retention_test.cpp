/// Terms of retention: when they are over, records are gone from the tables, the log, the files and the disk; the chain
/// of the log stays whole.
#include <fstream>
#include <iterator>

#include "people.hpp"
#include "services/derived.hpp"

namespace liufa::host::test {
namespace {

class RetentionOfRecords : public PeopleTest {
 protected:
  RetentionOfRecords() : PeopleTest({LIUFA_ROOT "/tests/unit/http/methods"}) {
    today("2020-03-02");
    EXPECT_EQ(send(local_operator(), "POST", "/methods/visits/enable").status, 200);
    village = organisation("VILLAGE", "village", 0);
    person = create("/records/directory/member",
                    {{"code", "M1"}, {"name", "某甲乙"}, {"organisation", village}, {"kind", "farmer"}});
    visit = visited("2020-03-10");
  }
  std::int64_t visited(const std::string& day, const Json& more = Json::object()) {
    Json fields{{"village", village}, {"visitor", person}, {"held_on", day}};
    fields.update(more);
    const Json consent{{"member", person}, {"recipient", village}, {"handover", "visits.visit.report"}};
    EXPECT_EQ(send(local_operator(), "POST", "/records/privacy/consent", consent).status, 201);
    const std::int64_t id = create("/records/visits/visit", fields);
    EXPECT_EQ(send(local_operator(), "POST", fmt::format("/records/visits/visit/{}/transitions/report", id)).status,
              200);
    return id;
  }
  Json plan_of(const std::string& record) {
    const Json plan = body(send(local_operator(), "GET", "/retention"), 200);
    for (const Json& each : plan.at("records"))
      if (each.at("record") == record) return each;
    return nullptr;
  }
  /// A derived row about a person, as the method's code would write it.
  void frequency(std::int64_t visitor, const ValueView& last, const std::string& all, std::string_view last_on) {
    host.district("d").write("local", [&](WriteContext& context) {
      const std::vector<ValueView> values{visitor, last, std::string_view(all), last_on};
      bool given = false;
      IdSet written;
      derive_rows(
          context, context.model.record("visits.frequency"), {"visitor", "last_visit", "all_visits", "last_on"},
          [&](std::span<ValueView> row) {
            std::copy(values.begin(), values.end(), row.begin());
            return !std::exchange(given, true);
          },
          written);
    });
  }
  std::size_t frequencies() {
    return body(send(local_operator(), "GET", "/records/visits/frequency"), 200).at("items").size();
  }
  Json execute() { return body(send(local_operator(), "POST", "/retention"), 200).at("erased"); }
  int status(const std::string& path) { return send(local_operator(), "GET", path).status; }
  Json verification() { return body(send(local_operator(), "GET", "/verification"), 200); }
  /// Whether a text stands in any file of the data folder.
  bool is_on_disk(const std::string& text) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
      if (content.find(text) != std::string::npos) return true;
    }
    return false;
  }
  void rule(const std::string& about, int years, const std::string& from) {
    create("/records/privacy/retention_rule",
           {{"about", about}, {"years", years}, {"starts_on", from}, {"source", "测试"}});
  }

  std::int64_t village, person, visit;
};

TEST_F(RetentionOfRecords, ends_on_the_day_and_only_in_the_states_that_count) {
  const std::int64_t planned =
      create("/records/visits/visit", {{"village", village}, {"visitor", person}, {"held_on", "2020-03-10"}});
  today("2025-03-10");
  EXPECT_EQ(plan_of("visits.visit").at("due"), 0);
  execute();
  today("2025-03-11");
  EXPECT_EQ(plan_of("visits.visit").at("due"), 1);
  EXPECT_EQ(status(fmt::format("/records/visits/visit/{}", visit)), 200) << "the plan erases nothing";
  EXPECT_GE(execute().at("records"), 1);
  EXPECT_EQ(status(fmt::format("/records/visits/visit/{}", visit)), 404);
  EXPECT_EQ(status(fmt::format("/records/visits/visit/{}", planned)), 200);
  EXPECT_EQ(execute().at("records"), 0) << "once";
}

TEST_F(RetentionOfRecords, leaves_no_trace_of_what_was_erased_and_the_log_whole) {
  rule("directory.member", 1, "2020-01-01");
  ASSERT_EQ(send(local_operator(), "PATCH", fmt::format("/records/directory/member/{}", person),
                 {{"status", "left"}, {"left_on", "2020-04-01"}})
                .status,
            200);
  today("2026-03-02");
  ASSERT_TRUE(is_on_disk("某甲乙"));
  EXPECT_EQ(plan_of("directory.member").at("held"), 1) << "the visit still names them";
  const Json erased = execute();
  EXPECT_GE(erased.at("records"), 4) << "visit, disclosure, consent, then the member";
  EXPECT_EQ(status(fmt::format("/records/directory/member/{}", person)), 404);
  EXPECT_FALSE(is_on_disk("某甲乙"));
  EXPECT_EQ(verification().at("ok"), true);
  const Json history =
      body(send(local_operator(), "GET", fmt::format("/events?record=directory.member/{}", person)), 200);
  for (const Json& event : history.at("items"))
    EXPECT_EQ(event.at("erased"), event.at("topic") != "host.record.erased") << event;
}

TEST_F(RetentionOfRecords, never_gives_an_erased_record_s_number_to_another) {
  today("2026-03-02");
  ASSERT_GE(execute().at("records"), 1);
  // A write that is undone makes the host read the highest number anew.
  EXPECT_EQ(send(local_operator(), "POST", "/records/visits/visit", {{"village", village}}).status, 422);
  EXPECT_GT(visited("2026-03-01"), visit);
}

TEST_F(RetentionOfRecords, follows_the_district_s_own_term_from_its_day) {
  rule("visits.visit", 2, "2021-01-01");
  rule("visits.visit", 10, "2024-01-01");
  today("2020-12-31");
  EXPECT_EQ(plan_of("visits.visit").at("years"), 5);
  today("2022-03-10");
  EXPECT_EQ(plan_of("visits.visit").at("years"), 2);
  EXPECT_EQ(plan_of("visits.visit").at("due"), 0);
  today("2024-01-01");
  EXPECT_EQ(plan_of("visits.visit").at("years"), 10);
  EXPECT_EQ(plan_of("visits.visit").at("due"), 0);
  EXPECT_EQ(code(send(local_operator(), "POST", "/records/privacy/retention_rule",
                      {{"about", "visits.remark"}, {"years", 2}, {"starts_on", "2024-01-01"}, {"source", "测试"}})),
            "privacy.no_retention");
}

TEST_F(RetentionOfRecords, keeps_what_a_list_still_refers_to) {
  const std::int64_t remark = create("/records/visits/remark", {{"visits", {visit}}, {"note", "备注"}});
  today("2026-03-02");
  EXPECT_EQ(plan_of("visits.visit").at("held"), 1);
  execute();
  EXPECT_EQ(status(fmt::format("/records/visits/visit/{}", visit)), 200);
  ASSERT_EQ(send(local_operator(), "PATCH", fmt::format("/records/visits/remark/{}", remark),
                 {{"visits", Json::array({visit + 100})}})
                .status,
            422);
  ASSERT_EQ(
      send(local_operator(), "PATCH", fmt::format("/records/visits/remark/{}", remark), {{"visits", nullptr}}).status,
      200);
  execute();
  EXPECT_EQ(status(fmt::format("/records/visits/visit/{}", visit)), 404);
}

TEST_F(RetentionOfRecords, takes_derived_rows_along_with_what_they_are_about) {
  const std::int64_t other = create("/records/directory/member",
                                    {{"code", "M2"}, {"name", "乙"}, {"organisation", village}, {"kind", "farmer"}});
  const std::int64_t third = create("/records/directory/member",
                                    {{"code", "M3"}, {"name", "丙"}, {"organisation", village}, {"kind", "farmer"}});
  frequency(person, visit, {}, {});
  frequency(other, {}, fmt::format("[{}]", visit), "2026-03-01");
  frequency(third, {}, {}, "2026-03-01");
  today("2026-03-02");
  EXPECT_EQ(plan_of("visits.visit").at("held"), 0);
  execute();
  EXPECT_EQ(status(fmt::format("/records/visits/visit/{}", visit)), 404);
  EXPECT_EQ(frequencies(), 1U) << "of what is about nobody that is gone";
  EXPECT_EQ(verification().at("ok"), true);
}

TEST_F(RetentionOfRecords, ends_for_derived_rows_too_without_a_word_on_each) {
  frequency(person, {}, {}, "2020-03-10");
  today("2028-03-10");
  execute();
  EXPECT_EQ(frequencies(), 1U);
  today("2028-03-11");
  EXPECT_EQ(plan_of("visits.frequency").at("due"), 1);
  execute();
  EXPECT_EQ(frequencies(), 0U);
  const Json events = body(send(local_operator(), "GET", "/events?record=visits.frequency"), 200).at("items");
  ASSERT_EQ(events.size(), 2U) << events;
  EXPECT_EQ(events.back().at("after"), Json({{"rows", 0}, {"removed", 1}})) << events;
  EXPECT_EQ(verification().at("ok"), true);
}

TEST_F(RetentionOfRecords, takes_files_along_that_nothing_else_needs) {
  const auto brought = [&](const std::string& content) {
    Request request;
    request.method = "POST";
    request.path = "/api/v1/districts/d/files";
    request.query = {{"name", "a.txt"}};
    request.body = content;
    request.actor = local_operator();
    const Response response = api.handle(request);
    EXPECT_LT(response.status, 300) << response.body;
    return Json::parse(response.body).at("file").get<std::string>();
  };
  const std::string alone = brought("照片甲的内容");
  const std::string shared = brought("照片乙的内容");
  visited("2020-03-10", {{"photograph", alone}});
  visited("2020-03-10", {{"photograph", shared}});
  const std::int64_t kept = visited("2025-03-10", {{"photograph", shared}});
  today("2026-03-02");
  ASSERT_TRUE(is_on_disk("照片甲的内容"));
  EXPECT_EQ(execute().at("files"), 1);
  EXPECT_FALSE(is_on_disk("照片甲的内容"));
  EXPECT_TRUE(is_on_disk("照片乙的内容"));
  EXPECT_EQ(status(fmt::format("/records/visits/visit/{}", kept)), 200);
}

TEST_F(RetentionOfRecords, keeps_the_audit_for_184_days_whatever_is_configured) {
  EXPECT_EQ(send(local_operator(), "PATCH", "/methods/privacy/settings", {{"log_days", 183}}).status, 422);
  EXPECT_EQ(send(local_operator(), "PATCH", "/methods/privacy/settings", {{"log_days", 184}}).status, 200);
  const Actor secretary = holder("secretary", "secretary", village);
  EXPECT_EQ(send(secretary, "POST", "/backups").status, 403);
  const auto refusals = [&](bool erased) {
    const Json found = body(send(local_operator(), "GET", "/events?kind=refusal"), 200).at("items");
    return std::count_if(found.begin(), found.end(), [&](const Json& each) { return each.at("erased") == erased; });
  };
  today("2020-09-02");  // the 184th day
  execute();
  EXPECT_EQ(refusals(false), 1);
  today("2020-09-03");
  EXPECT_GE(execute().at("events"), 1);
  EXPECT_EQ(refusals(false), 0);
  EXPECT_EQ(refusals(true), 1) << "that it happened stays on record";
  EXPECT_EQ(verification().at("ok"), true);
}

TEST_F(RetentionOfRecords, is_the_administrator_s_to_execute) {
  EXPECT_EQ(send(holder("secretary", "secretary", village), "POST", "/retention").status, 403);
  EXPECT_EQ(send(holder("admin", "admin", 0), "POST", "/retention").status, 200);
}

}  // namespace
}  // namespace liufa::host::test
