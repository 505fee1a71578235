#include <fmt/format.h>
#include <pthread.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <csignal>
#include <memory>
#include <optional>

#include "base/digest.hpp"
#include "cli/commands.hpp"
#include "cli/places.hpp"
#include "cli/serve_options.hpp"
#include "http/server.hpp"

namespace liufa::host::cli {

namespace {

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
std::filesystem::path console_of(const std::filesystem::path& named) {
  if (named.empty()) return console_folder();
  if (!std::filesystem::exists(named / "index.html"))
    throw Problem("config.missing", {{"what", "index.html"}, {"places", named.string()}});
  return named;
}

void serve(Common& common, const std::string& config, ServeOptions& given) {
  if (!config.empty()) read_serve_config(config, given);
  if (given.data) common.data = given.data->string();
  for (const std::filesystem::path& folder : given.methods) common.methods.push_back(folder.string());
  ServerOptions options = server_options(given.listen.empty() ? "127.0.0.1:8600" : given.listen);
  options.certificate = given.certificate.string();
  options.key = given.key.string();
  options.trusted_proxies = given.trusted_proxies;
  options.console = console_of(given.console);
  options.most_connections = given.connections;
  spdlog::set_level(spdlog::level::from_str(given.log_level));

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
  auto config = std::make_shared<std::string>();
  CLI::App* command = subcommand(app, common, "serve", "启动服务 / Serve the districts of a data folder");
  command->add_option("--config", *config, "配置文件 / Configuration file");
  command->add_option("--listen", options->listen, "监听地址 / Address and port, 127.0.0.1:8600 by default");
  command->add_option("--console", options->console, "控制台页面目录 / Folder of the built console");
  command->callback([&common, options, config, command] {
    // What stands on the command line comes before what the file says.
    if (command->count("--data") > 0) options->data = common.data;
    serve(common, *config, *options);
  });
}

}  // namespace liufa::host::cli
