#include "methods/host.hpp"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>

#include "base/digest.hpp"
#include "methods/installing.hpp"
#include "methods/sentinel.hpp"

namespace liufa::host {

namespace fs = std::filesystem;

namespace {

constexpr const char* lock_name = "liufa.lock";
constexpr const char* announcement_name = "serving.json";
constexpr const char* crash_note_name = "crash.note";
constexpr const char* methods_name = "methods";

bool is_district_id(const std::string& id) {
  return !id.empty() && id.size() <= 40 && id.front() >= 'a' && id.front() <= 'z' &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

/// The lock is the kernel's, so it ends with the process however that ends.
int lock_folder(const fs::path& folder) {
  const fs::path file = folder / lock_name;
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) throw Problem("data.file", {{"file", file.string()}, {"reason", "can't be opened for writing"}});
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    std::string holder;
    std::getline(std::ifstream(file), holder);
    ::close(descriptor);
    throw Problem("data.locked", {{"folder", folder.string()}, {"holder", holder}});
  }
  const std::string self = "pid " + std::to_string(::getpid()) + "\n";
  if (::ftruncate(descriptor, 0) != 0 || ::write(descriptor, self.data(), self.size()) < 0)
    spdlog::warn("{} can't be written", file.string());
  return descriptor;
}

void warn_of_refused(const Found& found) {
  for (const Found::Refused& refused : found.refused)
    spdlog::warn("method {} refused: {}", refused.id, refused.problem.what());
}

}  // namespace

Host::Host(Options options) : options_(std::move(options)) {
  // Made for its owner alone: databases and backups hold what no other account of the machine may read. A folder that
  // is there already keeps what its administrator chose.
  if (fs::create_directories(options_.data)) fs::permissions(options_.data, fs::perms::owner_all);
  fs::create_directories(options_.data / "districts");
  options_.methods.push_back(options_.data / methods_name);
  lock_ = lock_folder(options_.data);
  try {
    fs::remove(options_.data / announcement_name);
    found_ = std::make_shared<const Found>(find_packages(options_.methods));
    warn_of_refused(*found_);
    std::vector<std::string> ids;
    for (const auto& entry : fs::directory_iterator(options_.data / "districts"))
      if (entry.is_directory() && is_district_id(entry.path().filename())) ids.push_back(entry.path().filename());
    blame_crashed_method();
    note_crashes_in(options_.data / crash_note_name);
    for (const std::string& id : ids) districts_[id] = std::make_unique<District>(district_options(id));
  } catch (...) {
    districts_.clear();
    ::close(lock_);
    throw;
  }
}

Host::~Host() {
  std::error_code ignored;
  if (announced_) fs::remove(options_.data / announcement_name, ignored);
  districts_.clear();
  ::close(lock_);
}

District::Options Host::district_options(const std::string& id) const {
  return {id,
          options_.data / "districts" / id,
          options_.data / "keys" / (id + ".keys"),
          found_,
          options_.durability,
          options_.retry};
}

/// The method in whose code the process crashed last time is quarantined before anything of it is loaded.
void Host::blame_crashed_method() {
  const auto crash = take_crash_note(options_.data / crash_note_name);
  if (!crash || !is_district_id(crash->district) || !fs::exists(options_.data / "districts" / crash->district)) return;
  spdlog::error("[{}] the host crashed in the code of the method {}", crash->district, crash->method);
  const auto store = open_sqlite((options_.data / "districts" / crash->district / "district.db").string());
  const std::string reason = Problem("method.crashed", {{"method", crash->method}}).to_json().dump();
  store->write([&](Session& session) {
    const std::array<ValueView, 2> values{std::string_view(reason), std::string_view(crash->method)};
    session.execute("UPDATE core_method SET state = 'quarantined', reason = $1, count = 1 WHERE method = $2", values);
  });
}

void Host::create_district(const std::string& id) {
  if (!is_district_id(id)) throw Problem("district.id", {{"found", id}});
  const std::lock_guard lock(mutex_);
  if (districts_.contains(id)) throw Problem("district.exists", {{"district", id}});
  districts_[id] = std::make_unique<District>(district_options(id));
}

District& Host::district(std::string_view id) {
  const std::shared_lock lock(mutex_);
  const auto found = districts_.find(id);
  if (found == districts_.end()) throw Problem("district.none", {{"district", id}});
  return *found->second;
}

std::vector<std::string> Host::districts() {
  const std::shared_lock lock(mutex_);
  std::vector<std::string> ids;
  for (const auto& [id, district] : districts_) ids.push_back(id);
  return ids;
}

std::shared_ptr<const Found> Host::found() {
  const std::shared_lock lock(mutex_);
  return found_;
}

std::shared_ptr<const Found> Host::look_again() {
  auto found = std::make_shared<const Found>(find_packages(options_.methods));
  warn_of_refused(*found);
  // No district may come while the others are told: it would keep what was found before.
  const std::lock_guard lock(mutex_);
  found_ = found;
  for (const auto& [id, district] : districts_) district->use_packages(found);
  return found;
}

std::shared_ptr<const Found> Host::rescan() {
  const std::lock_guard lock(packages_mutex_);
  return look_again();
}

Installed Host::install(std::string_view archive) {
  if (!options_.install) throw Problem("package.not_allowed");
  const std::lock_guard lock(packages_mutex_);
  Installed installed = place_package(archive, {options_.data, options_.data / methods_name, *found()});
  look_again();
  spdlog::info("method {} {} installed", installed.id, installed.version);
  return installed;
}

void Host::announce(const std::string& address, const std::string& token) {
  const fs::path file = options_.data / announcement_name;
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const std::string text = Json{{"address", address}, {"token", token}}.dump();
  if (descriptor < 0 || ::write(descriptor, text.data(), text.size()) < 0)
    spdlog::warn("{} can't be written; the command line will not find this server", file.string());
  if (descriptor >= 0) ::close(descriptor);
  announced_ = true;
}

std::optional<Announcement> announcement_of(const fs::path& data) {
  std::ifstream in(data / announcement_name);
  const Json json = Json::parse(in, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  return Announcement{json.value("address", ""), json.value("token", "")};
}

}  // namespace liufa::host
