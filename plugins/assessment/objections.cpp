/// Objections during publicity, and annotations after the results are final.
#include "fields.hpp"
#include "handlers.hpp"
#include "reading.hpp"

namespace liufa::assessment {
namespace {

Campaign campaign_of(Change& change) {
  return read_campaign(change, integer_in(change.after(), "campaign").value_or(0));
}

void require_received_in_time(Change& change, const Campaign& campaign) {
  const std::string received =
      is_given(change.after(), "received_on") ? text_in(change.after(), "received_on") : change.today();
  if (received < campaign.publicity_from || received > campaign.publicity_until)
    Call::refuse("received_on",
                 {fmt::format("申诉应在公示期（{} 至 {}）内提出，收到日期为 {}", campaign.publicity_from,
                              campaign.publicity_until, received),
                  fmt::format("objections are raised during publicity ({} to {}); this one was received on {}",
                              campaign.publicity_from, campaign.publicity_until, received)});
  if (received > change.today())
    Call::refuse("received_on",
                 {fmt::format("收到日期 {} 不能晚于今天 {}", received, change.today()),
                  fmt::format("it can't have been received on {}, later than today {}", received, change.today())});
  change.set("received_on", received);
}

void check_objection(Change& change) {
  const Campaign campaign = campaign_of(change);
  require_not_frozen(campaign, {"提出申诉", "an objection"});
  if (campaign.state != "publicity")
    Call::refuse("", {"结果公示后才能提出申诉", "objections are raised once the results are publicised"});
  require_received_in_time(change, campaign);
  if (!change.query_integer("SELECT id FROM assessment_sheet WHERE campaign = $1 AND organisation = $2",
                            {campaign.id, integer_in(change.after(), "organisation").value_or(0)}))
    Call::refuse("organisation",
                 {"该组织没有参加本年度考核", "the organisation takes no part in this assessment year"});
  const std::string code = text_in(change.after(), "item_code");
  if (!code.empty() && !read_item(change, campaign.standard, code))
    Call::refuse("item_code", {fmt::format("本年度考核标准中没有编号为“{}”的项目", code),
                               fmt::format("the year's standard has no item “{}”", code)});
  change.set("year", campaign.year);
}

void decide(Change& change) {
  require_not_frozen(campaign_of(change), {"处理申诉", "deciding an objection"});
  change.set("decided_on", change.today());
}

void check_annotation(Change& change) {
  if (change.operation() != "create")
    Call::refuse("", {"批注不能修改，请另加一条批注", "an annotation can't be changed; add another one"});
  change.query("SELECT organisation, final FROM assessment_result WHERE id = $1",
               {integer_in(change.after(), "result").value_or(0)}, [&](const Row& row) {
                 if (row.integer(1) == 0)
                   Call::refuse("result",
                                {"结果定格前请直接更正评分并重新计算，定格后才使用批注",
                                 "before the results are final, correct the score and compute again; annotations "
                                 "are for final results"});
                 change.set("organisation", row.integer(0));
               });
  change.set("noted_on", change.today());
}

}  // namespace

void register_objections(Setup& at) {
  at.before("objection.create", check_objection);
  at.before("objection.update", [](Change& change) {
    require_not_frozen(campaign_of(change), {"修改申诉", "changing an objection"});
  });
  at.before("objection.accept", decide);
  at.before("objection.reject", decide);
  at.before("annotation.create", check_annotation);
  at.before("annotation.update", check_annotation);
}

}  // namespace liufa::assessment
