/// How `liufa serve` serves: its configuration file, and what the command line says before it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "http/live.hpp"
#include "http/server.hpp"
#include "services/provider.hpp"

namespace liufa::host::cli {

/// What is empty or absent has its default where it is used.
struct ServeOptions {
  std::string listen;
  std::optional<std::filesystem::path> data;
  std::vector<std::filesystem::path> methods;
  std::filesystem::path certificate;
  std::filesystem::path key;
  std::filesystem::path console;
  int connections = ServerOptions{}.most_connections;
  int live = LiveRule{}.most;
  std::vector<std::string> trusted_proxies;
  std::optional<ProviderOptions> provider;
  bool install = false;
  std::string log_level = "info";
};

/// Takes over what the file (config/liufa.yaml shows every key) says and `options` does not say yet. Relative paths in
/// it start at its folder. Throws Problem config.invalid with the row, config.missing.
void read_serve_config(const std::filesystem::path& file, ServeOptions& options);

}  // namespace liufa::host::cli
