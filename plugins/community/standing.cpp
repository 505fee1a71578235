#include "standing.hpp"

#include <fmt/format.h>

#include "fields.hpp"

namespace liufa::community {
namespace {

std::optional<Standing> first(Call& call, const std::string& where, const std::vector<Parameter>& parameters) {
  std::optional<Standing> found;
  call.query("SELECT id, organisation, community FROM community_report_in WHERE " + where, parameters,
             [&](const Row& row) {
               if (!found) found = Standing{row.integer(0), row.integer(1), row.integer(2)};
             });
  return found;
}

}  // namespace

std::optional<Standing> standing_of(Call& call, std::int64_t member) {
  return first(call, "member = $1 AND state = 'confirmed'", {member});
}

std::optional<Standing> standing_on(Call& call, std::int64_t member, const std::string& day) {
  return first(call,
               "member = $1 AND confirmed_on <= $2 AND (ended_on IS NULL OR ended_on >= $2)"
               " ORDER BY confirmed_on DESC, id DESC",
               {member, day});
}

Standing place(Change& change, std::int64_t community) {
  const auto standing = standing_of(change, integer_of(change.after(), "member"));
  // The texts name nobody: whoever asks may not be allowed to know where the member lives.
  if (!standing)
    Call::refuse("member", {"该党员没有社区已接收的报到。请先在社区报到，由社区接收后再登记。",
                            "Expected a member whose report-in a community has confirmed; found none. They have to "
                            "report in first, and the community to confirm it."});
  if (community != 0 && standing->community != community)
    Call::refuse("member", {fmt::format("该党员没有在“{0}”报到。请选择在“{0}”报到的党员，或先办理居住地变更。",
                                        organisation_name(change, community)),
                            fmt::format("Expected a member who has reported in at “{}”; this one has not. Choose "
                                        "another, or have their move noted first.",
                                        organisation_name(change, community))});
  place(change, *standing);
  return *standing;
}

void place(Change& change, const Standing& standing) {
  change.set("report_in", standing.report_in);
  change.set("organisation", or_null(standing.organisation));
  change.set("community", standing.community);
}

std::string organisation_name(Call& call, std::int64_t id) {
  return call.query_text("SELECT name FROM directory_organisation WHERE id = $1", {id}).value_or("");
}

std::string post_kind_name(Call& call, std::int64_t id) {
  return call.query_text("SELECT name FROM community_post_kind WHERE id = $1", {id}).value_or("");
}

std::string state_of(Call& call, std::string_view record, std::int64_t id) {
  return call.query_text("SELECT state FROM community_" + std::string(record) + " WHERE id = $1", {id}).value_or("");
}

void require_known_skills(Change& change, std::string_view field) {
  // What was chosen before the district changed its list may stay.
  if (change.before().is_object() && texts_of(change.before(), field) == texts_of(change.after(), field)) return;
  const std::vector<std::string> known = texts_of(change.settings(), "skills");
  for (const std::string& skill : texts_of(change.after(), field)) {
    if (contains(known, skill)) continue;
    Call::refuse(std::string(field),
                 {fmt::format("“{}”不在本区县的特长之中：{}。请从中选取，或由管理员在设置“特长”中增加。", skill,
                              joined(known, "、")),
                  fmt::format("Expected one of {}; found “{}”. Choose from these, or have it added to the setting "
                              "“Skills”.",
                              joined(known, ", "), skill)});
  }
}

void complete_dates(Change& change) {
  std::string starts_on = text_of(change.after(), "starts_on");
  const std::string ends_on = text_of(change.after(), "ends_on");
  if (starts_on.empty()) {
    starts_on = change.today();
    change.set("starts_on", starts_on);
  }
  if (ends_on.empty() || ends_on >= starts_on) return;
  Call::refuse("ends_on",
               {fmt::format("结束日期应不早于开始日期 {}，现为 {}。请更正其中一个日期。", starts_on, ends_on),
                fmt::format("Expected a last day on or after the first, {}; found {}. Correct one of the "
                            "two dates.",
                            starts_on, ends_on)});
}

void require_past(Change& change, std::string_view field, const Text& what) {
  const std::string date = text_of(change.after(), field);
  const std::string today = change.today();
  if (date <= today) return;
  Call::refuse(
      std::string(field),
      {fmt::format("{}应不晚于今天 {}，现为 {}。发生之后再登记。", what.zh, today, date),
       fmt::format("Expected {} up to today, {}; found {}. Note it once it has taken place.", what.en, today, date)});
}

}  // namespace liufa::community
