/// Reads what a method declares as due.
#pragma once

#include <vector>

#include "model/manifest.hpp"
#include "model/reading/entry.hpp"

namespace liufa::host::reading {

/// {ID: reminder}; `manifest` must have its records already.
std::vector<Reminder> read_reminders(const Entry& entry, const Manifest& manifest);

}  // namespace liufa::host::reading
