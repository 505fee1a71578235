/// Votes: when a meeting may vote, when something is passed, who is elected. Each threshold says of whom it is counted:
/// counting those present where the rule says those entitled is the classic error.
///
/// Sources: 中国共产党基层组织选举工作条例 (issued 13 July 2020) and the provisional one of 27 June 1990 before it
/// (both second-hand, check); 中国共产党发展党员工作细则 (28 May 2014) article 20 and following for admissions. A
/// district whose own rule differs keeps its versions as dated records and makes its own Dated<VotingRule> of them.
///
/// Who is entitled is the caller's knowledge: full members without those under 留党察看 or whose rights are suspended
/// (article 5 of 2020); probationary members have no vote.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "liufa/kit/dated.hpp"
#include "liufa/kit/ranking.hpp"
#include "liufa/text.hpp"

namespace liufa::kit {

/// Of whom a share is counted: 应到会有表决权（选举权）的人, or 实到会的.
enum class Electorate : std::uint8_t { entitled, present };

/// Whether exactly the share suffices.
enum class Reach : std::uint8_t { more_than, not_fewer_than };

/// "More than 1/2 of those entitled", "not fewer than 4/5 of those entitled".
struct Threshold {
  Reach reach = Reach::more_than;
  std::int64_t numerator = 1;
  std::int64_t denominator = 2;
  Electorate of = Electorate::entitled;
};

/// The least count that satisfies a threshold: more than 1/2 of 21 is 11, of 20 is 11; not fewer than 4/5 of 21 is 17.
inline std::int64_t least_count(const Threshold& threshold, std::int64_t electorate) {
  const std::int64_t share = electorate * threshold.numerator;
  if (threshold.reach == Reach::more_than) return share / threshold.denominator + 1;
  return (share + threshold.denominator - 1) / threshold.denominator;
}

/// When a meeting may vote, and when who or what is voted on has passed.
struct VotingRule {
  Threshold quorum;    ///< of those present; counted of those entitled
  Threshold majority;  ///< of votes in favour
};

/// Elections in a basic organisation, by the day of the vote.
inline const Dated<VotingRule>& election_rules() {
  static const Dated<VotingRule> rules{
      {"1990-06-27",
       "中国共产党基层组织选举工作暂行条例（1990）",
       {{Reach::more_than, 4, 5, Electorate::entitled}, {Reach::more_than, 1, 2, Electorate::present}}},
      {"2020-07-13",
       "中国共产党基层组织选举工作条例（2020）",
       {{Reach::not_fewer_than, 4, 5, Electorate::entitled}, {Reach::more_than, 1, 2, Electorate::entitled}}}};
  return rules;
}

/// Admitting a member and turning a probationary member full, by the day of the vote.
inline const Dated<VotingRule>& admission_rules() {
  static const Dated<VotingRule> rules{
      {"2014-05-28",
       "中国共产党发展党员工作细则（2014）",
       {{Reach::more_than, 1, 2, Electorate::entitled}, {Reach::more_than, 1, 2, Electorate::entitled}}}};
  return rules;
}

/// Who could vote and who came. `entitled` 应到, `present` 实到 (of those entitled).
struct Attendance {
  std::int64_t entitled = 0;
  std::int64_t present = 0;
};

/// The least number present for a valid vote.
inline std::int64_t quorum_of(const VotingRule& rule, std::int64_t entitled) {
  return least_count(rule.quorum, entitled);
}

/// The least number of votes in favour.
inline std::int64_t majority_of(const VotingRule& rule, const Attendance& attendance) {
  return least_count(rule.majority,
                     rule.majority.of == Electorate::entitled ? attendance.entitled : attendance.present);
}

/// Refused if the meeting may not vote: more present than entitled, or too few.
inline std::optional<Text> check_quorum(const VotingRule& rule, const Attendance& attendance) {
  const std::string entitled = std::to_string(attendance.entitled);
  const std::string present = std::to_string(attendance.present);
  if (attendance.entitled <= 0 || attendance.present < 0 || attendance.present > attendance.entitled)
    return Text{"实到有表决权人数应在 0 至应到人数之间，应到 " + entitled + "，实到 " + present,
                "those present are expected to be between 0 and those entitled, found " + present + " of " + entitled};
  const std::string needed = std::to_string(quorum_of(rule, attendance.entitled));
  if (attendance.present >= quorum_of(rule, attendance.entitled)) return std::nullopt;
  return Text{
      "应到有表决权 " + entitled + " 人，至少 " + needed + " 人到会方能表决，实到 " + present + " 人，请另行召开",
      "at least " + needed + " of " + entitled + " entitled must be present to vote, found " + present +
          ": hold another meeting"};
}

/// A vote on one proposal (票决), such as an admission. `in_favour` includes the written opinions that the rule admits
/// from those who could not come.
struct ProposalVote {
  Attendance attendance;
  std::int64_t in_favour = 0;
  std::int64_t against = 0;
  std::int64_t abstained = 0;
};

/// Refused unless the vote was valid and passed: of 21 entitled 11 must be present and 11 in favour, of 20 also 11
/// each.
inline std::optional<Text> check_passed(const VotingRule& rule, const ProposalVote& vote) {
  if (const auto refusal = check_quorum(rule, vote.attendance)) return refusal;
  const std::int64_t cast = vote.in_favour + vote.against + vote.abstained;
  if (std::min({vote.in_favour, vote.against, vote.abstained}) < 0 || cast > vote.attendance.entitled)
    return Text{"赞成、反对、弃权合计不能超过应到 " + std::to_string(vote.attendance.entitled) + " 人，填报为 " +
                    std::to_string(cast),
                "votes in favour, against and abstentions are expected to be at most the " +
                    std::to_string(vote.attendance.entitled) + " entitled, found " + std::to_string(cast)};
  const std::int64_t needed = majority_of(rule, vote.attendance);
  if (vote.in_favour >= needed) return std::nullopt;
  const bool of_entitled = rule.majority.of == Electorate::entitled;
  return Text{std::string("赞成票应至少 ") + std::to_string(needed) + " 票（以" + (of_entitled ? "应到" : "实到") +
                  "人数为准），实得 " + std::to_string(vote.in_favour) + " 票，没有通过",
              "at least " + std::to_string(needed) + " in favour are expected (of those " +
                  (of_entitled ? "entitled" : "present") + "), found " + std::to_string(vote.in_favour) +
                  ": not passed"};
}

/// The tally of an election. Ballots in `candidates` order; a valid ballot names no more than `seats`.
struct Election {
  Attendance attendance;
  std::int64_t issued = 0;              ///< ballots handed out
  std::int64_t returned = 0;            ///< ballots that came back, invalid ones included
  std::int64_t seats = 0;               ///< 应选名额
  std::vector<std::int64_t> in_favour;  ///< votes of each candidate (write-ins as candidates of their own)
};

/// Positions of candidates in the order given.
struct ElectionResult {
  std::int64_t votes_needed = 0;
  std::vector<std::size_t> elected;      ///< most votes first
  std::vector<std::size_t> tied_at_cut;  ///< enough votes, but equal for the last seats: these are voted on again
  std::int64_t seats_left = 0;  ///< without the tied ones' vote, or for another vote, or fewer seats by consent
};

/// Refused if the election itself is void: no quorum, or more ballots returned than issued; it is held again.
inline std::optional<Text> check_election(const VotingRule& rule, const Election& election) {
  if (const auto refusal = check_quorum(rule, election.attendance)) return refusal;
  if (election.issued > election.attendance.present)
    return Text{"发出选票 " + std::to_string(election.issued) + " 张，多于实到 " +
                    std::to_string(election.attendance.present) + " 人，请核对",
                "found " + std::to_string(election.issued) + " ballots issued to " +
                    std::to_string(election.attendance.present) + " present: check the numbers"};
  if (election.returned > election.issued)
    return Text{"收回选票 " + std::to_string(election.returned) + " 张，多于发出的 " + std::to_string(election.issued) +
                    " 张，选举无效，应重新选举",
                "more ballots were returned (" + std::to_string(election.returned) + ") than issued (" +
                    std::to_string(election.issued) + "): the election is void and held again"};
  for (const std::int64_t votes : election.in_favour)
    if (votes < 0 || votes > election.returned)
      return Text{"每名候选人的得票应在 0 至收回选票 " + std::to_string(election.returned) + " 张之间，填报为 " +
                      std::to_string(votes),
                  "a candidate's votes are expected to be between 0 and the " + std::to_string(election.returned) +
                      " ballots returned, found " + std::to_string(votes)};
  return std::nullopt;
}

/// Who is elected in an election that check_election did not refuse: by votes among those with the majority, up to the
/// seats; whose votes are equal at the cut are voted on again. Who has no majority fills no seat, however many are
/// left.
inline ElectionResult count_election(const VotingRule& rule, const Election& election) {
  ElectionResult result;
  result.votes_needed = majority_of(rule, election.attendance);
  std::vector<std::size_t> enough;
  std::vector<std::int64_t> votes;
  for (std::size_t at = 0; at < election.in_favour.size(); ++at) {
    if (election.in_favour[at] < result.votes_needed) continue;
    enough.push_back(at);
    votes.push_back(election.in_favour[at]);
  }
  const Choice choice = choose_top(votes, election.seats);
  for (const std::size_t at : choice.taken) result.elected.push_back(enough[at]);
  for (const std::size_t at : choice.tied_at_cut) result.tied_at_cut.push_back(enough[at]);
  result.seats_left = choice.places_left;
  return result;
}

}  // namespace liufa::kit
