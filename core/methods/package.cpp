#include "methods/package.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/dll/library_info.hpp>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "base/digest.hpp"
#include "directory/built_in.hpp"
#include "liufa/abi.h"
#include "model/manifest_reader.hpp"
#include "services/report/report.hpp"

namespace liufa::host {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view hash_list = "package.sha256";
constexpr std::uintmax_t largest_script = 512 * 1024;

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw Problem("data.file", {{"file", file.string()}, {"reason", "can't be read"}});
  return text.str();
}

/// package.sha256 has the form of sha256sum: "HASH  FILE" a line.
void check_hashes(const fs::path& folder) {
  if (!fs::exists(folder / hash_list)) return;
  std::map<std::string, std::string> listed;
  std::istringstream lines(content_of(folder / hash_list));
  for (std::string hash, name; lines >> hash >> name;) listed[name] = hash;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = fs::relative(entry.path(), folder).string();
    if (!entry.is_regular_file() || name == hash_list) continue;
    const auto found = listed.find(name);
    if (found == listed.end()) throw Problem("method.unlisted", {{"file", name}});
    const std::string hash = hexadecimal(bytes(sha256({content_of(entry.path())})));
    if (hash != found->second)
      throw Problem("method.hash", {{"file", name}, {"expected", found->second}, {"found", hash}});
    listed.erase(found);
  }
  if (!listed.empty())
    throw Problem("method.hash",
                  {{"file", listed.begin()->first}, {"expected", listed.begin()->second}, {"found", "-"}});
}

void check_library(const fs::path& library) {
  std::vector<std::string> sections;
  std::vector<std::string> symbols;
  try {
    boost::dll::library_info info(library.string());
    sections = info.sections();
    symbols = info.symbols();
  } catch (const std::exception& error) {
    throw Problem("method.not_a_library", {{"file", library.string()}, {"reason", error.what()}});
  }
  if (std::find(sections.begin(), sections.end(), LIUFA_NOTE_SECTION) == sections.end())
    throw Problem("method.no_note", {{"file", library.string()}, {"expected", LIUFA_NOTE_SECTION}});
  if (std::find(symbols.begin(), symbols.end(), "liufa_method") == symbols.end())
    throw Problem("method.no_symbol", {{"file", library.string()}});
}

/// The method's section of the report, checked against what the method declares.
Text report_of(const fs::path& folder, const Manifest& manifest) {
  Text report;
  for (const auto& [name, text] : {std::pair{"report/zh.md", &report.zh}, std::pair{"report/en.md", &report.en}}) {
    if (!fs::exists(folder / name)) continue;
    *text = content_of(folder / name);
    check_section(manifest, *text, name);
  }
  return report;
}

/// The modules in web/, the panels' own and those that they import.
std::shared_ptr<const WebFiles> web_of(const fs::path& folder, const Manifest& manifest) {
  WebFiles files;
  if (const fs::path web = folder / web_folder; fs::exists(web))
    for (const auto& entry : fs::directory_iterator(web)) {
      const std::string name = entry.path().filename().string();
      const std::string file = std::string(web_folder) + name;
      // A link could lead out of the package.
      if (!is_panel_script(file) || !entry.is_regular_file() || entry.is_symlink())
        throw Problem("method.web_file", {{"file", file}});
      if (entry.file_size() > largest_script)
        throw Problem(
            "method.web_size",
            {{"file", file}, {"found", std::to_string(entry.file_size())}, {"most", std::to_string(largest_script)}});
      files[name] = content_of(entry.path());
    }
  for (const Panel& panel : manifest.panels)
    if (!files.contains(std::string_view(panel.script).substr(web_folder.size())))
      throw Problem("method.no_script", {{"panel", panel.id}, {"file", panel.script}});
  return files.empty() ? nullptr : std::make_shared<const WebFiles>(std::move(files));
}

}  // namespace

Package read_package(const fs::path& folder) {
  Package package;
  package.folder = fs::absolute(folder).lexically_normal();
  if (!package.folder.has_filename()) package.folder = package.folder.parent_path();
  const fs::path file = package.folder / "method.yaml";
  if (!fs::exists(file)) throw Problem("method.no_manifest", {{"folder", package.folder.string()}});
  check_hashes(package.folder);
  package.manifest_text = content_of(file);
  package.manifest = std::make_shared<const Manifest>(read_manifest(package.manifest_text, file.string()));
  if (package.manifest->id != package.folder.filename())
    throw Problem("method.folder", {{"method", package.manifest->id}, {"folder", package.folder.filename().string()}});
  if (is_built_in(package.manifest->id)) throw Problem("manifest.reserved_method", {{"found", package.manifest->id}});
  package.report = report_of(package.folder, *package.manifest);
  package.web = web_of(package.folder, *package.manifest);
  if (!package.manifest->library.empty()) package.library = package.folder / (package.manifest->library + ".so");
  return package;
}

Package check_package(const fs::path& folder) {
  Package package = read_package(folder);
  if (package.library.empty()) return package;
  if (!fs::exists(package.library))
    throw Problem("method.no_library", {{"library", package.manifest->library}, {"file", package.library.string()}});
  check_library(package.library);
  return package;
}

const Package* Found::package(std::string_view id) const {
  const auto found =
      std::find_if(packages.begin(), packages.end(), [&](const Package& each) { return each.manifest->id == id; });
  return found == packages.end() ? nullptr : &*found;
}

Found find_packages(const std::vector<fs::path>& folders) {
  Found found;
  std::set<fs::path> seen;  // the same folder may be named on the command line and found beside the executable
  for (const fs::path& folder : folders) {
    if (!fs::is_directory(folder) || !seen.insert(fs::canonical(folder)).second) continue;
    std::vector<fs::path> candidates;
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.is_directory()) candidates.push_back(entry.path());
    std::sort(candidates.begin(), candidates.end());
    for (const fs::path& candidate : candidates) {
      try {
        Package package = check_package(candidate);
        if (const Package* twin = found.package(package.manifest->id))
          throw Problem("method.twice", {{"method", package.manifest->id},
                                         {"first", twin->folder.string()},
                                         {"second", package.folder.string()}});
        found.packages.push_back(std::move(package));
      } catch (const Problem& problem) {
        found.refused.push_back({candidate.filename().string(), candidate, problem});
      } catch (const std::exception& error) {
        found.refused.push_back({candidate.filename().string(), candidate,
                                 Problem("data.file", {{"file", candidate.string()}, {"reason", error.what()}})});
      }
    }
  }
  return found;
}

}  // namespace liufa::host
