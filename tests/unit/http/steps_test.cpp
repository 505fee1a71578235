/// What a person may do with a record, asked beforehand: in every case the same as what the write itself decides.
#include "trips.hpp"

namespace liufa::host::test {
namespace {

class StepsTest : public TripsTest {
 protected:
  Json steps(const Actor& who, std::int64_t id, const std::string& record = "trips/trip") {
    return get(who, fmt::format("/records/{}/{}/steps", record, id));
  }
  static Json ids(const Json& found) {
    Json all = Json::array();
    for (const Json& each : found.at("steps")) all.push_back(each.at("id"));
    return all;
  }
  /// That each step is offered if, and only if, trying it succeeds.
  void expect_as_tried(const Actor& who, std::int64_t id) {
    const Json offered = ids(steps(who, id));
    for (const char* step : {"confirm", "accept", "close", "reveal"}) {
      const bool is_offered = std::find(offered.begin(), offered.end(), Json(step)) != offered.end();
      const Response tried =
          send(who, "POST", fmt::format("/records/trips/trip/{}/transitions/{}?dry_run=true", id, step),
               step == std::string("confirm") ? Json{{"held_on", "2026-03-08"}} : Json::object());
      EXPECT_EQ(tried.status == 200, is_offered) << who.name << " " << step << ": " << tried.body;
    }
    const Response tried =
        send(who, "PATCH", fmt::format("/records/trips/trip/{}?dry_run=true", id), {{"remark", "x"}});
    EXPECT_EQ(tried.status == 200, steps(who, id).at("update").get<bool>()) << who.name << ": " << tried.body;
  }
  void take(std::int64_t id, const std::string& step, const Json& values = Json::object()) {
    body(send(local_operator(), "POST", fmt::format("/records/trips/trip/{}/transitions/{}", id, step), values), 200);
  }
};

TEST_F(StepsTest, are_those_of_the_state_with_what_they_take) {
  const auto id = trip("1");
  const Json found = steps(local_operator(), id);
  EXPECT_EQ(found.at("steps")[0], (Json{{"id", "confirm"},
                                        {"name", {{"zh", "确认"}, {"en", "Confirm"}}},
                                        {"to", "confirmed"},
                                        {"needs", {"held_on"}},
                                        {"takes", {"remark"}}}));
  EXPECT_EQ(ids(found), (Json{"confirm", "accept"}));
  take(id, "confirm", {{"held_on", "2026-03-08"}});
  EXPECT_EQ(ids(steps(local_operator(), id)), (Json{"accept", "close", "reveal"}));
  take(id, "close");
  EXPECT_EQ(ids(steps(local_operator(), id)), Json::array()) << "no way on";
}

TEST_F(StepsTest, are_each_sides_own) {
  const auto id = trip("1");
  const Actor host_side = holder("host_side", "secretary", village);
  const Actor guide_side = holder("guide_side", "secretary", organs);
  const Actor above = holder("above", "secretary", town);
  const Actor office = holder("office", "office", 0);
  const Actor reader = holder("reader", "auditor", 0);
  const auto li = account("li", {{"member", guide}});
  EXPECT_EQ(grant(li, "member").status, 201);
  EXPECT_EQ(ids(steps(host_side, id)), Json{"confirm"});
  EXPECT_EQ(ids(steps(above, id)), Json{"confirm"});
  EXPECT_EQ(ids(steps(guide_side, id)), Json{"accept"});
  EXPECT_EQ(ids(steps(actor(li), id)), Json{"accept"});
  EXPECT_EQ(ids(steps(office, id)), Json::array()) << "a role without a step in this state";
  EXPECT_EQ(ids(steps(reader, id)), Json::array());
  EXPECT_EQ(steps(host_side, id).at("update"), true);
  EXPECT_EQ(steps(guide_side, id).at("update"), false) << "the other owner's side reads it, no more";
  EXPECT_EQ(steps(guide_side, id).at("fields"), Json::array());
  for (const Actor& each : {host_side, guide_side, above, office, reader, actor(li)}) expect_as_tried(each, id);
  take(id, "confirm", {{"held_on", "2026-03-08"}});
  EXPECT_EQ(ids(steps(host_side, id)), Json::array());
  EXPECT_EQ(ids(steps(office, id)), (Json{"close", "reveal"}));
  for (const Actor& each : {host_side, guide_side, above, office, reader, actor(li)}) expect_as_tried(each, id);
}

TEST_F(StepsTest, name_the_fields_that_may_be_changed_now) {
  const auto id = trip("1", {{"guide", nullptr}});
  const Json all{"number", "guide", "companions", "held_on", "kind", "plan", "remark"};
  EXPECT_EQ(steps(local_operator(), id).at("fields"), all) << "neither the computed one nor the fixed one";
  take(id, "confirm", {{"held_on", "2026-03-08"}});
  const Json confirmed{"number", "guide", "companions", "held_on", "kind", "remark"};
  EXPECT_EQ(steps(local_operator(), id).at("fields"), confirmed) << "the plan was to be changed before";
}

TEST_F(StepsTest, of_a_record_out_of_reach_are_not_told) {
  const auto id = trip("1", {{"village", other_village}, {"guide", nullptr}});
  const Actor secretary = holder("secretary", "secretary", village);
  expect_problem(send(secretary, "GET", fmt::format("/records/trips/trip/{}/steps", id)), 404, "record.not_found");
  expect_problem(send(secretary, "GET", "/records/trips/trip/999/steps"), 404, "record.not_found");
  const auto nobody = account("nobody");
  expect_problem(send(actor(nobody), "GET", fmt::format("/records/trips/trip/{}/steps", id)), 403, "request.forbidden");
}

TEST_F(StepsTest, are_none_of_a_derived_record_a_disabled_method_and_a_token_that_only_reads) {
  host.district("d").store().write([](Session& session) {
    session.execute(
        "INSERT INTO trips_archive (id, version, created_at, updated_at, number) VALUES (1, 1, '', '', '1')");
  });
  const Json none{{"steps", Json::array()}, {"update", false}, {"fields", Json::array()}};
  EXPECT_EQ(steps(local_operator(), 1, "trips/archive"), none);
  const auto id = trip("1");
  Actor limited = local_operator();
  limited.by_token = true;
  limited.read_only = true;
  EXPECT_EQ(steps(limited, id), none);
  EXPECT_NE(steps(local_operator(), id), none);
  host.district("d").disable("local", "trips");
  EXPECT_EQ(steps(local_operator(), id), none);
}

TEST_F(StepsTest, of_a_type_without_a_workflow_are_none_but_it_can_be_changed) {
  EXPECT_EQ(steps(local_operator(), guide, "directory/member").at("steps"), Json::array());
  EXPECT_EQ(steps(local_operator(), guide, "directory/member").at("update"), true);
}

}  // namespace
}  // namespace liufa::host::test
