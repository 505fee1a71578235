/// What the host itself does when organisations and members change: it keeps the tree's paths.
#pragma once

#include "services/district_model.hpp"

namespace liufa::host {

void register_directory_hooks(DistrictModel& model);

}  // namespace liufa::host
