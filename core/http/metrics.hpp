/// Counters of what was answered: for /metrics in the Prometheus text format 0.0.4, and for the state of the host.
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

/// Of this process.
std::int64_t resident_bytes();

/// What was answered since the host began.
struct Traffic {
  std::uint64_t requests = 0;
  std::uint64_t refused = 0;  ///< with 4xx
  std::uint64_t failed = 0;   ///< with 5xx
  double per_second = 0;      ///< of the last minute
};

class Metrics {
 public:
  /// Counts one answered request. `route` is the pattern, never the path: its values are few. Any thread.
  void count(const std::string& route, int status, std::chrono::nanoseconds took);

  /// All counters and the host's figures as text.
  std::string text(Host& host) const;

  [[nodiscard]] Traffic traffic() const;
  [[nodiscard]] std::chrono::seconds uptime() const;
  [[nodiscard]] std::chrono::system_clock::time_point started() const { return started_; }

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

  /// How many were answered in one second: the second in the upper bits, the count in the lower 24, so that both change
  /// together.
  static constexpr std::size_t seconds_kept = 64;
  static constexpr std::uint64_t in_one_second = 1ULL << 24;
  [[nodiscard]] std::uint64_t second_now() const;
  void count_second();

  const std::chrono::system_clock::time_point started_ = std::chrono::system_clock::now();
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::array<Counter, seconds_kept> seconds_{};
  mutable std::shared_mutex mutex_;  ///< of the map; its series stay where they are
  std::map<std::string, Series, std::less<>> routes_;
};

}  // namespace liufa::host
