/// Counters for /metrics in the Prometheus text format 0.0.4.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace liufa::host {

class Host;

class Metrics {
 public:
  /// Counts one answered request. `route` is the pattern, never the path: its values are few. Any thread.
  void count(const std::string& route, int status, std::chrono::nanoseconds took);

  /// All counters and the host's figures as text.
  std::string text(Host& host) const;

 private:
  static constexpr std::array<double, 8> bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.0};
  struct Series {
    std::map<int, std::uint64_t> by_status;
    std::array<std::uint64_t, bounds.size()> buckets{};
    double seconds = 0;
    std::uint64_t count = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Series, std::less<>> routes_;
};

}  // namespace liufa::host
