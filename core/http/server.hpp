/// The API and the console on a socket, by Poco's HTTPServer: a thread per connection, keep-alive.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "http/api.hpp"

namespace liufa::host {

struct ServerOptions {
  std::string address = "127.0.0.1";
  /// Addresses of proxies in front of the server, whose X-Forwarded-For is believed.
  std::vector<std::string> trusted_proxies = {};
  /// PEM files: with both, the server speaks TLS 1.2 or later and nothing else. Without, plain HTTP.
  std::string certificate = {};
  std::string key = {};
  /// The folder of the built console; empty: none is served.
  std::filesystem::path console = {};
  std::uint16_t port = 8600;  ///< 0: any free one
  int most_connections = 256;
};

class Server {
 public:
  /// Listens at once. Throws Problem server.listen if the address can't be used.
  Server(Api& api, const ServerOptions& options);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  /// Takes no new connections, answers the requests in progress, ends the streams and ends.
  ~Server();

  [[nodiscard]] std::uint16_t port() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace liufa::host
