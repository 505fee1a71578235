/// The catalogue of problems: every one in both languages and with the same places to fill, each used, none unknown.
#include <map>
#include <set>

#include "base/problem.hpp"
#include "sources.hpp"

namespace liufa::host::test {
namespace {

/// The {placeholders} of a text.
std::set<std::string> placeholders(std::string_view text) {
  std::set<std::string> names;
  for (std::size_t at = 0; (at = text.find('{', at)) != std::string_view::npos;) {
    if (text.substr(at, 2) == "{{") {
      at += 2;
      continue;
    }
    const std::size_t end = text.find('}', at);
    names.emplace(text.substr(at + 1, end - at - 1));
    at = end;
  }
  return names;
}

const std::vector<Source>& code() {
  static const auto all = [] {
    auto found = sources("core", ".cpp");
    std::erase_if(found,
                  [](const Source& each) { return each.file.string().find("base/catalogue/") != std::string::npos; });
    return found;
  }();
  return all;
}

/// From an opening bracket to the one that closes it; brackets in literals do not count.
std::string_view bracketed(std::string_view text) {
  int depth = 0;
  bool in_literal = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_literal && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_literal = !in_literal;
    } else if (!in_literal && text[i] == '(') {
      ++depth;
    } else if (!in_literal && text[i] == ')' && --depth == 0) {
      return text.substr(0, i + 1);
    }
  }
  return text;
}

TEST(Catalogue, has_every_problem_once_and_in_both_languages) {
  std::set<std::string_view> seen;
  for (const CatalogueEntry& entry : problem_catalogue()) {
    SCOPED_TRACE(entry.code);
    EXPECT_TRUE(seen.insert(entry.code).second) << "is there twice";
    if (entry.code == "method.refused") continue;  // a method brings its own words
    EXPECT_TRUE(has_chinese(entry.zh));
    EXPECT_FALSE(entry.en.empty());
    EXPECT_FALSE(has_chinese(entry.en));
    EXPECT_EQ(placeholders(entry.zh), placeholders(entry.en));
  }
}

TEST(Catalogue, has_no_problem_that_nothing_throws) {
  for (const CatalogueEntry& entry : problem_catalogue()) {
    const std::string literal = "\"" + std::string(entry.code) + "\"";
    EXPECT_TRUE(std::any_of(code().begin(), code().end(), [&](const Source& each) {
      return each.text.find(literal) != std::string::npos;
    })) << entry.code;
  }
}

TEST(Catalogue, has_every_problem_that_is_thrown_and_each_place_is_filled) {
  std::map<std::string_view, const CatalogueEntry*> known;
  for (const CatalogueEntry& entry : problem_catalogue()) known.emplace(entry.code, &entry);
  const std::string_view begin = "Problem(\"";
  std::size_t thrown = 0;
  for (const Source& source : code())
    for (std::size_t at = 0; (at = source.text.find(begin, at)) != std::string::npos; ++at) {
      const std::string_view call = bracketed(std::string_view(source.text).substr(at + begin.size() - 2));
      const std::string id(call.substr(2, call.find('"', 2) - 2));
      SCOPED_TRACE(source.file.string() + ": " + id);
      ++thrown;
      ASSERT_TRUE(known.contains(id));
      for (const std::string& name : placeholders(known[id]->en))
        EXPECT_NE(call.find("{\"" + name + "\""), std::string_view::npos) << "{" << name << "} is not filled";
    }
  EXPECT_GT(thrown, 100U);
}

TEST(Catalogue, has_an_answer_of_http_for_every_kind) {
  for (const CatalogueEntry& entry : problem_catalogue()) {
    EXPECT_GE(http_status(entry.kind), 400) << entry.code;
    const Json json = Problem(entry.code).to_json();
    EXPECT_EQ(json.at("status"), http_status(entry.kind));
    EXPECT_EQ(json.at("code"), entry.code);
  }
}

TEST(Problems, fill_places_and_make_what_they_quote_printable) {
  const Problem problem("record.no_type", {{"record", std::string("a\nb\x01\xFF{record}") + std::string(1000, 'x')}});
  EXPECT_NE(problem.text().en.find("a\\x0Ab\\x01\\xFF{record}xxx"), std::string::npos) << problem.text().en;
  EXPECT_LT(problem.text().en.size(), 600U);
  EXPECT_EQ(printable("汉字 é 😀"), "汉字 é 😀");
  EXPECT_EQ(printable("\xED\xA0\x80"), "\\xED\\xA0\\x80") << "half of a surrogate pair is no character";
  EXPECT_NO_THROW((void)problem.to_json().dump());
}

}  // namespace
}  // namespace liufa::host::test
