/// The functions that a method calls.
#pragma once

#include "liufa/abi.h"

namespace liufa::host {

const liufa_host_table& host_table();

}  // namespace liufa::host
