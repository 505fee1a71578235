#include <algorithm>

#include "rules.hpp"

/// Plans, the ledger of support, and evaluations: all of them belong to a pair and fall within its term.
namespace liufa::pairing {
namespace {

/// A pair of organisations or of members, as its plans, support and evaluations see it.
struct Held {
  std::string state;
  Term term;
  std::int64_t urban = 0;
  std::int64_t rural = 0;
  std::int64_t urban_member = 0;
  std::int64_t rural_member = 0;
};

Held held(Call& call, std::string_view record, std::int64_t id) {
  const bool members = record == "member_pair";
  Held found;
  call.query(std::string("SELECT state, starts_on, ends_on, urban, rural") +
                 (members ? ", urban_member, rural_member" : ", NULL, NULL") + " FROM pairing_" + std::string(record) +
                 " WHERE id = $1",
             {id}, [&](const Row& row) {
               found = {std::string(row.text(0)), {std::string(row.text(1)), std::string(row.text(2))},
                        row.integer(3),           row.integer(4),
                        row.integer(5),           row.integer(6)};
             });
  return found;
}

void require_held(const Held& pair, std::string_view field) {
  if (pair.state == "active" || pair.state == "ended") return;
  Call::refuse(std::string(field), {"该结对尚未确认或已撤回。请先由工委确认结对，再登记。",
                                    "Expected a pair that is or was active; this one is not confirmed or was "
                                    "withdrawn. Have the office confirm it first."});
}

std::string year_of(const std::string& date) { return date.substr(0, 4); }

void require_year(Change& change, const Term& term) {
  const std::string year = std::to_string(integer_of(change.after(), "year"));
  if (year_of(term.starts_on) <= year && year <= year_of(term.ends_on)) return;
  const std::string years = year_of(term.starts_on) + "–" + year_of(term.ends_on);
  Call::refuse("year", {"年度应在结对期限 " + years + " 年之内，现为 " + year + "。请更正年度，或先续签。",
                        "Expected a year of the pair's term, " + years + "; found " + year +
                            ". Correct the year, or renew the pair first."});
}

/// A plan may be made as soon as the pair is proposed: it is part of what is agreed.
void check_plan(Change& change) {
  const Held pair = held(change, "pair", integer_of(change.after(), "pair"));
  if (pair.state == "withdrawn")
    Call::refuse("pair", {"该结对已撤回，不能制定计划。请另选结对。",
                          "Expected a pair that stands; this one was withdrawn. Choose another."});
  require_year(change, pair.term);
  derive(change, "urban", pair.urban);
  derive(change, "rural", pair.rural);
}

void update_plan(Change& change) {
  if (state_of(change, "plan", change.id().value_or(0)) == "draft") return;
  Call::refuse("", {"已提交或已同意的计划不能直接修改。请先“退回”或“修订”。",
                    "Expected a draft; this plan is submitted or agreed. Return it or revise it first."});
}

/// The pair that a support activity belongs to: exactly one of the two kinds.
Held supported(Change& change) {
  const std::int64_t pair = integer_of(change.after(), "pair");
  const std::int64_t members = integer_of(change.after(), "member_pair");
  if ((pair == 0) == (members == 0))
    Call::refuse("pair", {"应在“组织结对”和“党员结对”中选且只选一个。",
                          "Expected exactly one of a pair of organisations and a pair of members."});
  const Held found = pair != 0 ? held(change, "pair", pair) : held(change, "member_pair", members);
  require_held(found, pair != 0 ? "pair" : "member_pair");
  return found;
}

void check_date(Change& change, const Term& term) {
  const std::string date = text_of(change.after(), "held_on");
  const std::string today = change.today();
  if (date > today)
    Call::refuse("held_on", {"活动日期不能晚于今天 " + today + "，现为 " + date + "。活动开展后再登记。",
                             "Expected a date up to today, " + today + "; found " + date +
                                 ". Register it once it has taken place."});
  if (date < term.starts_on || date > term.ends_on)
    Call::refuse("held_on", {"活动日期应在结对期限 " + term.starts_on + " 至 " + term.ends_on + " 之内，现为 " + date +
                                 "。请更正日期，或先续签结对。",
                             "Expected a date within the pair's term, " + term.starts_on + " to " + term.ends_on +
                                 "; found " + date + ". Correct the date, or renew the pair first."});
}

/// An activity of one of the four mutuals serves that mutual.
void complete_mutual(Change& change) {
  constexpr std::string_view prefix = "mutual_";
  const std::string kind = text_of(change.after(), "kind");
  if (!kind.starts_with(prefix)) return;
  const std::string mutual = kind.substr(prefix.size());
  const std::string given = text_of(change.after(), "towards");
  const bool follows = change.before().is_object() && given == text_of(change.before(), "towards");
  if (!given.empty() && given != mutual && !follows)
    Call::refuse("towards", {"形式本身就是“四互”之一，“服务于何种互助”应与之相同。请留空自动填写。",
                             "Expected the mutual that the kind itself names; found another. Leave it empty."});
  change.set("towards", mutual);
}

void check_support(Change& change) {
  const Held pair = supported(change);
  check_date(change, pair.term);
  complete_mutual(change);
  derive(change, "urban", pair.urban);
  derive(change, "rural", pair.rural);
  if (pair.urban_member == 0) return;
  derive(change, "urban_member", pair.urban_member);
  derive(change, "rural_member", pair.rural_member);
}

/// What comes from another method's record is not changed here.
void require_own(Change& change) {
  const std::string fact = text_of(change.before(), "fact");
  if (fact.empty()) return;
  Call::refuse("fact",
               {"该帮扶活动取自其他方法的登记（" + fact + "），随原登记变动，不在此修改。请在原登记处更正。",
                "Expected an activity that was entered here; this one is taken from a record of another method (" +
                    fact + ") and follows it. Correct it there."});
}

void update_support(Change& change) {
  require_own(change);
  const std::string state = state_of(change, "support", change.id().value_or(0));
  if (state == "confirmed" || state == "withdrawn")
    Call::refuse("", {"已确认或已撤回的帮扶活动不能修改。请工委先“撤销确认”。",
                      "Expected an activity that is not confirmed or withdrawn. Have the office reopen it first."});
  check_support(change);
}

/// What was reached must be among the district's own "five good" and "six types".
void check_reached(Change& change) {
  const Json reached = change.after().value("reached", Json());
  if (!reached.is_array()) return;
  std::vector<std::string> known;
  for (const char* list : {"five_good", "six_type"})
    for (const Json& word : change.settings().value(list, Json::array())) known.push_back(word.get<std::string>());
  for (const Json& word : reached) {
    if (std::find(known.begin(), known.end(), word.get<std::string>()) != known.end()) continue;
    std::string words;
    for (const std::string& each : known) words += (words.empty() ? "" : "、") + each;
    Call::refuse("reached", {"“" + word.get<std::string>() + "”不在本区县规定的项目之中：" + words + "。",
                             "Expected one of " + words + "; found “" + word.get<std::string>() + "”."});
  }
}

void check_evaluation(Change& change) {
  const Held pair = held(change, "pair", integer_of(change.after(), "pair"));
  require_held(pair, "pair");
  require_year(change, pair.term);
  if (std::to_string(integer_of(change.after(), "year")) > year_of(change.today()))
    Call::refuse("year", {"不能评价尚未到来的年度。请更正年度。",
                          "Expected this year or an earlier one; found a year to come. Correct the year."});
  check_reached(change);
  derive(change, "urban", pair.urban);
  derive(change, "rural", pair.rural);
}

}  // namespace

void register_plan_rules(Setup& at) {
  at.before("plan.create", check_plan);
  at.before("plan.update", update_plan);
}

void register_support_rules(Setup& at) {
  at.before("support.create", check_support);
  at.before("support.update", update_support);
  at.before("support.resubmit", check_support);
  at.before("support.confirm", check_support);
  at.before("support.refresh", check_support);
  at.before("support.restore", check_support);
  at.before("support.reopen", require_own);
}

void register_evaluation_rules(Setup& at) {
  at.before("evaluation.create", check_evaluation);
  at.before("evaluation.update", check_evaluation);
}

}  // namespace liufa::pairing
