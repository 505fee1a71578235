/// Counters for /metrics in the Prometheus text format 0.0.4.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <shared_mutex>
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
  static constexpr std::size_t statuses = 600;
  using Counter = std::atomic<std::uint64_t>;

  /// Counted without a lock: hundreds of threads meet here.
  struct Series {
    std::array<Counter, statuses> by_status{};
    std::array<Counter, bounds.size()> buckets{};
    Counter nanoseconds = 0;
    Counter count = 0;
  };
  Series& series_of(const std::string& route);

  mutable std::shared_mutex mutex_;  ///< of the map; its series stay where they are
  std::map<std::string, Series, std::less<>> routes_;
};

}  // namespace liufa::host
