/// The tree of organisations through the API: paths follow every move, a circle is refused, nobody is let in unnamed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <liufa/testing.hpp>

#include "base/problem.hpp"
#include "directory/authorise.hpp"

namespace liufa::host::test {
namespace {

using testing::Answer;
using testing::Json;

class Tree : public ::testing::Test {
 protected:
  std::int64_t add(const std::string& code, std::int64_t parent = 0) {
    return district.organisation(code, "组织" + code, "branch", parent);
  }
  std::string path(std::int64_t id) { return district.read("directory.organisation", id).at("path"); }
  Answer move(std::int64_t id, const Json& parent) {
    return district.request("PATCH", "/records/directory/organisation/" + std::to_string(id), {{"parent", parent}},
                            {{"if-match", "*"}});
  }
  static std::string below(std::initializer_list<std::int64_t> ids) {
    std::string path = "/";
    for (const std::int64_t id : ids) path += std::to_string(id) + "/";
    return path;
  }
  bool sound() { return district.request("GET", "/doctor").body.at("ok"); }

  testing::District district;
};

TEST_F(Tree, every_organisation_has_the_path_from_the_top) {
  const auto a = add("a");
  const auto b = add("b", a);
  const auto c = add("c", b);
  EXPECT_EQ(path(a), below({a}));
  EXPECT_EQ(path(c), below({a, b, c}));
  EXPECT_TRUE(sound());
}

TEST_F(Tree, a_move_takes_all_below_along_and_nothing_else) {
  const auto a = add("a");
  const auto b = add("b", a);
  const auto c = add("c", b);
  const auto d = add("d", c);
  std::vector<std::int64_t> others;
  for (int i = 0; i < 12; ++i) others.push_back(add("other" + std::to_string(i)));  // ids 1 and 10 begin alike
  const auto x = add("x", others.back());
  EXPECT_EQ(move(b, others.front()).status, 200);
  EXPECT_EQ(path(d), below({others.front(), b, c, d}));
  EXPECT_EQ(path(a), below({a}));
  EXPECT_EQ(path(x), below({others.back(), x}));
  EXPECT_EQ(move(b, nullptr).status, 200);
  EXPECT_EQ(path(d), below({b, c, d}));
  EXPECT_EQ(move(a, d).status, 200);
  EXPECT_EQ(path(a), below({b, c, d, a}));
  EXPECT_TRUE(sound());
}

TEST_F(Tree, a_circle_is_refused_and_nothing_moves) {
  const auto a = add("a");
  const auto b = add("b", a);
  const auto c = add("c", b);
  const auto events = district.events().size();
  for (const auto parent : {a, b, c}) {
    const Answer answer = move(a, parent);
    EXPECT_EQ(answer.code(), "directory.circle");
    EXPECT_EQ(answer.body.at("field"), "parent");
  }
  EXPECT_EQ(move(a, 404).code(), "record.no_reference");
  EXPECT_EQ(path(c), below({a, b, c}));
  EXPECT_EQ(district.events().size(), events);
  EXPECT_TRUE(sound());
}

TEST_F(Tree, a_move_that_breaks_another_rule_moves_nothing) {
  const auto a = add("a");
  const auto b = add("b");
  const auto c = add("c", a);
  EXPECT_EQ(district
                .request("PATCH", "/records/directory/organisation/" + std::to_string(a),
                         {{"parent", b}, {"code", "b"}}, {{"if-match", "*"}})
                .code(),
            "record.not_unique");
  EXPECT_EQ(path(c), below({a, c}));
  EXPECT_TRUE(sound());
}

TEST_F(Tree, is_not_written_by_hand) {
  EXPECT_EQ(district
                .request("POST", "/records/directory/organisation",
                         {{"code", "x"}, {"name", "x"}, {"kind", "branch"}, {"path", "/1/"}})
                .code(),
            "record.computed");
}

TEST_F(Tree, is_closed_from_below) {
  const auto a = add("a");
  const auto b = add("b", a);
  const auto close = [&](std::int64_t id) {
    return district.request("PATCH", "/records/directory/organisation/" + std::to_string(id),
                            {{"closed_on", "2026-06-30"}}, {{"if-match", "*"}});
  };
  EXPECT_EQ(close(a).code(), "directory.has_children");
  EXPECT_EQ(close(b).status, 200);
  EXPECT_EQ(close(a).status, 200);
}

TEST_F(Tree, an_import_in_any_order_gives_the_same_tree) {
  district.import_csv("directory.organisation",
                      "code,name,kind,parent\nc,丙,branch,b\nb,乙,committee,a\na,甲,department,\n");
  const auto id = [&](const std::string& code) {
    return district.list("directory.organisation", "code=" + code).at(0).at("id").get<std::int64_t>();
  };
  EXPECT_EQ(path(id("c")), below({id("a"), id("b"), id("c")}));
  district.import_csv("directory.organisation", "code,parent\na,\nb,\nc,a\n");
  EXPECT_EQ(path(id("c")), below({id("a"), id("c")}));
  EXPECT_EQ(district.request("POST", "/records/directory/organisation/import", Json("code,parent\na,c\n"))
                .body.at("errors")[0]
                .at("code"),
            "directory.circle");
  EXPECT_TRUE(sound());
}

}  // namespace
}  // namespace liufa::host::test
