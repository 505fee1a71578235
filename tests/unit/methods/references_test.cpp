#include "methods/references.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/problem.hpp"
#include "model/manifest_reader.hpp"

namespace liufa::host {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* directory = R"(
id: directory
name: {zh: 组织, en: Directory}
summary: {zh: 组织, en: Directory}
version: 1.0.0
sdk: 1
records:
  organisation:
    name: {zh: 组织, en: Organisation}
    create: [office]
    exported: true
    fields:
      kind: {name: {zh: 类别, en: Kind}, type: choice, options: {branch: {zh: 支部, en: Branch}}}
)";

constexpr const char* other = R"(
id: other
name: {zh: 甲, en: Other}
summary: {zh: 甲, en: Other}
version: 1.0.0
sdk: 1
records:
  open:
    name: {zh: 开放, en: Open}
    create: [office]
    exported: true
    fields: {title: {name: {zh: 题, en: Title}, type: text}}
    workflow:
      initial: draft
      states: {draft: {zh: 草稿, en: Draft}, done: {zh: 完成, en: Done}}
      transitions:
        finish: {name: {zh: 完成, en: Finish}, from: [draft], to: done, by: [office], event: finished}
  counted:
    name: {zh: 统计, en: Counted}
    exported: true
    derived: true
    key: [title]
    fields: {title: {name: {zh: 题, en: Title}, type: text}}
  closed:
    name: {zh: 内部, en: Closed}
    create: [office]
    fields: {title: {name: {zh: 题, en: Title}, type: text}}
)";

/// A method that names others: the record of a field, a kind, under reads, guards and subscribes.
std::string referring(const std::string& record, const std::string& kind, const std::string& guard,
                      const std::string& event) {
  return R"(
id: mine
name: {zh: 乙, en: Mine}
summary: {zh: 乙, en: Mine}
version: 1.0.0
sdk: 1
library: mine
uses: {other: optional}
reads: [)" +
         record + R"(]
guards: [)" +
         guard + R"(]
subscribes: [)" +
         event + R"(]
records:
  note:
    name: {zh: 记录, en: Note}
    create: [office]
    fields:
      of: {name: {zh: 对象, en: Of}, type: record, record: )" +
         record + R"(}
      at: {name: {zh: 组织, en: At}, type: organisation, kinds: [)" +
         kind + R"(]}
)";
}

class References : public ::testing::Test {
 protected:
  References() {
    for (const char* text : {directory, other}) {
      Manifest manifest = read_manifest(text, "method.yaml");
      there_.emplace(manifest.id, std::move(manifest));
    }
  }

  /// The fields of the problem's parts: where something refers to nothing.
  std::vector<std::string> wrong(const std::string& manifest) {
    std::vector<std::string> places;
    try {
      check_references(read_manifest(manifest, "method.yaml"), [&](std::string_view id) -> const Manifest* {
        const auto found = there_.find(id);
        return found == there_.end() ? nullptr : &found->second;
      });
    } catch (const Problem& problem) {
      EXPECT_EQ(problem.code(), "method.references");
      for (const Problem& part : problem.parts()) places.push_back(part.field() + " " + part.code());
    }
    return places;
  }

  std::map<std::string, Manifest, std::less<>> there_;
};

TEST_F(References, to_what_is_there_are_fine) {
  EXPECT_THAT(wrong(referring("other.open", "branch", "other.open.finish", "other.open.finished")), IsEmpty());
}

TEST_F(References, to_nothing_are_named_one_by_one) {
  EXPECT_THAT(wrong(referring("other.opened", "village", "other.open.end", "other.open.ended")),
              ElementsAre("reads method.reference", "guards method.reference", "subscribes method.reference",
                          "records.note.of.record method.reference", "records.note.at.kinds method.reference"));
}

TEST_F(References, to_what_is_not_exported_are_refused) {
  EXPECT_THAT(wrong(referring("other.closed", "branch", "other.open.finish", "other.open.created")),
              ElementsAre("reads method.not_exported", "records.note.of.record method.not_exported"));
}

TEST_F(References, to_derived_records_are_read_and_not_kept) {
  EXPECT_THAT(wrong(referring("other.counted", "branch", "other.open.finish", "other.counted.derived")),
              ElementsAre("records.note.of.record method.derived_reference"));
  EXPECT_THAT(wrong(referring("other.open", "branch", "other.open.finish", "other.counted.created")),
              ElementsAre("subscribes method.reference"));
}

/// A method with one panel on the pages of a record type.
std::string with_panel(const std::string& id, const std::string& panel, const std::string& record) {
  return "id: " + id + "\nname: {zh: 乙, en: Mine}\nversion: 1.0.0\nsdk: 1\npanels:\n  " + panel +
         ": {name: {zh: 面板, en: Panel}, place: record, record: " + record + ", script: web/a.js}\n";
}

TEST_F(References, of_panels_need_a_record_type_with_pages) {
  EXPECT_THAT(wrong(with_panel("mine", "a", "other.closed")), IsEmpty()) << "exported or not";
  EXPECT_THAT(wrong(with_panel("mine", "a", "other.shut")), ElementsAre("panels.a.record method.reference"));
  EXPECT_THAT(wrong(with_panel("mine", "a", "absent.note")), IsEmpty());
}

TEST_F(References, are_unambiguous_as_elements) {
  const Manifest mine = read_manifest(with_panel("a_b", "c", "other.open"), "method.yaml");
  EXPECT_NO_THROW(check_names(mine, read_manifest(with_panel("a", "b", "other.open"), "method.yaml")));
  try {
    check_names(mine, read_manifest(with_panel("a", "b_c", "other.open"), "method.yaml"));
    FAIL();
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.code(), "method.element");
  }
}

TEST_F(References, to_a_method_that_is_not_there_may_wait) {
  there_.erase("other");
  EXPECT_THAT(wrong(referring("other.opened", "branch", "other.open.end", "other.open.ended")), IsEmpty());
}

TEST(Tables, of_two_methods_never_meet) {
  const auto method = [](const std::string& id, const std::string& record) {
    return read_manifest("id: " + id + "\nname: {zh: 甲, en: A}\nsummary: {zh: 甲, en: A}\nversion: 1.0.0\nsdk: 1\n" +
                             "records:\n  " + record + ":\n    name: {zh: 甲, en: A}\n    create: [office]\n" +
                             "    fields: {title: {name: {zh: 题, en: Title}, type: text}}\n",
                         "method.yaml");
  };
  EXPECT_NO_THROW(check_names(method("a_b", "c"), method("a", "c")));
  EXPECT_NO_THROW(check_names(method("a_b", "c"), method("a_b", "c"))) << "a method and its next version";
  EXPECT_THROW(check_names(method("a_b", "c"), method("a", "b_c")), Problem);
}

}  // namespace
}  // namespace liufa::host
