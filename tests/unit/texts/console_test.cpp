/// The console's sources as texts: what they never do, whatever they show.
#include <gmock/gmock.h>

#include <map>
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

/// Whoever keeps something new there has to say here what it is; form/useForm.test.ts sees to it that of what is typed
/// no sensitive value is kept.
TEST_F(Console, keeps_in_the_browser_only_choices_and_what_is_typed) {
  const std::map<std::string, std::set<std::string>> keepers{
      {"localStorage",
       {"design/theme.ts", "texts/index.ts", "shell/SignInPage.vue", "pages/records/list/columns.ts",
        "pages/figures/useFigures.ts"}},
      {"sessionStorage", {"form/drafts.ts", "api/runs.ts", "session.ts"}}};
  for (const Source& each : all) {
    for (const char* store : {"indexedDB", "document.cookie", "caches.open", "serviceWorker"})
      EXPECT_THAT(each.text, Not(HasSubstr(store))) << each.file;
    for (const auto& [store, files] : keepers)
      if (each.text.find(store) != std::string::npos) {
        EXPECT_TRUE(files.contains(each.file.lexically_relative("core/console/src").string())) << store << each.file;
      }
  }
}

TEST_F(Console, lets_password_managers_work) {
  for (const char* hint : {"username", "current-password", "new-password", "one-time-code"})
    EXPECT_TRUE(somewhere(std::string("autocomplete=\"") + hint)) << hint;
  for (const Source& each : all)
    if (each.text.find("type=\"password\"") != std::string::npos) {
      for (const char* hindrance : {"paste", "autocomplete=\"off\""})
        EXPECT_THAT(each.text, Not(HasSubstr(hindrance))) << each.file;
    }
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
