/// From bytes to a YAML tree that is safe to walk: of bounded size and depth, its keys plain and none given twice.
#pragma once

#include <yaml-cpp/yaml.h>

#include <string_view>

#include "model/reading/entry.hpp"

namespace liufa::host::reading {

/// Reports to `findings` what is wrong with the file as YAML. After a finding the tree must not be walked: it may be
/// empty, circular or of immense size (an alias can stand for a whole branch).
YAML::Node parse_document(std::string_view yaml, Findings& findings);

}  // namespace liufa::host::reading
