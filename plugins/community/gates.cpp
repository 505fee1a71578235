#include <fmt/format.h>

#include <optional>
#include <vector>

#include "consultations.hpp"
#include "fields.hpp"
#include "handlers.hpp"
#include "standing.hpp"

/// The gates of other methods: what waits there is asked about by itself, and the step is held up until the answer.
/// Neither side knows the other's code; a district without such a method has no gates, one without this method no
/// guard.
namespace liufa::community {
namespace {

struct Asked {
  std::int64_t id = 0;
  std::string state;
  std::string community;  ///< its name
  std::string due_on;
  std::string publicity_until;
  std::string answer;
};

/// The latest consultation about a record at a gate that was not cancelled.
std::optional<Asked> asked_about(Call& call, const Waiting& waiting) {
  std::optional<Asked> found;
  call.query(
      "SELECT c.id, c.state, o.name, c.due_on, c.publicity_until, c.answer FROM community_consultation c"
      " JOIN directory_organisation o ON o.id = c.community WHERE c.record = $1 AND c.subject = $2"
      " AND c.gate = $3 AND c.state <> 'cancelled' ORDER BY c.id DESC",
      {waiting.record, waiting.id, waiting.gate}, [&](const Row& row) {
        if (!found)
          found = Asked{row.integer(0),           std::string(row.text(1)), std::string(row.text(2)),
                        std::string(row.text(3)), std::string(row.text(4)), std::string(row.text(5))};
      });
  return found;
}

void require_report_in(Change& change, const Waiting& waiting) {
  if (standing_of(change, waiting.member))
    Call::refuse("", {"正在自动向该党员报到的社区征求意见，请稍候片刻再办理。",
                      "The member's community is just being asked; wait a moment and try again."});
  if (text_of(change.settings(), "without_report_in") != "refused") return;
  Call::refuse("", {"该党员尚未到居住地社区报到，无从征求社区意见。请其先报到并由社区接收，再办理此步。",
                    "Expected a member whose home community can be consulted; this one has not reported in. Have them "
                    "report in and be confirmed first."});
}

void require_publicity_over(Change& change, const Asked& asked) {
  const std::string today = change.today();
  if (asked.publicity_until.empty() || today > asked.publicity_until) return;
  Call::refuse("", {fmt::format("正在“{}”公示，至 {} 止（含当日，今天 {}）。公示期满后再办理（征求意见第 {} 号）。",
                                asked.community, asked.publicity_until, today, asked.id),
                    fmt::format("Expected the publicity at “{}” to be over; it lasts until {}, today is {}. Take this "
                                "step after that (consultation {}).",
                                asked.community, asked.publicity_until, today, asked.id)});
}

/// Without an answer: only after the deadline, and only where silence counts as consent.
void require_answer(Change& change, const Asked& asked) {
  const std::string today = change.today();
  const bool silence_counts = text_of(change.settings(), "no_reply") == "no_objection";
  if (today > asked.due_on && silence_counts) return;
  const Text then = silence_counts ? Text{"逾期未答复视为无异议", "without an answer by then it counts as no objection"}
                                   : Text{"逾期仍须等待答复，可催办", "the answer has to be awaited, it can be urged"};
  Call::refuse("",
               {fmt::format("正在征求“{}”的意见（征求意见第 {} 号），答复期限 {}，今天 {}。请待社区答复后再办理；{}。",
                            asked.community, asked.id, asked.due_on, today, then.zh),
                fmt::format("Expected the opinion of “{}” (consultation {}), due on {}, today is {}; it has not "
                            "answered yet. Wait for it; {}.",
                            asked.community, asked.id, asked.due_on, today, then.en)});
}

void require_consultation(Change& change, const Waiting& waiting) {
  if (!is_consulted(change, waiting.kind)) return;
  const auto asked = asked_about(change, waiting);
  if (!asked) return require_report_in(change, waiting);
  if (asked->state == "objected")
    Call::refuse(
        "", {fmt::format("“{}”提出异议：{}。请工委对征求意见第 {} 号作出决定并说明理由，再办理此步。", asked->community,
                         asked->answer, asked->id),
             fmt::format("Expected no objection; “{}” objects: {}. The office has to decide on consultation {} "
                         "first, with its reason.",
                         asked->community, asked->answer, asked->id)});
  if (asked->state == "upheld")
    Call::refuse("", {fmt::format("“{}”的异议成立（征求意见第 {} 号），不予办理。请撤回或终止该事项。",
                                  asked->community, asked->id),
                      fmt::format("Expected no objection; that of “{}” was upheld (consultation {}). Withdraw or end "
                                  "this instead.",
                                  asked->community, asked->id)});
  if (asked->state == "asked") require_answer(change, *asked);
  require_publicity_over(change, *asked);
}

/// Of several gates of a record, those that this very step passes.
void guard(Change& change) {
  const std::string record = text_of(change.input(), "record");
  std::vector<Waiting> passed;
  change.query("SELECT gate, kind, member FROM host_gate WHERE record = $1 AND id = $2 AND transition = $3",
               {record, change.id().value_or(0), change.operation()}, [&](const Row& row) {
                 if (row.integer(2) == 0) return;
                 passed.push_back({std::string(row.text(0)), std::string(row.text(1)), record, change.id().value_or(0),
                                   row.integer(2)});
               });
  for (const Waiting& each : passed) require_consultation(change, each);
}

/// What is asked about a record that no longer waits: the step was taken after the deadline, or it was withdrawn.
void settle(Event& event, const std::string& record, const std::vector<Waiting>& waiting) {
  struct Open {
    std::int64_t id = 0;
    bool due = false;
  };
  std::vector<Open> over;
  const std::string today = event.today();
  event.query(
      "SELECT id, gate, due_on FROM community_consultation WHERE record = $1 AND subject = $2"
      " AND state = 'asked' ORDER BY id",
      {record, event.id()}, [&](const Row& row) {
        for (const Waiting& each : waiting)
          if (each.gate == row.text(1)) return;
        over.push_back({row.integer(0), row.text(2) < today});
      });
  for (const Open& each : over) event.transition("consultation", each.id, each.due ? "lapse" : "cancel");
}

void at_gate(Event& event) {
  const std::string record = text_of(event.input(), "record");
  std::vector<Waiting> waiting;
  event.query(
      "SELECT gate, kind, member FROM host_gate WHERE record = $1 AND id = $2 AND waiting = 1 ORDER BY gate",
      {record, event.id()}, [&](const Row& row) {
        waiting.push_back({std::string(row.text(0)), std::string(row.text(1)), record, event.id(), row.integer(2)});
      });
  settle(event, record, waiting);
  for (const Waiting& each : waiting) {
    if (each.member == 0 || !is_consulted(event, each.kind)) continue;
    if (const auto standing = standing_of(event, each.member)) ask(event, each, *standing);
  }
}

}  // namespace

void register_gates(Setup& at) {
  at.on("host.gate", at_gate);
  at.guard("host.gate", guard);
}

}  // namespace liufa::community
