/// A district's preset: which methods, with which settings, which stories fill it, which accounts it begins with
/// (config/districts/*.yaml; the stories' part is described in config/demo/README.md).
#pragma once

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "cli/client.hpp"

namespace liufa::host::cli {

struct Preset {
  /// A part of the demonstration: the base, or what a method's year is.
  struct Part {
    std::string method;  ///< "base": played always
    std::filesystem::path story;
  };
  struct Method {
    std::string id;
    Json settings = Json::object();
  };

  std::string id;
  Json name;                     ///< {"zh", "en"}; null if it has none
  std::filesystem::path report;  ///< the report's templates without their ending: .zh.md, .en.md; empty if it has none
  std::vector<Method> methods;   ///< in the order in which they are enabled
  std::vector<Part> demo;
  YAML::Node accounts;

  /// Leaves out all methods but these. Throws Problem preset.method if it does not know one of them.
  void limit_to(const std::vector<std::string>& only);

  /// The stories of the methods that it (still) has.
  [[nodiscard]] std::vector<std::filesystem::path> stories() const;
};

/// Reads a preset: `name` is that of a file in config/districts, or the path of another file (it ends in .yaml). Throws
/// Problem config.missing, config.invalid.
Preset read_preset(const std::string& name);

/// Makes the district in the client's own process: its name, its report's templates, the known public holidays, the
/// methods (those that are not installed are left out), the stories. `tell` gets the lines for people.
void build_district(Client& client, const Preset& preset, const std::function<void(const std::string&)>& tell);

/// The public holidays and swapped working days that are known, year by year. The next year's notice is imported by
/// hand: `liufa import work.calendar_day FILE`.
void import_calendars(Client& client, const std::string& district);

}  // namespace liufa::host::cli
