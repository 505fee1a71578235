/// A method's package: a folder with method.yaml and, if it has code, one shared library. The gate judges it with none
/// of its code run.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/problem.hpp"
#include "model/manifest.hpp"
#include "services/web_files.hpp"

namespace liufa::host {

struct Package {
  std::filesystem::path folder;
  std::shared_ptr<const Manifest> manifest;
  std::string manifest_text;
  std::filesystem::path library;        ///< empty if the method has no code
  Text report;                          ///< its section of the report, report/zh.md and en.md; empty if it has none
  std::shared_ptr<const WebFiles> web;  ///< the modules in web/; null if there are none
};

/// Reads a package and checks all but its library, which may not be built yet: the manifest, its modules for pages, and
/// the hashes if there is a package.sha256 (every file must be listed and match). Throws Problem manifest.*, method.*.
Package read_package(const std::filesystem::path& folder);

/// The same, with the library: it is there, and has the interface's note and exported symbol, read from the ELF file.
Package check_package(const std::filesystem::path& folder);

/// What was found in the folders for methods: packages that passed the gate, and what was refused and why.
struct Found {
  std::vector<Package> packages;
  struct Refused {
    std::string id;  ///< the folder's name
    std::filesystem::path folder;
    Problem problem;
  };
  std::vector<Refused> refused;

  /// Null if there is none.
  [[nodiscard]] const Package* package(std::string_view id) const;
};
Found find_packages(const std::vector<std::filesystem::path>& folders);

}  // namespace liufa::host
