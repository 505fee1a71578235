/// Conflicts of interest between a team and an organisation, as the directory stands.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>

namespace liufa::assessment {

/// Refuses a team of which a member belongs to the organisation, to one below it, or to the same department.
void require_no_conflict(Call& call, std::int64_t team, std::int64_t organisation);

}  // namespace liufa::assessment
