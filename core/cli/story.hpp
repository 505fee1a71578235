/// Plays a story: a YAML file of steps that fill a district through the API, as people would. It knows no method; what
/// it asks for is in the file. See config/demo/README.md.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "cli/client.hpp"

namespace liufa::host::cli {

/// Plays `file` in a district of the client's own process. `tell` gets a line a step. Throws Problem story.step with
/// the step's line when one fails.
void play_story(Client& client, const std::string& district, const std::filesystem::path& file,
                const std::function<void(const std::string&)>& tell);

}  // namespace liufa::host::cli
