/// The yearly re-check of a model post and what follows: kept, a deadline to improve, withdrawn after a hearing.
#include "fields.hpp"
#include "handlers.hpp"
#include "merits.hpp"

namespace liufa::exemplar {
namespace {

void create(Change& change) {
  const std::int64_t post = integer_of(change.after(), "model_post");
  change.query("SELECT state, organisation, member, plaque FROM exemplar_model_post WHERE id = $1", {post},
               [&](const Row& row) {
                 if (row.text(0) != "held" && row.text(0) != "improving")
                   Call::refuse("model_post", {std::string(row.text(3)) + "已撤销或终止，不再复核",
                                               "expected a model post that is held; " + std::string(row.text(3)) +
                                                   " is withdrawn or ended and no longer re-checked"});
                 change.set("organisation", row.integer(1));
                 change.set("member", row.integer(2));
               });
  const auto other =
      change.query_integer("SELECT id FROM exemplar_recheck WHERE model_post = $1 AND state = 'reported'", {post});
  if (other)
    Call::refuse("model_post", {"该示范岗已有待决定的复核（第 " + std::to_string(*other) + " 号）。请先决定或取消",
                                "expected no other re-check that waits for its decision; number " +
                                    std::to_string(*other) + " does. Decide or cancel it first"});
  fill(change, "checked_on", change.today());
  const std::string on =
      is_given(change.after(), "checked_on") ? text_of(change.after(), "checked_on") : change.today();
  if (on > change.today())
    Call::refuse("checked_on", {"复核日期不能晚于今天 " + change.today(),
                                "expected a day up to today, " + change.today() + "; found " + on});
  const std::int64_t year = std::stoll(on.substr(0, 4));
  change.set("year", year);
  const auto member = change.query_integer("SELECT member FROM exemplar_model_post WHERE id = $1", {post});
  note_merits(change, member.value_or(0), year);
}

/// The months of the round in which it was named; of one entered by hand those of the settings.
int months_of(Change& change, std::int64_t post, const std::string& field) {
  const auto months = change.query_integer("SELECT r." + field +
                                               " FROM exemplar_model_post p JOIN exemplar_nomination n ON n.id = "
                                               "p.nomination JOIN exemplar_round r ON r.id = n.round WHERE p.id = $1",
                                           {post});
  return months ? static_cast<int>(*months) : change.settings().at(field).get<int>();
}

void require_reason(Change& change) {
  if (is_given(change.after(), "reason")) return;
  Call::refuse("reason", {"限期整改或撤销命名须说明原因",
                          "expected a reason for the deadline or the withdrawal, found none; give it"});
}

void improve(Change& change, std::int64_t post, const std::string& on) {
  require_reason(change);
  std::string until = text_of(change.after(), "improve_until");
  if (until.empty()) until = add_months(on, months_of(change, post, "improve_months"));
  if (until <= on)
    Call::refuse("improve_until", {"整改期限应晚于复核日期 " + on + "，填报为 " + until,
                                   "expected a deadline after the re-check of " + on + "; found " + until});
  change.set("improve_until", until);
  change.transition("model_post", post, "improve", {{"improve_until", until}, {"rechecked_on", on}});
}

void withdraw(Change& change, std::int64_t post, const std::string& on) {
  require_reason(change);
  if (!is_given(change.after(), "hearing"))
    Call::refuse("hearing", {"撤销命名前须听取本人意见，请填写本人陈述",
                             "the holder is heard before a withdrawal; note what they said"});
  fill(change, "heard_on", change.today());
  change.transition("model_post", post, "withdraw",
                    {{"reason", text_of(change.after(), "reason")}, {"rechecked_on", on}, {"ends_on", change.today()}});
}

void decide(Change& change) {
  const std::int64_t post = integer_of(change.after(), "model_post");
  const std::string on = text_of(change.after(), "checked_on");
  const std::string result = text_of(change.after(), "result");
  if (result == "keep") {
    const std::string due = add_months(on, months_of(change, post, "recheck_months"));
    change.transition("model_post", post, "keep",
                      {{"recheck_due", due}, {"rechecked_on", on}, {"improve_until", nullptr}});
  } else if (result == "improve") {
    improve(change, post, on);
  } else if (result == "withdraw") {
    withdraw(change, post, on);
  }
  change.set("decided_on", change.today());
}

}  // namespace

void register_rechecks(Setup& at) {
  at.before("recheck.create", create);
  at.before("recheck.decide", decide);
  at.before("model_post.end", [](Change& change) { fill(change, "ends_on", change.today()); });
}

}  // namespace liufa::exemplar
