/// The host's own rules for accounts and posts: duties apart, delegation, logins that can't be confused.
#pragma once

#include "services/district_model.hpp"

namespace liufa::host {

void register_access_hooks(DistrictModel& model);

}  // namespace liufa::host
