/// The host's own rules for objections, consent, disclosures and terms of retention.
#pragma once

#include "services/district_model.hpp"

namespace liufa::host {

void register_privacy_hooks(DistrictModel& model);

}  // namespace liufa::host
