/// The project's own files, as texts to be looked at.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::host::test {

namespace fs = std::filesystem;

struct Source {
  fs::path file;  ///< relative to the project
  std::string text;
};

/// All files with this ending below a folder of the project, but not those of tests.
inline std::vector<Source> sources(const std::string& folder, const std::string& ending) {
  const fs::path root = LIUFA_ROOT;
  std::vector<Source> found;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    const std::string name = fs::relative(entry.path(), root).string();
    if (!entry.is_regular_file() || entry.path().extension() != ending || name.find("/test/") != std::string::npos)
      continue;
    std::ifstream in(entry.path(), std::ios::binary);
    found.push_back({name, {std::istreambuf_iterator<char>(in), {}}});
  }
  std::sort(found.begin(), found.end(), [](const Source& a, const Source& b) { return a.file < b.file; });
  EXPECT_FALSE(found.empty()) << "nothing to look at in " << folder;
  return found;
}

/// Whether a text has a Chinese character (CJK Unified Ideographs, U+4E00 to U+9FFF).
inline bool has_chinese(std::string_view text) {
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned code = ((byte(i) & 0x0Fu) << 12) | ((byte(i + 1) & 0x3Fu) << 6) | (byte(i + 2) & 0x3Fu);
    if ((byte(i) & 0xF0) == 0xE0 && code >= 0x4E00 && code <= 0x9FFF) return true;
  }
  return false;
}

}  // namespace liufa::host::test
