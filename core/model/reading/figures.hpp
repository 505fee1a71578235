/// Reads the figures.
#pragma once

#include <vector>

#include "model/manifest.hpp"
#include "model/reading/entry.hpp"

namespace liufa::host::reading {

/// The first owner that is an organisation: a member has no place in the tree of its own. Empty if there is none.
std::string first_organisation(const RecordType& type);

/// {ID: figure}; `manifest` must have its id and records already.
std::vector<Figure> read_figures(const Entry& entry, const Manifest& manifest);

}  // namespace liufa::host::reading
