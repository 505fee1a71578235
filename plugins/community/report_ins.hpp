/// What ends with a report-in.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <string>

namespace liufa::community {

/// Ends what a member still has open at the community of a report-in that is over: posts held are finished, claims and
/// sign-ups withdrawn, helping pairs ended. `note` says why. In a write.
void close_followers(Call& call, std::int64_t report_in, const std::string& note);

}  // namespace liufa::community
