#include "test/scenario.hpp"

namespace liufa::vanguard {
namespace {

class Appraisal : public ::testing::Test {
 protected:
  Appraisal() {
    office.start();
    office.account("m1", "member", 0, office.members[0]);
    office.account("m2", "member", 0, office.members[1]);
    office.account("stranger", "member", 0, office.stranger);
    office.account("secretary", "secretary", office.branch);
  }
  void begin() { office.step("year", office.year_id(), "start_appraisal"); }
  Json sheet(std::int64_t target, std::string_view kind, double score, const Json& more = Json::object()) {
    Json fields{{"year", 2026}, {"target", target}, {"kind", kind}, {"score", score}};
    fields.update(more);
    return fields;
  }
  std::int64_t rate(std::string_view login, std::int64_t target, std::string_view kind, double score,
                    const Json& more = Json::object()) {
    office.district.act_as(login);
    const auto id = office.district.create("vanguard.appraisal", sheet(target, kind, score, more));
    office.district.act_as("");
    return id;
  }
  std::string refused(std::string_view login, std::int64_t target, std::string_view kind,
                      const Json& more = Json::object()) {
    office.district.act_as(login);
    const std::string text = office.refused_create("appraisal", sheet(target, kind, 90, more));
    office.district.act_as("");
    return text;
  }
  Office office;
};

TEST_F(Appraisal, TheRaterIsWhoIsSignedIn) {
  begin();
  const auto self = rate("m1", office.members[0], "self", 90);
  EXPECT_EQ(office.district.read("vanguard.appraisal", self).at("rater"), office.members[0]);
  rate("m2", office.members[0], "mutual", 80);
  rate("secretary", office.members[0], "organisation", 85);
  EXPECT_EQ(office.index(office.members[0]).at("appraisal"), 83.75);
  EXPECT_EQ(office.total(office.members[0]), 16.75) << "20 % of 83.75";
  EXPECT_EQ(office.district.figure("vanguard.ballots", "period=2026"), 3);
  EXPECT_EQ(office.district.figure("vanguard.appraised", "period=2026"), 1);

  EXPECT_TRUE(says(refused("m1", office.members[1], "mutual", {{"rater", office.members[2]}}),
                   "who is signed in, nobody else"));
  EXPECT_TRUE(says(refused("secretary", office.members[0], "mutual"), "belongs to no member"));
  EXPECT_TRUE(says(refused("m1", office.members[0], "mutual"), "nobody rates themselves"));
  EXPECT_TRUE(says(refused("m2", office.members[0], "self"), "from the person appraised"));
  EXPECT_TRUE(says(refused("stranger", office.members[0], "mutual"), "same organisation"));
  EXPECT_TRUE(says(refused("m2", office.members[0], "mutual"), "record.not_unique"))
      << "one sheet for each rater and target";
  EXPECT_TRUE(says(refused("secretary", office.members[0], "organisation"), "record.not_unique"));
}

TEST_F(Appraisal, AMemberCannotSpeakForTheOrganisationOrOnPaper) {
  begin();
  EXPECT_FALSE(refused("m2", office.members[0], "organisation").empty());
  EXPECT_FALSE(refused("m2", office.members[0], "masses").empty());
  EXPECT_FALSE(refused("m2", office.members[0], "mutual", {{"on_paper", true}, {"rater", office.members[2]}}).empty());
  EXPECT_TRUE(says(refused("secretary", office.members[0], "community"), "by itself"));
}

TEST_F(Appraisal, PaperBallotsAreTakenDown) {
  begin();
  rate("secretary", office.members[0], "self", 95, {{"on_paper", true}});
  rate("secretary", office.members[0], "mutual", 85, {{"on_paper", true}, {"rater", office.members[1]}});
  rate("secretary", office.members[0], "masses", 70, {{"ballots", 12}});
  // (95×20 + 85×40 + 70×20) / 80
  EXPECT_EQ(office.index(office.members[0]).at("appraisal"), 83.75);
  EXPECT_EQ(office.district.figure("vanguard.ballots", "period=2026"), 14);
  EXPECT_TRUE(says(refused("secretary", office.members[0], "mutual", {{"on_paper", true}}), "a rater is expected"));
}

TEST_F(Appraisal, ASheetIsTheRatersAlone) {
  begin();
  const auto id = rate("m2", office.members[0], "mutual", 60);
  office.district.act_as("secretary");
  EXPECT_TRUE(says(office.refused_update("appraisal", id, {{"score", 100}}), "only the rater"));
  office.district.act_as("m1");
  EXPECT_EQ(office.district.list("vanguard.appraisal").size(), 0U) << "who gave what is not for the one appraised";
  office.district.act_as("m2");
  EXPECT_EQ(office.district.list("vanguard.appraisal").size(), 1U);
  office.district.update("vanguard.appraisal", id, {{"score", 75}});
  EXPECT_TRUE(says(office.refused_update("appraisal", id, {{"score", nullptr}}), "can't be emptied"));
  office.district.act_as("");
  EXPECT_EQ(office.index(office.members[0]).at("appraisal"), 75);
  office.district.act_as("m2");
  office.district.update("vanguard.appraisal", id, {{"withdrawn", true}});
  office.district.act_as("");
  EXPECT_TRUE(office.index(office.members[0]).at("appraisal").is_null());
}

TEST_F(Appraisal, HasItsTimeAndItsPeople) {
  EXPECT_TRUE(says(refused("m2", office.members[0], "mutual"), "not in its appraisal"));
  const auto id = office.district.create(
      "vanguard.exclusion", {{"year", 2026}, {"member", office.members[2]}, {"ground", "illness"}, {"reason", "x"}});
  office.step("exclusion", id, "approve", {{"approved_by", "工委"}});
  begin();
  EXPECT_TRUE(says(refused("m2", office.members[2], "mutual"), "takes no part"));
  office.district.act_as("m2");
  EXPECT_FALSE(
      office.refused_create("appraisal", {{"year", 2026}, {"target", office.members[0]}, {"kind", "mutual"}}).empty());
}

TEST_F(Appraisal, EachSeesWhomTheyStillHaveToRate) {
  begin();
  rate("m2", office.members[0], "mutual", 80);
  office.district.act_as("m2");
  const Json list = office.run("to_appraise", {{"member", office.members[1]}, {"year", 2026}});
  EXPECT_EQ(list.at("missing"), 2) << "themselves and one more";
  EXPECT_EQ(list.at("targets").at(0).at("kind"), "self");
  EXPECT_EQ(list.at("targets").at(1).at("score"), "80");
  EXPECT_FALSE(office.refused_run("to_appraise", {{"member", office.members[0]}, {"year", 2026}}).empty())
      << "not for others";
}

TEST_F(Appraisal, TheCommunitysNoticeIsOneItem) {
  auto& district = office.district;
  district.configure("vanguard", {{"community_source", "diary.notice"}});
  district.enable("diary");
  const auto notice = district.create(
      "diary.notice", {{"member", office.members[0]}, {"noticed_on", "2026-05-20"}, {"conduct", "good"}});
  EXPECT_EQ(office.index(office.members[0]).at("appraisal"), 90) << "what the rules say “good” is worth";
  begin();
  rate("m2", office.members[0], "mutual", 80);
  EXPECT_EQ(office.index(office.members[0]).at("appraisal"), 82) << "(80×40 + 90×10) / 50";
  district.update("diary.notice", notice, {{"conduct", "poor"}});
  EXPECT_EQ(office.index(office.members[0]).at("appraisal"), 74);
  district.update("diary.notice", notice, {{"conduct", "wonderful"}});
  EXPECT_EQ(office.index(office.members[0]).at("appraisal"), 80) << "a word that the rules do not know says nothing";
}

}  // namespace
}  // namespace liufa::vanguard
