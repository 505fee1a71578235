/// Which records refer to a record: counted, in reach, by single fields and by lists.
#include "trips.hpp"

namespace liufa::host::test {
namespace {

class LinksTest : public TripsTest {
 protected:
  Json links(const Actor& who, const std::string& record, std::int64_t id) {
    return get(who, fmt::format("/records/{}/{}/links", record, id)).at("items");
  }
  /// {"trips.trip guide": 2, …}
  Json counts(const Actor& who, const std::string& record, std::int64_t id) {
    Json all = Json::object();
    for (const Json& each : links(who, record, id))
      all[each.at("record").get<std::string>() + " " + each.at("field").get<std::string>()] = each.at("count");
    return all;
  }
  std::int64_t account_of(const Json& fields) {
    Json all{{"village", village}};
    all.update(fields);
    return create("/records/trips/account", all);
  }
};

TEST_F(LinksTest, count_single_references_and_lists) {
  const auto id = trip("1");
  const auto other = trip("2", {{"companions", {guide}}});
  account_of({{"trip", id}});
  account_of({{"trip", id}, {"trips", {id, other}}});
  account_of({{"trips", {other}}});
  EXPECT_EQ(links(local_operator(), "trips/trip", id)[0], (Json{{"record", "trips.account"},
                                                                {"field", "trip"},
                                                                {"name", {{"zh", "记述"}, {"en", "Account"}}},
                                                                {"field_name", {{"zh", "考察"}, {"en", "Trip"}}},
                                                                {"count", 2}}));
  EXPECT_EQ(counts(local_operator(), "trips/trip", id), (Json{{"trips.account trip", 2}, {"trips.account trips", 1}}));
  EXPECT_EQ(counts(local_operator(), "trips/trip", other), (Json{{"trips.account trips", 2}}));
  EXPECT_EQ(counts(local_operator(), "directory/member", guide),
            (Json{{"trips.trip guide", 2}, {"trips.trip companions", 1}}));
}

TEST_F(LinksTest, tell_an_id_in_a_list_from_one_that_contains_it) {
  std::int64_t last = 0;
  for (int i = 1; i <= 12; ++i) last = trip(std::to_string(i));
  ASSERT_EQ(last, 12);
  account_of({{"trips", {12}}});
  account_of({{"trips", {11, 2, 1}}});
  EXPECT_EQ(counts(local_operator(), "trips/trip", 1), (Json{{"trips.account trips", 1}}));
  EXPECT_EQ(counts(local_operator(), "trips/trip", 2), (Json{{"trips.account trips", 1}}));
  EXPECT_EQ(counts(local_operator(), "trips/trip", 12), (Json{{"trips.account trips", 1}}));
}

TEST_F(LinksTest, count_what_is_in_reach_and_of_types_that_may_be_read) {
  trip("1");
  trip("2", {{"village", other_village}});
  account_of(Json::object());
  const Actor secretary = holder("secretary", "secretary", village);
  EXPECT_EQ(counts(secretary, "directory/organisation", village),
            (Json{{"trips.account village", 1}, {"trips.trip village", 1}}));
  expect_problem(send(secretary, "GET", fmt::format("/records/directory/organisation/{}/links", other_village)), 404,
                 "record.not_found");
  const Actor auditor = holder("auditor", "auditor", 0);
  EXPECT_EQ(counts(auditor, "directory/organisation", village),
            (Json{{"access.post organisation", 1}, {"trips.trip village", 1}}))
      << "accounts of trips are not an auditor's to read, posts are";
  EXPECT_EQ(counts(auditor, "directory/organisation", town), (Json{{"directory.organisation parent", 2}}));
  Actor limited = local_operator();
  limited.by_token = true;
  limited.methods = {"directory"};
  EXPECT_EQ(counts(limited, "directory/organisation", village), Json::object()) << "nothing of other methods";
}

TEST_F(LinksTest, go_no_further_than_a_thousand) {
  const auto id = trip("1");
  const auto add = [&](int accounts) {
    host.district("d").store().write([&](Session& session) {
      for (int i = 0; i < accounts; ++i)
        session.execute(
            "INSERT INTO trips_account (version, created_at, updated_at, village, trip) VALUES (1, '', '', $1, $2)",
            std::array<ValueView, 2>{village, id});
    });
  };
  add(1000);
  EXPECT_FALSE(links(local_operator(), "trips/trip", id)[0].contains("more"));
  add(5);
  EXPECT_EQ(links(local_operator(), "trips/trip", id)[0].at("count"), 1000);
  EXPECT_EQ(links(local_operator(), "trips/trip", id)[0].at("more"), true);
}

TEST_F(LinksTest, name_the_record_itself_if_asked) {
  const auto id = trip("1");
  const Json answer = get(local_operator(), fmt::format("/records/trips/trip/{}/links?titles=true", id));
  EXPECT_EQ(answer.at("items"), Json::array());
  EXPECT_EQ(answer.at("titles").at("trips.trip").at(std::to_string(id)), "北村");
}

}  // namespace
}  // namespace liufa::host::test
