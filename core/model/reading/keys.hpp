/// Which keys each kind of object in a manifest has: the one table that reader, messages and schema test share.
#pragma once

#include <string_view>

#include "model/manifest_reader.hpp"

namespace liufa::host::reading {

/// `kind` must be one of the table's.
const ManifestObject& object_of(std::string_view kind);

}  // namespace liufa::host::reading
