#include "rules/ones.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace liufa::community {
namespace {

constexpr std::size_t post = 0;
constexpr std::size_t pair = 1;
constexpr std::size_t activity = 2;
constexpr std::size_t suggestion = 3;

OnesRule usual() {
  OnesRule rule;
  rule.add(post, "community.claim");
  rule.add(pair, "community.helping_pair");
  rule.add(pair, "pairing.member_pair");
  rule.add(activity, "community.activity");
  rule.add(suggestion, "community.suggestion");
  return rule;
}

Fact fact(const char* source, const char* on, const char* until = "", const char* grade = "", std::int64_t id = 1) {
  return {source, source, id, on, until, grade};
}

TEST(FourOnes, CountPointsOnTheirDayAndWhatHoldsThroughout) {
  const OnesRule rule = usual();
  EXPECT_EQ(rule.counts_on(fact("community.activity", "2026-12-31"), activity, 2026), "2026-12-31");
  EXPECT_FALSE(rule.counts_on(fact("community.activity", "2025-12-31"), activity, 2026));
  EXPECT_FALSE(rule.counts_on(fact("community.activity", "2027-01-01"), activity, 2026));
  // A pair without an end still holds; one that ended counts to its last day.
  EXPECT_EQ(rule.counts_on(fact("pairing.member_pair", "2024-05-01"), pair, 2026), "2026-01-01");
  EXPECT_EQ(rule.counts_on(fact("pairing.member_pair", "2024-05-01", "2026-01-01"), pair, 2026), "2026-01-01");
  EXPECT_FALSE(rule.counts_on(fact("pairing.member_pair", "2024-05-01", "2025-12-31"), pair, 2026));
  EXPECT_FALSE(rule.counts_on(fact("pairing.member_pair", "2027-01-01"), pair, 2026));
}

TEST(FourOnes, KnowOnlyTheSourcesSet) {
  const OnesRule rule = usual();
  EXPECT_FALSE(rule.counts_on(fact("community.activity", "2026-05-01"), suggestion, 2026));
  EXPECT_FALSE(rule.counts_on(fact("learning.lecture", "2026-05-01"), activity, 2026));
  EXPECT_TRUE(rule.knows("pairing.member_pair"));
  EXPECT_FALSE(rule.knows("pairing.support"));
}

TEST(FourOnes, MayAskForAGrade) {
  OnesRule rule = usual();
  rule.limit("community.suggestion", {"adopted", "carried_out"});
  EXPECT_FALSE(rule.counts_on(fact("community.suggestion", "2026-05-01", "", "submitted"), suggestion, 2026));
  EXPECT_TRUE(rule.counts_on(fact("community.suggestion", "2026-05-01", "", "adopted"), suggestion, 2026));
}

TEST(FourOnes, AreDoneWhenTheLastOneIs) {
  const OnesRule rule = usual();
  std::vector<Fact> facts{fact("community.claim", "2026-03-01"), fact("pairing.member_pair", "2025-01-01"),
                          fact("community.activity", "2026-07-01")};
  Ones ones = ones_of(facts, rule, 2026);
  EXPECT_EQ(ones.done(), 3);
  EXPECT_EQ(ones.completed_on(), "");
  EXPECT_EQ(ones.missing_zh(), "提出一条合理化建议");
  EXPECT_EQ(ones.missing_en(), "a suggestion");
  facts.push_back(fact("community.suggestion", "2026-06-01"));
  ones = ones_of(facts, rule, 2026);
  EXPECT_EQ(ones.completed_on(), "2026-07-01");
  EXPECT_EQ(ones.missing_zh(), "");
  EXPECT_EQ(ones_of({}, rule, 2026).missing_en(),
            "a service post, a helping pair, a public-benefit activity, a suggestion");
}

TEST(FourOnes, DoNotDependOnTheOrderOfTheFacts) {
  const OnesRule rule = usual();
  std::vector<Fact> facts{fact("community.activity", "2026-05-01", "", "", 9),
                          fact("community.activity", "2026-05-01", "", "", 2),
                          fact("community.activity", "2026-06-01", "", "", 1)};
  const Ones first = ones_of(facts, rule, 2026);
  std::reverse(facts.begin(), facts.end());
  EXPECT_EQ(first.each, ones_of(facts, rule, 2026).each);
  EXPECT_EQ(first.each[activity].by, "community.activity 2");
}

}  // namespace
}  // namespace liufa::community
