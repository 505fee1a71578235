#include <fmt/format.h>

#include <cmath>

#include "fields.hpp"
#include "handlers.hpp"
#include "standing.hpp"

/// 服务登记卡: what a member did, noted by the community or by themselves, confirmed by the community.
namespace liufa::community {
namespace {

constexpr int tenths = 10;

std::int64_t hours_of(const Json& fields) {
  return fields.contains("hours") && fields.at("hours").is_number()
             ? static_cast<std::int64_t>(std::llround(fields.at("hours").get<double>() * tenths))
             : 0;
}

std::string hours_text(std::int64_t hours) { return fmt::format("{}.{}", hours / tenths, hours % tenths); }

/// The report-in that stood on that day: a service at a former home stays there.
void complete_place(Change& change) {
  const std::string day = text_of(change.after(), "held_on");
  const auto standing = standing_on(change, integer_of(change.after(), "member"), day);
  if (!standing)
    Call::refuse("held_on",
                 {fmt::format("该党员在 {} 没有社区已接收的报到，不能登记当日服务。请更正日期，或先办理报到。", day),
                  fmt::format("Expected a day on which the member had reported in; found {}. Correct the "
                              "date, or have the member report in first.",
                              day)});
  place(change, *standing);
}

struct Claimed {
  std::int64_t id = 0;
  std::int64_t member = 0;
  std::int64_t kind = 0;
  std::string since;
};

/// The claim named, or the one of this kind that the member held on that day; id 0 if there is none.
Claimed claim_of(Change& change) {
  Claimed found;
  const auto read = [&](const Row& row) {
    if (found.id == 0) found = {row.integer(0), row.integer(1), row.integer(2), std::string(row.text(3))};
  };
  const std::int64_t given = integer_of(change.after(), "claim");
  if (given != 0)
    change.query("SELECT id, member, kind, confirmed_on FROM community_claim WHERE id = $1", {given}, read);
  else
    change.query(
        "SELECT id, member, kind, confirmed_on FROM community_claim WHERE member = $1 AND kind = $2"
        " AND confirmed_on <= $3 AND (done_on IS NULL OR done_on >= $3)"
        " AND state IN ('confirmed', 'done') ORDER BY id DESC",
        {integer_of(change.after(), "member"), integer_of(change.after(), "kind"), text_of(change.after(), "held_on")},
        read);
  return found;
}

/// Completes claim and kind from one another; returns the kind.
std::int64_t complete_post(Change& change) {
  const Claimed claim = claim_of(change);
  if (claim.id != 0 && claim.member != integer_of(change.after(), "member"))
    Call::refuse("claim", {"所选认领不是该党员的。请另选，或留空自动查找。",
                           "Expected a claim of this member; found another's. Choose again, or leave it empty to have "
                           "it found."});
  if (claim.id != 0 && (claim.since.empty() || claim.since > text_of(change.after(), "held_on")))
    Call::refuse("claim", {"该认领当日尚未由社区确认到位。请更正日期，或由社区先确认认领。",
                           "Expected a claim that the community had confirmed by that day; this one was not. Correct "
                           "the date, or have the claim confirmed first."});
  if (claim.id != 0) {
    change.set("claim", claim.id);
    change.set("kind", claim.kind);
    return claim.kind;
  }
  const std::int64_t kind = integer_of(change.after(), "kind");
  if (kind == 0)
    Call::refuse("kind", {"请填写岗位类别或认领的岗位。",
                          "Expected a kind of post or the claim that was served; found neither. Give one of them."});
  return kind;
}

void check_helping_pair(Change& change) {
  const std::int64_t pair = integer_of(change.after(), "helping_pair");
  if (pair == 0 || change.query_integer("SELECT member FROM community_helping_pair WHERE id = $1", {pair}) ==
                       integer_of(change.after(), "member"))
    return;
  Call::refuse("helping_pair", {"所选结对不是该党员的。请另选或留空。",
                                "Expected a helping pair of this member; found another's. Choose again, or none."});
}

/// Twice the same day and kind is one entry typed twice, as a rule; more hours than a day bears, an error.
void check_day(Change& change, std::int64_t kind) {
  const std::int64_t member = integer_of(change.after(), "member");
  const std::string day = text_of(change.after(), "held_on");
  std::int64_t hours = hours_of(change.after());
  std::int64_t twin = 0;
  change.query(
      "SELECT id, kind, hours FROM community_service WHERE member = $1 AND held_on = $2 AND id <> $3"
      " AND state <> 'cancelled'",
      {member, day, change.id().value_or(0)}, [&](const Row& row) {
        if (row.integer(1) == kind) twin = row.integer(0);
        hours += row.integer(2);
      });
  if (twin != 0)
    Call::refuse("held_on",
                 {fmt::format("该党员当日同类服务已登记（第 {} 号）。请在该条上修改小时数，不要重复登记。", twin),
                  fmt::format("Expected one entry of a day and kind; number {} is there already. Change its "
                              "hours instead of noting it twice.",
                              twin)});
  const std::int64_t most = integer_of(change.settings(), "hours_per_day");
  if (hours <= most * tenths) return;
  Call::refuse("hours", {fmt::format("该党员 {} 的服务合计 {} 小时，每天最多 {} 小时。请核对，或在设置中调整。", day,
                                     hours_text(hours), most),
                         fmt::format("Expected at most {} hours on {}; found {} in all. Check them, or change the "
                                     "setting “Hours of a member and day at most”.",
                                     most, day, hours_text(hours))});
}

void check(Change& change) {
  require_past(change, "held_on", {"服务日期", "a day of service"});
  complete_place(change);
  const std::int64_t kind = complete_post(change);
  check_helping_pair(change);
  check_day(change, kind);
}

void update(Change& change) {
  const std::string state = state_of(change, "service", change.id().value_or(0));
  if (state == "confirmed" || state == "cancelled")
    Call::refuse("",
                 {"已确认或已作废的登记不能修改。本人有异议的，请提出异议后由社区更正。",
                  "Expected an entry that is not confirmed or cancelled. If it is wrong the member contests it, and "
                  "the community corrects it."});
  check(change);
}

/// A correction after an objection keeps the rules.
void settle(Change& change) {
  require_past(change, "held_on", {"服务日期", "a day of service"});
  complete_place(change);
  check_day(change, integer_of(change.after(), "kind"));
}

}  // namespace

void register_services(Setup& at) {
  at.before("service.create", check);
  at.before("service.update", update);
  at.before("service.resubmit", check);
  at.before("service.settle", settle);
}

}  // namespace liufa::community
