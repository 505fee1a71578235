#include <fmt/format.h>
#include <pthread.h>
#include <spdlog/spdlog.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <csignal>
#include <memory>
#include <optional>

#include "base/digest.hpp"
#include "cli/commands.hpp"
#include "cli/places.hpp"
#include "cli/sign_in_options.hpp"
#include "http/server.hpp"

namespace liufa::host::cli {

namespace {

struct ServeOptions {
  std::string config;
  std::string listen;
  std::string certificate;
  std::string key;
  std::string console;
  int connections = ServerOptions{}.most_connections;
  int live = LiveRule{}.most;
  std::vector<std::string> trusted_proxies;
  std::optional<ProviderOptions> provider;
  bool install = false;
};

template <typename Wrong>
void read_connections(const YAML::Node& node, ServeOptions& options, const Wrong& wrong) {
  constexpr int many = 10000;
  for (const auto& each : node) {
    const std::string key = each.first.as<std::string>();
    if (key != "most" && key != "live")
      throw wrong(each.first.Mark().line + 1, "unknown key “" + key + "” of connections; expected most, live");
    (key == "most" ? options.connections : options.live) = each.second.as<int>();
  }
  // Each stream keeps its connection: the others need some, too.
  if (options.connections < 8 || options.connections > many || options.live < 0 ||
      options.live > options.connections * 3 / 4)
    throw wrong(node.Mark().line + 1,
                "connections: expected most from 8 to 10000, and live at most three quarters of it");
}

/// What a configuration file may set; a command-line option goes before it.
void read_config(const std::string& file, Common& common, ServeOptions& options, std::string& level) {
  const auto wrong = [&](int row, const std::string& reason) {
    return Problem("config.invalid", {{"file", file}, {"row", std::to_string(row)}, {"reason", reason}});
  };
  try {
    const YAML::Node root = YAML::LoadFile(file);
    for (const auto& each : root) {
      const std::string key = each.first.as<std::string>();
      if (key == "listen") {
        if (options.listen.empty()) options.listen = each.second.as<std::string>();
      } else if (key == "data") {
        common.data = each.second.as<std::string>();
      } else if (key == "methods") {
        for (const auto& folder : each.second) common.methods.push_back(folder.as<std::string>());
      } else if (key == "tls") {
        options.certificate = each.second["certificate"].as<std::string>();
        options.key = each.second["key"].as<std::string>();
      } else if (key == "trusted_proxies") {
        for (const auto& proxy : each.second) options.trusted_proxies.push_back(proxy.as<std::string>());
      } else if (key == "sign_in") {
        options.provider = read_sign_in(each.second, file, wrong);
      } else if (key == "console") {
        if (options.console.empty())
          options.console = (std::filesystem::path(file).parent_path() / each.second.as<std::string>()).string();
      } else if (key == "connections") {
        read_connections(each.second, options, wrong);
      } else if (key == "install") {
        options.install = each.second.as<bool>();
      } else if (key == "log_level") {
        level = each.second.as<std::string>();
      } else {
        throw wrong(each.first.Mark().line + 1,
                    "unknown key “" + key +
                        "”; expected listen, data, methods, tls, trusted_proxies, connections, "
                        "console, sign_in, install, log_level");
      }
    }
  } catch (const YAML::Exception& error) {
    throw wrong(error.mark.line + 1, error.msg);
  }
}

ServerOptions server_options(const std::string& listen) {
  ServerOptions options;
  const std::size_t colon = listen.rfind(':');
  unsigned port = 0;
  const char* end = listen.data() + listen.size();
  const char* begin = listen.data() + (colon == std::string::npos ? listen.size() : colon + 1);
  const auto [stopped, error] = std::from_chars(begin, end, port);
  if (colon == std::string::npos || error != std::errc{} || stopped != end || port > 65535)
    throw Problem("request.parameter", {{"name", "--listen"}, {"found", listen}, {"expected", "127.0.0.1:8600"}});
  options.address = listen.substr(0, colon);
  options.port = static_cast<std::uint16_t>(port);
  return options;
}

/// The folder of the console: the one that is named, which has to be one, or the one that was built with this program.
std::filesystem::path console_of(const std::string& named) {
  if (named.empty()) return console_folder();
  if (!std::filesystem::exists(std::filesystem::path(named) / "index.html"))
    throw Problem("config.missing", {{"what", "index.html"}, {"places", named}});
  return named;
}

void serve(Common& common, ServeOptions& given) {
  std::string level = "info";
  if (!given.config.empty()) read_config(given.config, common, given, level);
  ServerOptions options = server_options(given.listen.empty() ? "127.0.0.1:8600" : given.listen);
  options.certificate = given.certificate;
  options.key = given.key;
  options.trusted_proxies = given.trusted_proxies;
  options.console = console_of(given.console);
  options.most_connections = given.connections;
  spdlog::set_level(spdlog::level::from_str(level));

  // Blocked before any thread begins, so that only the wait below receives them.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  const Places places = common.places();
  Host host({.data = places.data, .methods = places.methods, .install = given.install});
  LiveRule live;
  live.most = given.live;
  Api api(host, given.provider ? std::make_unique<Provider>(*given.provider) : nullptr, live);
  Server server(api, options);
  // The machine's own commands come in plain on the loopback address, whatever the server speaks to others.
  const bool secure = !options.certificate.empty();
  std::optional<Server> inner;
  if (secure) inner.emplace(api, ServerOptions{.port = 0});
  const std::string address = fmt::format("{}://{}:{}", secure ? "https" : "http", options.address, server.port());
  const std::string token = random_token();
  api.accept_local_token(token);
  host.announce(inner ? fmt::format("http://127.0.0.1:{}", inner->port()) : address, token);
  fmt::print("{}\n", address);
  std::fflush(stdout);
  spdlog::info("serving {} on {}; districts: {}", common.data, address, fmt::join(host.districts(), ", "));

  int signal = 0;
  sigwait(&ends, &signal);
  spdlog::info("signal {}: ending", signal);
}

}  // namespace

void add_serve_command(CLI::App& app, Common& common) {
  auto options = std::make_shared<ServeOptions>();
  CLI::App* command = subcommand(app, common, "serve", "启动服务 / Serve the districts of a data folder");
  command->add_option("--config", options->config, "配置文件 / Configuration file");
  command->add_option("--listen", options->listen, "监听地址 / Address and port, 127.0.0.1:8600 by default");
  command->add_option("--console", options->console, "控制台页面目录 / Folder of the built console");
  command->callback([&common, options] { serve(common, *options); });
}

}  // namespace liufa::host::cli
