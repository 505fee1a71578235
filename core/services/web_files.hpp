/// The modules that a method brings for pages, as the gate found them: what is served is what was checked, whatever
/// becomes of the files.
#pragma once

#include <map>
#include <memory>
#include <string>

namespace liufa::host {

/// Content by name, without the folder: "board.js".
using WebFiles = std::map<std::string, std::string, std::less<>>;

}  // namespace liufa::host
