/// Figures: by period and organisation, exact to the last digit, and open to the records behind them. And files.
#include "services/figures.hpp"

#include "fixture.hpp"

namespace liufa::host::test {
namespace {

class Figures : public SampleTest {
 protected:
  Json value(const std::string& id, const std::string& query = "") {
    const Answer answer = district.request("GET", "/figures/sample." + id + "?" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body.at("value");
  }
  void accept(std::int64_t id, const std::string& day) {
    district.transition("sample.item", id, "submit", {{"day", day}});
    district.transition("sample.item", id, "accept");
  }
};

TEST_F(Figures, of_nothing_are_zero_or_none) {
  EXPECT_EQ(value("items"), 0);
  EXPECT_EQ(value("cost"), 0);
  EXPECT_EQ(value("places"), 0);
  EXPECT_TRUE(value("score").is_null());
  EXPECT_TRUE(value("done").is_null());
}

TEST_F(Figures, count_sum_average_and_share_exactly) {
  add("a", {{"cost", 10}, {"score", 0.1}, {"done", true}, {"place", branch}, {"year", 2025}});
  add("b", {{"cost", 20}, {"score", 0.2}, {"place", branch}, {"year", 2026}});
  add("c", {{"cost", 9007199254740993}, {"score", 0.2}, {"done", false}});
  EXPECT_EQ(value("items"), 3);
  EXPECT_EQ(value("cost").dump(), "90071992547410.23") << "fen shown as yuan, without losing one";
  EXPECT_EQ(value("score").dump(), "0.17");
  EXPECT_EQ(value("places"), 1);
  EXPECT_EQ(value("done").dump(), "33.3");
}

TEST_F(Figures, take_a_date_into_the_period_to_which_it_belongs) {
  accept(add("a"), "2026-01-01");
  accept(add("b"), "2026-06-30");
  accept(add("c"), "2026-07-01");
  accept(add("d"), "2026-12-31");
  add("e", {{"day", "2026-05-05"}});  // not accepted
  EXPECT_EQ(value("accepted"), 4);
  EXPECT_EQ(value("accepted", "period=2026"), 4);
  EXPECT_EQ(value("accepted", "period=2025"), 0);
  EXPECT_EQ(value("accepted", "period=2026-H1"), 2);
  EXPECT_EQ(value("accepted", "period=2026-H2"), 2);
  EXPECT_EQ(value("accepted", "period=2026-Q1"), 1);
  EXPECT_EQ(value("accepted", "period=2026-Q2"), 1);
  EXPECT_EQ(value("accepted", "period=2026-06"), 1);
  EXPECT_EQ(value("accepted", "period=2026-06-30..2026-07-01"), 2);
  EXPECT_EQ(value("accepted", "period=2026-06-30..2026-06-30"), 1);
}

TEST_F(Figures, take_what_overlaps_the_period) {
  add("a", {{"day", "2025-01-01"}, {"until", "2026-01-01"}});
  add("b", {{"day", "2025-01-01"}});
  add("c", {{"day", "2026-12-31"}, {"until", "2027-05-01"}});
  add("d", {{"day", "2027-01-01"}});
  add("e");
  EXPECT_EQ(value("running", "period=2026"), 3);
  EXPECT_EQ(value("running", "period=2024"), 0);
  EXPECT_EQ(value("running", "period=2026-02"), 1);
  EXPECT_EQ(value("running", "period=2027"), 3);
}

TEST_F(Figures, know_that_a_day_in_china_begins_at_sixteen_hours_before) {
  add("a", {{"moment", "2026-02-28T15:59:59.999Z"}});
  add("b", {{"moment", "2026-02-28T16:00:00Z"}});
  EXPECT_EQ(value("at_moment", "period=2026-02"), 1);
  EXPECT_EQ(value("at_moment", "period=2026-03"), 1);
  add("c", {{"year", 2026}});
  EXPECT_EQ(value("of_year", "period=2026-Q3"), 1);
  EXPECT_EQ(value("of_year", "period=2025"), 0);
}

class FiguresBefore : public Figures {
 protected:
  /// "2024: 1, 2025: 0 → 3"
  std::string trend(const std::string& id, const std::string& query) {
    const Answer answer = district.request("GET", "/figures/sample." + id + "?" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::string text;
    for (const Json& each : answer.body.at("before"))
      text += (text.empty() ? "" : ", ") + each.at("period").get<std::string>() + ": " + each.at("value").dump();
    return text + " → " + answer.body.at("value").dump();
  }
};

TEST_F(FiguresBefore, are_the_same_figures_in_the_periods_before) {
  accept(add("a"), "2024-12-31");
  accept(add("b"), "2026-01-01");
  accept(add("c"), "2026-03-31");
  accept(add("d"), "2025-11-30");
  EXPECT_EQ(trend("accepted", "period=2026&before=3"), "2023: 0, 2024: 1, 2025: 1 → 2");
  EXPECT_EQ(trend("accepted", "period=2026-H1&before=3"), "2024-H2: 1, 2025-H1: 0, 2025-H2: 1 → 2");
  EXPECT_EQ(trend("accepted", "period=2026-Q1&before=2"), "2025-Q3: 0, 2025-Q4: 1 → 2");
  EXPECT_EQ(trend("accepted", "period=2026-01&before=2"), "2025-11: 1, 2025-12: 0 → 1");
  EXPECT_EQ(trend("accepted", "period=2026-01-01..2026-01-02&before=1"), "2025-12-30..2025-12-31: 0 → 1");
}

TEST_F(FiguresBefore, are_each_what_they_would_be_alone) {
  add("a", {{"day", "2024-01-01"}, {"until", "2025-06-01"}, {"year", 2024}, {"place", branch}});
  add("b", {{"day", "2025-01-01"}, {"year", 2025}, {"place", other}});
  add("c", {{"moment", "2025-12-31T16:00:00Z"}, {"year", 2026}});
  add("d", {{"moment", "2025-12-31T15:59:59.999Z"}});
  const std::string within = "&organisation=" + std::to_string(top);
  for (const char* id : {"running", "at_moment", "of_year", "accepted"})
    for (const std::string& scope : {std::string(), within}) {
      const Answer answer =
          district.request("GET", std::string("/figures/sample.") + id + "?before=24&period=2026" + scope);
      ASSERT_EQ(answer.body.at("before").size(), 24U) << answer.body;
      EXPECT_EQ(answer.body.at("value"), value(id, "period=2026" + scope)) << id;
      for (const Json& each : answer.body.at("before"))
        EXPECT_EQ(each.at("value"), value(id, "period=" + each.at("period").get<std::string>() + scope)) << id << each;
    }
}

TEST_F(FiguresBefore, are_sums_averages_and_shares_of_their_own_period) {
  add("a", {{"day", "2024-05-01"}, {"cost", 150}, {"score", 1}, {"place", branch}, {"done", true}});
  add("b", {{"day", "2026-05-01"}, {"cost", 100}, {"score", 2}, {"place", branch}, {"done", true}});
  add("c", {{"day", "2026-06-01"}, {"cost", 1}, {"score", 3}, {"place", branch}, {"done", false}});
  add("d", {{"day", "2026-07-01"}});
  add("e", {{"cost", 7}, {"score", 7}, {"place", other}, {"done", true}});
  EXPECT_EQ(trend("cost_by_day", "period=2026&before=2"), "2024: 1.5, 2025: 0.0 → 1.01");
  EXPECT_EQ(trend("score_by_day", "period=2026&before=2"), "2024: 1.0, 2025: null → 2.5");
  EXPECT_EQ(trend("places_by_day", "period=2026&before=2"), "2024: 1, 2025: 0 → 1");
  EXPECT_EQ(trend("done_by_day", "period=2026&before=2"), "2024: 100.0, 2025: null → 33.3");
}

TEST_F(FiguresBefore, are_none_without_a_period_and_for_a_figure_without_one) {
  add("a", {{"score", 1}});
  EXPECT_EQ(trend("items", "period=2026&before=3"), " → 1");
  expect_problem(district.request("GET", "/figures?before=3"), "figure.before");
  for (const char* wrong : {"0", "25", "-1", "x", "", "1.5"})
    expect_problem(district.request("GET", std::string("/figures?period=2026&before=") + wrong), "request.parameter");
  const Answer all = district.request("GET", "/figures?period=2026&before=1");
  EXPECT_EQ(all.status, 200);
  for (const Json& each : all.body) EXPECT_TRUE(each.at("before").is_array()) << each;
  EXPECT_FALSE(district.request("GET", "/figures?period=2026").body.at(0).contains("before"));
}

TEST_F(Figures, of_an_organisation_count_all_below_it) {
  add("a", {{"place", branch}});
  add("b", {{"place", other}});
  add("c");
  EXPECT_EQ(value("items", "organisation=" + std::to_string(top)), 1);
  EXPECT_EQ(value("items", "organisation=" + std::to_string(other)), 1);
  EXPECT_EQ(value("items", "organisation=404"), 0);
}

TEST_F(Figures, open_to_the_records_behind_them) {
  accept(add("a", {{"place", branch}}), "2026-03-01");
  accept(add("b", {{"place", other}}), "2026-03-01");
  accept(add("c", {{"place", branch}, {"year", 2026}}), "2027-03-01");
  const std::string query = "period=2026&organisation=" + std::to_string(top);
  EXPECT_EQ(value("accepted", query), 1);
  const Answer page = district.request("GET", "/figures/sample.accepted/records?limit=1&count=true&" + query);
  EXPECT_EQ(page.body.at("count"), 1);
  EXPECT_EQ(page.body.at("items")[0].at("code"), "a");
  const Answer first = district.request("GET", "/figures/sample.accepted/records?limit=2&sort=-code");
  EXPECT_EQ(first.body.at("items")[0].at("code"), "c");
  const Answer rest = district.request(
      "GET", "/figures/sample.accepted/records?limit=2&sort=-code&cursor=" + first.body.at("next").get<std::string>());
  EXPECT_EQ(rest.body.at("items").size(), 1U);
}

TEST_F(Figures, that_cannot_be_computed_are_refused) {
  expect_problem(district.request("GET", "/figures/sample.nothing"), "figure.none");
  for (const char* period :
       {"26", "20266", "2026-", "2026-1", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "2026-H3", "abc", "2026-03-01",
        "2026-03-02..2026-03-01", "2026-02-30..2026-03-01", "2026..2027", "..", ""})
    expect_problem(district.request("GET", "/figures?period=" + std::string(period)), "figure.period");
  expect_problem(district.request("GET", "/figures?organisation=B1"), "request.parameter");
  expect_problem(district.request("GET", "/figures?colour=red"), "request.unknown_parameter");
}

TEST(Periods, are_civil_spans) {
  const auto span = [](std::string_view text) {
    const Period period = parse_period(text);
    return period.from + " " + period.until;
  };
  EXPECT_EQ(span("2026"), "2026-01-01 2027-01-01");
  EXPECT_EQ(span("2026-H2"), "2026-07-01 2027-01-01");
  EXPECT_EQ(span("2026-Q4"), "2026-10-01 2027-01-01");
  EXPECT_EQ(span("2028-02"), "2028-02-01 2028-03-01");
  EXPECT_EQ(span("2028-02-29..2028-02-29"), "2028-02-29 2028-03-01");
}

class Files : public SampleTest {
 protected:
  Answer upload(const std::string& content, const std::string& name = "a.txt") {
    return district.request("POST", "/files?name=" + name, Json(content));
  }
};

TEST_F(Files, are_kept_once_and_given_back_as_they_were) {
  const std::string png = std::string("\x89PNG\r\n\x1A\n") + "汉字 bytes";
  const Answer first = upload(png, "a.png");
  EXPECT_EQ(first.body.at("media_type"), "image/png");
  EXPECT_EQ(first.body.at("size"), png.size());
  const auto before = events();
  EXPECT_EQ(upload(png, "b.png").body.at("file"), first.body.at("file"));
  EXPECT_EQ(events(), before);
  const std::string path = "/files/" + first.body.at("file").get<std::string>();
  EXPECT_EQ(district.request("GET", path).body, Json(png));
  EXPECT_EQ(district.request("GET", path + "/about").body, first.body);
}

TEST_F(Files, of_other_kinds_or_too_large_are_refused) {
  for (const std::string& content : {std::string("<script>alert(1)</script>"), std::string("<svg onload='x'/>"),
                                     std::string("\x7f"
                                                 "ELF"),
                                     std::string("MZ\x90"), std::string("a\0b", 3), std::string("PK\x03\x04 zip")}) {
    const Answer answer = upload(content);
    expect_problem(answer, "file.type");
    EXPECT_EQ(answer.status, 422);
  }
  expect_problem(district.request("POST", "/files"), "file.type");
  const Answer large = upload(std::string((20u << 20) + 1, 'x'));
  expect_problem(large, "file.too_large");
  EXPECT_EQ(large.status, 413);
}

TEST_F(Files, that_are_not_there_are_not_found) {
  for (const std::string hash : {"0000", "..", "..%2F..%2Fdistrict.db", "'"})
    for (const char* what : {"", "/about"})
      expect_problem(district.request("GET", "/files/" + hash + what), "file.none");
}

}  // namespace
}  // namespace liufa::host::test
