/// Reads what a manifest says about the method's code and about other methods.
#pragma once

#include "model/manifest.hpp"
#include "model/reading/entry.hpp"

namespace liufa::host::reading {

/// Fills library, uses, reads, actions, events, subscribes and guards; `manifest` must have its id and records already.
void read_code(const Section& top, Manifest& manifest);

}  // namespace liufa::host::reading
