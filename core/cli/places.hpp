/// Where things are: methods, presets and the template of a new method, in a build tree or installed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace liufa::host::cli {

/// The folders that hold method packages beside this executable.
std::vector<std::filesystem::path> method_folders();

/// A file or folder of config/ or sdk/ ("config/districts/hechuan.yaml", "sdk/template"). Throws Problem
/// config.missing.
std::filesystem::path shared_file(const std::string& name);

/// Where the built console is, beside this executable; the folder may be missing.
std::filesystem::path console_folder();

}  // namespace liufa::host::cli
