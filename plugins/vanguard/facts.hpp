/// Entries that come by themselves.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <string>

namespace liufa::vanguard {

/// Makes a year's entries agree with the facts of one source, or of all, as they are now. In an action. Returns how
/// many records were looked at.
std::size_t collect_facts(Call& call, std::int64_t year, const std::string& source);

}  // namespace liufa::vanguard
