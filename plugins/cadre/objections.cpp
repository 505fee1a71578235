/// What is said about a candidate during publicity.
#include <liufa/kit/publicity.hpp>

#include "fields.hpp"
#include "handlers.hpp"
#include "selection.hpp"

namespace liufa::cadre {
namespace {

void raise(Change& change) {
  const std::int64_t candidate = integer_of(change.after(), "candidate");
  const Selection selection = read_selection(
      change, change.query_integer("SELECT selection FROM cadre_candidate WHERE id = $1", {candidate}).value_or(0));
  require_state(selection, {"publicity"}, {"反映", "An objection"});
  const std::string today = change.today();
  const std::string on = complete(change, "raised_on", today);
  if (const auto refusal =
          kit::check_objection({selection.publicity_from, selection.publicity_until, selection.publicity_until}, on))
    Call::refuse("raised_on", *refusal);
  if (on > today)
    Call::refuse("raised_on", {"收到日期不能晚于今天 " + today + "，现为 " + on + "。",
                               "Expected a day up to today, " + today + "; found " + on + "."});
  change.set("selection", selection.id);
  change.set("organisation", selection.organisation);
}

/// What turns out to be true takes the candidate out.
void uphold(Change& change) {
  change.set("answered_on", change.today());
  const std::int64_t candidate = integer_of(change.after(), "candidate");
  const std::string state =
      change.query_text("SELECT state FROM cadre_candidate WHERE id = $1", {candidate}).value_or("");
  const Json reason{{"reason", "公示期间反映的问题经核查属实。"}};
  if (state == "approved") change.transition("candidate", candidate, "reject", reason);
  if (state == "elected") change.transition("candidate", candidate, "refuse", reason);
}

}  // namespace

void register_objections(Setup& at) {
  at.before("objection.create", raise);
  at.before("objection.uphold", uphold);
  at.before("objection.dismiss", [](Change& change) { change.set("answered_on", change.today()); });
}

}  // namespace liufa::cadre
