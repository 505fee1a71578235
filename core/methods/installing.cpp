#include "methods/installing.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <set>
#include <sstream>

#include "base/digest.hpp"
#include "methods/unpacking.hpp"
#include "model/manifest_reader.hpp"

namespace liufa::host {

namespace fs = std::filesystem;

namespace {

constexpr const char* manifest_name = "method.yaml";

Problem failed(const fs::path& file, std::string_view reason) {
  return Problem("data.file", {{"file", file.string()}, {"reason", reason}});
}

/// A new folder that goes with its content.
class Workshop {
 public:
  explicit Workshop(const fs::path& within) {
    std::string pattern = (within / "arriving-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw failed(pattern, "can't be made");
    path_ = pattern;
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  ~Workshop() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// The folder with the manifest: the whole, or the one folder that is all of it.
fs::path root_of(const fs::path& unpacked) {
  if (fs::exists(unpacked / manifest_name)) return unpacked;
  std::set<fs::path> entries;
  for (const auto& entry : fs::directory_iterator(unpacked)) entries.insert(entry.path());
  if (entries.size() == 1 && fs::exists(*entries.begin() / manifest_name)) return *entries.begin();
  throw Problem("package.no_manifest");
}

std::string id_in(const fs::path& root) {
  std::ostringstream text;
  text << std::ifstream(root / manifest_name, std::ios::binary).rdbuf();
  return read_manifest(text.str(), manifest_name).id;
}

/// All that was written below reaches the disk before it is put into place.
void write_out(const fs::path& folder) {
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) throw failed(folder, "can't be opened");
  ::syncfs(handle);
  ::close(handle);
}

/// Where another folder has the method, one of the two would never be found.
std::string version_before(const InstallPlaces& places, const std::string& id) {
  for (const Found::Refused& refused : places.found.refused)
    if (refused.id == id && refused.folder.parent_path() != places.methods)
      throw Problem("package.elsewhere", {{"method", id}, {"folder", refused.folder.string()}});
  const Package* before = places.found.package(id);
  if (!before) return "";
  if (before->folder.parent_path() != fs::absolute(places.methods).lexically_normal())
    throw Problem("package.elsewhere", {{"method", id}, {"folder", before->folder.string()}});
  return before->manifest->version;
}

/// At once: there is no moment without the one or the other.
void put_into_place(const fs::path& arrived, const fs::path& place) {
  const unsigned how = fs::exists(place) ? RENAME_EXCHANGE : RENAME_NOREPLACE;
  if (::renameat2(AT_FDCWD, arrived.c_str(), AT_FDCWD, place.c_str(), how) != 0)
    throw failed(place, "the package can't be put there");
}

}  // namespace

Installed place_package(std::string_view archive, const InstallPlaces& places) {
  const Workshop workshop(places.workshop);
  unpack(archive, workshop.path() / "unpacked");
  const fs::path root = root_of(workshop.path() / "unpacked");
  const std::string id = id_in(root);
  const std::string before = version_before(places, id);
  fs::create_directory(workshop.path() / "checked");
  const fs::path arrived = workshop.path() / "checked" / id;
  fs::rename(root, arrived);
  const Package package = check_package(arrived);
  fs::create_directories(places.methods);
  write_out(workshop.path());
  put_into_place(arrived, places.methods / id);
  write_out(places.methods);
  return {id, package.manifest->version, before, hexadecimal(bytes(sha256({archive})))};
}

}  // namespace liufa::host
