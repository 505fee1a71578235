/// The built console as files: what is answered to which path, in which form, and that it is these files and no others.
#include "http/console_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "folder.hpp"
#include "http/encoding.hpp"

namespace liufa::host::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using Headers = std::map<std::string, std::string, std::less<>>;

class ConsoleFilesTest : public ::testing::Test {
 protected:
  void put(const std::string& name, const std::string& content) const {
    liufa::test::write_file(console / name, content);
  }
  void put_console() const {
    put("index.html", "<!doctype html>page");
    put("index.html.br", "brotli page");
    put("index.html.gz", "gzip page");
    put("assets/index-3f2a.js", "script");
    put("assets/index-3f2a.js.br", "brotli script");
    put("assets/index-3f2a.js.gz", "gzip script");
    put("assets/plain-1a.css", "style");
    put("panel/1.js", "kit");
    put("favicon.svg", "<svg/>");
    put(".secret/key", "secret");
    put("notes.gz", "an archive of its own");
  }
  static Request request(const std::string& path, Headers headers = {}, const std::string& method = "GET") {
    Request asked;
    asked.method = method;
    asked.path = path;
    asked.headers = std::move(headers);
    return asked;
  }
  [[nodiscard]] std::optional<Response> answer(const std::string& path, Headers headers = {},
                                               const std::string& method = "GET") const {
    return ConsoleFiles(console).answer(request(path, std::move(headers), method));
  }
  [[nodiscard]] std::string content(const std::string& path, Headers headers = {}) const {
    const auto found = answer(path, std::move(headers));
    return found ? found->body : "(nothing)";
  }

  liufa::test::Folder folder;
  fs::path console = folder / "console";
};
/// For a sentence of its own.
using ConsoleFilesOf = ConsoleFilesTest;

const Headers browser{{"accept", "text/html,application/xhtml+xml,*/*;q=0.8"}};

TEST_F(ConsoleFilesTest, are_what_was_built_and_no_others) {
  put_console();
  liufa::test::write_file(folder / "secret.txt", "outside");
  fs::create_symlink(folder / "secret.txt", console / "link.txt");
  fs::create_symlink(folder / "secret.txt", console / "assets/plain-1a.css.br");
  EXPECT_EQ(content("/assets/plain-1a.css", {{"accept-encoding", "br"}}), "style");
  EXPECT_EQ(content("/assets/index-3f2a.js"), "script");
  EXPECT_EQ(content("/favicon.svg"), "<svg/>");
  EXPECT_EQ(content("/notes.gz"), "an archive of its own");
  for (const char* path : {"/assets", "/assets/", "/assets/index-3f2a.js.br", "/.secret/key", "/link.txt",
                           "/../secret.txt", "/assets/../index.html", "//index.html", "/assets//index-3f2a.js",
                           "/assets/index-3f2a.js/", "", "index.html", "/assets/none.js", "/panel/2.js", "/INDEX.HTML"})
    EXPECT_EQ(content(path), "(nothing)") << path;
  EXPECT_EQ(answer("/assets/index-3f2a.js", {}, "HEAD")->status, 200);
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS"})
    EXPECT_FALSE(answer("/", {}, method).has_value()) << method;
}

TEST_F(ConsoleFilesTest, show_the_page_at_every_address_of_a_page_and_leave_the_api_its_own) {
  put_console();
  for (const char* path : {"/", "/hechuan/", "/hechuan/records/pairing/pair/12", "/../x", "/apiary"})
    EXPECT_EQ(content(path, browser), "<!doctype html>page") << path;
  EXPECT_EQ(content("/", {{"accept", "*/*"}}), "<!doctype html>page");
  EXPECT_EQ(content("/hechuan/", {{"accept", "*/*"}}), "(nothing)") << "a script or picture that is not there";
  for (const char* path : {"/assets/gone-77.js", "/panel/9.js"}) EXPECT_EQ(content(path, browser), "(nothing)") << path;
  for (const char* path :
       {"/api", "/api/v1/districts", "/api/v1/districts/d/records", "/healthz", "/readyz", "/metrics"})
    EXPECT_EQ(content(path, browser), "(nothing)") << path;
}

TEST_F(ConsoleFilesTest, come_in_the_form_that_the_browser_takes) {
  put_console();
  const auto form = [&](const std::string& accepted) {
    const auto found = answer("/assets/index-3f2a.js", {{"accept-encoding", accepted}});
    const auto coding = found->headers.find("Content-Encoding");
    EXPECT_EQ(found->headers.at("Vary"), "Accept-Encoding");
    return (coding == found->headers.end() ? "" : coding->second) + ":" + found->body;
  };
  EXPECT_EQ(form("gzip, deflate, br"), "br:brotli script");
  EXPECT_EQ(form("gzip"), "gzip:gzip script");
  EXPECT_EQ(form("br;q=0, gzip;q=0.5"), "gzip:gzip script");
  EXPECT_EQ(form("*"), "br:brotli script");
  EXPECT_EQ(form(""), ":script");
  EXPECT_EQ(form("identity"), ":script");
  const auto plain = answer("/assets/plain-1a.css", {{"accept-encoding", "br"}});
  EXPECT_EQ(plain->body, "style");
  EXPECT_FALSE(plain->headers.contains("Vary"));
}

TEST_F(ConsoleFilesTest, are_kept_by_browsers_as_long_as_they_are_the_same) {
  put_console();
  EXPECT_EQ(answer("/assets/index-3f2a.js")->headers.at("Cache-Control"), "public, max-age=31536000, immutable");
  for (const char* path : {"/", "/panel/1.js", "/favicon.svg"})
    EXPECT_EQ(answer(path, browser)->headers.at("Cache-Control"), "no-cache") << path;
  const std::string tag = answer("/panel/1.js")->headers.at("ETag");
  for (const std::string& known : {tag, "W/" + tag, "\"other\", " + tag, tag + ", \"other\"", std::string("*")}) {
    const auto again = answer("/panel/1.js", {{"if-none-match", known}});
    EXPECT_EQ(again->status, 304) << known;
    EXPECT_EQ(again->body, "");
    EXPECT_EQ(again->headers.at("ETag"), tag);
  }
  EXPECT_EQ(answer("/panel/1.js", {{"if-none-match", "\"other\""}})->status, 200);
  EXPECT_NE(answer("/", {{"accept-encoding", "br"}})->headers.at("ETag"), answer("/")->headers.at("ETag"));
  put("panel/1.js", "another kit");
  EXPECT_EQ(answer("/panel/1.js", {{"if-none-match", tag}})->status, 200);
}

TEST_F(ConsoleFilesTest, have_their_types_and_run_nothing_from_elsewhere) {
  put_console();
  EXPECT_EQ(answer("/")->type, "text/html; charset=utf-8");
  EXPECT_EQ(answer("/panel/1.js")->type, "text/javascript; charset=utf-8");
  EXPECT_EQ(answer("/assets/plain-1a.css")->type, "text/css; charset=utf-8");
  EXPECT_EQ(answer("/favicon.svg")->type, "image/svg+xml");
  EXPECT_EQ(answer("/notes.gz")->type, "application/octet-stream");
  for (const char* path : {"/", "/panel/1.js", "/favicon.svg"}) {
    const std::string policy = answer(path)->headers.at("Content-Security-Policy");
    EXPECT_THAT(policy, StartsWith("default-src 'none'; script-src 'self'; style-src 'self';"));
    EXPECT_THAT(policy, HasSubstr("base-uri 'none'; frame-ancestors 'none'"));
    for (const char* laxity : {"unsafe", "http", "*"}) EXPECT_THAT(policy, Not(HasSubstr(laxity)));
  }
}

TEST_F(ConsoleFilesOf, a_folder_without_a_console_say_how_to_build_one) {
  put("assets/index-3f2a.js", "script");
  for (const char* path : {"/", "/hechuan/"}) {
    const auto page = answer(path, browser);
    EXPECT_EQ(page->status, 404);
    EXPECT_THAT(page->body, HasSubstr("./dev build"));
    EXPECT_THAT(page->body, HasSubstr("--console"));
    EXPECT_THAT(page->body, HasSubstr("href=\"/message.css\""));
    EXPECT_THAT(page->headers.at("Content-Security-Policy"), StartsWith("default-src 'none'"));
  }
  EXPECT_EQ(answer("/message.css")->type, "text/css; charset=utf-8");
  EXPECT_EQ(content("/assets/index-3f2a.js"), "(nothing)");
  EXPECT_TRUE(ConsoleFiles("").empty());
  EXPECT_TRUE(ConsoleFiles(folder / "none").empty());
}

TEST(Encoding, is_taken_as_the_client_says) {
  EXPECT_TRUE(accepts_encoding("gzip", "gzip"));
  EXPECT_TRUE(accepts_encoding("deflate, GZIP;q=0.8", "gzip"));
  EXPECT_TRUE(accepts_encoding("*", "gzip"));
  EXPECT_TRUE(accepts_encoding("*;q=0, gzip", "gzip"));
  EXPECT_TRUE(accepts_encoding("gzip; q=0.001", "gzip"));
  for (const char* no : {"", "identity", "gzip;q=0", "gzip; q=0.000", "*;q=0", "x-gzip", "gzip;q=0, *", "br"})
    EXPECT_FALSE(accepts_encoding(no, "gzip")) << no;
}

}  // namespace
}  // namespace liufa::host::test
