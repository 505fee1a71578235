/// Reads the figures.
#pragma once

#include <vector>

#include "model/manifest.hpp"
#include "model/reading/entry.hpp"

namespace liufa::host::reading {

/// {ID: figure}; `manifest` must have its id and records already.
std::vector<Figure> read_figures(const Entry& entry, const Manifest& manifest);

}  // namespace liufa::host::reading
