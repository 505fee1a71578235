/// What ids stand for: ?titles=true beside a list, a record, its history, the records behind a figure, one's own.
#include "trips.hpp"

namespace liufa::host::test {
namespace {

class TitlesTest : public TripsTest {
 protected:
  std::int64_t account_of(const Json& fields) {
    Json all{{"village", village}};
    all.update(fields);
    return create("/records/trips/account", all);
  }
  static std::string key(std::int64_t id) { return std::to_string(id); }
};

TEST_F(TitlesTest, name_all_that_a_list_refers_to_and_its_own_records) {
  const auto first = trip("1", {{"kind", "field"}, {"held_on", "2026-03-08"}, {"companions", {guide}}});
  const auto second = trip("2", {{"village", other_village}, {"guide", nullptr}});
  EXPECT_FALSE(get(local_operator(), "/records/trips/trip").contains("titles"));
  EXPECT_FALSE(get(local_operator(), "/records/trips/trip?titles=false").contains("titles"));
  const Json page = get(local_operator(), "/records/trips/trip?titles=true&count=true&limit=2&sort=number");
  EXPECT_EQ(page.at("count"), 2);
  EXPECT_EQ(page.at("titles"),
            (Json{{"directory.member", {{key(guide), "李明"}}},
                  {"directory.organisation", {{key(village), "北村"}, {key(other_village), "南村"}}},
                  {"trips.trip", {{key(first), "北村 — 田间 — 2026年3月8日"}, {key(second), "南村"}}}}));
}

TEST_F(TitlesTest, are_in_the_language_of_the_reader) {
  const auto id = trip("1", {{"kind", "hall"}, {"held_on", "2026-03-08"}});
  const std::string path = "/records/trips/trip/" + key(id) + "?titles=true";
  const Response english = ask("GET", path, "", {{"accept-language", "en-GB,en;q=0.9"}});
  const Json record = body(english, 200);
  EXPECT_EQ(record.at("titles").at("trips.trip").at(key(id)), "北村 — Hall — 8 March 2026");
  EXPECT_EQ(record.at("number"), "1");
  EXPECT_EQ(english.headers.at("ETag"), "\"1\"");
  EXPECT_EQ(english.headers.at("Vary"), "Accept-Language");
}

TEST_F(TitlesTest, are_composed_two_levels_deep) {
  const auto first = trip("1", {{"kind", "hall"}});
  const auto account = account_of({{"trip", first}, {"heading", "见闻"}});
  const auto review = create("/records/trips/review", {{"account", account}});
  const auto answer = create("/records/trips/answer", {{"review", review}});
  const Json titles = get(local_operator(), "/records/trips/answer?titles=true").at("titles");
  EXPECT_EQ(titles.at("trips.review").at(key(review)), "北村 — 室内 — 见闻")
      << "account and trip are two levels; names of the register are always told";
  EXPECT_EQ(titles.at("trips.answer").at(key(answer)), "见闻") << "the trip is a third";
  const Json one = get(local_operator(), "/records/trips/review/" + key(review) + "?titles=true").at("titles");
  EXPECT_EQ(one.at("trips.account").at(key(account)), "北村 — 室内 — 见闻");
  EXPECT_EQ(one.at("trips.review").at(key(review)), "北村 — 室内 — 见闻");
}

TEST_F(TitlesTest, of_a_record_out_of_reach_are_not_told_and_in_another_title_are_its_number) {
  const auto hidden = trip("1", {{"village", other_village}, {"guide", nullptr}});
  const auto shown = trip("2");
  const auto account = account_of({{"trip", hidden}, {"trips", {hidden, shown}}, {"heading", "见闻"}});
  const Actor secretary = holder("secretary", "secretary", village);
  const Json titles = get(secretary, "/records/trips/account?titles=true").at("titles");
  EXPECT_EQ(titles.at("trips.account").at(key(account)), fmt::format("#{} — 见闻", hidden));
  EXPECT_EQ(titles.at("trips.trip"), (Json{{key(shown), "北村"}}));
  EXPECT_EQ(get(local_operator(), "/records/trips/account?titles=true").at("titles").at("trips.trip"),
            (Json{{key(hidden), "南村"}, {key(shown), "北村"}}));
  // A token for one method tells nothing of the records of others, but the names in the register.
  Actor limited = secretary;
  limited.by_token = true;
  limited.methods = {"trips"};
  EXPECT_EQ(get(limited, "/records/trips/account?titles=true").at("titles"), titles);
  limited.methods = {"directory"};
  EXPECT_EQ(send(limited, "GET", "/records/trips/account?titles=true").status, 403);
}

TEST_F(TitlesTest, name_what_a_history_referred_to) {
  const auto id = trip("1");
  const auto other = create("/records/directory/member",
                            {{"code", "M2"}, {"name", "王芳"}, {"organisation", organs}, {"kind", "organ"}});
  body(send(local_operator(), "PATCH", "/records/trips/trip/" + key(id), {{"guide", other}}), 200);
  const Json titles = get(local_operator(), "/records/trips/trip/" + key(id) + "/history?titles=true").at("titles");
  EXPECT_EQ(titles.at("directory.member"), (Json{{key(guide), "李明"}, {key(other), "王芳"}}));
  EXPECT_EQ(titles.at("trips.trip").at(key(id)), "北村");
}

TEST_F(TitlesTest, come_with_the_records_behind_a_figure_and_with_ones_own) {
  const auto id = trip("1");
  const Json behind =
      get(local_operator(), fmt::format("/figures/trips.trips/records?titles=true&count=true&organisation={}", town));
  EXPECT_EQ(behind.at("count"), 1);
  EXPECT_EQ(behind.at("titles").at("trips.trip").at(key(id)), "北村");
  const auto li = account("li", {{"member", guide}});
  EXPECT_EQ(grant(li, "member").status, 201);
  EXPECT_FALSE(get(actor(li), "/my/records").contains("titles"));
  const Json own = get(actor(li), "/my/records?titles=true").at("titles");
  EXPECT_EQ(own.at("directory.organisation"), (Json{{key(village), "北村"}, {key(organs), "农业局"}}));
  EXPECT_EQ(own.at("trips.trip").at(key(id)), "北村");
}

TEST_F(TitlesTest, take_no_other_word) {
  for (const char* path :
       {"/records/trips/trip?titles=yes", "/records/trips/trip/1?titles=", "/figures/trips.trips/records?titles=1"})
    EXPECT_EQ(code(send(local_operator(), "GET", path)), "request.parameter") << path;
}

/// However many records: one statement a type, level and 500 ids.
TEST_F(TitlesTest, of_a_full_page_are_looked_up_together) {
  const auto first = trip("first");
  host.district("d").store().write([&](Session& session) {
    const RecordSchema& schema = host.district("d").model()->record("trips.trip");
    for (std::int64_t id = first + 1; id < first + 1200; ++id) {
      const std::string number = std::to_string(id);
      session.execute(
          fmt::format("INSERT INTO {} (id, version, state, created_at, updated_at, number, village) "
                      "VALUES ($1, 1, 'planned', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', $2, $3)",
                      schema.type.table),
          std::array<ValueView, 3>{id, std::string_view(number), village});
    }
  });
  Json all = Json::array();
  for (std::int64_t id = first; id < first + 1200; ++id) all.push_back(id);
  account_of({{"trips", all}});
  const Json titles = get(local_operator(), "/records/trips/account?titles=true").at("titles").at("trips.trip");
  EXPECT_EQ(titles.size(), 1200U);
  for (const auto& [id, title] : titles.items()) EXPECT_EQ(title, "北村") << id;
}

}  // namespace
}  // namespace liufa::host::test
