/// Lists: filters of every kind, order over ties and empty values, pages that neither skip nor repeat.
#include <set>

#include "fixture.hpp"

namespace liufa::host::test {
namespace {

using Codes = std::vector<std::string>;

class Lists : public SampleTest {
 protected:
  Codes codes(const std::string& query) {
    Codes found;
    for (const Json& each : district.list("sample.item", query)) found.push_back(each.at("code"));
    return found;
  }
  Answer list(const std::string& query) { return district.request("GET", item + "?" + query); }
};

class Filters : public Lists {
 protected:
  Filters() {
    add("a", {{"year", 2024},
              {"score", 50},
              {"done", true},
              {"kind", "big"},
              {"place", branch},
              {"note", "100%"},
              {"tags", {"red", "x_y"}},
              {"years", {1, 15}},
              {"day", "2026-01-31"},
              {"person", person}});
    add("b", {{"year", 2025},
              {"score", 60.5},
              {"done", false},
              {"kind", "small"},
              {"place", other},
              {"note", "1000"},
              {"tags", {"reddish", "xzy"}},
              {"years", {5}},
              {"day", "2026-02-01"}});
    add("c");
    district.transition("sample.item", 3, "submit", {{"day", "2026-03-01"}});
  }
};

TEST_F(Filters, compare_values_of_every_type) {
  EXPECT_EQ(codes("year=2024"), Codes({"a"}));
  EXPECT_EQ(codes("year.not=2024"), Codes({"b"}));
  EXPECT_EQ(codes("year.gt=2024"), Codes({"b"}));
  EXPECT_EQ(codes("year.gte=2024&year.lt=2025"), Codes({"a"}));
  EXPECT_EQ(codes("year.lte=2025"), Codes({"a", "b"}));
  EXPECT_EQ(codes("score=60.5"), Codes({"b"}));
  EXPECT_EQ(codes("score.gt=50"), Codes({"b"}));
  EXPECT_EQ(codes("day.lt=2026-02-01"), Codes({"a"}));
  EXPECT_EQ(codes("done=true"), Codes({"a"}));
  EXPECT_EQ(codes("kind=big"), Codes({"a"}));
  EXPECT_EQ(codes("kind.in=big,small"), Codes({"a", "b"}));
  EXPECT_EQ(codes("code.in=c,a,zzz"), Codes({"a", "c"}));
  EXPECT_EQ(codes("state=submitted"), Codes({"c"}));
  EXPECT_EQ(codes("id.gte=2&version=1"), Codes({"b"}));
  EXPECT_EQ(codes("place=" + std::to_string(branch)), Codes({"a"}));
  EXPECT_EQ(codes("created_at.gt=2026-03-02T00:00:00Z"), Codes({}));
}

TEST_F(Filters, take_no_character_for_another) {
  EXPECT_EQ(codes("note.contains=0%25"), Codes({"a"}));
  EXPECT_EQ(codes("note.contains=_"), Codes({}));
  EXPECT_EQ(codes("note=100%25' OR '1'='1"), Codes({}));
  EXPECT_EQ(codes("note.contains=%E4%B8%80"), Codes({}));
}

TEST_F(Filters, find_empty_values) {
  EXPECT_EQ(codes("year.empty=true"), Codes({"c"}));
  EXPECT_EQ(codes("year.empty=false"), Codes({"a", "b"}));
  EXPECT_EQ(codes("tags.empty=true"), Codes({"c"}));
}

TEST_F(Filters, find_an_element_of_a_list_whole) {
  EXPECT_EQ(codes("tags=red"), Codes({"a"}));
  EXPECT_EQ(codes("tags=x_y"), Codes({"a"}));
  EXPECT_EQ(codes("tags.not=red"), Codes({"b", "c"}));
  EXPECT_EQ(codes("tags.contains=red"), Codes({"a", "b"}));
  EXPECT_EQ(codes("years=5"), Codes({"b"}));
  EXPECT_EQ(codes("years=15"), Codes({"a"}));
}

TEST_F(Filters, know_what_lies_below_an_organisation) {
  const std::string below = "=" + std::to_string(top);
  EXPECT_EQ(codes("place.within" + below), Codes({"a"}));
  EXPECT_EQ(codes("person.within" + below), Codes({"a"}));
  EXPECT_EQ(codes("place.within=404"), Codes({}));
  EXPECT_EQ(district.list("directory.organisation", "id.within" + below).size(), 2U);
}

TEST_F(Filters, that_cannot_be_used_are_refused) {
  expect_problem(list("colour=red"), "record.unknown_field", "colour");
  expect_problem(list("colour.gt=red"), "record.unknown_field", "colour.gt");
  expect_problem(list("year.near=2024"), "list.filter");
  expect_problem(list("year.empty=maybe"), "list.filter");
  expect_problem(list("tags.gt=red"), "list.filter");
  expect_problem(list("note.within=1"), "list.filter");
  expect_problem(list("year=abc"), "record.type", "year");
  expect_problem(list("day=yesterday"), "record.type", "day");
  expect_problem(list("kind=huge"), "record.option", "kind");
  expect_problem(list("place=B1"), "request.parameter");
  expect_problem(list("place.within=x"), "request.parameter");
  EXPECT_EQ(list("limit=abc").code(), "list.limit");
  for (const char* limit : {"0", "-1", "501", "1.5", "", "99999999999999999999"})
    expect_problem(list("limit=" + std::string(limit)), "list.limit");
  for (const char* field : {"colour", "tags", "-", "id;"})
    expect_problem(list("sort=" + std::string(field)), "list.sort");
}

TEST_F(Filters, hold_for_the_export_too) {
  const Answer all = district.request("GET", item + "/export?kind=big");
  EXPECT_THAT(all.body.get<std::string>(), ::testing::HasSubstr("\r\n1,draft,a,100%,2024,50.0,"));
  EXPECT_THAT(all.body.get<std::string>(), ::testing::Not(::testing::HasSubstr("1000")));
  expect_problem(district.request("GET", item + "/export?colour=red"), "record.unknown_field", "colour");
}

/// Thirty records with many ties and empty values.
class Pages : public Lists, public ::testing::WithParamInterface<const char*> {
 protected:
  Pages() {
    for (int i = 0; i < 30; ++i) {
      Json fields = Json::object();
      if (i % 3 != 0) fields["level"] = i % 4;
      if (i % 3 == 0) fields["level"] = nullptr;
      if (i % 5 != 0) fields["score"] = (i % 2) * 10.5;
      if (i % 2 == 0) fields["note"] = "n" + std::to_string(i % 6);
      add("c" + std::to_string(i), fields);
    }
  }
  /// All codes, read in pages of this size.
  Codes in_pages(const std::string& query, int limit) {
    Codes all;
    std::string cursor;
    do {
      const Answer page = list(query + "&limit=" + std::to_string(limit) + (cursor.empty() ? "" : "&cursor=" + cursor));
      EXPECT_EQ(page.status, 200) << page.body;
      EXPECT_LE(page.body.at("items").size(), static_cast<std::size_t>(limit));
      for (const Json& each : page.body.at("items")) all.push_back(each.at("code"));
      cursor = page.body.at("next").is_null() ? "" : page.body.at("next").get<std::string>();
    } while (!cursor.empty() && all.size() < 100);
    return all;
  }
};

TEST_P(Pages, of_any_size_give_the_same_list) {
  const std::string query = std::string("sort=") + GetParam();
  const Codes whole = in_pages(query, 500);
  EXPECT_EQ(std::set<std::string>(whole.begin(), whole.end()).size(), 30U);
  for (const int limit : {1, 2, 7, 29, 30}) EXPECT_EQ(in_pages(query, limit), whole) << "in pages of " << limit;
  const Codes filtered = in_pages(query + "&level.not=2", 500);
  EXPECT_EQ(in_pages(query + "&level.not=2", 3), filtered);
}

INSTANTIATE_TEST_SUITE_P(lists, Pages,
                         ::testing::Values("", "id", "-id", "level", "-level", "level,-score", "-level,note,-score",
                                           "note,level,-id", "-created_at", "state,-note", "-score,id,level"));

class Order : public Pages {};

TEST_F(Order, puts_empty_values_first_ascending_and_last_descending) {
  const auto level = [&](const std::string& query, std::size_t at) {
    return district.list("sample.item", query).at(at).at("level");
  };
  EXPECT_TRUE(level("sort=level", 0).is_null());
  EXPECT_EQ(level("sort=level", 29), 3);
  EXPECT_EQ(level("sort=-level", 0), 3);
  EXPECT_TRUE(level("sort=-level", 29).is_null());
}

TEST_F(Order, a_cursor_is_for_its_own_order) {
  const std::string cursor = list("sort=level&limit=3").body.at("next");
  EXPECT_EQ(list("sort=level&limit=3&cursor=" + cursor).status, 200);
  expect_problem(list("sort=-level&cursor=" + cursor), "list.cursor");
  expect_problem(list("cursor=" + cursor), "list.cursor");
  for (const char* bad : {"", "x", "!!!", "W10", "WyJ7Il0", "WyIrbGV2ZWwraWQiLHt9LHt9XQ"})
    expect_problem(list("sort=level&cursor=" + std::string(bad)), "list.cursor");
}

TEST_F(Order, a_count_is_of_all_pages) {
  const Answer page = list("limit=2&count=true&level=3");
  EXPECT_EQ(page.body.at("count"), in_pages("level=3", 500).size());
  EXPECT_EQ(list("limit=2&count=true&level=3&cursor=" + page.body.at("next").get<std::string>()).body.at("count"),
            page.body.at("count"));
  EXPECT_FALSE(list("limit=4").body.contains("count"));
}

TEST_F(Order, records_that_come_meanwhile_disturb_no_page) {
  const Answer first = list("sort=code&limit=10");
  add("a0");
  add("zz");
  Codes rest;
  const Answer second = list("sort=code&limit=500&cursor=" + first.body.at("next").get<std::string>());
  for (const Json& each : second.body.at("items")) rest.push_back(each.at("code"));
  EXPECT_EQ(rest.size(), 21U);
  EXPECT_EQ(rest.back(), "zz");
}

}  // namespace
}  // namespace liufa::host::test
