#include <fmt/format.h>

#include "fields.hpp"
#include "handlers.hpp"
#include "standing.hpp"

/// A member and a household or person in need. Who they are is sensitive: this code never sees it in clear.
namespace liufa::community {
namespace {

void check(Change& change) {
  place(change);
  complete_dates(change);
}

/// The helped are persons with rights of their own (PIPL art. 13, 29): nothing is set up behind their back.
void confirm(Change& change) {
  check(change);
  if (!is_true(change.after(), "consented"))
    Call::refuse("consented", {"帮扶对象尚未同意。请社区当面征得同意，在办理确认时填写“帮扶对象已同意”。",
                               "Expected the consent of the helped household; found none. Ask them in person, and say "
                               "so with this step."});
}

void end(Change& change) {
  const std::string today = change.today();
  const std::string starts_on = text_of(change.after(), "starts_on");
  const std::string given = text_of(change.after(), "ends_on");
  const bool chosen = !given.empty() && given != text_of(change.before(), "ends_on");
  if (chosen && (given < starts_on || given > today))
    Call::refuse("ends_on",
                 {fmt::format("实际结束日应在 {} 至今天 {} 之间，现为 {}。", starts_on, today, given),
                  fmt::format("Expected a last day between {} and today, {}; found {}.", starts_on, today, given)});
  // One whose agreed term was over before ended then, not today.
  std::string last = chosen || (!given.empty() && given < today) ? given : today;
  change.set("ended_on", std::max(last, starts_on));
}

}  // namespace

void register_helping_pairs(Setup& at) {
  at.before("helping_pair.create", check);
  at.before("helping_pair.resubmit", check);
  at.before("helping_pair.update", complete_dates);
  at.before("helping_pair.confirm", confirm);
  at.before("helping_pair.end", end);
  at.before("helping_pair.withdraw", [](Change& change) { change.set("ended_on", change.today()); });
}

}  // namespace liufa::community
