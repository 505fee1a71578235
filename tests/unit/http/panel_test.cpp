/// What a method brings to pages: who is shown its panels, and how their modules are served.
#include "people.hpp"

namespace liufa::host::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Panels : public PeopleTest {
 protected:
  Panels() : PeopleTest({LIUFA_ROOT "/tests/unit/http/panels", LIUFA_ROOT "/tests/unit/services/methods"}) {
    host.district("d").enable("local", "boards");
    here = organisation("此支部", "branch", 0);
  }
  Json panels(const Actor& who) { return body(send(who, "GET", "/catalogue"), 200).at("panels"); }
  std::vector<std::string> ids(const Actor& who) {
    std::vector<std::string> all;
    for (const Json& each : panels(who)) all.push_back(each.at("id"));
    return all;
  }
  std::int64_t here = 0;
};

TEST_F(Panels, are_described_with_their_module_and_element) {
  const Json shown = panels(holder("office", "office", 0));
  ASSERT_EQ(shown.size(), 3U);
  EXPECT_EQ(shown[0], (Json{{"method", "boards"},
                            {"id", "board_of_notes"},
                            {"name", {{"zh", "备注看板"}, {"en", "Board of notes"}}},
                            {"place", "method"},
                            {"record", nullptr},
                            {"module", "/api/v1/districts/d/methods/boards/web/board.js"},
                            {"element", "liufa-boards-board-of-notes"}}));
  EXPECT_EQ(shown[1].at("place"), "record");
  EXPECT_EQ(shown[1].at("record"), "boards.note");
}

TEST_F(Panels, are_shown_to_those_named_else_to_the_records_readers) {
  EXPECT_THAT(ids(holder("office", "office", 0)), ElementsAre("board_of_notes", "of_note", "year"));
  EXPECT_THAT(ids(holder("secretary", "secretary", here)), ElementsAre("of_member", "year"));
  EXPECT_THAT(ids(holder("auditor", "auditor", 0)), ElementsAre("of_note", "year"));
  EXPECT_THAT(ids(holder("machine", "admin", 0)), IsEmpty());
  host.district("d").enable("local", "sample");
  EXPECT_THAT(ids(actor(1)), ElementsAre("board_of_notes", "of_note", "of_item", "year"));
}

TEST_F(Panels, vanish_with_their_method) {
  const Actor office = holder("office", "office", 0);
  host.district("d").disable("local", "boards");
  EXPECT_THAT(panels(office), IsEmpty());
  EXPECT_EQ(code(send(office, "GET", "/methods/boards/web/board.js")), "method.no_web_file");
}

TEST_F(Panels, have_their_modules_served_as_scripts_and_nothing_else) {
  const std::string path = "/methods/boards/web/board.js";
  const Response module = ask("GET", path);
  EXPECT_EQ(module.status, 200);
  EXPECT_EQ(module.type, "text/javascript; charset=utf-8");
  EXPECT_EQ(module.body, "// @ts-check\nexport const answer = 42;\n");
  EXPECT_EQ(module.headers.at("Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'");
  EXPECT_EQ(module.headers.at("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(module.headers.at("Cross-Origin-Resource-Policy"), "same-origin");
  EXPECT_EQ(ask("GET", path, "", {{"if-none-match", module.headers.at("ETag")}}).status, 304);
  EXPECT_EQ(code(ask("GET", path + "?x=1")), "request.unknown_parameter");
  EXPECT_EQ(ask_as("GET", path, "", {}).status, 401);
  EXPECT_EQ(ask("POST", path).status, 405);
}

TEST_F(Panels, have_no_path_that_leads_elsewhere) {
  for (const char* path :
       {"/methods/boards/web/method.yaml", "/methods/boards/web/..", "/methods/boards/web/../method.yaml",
        "/methods/boards/web/.", "/methods/boards/web/board", "/methods/boards/web/board.js/", "/methods/boards/web/",
        "/methods/../web/board.js", "/methods/none/web/board.js", "/methods/sample/web/board.js",
        "/methods/directory/web/board.js", "/methods/boards/web//board.js", "/methods/boards/web/..\\method.yaml"})
    EXPECT_EQ(ask("GET", path).status, 404) << path;
}

}  // namespace
}  // namespace liufa::host::test
