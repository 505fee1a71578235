/// The language of stories: scenes by date, draws and values, refusals, acting as somebody.
#include "cli/story.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "folder.hpp"
#include "played.hpp"

namespace liufa::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Stories : public ::testing::Test {
 protected:
  void SetUp() override {
    client = host::cli::connect({folder / "data", {}});
    client->host()->create_district("here");
  }

  /// Plays stories told in YAML without their seeds; returns what they said.
  std::vector<std::string> play(const std::vector<std::string>& stories) {
    std::vector<std::filesystem::path> files;
    for (const std::string& story : stories) {
      files.push_back(folder / (std::to_string(files.size()) + ".yaml"));
      write_file(files.back(), "seed: 7\nsteps:\n" + story);
    }
    std::vector<std::string> said;
    host::cli::play_stories(*client, "here", files, [&](const std::string& line) { said.push_back(line); });
    return said;
  }

  std::string failure(const std::vector<std::string>& stories) {
    try {
      play(stories);
    } catch (const host::Problem& problem) {
      return problem.text().en;
    }
    return "none";
  }

  Json organisation(const std::string& code) {
    return client->call("here", "GET", "/records/directory/organisation?code=" + code).at("items").at(0);
  }

  Folder folder;
  std::unique_ptr<host::cli::Client> client;
};

constexpr const char* branch = "  - {create: directory.organisation, with: {code: B, name: 支部, kind: branch}}\n";

TEST_F(Stories, scenes_are_played_by_date_the_first_story_first) {
  EXPECT_THAT(play({"  - {say: a, today: '2025-01-02'}\n  - {say: c, today: '2025-03-01'}\n",
                    "  - say: before all\n  - {say: b, today: '2025-02-01'}\n  - {say: d, today: '2025-03-01'}\n"}),
              ElementsAre("before all", "2025-01-02  a", "2025-02-01  b", "2025-03-01  c", "2025-03-01  d"));
  EXPECT_FALSE(client->host()->district("here").clock().today().starts_with("2025")) << "the real date is back";
}

TEST_F(Stories, a_story_draws_the_same_whichever_others_are_played) {
  const std::string drawing =
      "  - {today: '2025-01-03'}\n"
      "  - {create: directory.organisation, with: {code: X, name: {$integer: [1, 1000000]}, kind: branch}, refused: "
      "true}\n"
      "  - create: directory.organisation\n"
      "    with: {code: D, name: \"${today} ${position}\", kind: {$choose: [branch, group]}, founded_on: {$date: "
      "['2024-01-01', '2024-12-31']}}\n";
  const std::string other =
      "  - {today: '2025-01-02'}\n  - each: [5, 6, 7]\n    as: code\n    do:\n      - {create: directory.organisation, "
      "with: {code: \"O${code}\", name: {$choose: [甲, 乙]}, kind: branch}}\n";
  EXPECT_THAT(failure({drawing}), HasSubstr("There is no value “position”"));
  const std::string whole = "  - {today: '2025-01-01'}\n  - {each: [1], as: one, do: [{say: x}]}\n" + drawing;
  play({whole});
  const Json alone = organisation("D");
  client.reset();
  std::filesystem::remove_all(folder / "data");
  SetUp();
  play({other, whole});
  EXPECT_EQ(organisation("D").at("founded_on"), alone.at("founded_on"));
  EXPECT_EQ(organisation("D").at("name"), "2025-01-03 0");
}

TEST_F(Stories, lists_are_taken_in_parts) {
  play(
      {"  - each: [a, b, c, d, e]\n    as: code\n    skip: 1\n    first: 3\n    do:\n"
       "      - {create: directory.organisation, with: {code: \"${code}\", name: 支部, kind: branch}}\n"
       "  - {list: directory.organisation, where: sort=code, skip: 1, first: 5, keep: found}\n"
       "  - {create: directory.organisation, with: {code: sum, name: \"${found.0.code}${found.1.code}\", kind: "
       "branch}}\n"});
  EXPECT_EQ(organisation("sum").at("name"), "cd");
}

TEST_F(Stories, lists_within_lists_count_each_for_itself) {
  play(
      {"  - each: [a, b]\n    as: outer\n    do:\n"
       "      - {each: [x, y, z], as: inner, do: [{say: x}]}\n"
       "      - {create: directory.organisation, with: {code: \"${outer}\", name: \"第 ${position}\", kind: "
       "branch}}\n"});
  EXPECT_EQ(organisation("b").at("name"), "第 1");
}

TEST_F(Stories, some_are_drawn_without_repetition_and_cells_are_quoted) {
  play(
      {"  - {create: directory.organisation, with: {code: P, name: 区委, kind: district_committee}}\n"
       "  - each: [x]\n    as: x\n    do:\n"
       "      - create: directory.organisation\n"
       "        with: {code: S, name: 支部, kind: branch, tags: {$some: [[poverty, new_countryside, "
       "integration_trial], 2]}}\n"
       "  - {list: directory.organisation, where: code=P, keep: rows}\n"
       "  - import: directory.organisation\n"
       "    csv: {$csv: {columns: {code: I, name: '甲,\"乙\"', kind: branch, parent: \"${row.code}\"}, for: {row: "
       "rows}}}\n"});
  const Json tags = organisation("S").at("tags");
  EXPECT_EQ(tags.size(), 2U);
  EXPECT_NE(tags[0], tags[1]);
  EXPECT_EQ(organisation("I").at("name"), "甲,\"乙\"");
}

TEST_F(Stories, what_must_be_refused_is_and_the_rest_goes_on) {
  EXPECT_EQ(failure({std::string(branch) +
                     "  - {create: directory.organisation, with: {code: B, name: 再, kind: branch}, refused: true}\n"
                     "  - {create: directory.organisation, with: {code: N, kind: branch}, refused: record.required}\n"
                     "  - {create: directory.organisation, with: {code: Z, name: 后, kind: branch}}\n"}),
            "none");
  EXPECT_EQ(organisation("Z").at("name"), "后");
  EXPECT_THAT(
      failure({"  - {create: directory.organisation, with: {code: F, name: 支部, kind: branch}, refused: true}\n"}),
      HasSubstr("line 3: the step failed: the step should have been refused, but was not"));
  EXPECT_THAT(
      failure(
          {"  - {create: directory.organisation, with: {code: F, name: 支部, kind: branch}, refused: some.code}\n"}),
      HasSubstr("refused as "));
}

TEST_F(Stories, what_may_be_refused_ends_one_turn_only) {
  play({std::string(branch) + "  - each: [A, B, C]\n    as: code\n    do:\n"
                              "      - {create: directory.organisation, with: {code: \"${code}\", name: 支部, kind: "
                              "branch}, may_be_refused: true, keep: made}\n"
                              "      - {update: directory.organisation, of: \"${made.id}\", with: {tier: strong}}\n"});
  EXPECT_EQ(organisation("A").at("tier"), "strong");
  EXPECT_TRUE(organisation("B").at("tier").is_null());
  EXPECT_EQ(organisation("C").at("tier"), "strong");
}

TEST_F(Stories, somebody_acts_within_their_scope) {
  const std::string people =
      "  - {create: directory.organisation, with: {code: A, name: 甲支部, kind: branch}, keep: a}\n"
      "  - {create: directory.organisation, with: {code: C, name: 乙支部, kind: branch}, keep: c}\n"
      "  - do:\n"
      "      - {create: directory.member, with: {code: M1, name: 张三, organisation: \"${a.id}\", kind: organ}, keep: "
      "member}\n"
      "      - {create: directory.member, with: {code: M2, name: 李四, organisation: \"${c.id}\", kind: organ}, "
      "refused: true}\n"
      "    by: {role: secretary, organisation: \"${a.id}\"}\n"
      "  - {update: directory.member, of: \"${member.id}\", with: {name: 王五}, by: {member: \"${member.id}\"}, "
      "refused: request.forbidden}\n"
      "  - {create: directory.member, with: {code: M3, name: 赵六, organisation: \"${c.id}\", kind: organ}}\n";
  EXPECT_EQ(failure({people}), "none");
  const Json events = client->call("here", "GET", "/events?topic=directory.member.created").at("items");
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].at("actor"), "secretary@" + organisation("A").at("id").dump());
  EXPECT_EQ(events[1].at("actor"), "local") << "the operator again";
}

TEST_F(Stories, evidence_is_kept) {
  EXPECT_EQ(failure({"  - {upload: {name: a.txt, text: 签到表}, keep: file}\n"
                     "  - {create: directory.organisation, with: {code: E, name: \"${file.file}\", kind: branch}}\n"}),
            "none");
  EXPECT_EQ(organisation("E").at("name").get<std::string>().size(), 64U);
}

TEST_F(Stories, mistakes_name_their_line) {
  EXPECT_THAT(failure({"  - {today: '2025-03-01'}\n  - {today: '2025-02-01'}\n"}),
              HasSubstr("line 4: the step failed: 2025-02-01 comes before the scene above it, 2025-03-01"));
  EXPECT_THAT(failure({"  - {today: tomorrow}\n"}), HasSubstr("expected a date, YYYY-MM-DD; found tomorrow"));
  EXPECT_THAT(failure({"  - {each: [1], as: x, do: [{today: '2025-01-01'}]}\n"}), HasSubstr("top level only"));
  EXPECT_THAT(failure({"  - {juggle: 3}\n"}), HasSubstr("No such kind of step"));
  EXPECT_THAT(failure({"  - {say: \"x\"}\n  - {each: nothing, as: x, do: []}\n"}),
              HasSubstr("line 4: the step failed: There is no value “nothing”"));
  EXPECT_THAT(failure({"  - {upload: missing.pdf}\n"}), HasSubstr("missing.pdf"));
  write_file(folder / "x.yaml", "steps: []\n");
  EXPECT_THROW(host::cli::play_stories(*client, "here", {folder / "x.yaml"}, [](const std::string&) {}), host::Problem);
}

TEST(Presets, know_their_methods) {
  auto preset = small_preset();
  EXPECT_EQ(preset.stories().size(), 7U);
  preset.limit_to({"pairing"});
  EXPECT_EQ(preset.stories().size(), 2U) << "the base and pairing's";
  EXPECT_THROW(preset.limit_to({"hotline"}), host::Problem);
  EXPECT_THROW(host::cli::read_preset("nowhere"), host::Problem);
  Folder folder;
  write_file(folder / "bad.yaml", "id: [x]\n");
  EXPECT_THROW(host::cli::read_preset((folder / "bad.yaml").string()), host::Problem);
}

TEST(Presets, leave_out_what_is_not_installed) {
  Folder folder;
  write_file(folder / "p.yaml",
             "id: there\nmethods: {no_such_method: {}}\ndemo: {base: b.yaml, no_such_method: none.yaml}\n");
  write_file(folder / "b.yaml", "seed: 1\nsteps: [{say: base}]\n");
  const auto client = host::cli::connect({folder / "data", {}});
  std::vector<std::string> told;
  host::cli::build_district(*client, host::cli::read_preset((folder / "p.yaml").string()),
                            [&](const std::string& line) { told.push_back(line); });
  EXPECT_THAT(told, ElementsAre(HasSubstr("not installed, left out: no_such_method"), "base"));
}

}  // namespace
}  // namespace liufa::test
