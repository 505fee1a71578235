/// The host: a data folder with its districts, and the methods found on this machine. One process holds a data folder
/// at a time.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <vector>

#include "methods/district.hpp"
#include "methods/installing.hpp"

namespace liufa::host {

class Host {
 public:
  struct Options {
    std::filesystem::path data;
    std::vector<std::filesystem::path> methods;
    Durability durability = Durability::full;
    RetryRule retry = {};
    /// Whether packages may be installed by a request. A method is machine code in this very process: whoever installs
    /// one can do whatever the host can.
    bool install = false;
  };

  /// Locks the data folder (making it if it is new), finds the methods and opens all districts. Throws Problem
  /// data.locked if another process holds it.
  explicit Host(Options options);
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  ~Host();

  /// Makes a district; nobody has an account in it yet. Throws Problem district.exists, district.id.
  void create_district(const std::string& id);

  /// Throws Problem district.none.
  District& district(std::string_view id);
  /// All ids, in order.
  std::vector<std::string> districts();

  [[nodiscard]] const std::filesystem::path& data() const { return options_.data; }
  [[nodiscard]] const Options& options() const { return options_; }

  /// What is in the folders for methods. Any thread, like all below.
  [[nodiscard]] std::shared_ptr<const Found> found();
  /// Looks there again, for all districts; what runs goes on as it is.
  std::shared_ptr<const Found> rescan();
  /// Puts the package in a zip archive into the data folder's own folder for methods, through the gate, whole or not at
  /// all, in the place of an earlier one, and looks again. Throws Problem package.*, method.*, manifest.*.
  Installed install(std::string_view archive);

  /// A host that serves says where, so that the command line can go through it; removed with the host.
  void announce(const std::string& address, const std::string& token);

 private:
  District::Options district_options(const std::string& id) const;
  void blame_crashed_method();
  std::shared_ptr<const Found> look_again();

  Options options_;
  int lock_ = -1;
  std::mutex packages_mutex_;  ///< one look into the folders, one change of them at a time; before mutex_
  std::shared_mutex mutex_;
  std::shared_ptr<const Found> found_;
  std::map<std::string, std::unique_ptr<District>, std::less<>> districts_;
  bool announced_ = false;
};

/// Where a running host serves this data folder, as it announced it; nothing if none does.
struct Announcement {
  std::string address;
  std::string token;
};
std::optional<Announcement> announcement_of(const std::filesystem::path& data);

}  // namespace liufa::host
