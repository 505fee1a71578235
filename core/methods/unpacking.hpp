/// A zip archive that somebody sent, written out as plain files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace liufa::host {

/// More than a method ever needs.
struct UnpackLimits {
  std::uint64_t entries = 1000;
  std::uint64_t bytes = 128ULL << 20;     ///< of all files together
  std::uint64_t ratio = 200;              ///< of a file's size to its packed one …
  std::uint64_t ratio_from = 1ULL << 20;  ///< … once so much of it has come out
};

/// Makes `folder`, which must not be there, and writes the archive's files into it. What is read counts, not what the
/// archive says of itself. Throws Problem package.damaged, package.unsafe, package.too_big; then what has been written
/// so far is for the caller to remove.
void unpack(std::string_view archive, const std::filesystem::path& folder, const UnpackLimits& limits = {});

}  // namespace liufa::host
