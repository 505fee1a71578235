/// Leaving a post by decision: by tenure, age, a failed appraisal, own wish; the person is heard.
#include <algorithm>
#include <set>
#include <vector>

#include "fields.hpp"
#include "handlers.hpp"
#include "holdings.hpp"
#include "people.hpp"
#include "rules.hpp"

namespace liufa::cadre {
namespace {

struct Held {
  std::int64_t member = 0;
  std::int64_t organisation = 0;
  std::string state;
  std::string starts_on;
  std::string term_ends_on;
  std::string exit_due_on;
  std::int64_t terms = 0;
};

Held read_holding(Call& call, std::int64_t id) {
  Held held;
  call.query(
      "SELECT member, organisation, state, starts_on, term_ends_on, exit_due_on, terms FROM cadre_holding WHERE id = "
      "$1",
      {id}, [&](const Row& row) {
        held = {row.integer(0),
                row.integer(1),
                std::string(row.text(2)),
                std::string(row.text(3)),
                std::string(row.text(4)),
                std::string(row.text(5)),
                row.integer(6)};
      });
  return held;
}

/// What the data say for an exit by tenure, age or appraisal; empty if they say nothing.
std::string known_reason(Call& call, const std::string& kind, const Held& held) {
  if (kind == "tenure" && !held.term_ends_on.empty())
    return "第 " + std::to_string(held.terms) + " 届任期至 " + held.term_ends_on + " 届满。";
  if (kind == "age" && !held.exit_due_on.empty()) return "于 " + held.exit_due_on + " 达到退出年龄。";
  if (kind != "appraisal") return {};
  const auto year = call.query_integer(
      "SELECT MAX(year) FROM cadre_appraisal WHERE member = $1 AND state = 'confirmed' AND COALESCE(decided_grade, "
      "grade) = 'incompetent'",
      {held.member});
  return year ? std::to_string(*year) + " 年度考评不称职。" : std::string{};
}

void propose_exit(Change& change) {
  const std::int64_t holding = integer_of(change.after(), "holding");
  const Held held = read_holding(change, holding);
  if (held.state != "serving")
    Call::refuse("holding", {"该任职已结束，不需办理退出。请另选任职。",
                             "Expected a holding that goes on; this one is over. Choose another."});
  if (const auto open = change.query_integer(
          "SELECT id FROM cadre_exit WHERE holding = $1 AND state IN ('proposed', 'heard')", {holding}))
    Call::refuse("holding", {"该任职已有第 " + std::to_string(*open) + " 号退出在办。请在其中办理。",
                             "Expected no exit under way; number " + std::to_string(*open) + " is. Go on with it."});
  change.set("member", held.member);
  change.set("organisation", held.organisation);
  change.set("proposed_on", change.today());
  const std::string kind = text_of(change.after(), "kind");
  const std::string known = known_reason(change, kind, held);
  if (kind == "appraisal" && known.empty())
    Call::refuse("kind", {"该党员没有已确定为不称职的年度考评。请核对，或选择其他退出情形。",
                          "Expected a confirmed appraisal as not competent, found none. Check it, or choose another "
                          "kind of exit."});
  if (complete(change, "reason", known).empty())
    Call::refuse("reason", {"请填写退出理由。", "Expected a reason for the exit, found none. Enter it."});
  if (kind == "own_wish" || !change.member()) return;
  if (*change.member() == held.member)
    Call::refuse("kind", {"本人只能提出“本人申请”的退出。请改选。",
                          "Expected one's own wish; other exits are proposed by the organisation. Choose that kind."});
}

void hear(Change& change) {
  const std::string on = complete(change, "heard_on", change.today());
  if (on > change.today() || on < text_of(change.after(), "proposed_on"))
    Call::refuse("heard_on", {"听取意见日期应在提出之日至今天之间，现为 " + on + "。请更正。",
                              "Expected a day from the proposal up to today, found " + on + ". Correct it."});
}

void require_heard(Change& change) {
  const bool heard = text_of(change.before(), "state") == "heard" || is_given(change.after(), "heard_on");
  if (!heard && !contains(words_of(change.settings(), "unheard_exits"), text_of(change.after(), "kind")))
    Call::refuse("", {"决定前应听取本人意见。请先办理“听取本人意见”。",
                      "Expected the person to be heard before the decision. Hear them first."});
  if (heard && !boolean_of(change.after(), "agrees") && !is_given(change.after(), "answer"))
    Call::refuse("answer", {"本人不同意退出，请填写对其意见的答复。",
                            "The person does not agree: an answer to what they said is expected. Enter it."});
}

void decide(Change& change) {
  require_heard(change);
  const std::int64_t holding = integer_of(change.after(), "holding");
  const Held held = read_holding(change, holding);
  if (held.state != "serving")
    Call::refuse("holding", {"该任职已结束。请撤回本次退出。",
                             "Expected a holding that goes on; this one is over. Withdraw the exit."});
  const std::string effective = complete(change, "effective_on", change.today());
  if (effective < held.starts_on)
    Call::refuse("effective_on",
                 {"免职日期不能早于任职日期 " + held.starts_on + "，现为 " + effective + "。请更正。",
                  "Expected a day from " + held.starts_on + " on, found " + effective + ". Correct it."});
  change.set("decided_on", change.today());
  end_holding(change, holding, {effective, "exit", text_of(change.after(), "document")});
}

struct Due {
  std::int64_t holding = 0;
  std::int64_t member = 0;
  std::string name;
  std::string kind;
  std::string on;
};

/// A failed appraisal, the age, and the end of the last term that is allowed; each holding once, for the first of them.
std::vector<Due> find_due(Call& call, const std::string& until, const Span& span) {
  const int most_terms = RuleBook(call).on(call.today()).most_terms;
  std::vector<Due> found;
  call.query(
      "SELECT h.id, h.member, m.name, h.exit_due_on, h.term_ends_on, (SELECT MAX(a.confirmed_on) FROM cadre_appraisal "
      "a "
      "WHERE a.member = h.member AND a.state = 'confirmed' AND COALESCE(a.decided_grade, a.grade) = 'incompetent' AND "
      "a.confirmed_on >= h.starts_on), h.terms FROM cadre_holding h JOIN directory_member m ON m.id = h.member JOIN "
      "directory_organisation o ON o.id = h.organisation WHERE h.state = 'serving' AND o.path >= $1 AND o.path < $2 "
      "AND "
      "NOT EXISTS (SELECT 1 FROM cadre_exit e WHERE e.holding = h.id AND e.state IN ('proposed', 'heard')) ORDER BY "
      "h.id",
      {span.from, span.until}, [&](const Row& row) {
        Due due{row.integer(0), row.integer(1), std::string(row.text(2)), "", ""};
        if (!row.is_null(5)) {
          due.kind = "appraisal";
          due.on = row.text(5);
        } else if (!row.is_null(3) && row.text(3) <= until) {
          due.kind = "age";
          due.on = row.text(3);
        } else if (!row.is_null(4) && row.text(4) <= until && row.integer(6) >= most_terms) {
          due.kind = "tenure";
          due.on = row.text(4);
        } else {
          return;
        }
        found.push_back(std::move(due));
      });
  return found;
}

void exits_due(Call& call) {
  const Json& input = call.input();
  const int days = is_given(input, "within_days") ? static_cast<int>(integer_of(input, "within_days")) : 60;
  const std::vector<Due> due =
      find_due(call, add_days(call.today(), days), span_of(call, integer_of(input, "organisation")));
  const bool propose = boolean_of(input, "propose");
  if (propose)
    call.write([&] {
      std::int64_t done = 0;
      for (const Due& each : due) {
        call.progress(++done, static_cast<std::int64_t>(due.size()));
        call.create("exit", {{"holding", each.holding}, {"kind", each.kind}});
      }
    });
  Json list = Json::array();
  for (const Due& each : due)
    list.push_back({{"holding", each.holding},
                    {"member", each.member},
                    {"name", each.name},
                    {"kind", each.kind},
                    {"due_on", each.on}});
  call.answer({{"due", std::move(list)}, {"proposed", propose ? due.size() : 0}});
}

}  // namespace

void register_exits(Setup& at) {
  at.before("exit.create", propose_exit);
  at.before("exit.hear", hear);
  at.before("exit.decide", decide);
  at.before("exit.reject", [](Change& change) { change.set("decided_on", change.today()); });
  at.action("exits_due", exits_due);
}

}  // namespace liufa::cadre
