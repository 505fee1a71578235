#include "cli/serve_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <functional>

#include "cli/sign_in_options.hpp"

namespace liufa::host::cli {

namespace {

constexpr std::array log_levels{"debug", "info", "warning", "error"};

/// Reads one file's keys, each by a function of its own.
class Config {
 public:
  Config(const std::filesystem::path& file, ServeOptions& options) : file_(file), options_(options) {}

  void read() {
    try {
      for (const auto& each : YAML::LoadFile(file_.string())) read_key(each.first, each.second);
    } catch (const YAML::BadFile&) {
      throw Problem("config.missing", {{"what", "--config"}, {"places", file_.string()}});
    } catch (const YAML::Exception& error) {
      throw wrong(error.mark.line + 1, error.msg);
    }
  }

 private:
  using Reader = void (Config::*)(const YAML::Node& value);
  struct Key {
    const char* name;
    Reader reader;
  };

  void read_key(const YAML::Node& name, const YAML::Node& value) {
    static constexpr std::array keys{
        Key{"listen", &Config::read_listen},   Key{"data", &Config::read_data},
        Key{"methods", &Config::read_methods}, Key{"tls", &Config::read_tls},
        Key{"console", &Config::read_console}, Key{"trusted_proxies", &Config::read_proxies},
        Key{"sign_in", &Config::read_sign_in}, Key{"connections", &Config::read_connections},
        Key{"install", &Config::read_install}, Key{"log_level", &Config::read_log_level},
    };
    const auto key = name.as<std::string>();
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const Key& each) { return each.name == key; });
    if (found != keys.end()) return (this->*found->reader)(value);
    std::vector<std::string_view> known;
    for (const Key& each : keys) known.emplace_back(each.name);
    throw wrong(row_of(name), fmt::format("unknown key “{}”; expected {}", key, fmt::join(known, ", ")));
  }

  void read_listen(const YAML::Node& value) {
    if (options_.listen.empty()) options_.listen = value.as<std::string>();
  }
  void read_data(const YAML::Node& value) {
    if (!options_.data) options_.data = path_in(value);
  }
  void read_methods(const YAML::Node& value) {
    for (const auto& folder : value) options_.methods.push_back(path_in(folder));
  }
  void read_tls(const YAML::Node& value) {
    for (const char* part : {"certificate", "key"})
      if (!value[part]) throw wrong(row_of(value), fmt::format("tls: {} is missing; expected certificate, key", part));
    options_.certificate = path_in(value["certificate"]);
    options_.key = path_in(value["key"]);
  }
  void read_console(const YAML::Node& value) {
    if (options_.console.empty()) options_.console = path_in(value);
  }
  void read_proxies(const YAML::Node& value) {
    for (const auto& proxy : value) options_.trusted_proxies.push_back(proxy.as<std::string>());
  }
  void read_sign_in(const YAML::Node& value) {
    options_.provider = cli::read_sign_in(value, file_.string(),
                                          [this](int row, const std::string& reason) { return wrong(row, reason); });
  }
  void read_connections(const YAML::Node& value) {
    constexpr int fewest = 8;
    constexpr int many = 10000;
    for (const auto& each : value) {
      const auto key = each.first.as<std::string>();
      if (key != "most" && key != "live")
        throw wrong(row_of(each.first), fmt::format("unknown key “{}” of connections; expected most, live", key));
      (key == "most" ? options_.connections : options_.live) = each.second.as<int>();
    }
    // Each stream keeps its connection: the others need some, too.
    if (options_.connections < fewest || options_.connections > many || options_.live < 0 ||
        options_.live > options_.connections * 3 / 4)
      throw wrong(row_of(value), "connections: expected most from 8 to 10000, and live at most three quarters of it");
  }
  void read_install(const YAML::Node& value) { options_.install = value.as<bool>(); }
  void read_log_level(const YAML::Node& value) {
    const auto level = value.as<std::string>();
    if (std::find(log_levels.begin(), log_levels.end(), level) == log_levels.end())
      throw wrong(row_of(value), fmt::format("log_level: found “{}”; expected {}", level, fmt::join(log_levels, ", ")));
    options_.log_level = level;
  }

  static int row_of(const YAML::Node& node) { return node.Mark().line + 1; }
  [[nodiscard]] std::filesystem::path path_in(const YAML::Node& value) const {
    return file_.parent_path() / value.as<std::string>();
  }
  [[nodiscard]] Problem wrong(int row, const std::string& reason) const {
    return Problem("config.invalid", {{"file", file_.string()}, {"row", std::to_string(row)}, {"reason", reason}});
  }

  const std::filesystem::path& file_;
  ServeOptions& options_;
};

}  // namespace

void read_serve_config(const std::filesystem::path& file, ServeOptions& options) { Config(file, options).read(); }

}  // namespace liufa::host::cli
