/// Servers in a process of their own, so that the load, the host and the bare server do not share a heap: this same
/// executable, started with `serve-host` or `serve-bare`.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace liufa::bench {

/// Runs one of the servers until its standard input ends; for main.
int serve_host(const std::string& data, const std::vector<std::string>& methods);
int serve_bare();

/// A started server; stopped with the object.
class ServerProcess {
 public:
  /// Starts this executable with the arguments and waits until it answers /readyz.
  explicit ServerProcess(const std::vector<std::string>& arguments);
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  ~ServerProcess();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] double seconds_to_ready() const { return seconds_to_ready_; }
  [[nodiscard]] std::int64_t resident_bytes() const;

 private:
  pid_t process_ = -1;
  int input_ = -1;
  std::uint16_t port_ = 0;
  double seconds_to_ready_ = 0;
};

}  // namespace liufa::bench
