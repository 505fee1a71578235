#include "liufa/kit/voting.hpp"

#include <gtest/gtest.h>

namespace liufa::kit {
namespace {

using Positions = std::vector<std::size_t>;

const VotingRule& election_2020() { return election_rules().in_force("2026-03-01").rule; }
const VotingRule& election_1990() { return election_rules().in_force("2019-03-01").rule; }
const VotingRule& admission() { return admission_rules().in_force("2026-03-01").rule; }

TEST(KitVoting, AdmissionOf21AndOf20NeedsElevenPresentAndEleven) {
  for (const std::int64_t entitled : {21, 20}) {
    EXPECT_EQ(quorum_of(admission(), entitled), 11) << entitled;
    EXPECT_EQ(majority_of(admission(), {entitled, 15}), 11) << entitled << ": of those entitled, not of the 15 present";
    EXPECT_EQ(check_passed(admission(), {{entitled, 11}, 11, 0, 0}), std::nullopt) << entitled;
    EXPECT_NE(check_passed(admission(), {{entitled, 10}, 10, 0, 0}), std::nullopt) << entitled << ": too few present";
    EXPECT_NE(check_passed(admission(), {{entitled, 15}, 10, 5, 0}), std::nullopt) << entitled << ": 10 of 15 present";
  }
}

TEST(KitVoting, SaysWhatWasExpectedAndFound) {
  const auto few = check_passed(admission(), {{21, 10}, 10, 0, 0});
  EXPECT_EQ(few->zh, "应到有表决权 21 人，至少 11 人到会方能表决，实到 10 人，请另行召开");
  EXPECT_EQ(few->en, "at least 11 of 21 entitled must be present to vote, found 10: hold another meeting");
  const auto lost = check_passed(admission(), {{21, 15}, 10, 4, 1});
  EXPECT_EQ(lost->zh, "赞成票应至少 11 票（以应到人数为准），实得 10 票，没有通过");
  EXPECT_EQ(lost->en, "at least 11 in favour are expected (of those entitled), found 10: not passed");
}

TEST(KitVoting, RefusesNumbersThatCannotBe) {
  EXPECT_NE(check_quorum(admission(), {20, 21}), std::nullopt);
  EXPECT_NE(check_quorum(admission(), {0, 0}), std::nullopt);
  EXPECT_NE(check_quorum(admission(), {20, -1}), std::nullopt);
  EXPECT_NE(check_passed(admission(), {{20, 20}, 15, 6, 0}), std::nullopt) << "21 votes of 20";
  EXPECT_NE(check_passed(admission(), {{20, 20}, 15, -1, 0}), std::nullopt);
}

TEST(KitVoting, WrittenOpinionsMayExceedThosePresent) {
  EXPECT_EQ(check_passed(admission(), {{21, 11}, 13, 0, 0}), std::nullopt) << "two wrote before the meeting";
}

TEST(KitVoting, Rule2020NotFewerThanFourFifthsAndMoreThanHalfOfThoseEntitled) {
  EXPECT_EQ(quorum_of(election_2020(), 20), 16) << "exactly 4/5 suffices";
  EXPECT_EQ(quorum_of(election_2020(), 21), 17);
  EXPECT_EQ(majority_of(election_2020(), {20, 16}), 11);
}

TEST(KitVoting, Rule1990MoreThanFourFifthsAndMoreThanHalfOfThosePresent) {
  EXPECT_EQ(quorum_of(election_1990(), 20), 17) << "exactly 4/5 does not suffice";
  EXPECT_EQ(quorum_of(election_1990(), 21), 17);
  EXPECT_EQ(majority_of(election_1990(), {20, 17}), 9);
}

TEST(KitVoting, TheRuleChangesOnItsDay) {
  EXPECT_EQ(election_rules().in_force("2020-07-12").source, "中国共产党基层组织选举工作暂行条例（1990）");
  EXPECT_EQ(election_rules().in_force("2020-07-13").source, "中国共产党基层组织选举工作条例（2020）");
  EXPECT_THROW((void)election_rules().in_force("1989-01-01"), NoRuleInForce);
}

Election election(std::vector<std::int64_t> in_favour, std::int64_t seats) {
  return {{30, 28}, 28, 28, seats, std::move(in_favour)};
}

TEST(KitVoting, ElectsByVotesUpToTheSeats) {
  const ElectionResult result = count_election(election_2020(), election({20, 27, 24, 16}, 3));
  EXPECT_EQ(result.votes_needed, 16);
  EXPECT_EQ(result.elected, (Positions{1, 2, 0}));
  EXPECT_EQ(result.seats_left, 0);
}

TEST(KitVoting, ATieAtTheCutIsVotedAgain) {
  const ElectionResult result = count_election(election_2020(), election({27, 20, 20, 18}, 2));
  EXPECT_EQ(result.elected, Positions{0});
  EXPECT_EQ(result.tied_at_cut, (Positions{1, 2}));
  EXPECT_EQ(result.seats_left, 1);
}

TEST(KitVoting, TooFewWithAMajorityLeaveSeats) {
  const ElectionResult result = count_election(election_2020(), election({27, 15, 14, 10}, 3));
  EXPECT_EQ(result.elected, Positions{0}) << "15 is half of the 30 entitled, not more than it";
  EXPECT_TRUE(result.tied_at_cut.empty());
  EXPECT_EQ(result.seats_left, 2);
  EXPECT_EQ(count_election(election_1990(), election({27, 15, 14, 10}, 3)).elected, (Positions{0, 1}))
      << "of the 28 present 15 are more than half";
}

TEST(KitVoting, AVoidElectionIsRefused) {
  Election good = election({20, 18}, 1);
  EXPECT_EQ(check_election(election_2020(), good), std::nullopt);
  good.returned = 29;
  EXPECT_EQ(check_election(election_2020(), good)->zh, "收回选票 29 张，多于发出的 28 张，选举无效，应重新选举");
  good.returned = 27;
  EXPECT_EQ(check_election(election_2020(), good), std::nullopt) << "fewer may come back";
  good.issued = 29;
  EXPECT_NE(check_election(election_2020(), good), std::nullopt) << "more ballots than present";
  good.issued = 28;
  good.in_favour = {28, 1};
  EXPECT_NE(check_election(election_2020(), good), std::nullopt) << "more votes than ballots";
  good.attendance.present = 23;
  EXPECT_EQ(check_election(election_2020(), good)->en,
            "at least 24 of 30 entitled must be present to vote, found 23: hold another meeting");
}

}  // namespace
}  // namespace liufa::kit
