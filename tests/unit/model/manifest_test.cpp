#include "model/manifest.hpp"

#include <gtest/gtest.h>

namespace liufa::host {
namespace {

RecordType pair_type() {
  RecordType type;
  type.id = "pair";
  for (const char* id : {"urban", "rural"}) {
    Field field;
    field.id = id;
    type.fields.push_back(field);
  }
  Workflow workflow;
  workflow.states = {{"proposed", {}}, {"active", {}}};
  workflow.transitions.emplace_back().id = "confirm";
  type.workflow = workflow;
  return type;
}

TEST(Manifest, finds_by_id) {
  Manifest manifest;
  manifest.records.push_back(pair_type());
  manifest.actions.emplace_back().id = "match";
  ASSERT_NE(manifest.record("pair"), nullptr);
  EXPECT_EQ(manifest.record("pair")->id, "pair");
  EXPECT_EQ(manifest.record("pai"), nullptr);
  ASSERT_NE(manifest.action("match"), nullptr);
  EXPECT_EQ(manifest.action(""), nullptr);
}

TEST(Manifest, finds_fields_and_their_positions) {
  const RecordType type = pair_type();
  EXPECT_EQ(type.index_of("urban"), 0U);
  EXPECT_EQ(type.index_of("rural"), 1U);
  EXPECT_EQ(type.index_of("other"), std::nullopt);
  EXPECT_EQ(type.field("rural"), &type.fields[1]);
  EXPECT_EQ(type.field("Rural"), nullptr);
}

TEST(Manifest, finds_states_and_transitions) {
  const RecordType type = pair_type();
  EXPECT_EQ(type.workflow->state("active"), &type.workflow->states[1]);
  EXPECT_EQ(type.workflow->state("ended"), nullptr);
  EXPECT_EQ(type.workflow->transition("confirm"), &type.workflow->transitions[0]);
  EXPECT_EQ(type.workflow->transition("end"), nullptr);
}

TEST(Manifest, has_a_word_for_each_type) {
  EXPECT_EQ(word(FieldType::text), "text");
  EXPECT_EQ(word(FieldType::organisation), "organisation");
  EXPECT_EQ(word(FieldType::file), "file");
}

}  // namespace
}  // namespace liufa::host
