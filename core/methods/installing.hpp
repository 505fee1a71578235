/// Puts a method's package that came as a zip archive into its place: through the gate, whole or not at all.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "methods/package.hpp"

namespace liufa::host {

struct Installed {
  std::string id;
  std::string version;
  std::string before;  ///< the version that it took the place of; empty if none
  std::string sha256;  ///< of the archive
};

struct InstallPlaces {
  std::filesystem::path workshop;  ///< where it is unpacked and judged, in a folder of its own that is removed again
  std::filesystem::path methods;   ///< where it ends up; on the same file system
  const Found& found;              ///< what is installed: nothing outside `methods` is replaced
};

/// The archive holds the package's files, or one folder with them. Nothing in it leads outside; links, encrypted files,
/// and more than a method needs are refused. A library that is in use stays mapped. Throws Problem package.*, method.*,
/// manifest.*; then everything is as before.
Installed place_package(std::string_view archive, const InstallPlaces& places);

}  // namespace liufa::host
