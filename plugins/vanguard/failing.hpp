/// The process for a member found failing, as the rest of the method sees it.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>

namespace liufa::vanguard {

/// Ends what is open about a member who has moved away or left: it is out of the district's hands. In a write.
void end_processes(Call& call, std::int64_t member);

}  // namespace liufa::vanguard
