/// Nominations up to the review: who may be nominated, within which quota, and the steps back.
#include <algorithm>

#include "fields.hpp"
#include "handlers.hpp"
#include "merits.hpp"
#include "round.hpp"
#include "tree.hpp"

namespace liufa::exemplar {
namespace {

Round round_of(Change& change) { return read_round(change, integer_of(change.after(), "round")); }

void require_time_left(Change& change, const Round& round) {
  if (change.today() <= round.nominate_until) return;
  Call::refuse("round", {"推荐已于 " + round.nominate_until + " 截止，今天是 " + change.today() +
                             "。如确需推荐，请工委延长推荐截止日期",
                         "nominations were due by " + round.nominate_until + " and today is " + change.today() +
                             "; ask the office to move that date"});
}

void require_not_nominated(Change& change, const Round& round, const Candidate& candidate) {
  const auto other = change.query_integer(
      "SELECT id FROM exemplar_nomination WHERE year = $1 AND member = $2 AND id <> $3 AND state NOT IN ('withdrawn', "
      "'rejected', 'lapsed')",
      {round.year, candidate.id, change.id().value_or(0)});
  if (other)
    Call::refuse("member", {candidate.name + "本年度已有推荐（第 " + std::to_string(*other) + " 号）。请使用原有的",
                            "expected a member not yet nominated this year; " + candidate.name + " is, by number " +
                                std::to_string(*other) + ". Use that one"});
  const auto plaque = change.query_text(
      "SELECT plaque FROM exemplar_model_post WHERE member = $1 AND state IN ('held', 'improving')", {candidate.id});
  if (plaque)
    Call::refuse("member",
                 {candidate.name + "已是共产党员示范岗（" + *plaque + "），由年度复核决定是否保持。请另选党员",
                  "expected a member without a model post; " + candidate.name + " holds " + *plaque +
                      ", which the yearly re-check decides on. Choose another"});
}

/// What is taken counts from the draft on, so that two people at work at once don't pass the quota together.
void require_place(Change& change, const Round& round, const Candidate& candidate) {
  std::int64_t places = -1;
  std::int64_t members = 0;
  change.query("SELECT places + additional, members FROM exemplar_quota WHERE round = $1 AND organisation = $2",
               {round.id, candidate.nominating}, [&](const Row& row) {
                 places = row.integer(0);
                 members = row.integer(1);
               });
  const std::string organisation = name_of(change, candidate.nominating);
  if (places < 0)
    Call::refuse("organisation", {"“" + organisation + "”在本次评选中没有名额（启动时没有在职党员或不在范围内）",
                                  "“" + organisation +
                                      "” has no quota in this round: it had no members in service at the opening, or "
                                      "lies outside its scope"});
  const auto used = change.query_integer(
      "SELECT COUNT(*) FROM exemplar_nomination WHERE round = $1 AND organisation = $2 AND id <> $3 AND state NOT IN "
      "('withdrawn', 'rejected', 'lapsed')",
      {round.id, candidate.nominating, change.id().value_or(0)});
  if (used.value_or(0) < places) return;
  const std::string most = std::to_string(places);
  Call::refuse("organisation",
               {"“" + organisation + "”有在职党员 " + std::to_string(members) + " 名，推荐名额 " + most +
                    " 个，已推荐 " + std::to_string(*used) + " 个。请先撤回一个，或请工委追加名额并说明理由",
                "“" + organisation + "” has " + std::to_string(members) + " members in service and may nominate " +
                    most + "; it has nominated " + std::to_string(*used) +
                    ". Withdraw one first, or ask the office for an additional place"});
}

void create(Change& change) {
  const Round round = round_of(change);
  require_stage(round, {"nominating"}, {"推荐", "a nomination"});
  require_time_left(change, round);
  const Candidate candidate = require_candidate(change, round, integer_of(change.after(), "member"));
  derive(change, "organisation", candidate.nominating,
         {candidate.name + "应由“" + name_of(change, candidate.nominating) +
              "”推荐。请留空，由系统自动填写；党员已调动的，由现在的组织推荐",
          candidate.name + " is to be nominated by “" + name_of(change, candidate.nominating) +
              "”. Leave it empty: it is filled in; who has moved is nominated by the present organisation"});
  require_not_nominated(change, round, candidate);
  require_place(change, round, candidate);
  const auto& first = round.first_sectors;
  change.set("year", round.year);
  change.set("sector", candidate.sector.empty() ? Json() : Json(candidate.sector));
  change.set("first", std::find(first.begin(), first.end(), candidate.sector) != first.end());
  note_merits(change, candidate.id, round.year);
}

/// Whether the nomination may still go on: the register may have changed since it was made.
void require_still_eligible(Change& change, const Round& round) {
  const Candidate candidate = require_candidate(change, round, integer_of(change.after(), "member"));
  if (candidate.nominating == integer_of(change.after(), "organisation")) return;
  Call::refuse("member",
               {candidate.name + "已调到“" + name_of(change, candidate.nominating) + "”。请撤回，由现在的组织推荐",
                candidate.name + " has moved to “" + name_of(change, candidate.nominating) +
                    "”; withdraw this nomination, the present organisation makes its own"});
}

void submit(Change& change) {
  const Round round = round_of(change);
  const bool returned = text_of(change.before(), "state") == "returned";
  if (returned) {
    require_stage(round, {"nominating", "review"}, {"重新上报", "submitting again"});
  } else {
    require_stage(round, {"nominating"}, {"上报", "submitting"});
    require_time_left(change, round);
  }
  require_still_eligible(change, round);
  note_merits(change, integer_of(change.after(), "member"), round.year);
  change.set("submitted_on", change.today());
}

void accept(Change& change) {
  const Round round = round_of(change);
  require_stage(round, {"nominating", "review"}, {"评审", "the review"});
  require_still_eligible(change, round);
}

/// A return in the review, and what was passed over or rejected and is looked at again.
void take_back(Change& change) {
  require_stage(round_of(change), {"nominating", "review"}, {"退回或重新评审", "returning or reconsidering"});
}

void reconsider(Change& change) {
  take_back(change);
  const Round round = round_of(change);
  const Candidate candidate = require_candidate(change, round, integer_of(change.after(), "member"));
  require_still_eligible(change, round);
  require_not_nominated(change, round, candidate);
  require_place(change, round, candidate);
  change.set("decision", nullptr);
  change.set("decision_reason", nullptr);
}

void require_open_round(Change& change) {
  require_stage(round_of(change), {"nominating", "review", "publicity"}, {"变更推荐", "changing a nomination"});
}

}  // namespace

void register_nominations(Setup& at) {
  at.before("nomination.create", create);
  at.before("nomination.update", require_open_round);
  at.before("nomination.submit", submit);
  at.before("nomination.accept", accept);
  at.before("nomination.return", take_back);
  at.before("nomination.reconsider", reconsider);
  at.before("nomination.reject", require_open_round);
  at.before("nomination.withdraw", require_open_round);
}

}  // namespace liufa::exemplar
