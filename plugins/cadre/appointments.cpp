/// Appointing whom a selection brought forward: the post, the training that is asked for, the holding.
#include "appointments.hpp"

#include <liufa/kit/term.hpp>

#include "fields.hpp"
#include "handlers.hpp"
#include "holdings.hpp"
#include "people.hpp"
#include "selection.hpp"

namespace liufa::cadre {
namespace {

/// The post to be taken: the selection's only one, or the one named among several.
std::int64_t post_for(Change& change, const Selection& selection) {
  std::int64_t post = integer_of(change.after(), "post");
  if (post == 0 && selection.posts.size() == 1) {
    post = selection.posts.front();
    change.set("post", post);
  }
  if (!contains(selection.posts, post))
    Call::refuse("post", {"本次选拔有 " + std::to_string(selection.posts.size()) + " 个岗位，请填写其中的任职岗位。",
                          "Expected one of the " + std::to_string(selection.posts.size()) +
                              " posts of this selection; found none or another. Name the post."});
  if (change.query_integer("SELECT id FROM cadre_candidate WHERE selection = $1 AND post = $2 AND state = 'appointed'",
                           {selection.id, post}))
    Call::refuse("post", {"该岗位已由本次选拔的其他人任职。请填写另一岗位。",
                          "Expected a post not taken yet; somebody of this selection has it. Name another one."});
  return post;
}

void appoint_candidate(Change& change) {
  const Selection selection = read_selection(change, integer_of(change.after(), "selection"));
  require_state(selection, {"approved"}, {"任职", "An appointment"});
  const Member member = require_present(change, "member", integer_of(change.after(), "member"));
  const std::int64_t post = post_for(change, selection);
  require_established(change, "post", post);
  const std::string starts_on = complete(change, "starts_on", change.today());
  const std::string note = check_training(change, member.id, starts_on);
  change.set("training_note", note.empty() ? Json() : Json(note));
  change.set("closed_on", change.today());
  appoint(change, {post, member.id, starts_on, selection.procedure, text_of(change.after(), "document"),
                   change.id().value_or(0), 0});
  complete_if_done(change, selection, change.id().value_or(0), true);
}

void refuse_candidate(Change& change) {
  change.set("closed_on", change.today());
  complete_if_done(change, read_selection(change, integer_of(change.after(), "selection")), change.id().value_or(0),
                   false);
}

/// What is missing of the kinds of class that were to be passed since `since`; failed ones not made up count as
/// missing.
Text missing_training(Call& call, std::int64_t member, const std::string& since) {
  Text missing;
  for (const std::string& kind : words_of(call.settings(), "appointment_kinds")) {
    std::string latest;
    call.query(
        "SELECT state FROM cadre_training WHERE member = $1 AND kind = $2 AND state IN ('passed', 'failed') AND "
        "ends_on "
        ">= $3 ORDER BY ends_on DESC, id DESC LIMIT 1",
        {member, kind, since}, [&](const Row& row) { latest = row.text(0); });
    if (latest == "passed") continue;
    const Text name = class_kind_name(kind);
    missing.zh += (missing.zh.empty() ? "" : "、") + name.zh + (latest.empty() ? "（未参加）" : "（不合格）");
    missing.en += (missing.en.empty() ? "" : ", ") + name.en + (latest.empty() ? " (none)" : " (failed)");
  }
  return missing;
}

}  // namespace

std::string check_training(Change& change, std::int64_t member, const std::string& on) {
  const std::string rule = text_of(change.settings(), "appointment_training");
  if (rule == "ignore") return {};
  const int months = static_cast<int>(integer_of(change.settings(), "appointment_months"));
  const Text missing = missing_training(change, member, add_months(on, -months));
  if (missing.zh.empty()) return {};
  if (rule == "warn") return "近 " + std::to_string(months) + " 个月缺少：" + missing.zh;
  Call::refuse("member", {"任用前 " + std::to_string(months) + " 个月内应有合格的培训，缺少：" + missing.zh +
                              "。请先安排培训或补训，或在设置“任用前培训要求”中调整。",
                          "Expected training passed in the " + std::to_string(months) +
                              " months before the appointment; missing: " + missing.en +
                              ". Train first, or change the setting “Training before an appointment”."});
}

Text class_kind_name(std::string_view kind) {
  if (kind == "regular") return {"常规培训", "regular"};
  if (kind == "short") return {"短期培训", "short"};
  if (kind == "professional") return {"专业职务培训", "professional"};
  if (kind == "lecture") return {"专题讲座", "special lecture"};
  if (kind == "seminar") return {"理论研讨", "seminar"};
  return {"经验交流", "exchange of experience"};
}

void register_appointments(Setup& at) {
  at.before("candidate.appoint", appoint_candidate);
  at.before("candidate.refuse", refuse_candidate);
}

}  // namespace liufa::cadre
