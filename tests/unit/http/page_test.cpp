/// The page as a text: what it never does, whatever it shows.
#include "http/page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace liufa::host::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Page : public ::testing::Test {
 protected:
  static std::string file(std::string_view path) {
    const auto found = page_file(path);
    EXPECT_TRUE(found.has_value()) << path;
    return found ? found->body : "";
  }
};

TEST_F(Page, makes_text_of_what_it_is_given_and_keeps_none_of_it) {
  const std::string script = file("/start.js");
  for (const char* way : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
                          "localStorage", "sessionStorage", "indexedDB", "document.cookie"})
    EXPECT_THAT(script, Not(HasSubstr(way)));
}

TEST_F(Page, loads_nothing_from_elsewhere_and_no_script_of_its_own_text) {
  const std::string html = file("/");
  for (const char* way : {"http:", "https:", "src=\"//", " onclick", " onload", "<style", "javascript:"})
    EXPECT_THAT(html, Not(HasSubstr(way)));
  EXPECT_THAT(html, Not(HasSubstr("<script>")));
  const auto policy = page_file("/")->headers.at("Content-Security-Policy");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'; script-src 'self'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
}

TEST_F(Page, lets_password_managers_work) {
  const std::string html = file("/");
  for (const char* hint : {"username", "current-password", "new-password", "one-time-code"})
    EXPECT_THAT(html, HasSubstr(std::string("autocomplete=\"") + hint));
  for (const char* hindrance : {"onpaste", "autocomplete=\"off\""}) EXPECT_THAT(html, Not(HasSubstr(hindrance)));
  EXPECT_THAT(file("/start.js"), Not(HasSubstr("paste")));
}

TEST_F(Page, is_these_files_and_no_others) {
  for (const char* path : {"/index.html", "/start.js.bak", "/.git/config", "/start.css/", "/../liufa.yaml", "//", ""})
    EXPECT_FALSE(page_file(path).has_value()) << path;
}

}  // namespace
}  // namespace liufa::host::test
