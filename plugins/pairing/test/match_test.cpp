#include <map>
#include <set>

#include "scene.hpp"

namespace liufa::pairing {
namespace {

const Json& found(const Json& answer, std::int64_t urban) {
  for (const Json& pair : answer["pairs"])
    if (pair["urban"] == urban) return pair;
  throw std::runtime_error("no match for " + std::to_string(urban) + " in " + answer.dump());
}

TEST(Match, FollowsThePrincipleAndExplainsItself) {
  Scene scene;
  const Json answer = scene.district.run("pairing", "match");
  EXPECT_EQ(answer["matched"], 2);
  EXPECT_EQ(answer["created"], 2);
  EXPECT_EQ(answer["follows_principle"], 2);
  EXPECT_EQ(found(answer, scene.order_department)["rural"], scene.disorderly);
  const Json& economic = found(answer, scene.economic_department);
  EXPECT_EQ(economic["rural"], scene.poor);
  const Json pair = scene.district.read("pairing.pair", economic["id"].get<std::int64_t>());
  EXPECT_NE(field(pair, "explanation").get<std::string>().find("经济部门与穷村结对"), std::string::npos);
  EXPECT_NE(field(pair, "explanation").get<std::string>().find("贫困村"), std::string::npos);
  EXPECT_NE(field(pair, "explanation_en").get<std::string>().find("poverty village"), std::string::npos);
  EXPECT_EQ(scene.state("pairing.pair", economic["id"].get<std::int64_t>()), "proposed");
  EXPECT_EQ(scene.district.figure("pairing.pairs_waiting"), 2);
  EXPECT_EQ(scene.district.events("pairing.match.completed").size(), 1U);
}

TEST(Match, TriesWithoutWriting) {
  Scene scene;
  const Json tried = scene.district.run("pairing", "match", {{"dry_run", true}});
  EXPECT_EQ(tried["matched"], 2);
  EXPECT_EQ(tried["created"], 0);
  EXPECT_TRUE(scene.district.list("pairing.pair").empty());
  EXPECT_EQ(scene.district.run("pairing", "match", {{"dry_run", true}}), tried) << "the same for the same";
}

TEST(Match, ConfirmsAtOnceAndNeverPairsTwice) {
  Scene scene;
  scene.district.run("pairing", "match", {{"confirm", true}});
  EXPECT_EQ(scene.district.figure("pairing.department_pairs"), 2);
  EXPECT_DOUBLE_EQ(scene.district.figure("pairing.principle_share"), 100);
  EXPECT_DOUBLE_EQ(scene.district.figure("pairing.public_order_share"), 100);
  const Json again = scene.district.run("pairing", "match", {{"confirm", true}});
  EXPECT_EQ(again["matched"], 0);
  EXPECT_EQ(again["unmatched"]["counts"]["urban"]["at_limit"], 2);
  EXPECT_FALSE(again["unmatched"]["list"][0]["reason"]["zh"].get<std::string>().empty());
  scene.district.configure("pairing", {{"pairs_per_department", 5}, {"tagged_only", false}});
  const Json third = scene.district.run("pairing", "match", {{"confirm", true}});
  EXPECT_EQ(third["matched"], 2);
  EXPECT_EQ(found(third, scene.order_department)["rural"], scene.poor) << "not the same two again";
  EXPECT_EQ(scene.district.run("pairing", "match")["unmatched"]["counts"]["urban"]["all_taken"], 2);
}

TEST(Match, SaysWhoFitsNobody) {
  Scene scene;
  const auto party = scene.district.organisation("D3", "区委组织部", "department", 0, {{"sector", "party_mass"}});
  const Json answer = scene.district.run("pairing", "match", {{"principle_only", true}});
  EXPECT_EQ(answer["matched"], 2);
  EXPECT_EQ(answer["unmatched"]["counts"]["urban"]["no_fit"], 1);
  EXPECT_EQ(answer["unmatched"]["list"][0]["id"], party);
  const Json rest = scene.district.run("pairing", "match");
  EXPECT_EQ(found(rest, party)["rural"], scene.poor) << "the tagged village takes a second partner";
  EXPECT_EQ(found(rest, party)["follows_principle"], false);
}

TEST(Match, KeepsToItsScopeItsCountAndItsStart) {
  Scene scene;
  const Json answer = scene.district.run(
      "pairing", "match", {{"urban", scene.economic_department}, {"starts_on", "2027-01-01"}, {"dry_run", true}});
  EXPECT_EQ(answer["matched"], 1);
  EXPECT_EQ(answer["starts_on"], "2027-01-01");
  EXPECT_EQ(scene.district.run("pairing", "match", {{"count", 1}, {"dry_run", true}})["matched"], 1);
  EXPECT_EQ(scene.district.run("pairing", "match", {{"year", 2028}, {"dry_run", true}})["starts_on"], "2028-01-01");
  EXPECT_EQ(scene.district.run("pairing", "match",
                               {{"urban_kinds", Json::array({"branch"})}, {"dry_run", true}})["pairs"][0]["urban"],
            scene.branch);
}

TEST(Match, PrefersMembersWhoseOrganisationsArePaired) {
  Scene scene;
  scene.active_pair(scene.order_department, scene.disorderly);
  scene.active_pair(scene.economic_department, scene.poor);
  const auto officer = scene.district.member("M3", "戊", scene.order_department, {{"situation", "well_off"}});
  const auto farmer = scene.district.member("F0", "己", scene.disorderly, {{"kind", "farmer"}, {"situation", "poor"}});
  scene.district.member("F9", "庚", scene.disorderly, {{"kind", "farmer"}, {"situation", "ordinary"}});
  const Json answer = scene.district.run("pairing", "match", {{"kind", "members"}, {"confirm", true}});
  EXPECT_EQ(answer["matched"], 2);
  EXPECT_EQ(found(answer, officer)["rural"], farmer);
  EXPECT_EQ(found(answer, scene.rich_member)["rural"], scene.poor_farmer);
  EXPECT_EQ(answer["cost"], 0);
  EXPECT_EQ(scene.district.figure("pairing.member_pairs"), 2);
  EXPECT_DOUBLE_EQ(scene.district.figure("pairing.member_principle_share"), 100);
  EXPECT_EQ(answer.dump().find("戊"), std::string::npos) << "members are told by number, not by name";
}

/// The yardstick: 76 departments with 76 villages, 25 instructors, 3,000 member pairs.
TEST(Match, ReachesHechuansFigures) {
  District district;
  district.enable("pairing");
  const char* sectors[] = {"party_mass", "economic", "window", "public_order", "agricultural", "other"};
  const char* conditions[] = {"weak", "poor", "disorderly"};
  std::string organisations = "code,name,kind,sector,condition,tags\n";
  for (int d = 0; d < 76; ++d)
    organisations += "D" + std::to_string(d) + ",部门" + std::to_string(d) + ",department," + sectors[d % 6] + ",,\n";
  for (int v = 0; v < 322; ++v)
    organisations += "V" + std::to_string(v) + ",村" + std::to_string(v) + ",village,," +
                     (v % 4 < 3 ? conditions[v % 4] : "") + "," + (v % 3 == 0 ? "poverty" : "") + "\n";
  for (int s = 0; s < 25; ++s)
    organisations += "E" + std::to_string(s) + ",企业" + std::to_string(s) + ",enterprise,,,demonstration_site\n";
  district.import_csv("directory.organisation", organisations);
  std::string members = "code,name,organisation,kind,situation\n";
  for (int m = 0; m < 3000; ++m) {
    members += "M" + std::to_string(m) + ",机关党员,D" + std::to_string(m % 76) + ",organ,well_off\n";
    members += "F" + std::to_string(m) + ",农民党员,V" + std::to_string(m % 322) + ",farmer,poor\n";
  }
  district.import_csv("directory.member", members);

  const Json organisations_matched = district.run("pairing", "match", {{"confirm", true}});
  EXPECT_EQ(organisations_matched["matched"], 76);
  EXPECT_EQ(district.figure("pairing.department_pairs"), 76);
  EXPECT_EQ(district.figure("pairing.villages_paired"), 76);
  EXPECT_DOUBLE_EQ(district.figure("pairing.public_order_share"), 100);
  EXPECT_DOUBLE_EQ(district.figure("pairing.economic_share"), 100);
  EXPECT_DOUBLE_EQ(district.figure("pairing.party_mass_share"), 100);

  const Json members_matched = district.run("pairing", "match", {{"kind", "members"}, {"confirm", true}});
  EXPECT_EQ(members_matched["matched"], 3000);
  EXPECT_EQ(district.figure("pairing.member_pairs"), 3000);

  for (int s = 0; s < 25; ++s) {
    const auto site = district.list("directory.organisation", "code=E" + std::to_string(s)).at(0)["id"];
    const auto member = district.list("directory.member", "code=M" + std::to_string(s)).at(0)["id"];
    district.transition("pairing.instructor",
                        district.create("pairing.instructor", {{"member", member}, {"site", site}}), "confirm");
  }
  EXPECT_EQ(district.figure("pairing.instructors"), 25);
  EXPECT_EQ(district.figure("pairing.instructor_sites"), 25);
}

}  // namespace
}  // namespace liufa::pairing
