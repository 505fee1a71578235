/// Finding by words: in which texts, by which letters, and that nothing is found that is not to be.
#include "services/search.hpp"

#include <set>

#include "base/pinyin.hpp"
#include "base/search_word.hpp"
#include "fixture.hpp"

namespace liufa::host::test {
namespace {

bool finds(std::string_view word, std::string_view text) { return SearchWord(word).is_in(text); }

TEST(SearchWords, are_found_anywhere_in_a_text) {
  EXPECT_TRUE(finds("北村", "城北村党支部"));
  EXPECT_TRUE(finds("LI", "Oliver"));
  EXPECT_TRUE(finds("２０２６", "2026年"));
  EXPECT_TRUE(finds("a-1", "XA-1Z"));
  for (const char* no : {"村北", "城村", "部城", "xyz"}) EXPECT_FALSE(finds(no, "城北村党支部")) << no;
  EXPECT_FALSE(finds("城", ""));
  EXPECT_FALSE(finds("%", "100")) << "no character stands for others";
  EXPECT_FALSE(finds("_", "100"));
}

TEST(SearchWords, are_the_first_letters_of_pinyin_from_any_place_on) {
  for (const char* word : {"cbcdzb", "CBCDZB", "ｃｂｃ", "dzb", "bcd", "c", "b"})
    EXPECT_TRUE(finds(word, "城北村党支部")) << word;
  for (const char* word : {"cbd", "cc", "bzd", "cbcdzbx", "x", "cb村"})
    EXPECT_FALSE(finds(word, "城北村党支部")) << word;
  EXPECT_TRUE(finds("cbdw", "城北（党委）")) << "marks don't count";
  EXPECT_TRUE(finds("d2zb", "第2支部"));
  EXPECT_TRUE(finds("azz", "A组 组长"));
  EXPECT_FALSE(finds("1", "一支部")) << "digits alone are themselves";
  EXPECT_FALSE(finds("ab", "a\u0430b")) << "a letter that only looks like it";
}

TEST(SearchWords, know_every_reading_of_a_character) {
  for (const char* word : {"cq", "zq"}) EXPECT_TRUE(finds(word, "重庆")) << word;
  for (const char* word : {"cj", "zj"}) EXPECT_TRUE(finds(word, "长江")) << word;
  for (const auto& [surname, letters] : std::initializer_list<std::pair<const char*, const char*>>{{"单", "sd"},
                                                                                                   {"曾", "zc"},
                                                                                                   {"仇", "qc"},
                                                                                                   {"解", "xj"},
                                                                                                   {"查", "zc"},
                                                                                                   {"尉", "yw"},
                                                                                                   {"区", "oq"},
                                                                                                   {"翟", "zd"},
                                                                                                   {"乐", "yl"},
                                                                                                   {"覃", "qt"},
                                                                                                   {"盖", "g"},
                                                                                                   {"朴", "p"},
                                                                                                   {"黨", "d"},
                                                                                                   {"〇", "l"},
                                                                                                   {"𬭊", "d"}})
    for (const char* letter = letters; *letter != '\0'; ++letter)
      EXPECT_TRUE(finds(std::string(1, *letter), surname)) << surname << " " << *letter;
  EXPECT_FALSE(finds("q", "支")) << "not what was read a thousand years ago";
}

TEST(SearchWords, take_what_is_no_character_for_none) {
  EXPECT_FALSE(finds("a", "\xFF\xFE"));
  EXPECT_TRUE(finds("zb", "\xFF支部"));
  EXPECT_FALSE(finds("z", "\xE6\x94")) << "cut off";
}

/// All the characters that officials may write names with have a letter.
TEST(Pinyin, knows_the_usual_characters) {
  int unknown = 0;
  for (char32_t each = 0x4E00; each <= 0x9FA5; ++each) unknown += pinyin_initials(each) == 0;
  EXPECT_LT(unknown, 30);
  for (const char32_t each : {U'a', U'1', U'，', U'あ', U'\0', U'\U0010FFFF'}) EXPECT_EQ(pinyin_initials(each), 0U);
}

using Found = std::multiset<std::string>;

class Searches : public SampleTest {
 protected:
  Found find(const std::string& record, const std::string& query, const std::string& field) {
    Found found;
    for (const Json& each : district.list(record, query)) found.insert(each.at(field).get<std::string>());
    return found;
  }
  Found codes(const std::string& query) { return find("sample.item", query, "code"); }
};

TEST_F(Searches, look_in_titles_and_keys) {
  EXPECT_EQ(find("directory.organisation", "q=zb", "name"), Found({"一支部", "二支部"}));
  EXPECT_EQ(find("directory.organisation", "q=%E4%B8%80%E6%94%AF", "name"), Found({"一支部"}));
  EXPECT_EQ(find("directory.organisation", "q=b2", "name"), Found({"二支部"})) << "the code";
  EXPECT_EQ(find("directory.organisation", "q=zb+b1", "name"), Found({"一支部"})) << "each word somewhere";
  EXPECT_EQ(find("directory.organisation", "q=%E3%80%80zb%E3%80%80e+", "name"), Found({"二支部"})) << "wide spaces";
  EXPECT_EQ(find("directory.organisation", "q=zb+xq", "name"), Found());
  EXPECT_EQ(find("directory.organisation", "q=", "name").size(), 3U) << "no word, no condition";
  add("x1", {{"note", "支部"}});
  EXPECT_EQ(codes("q=zb"), Found()) << "not in every text";
  EXPECT_EQ(codes("q=X"), Found({"x1"}));
}

TEST_F(Searches, go_with_filters_order_pages_and_count) {
  for (int i = 0; i < 6; ++i) add("k" + std::to_string(i), {{"year", 2020 + i}});
  add("z");
  const Answer first = district.request("GET", item + "?q=k&sort=-year&limit=2&count=true&year.lt=2025");
  EXPECT_EQ(first.body.at("count"), 5);
  EXPECT_EQ(first.body.at("items").at(0).at("code"), "k4");
  const Answer second = district.request(
      "GET", item + "?q=k&sort=-year&limit=2&year.lt=2025&cursor=" + first.body.at("next").get<std::string>());
  EXPECT_EQ(second.body.at("items").at(0).at("code"), "k2");
}

TEST_F(Searches, look_in_the_titles_of_what_titles_refer_to) {
  const std::int64_t li = district.create("access.account", {{"login", "li"}, {"name", "李北"}});
  const std::int64_t wang = district.create("access.account", {{"login", "wang"}, {"name", "王南"}});
  for (const std::int64_t each : {li, wang})
    district.create("access.post", {{"account", each}, {"role", "secretary"}, {"organisation", branch}});
  const auto accounts = [&](const std::string& query) {
    std::multiset<std::int64_t> found;
    for (const Json& each : district.list("access.post", query)) found.insert(each.at("account").get<std::int64_t>());
    return found;
  };
  EXPECT_EQ(accounts("q=lb"), (std::multiset<std::int64_t>{li}));
  EXPECT_EQ(accounts("q=%E7%8E%8B"), (std::multiset<std::int64_t>{wang}));
  EXPECT_EQ(accounts("q=wang"), (std::multiset<std::int64_t>{})) << "a login is a key, and no part of the title";
  EXPECT_EQ(accounts("q=lb+wn"), (std::multiset<std::int64_t>{}));
}

TEST_F(Searches, find_no_sensitive_text_and_take_nothing_for_sql) {
  district.request("PATCH", "/records/directory/member/" + std::to_string(person), {{"phone", "13800000000"}},
                   {{"if-match", "*"}});
  EXPECT_EQ(find("directory.member", "q=138", "name"), Found());
  for (const char* text : {"q='", "q=%25", "q=%27%29%20OR%201%3D1%20--", "q=%7B0%7D", "q=%241"})
    EXPECT_EQ(find("directory.member", text, "name"), Found()) << text;
}

TEST_F(Searches, are_not_endless) {
  expect_problem(district.request("GET", item + "?q=a+b+c+d+e+f+g+h+i"), "list.search", "q");
  expect_problem(district.request("GET", item + "?q=" + std::string(201, 'a')), "list.search", "q");
  EXPECT_EQ(district.request("GET", item + "?q=a+b+c+d+e+f+g+h").status, 200);
}

TEST_F(Searches, look_in_the_first_field_of_what_has_no_title_and_nowhere_if_that_is_no_text) {
  district.create("sample.plain", {{"text", "x"}});
  EXPECT_EQ(find("sample.plain", "q=x", "text"), Found({"x"}));
  RecordType type;
  type.table = "m_r";
  type.title = {"year", "secret", "several", "none"};
  for (const char* id : {"year", "secret", "several"}) {
    Field field;
    field.id = id;
    field.type = std::string(id) == "year" ? FieldType::integer : FieldType::text;
    field.list = std::string(id) == "several";
    field.classified = std::string(id) == "secret" ? Class::sensitive : Class::internal;
    type.fields.push_back(field);
  }
  EXPECT_TRUE(search_parts(type, [](std::string_view) { return nullptr; }).empty());
}

TEST_F(Searches, work_behind_a_figure) {
  add("k1");
  add("z1");
  const Answer behind = district.request("GET", "/figures/sample.items/records?q=k");
  EXPECT_EQ(behind.status, 200) << behind.body;
  ASSERT_EQ(behind.body.at("items").size(), 1U);
  EXPECT_EQ(behind.body.at("items").at(0).at("code"), "k1");
}

}  // namespace
}  // namespace liufa::host::test
