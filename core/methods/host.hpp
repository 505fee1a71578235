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

namespace liufa::host {

class Host {
 public:
  struct Options {
    std::filesystem::path data;
    std::vector<std::filesystem::path> methods;
    Durability durability = Durability::full;
    RetryRule retry = {};
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
  [[nodiscard]] const Found& found() const { return *found_; }

  /// A host that serves says where, so that the command line can go through it; removed with the host.
  void announce(const std::string& address, const std::string& token);

 private:
  District::Options district_options(const std::string& id) const;
  void blame_crashed_method();

  Options options_;
  int lock_ = -1;
  std::shared_ptr<const Found> found_;
  std::shared_mutex mutex_;
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
