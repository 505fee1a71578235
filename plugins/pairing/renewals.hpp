/// The action "renewals": the terms that are about to end or over, what to do about each, and doing it when asked.
#pragma once

#include <liufa/method.hpp>

namespace liufa::pairing {

void register_renewals(Setup& at);

}  // namespace liufa::pairing
