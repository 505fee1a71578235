/// Cadres whom the register of members names already: taken over with one step instead of typed in again.
#include <vector>

#include "fields.hpp"
#include "handlers.hpp"
#include "people.hpp"

namespace liufa::cadre {
namespace {

struct Found {
  std::int64_t member = 0;
  std::int64_t organisation = 0;
  std::string employment;
};

void take_over(Call& call) {
  const Json& input = call.input();
  const Span span = span_of(call, integer_of(input, "organisation"));
  std::vector<Found> found;
  call.query(
      "SELECT m.id, m.organisation, m.cadre FROM directory_member m JOIN directory_organisation o ON o.id = "
      "m.organisation WHERE m.cadre IS NOT NULL AND m.status <> 'left' AND o.closed_on IS NULL AND o.path >= $1 AND "
      "o.path < $2 AND NOT EXISTS (SELECT 1 FROM cadre_holding h WHERE h.member = m.id AND h.state = 'serving') ORDER "
      "BY o.path, m.code",
      {span.from, span.until}, [&](const Row& row) {
        found.push_back({row.integer(0), row.integer(1), std::string(row.text(2))});
      });
  const std::string since = is_given(input, "since") ? text_of(input, "since") : call.today();
  const std::string kind = is_given(input, "kind") ? text_of(input, "kind") : "affairs_officer";
  const bool dry_run = boolean_of(input, "dry_run");
  if (!dry_run)
    call.write([&] {
      std::int64_t done = 0;
      for (const Found& each : found) {
        call.progress(++done, static_cast<std::int64_t>(found.size()));
        const std::int64_t post = call.create("post", {{"organisation", each.organisation},
                                                       {"kind", kind},
                                                       {"employment", each.employment},
                                                       {"established_on", since}});
        call.create("holding", {{"post", post}, {"member", each.member}, {"starts_on", since}});
      }
    });
  call.answer({{"found", found.size()}, {"registered", dry_run ? 0 : found.size()}});
}

/// Profiles say where the member is, and of whom they are.
void complete_profile(Change& change) {
  const Member member = require_member(change, "member", integer_of(change.after(), "member"));
  change.set("organisation", member.organisation);
  const std::string since = text_of(change.after(), "party_work_since");
  if (since > change.today())
    Call::refuse("party_work_since", {"从事党务工作起始不能晚于今天 " + change.today() + "，现为 " + since + "。",
                                      "Expected a day up to today, " + change.today() + "; found " + since + "."});
}

}  // namespace

void register_take_over(Setup& at) { at.action("register", take_over); }

void register_profiles(Setup& at) {
  at.before("profile.create", complete_profile);
  at.before("profile.update", [](Change& change) {
    if (!is_given(change.after(), "left_on")) complete_profile(change);
  });
}

}  // namespace liufa::cadre
