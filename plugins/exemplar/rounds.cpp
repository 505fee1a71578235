/// The year's round: what it takes from the settings, the quotas at its opening, and its stages.
#include <algorithm>
#include <liufa/kit/district_calendar.hpp>
#include <liufa/kit/publicity.hpp>
#include <liufa/kit/quota.hpp>
#include <map>
#include <utility>

#include "fields.hpp"
#include "handlers.hpp"
#include "round.hpp"
#include "ties.hpp"
#include "tree.hpp"

namespace liufa::exemplar {
namespace {

void require_order(const std::string& nominate, const std::string& review) {
  if (nominate.empty() || review.empty() || nominate <= review) return;
  Call::refuse("review_until",
               {"评审截止（" + review + "）应不早于推荐截止（" + nominate + "）。请更正其中一个日期",
                "expected a review until " + nominate + ", the last day of nominating, or later; found " + review +
                    ". Correct one of the two dates"});
}

void check_order(Change& change) {
  require_order(text_of(change.after(), "nominate_until"), text_of(change.after(), "review_until"));
}

void create(Change& change) {
  const std::int64_t year = integer_of(change.after(), "year");
  fill(change, "name", std::to_string(year) + " 年共产党员示范岗评选");
  // Taken over now, so that a later change of the settings does not reach a round that has begun.
  for (const char* field : {"share", "rounding", "least", "counted", "kinds", "first_sectors", "cap", "publicity_days",
                            "recheck_months", "improve_months", "reward"})
    fill(change, field, change.settings().value(field, Json()));
  check_order(change);
}

/// So many working days after a date, by a setting and the district's calendar.
std::string after_days(Change& change, const std::string& date, const char* setting) {
  const int days = change.settings().at(setting).get<int>();
  return kit::date_of(kit::working_days(change).after(kit::day_of(date), days));
}

/// The last days of nominating and reviewing, where nobody named them.
void fill_dates(Change& change, const std::string& from) {
  std::string nominate = text_of(change.after(), "nominate_until");
  if (nominate.empty()) nominate = after_days(change, from, "nomination_days");
  std::string review = text_of(change.after(), "review_until");
  if (review.empty()) review = after_days(change, nominate, "review_days");
  require_order(nominate, review);
  change.set("nominate_until", nominate);
  change.set("review_until", review);
}

/// Members in service by organisation on the cut-off day, as far as the register tells: one query for all.
std::map<std::int64_t, std::int64_t> count_members(Call& call, bool full_only, const std::string& on) {
  std::map<std::int64_t, std::int64_t> counts;
  call.query(
      "SELECT organisation, COUNT(*) FROM directory_member WHERE service = 'in_service' "
      "AND (status <> 'left' OR left_on > $1) AND ($2 = 0 OR status <> 'probationary') "
      "AND (joined_on IS NULL OR joined_on <= $1) GROUP BY organisation",
      {on, std::int64_t{full_only ? 1 : 0}}, [&](const Row& row) { counts[row.integer(0)] = row.integer(1); });
  return counts;
}

/// Members by the organisation that nominates them: everybody counts once, for the nearest one at or above their own.
std::map<std::int64_t, std::int64_t> gather(const Tree& tree, const std::map<std::int64_t, std::int64_t>& counts,
                                            const Json& round, const std::string& on) {
  const auto kinds = words_of(round, "kinds");
  const Organisation* within = tree.find(integer_of(round, "within"));
  std::map<std::int64_t, std::int64_t> gathered;
  for (const auto& [organisation, members] : counts) {
    const Organisation* nominating = tree.nearest(organisation, kinds);
    if (!nominating || (within && !nominating->path.starts_with(within->path))) continue;
    if (!nominating->closed_on.empty() && nominating->closed_on <= on) continue;
    gathered[nominating->id] += members;
  }
  return gathered;
}

/// Several rounds of a year may stand side by side (organs, communities), but an organisation has one quota a year.
void require_no_other_quota(Change& change, const std::map<std::int64_t, std::int64_t>& members) {
  std::string names;
  std::string code;
  std::int64_t count = 0;
  change.query(
      "SELECT q.organisation, o.name, r.code FROM exemplar_quota q JOIN exemplar_round r ON r.id = q.round JOIN "
      "directory_organisation o ON o.id = q.organisation WHERE q.year = $1 AND q.round <> $2 ORDER BY o.code",
      {integer_of(change.after(), "year"), *change.id()}, [&](const Row& row) {
        if (!members.contains(row.integer(0))) return;
        code = row.text(2);
        if (++count <= 5) names += (names.empty() ? "" : "、") + std::string(row.text(1));
      });
  if (count == 0) return;
  Call::refuse("within", {"有 " + std::to_string(count) + " 个组织本年度已有名额（" + names + (count > 5 ? " 等" : "") +
                              "，见评选 " + code + "）。请限定范围或组织类别",
                          std::to_string(count) + " organisations have a quota of this year already (" + names +
                              (count > 5 ? ", …" : "") + ", in round " + code + "). Narrow the scope or the kinds"});
}

Json quota_of(const Tree& tree, const Json& round, std::int64_t id, std::int64_t organisation, std::int64_t members) {
  const std::int64_t share = hundredths_of(round, "share");
  const auto rounding = kit::rounding_of(text_of(round, "rounding")).value_or(kit::Rounding::down);
  const std::string sector = tree.sector(organisation);
  const auto first = words_of(round, "first_sectors");
  return {{"round", id},
          {"organisation", organisation},
          {"year", integer_of(round, "year")},
          {"members", members},
          // Members times hundredths of a percent are ten-thousandths of a place: four digits, exactly.
          {"exact", kit::decimal_text(members * share, 4)},
          {"places", kit::quota(members, share, rounding, integer_of(round, "least"))},
          {"sector", sector.empty() ? Json() : Json(sector)},
          {"first", std::find(first.begin(), first.end(), sector) != first.end()}};
}

void open(Change& change) {
  const Json& round = change.after();
  const std::string today = change.today();
  const std::string counted_on = is_given(round, "counted_on") ? text_of(round, "counted_on") : today;
  if (counted_on > today)
    Call::refuse("counted_on", {"名额基数日期 " + counted_on + " 还没到，请在当天或之后启动",
                                "members are to be counted on " + counted_on + ", which is yet to come; open then"});
  change.set("counted_on", counted_on);
  fill_dates(change, today);
  const Tree tree = Tree::all(change);
  const auto members =
      gather(tree, count_members(change, text_of(round, "counted") == "full", counted_on), round, counted_on);
  if (members.empty())
    Call::refuse("kinds", {"没有一个推荐组织有在职党员。请核对评选的组织类别、范围和党员名册",
                           "expected an organisation with members in service that nominates, found none; check the "
                           "round's kinds and scope and the register"});
  require_no_other_quota(change, members);
  std::int64_t all_members = 0;
  std::int64_t places = 0;
  for (const auto& [organisation, count] : members) {
    const Json quota = quota_of(tree, round, *change.id(), organisation, count);
    all_members += count;
    places += integer_of(quota, "places");
    change.create("quota", quota);
  }
  change.set("organisations", static_cast<std::int64_t>(members.size()));
  change.set("members", all_members);
  change.set("places", places);
  change.set("opened_on", today);
}

void update_quota(Change& change) {
  const Round round = read_round(change, integer_of(change.after(), "round"));
  require_stage(round, {"nominating", "review"}, {"调整名额", "changing a quota"});
  if (integer_of(change.after(), "additional") > 0 && !is_given(change.after(), "additional_reason"))
    Call::refuse("additional_reason",
                 {"追加名额须填写追加理由", "expected a reason for the additional places, found none; give it"});
}

/// Waiting for everybody, or for the day after which waiting is over.
void start_review(Change& change) {
  const std::string until = text_of(change.after(), "nominate_until");
  if (change.today() > until) return;
  const auto waiting = change.query_integer(
      "SELECT COUNT(*) FROM exemplar_quota q WHERE q.round = $1 AND q.places + q.additional > (SELECT COUNT(*) FROM "
      "exemplar_nomination n WHERE n.round = q.round AND n.organisation = q.organisation AND n.state IN ('submitted', "
      "'accepted'))",
      {*change.id()});
  if (waiting.value_or(0) == 0) return;
  Call::refuse("nominate_until", {"还有 " + std::to_string(*waiting) + " 个组织的名额没有用完，推荐到 " + until +
                                      " 截止。请在截止之后开始评审",
                                  std::to_string(*waiting) + " organisations have places left and may nominate until " +
                                      until + "; start the review after that day"});
}

void reopen(Change& change) {
  const std::string until = text_of(change.after(), "nominate_until");
  if (until < change.today())
    Call::refuse("nominate_until", {"重新开放推荐应填写新的推荐截止日期，原为 " + until,
                                    "expected a new last day of nominating, found " + until + ", which is over"});
  if (text_of(change.after(), "review_until") < until)
    change.set("review_until", after_days(change, until, "review_days"));
}

/// What the review accepted, in the order in which it was handed in.
struct Accepted {
  std::vector<Contender> contenders;
  std::vector<std::pair<std::int64_t, bool>> values;  ///< score, then the sectors that come first
};

Accepted read_accepted(Change& change, const Round& round) {
  Accepted accepted;
  change.query(
      "SELECT n.id, m.name, n.decision, n.review_score, n.first FROM exemplar_nomination n JOIN directory_member m ON "
      "m.id = n.member WHERE n.round = $1 AND n.state = 'accepted' ORDER BY n.id",
      {round.id}, [&](const Row& row) {
        const std::string name(row.text(1));
        if (round.cap > 0 && row.is_null(3))
          Call::refuse("review_score",
                       {"设有命名总数上限时按评审分排序，" + name + "没有评审分。请先填写",
                        "with a cap the review scores decide, and " + name + " has none; give it one first"});
        accepted.contenders.push_back({row.integer(0), name, std::string(row.text(2))});
        accepted.values.emplace_back(row.integer(3), row.integer(4) != 0);
      });
  return accepted;
}

/// How many may still be publicised under the cap; all where there is none.
std::int64_t places_left(Change& change, const Round& round, std::size_t accepted) {
  if (round.cap == 0) return static_cast<std::int64_t>(accepted);
  const auto taken = change.query_integer(
      "SELECT COUNT(*) FROM exemplar_nomination WHERE round = $1 AND state IN ('publicity', 'named')", {round.id});
  return std::max<std::int64_t>(0, round.cap - taken.value_or(0));
}

void publicise(Change& change) {
  const Round round = read_round(change, *change.id());
  const auto waiting = change.query_integer(
      "SELECT COUNT(*) FROM exemplar_nomination WHERE round = $1 AND state = 'submitted'", {round.id});
  if (waiting.value_or(0) > 0)
    Call::refuse("", {"还有 " + std::to_string(*waiting) + " 件推荐没有评审。请先评审，再公示",
                      std::to_string(*waiting) + " nominations are not reviewed yet; review them first"});
  const Accepted accepted = read_accepted(change, round);
  if (accepted.contenders.empty())
    Call::refuse("", {"没有评审通过、尚待公示的推荐", "no accepted nomination waits for publicity"});
  const auto placed =
      settle(kit::choose_top(accepted.values, places_left(change, round, accepted.values.size())), accepted.contenders);
  const auto window =
      kit::publicity_window(change.today(), kit::working_days(change), {.working_days = round.publicity_days});
  std::vector<bool> has_place(accepted.contenders.size(), false);
  for (const std::size_t at : placed) has_place[at] = true;
  for (std::size_t at = 0; at < accepted.contenders.size(); ++at) {
    if (has_place[at])
      change.transition("nomination", accepted.contenders[at].id, "publicise",
                        {{"publicity_from", window.began}, {"publicity_until", window.last_day}});
    else
      change.transition("nomination", accepted.contenders[at].id, "pass_over");
  }
}

void close(Change& change) {
  std::vector<std::int64_t> unfinished;
  std::string open;
  change.query(
      "SELECT n.id, m.name, n.state FROM exemplar_nomination n JOIN directory_member m ON m.id = n.member WHERE "
      "n.round = $1 AND n.state IN ('draft', 'returned', 'submitted', 'accepted', 'publicity') ORDER BY n.id",
      {*change.id()}, [&](const Row& row) {
        if (row.text(2) == "draft" || row.text(2) == "returned")
          unfinished.push_back(row.integer(0));
        else
          open += (open.empty() ? "" : "、") + std::string(row.text(1));
      });
  if (!open.empty())
    Call::refuse("", {"还有没有办完的推荐：" + open + "。请命名、不予通过或撤回后再办结",
                      "nominations are still open: " + open + "; name, reject or withdraw them first"});
  for (const std::int64_t id : unfinished)
    change.transition("nomination", id, "lapse", {{"reason", "评选已办结，未上报。"}});
  change.set("closed_on", change.today());
}

}  // namespace

void register_rounds(Setup& at) {
  at.before("round.create", create);
  at.before("round.update", check_order);
  at.before("round.open", open);
  at.before("round.start_review", start_review);
  at.before("round.reopen", reopen);
  at.before("round.publicise", publicise);
  at.before("round.close", close);
  at.before("quota.update", update_quota);
}

}  // namespace liufa::exemplar
