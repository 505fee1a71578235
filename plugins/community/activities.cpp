#include <fmt/format.h>

#include <map>
#include <set>
#include <vector>

#include "fields.hpp"
#include "handlers.hpp"
#include "needs.hpp"
#include "standing.hpp"

/// Public-benefit activities of a community, and who took part: a record each, so that it counts for each of them.
namespace liufa::community {
namespace {

struct Planned {
  std::int64_t id = 0;
  std::string state;
  std::int64_t community = 0;
  std::string held_on;
  std::int64_t people = 0;  ///< 0: any number
  std::int64_t opening = 0;
};

Planned activity_where(Call& call, const char* where, std::int64_t value) {
  Planned found;
  call.query(
      std::string("SELECT id, state, community, held_on, people, opening FROM community_activity WHERE ") + where,
      {value}, [&](const Row& row) {
        found = {row.integer(0),           std::string(row.text(1)), row.integer(2),
                 std::string(row.text(3)), row.integer(4),           row.integer(5)};
      });
  return found;
}

Json published(Change& change) {
  const Json& activity = change.after();
  Json opening{{"title", activity.at("title")}, {"community", activity.at("community")}};
  for (const char* same : {"content", "place"}) opening[same] = activity.contains(same) ? activity.at(same) : Json();
  opening["starts_on"] = opening["ends_on"] = activity.at("held_on");
  const std::int64_t people = integer_of(activity, "people");
  opening["places"] =
      people == 0 ? Json() : Json(std::max<std::int64_t>(0, people - integer_of(activity, "signed_up")));
  return opening;
}

void create_activity(Change& change) {
  Json opening = published(change);
  opening["community_name"] = organisation_name(change, integer_of(change.after(), "community"));
  change.set("opening", change.create("opening", opening));
}

void update_activity(Change& change) {
  change.update("opening", integer_of(change.after(), "opening"), published(change));
}

std::vector<std::int64_t> participations_of(Call& call, std::int64_t activity, const char* states) {
  std::vector<std::int64_t> ids;
  call.query(
      fmt::format("SELECT id FROM community_participation WHERE activity = $1 AND state IN ({}) ORDER BY id", states),
      {activity}, [&](const Row& row) { ids.push_back(row.integer(0)); });
  return ids;
}

void hold(Change& change) {
  require_past(change, "held_on", {"活动日期", "a day of the activity"});
  publish(change, integer_of(change.after(), "opening"), false);
  const std::string held_on = text_of(change.after(), "held_on");
  if (held_on == text_of(change.before(), "held_on")) return;
  for (const std::int64_t id : participations_of(change, change.id().value_or(0), "'signed_up'"))
    change.update("participation", id, {{"held_on", held_on}});
}

void cancel(Change& change) {
  publish(change, integer_of(change.after(), "opening"), false);
  for (const std::int64_t id : participations_of(change, change.id().value_or(0), "'signed_up'"))
    change.transition("participation", id, "withdraw", {{"note", "活动取消。"}});
}

void recount(Call& call, const Planned& activity, std::int64_t own, bool counts) {
  const std::int64_t others = call.query_integer(
                                      "SELECT COUNT(*) FROM community_participation WHERE activity = $1"
                                      " AND id <> $2 AND state IN ('signed_up', 'attended')",
                                      {activity.id, own})
                                  .value_or(0);
  call.update("activity", activity.id, {{"signed_up", others + (counts ? 1 : 0)}});
}

void require_place(Change& change, const Planned& activity) {
  if (activity.state == "cancelled")
    Call::refuse("activity", {"该活动已取消。请另选活动。",
                              "Expected an activity that takes place; this one was cancelled. "
                              "Choose another."});
  if (activity.state != "planned" || activity.people == 0) return;
  const std::int64_t taken = change
                                 .query_integer(
                                     "SELECT COUNT(*) FROM community_participation WHERE activity = $1"
                                     " AND id <> $2 AND state IN ('signed_up', 'attended')",
                                     {activity.id, change.id().value_or(0)})
                                 .value_or(0);
  if (taken < activity.people) return;
  Call::refuse("activity", {fmt::format("该活动限 {} 人，已报满。请另选活动，或由社区提高人数上限。", activity.people),
                            fmt::format("Expected a place among {}; all are taken. Choose another activity, or have "
                                        "the community raise “People at most”.",
                                        activity.people)});
}

void sign_up(Change& change) {
  const std::int64_t given = integer_of(change.after(), "activity");
  const std::int64_t opening = integer_of(change.after(), "opening");
  const Planned activity =
      given != 0 ? activity_where(change, "id = $1", given) : activity_where(change, "opening = $1", opening);
  if (activity.id == 0)
    Call::refuse("opening", {"请选择要参加的活动；认领岗位请用“岗位认领”。",
                             "Expected an activity; found none. Name one (a post is claimed, not signed up for)."});
  require_place(change, activity);
  place(change, activity.community);
  change.set("activity", activity.id);
  change.set("opening", or_null(activity.opening));
  change.set("held_on", activity.held_on);
  recount(change, activity, change.id().value_or(0), true);
}

void require_held(Change& change) {
  const Planned activity = activity_where(change, "id = $1", integer_of(change.after(), "activity"));
  if (activity.state != "held")
    Call::refuse("", {"该活动尚未登记为已开展。请先在活动上办理“登记已开展”，再登记到场。",
                      "Expected an activity that was held; this one is not noted as such yet. Note it as held first."});
  change.set("held_on", activity.held_on);
}

void leave(Change& change) {
  recount(change, activity_where(change, "id = $1", integer_of(change.after(), "activity")), change.id().value_or(0),
          false);
}

/// The inputs name whose activity it is: a community's permission rests on them.
Planned attended_activity(Call& call) {
  const Planned activity = activity_where(call, "id = $1", integer_of(call.input(), "activity"));
  const std::int64_t community = integer_of(call.input(), "community");
  if (activity.id == 0 || (community != 0 && community != activity.community))
    Call::refuse("activity", {"找不到该社区的这一活动。请核对活动编号和社区。",
                              "Expected an activity of this community; found none of that number. Check both."});
  if (activity.state != "held")
    Call::refuse("activity", {"该活动尚未登记为已开展。请先办理“登记已开展”。",
                              "Expected an activity that was held; note it as held first."});
  return activity;
}

/// What the list of those who came says of an activity.
struct Attendance {
  std::vector<std::int64_t> newcomers;  ///< members who had not signed up
  std::vector<std::int64_t> returned;   ///< participations of those who had withdrawn and came all the same
  std::vector<std::int64_t> attended;   ///< participations
  std::vector<std::int64_t> absent;     ///< participations
};

/// Reads everybody's participation at once and compares it with the list.
Attendance compare(Call& call, const Planned& activity) {
  std::map<std::int64_t, std::int64_t> member_of;  // by report-in
  call.query("SELECT id, member FROM community_report_in WHERE community = $1 AND state = 'confirmed'",
             {activity.community}, [&](const Row& row) { member_of[row.integer(0)] = row.integer(1); });
  std::set<std::int64_t> present;
  for (const Json& each : call.input().at("report_ins")) {
    const auto found = member_of.find(each.get<std::int64_t>());
    if (found == member_of.end())
      Call::refuse("report_ins",
                   {fmt::format("第 {} 号报到不在该社区，或已结束。请核对名单。", each.get<std::int64_t>()),
                    fmt::format("Expected report-ins that stand at this community; number {} does not. "
                                "Check the list.",
                                each.get<std::int64_t>())});
    present.insert(found->second);
  }
  Attendance result;
  call.query("SELECT id, member, state FROM community_participation WHERE activity = $1 ORDER BY id", {activity.id},
             [&](const Row& row) {
               const bool came = present.erase(row.integer(1)) > 0;
               if (came && row.text(2) != "attended" && row.text(2) != "withdrawn")
                 result.attended.push_back(row.integer(0));
               else if (came && row.text(2) == "withdrawn")
                 result.returned.push_back(row.integer(0));
               else if (!came && row.text(2) == "signed_up")
                 result.absent.push_back(row.integer(0));
             });
  result.newcomers.assign(present.begin(), present.end());
  return result;
}

void record_attendance(Call& call) {
  const Planned activity = attended_activity(call);
  const Attendance attendance = compare(call, activity);
  const bool others_absent = !call.input().contains("others_absent") || is_true(call.input(), "others_absent");
  call.write([&] {
    for (const std::int64_t member : attendance.newcomers)
      call.transition("participation", call.create("participation", {{"activity", activity.id}, {"member", member}}),
                      "attend");
    for (const std::int64_t id : attendance.returned) {
      call.transition("participation", id, "sign_up_again");
      call.transition("participation", id, "attend");
    }
    for (const std::int64_t id : attendance.attended) call.transition("participation", id, "attend");
    if (!others_absent) return;
    for (const std::int64_t id : attendance.absent) call.transition("participation", id, "miss");
  });
  call.answer({{"attended", attendance.newcomers.size() + attendance.returned.size() + attendance.attended.size()},
               {"absent", others_absent ? attendance.absent.size() : 0}});
}

}  // namespace

void register_activities(Setup& at) {
  at.before("activity.create", create_activity);
  at.before("activity.update", update_activity);
  at.before("activity.hold", hold);
  at.before("activity.cancel", cancel);
  at.before("participation.create", sign_up);
  at.before("participation.sign_up_again", sign_up);
  at.before("participation.attend", require_held);
  at.before("participation.miss", require_held);
  at.before("participation.withdraw", leave);
  at.action("record_attendance", record_attendance);
}

}  // namespace liufa::community
