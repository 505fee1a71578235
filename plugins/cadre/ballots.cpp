/// The election: ballots in rounds, counted by the rule of their day; a tie, too few and a void ballot are voted again.
#include <liufa/kit/voting.hpp>
#include <vector>

#include "fields.hpp"
#include "handlers.hpp"
#include "people.hpp"
#include "selection.hpp"

namespace liufa::cadre {
namespace {

struct Standing {
  std::int64_t candidate = 0;
  std::string name;
};

/// Who stands in the next ballot: after a tie those tied, else all approved who are not elected yet.
std::vector<Standing> standing(Call& call, std::int64_t selection) {
  std::int64_t tied_in = 0;
  call.query("SELECT id, outcome FROM cadre_ballot WHERE selection = $1 AND state = 'counted' ORDER BY round DESC",
             {selection}, [&](const Row& row) {
               // A void ballot settles nothing: the one before it says who stands.
               if (tied_in == 0 && row.text(1) != "no_quorum" && row.text(1) != "void")
                 tied_in = row.text(1) == "tie" ? row.integer(0) : -1;
             });
  std::vector<Standing> found;
  call.query(
      "SELECT c.id, m.name FROM cadre_candidate c JOIN directory_member m ON m.id = c.member WHERE c.selection = $1 "
      "AND "
      "c.state = 'approved' AND ($2 <= 0 OR EXISTS (SELECT 1 FROM cadre_vote v WHERE v.ballot = $2 AND v.candidate = "
      "c.id AND v.result = 'tied')) ORDER BY c.id",
      {selection, tied_in}, [&](const Row& row) {
        found.push_back({row.integer(0), std::string(row.text(1))});
      });
  return found;
}

void create_ballot(Change& change) {
  const Selection selection = read_selection(change, integer_of(change.after(), "selection"));
  require_state(selection, {"electing"}, {"投票", "A ballot"});
  if (const auto open =
          change.query_integer("SELECT id FROM cadre_ballot WHERE selection = $1 AND state = 'open'", {selection.id}))
    Call::refuse("selection", {"第 " + std::to_string(*open) + " 号投票尚未计票。请先计票，或取消该轮。",
                               "Expected no open ballot; number " + std::to_string(*open) +
                                   " is not counted yet. Count it, or cancel it first."});
  if (standing(change, selection.id).empty())
    Call::refuse("selection", {"没有可参选的正式候选人。请取消选拔后重新推荐。",
                               "Expected candidates who can stand, found none. Cancel the selection and begin again."});
  complete(change, "held_on", change.today());
  change.set("organisation", selection.organisation);
  const auto rounds =
      change.query_integer("SELECT MAX(round) FROM cadre_ballot WHERE selection = $1", {selection.id}).value_or(0);
  change.set("round", rounds + 1);
  change.set("seats", selection.seats - count_candidates(change, selection.id, "elected"));
}

/// The rows in which the votes are entered, as soon as the ballot is there.
void prepare_votes(Event& event) {
  std::int64_t selection = 0;
  std::int64_t organisation = 0;
  event.query("SELECT selection, organisation FROM cadre_ballot WHERE id = $1", {event.id()}, [&](const Row& row) {
    selection = row.integer(0);
    organisation = row.integer(1);
  });
  for (const Standing& each : standing(event, selection))
    event.create("vote", {{"ballot", event.id()}, {"candidate", each.candidate}, {"organisation", organisation}});
}

void update_vote(Change& change) {
  if (!is_changed(change, "votes") || state_of(change, "ballot", integer_of(change.after(), "ballot")) == "open")
    return;
  Call::refuse("votes", {"本轮投票已计票或取消，得票不能再改。",
                         "Expected an open ballot; this one is counted or cancelled, its votes stand."});
}

/// A ballot with everything entered.
struct Counting {
  kit::Election election;
  std::vector<std::int64_t> votes;       ///< record of each candidate's votes
  std::vector<std::int64_t> candidates;  ///< in the same order
  std::vector<std::string> names;
};

void read_votes(Change& change, Counting& counting) {
  change.query(
      "SELECT v.id, v.candidate, v.votes, m.name FROM cadre_vote v JOIN cadre_candidate c ON c.id = v.candidate JOIN "
      "directory_member m ON m.id = c.member WHERE v.ballot = $1 ORDER BY v.candidate",
      {change.id().value_or(0)}, [&](const Row& row) {
        counting.votes.push_back(row.integer(0));
        counting.candidates.push_back(row.integer(1));
        counting.election.in_favour.push_back(row.is_null(2) ? -1 : row.integer(2));
        counting.names.emplace_back(row.text(3));
      });
  if (counting.votes.empty())
    Call::refuse("",
                 {"候选人得票尚未生成。请稍候再计票。", "The rows for the votes are not there yet. Wait a moment."});
}

/// How many could vote: what was given, but of a members' meeting no more than the register has.
std::int64_t entitled_of(Change& change) {
  const bool members = text_of(change.after(), "voters") == "members";
  const std::int64_t given = integer_of(change.after(), "entitled");
  if (!members) {
    if (given > 0) return given;
    Call::refuse("entitled",
                 {"请填写应到会有选举权人数。", "Expected how many are entitled to vote, found nothing. Enter it."});
  }
  const std::int64_t known =
      full_members(change, require_organisation(change, "", integer_of(change.after(), "organisation")));
  if (given > known)
    Call::refuse("entitled", {"名册有正式党员 " + std::to_string(known) + " 人，应到填报为 " + std::to_string(given) +
                                  " 人。预备党员没有选举权；请核对，或先更正名册。",
                              "Expected at most the " + std::to_string(known) +
                                  " full members on the register, found " + std::to_string(given) +
                                  ". Probationary members have no vote. Check the number, or the register."});
  if (given > 0) return given;
  change.set("entitled", known);
  return known;
}

std::int64_t given_or(Change& change, const char* field, std::int64_t usual) {
  if (is_given(change.after(), field)) return integer_of(change.after(), field);
  change.set(field, usual);
  return usual;
}

/// What no count can be: these are slips of the pen, to be corrected. What makes an election void is an outcome.
void check_sums(Change& change, const Counting& counting, std::int64_t others) {
  const kit::Election& election = counting.election;
  const std::int64_t valid = election.returned - integer_of(change.after(), "invalid");
  if (valid < 0)
    Call::refuse("invalid", {"废票多于收回的选票。请核对。",
                             "Expected at most as many invalid ballots as were received. Check the numbers."});
  std::int64_t sum = others;
  for (std::size_t at = 0; at < counting.votes.size(); ++at) {
    const std::int64_t votes = election.in_favour[at];
    if (votes < 0)
      Call::refuse("", {"“" + counting.names[at] + "”的得票尚未填写。请在候选人得票中补填。",
                        "Expected the votes of “" + counting.names[at] + "”, found none. Enter them first."});
    if (votes > valid)
      Call::refuse("", {"“" + counting.names[at] + "”得票 " + std::to_string(votes) + "，多于有效票 " +
                            std::to_string(valid) + "。请核对。",
                        "Expected at most the " + std::to_string(valid) + " valid ballots for “" + counting.names[at] +
                            "”, found " + std::to_string(votes) + ". Check the numbers."});
    sum += votes;
  }
  if (sum > valid * election.seats)
    Call::refuse("", {"得票合计 " + std::to_string(sum) + "，多于有效票 " + std::to_string(valid) + " 张乘以应选 " +
                          std::to_string(election.seats) + " 名。请核对。",
                      "Expected at most " + std::to_string(valid * election.seats) + " votes in all (" +
                          std::to_string(valid) + " valid ballots for " + std::to_string(election.seats) +
                          " seats), found " + std::to_string(sum) + ". Check the numbers."});
}

/// Void without a quorum or with more ballots received than issued.
std::optional<std::string> void_because(const kit::VotingRule& rule, const kit::Election& election) {
  if (election.attendance.present < kit::quorum_of(rule, election.attendance.entitled)) return "no_quorum";
  if (election.returned > election.issued) return "void";
  return std::nullopt;
}

/// Writes what the count means for each candidate.
void settle_candidates(Change& change, const Counting& counting, const kit::ElectionResult& result, bool all_filled) {
  const std::string held_on = text_of(change.after(), "held_on");
  for (std::size_t at = 0; at < counting.votes.size(); ++at) {
    const bool elected = contains(result.elected, at);
    const bool tied = contains(result.tied_at_cut, at);
    change.update("vote", counting.votes[at], {{"result", elected ? "elected" : tied ? "tied" : "short"}});
    if (elected)
      change.transition("candidate", counting.candidates[at], "elect",
                        {{"votes", counting.election.in_favour[at]}, {"elected_on", held_on}});
    else
      change.update("candidate", counting.candidates[at], {{"votes", counting.election.in_favour[at]}});
  }
  if (all_filled)
    step_candidates(change, integer_of(change.after(), "selection"), "'approved'", "defeat",
                    {{"closed_on", change.today()}});
}

std::string elected_names(const Counting& counting, const kit::ElectionResult& result) {
  std::string names;
  for (const std::size_t at : result.elected)
    names += (names.empty() ? "" : "、") + counting.names[at] + "（" + std::to_string(counting.election.in_favour[at]) +
             "）";
  return names.empty() ? "无" : names;
}

void explain(Change& change, const Counting& counting, const kit::Dated<kit::VotingRule>::Version& version,
             const kit::ElectionResult& result) {
  const kit::Attendance& attendance = counting.election.attendance;
  const std::string quorum = std::to_string(kit::quorum_of(version.rule, attendance.entitled));
  const std::string majority = std::to_string(kit::majority_of(version.rule, attendance));
  const std::string entitled = std::to_string(attendance.entitled);
  const std::string present = std::to_string(attendance.present);
  const std::string names = elected_names(counting, result);
  change.set("explanation", "依据" + version.source + "：应到 " + entitled + " 人，实到 " + present + " 人（至少 " +
                                quorum + " 人）；当选至少 " + majority + " 票。当选：" + names + "。尚缺 " +
                                std::to_string(result.seats_left) + " 名。");
  change.set("explanation_en", "By " + version.source + ": " + entitled + " entitled, " + present +
                                   " present (at least " + quorum + "); elected with at least " + majority +
                                   " votes. Elected: " + names + ". Seats left: " + std::to_string(result.seats_left) +
                                   ".");
}

/// The numbers of the round, what was left empty filled in.
void read_numbers(Change& change, kit::Election& election) {
  election.attendance = {entitled_of(change), integer_of(change.after(), "present")};
  election.issued = given_or(change, "issued", election.attendance.present);
  election.returned = given_or(change, "received", election.issued);
  election.seats = integer_of(change.after(), "seats");
  if (election.attendance.present <= election.attendance.entitled && election.issued <= election.attendance.present)
    return;
  Call::refuse("present",
               {"实到不能多于应到，发出选票不能多于实到。请核对。",
                "Expected no more present than entitled, and no more ballots issued than present. Check the numbers."});
}

void require_held(Change& change, const std::string& held_on) {
  if (held_on <= change.today()) return;
  Call::refuse("held_on",
               {"选举日期是 " + held_on + "，尚未到来。请更正日期，或到时再计票。",
                "Expected a ballot held by today; it is set for " + held_on + ". Correct the day, or count it then."});
}

void count(Change& change) {
  const Selection selection = read_selection(change, integer_of(change.after(), "selection"));
  require_state(selection, {"electing"}, {"计票", "Counting"});
  const std::string held_on = text_of(change.after(), "held_on");
  require_held(change, held_on);
  Counting counting;
  read_numbers(change, counting.election);
  const auto& version = kit::election_rules().in_force(held_on);
  kit::ElectionResult result;
  result.seats_left = counting.election.seats;
  std::optional<std::string> outcome = void_because(version.rule, counting.election);
  if (!outcome) {
    read_votes(change, counting);
    check_sums(change, counting, integer_of(change.after(), "others"));
    result = kit::count_election(version.rule, counting.election);
    outcome = !result.tied_at_cut.empty() ? "tie" : result.seats_left > 0 ? "too_few" : "elected";
    settle_candidates(change, counting, result, *outcome == "elected");
  }
  change.set("outcome", *outcome);
  explain(change, counting, version, result);
  change.update("selection", selection.id, {{"rounds", selection.rounds + 1}});
  if (*outcome == "elected") change.transition("selection", selection.id, "announce", {{"elected_on", held_on}});
}

/// Scrutineers count for others, not for themselves.
void check_scrutineers(Change& change) {
  for (const std::int64_t member : ids_of(change.after(), "scrutineers"))
    if (change.query_integer("SELECT id FROM cadre_candidate WHERE selection = $1 AND member = $2 AND state IN "
                             "('approved', 'elected')",
                             {integer_of(change.after(), "selection"), member}))
      Call::refuse("scrutineers", {"候选人不得担任监票人。请另选监票人。",
                                   "Expected scrutineers who do not stand; found a candidate. Choose another."});
}

}  // namespace

void register_ballots(Setup& at) {
  at.before("ballot.create", [](Change& change) {
    create_ballot(change);
    check_scrutineers(change);
  });
  at.before("ballot.update", check_scrutineers);
  at.before("ballot.count", [](Change& change) {
    check_scrutineers(change);
    count(change);
  });
  at.before("vote.update", update_vote);
  at.on("cadre.ballot.created", prepare_votes);
}

}  // namespace liufa::cadre
