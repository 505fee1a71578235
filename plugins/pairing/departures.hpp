/// Who leaves the directory leaves the pairs: entered once there, it need not be entered here again.
#pragma once

#include <liufa/method.hpp>

namespace liufa::pairing {

void register_departures(Setup& at);

}  // namespace liufa::pairing
