/// The steps of a selection: two recommendations (members, masses), examination, list, publicity, election, result.
#include <liufa/kit/district_calendar.hpp>
#include <liufa/kit/publicity.hpp>
#include <liufa/kit/quota.hpp>
#include <liufa/kit/voting.hpp>
#include <set>

#include "fields.hpp"
#include "handlers.hpp"
#include "holdings.hpp"
#include "people.hpp"
#include "rules.hpp"
#include "selection.hpp"

namespace liufa::cadre {
namespace {

/// The open selection, other than this one, that is to fill the post; 0 if there is none.
std::int64_t selection_for(Change& change, const Post& post) {
  std::int64_t found = 0;
  change.query(
      "SELECT id, post, more_posts FROM cadre_selection WHERE organisation = $1 AND id <> $2 AND state NOT IN "
      "('completed', 'cancelled')",
      {post.organisation, change.id().value_or(0)}, [&](const Row& row) {
        Json fields{{"post", row.integer(1)}};
        if (!row.is_null(2)) fields["more_posts"] = Json::parse(row.text(2), nullptr, false);
        if (contains(posts_of(fields), post.id)) found = row.integer(0);
      });
  return found;
}

/// A post is selected for when it is vacant, or when its holder's term ends soon.
void require_selectable(Change& change, const Post& post) {
  if (const std::int64_t open = selection_for(change, post); open != 0)
    Call::refuse("post",
                 {"岗位“" + post.name + "”已有第 " + std::to_string(open) + " 号选拔在办。请在其中办理，或先取消。",
                  "Expected a post without an open selection; number " + std::to_string(open) + " is under way for “" +
                      post.name + "”. Go on with it, or cancel it first."});
  if (!post.vacant_since.empty()) return;
  const std::string latest =
      add_months(change.today(), static_cast<int>(integer_of(change.settings(), "succession_months")));
  const std::string ends = change
                               .query_text(
                                   "SELECT term_ends_on FROM cadre_holding WHERE post = $1 AND state = "
                                   "'serving' AND acting = 0",
                                   {post.id})
                               .value_or("");
  if (ends <= latest) return;
  Call::refuse("post", {"岗位“" + post.name + "”未空缺，现任任期至 " + ends +
                            "。请先办理离任或退出，或到届满前设置规定的月数内再启动。",
                        "Expected a vacant post, or a term that ends by " + latest + "; the term of “" + post.name +
                            "” runs until " + ends + ". End the holding first, or begin later."});
}

/// Further posts are commissioners of the same organisation; a secretary is chosen alone.
void check_posts(Change& change) {
  const std::vector<std::int64_t> ids = posts_of(change.after());
  const Post first = require_established(change, "post", ids.front());
  require_open(change, "post", first.organisation);
  change.set("organisation", first.organisation);
  const std::vector<std::string> single = words_of(change.settings(), "single_kinds");
  std::set<std::int64_t> seen;
  bool alone = false;
  for (const std::int64_t id : ids) {
    const Post post = id == first.id ? first : require_established(change, "more_posts", id);
    if (!seen.insert(id).second || post.organisation != first.organisation)
      Call::refuse("more_posts", {"其他岗位应为同一党组织的不同岗位。请更正。",
                                  "Expected other posts of the same organisation; found one twice, or one elsewhere. "
                                  "Correct the list."});
    require_selectable(change, post);
    alone = alone || contains(single, post.kind);
  }
  if (alone && ids.size() > 1)
    Call::refuse("more_posts", {"书记、副书记等一岗一名候选人的岗位应单独选拔。请分开办理。",
                                "Expected a selection of its own for a post with one candidate (secretary, deputy). "
                                "Make separate selections."});
  const auto seats = static_cast<std::int64_t>(ids.size());
  change.set("seats", seats);
  const bool appointed = text_of(change.after(), "procedure") == "appointed";
  change.set("candidates_needed",
             alone || appointed
                 ? seats
                 : kit::candidates_for(seats, hundredths_of(change.settings(), "candidate_margin").value_or(0)));
}

void update_selection(Change& change) {
  if (is_changed(change, "more_posts")) check_posts(change);
}

void require_procedure(Change& change, const char* procedure) {
  if (text_of(change.after(), "procedure") == procedure) return;
  const bool elected = std::string_view(procedure) == "two_recommendations";
  Call::refuse("procedure", {elected ? "本次为上级任命，请用“拟任公示”“公示期满，拟任确定”办理。"
                                     : "本次为两推一选，请按推荐、初审、审批、公示、选举的步骤办理。",
                             elected ? "Expected a selection by election; this is an appointment. Publicise it and "
                                       "confirm it after that."
                                     : "Expected an appointment; this is a selection by election. Go on with "
                                       "recommendation, list, publicity and election."});
}

/// One of the two meetings: enough came, and not more than were entitled.
void check_meeting(Change& change, const kit::Attendance& meeting, const char* present_field, const Text& who) {
  const auto [entitled, present] = meeting;
  if (present > entitled)
    Call::refuse(present_field, {who.zh + "推荐会实到 " + std::to_string(present) + " 人，多于应到 " +
                                     std::to_string(entitled) + " 人。请核对。",
                                 "Expected at most the " + std::to_string(entitled) + " entitled, found " +
                                     std::to_string(present) + " " + who.en + " present. Check the numbers."});
  const std::int64_t share = hundredths_of(change.settings(), "recommendation_quorum").value_or(0);
  const std::int64_t least = kit::share_of(entitled, share, kit::Rounding::up);
  if (present >= least && present > 0) return;
  Call::refuse(present_field,
               {who.zh + "推荐会应到 " + std::to_string(entitled) + " 人，至少 " + std::to_string(least) +
                    " 人到会方为有效，实到 " + std::to_string(present) + " 人。请重新召开。",
                "At least " + std::to_string(least) + " of " + std::to_string(entitled) + " " + who.en +
                    " are expected at the meeting, found " + std::to_string(present) + ". Hold it again."});
}

/// Every nominated candidate has votes of both meetings, no more than came.
void check_recommendations(Change& change) {
  std::int64_t candidates = 0;
  change.query(
      "SELECT m.name, c.members_votes, c.masses_votes FROM cadre_candidate c JOIN directory_member m ON m.id = "
      "c.member "
      "WHERE c.selection = $1 AND c.state = 'nominated' ORDER BY c.id",
      {change.id().value_or(0)}, [&](const Row& row) {
        ++candidates;
        const std::string name(row.text(0));
        if (row.is_null(1) || row.is_null(2))
          Call::refuse("", {"“" + name + "”尚未填写党员推荐票和群众推荐票。请在候选人中补填（没有得票填 0）。",
                            "Expected the votes of both meetings for “" + name +
                                "”, found none. Enter them with the candidate (0 if there were none)."});
        if (row.integer(1) > integer_of(change.after(), "members_present") ||
            row.integer(2) > integer_of(change.after(), "masses_present"))
          Call::refuse("", {"“" + name + "”的推荐票多于到会人数。请核对。",
                            "Expected no more votes than were present; “" + name + "” has more. Check the numbers."});
      });
  if (candidates == 0)
    Call::refuse("", {"没有提名候选人。请先登记候选人及其推荐票。",
                      "Expected at least one nomination, found none. Register the candidates and their votes first."});
}

void close_recommendation(Change& change) {
  const std::string held_on = text_of(change.after(), "recommended_on");
  if (held_on > change.today())
    Call::refuse("recommended_on", {"推荐会日期不能晚于今天 " + change.today() + "，现为 " + held_on + "。",
                                    "Expected a day up to today, " + change.today() + "; found " + held_on + "."});
  std::int64_t entitled = integer_of(change.after(), "members_entitled");
  if (!is_given(change.after(), "members_entitled")) {
    entitled = full_members(change, require_organisation(change, "", integer_of(change.after(), "organisation")));
    change.set("members_entitled", entitled);
  }
  check_meeting(change, {entitled, integer_of(change.after(), "members_present")}, "members_present",
                {"党员", "members"});
  check_meeting(change, {integer_of(change.after(), "masses_entitled"), integer_of(change.after(), "masses_present")},
                "masses_present", {"群众", "of the masses"});
  check_recommendations(change);
}

void require_candidates(Change& change, const char* state, const Text& what) {
  const std::int64_t found = count_candidates(change, change.id().value_or(0), state);
  const std::int64_t needed = integer_of(change.after(), "candidates_needed");
  const bool one_each = needed == integer_of(change.after(), "seats");
  if (found == needed || (found > needed && !one_each)) return;
  Call::refuse("", {what.zh + "应" + (one_each ? "为 " : "至少 ") + std::to_string(needed) + " 人，现有 " +
                        std::to_string(found) + " 人。请增减候选人，必要时重新推荐。",
                    std::string(one_each ? "Exactly " : "At least ") + std::to_string(needed) + " " + what.en +
                        " are expected, found " + std::to_string(found) +
                        ". Add or reject candidates, or repeat the recommendation."});
}

void require_none_left(Change& change, const char* state, const Text& what) {
  const std::int64_t left = count_candidates(change, change.id().value_or(0), state);
  if (left == 0) return;
  Call::refuse("", {"还有 " + std::to_string(left) + " 名候选人" + what.zh + "。请逐一办理。",
                    std::to_string(left) + " candidates " + what.en + ". Decide on each of them first."});
}

void submit_list(Change& change) {
  require_none_left(change, "nominated", {"未作初审结论", "have not been examined"});
  require_candidates(change, "shortlisted", {"初审通过的候选人", "shortlisted candidates"});
}

void begin_publicity(Change& change) {
  const std::string today = change.today();
  const std::string from = complete(change, "publicity_from", today);
  if (from < today)
    Call::refuse("publicity_from", {"公示应从今天 " + today + " 或以后开始，现为 " + from + "。",
                                    "Expected a day from today, " + today + ", on; found " + from + "."});
  const kit::PublicityRule rule{RuleBook(change).on(from).publicity_days, 0, kit::FirstDay::does_not_count};
  change.set("publicity_until", kit::publicity_window(from, kit::working_days(change), rule).last_day);
}

void approve_list(Change& change) {
  require_procedure(change, "two_recommendations");
  require_none_left(change, "shortlisted", {"未作考察结论", "have not been inspected"});
  require_candidates(change, "approved", {"考察同意的候选人", "candidates approved after inspection"});
  begin_publicity(change);
}

void publicise(Change& change) {
  require_procedure(change, "appointed");
  require_candidates(change, "nominated", {"拟任人选", "people to be appointed"});
  step_candidates(change, change.id().value_or(0), "'nominated'", "choose", {{"elected_on", change.today()}});
  begin_publicity(change);
}

void require_publicity_over(Change& change) {
  const kit::PublicityWindow window{text_of(change.after(), "publicity_from"),
                                    text_of(change.after(), "publicity_until"),
                                    text_of(change.after(), "publicity_until")};
  const std::int64_t open =
      change
          .query_integer("SELECT COUNT(*) FROM cadre_objection WHERE selection = $1 AND state = 'raised'",
                         {change.id().value_or(0)})
          .value_or(0);
  if (const auto refusal = kit::check_freeze(window, change.today(), open)) Call::refuse("", *refusal);
}

void begin_election(Change& change) {
  require_procedure(change, "two_recommendations");
  require_publicity_over(change);
  require_candidates(change, "approved", {"正式候选人", "approved candidates"});
}

void end_publicity(Change& change) {
  require_procedure(change, "appointed");
  require_publicity_over(change);
  if (count_candidates(change, change.id().value_or(0), "elected") > 0) return;
  Call::refuse("", {"没有拟任人选。请取消本次选拔后重新办理。",
                    "Expected somebody to be appointed, found nobody. Cancel this selection and begin another."});
}

void accept_fewer(Change& change) {
  const std::int64_t id = change.id().value_or(0);
  if (!boolean_of(change.after(), "fewer_agreed"))
    Call::refuse("fewer_agreed", {"减少名额须经到会多数选举人同意。未同意的请再次投票。",
                                  "Expected the consent of a majority to fewer seats. Without it vote again."});
  const std::int64_t elected = count_candidates(change, id, "elected");
  const auto outcome = change.query_text(
      "SELECT outcome FROM cadre_ballot WHERE selection = $1 AND state = 'counted' ORDER BY round DESC LIMIT 1", {id});
  if (elected == 0 || outcome != "too_few")
    Call::refuse("", {"只有当选人数不足、且已有人当选时才能减少名额。请继续投票。",
                      "Expected a ballot that elected some but too few. Go on voting."});
  step_candidates(change, id, "'approved'", "defeat", {{"closed_on", change.today()}});
  change.set("elected_on", change.today());
}

void annul(Change& change) {
  step_candidates(change, change.id().value_or(0), "'elected', 'defeated'", "stand_again",
                  {{"votes", nullptr}, {"elected_on", nullptr}, {"closed_on", nullptr}});
  change.set("elected_on", nullptr);
  change.set("fewer_agreed", false);
}

void cancel_ballots(Change& change) {
  const auto ballot = change.query_integer("SELECT id FROM cadre_ballot WHERE selection = $1 AND state = 'open'",
                                           {change.id().value_or(0)});
  if (ballot) change.transition("ballot", *ballot, "cancel", {{"note", "随选拔取消。"}});
}

void cancel(Change& change) {
  step_candidates(change, change.id().value_or(0), "'nominated', 'shortlisted', 'approved', 'elected'", "lapse",
                  {{"reason", "选拔取消。"}, {"closed_on", change.today()}});
  cancel_ballots(change);
  change.set("closed_on", change.today());
}

}  // namespace

void cancel_selections(Call& call, const std::string& where, std::int64_t id, const char* note) {
  std::vector<std::int64_t> open;
  call.query(
      "SELECT id FROM cadre_selection WHERE state NOT IN ('completed', 'cancelled') AND " + where + " ORDER BY id",
      {id}, [&](const Row& row) { open.push_back(row.integer(0)); });
  for (const std::int64_t each : open) call.transition("selection", each, "cancel", {{"note", note}});
}

void register_selections(Setup& at) {
  at.before("selection.create", check_posts);
  at.before("selection.update", update_selection);
  at.before("selection.submit", check_posts);
  at.before("selection.approve_request", [](Change& change) { require_procedure(change, "two_recommendations"); });
  at.before("selection.close_recommendation", close_recommendation);
  at.before("selection.submit_list", submit_list);
  at.before("selection.approve_list", approve_list);
  at.before("selection.publicise", publicise);
  at.before("selection.withdraw_publicity", [](Change& change) { require_procedure(change, "two_recommendations"); });
  at.before("selection.begin_election", begin_election);
  at.before("selection.end_publicity", end_publicity);
  at.before("selection.accept_fewer", accept_fewer);
  at.before("selection.annul", annul);
  at.before("selection.complete", [](Change& change) { change.set("closed_on", change.today()); });
  at.before("selection.cancel", cancel);
}

}  // namespace liufa::cadre
