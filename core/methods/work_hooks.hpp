/// The host's own rules for urging: by a superior, about what is due.
#pragma once

#include "services/district_model.hpp"

namespace liufa::host {

void register_work_hooks(DistrictModel& model);

}  // namespace liufa::host
