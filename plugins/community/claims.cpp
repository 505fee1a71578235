#include <fmt/format.h>

#include "fields.hpp"
#include "handlers.hpp"
#include "needs.hpp"
#include "standing.hpp"

namespace liufa::community {
namespace {

Need need_of_claim(Change& change) { return need_of(change, integer_of(change.after(), "need")); }

void require_open(const Need& need) {
  if (need.state == "open") return;
  if (need.state == "filled")
    Call::refuse("opening", {"该岗位已满员。请另选岗位，或等社区增加人数。",
                             "Expected a post with a place left; this one is filled. Choose another, or wait until the "
                             "community asks for more people."});
  Call::refuse("opening", {"该需求已结束，不能再认领。请另选岗位。",
                           "Expected a need that is open; this one is closed. Choose another."});
}

void require_below_limit(Change& change) {
  const std::int64_t most = integer_of(change.settings(), "claims_per_member");
  const std::int64_t open = change
                                .query_integer(
                                    "SELECT COUNT(*) FROM community_claim WHERE member = $1 AND id <> $2"
                                    " AND state IN ('claimed', 'confirmed')",
                                    {integer_of(change.after(), "member"), change.id().value_or(0)})
                                .value_or(0);
  if (open < most) return;
  Call::refuse("member",
               {fmt::format("该党员已有 {} 个岗位，最多 {} 个。请先完成或退出已有的，或在设置中调整上限。", open, most),
                fmt::format("Expected fewer than {} open claims of this member; found {}. Finish or withdraw "
                            "one first, or raise the setting “Open claims of a member at most”.",
                            most, open)});
}

void check(Change& change, const Need& need) {
  require_open(need);
  place(change, need.community);
  require_below_limit(change);
  change.set("kind", need.kind);
  change.set("ends_on", or_null(need.ends_on));
}

void create(Change& change) {
  const auto need = need_of_opening(change, integer_of(change.after(), "opening"));
  if (!need)
    Call::refuse("opening", {"所选公布的是活动，不是岗位。参加活动请“报名”。",
                             "Expected a post; this opening is an activity. Sign up for it instead."});
  check(change, *need);
  change.set("need", need->id);
}

/// The second one for the last place is refused here, not when claiming: a community may choose among several.
void confirm(Change& change) {
  const Need need = need_of_claim(change);
  require_open(need);
  place(change, need.community);
  change.set("confirmed_on", change.today());
  recount_need(change, need.id, change.id().value_or(0), true);
}

void leave(Change& change) { recount_need(change, integer_of(change.after(), "need"), change.id().value_or(0), false); }

void withdraw(Change& change) {
  const bool held = !text_of(change.before(), "confirmed_on").empty();
  change.set("confirmed_on", nullptr);
  if (held) leave(change);
}

void finish(Change& change) {
  std::string done_on = text_of(change.after(), "done_on");
  const std::string since = text_of(change.after(), "confirmed_on");
  if (done_on.empty()) {
    done_on = change.today();
    change.set("done_on", done_on);
  } else {
    require_past(change, "done_on", {"完成日期", "a day of completion"});
  }
  if (done_on < since)
    Call::refuse("done_on",
                 {fmt::format("完成日期应不早于到位日期 {}，现为 {}。", since, done_on),
                  fmt::format("Expected a day on or after {}, when the post was taken; found {}.", since, done_on)});
  const Need need = need_of_claim(change);
  if (need.ends_on.empty()) leave(change);
}

void reinstate(Change& change) {
  const Need need = need_of_claim(change);
  require_open(need);
  recount_need(change, need.id, change.id().value_or(0), true);
}

}  // namespace

void register_claims(Setup& at) {
  at.before("claim.create", create);
  at.before("claim.accept", [](Change& change) { check(change, need_of_claim(change)); });
  at.before("claim.claim_again", [](Change& change) { check(change, need_of_claim(change)); });
  at.before("claim.confirm", confirm);
  at.before("claim.withdraw", withdraw);
  at.before("claim.no_show", leave);
  at.before("claim.finish", finish);
  at.before("claim.reinstate", reinstate);
}

}  // namespace liufa::community
