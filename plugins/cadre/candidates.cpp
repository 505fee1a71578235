/// Candidates: nomination with the four criteria, votes of the two recommendations, examination and inspection.
#include <liufa/kit/quota.hpp>
#include <liufa/kit/term.hpp>
#include <liufa/kit/voting.hpp>

#include "criteria.hpp"
#include "fields.hpp"
#include "handlers.hpp"
#include "people.hpp"
#include "rules.hpp"
#include "selection.hpp"

namespace liufa::cadre {
namespace {

Selection selection_of(Change& change) { return read_selection(change, integer_of(change.after(), "selection")); }

/// In an election the candidates come from the organisation itself; an appointment may bring somebody from elsewhere.
void require_own_member(Change& change, const Selection& selection, const Member& member) {
  if (selection.procedure != "two_recommendations") return;
  const std::string at = require_organisation(change, "", selection.organisation).path;
  if (require_organisation(change, "", member.organisation).path.starts_with(at)) return;
  Call::refuse("member",
               {"“" + member.name + "”不在本党组织。两推一选的候选人应是本组织党员；从外单位选派的请用“上级任命”。",
                "Expected a member of the organisation; “" + member.name +
                    "” belongs elsewhere. Choose another, or use an appointment."});
}

/// Who has served as many terms as the rules allow, or has reached the age of exit, does not stand for the post again.
void require_eligible(Change& change, const Selection& selection, const Member& member) {
  const RuleBook book(change);
  const std::string today = change.today();
  if (!member.born_on.empty() && book.due_after(member.born_on, &Rules::exit_age, 12) <= today)
    Call::refuse("member", {"“" + member.name + "”已达退出年龄 " + std::to_string(book.on(today).exit_age) +
                                " 周岁。请另选人选。",
                            "Expected somebody below the age of exit, " + std::to_string(book.on(today).exit_age) +
                                "; “" + member.name + "” has reached it. Choose another."});
  const int most = book.on(today).most_terms;
  for (const std::int64_t post : selection.posts) {
    const std::int64_t terms = change
                                   .query_integer(
                                       "SELECT terms FROM cadre_holding WHERE post = $1 AND member = $2 AND "
                                       "state = 'serving' AND acting = 0",
                                       {post, member.id})
                                   .value_or(0);
    if (terms < most) continue;
    Call::refuse("member", {"“" + member.name + "”在该岗位已任 " + std::to_string(terms) + " 届，最多 " +
                                std::to_string(most) + " 届。请另选人选或安排轮岗。",
                            "Expected at most " + std::to_string(most) + " terms in one post; “" + member.name +
                                "” has " + std::to_string(terms) + ". Choose another, or plan a rotation."});
  }
}

void set_list(Change& change, const char* field, const std::vector<std::string>& words) {
  change.set(field, words.empty() ? Json() : Json(words));
}

void set_criteria(Change& change, const Member& member) {
  const Criteria found = check_criteria(change, member);
  const std::vector<std::string> binding = words_of(change.settings(), "binding_criteria");
  for (std::size_t at = 0; at < found.unmet.size(); ++at)
    if (contains(binding, found.unmet[at]))
      Call::refuse("member",
                   {"“" + member.name + "”不符合“四化”标准：" + found.why[at].zh + "。请另选人选，或先更正名册。",
                    "Expected somebody who meets the criteria; of “" + member.name + "”: " + found.why[at].en +
                        ". Choose another, or correct the register first."});
  set_list(change, "criteria_met", found.met);
  set_list(change, "criteria_unmet", found.unmet);
  set_list(change, "criteria_unknown", found.unknown);
}

void nominate(Change& change) {
  const Selection selection = selection_of(change);
  if (selection.procedure == "appointed")
    require_state(selection, {"draft", "requested"}, {"提名", "A nomination"});
  else
    require_state(selection, {"recommending"}, {"提名", "A nomination"});
  const Member member = require_present(change, "member", integer_of(change.after(), "member"));
  require_own_member(change, selection, member);
  require_eligible(change, selection, member);
  set_criteria(change, member);
  change.set("organisation", selection.organisation);
  if (!member.born_on.empty()) change.set("age", kit::age_on(member.born_on, change.today()));
}

void update_candidate(Change& change) {
  for (const char* field : {"members_votes", "masses_votes"})
    if (is_changed(change, field))
      require_state(selection_of(change), {"recommending"}, {"填写推荐票", "Entering recommendation votes"});
}

/// More than the setting's share of those who came to the meeting.
void require_votes(Change& change, const char* field, const char* setting, std::int64_t present, const Text& who) {
  const std::int64_t share = hundredths_of(change.settings(), setting).value_or(0);
  const std::int64_t least =
      kit::least_count({kit::Reach::more_than, share, kit::whole_share, kit::Electorate::present}, present);
  const std::int64_t found = integer_of(change.after(), field);
  if (share == 0 || found >= least) return;
  Call::refuse(field, {who.zh + "推荐到会 " + std::to_string(present) + " 人，至少应得 " + std::to_string(least) +
                           " 票，实得 " + std::to_string(found) + " 票。请“不予通过”，或重新推荐。",
                       "At least " + std::to_string(least) + " votes of the " + std::to_string(present) + " " + who.en +
                           " present are expected, found " + std::to_string(found) +
                           ". Reject the candidate, or repeat the recommendation."});
}

void shortlist(Change& change) {
  const Selection selection = selection_of(change);
  require_state(selection, {"examining"}, {"初审", "The examination"});
  require_votes(change, "members_votes", "members_share", selection.members_present, {"党员", "members"});
  require_votes(change, "masses_votes", "masses_share", selection.masses_present, {"群众", "of the masses"});
  set_criteria(change, require_present(change, "member", integer_of(change.after(), "member")));
}

void reject(Change& change) {
  require_state(selection_of(change), {"draft", "requested", "recommending", "examining", "listed", "publicity"},
                {"取消候选人资格", "Rejecting a candidate"});
  change.set("closed_on", change.today());
}

void reconsider(Change& change) {
  require_state(selection_of(change), {"recommending", "examining"}, {"重新审查", "Reconsidering a candidate"});
  change.set("closed_on", nullptr);
}

void approve(Change& change) {
  require_state(selection_of(change), {"listed"}, {"考察", "The inspection"});
  const std::string on = complete(change, "inspected_on", change.today());
  if (on > change.today())
    Call::refuse("inspected_on", {"考察日期不能晚于今天 " + change.today() + "，现为 " + on + "。",
                                  "Expected a day up to today, " + change.today() + "; found " + on + "."});
}

/// Not while a ballot with the name on it is out.
void withdraw(Change& change) {
  const Selection selection = selection_of(change);
  if (change.query_integer("SELECT id FROM cadre_ballot WHERE selection = $1 AND state = 'open'", {selection.id}))
    Call::refuse("", {"正在投票，不能退出。请先计票，或取消本轮投票。",
                      "Expected no open ballot; one is out with this name on it. Count it, or cancel it first."});
  change.set("closed_on", change.today());
  complete_if_done(change, selection, change.id().value_or(0), false);
}

}  // namespace

void register_candidates(Setup& at) {
  at.before("candidate.create", nominate);
  at.before("candidate.update", update_candidate);
  at.before("candidate.shortlist", shortlist);
  at.before("candidate.reject", reject);
  at.before("candidate.reconsider", reconsider);
  at.before("candidate.approve", approve);
  at.before("candidate.withdraw", withdraw);
}

}  // namespace liufa::cadre
