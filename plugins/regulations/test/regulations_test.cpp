// The library of rules has no code; what is tested is its declaration, through the host.
#include <gtest/gtest.h>

#include <fstream>
#include <liufa/testing.hpp>
#include <sstream>
#include <string>

namespace {

using liufa::testing::District;
using liufa::testing::Json;

constexpr auto kRule = "regulations.rule";

Json rule(const std::string& number, int edition = 1) {
  return {{"number", number},     {"edition", edition},       {"title", "换届选举工作实施办法"},
          {"issuer", "区直工委"}, {"aspect", "organisation"}, {"kind", "measures"}};
}

class Regulations : public ::testing::Test {
 protected:
  Regulations() { district.enable("regulations"); }

  std::int64_t issue(const Json& fields, const std::string& from) {
    const auto id = district.create(kRule, fields);
    district.transition(kRule, id, "issue", {{"issued_on", from}, {"in_force_from", from}});
    return id;
  }

  District district;
};

TEST_F(Regulations, ARuleBeginsAsADraftAndCountsOnceIssued) {
  const auto id = district.create(kRule, rule("合直党发〔2008〕12号"));
  EXPECT_EQ(district.read(kRule, id).at("state"), "draft");
  EXPECT_EQ(district.figure("regulations.in_force"), 0);

  district.transition(kRule, id, "issue", {{"issued_on", "2008-05-06"}, {"in_force_from", "2008-06-01"}});
  EXPECT_EQ(district.read(kRule, id).at("state"), "in_force");
  EXPECT_EQ(district.figure("regulations.in_force"), 1);
  EXPECT_EQ(district.figure("regulations.in_force_organisation"), 1);
  EXPECT_EQ(district.figure("regulations.in_force_study"), 0);
  EXPECT_EQ(district.events("regulations.rule.issued").size(), 1U);
}

TEST_F(Regulations, IssuingNeedsItsDates) {
  const auto id = district.create(kRule, rule("合直党发〔2008〕12号"));
  EXPECT_THROW(district.transition(kRule, id, "issue"), liufa::testing::Unexpected);
  EXPECT_THROW(district.transition(kRule, id, "issue", {{"issued_on", "2008-05-06"}}), liufa::testing::Unexpected);
  EXPECT_EQ(district.read(kRule, id).at("state"), "draft");
}

TEST_F(Regulations, TheSameNumberAndEditionIsRefusedTheNextEditionIsNot) {
  district.create(kRule, rule("合直党发〔2008〕12号"));
  EXPECT_THROW(district.create(kRule, rule("合直党发〔2008〕12号")), liufa::testing::Unexpected);
  EXPECT_NO_THROW(district.create(kRule, rule("合直党发〔2008〕12号", 2)));
}

TEST_F(Regulations, WhatWasIssuedKeepsItsWording) {
  const auto id = issue(rule("合直党发〔2008〕12号"), "2008-06-01");
  EXPECT_THROW(district.update(kRule, id, {{"title", "别的名称"}}), liufa::testing::Unexpected);
  EXPECT_THROW(district.update(kRule, id, {{"in_force_from", "2009-01-01"}}), liufa::testing::Unexpected);
  EXPECT_NO_THROW(district.update(kRule, id, {{"summary", "任期、程序、审批、纪律"}}));
}

TEST_F(Regulations, ARevisedRuleStillCountsInThePeriodInWhichItApplied) {
  const auto older = issue(rule("合直党发〔2008〕12号"), "2008-06-01");
  Json next = rule("合直党发〔2012〕3号");
  next["replaces"] = older;
  const auto newer = issue(next, "2012-03-01");
  district.transition(kRule, older, "revise", {{"in_force_until", "2012-02-29"}});

  EXPECT_EQ(district.read(kRule, newer).at("replaces"), older);
  EXPECT_EQ(district.figure("regulations.in_force"), 1);
  EXPECT_EQ(district.figure("regulations.applied", "period=2010"), 1);
  EXPECT_EQ(district.figure("regulations.applied", "period=2012"), 2);
  EXPECT_EQ(district.figure("regulations.applied", "period=2013"), 1);
  EXPECT_EQ(district.figure("regulations.applied", "period=2007"), 0);
  EXPECT_EQ(district.figure("regulations.issued", "period=2012"), 1);
  EXPECT_EQ(district.figure("regulations.ended", "period=2012"), 1);
}

TEST_F(Regulations, ARepealNeedsItsReasonAndIsFinal) {
  const auto id = issue(rule("合直党发〔2008〕12号"), "2008-06-01");
  EXPECT_THROW(district.transition(kRule, id, "repeal", {{"in_force_until", "2020-12-31"}}),
               liufa::testing::Unexpected);
  district.transition(kRule, id, "repeal", {{"in_force_until", "2020-12-31"}, {"reason", "上位规定已变"}});
  EXPECT_EQ(district.read(kRule, id).at("state"), "repealed");
  EXPECT_THROW(district.transition(kRule, id, "issue"), liufa::testing::Unexpected);
}

TEST_F(Regulations, TheSharesAndAspectsFollowTheRulesInForce) {
  issue(rule("合直党发〔2008〕12号"), "2008-06-01");
  Json study = rule("合直党发〔2009〕1号");
  study["aspect"] = "study";
  study["trial"] = true;
  issue(study, "2009-01-01");
  EXPECT_EQ(district.figure("regulations.aspects_covered"), 2);
  EXPECT_EQ(district.figure("regulations.on_trial"), 1);
  EXPECT_EQ(district.figure("regulations.documents_filed"), 0);
}

TEST_F(Regulations, TheSeedOfTheDemoDistrictImportsAndFindsItsRulesAgain) {
  std::ifstream file(LIUFA_SEED);
  std::ostringstream csv;
  csv << file.rdbuf();
  ASSERT_FALSE(csv.str().empty()) << LIUFA_SEED;
  district.import_csv(kRule, csv.str());
  const auto count = district.list(kRule).size();
  EXPECT_GE(count, 10U);
  // The number and edition are the key: importing again changes nothing and adds nothing.
  district.import_csv(kRule, csv.str());
  EXPECT_EQ(district.list(kRule).size(), count);
}

}  // namespace
