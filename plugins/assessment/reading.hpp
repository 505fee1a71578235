/// From the method's tables to the data of the rules: a fixed number of SELECTs, however many organisations there are.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <optional>
#include <string>
#include <vector>

#include "rules/scoring.hpp"

namespace liufa::assessment {

/// A year being assessed, as it stands.
struct Campaign {
  std::int64_t id = 0;
  std::int64_t year = 0;
  std::int64_t standard = 0;
  std::string code;
  std::string state;
  std::string self_check_until;
  std::string publicity_from;
  std::string publicity_until;
  std::int64_t computations = 0;
};

/// The campaign of that id. Refuses if there is none.
Campaign read_campaign(Call& call, std::int64_t id);

/// The campaign that an action's input names by `campaign` (id or code) or `year`; nothing if it names none that
/// exists. Refuses if a year has several.
std::optional<Campaign> find_campaign(Call& call);

/// The same, but refuses if there is none.
Campaign named_campaign(Call& call);

/// The organisation that JSON names by id or code. Refuses if there is none.
std::int64_t named_organisation(Call& call, const Json& name);

/// What the standard says, its items in order. Dropped items are left out.
Standard read_standard(Call& call, std::int64_t standard);

/// One item in the same form.
std::optional<Item> read_item(Call& call, std::int64_t standard, const std::string& code);

/// The years whose results are not final, or only this one of them; 0 = all.
std::vector<Campaign> read_open_campaigns(Call& call, std::int64_t campaign);

/// An item that names facts as its evidence.
struct FactItem {
  std::int64_t id = 0;
  std::int64_t standard = 0;
  Item item;
};

/// Those in the standards of the years whose results are not final, or of only this one of them; 0 = all.
std::vector<FactItem> read_fact_items(Call& call, std::int64_t campaign);

/// All sheets of a campaign that take part, with everything scored on them, in the order of their organisations.
std::vector<Sheet> read_sheets(Call& call, std::int64_t campaign);

/// Refuses a change in a year whose results are final. `what` is what was to be changed.
void require_not_frozen(const Campaign& campaign, const Finding& what);

}  // namespace liufa::assessment
