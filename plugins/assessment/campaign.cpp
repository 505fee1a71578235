/// The year: its workflow from preparation to final results, who does not take part, publicity, freezing.
#include "fields.hpp"
#include "handlers.hpp"
#include "reading.hpp"
#include "results.hpp"

namespace liufa::assessment {
namespace {

Campaign campaign_of(Change& change) {
  return read_campaign(change, integer_in(change.after(), "campaign").value_or(0));
}

void check_new(Change& change) {
  const std::int64_t standard = integer_in(change.after(), "standard").value_or(0);
  const std::int64_t year = integer_in(change.after(), "year").value_or(0);
  change.query("SELECT state, year, code FROM assessment_standard WHERE id = $1", {standard}, [&](const Row& row) {
    if (row.text(0) != "published")
      Call::refuse("standard", {fmt::format("考核标准 {} 尚未发布，请先发布", row.text(2)),
                                fmt::format("the standard {} is a draft; publish it first", row.text(2))});
    if (row.integer(1) != year)
      Call::refuse("standard",
                   {fmt::format("{} 年应使用当年的考核标准，{} 是 {} 年的；请修订为 {} 年标准并发布", year, row.text(2),
                                row.integer(1), year),
                    fmt::format("the year {} needs its own standard but {} is that of {}; revise it for {} and "
                                "publish that",
                                year, row.text(2), row.integer(1), year)});
  });
}

void check_update(Change& change) {
  const Campaign campaign = read_campaign(change, *change.id());
  require_not_frozen(campaign, {"修改该年度考核", "changing the assessment year"});
  if (campaign.state != "publicity") return;
  if (text_in(change.after(), "publicity_from") != campaign.publicity_from ||
      text_in(change.after(), "publicity_until") < campaign.publicity_until)
    Call::refuse(
        "publicity_until",
        {fmt::format("公示期（{} 至 {}）只能延长，不能缩短或改期；如需重新公示请先撤回公示", campaign.publicity_from,
                     campaign.publicity_until),
         fmt::format("the publicity period ({} to {}) may only be extended; to begin anew, withdraw the results "
                     "first",
                     campaign.publicity_from, campaign.publicity_until)});
}

void check_self_check(Change& change) {
  if (change.query_integer("SELECT id FROM assessment_sheet WHERE campaign = $1 LIMIT 1", {*change.id()})) return;
  Call::refuse("", {"还没有参加考核的单位，请先启动年度考核（open_year）建立考核表",
                    "no organisation takes part yet; create the sheets with the action open_year first"});
}

/// Waiting for everybody, or for the day after which waiting is over.
void check_review(Change& change) {
  const std::string until = text_in(change.after(), "self_check_until");
  if (!until.empty() && change.today() > until) return;
  std::string names;
  std::int64_t missing = 0;
  change.query(
      "SELECT o.name FROM assessment_sheet s JOIN directory_organisation o ON o.id = s.organisation "
      "WHERE s.campaign = $1 AND s.state IN ('open', 'returned') ORDER BY o.code",
      {*change.id()}, [&](const Row& row) {
        if (++missing <= 5) names += (names.empty() ? "" : "、") + std::string(row.text(0));
      });
  if (missing == 0) return;
  Call::refuse(
      "self_check_until",
      {fmt::format("还有 {} 个单位未上报自查（{}{}）；请等待上报，或在自查截止日（{}）之后开始考评", missing, names,
                   missing > 5 ? " 等" : "", until.empty() ? "未设" : until),
       fmt::format("{} organisations have not handed in their self-check ({}{}); wait for them, or start the review "
                   "after the last day of the self-check ({})",
                   missing, names, missing > 5 ? ", …" : "", until.empty() ? "none is set" : until)});
}

void require_current(Change& change, const Campaign& campaign) {
  const std::int64_t outdated = count_outdated(change, campaign);
  if (outdated == 0 && campaign.computations > 0) return;
  Call::refuse("", {fmt::format("有 {} 个单位的结果尚未计算，或计算后评分又有变动；请先重新计算（compute）", outdated),
                    fmt::format("the results of {} organisations are not computed, or their scores have changed since; "
                                "compute again first",
                                outdated)});
}

void check_publishing(Change& change) {
  const Campaign campaign = read_campaign(change, *change.id());
  require_current(change, campaign);
  const auto days = static_cast<int>(change.settings().at("publicity_days").get<std::int64_t>());
  const bool given_from = is_given(change.after(), "publicity_from");
  const bool given_until = is_given(change.after(), "publicity_until");
  const std::string from = given_from ? text_in(change.after(), "publicity_from") : change.today();
  const std::string least = add_days(from, days - 1);
  const std::string until = given_until ? text_in(change.after(), "publicity_until") : least;
  if (until < least)
    Call::refuse("publicity_until",
                 {fmt::format("公示期不得少于 {} 天：自 {} 起最早到 {}，填报为 {}", days, from, least, until),
                  fmt::format("publicity lasts at least {} days: from {} until {} at the earliest, found {}", days,
                              from, least, until)});
  change.set("publicity_from", from);
  change.set("publicity_until", until);
  Json summary = summary_of(change, campaign);
  summary["publicity_from"] = from;
  summary["publicity_until"] = until;
  change.emit("result.publicised", summary);
}

/// The next publicity begins anew, with dates of its own.
void clear_publicity(Change& change) {
  change.set("publicity_from", nullptr);
  change.set("publicity_until", nullptr);
}

void require_freezable(Change& change, const Campaign& campaign) {
  const auto open = change.query_integer(
      "SELECT COUNT(*) FROM assessment_objection WHERE campaign = $1 AND state IN ('submitted', 'accepted')",
      {campaign.id});
  if (open.value_or(0) > 0)
    Call::refuse("",
                 {fmt::format("还有 {} 件申诉未办结，全部办结（不采纳，或采纳并更正、重新计算）后才能定格", *open),
                  fmt::format("{} objections are open; the results become final when each is rejected, or accepted, "
                              "corrected and computed again",
                              *open)});
  if (change.today() <= campaign.publicity_until)
    Call::refuse("", {fmt::format("公示期到 {} 为止，今天是 {}；公示期满后（{} 起）才能定格", campaign.publicity_until,
                                  change.today(), add_days(campaign.publicity_until, 1)),
                      fmt::format("publicity lasts until {} and today is {}; the results can be made final from {}",
                                  campaign.publicity_until, change.today(), add_days(campaign.publicity_until, 1))});
}

/// Here and not in the action, so that the step means the same however it is taken.
void freeze(Change& change) {
  const Campaign campaign = read_campaign(change, *change.id());
  require_freezable(change, campaign);
  require_current(change, campaign);
  std::vector<std::int64_t> results;
  change.query("SELECT id FROM assessment_result WHERE campaign = $1 AND withdrawn = 0 ORDER BY id", {campaign.id},
               [&](const Row& row) { results.push_back(row.integer(0)); });
  for (const std::int64_t id : results) change.update("result", id, {{"final", true}});
  change.set("frozen_on", change.today());
  change.emit("result.published", summary_of(change, campaign));
}

void check_exclusion(Change& change) {
  const Campaign campaign = campaign_of(change);
  require_not_frozen(campaign, {"变更参加单位", "changing who takes part"});
  if (change.operation() != "create") return;
  const auto sheet = change.query_integer("SELECT id FROM assessment_sheet WHERE campaign = $1 AND organisation = $2",
                                          {campaign.id, integer_in(change.after(), "organisation").value_or(0)});
  if (sheet)
    Call::refuse("organisation",
                 {fmt::format("该组织已有考核表（编号 {}），请在考核表上执行“决定不参加考核”", *sheet),
                  fmt::format("the organisation has a sheet already ({}); take the step “exclude” of that "
                              "sheet instead",
                              *sheet)});
}

void publish(Call& call) {
  const Campaign campaign = named_campaign(call);
  Json fields = Json::object();
  if (is_given(call.input(), "from")) fields["publicity_from"] = call.input().at("from");
  if (is_given(call.input(), "until")) fields["publicity_until"] = call.input().at("until");
  Json summary;
  call.write([&] {
    call.transition("campaign", campaign.id, "publish", fields);
    const Campaign now = read_campaign(call, campaign.id);
    summary = summary_of(call, now);
    summary["publicity_from"] = now.publicity_from;
    summary["publicity_until"] = now.publicity_until;
  });
  call.answer(summary);
}

void run_freeze(Call& call) {
  const Campaign campaign = named_campaign(call);
  call.write([&] { call.transition("campaign", campaign.id, "freeze"); });
  call.answer(summary_of(call, campaign));
}

}  // namespace

void register_campaign(Setup& at) {
  at.before("campaign.create", check_new);
  at.before("campaign.update", check_update);
  at.before("campaign.start_self_check", check_self_check);
  at.before("campaign.start_review", check_review);
  at.before("campaign.publish", check_publishing);
  at.before("campaign.withdraw", clear_publicity);
  at.before("campaign.freeze", freeze);
  at.before("exclusion.create", check_exclusion);
  at.before("exclusion.update", check_exclusion);
  at.action("publish", publish);
  at.action("freeze", run_freeze);
}

}  // namespace liufa::assessment
