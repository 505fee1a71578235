/// Whom a community may note something of: members who have reported in there.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::community {

/// A confirmed report-in.
struct Standing {
  std::int64_t report_in = 0;
  std::int64_t organisation = 0;
  std::int64_t community = 0;
};

/// The report-in that stands now; nothing if the member has none.
std::optional<Standing> standing_of(Call& call, std::int64_t member);

/// The report-in that stood on a day, also one that has ended since; of two, the later.
std::optional<Standing> standing_on(Call& call, std::int64_t member, const std::string& day);

/// Fills report_in, organisation and community of a change from the report-in of its `member` that stands now. Refuses
/// (field "member") if there is none, or if it is not at `community` (0 = anywhere).
Standing place(Change& change, std::int64_t community = 0);

/// The same with what was found before.
void place(Change& change, const Standing& standing);

/// The name of an organisation; empty if there is none.
std::string organisation_name(Call& call, std::int64_t id);
/// The name of a kind of post.
std::string post_kind_name(Call& call, std::int64_t id);
/// The state of a record of this method as it stands; empty if there is none. `record` is one of this method's ids.
std::string state_of(Call& call, std::string_view record, std::int64_t id);

/// Refuses skills that the district's list does not have.
void require_known_skills(Change& change, std::string_view field = "skills");

/// Fills `starts_on` with today if it is empty; refuses an `ends_on` before it.
void complete_dates(Change& change);

/// Refuses a day in `field` that is still to come. `what` says in both languages what is noted.
void require_past(Change& change, std::string_view field, const Text& what);

}  // namespace liufa::community
