/// The office's manual names what is there: every method, action and record that a command in it uses, and each step
/// under its method's heading.
#include <map>
#include <regex>
#include <set>

#include "model/manifest_reader.hpp"
#include "sources.hpp"

namespace liufa::host::test {
namespace {

std::map<std::string, Manifest> all_manifests() {
  std::map<std::string, Manifest> manifests;
  for (const char* folder : {"plugins", "core/directory"})
    for (const Source& source : sources(folder, ".yaml"))
      if (source.file.filename() == "method.yaml" || source.file.parent_path().filename() == "directory") {
        Manifest manifest = read_manifest(source.text, source.file.string());
        const std::string id = manifest.id;
        manifests.emplace(id, std::move(manifest));
      }
  return manifests;
}

std::string manual() {
  for (const Source& source : sources("docs", ".md"))
    if (source.file.filename() == "office.md") return source.text;
  return "";
}

template <class Visit>
void each_match(const std::string& text, const char* pattern, Visit&& visit) {
  const std::regex expression(pattern);
  for (auto at = std::sregex_iterator(text.begin(), text.end(), expression); at != std::sregex_iterator(); ++at)
    visit(*at);
}

TEST(OfficeManual, names_actions_and_records_that_exist) {
  const auto manifests = all_manifests();
  int named = 0;
  each_match(manual(), R"(liufa run ([a-z_]+)\.([a-z_]+))", [&](const std::smatch& found) {
    ++named;
    ASSERT_TRUE(manifests.contains(found[1])) << found[0];
    EXPECT_NE(manifests.at(found[1]).action(found[2].str()), nullptr) << found[0];
  });
  each_match(manual(), R"(liufa record [a-z]+ ([a-z_]+)\.([a-z_]+))", [&](const std::smatch& found) {
    ++named;
    ASSERT_TRUE(manifests.contains(found[1])) << found[0];
    EXPECT_NE(manifests.at(found[1]).record(found[2].str()), nullptr) << found[0];
  });
  EXPECT_GT(named, 15);
}

/// The words in a section's code that look like a step, an action or a record of a method alone (`publish`).
TEST(OfficeManual, names_steps_that_exist) {
  const auto manifests = all_manifests();
  const std::map<std::string, std::string> headings{{"## 一、", "cadre"},     {"## 二、", "exemplar"},
                                                    {"## 三、", "community"}, {"## 四、", "pairing"},
                                                    {"## 五、", "vanguard"},  {"## 六、", "assessment"}};
  const std::string text = manual();
  for (const auto& [heading, id] : headings) {
    const std::size_t begin = text.find(heading);
    ASSERT_NE(begin, std::string::npos) << heading;
    const Manifest& manifest = manifests.at(id);
    std::set<std::string> known{"dry_run"};
    for (const Action& action : manifest.actions) known.insert(action.id);
    for (const RecordType& type : manifest.records) {
      known.insert({type.id, type.full_id});
      if (type.workflow)
        for (const Transition& step : type.workflow->transitions) known.insert(step.id);
    }
    int named = 0;
    each_match(text.substr(begin, text.find("\n## ", begin + 3) - begin), R"(`([a-z_.]+)`)",
               [&, &heading = heading](const std::smatch& found) {
                 ++named;
                 EXPECT_TRUE(known.contains(found[1])) << heading << found[0];
               });
    EXPECT_GT(named, 0) << heading;
  }
}

}  // namespace
}  // namespace liufa::host::test
