/// The console's sources as texts: what they never do, whatever they show.
#include <gmock/gmock.h>

#include <set>

#include "sources.hpp"

namespace liufa::host::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Console : public ::testing::Test {
 protected:
  Console() {
    for (const char* ending : {".ts", ".vue"})
      for (Source& each : sources("core/console/src", ending))
        if (each.file.string().find(".test.") == std::string::npos) all.push_back(std::move(each));
  }
  [[nodiscard]] bool somewhere(std::string_view what) const {
    return std::any_of(all.begin(), all.end(),
                       [&](const Source& each) { return each.text.find(what) != std::string::npos; });
  }
  std::vector<Source> all;
};

TEST_F(Console, makes_text_of_what_it_is_given) {
  for (const Source& each : all)
    for (const char* way : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "v-html", "unsafeHTML",
                            "unsafeStatic", "eval(", "new Function", "javascript:", "srcdoc"})
      EXPECT_THAT(each.text, Not(HasSubstr(way))) << each.file;
}

TEST_F(Console, keeps_in_the_browser_how_it_looks_and_nothing_that_it_shows) {
  const std::set<std::string> kept{"theme", "language", "district"};
  const std::string call = "localStorage.setItem('";
  for (const Source& each : all) {
    for (const char* store : {"sessionStorage", "indexedDB", "document.cookie", "caches.open", "serviceWorker"})
      EXPECT_THAT(each.text, Not(HasSubstr(store))) << each.file;
    for (std::size_t at = each.text.find("localStorage.setItem("); at != std::string::npos;
         at = each.text.find("localStorage.setItem(", at + 1)) {
      const std::size_t name = at + call.size();
      EXPECT_TRUE(kept.contains(each.text.substr(name, each.text.find('\'', name) - name))) << each.file;
    }
  }
}

TEST_F(Console, lets_password_managers_work) {
  for (const char* hint : {"username", "current-password", "new-password", "one-time-code"})
    EXPECT_TRUE(somewhere(std::string("autocomplete=\"") + hint)) << hint;
  for (const char* hindrance : {"onpaste", "@paste.prevent", "autocomplete=\"off\""})
    EXPECT_FALSE(somewhere(hindrance)) << hindrance;
}

TEST_F(Console, loads_nothing_from_elsewhere) {
  for (const Source& each : sources("core/console/src", ".css")) {
    EXPECT_THAT(each.text, Not(HasSubstr("@import"))) << each.file;
    EXPECT_THAT(each.text, Not(HasSubstr("url(http"))) << each.file;
  }
  for (const Source& each : all)
    for (const char* way : {"src=\"http", "src=\"//", "import('http", "from 'http", "fetch('http"})
      EXPECT_THAT(each.text, Not(HasSubstr(way))) << each.file;
}

}  // namespace
}  // namespace liufa::host::test
