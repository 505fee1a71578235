/// Plays stories: YAML files of steps that fill a district through the API, as people would. They know no method; what
/// they ask for is in the files. See config/demo/README.md.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "cli/client.hpp"

namespace liufa::host::cli {

/// Plays the scenes of all stories in the order of their dates, those of one date in the order of `files`, in a
/// district of the client's own process. After each scene every event has been handled. `tell` gets a line for every
/// `say`. Throws Problem story.step with the file and line of a step that fails.
void play_stories(Client& client, const std::string& district, const std::vector<std::filesystem::path>& files,
                  const std::function<void(const std::string&)>& tell);

}  // namespace liufa::host::cli
