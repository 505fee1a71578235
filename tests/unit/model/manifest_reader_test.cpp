/// Manifests that are as they should be: what becomes of every key.
#include "model/manifest_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/problem.hpp"
#include "fixture.hpp"

namespace liufa::host {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

/// Reads a file of the tree; a failure shows all that was found wrong.
Manifest read(const std::filesystem::path& path) {
  try {
    return read_manifest(test::file_text(path), path.filename().string());
  } catch (const Problem& problem) {
    ADD_FAILURE() << problem.to_json(true).dump(2);
    return {};
  }
}

std::vector<std::string> ids_of(const auto& elements) {
  std::vector<std::string> ids;
  for (const auto& each : elements) ids.push_back(each.id);
  return ids;
}

class Directory : public ::testing::Test {
 protected:
  const Manifest manifest = read(test::root / "core/directory/directory.yaml");
};

TEST_F(Directory, is_read_completely) {
  EXPECT_EQ(manifest.id, "directory");
  EXPECT_EQ(manifest.name.zh, "组织与党员");
  EXPECT_EQ(manifest.summary.en, "The tree of organisations and the register of members");
  EXPECT_EQ(manifest.version, "1.0.0");
  EXPECT_EQ(manifest.library, "");
  EXPECT_THAT(ids_of(manifest.records), ElementsAre("organisation", "member"));
  EXPECT_EQ(manifest.figures.size(), 10U);
}

TEST_F(Directory, has_organisations) {
  const RecordType& type = *manifest.record("organisation");
  EXPECT_EQ(type.full_id, "directory.organisation");
  EXPECT_EQ(type.table, "directory_organisation");
  EXPECT_TRUE(type.exported);
  EXPECT_THAT(type.key, ElementsAre("code"));
  EXPECT_THAT(type.unique, ElementsAre(ElementsAre("code")));
  EXPECT_THAT(type.indexes, ElementsAre(ElementsAre("path"), ElementsAre("kind", "path"), ElementsAre("kind", "sector"),
                                        ElementsAre("kind", "condition")));
  EXPECT_THAT(ids_of(type.fields), ElementsAre("code", "name", "kind", "parent", "path", "sector", "condition", "tags",
                                               "tier", "founded_on", "closed_on"));
  EXPECT_EQ(type.field("kind")->options.size(), 16U);
  EXPECT_TRUE(type.field("path")->computed);
  EXPECT_TRUE(type.field("tags")->list);
  EXPECT_EQ(type.field("parent")->record, "directory.organisation");
  EXPECT_FALSE(type.workflow.has_value());
}

TEST_F(Directory, has_members) {
  const RecordType& type = *manifest.record("member");
  EXPECT_THAT(type.owners, ElementsAre("organisation", "id"));
  EXPECT_THAT(type.create, ElementsAre(Permission{"office"}, Permission{"secretary"}));
  EXPECT_EQ(type.fields.size(), 15U);
  EXPECT_TRUE(type.field("id_number")->is_sensitive());
  EXPECT_EQ(type.field("status")->default_value, Json("full"));
  EXPECT_EQ(type.field("synthetic")->default_value, Json(false));
  EXPECT_THAT(ids_of(type.field("sex")->options), ElementsAre("0", "1", "2", "9"));
  EXPECT_EQ(manifest.figures[0].organisation, "id");
  EXPECT_EQ(manifest.figures[9].organisation, "organisation");
}

class Everything : public ::testing::Test {
 protected:
  const Manifest manifest = read(test::model_fixtures / "good/everything.yaml");
  const RecordType& pair = *manifest.record("pair");
  const RecordType& visit = *manifest.record("visit");

  const Field& field(std::string_view id) const { return *pair.field(id); }
  const Figure& figure(std::size_t at) const { return manifest.figures.at(at); }
};

TEST_F(Everything, at_the_top) {
  EXPECT_EQ(manifest.id, "pairing");
  EXPECT_EQ(manifest.version, "1.20.300");
  EXPECT_EQ(manifest.sdk, 1);
  EXPECT_EQ(manifest.library, "pairing");
  EXPECT_THAT(manifest.uses, ElementsAre(Pair("assessment", false), Pair("recruitment", true)));
  EXPECT_THAT(manifest.reads, ElementsAre("directory.organisation", "assessment.result", "host.fact", "host.gate"));
  EXPECT_THAT(manifest.subscribes,
              ElementsAre("assessment.result.published", "pairing.match.finished", "pairing.pair.closed",
                          "pairing.visit.created", "pairing.tally.derived", "host.fact", "host.gate"));
  EXPECT_THAT(manifest.guards, ElementsAre("recruitment.target.approve", "host.gate"));
}

TEST_F(Everything, shared_with_others) {
  ASSERT_EQ(manifest.facts.size(), 1U);
  const Fact& fact = manifest.facts.front();
  EXPECT_EQ(fact.key, "pairing.pair");
  EXPECT_EQ(fact.of, "pairing.pair");
  EXPECT_THAT((std::vector{fact.where, fact.member, fact.organisation, fact.on, fact.until, fact.quantity, fact.grade,
                           fact.text}),
              ElementsAre("state = 'active'", "contact", "urban", "starts_on", "ends_on", "weight", "level", "code"));
  ASSERT_EQ(manifest.gates.size(), 1U);
  const Gate& gate = manifest.gates.front();
  EXPECT_THAT((std::vector{gate.key, gate.of, gate.where, gate.transition, gate.member, gate.kind}),
              ElementsAre("pairing.closing", "pairing.pair", "year > 2020", "close", "contact", "agreement"));
}

TEST_F(Everything, for_pages) {
  EXPECT_THAT(ids_of(manifest.panels), ElementsAre("board", "of_pair", "of_member", "year"));
  const Panel& board = manifest.panels[0];
  EXPECT_EQ(board.place, Panel::Place::method);
  EXPECT_EQ(board.script, "web/board.js");
  EXPECT_EQ(board.name.zh, "结对看板");
  EXPECT_THAT(board.by, ElementsAre(Permission{"office"}, Permission{"secretary"}));
  EXPECT_EQ(board.record, "");
  EXPECT_EQ(manifest.panels[1].place, Panel::Place::record);
  EXPECT_EQ(manifest.panels[1].record, "pairing.pair");
  EXPECT_THAT(manifest.panels[1].by, IsEmpty());
  EXPECT_EQ(manifest.panels[1].element(manifest.id), "liufa-pairing-of-pair");
  EXPECT_EQ(manifest.panels[2].record, "directory.member");
  EXPECT_EQ(manifest.panels[3].place, Panel::Place::home);
}

TEST_F(Everything, of_a_record) {
  EXPECT_EQ(pair.method, "pairing");
  EXPECT_EQ(pair.full_id, "pairing.pair");
  EXPECT_EQ(pair.table, "pairing_pair");
  EXPECT_EQ(pair.name.en, "Pair");
  EXPECT_THAT(pair.title, ElementsAre("urban", "rural"));
  EXPECT_THAT(pair.owners, ElementsAre("urban", "rural"));
  EXPECT_TRUE(pair.exported);
  EXPECT_THAT(pair.create, ElementsAre(Permission{"office"}, Permission{"secretary"}));
  EXPECT_THAT(pair.update, IsEmpty());
  EXPECT_THAT(pair.indexes, ElementsAre(ElementsAre("year", "rural"), ElementsAre("state", "created_at")));
}

TEST_F(Everything, makes_a_key_unique_once) {
  EXPECT_THAT(pair.key, ElementsAre("code"));
  EXPECT_THAT(pair.unique, ElementsAre(ElementsAre("urban", "rural", "year"), ElementsAre("code")));
  EXPECT_THAT(visit.unique, ElementsAre(ElementsAre("on_day")));
}

TEST_F(Everything, has_defaults_for_a_record) {
  EXPECT_THAT(visit.title, ElementsAre("on_day"));
  EXPECT_THAT(visit.owners, IsEmpty());
  EXPECT_FALSE(visit.exported);
  EXPECT_THAT(visit.create, ElementsAre(Permission{"office"}));
  EXPECT_THAT(visit.update, ElementsAre(Permission{"office"}));
  EXPECT_FALSE(visit.workflow.has_value());
}

TEST_F(Everything, makes_a_derived_record_the_code_s_alone) {
  const RecordType& tally = *manifest.record("tally");
  EXPECT_TRUE(tally.derived);
  EXPECT_FALSE(pair.derived);
  EXPECT_THAT(tally.create, IsEmpty());
  EXPECT_THAT(tally.update, IsEmpty());
  for (const Field& each : tally.fields) EXPECT_TRUE(each.computed) << each.id;
}

TEST_F(Everything, of_a_field) {
  EXPECT_EQ(field("code").name.zh, "编号");
  EXPECT_EQ(field("code").help.en, "Your own");
  EXPECT_TRUE(field("code").required);
  EXPECT_TRUE(field("code").fixed);
  EXPECT_FALSE(field("code").computed);
  EXPECT_EQ(field("code").max_length, 12U);
  EXPECT_TRUE(field("score").computed);
  EXPECT_FALSE(field("score").required);
  EXPECT_TRUE(field("score").help.empty());
  EXPECT_THAT(field("ends_on").during, ElementsAre("active", "ended"));
  EXPECT_TRUE(field("basis").list);
  EXPECT_THAT(ids_of(field("basis").options), ElementsAre("order", "1", "2"));
  EXPECT_EQ(field("basis").options[0].name.en, "Public order");
  EXPECT_THAT(field("urban").kinds, ElementsAre("committee", "branch"));
}

TEST_F(Everything, scales_limits_as_they_are_stored) {
  EXPECT_EQ(field("year").min, 2000);
  EXPECT_EQ(field("year").max, 2100);
  EXPECT_EQ(field("weight").scale, 3);
  EXPECT_EQ(field("weight").min, -500);
  EXPECT_EQ(field("weight").max, 1000);
  EXPECT_EQ(field("funds").min, 0);
  EXPECT_EQ(field("funds").max, std::nullopt);
  EXPECT_EQ(field("share").scale, 2) << "the default of decimals";
  EXPECT_EQ(field("year").scale, 0);
}

TEST_F(Everything, resolves_references) {
  EXPECT_EQ(field("urban").record, "directory.organisation");
  EXPECT_EQ(field("contact").record, "directory.member");
  EXPECT_EQ(field("earlier").record, "pairing.pair");
  EXPECT_EQ(field("result").record, "assessment.result");
  EXPECT_EQ(visit.field("pair")->record, "pairing.pair");
  EXPECT_EQ(manifest.action("match")->input.at(1).record, "pairing.pair");
}

TEST_F(Everything, keeps_defaults_as_json) {
  EXPECT_EQ(field("year").default_value, Json(2026));
  EXPECT_EQ(field("weight").default_value, Json(0.125));
  EXPECT_EQ(field("share").default_value, Json(1));
  EXPECT_EQ(field("exact").default_value, Json("123456789.123456789")) << "more digits than a double holds";
  EXPECT_EQ(field("funds").default_value, Json(150000));
  EXPECT_EQ(field("starts_on").default_value, Json("2026-03-01"));
  EXPECT_EQ(field("met_at").default_value, Json("2026-03-01T08:00:00.000Z"));
  EXPECT_EQ(field("public").default_value, Json(true));
  EXPECT_EQ(field("basis").default_value, Json::array({"order", "1"}));
  EXPECT_EQ(field("level").default_value, Json("2"));
  EXPECT_EQ(field("code").default_value, std::nullopt);
}

TEST_F(Everything, of_a_workflow) {
  const Workflow& workflow = *pair.workflow;
  EXPECT_EQ(workflow.initial, "active");
  EXPECT_THAT(ids_of(workflow.states), ElementsAre("active", "proposed", "ended"));
  EXPECT_EQ(workflow.states[2].name.zh, "已结束");
  const Transition& propose = *workflow.transition("propose");
  EXPECT_THAT(propose.from, ElementsAre("active"));
  EXPECT_EQ(propose.event, "propose");
  EXPECT_THAT(propose.by, IsEmpty());
  const Transition& close = *workflow.transition("close");
  EXPECT_EQ(close.name.en, "Close");
  EXPECT_THAT(close.from, ElementsAre("active", "proposed"));
  EXPECT_EQ(close.to, "ended");
  EXPECT_THAT(close.by, ElementsAre(Permission{"office"}, Permission{"secretary"}));
  EXPECT_THAT(close.needs, ElementsAre("ends_on"));
  EXPECT_THAT(close.takes, ElementsAre("basis"));
  EXPECT_EQ(close.event, "closed");
}

TEST_F(Everything, of_settings) {
  EXPECT_THAT(ids_of(manifest.settings), ElementsAre("ratio", "note", "deadline", "days", "lead_office"));
  EXPECT_EQ(manifest.settings[0].default_value, Json(2.5));
  EXPECT_EQ(manifest.settings[1].default_value, Json(""));
  EXPECT_EQ(manifest.settings[2].default_value, Json(nullptr));
  EXPECT_EQ(manifest.settings[3].default_value, Json::array({7, 1}));
  EXPECT_EQ(manifest.settings[4].default_value, Json("D001"));
}

TEST_F(Everything, of_figures) {
  EXPECT_EQ(figure(0).key, "pairing.pairs");
  EXPECT_EQ(figure(0).method, "pairing");
  EXPECT_EQ(figure(0).unit.zh, "对");
  EXPECT_EQ(figure(0).of, "pairing.pair");
  EXPECT_EQ(figure(0).where, "state = 'active'");
  EXPECT_EQ(figure(0).value, Figure::Value::count);
  EXPECT_EQ(figure(0).organisation, "urban") << "the first owner";
  EXPECT_EQ(figure(1).value, Figure::Value::sum);
  EXPECT_EQ(figure(1).value_field, "funds");
  EXPECT_EQ(figure(1).organisation, "rural");
  EXPECT_EQ(figure(2).value, Figure::Value::average);
  EXPECT_EQ(figure(3).value, Figure::Value::distinct);
  EXPECT_EQ(figure(3).value_field, "rural");
  EXPECT_EQ(figure(4).value, Figure::Value::share);
  EXPECT_EQ(figure(4).share_where, "public = 1");
  EXPECT_EQ(figure(5).organisation, "") << "no owner";
}

TEST_F(Everything, of_periods) {
  EXPECT_EQ(figure(0).period, Figure::Period::between);
  EXPECT_EQ(figure(0).period_from, "starts_on");
  EXPECT_EQ(figure(0).period_until, "ends_on");
  EXPECT_EQ(figure(1).period, Figure::Period::year);
  EXPECT_EQ(figure(1).period_from, "year");
  EXPECT_EQ(figure(2).period, Figure::Period::at);
  EXPECT_EQ(figure(2).period_from, "met_at");
  EXPECT_EQ(figure(3).period, Figure::Period::none);
}

TEST_F(Everything, of_code) {
  const Action& match = *manifest.action("match");
  EXPECT_EQ(match.name.zh, "按原则配对");
  EXPECT_THAT(match.by, ElementsAre(Permission{"office"}));
  EXPECT_THAT(ids_of(match.input), ElementsAre("year", "pair"));
  EXPECT_TRUE(match.input[0].required);
  ASSERT_EQ(manifest.events.size(), 1U);
  EXPECT_EQ(manifest.events[0].name, "match.finished");
  EXPECT_EQ(manifest.events[0].text.en, "Matching finished");
}

}  // namespace
}  // namespace liufa::host
