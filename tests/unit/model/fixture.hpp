/// Files that the tests of the model read.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace liufa::host::test {

inline std::string file_text(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  EXPECT_TRUE(stream) << "no file " << path;
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline const std::filesystem::path root = LIUFA_ROOT;
inline const std::filesystem::path model_fixtures = root / "tests/unit/model";

}  // namespace liufa::host::test
