/// Many scores as one text: CSV with a header row, or JSON.
#pragma once

#include <liufa/method.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::assessment {

/// The rows as objects: {"item": "1.1", "points": "9.5", …}; empty cells are left out. Takes CSV text, JSON text or the
/// JSON itself. Refuses what it can't read, with the line.
std::vector<Json> score_rows(const Json& scores);

}  // namespace liufa::assessment
