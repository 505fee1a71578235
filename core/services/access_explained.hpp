/// Why somebody may or may not do something with a record: the decision of the authorisation function, taken apart.
#pragma once

#include <string>
#include <string_view>

#include "directory/accounts.hpp"
#include "services/district_model.hpp"

namespace liufa::host {

struct AccessQuestion {
  std::string login;
  std::string record;   ///< full id of a record type: "pairing.pair"
  std::int64_t id = 0;  ///< 0: about creating one, or about the type at all
  std::string action;   ///< read, create, update or a transition's id
};

/// {"allowed", "named": [roles that the manifest names], "owners": [{"owner", "id", "name"}],
///  "posts": [{"post", "role", "organisation", "name", "allows", "reason": {"zh", "en"}}]}. Tells names of
///  organisations,
/// nothing else of the record. Throws Problem access.no_account, record.no_type, workflow.*, record.not_found.
Json explain_access(Session& session, const DistrictModel& model, const Accounts& accounts, std::string_view today,
                    const AccessQuestion& question);

}  // namespace liufa::host
