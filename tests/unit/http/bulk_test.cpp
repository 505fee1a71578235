/// One step for many records: each stands alone, and whoever asks learns the fate of each.
#include "trips.hpp"

namespace liufa::host::test {
namespace {

class BulkTest : public TripsTest {
 protected:
  /// Takes a step for records with versions (0: none is given).
  Response bulk(const Actor& who, const std::string& step,
                const std::vector<std::pair<std::int64_t, std::int64_t>>& chosen, const Json& values = Json::object(),
                const std::string& query = "") {
    Json records = Json::array();
    for (const auto& [id, version] : chosen) {
      records.push_back({{"id", id}});
      if (version != 0) records.back()["version"] = version;
    }
    return send(who, "POST", "/records/trips/trip/bulk/" + step + query, {{"records", records}, {"values", values}});
  }
  static Json items(const Response& response) { return body(response, 200).at("items"); }
  std::string state(std::int64_t id) {
    return get(local_operator(), fmt::format("/records/trips/trip/{}", id)).at("state");
  }
  const Json on{{"held_on", "2026-03-08"}};
};

TEST_F(BulkTest, takes_the_step_for_each_and_says_what_became_of_it) {
  const auto first = trip("1");
  const auto closed = trip("2");
  const auto stale = trip("3");
  const auto last = trip("4");
  bulk(local_operator(), "confirm", {{closed, 1}}, on);
  bulk(local_operator(), "close", {{closed, 0}});
  const auto before = events();
  const Json found =
      items(bulk(local_operator(), "confirm", {{first, 1}, {closed, 3}, {stale, 9}, {999, 0}, {last, 0}}, on));
  ASSERT_EQ(found.size(), 5U);
  EXPECT_EQ(found[0].at("ok"), true);
  EXPECT_EQ(found[0].at("record"), get(local_operator(), fmt::format("/records/trips/trip/{}", first)));
  EXPECT_EQ(found[0].at("record").at("version"), 2);
  EXPECT_EQ(found[1].at("ok"), false);
  EXPECT_EQ(found[1].at("problem").at("code"), "workflow.wrong_state");
  EXPECT_EQ(found[2].at("problem").at("code"), "record.stale");
  EXPECT_EQ(found[3].at("problem").at("code"), "record.not_found");
  EXPECT_EQ(found[4].at("ok"), true);
  EXPECT_EQ(state(last), "confirmed") << "those before it hold nothing up";
  EXPECT_EQ(state(stale), "planned");
  EXPECT_EQ(events(), before + 2) << "one for each that was taken";
  EXPECT_EQ(get(local_operator(), "/verification").at("ok"), true);
}

TEST_F(BulkTest, reaches_no_further_than_each_records_own_route) {
  const auto own = trip("1");
  const auto others = trip("2", {{"village", other_village}, {"guide", nullptr}});
  const auto of_other_side = trip("3", {{"village", organs}, {"guide", nullptr}});
  const Actor secretary = holder("secretary", "secretary", village);
  const Json found = items(bulk(secretary, "confirm", {{own, 1}, {others, 1}, {of_other_side, 1}}, on));
  EXPECT_EQ(found[0].at("ok"), true);
  EXPECT_EQ(found[1].at("problem").at("code"), "record.not_found");
  EXPECT_EQ(found[2].at("problem").at("code"), "record.not_found");
  EXPECT_EQ(send(holder("reader", "auditor", 0), "POST", "/records/trips/trip/bulk/confirm", Json::object()).status,
            403);
  // The other owner's side reads the trip; the step is not theirs, and that they tried is on record.
  const auto shared = trip("4");
  const Actor guide_side = holder("guide_side", "secretary", organs);
  const Json refused = items(bulk(guide_side, "confirm", {{shared, 1}}, on));
  EXPECT_EQ(refused[0].at("problem").at("code"), "access.out_of_reach");
  const Json noted = get(local_operator(), "/events?topic=host.access.refused").at("items");
  EXPECT_EQ(noted.back().at("actor"), "guide_side");
  EXPECT_EQ(noted.back().at("after").at("path"),
            fmt::format("/api/v1/districts/d/records/trips/trip/{}/transitions/confirm", shared));
}

TEST_F(BulkTest, refuses_a_list_that_is_none_as_a_whole) {
  const auto id = trip("1");
  const auto before = events();
  const auto send_body = [&](const Json& content) {
    return send(local_operator(), "POST", "/records/trips/trip/bulk/confirm", content);
  };
  EXPECT_EQ(code(bulk(local_operator(), "confirm", {{id, 1}, {id, 0}}, on)), "bulk.twice");
  EXPECT_EQ(code(bulk(local_operator(), "confirm", {}, on)), "bulk.records");
  std::vector<std::pair<std::int64_t, std::int64_t>> many;
  for (std::int64_t i = 1; i <= 501; ++i) many.emplace_back(i, 1);
  EXPECT_EQ(code(bulk(local_operator(), "confirm", many, on)), "bulk.records");
  for (const Json& records : {Json(nullptr), Json("1"), Json::array({id}), Json::array({Json{{"id", "1"}}}),
                              Json::array({Json{{"version", 1}}}), Json::array({Json{{"id", id}, {"version", "1"}}}),
                              Json::array({Json{{"id", id}, {"versoin", 1}}})})
    EXPECT_EQ(code(send_body({{"records", records}, {"values", on}})), "bulk.records") << records;
  const Json one = Json::array({Json{{"id", id}}});
  EXPECT_EQ(code(send_body({{"records", one}, {"value", on}})), "record.unknown_field");
  EXPECT_EQ(code(send_body({{"records", one}, {"values", 7}})), "request.object");
  EXPECT_EQ(code(send_body({{"records", one}, {"values", {{"held_on", "soon"}}}})), "record.type");
  EXPECT_EQ(code(bulk(local_operator(), "dance", {{id, 1}})), "workflow.no_transition");
  EXPECT_EQ(events(), before);
  EXPECT_EQ(state(id), "planned");
}

TEST_F(BulkTest, refuses_values_that_the_step_does_not_take_for_each) {
  const Json found =
      items(bulk(local_operator(), "confirm", {{trip("1"), 1}}, {{"held_on", "2026-03-08"}, {"plan", "x"}}));
  EXPECT_EQ(found[0].at("problem").at("code"), "workflow.not_taken");
  EXPECT_EQ(found[0].at("problem").at("field"), "plan");
}

TEST_F(BulkTest, is_answered_once_for_one_key) {
  const auto id = trip("1");
  const std::string content = Json{{"records", Json::array({Json{{"id", id}, {"version", 1}}})}, {"values", on}}.dump();
  const std::map<std::string, std::string, std::less<>> key{{"idempotency-key", "k-1"}};
  const Response first = ask("POST", "/records/trips/trip/bulk/confirm", content, key);
  EXPECT_EQ(items(first)[0].at("ok"), true);
  const Response again = ask("POST", "/records/trips/trip/bulk/confirm", content, key);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.headers.at("Idempotency-Replayed"), "true");
  EXPECT_EQ(items(ask("POST", "/records/trips/trip/bulk/confirm", content))[0].at("ok"), false);
}

TEST_F(BulkTest, only_tries_if_asked) {
  const auto id = trip("1");
  const auto before = events();
  EXPECT_EQ(items(bulk(local_operator(), "confirm", {{id, 1}}, on, "?dry_run=true"))[0].at("record").at("state"),
            "confirmed");
  EXPECT_EQ(state(id), "planned");
  EXPECT_EQ(events(), before);
}

TEST_F(BulkTest, reaches_a_step_that_is_called_like_another_route) {
  const auto id = trip("1");
  bulk(local_operator(), "confirm", {{id, 1}}, on);
  EXPECT_EQ(items(bulk(local_operator(), "reveal", {{id, 2}}))[0].at("record").at("state"), "closed");
}

TEST_F(BulkTest, takes_five_hundred) {
  std::vector<std::pair<std::int64_t, std::int64_t>> many;
  for (int i = 1; i <= 500; ++i) many.emplace_back(trip(std::to_string(i)), 1);
  const Json found = items(bulk(local_operator(), "confirm", many, on));
  EXPECT_EQ(std::count_if(found.begin(), found.end(), [](const Json& each) { return each.at("ok").get<bool>(); }), 500);
}

TEST_F(BulkTest, of_a_derived_type_is_none) {
  expect_problem(send(local_operator(), "POST", "/records/trips/archive/bulk/confirm", Json::object()), 403,
                 "record.derived");
  host.district("d").disable("local", "trips");
  const auto found = items(bulk(local_operator(), "confirm", {{1, 1}}, on));
  EXPECT_EQ(found[0].at("problem").at("code"), "method.not_enabled");
}

}  // namespace
}  // namespace liufa::host::test
