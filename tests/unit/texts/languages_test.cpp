/// Whatever a manifest says to people, it says in Chinese and in English.
#include <functional>

#include "model/manifest_reader.hpp"
#include "sources.hpp"

namespace liufa::host::test {
namespace {

class Manifests : public ::testing::TestWithParam<std::string> {
 protected:
  /// All texts of a manifest: names of methods, records, fields, options, states, steps, figures, actions, events.
  static void each_text(const Manifest& manifest, const std::function<void(const std::string&, const Text&)>& look) {
    look("name", manifest.name);
    const auto fields = [&](const std::string& where, const std::vector<Field>& list) {
      for (const Field& field : list) {
        look(where + "." + field.id, field.name);
        if (!field.help.empty()) look(where + "." + field.id + ".help", field.help);
        for (const Option& option : field.options) look(where + "." + field.id + "." + option.id, option.name);
      }
    };
    for (const RecordType& record : manifest.records) {
      look(record.id, record.name);
      fields(record.id, record.fields);
      if (!record.workflow) continue;
      for (const State& state : record.workflow->states) look(record.id + "." + state.id, state.name);
      for (const Transition& step : record.workflow->transitions) look(record.id + "." + step.id, step.name);
    }
    fields("settings", manifest.settings);
    for (const Figure& figure : manifest.figures) look("figures." + figure.id, figure.name);
    for (const Action& action : manifest.actions) {
      look("actions." + action.id, action.name);
      fields("actions." + action.id, action.input);
    }
    for (const DeclaredEvent& event : manifest.events) look("events." + event.name, event.text);
  }
};

TEST_P(Manifests, speak_both_languages) {
  int texts = 0;
  for (const Source& source : sources(GetParam(), ".yaml")) {
    if (source.file.filename() != "method.yaml" && source.file.filename() != "directory.yaml") continue;
    SCOPED_TRACE(source.file);
    each_text(read_manifest(source.text, source.file.string()), [&](const std::string& where, const Text& text) {
      ++texts;
      // Numbers of standards and the like are the same in both.
      EXPECT_TRUE(has_chinese(text.zh) || text.zh == text.en) << where << ": " << text.zh;
      EXPECT_FALSE(text.en.empty()) << where;
      EXPECT_FALSE(has_chinese(text.en)) << where << ": " << text.en;
    });
  }
  EXPECT_GT(texts, 10);
}

INSTANTIATE_TEST_SUITE_P(texts, Manifests, ::testing::Values("plugins", "sdk/examples", "core/directory"),
                         [](const auto& each) {
                           std::string name = each.param;
                           std::replace(name.begin(), name.end(), '/', '_');
                           return name;
                         });

}  // namespace
}  // namespace liufa::host::test
