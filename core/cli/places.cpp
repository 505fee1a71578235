#include "cli/places.hpp"

#include "base/problem.hpp"

namespace liufa::host::cli {

namespace fs = std::filesystem;

namespace {

fs::path beside_executable() { return fs::canonical("/proc/self/exe").parent_path().parent_path(); }

}  // namespace

std::vector<fs::path> method_folders() {
  const fs::path root = beside_executable();
  std::vector<fs::path> found;
  for (const fs::path& folder : {root / "methods", root / LIUFA_INSTALL_LIBDIR / "liufa" / "methods"})
    if (fs::is_directory(folder)) found.push_back(folder);
  return found;
}

fs::path shared_file(const std::string& name) {
  const fs::path root = beside_executable();
  // Installed, sdk/template is share/liufa/template.
  const fs::path installed = name.starts_with("sdk/") ? fs::path(name.substr(4)) : fs::path(name);
  std::string places;
  // In a build tree, build/bin or build/asan/bin, the sources lie one or two folders further up.
  for (const fs::path& file :
       {root / "share/liufa" / installed, root.parent_path() / name, root.parent_path().parent_path() / name}) {
    if (fs::exists(file)) return file;
    places += (places.empty() ? "" : ", ") + file.string();
  }
  throw Problem("config.missing", {{"what", name}, {"places", places}});
}

// In a build tree and installed alike: the build puts it there.
fs::path console_folder() { return beside_executable() / "share/liufa/console"; }

}  // namespace liufa::host::cli
