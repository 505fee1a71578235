#include "http/metrics.hpp"

#include <fmt/format.h>

#include <fstream>
#include <mutex>

#include "methods/host.hpp"

namespace liufa::host {

std::int64_t resident_bytes() {
  std::ifstream in("/proc/self/statm");
  std::int64_t total = 0;
  std::int64_t resident = 0;
  in >> total >> resident;
  return resident * 4096;
}

namespace {

void head(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  fmt::format_to(std::back_inserter(out), "# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

void add_district(std::string& out, District& district) {
  const StoreFigures store = district.store().figures();
  const DeliveryFigures delivery = district.dispatcher().figures();
  const auto line = [&](std::string_view name, auto value) {
    fmt::format_to(std::back_inserter(out), "{}{{district=\"{}\"}} {}\n", name, district.id(), value);
  };
  line("liufa_store_commits_total", store.commits);
  line("liufa_store_writes_total", store.writes);
  line("liufa_store_refused_total", store.refused);
  line("liufa_events_total", delivery.last_event);
  line("liufa_events_handled_total", delivery.handled);
  line("liufa_event_failures_total", delivery.failures);
  for (const auto& [method, position] : delivery.positions)
    fmt::format_to(std::back_inserter(out), "liufa_event_lag{{district=\"{}\",method=\"{}\"}} {}\n", district.id(),
                   method, delivery.last_event - position);
  line("liufa_dead_letters",
       district.store().read()->scalar_integer("SELECT COUNT(*) FROM core_dead_letter WHERE state = 'open'"));
  for (const MethodState& state : district.methods())
    fmt::format_to(std::back_inserter(out), "liufa_method{{district=\"{}\",method=\"{}\",state=\"{}\"}} 1\n",
                   district.id(), state.id, state.state);
}

}  // namespace

Metrics::Series& Metrics::series_of(const std::string& route) {
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = routes_.find(route); found != routes_.end()) return found->second;
  }
  const std::lock_guard lock(mutex_);
  return routes_[route];
}

void Metrics::count(const std::string& route, int status, std::chrono::nanoseconds took) {
  const double seconds = std::chrono::duration<double>(took).count();
  Series& series = series_of(route);
  const auto add = [](Counter& counter, std::uint64_t more) { counter.fetch_add(more, std::memory_order_relaxed); };
  add(series.by_status.at(static_cast<std::size_t>(status)), 1);
  add(series.count, 1);
  add(series.nanoseconds, static_cast<std::uint64_t>(took.count()));
  for (std::size_t i = 0; i < bounds.size(); ++i)
    if (seconds <= bounds[i]) add(series.buckets[i], 1);
  count_second();
}

std::chrono::seconds Metrics::uptime() const {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begun_);
}

std::uint64_t Metrics::second_now() const { return static_cast<std::uint64_t>(uptime().count()) + 1; }

void Metrics::count_second() {
  const std::uint64_t now = second_now();
  Counter& slot = seconds_[now % seconds_kept];
  std::uint64_t held = slot.load(std::memory_order_relaxed);
  while (!slot.compare_exchange_weak(held, (held / in_one_second == now ? held : now * in_one_second) + 1,
                                     std::memory_order_relaxed)) {
  }
}

Traffic Metrics::traffic() const {
  Traffic all;
  {
    const std::shared_lock lock(mutex_);
    for (const auto& [route, series] : routes_)
      for (std::size_t status = 0; status < statuses; ++status) {
        const std::uint64_t count = series.by_status[status];
        all.requests += count;
        if (status >= 500)
          all.failed += count;
        else if (status >= 400)
          all.refused += count;
      }
  }
  // The second in progress is left out; a host that began just now has had less than a minute.
  constexpr std::uint64_t minute = 60;
  const std::uint64_t now = second_now();
  const std::uint64_t first = now > minute ? now - minute : 1;
  std::uint64_t recent = 0;
  for (const Counter& slot : seconds_) {
    const std::uint64_t held = slot.load(std::memory_order_relaxed);
    const std::uint64_t second = held / in_one_second;
    if (second >= first && second < now) recent += held % in_one_second;
  }
  if (now > first) all.per_second = static_cast<double>(recent) / static_cast<double>(now - first);
  return all;
}

std::string Metrics::text(Host& host) const {
  std::string out;
  {
    const std::shared_lock lock(mutex_);
    head(out, "liufa_requests_total", "counter", "Requests answered, by route and status.");
    for (const auto& [route, series] : routes_)
      for (std::size_t status = 0; status < statuses; ++status)
        if (const std::uint64_t count = series.by_status[status]; count > 0)
          fmt::format_to(std::back_inserter(out), "liufa_requests_total{{route=\"{}\",status=\"{}\"}} {}\n", route,
                         status, count);
    head(out, "liufa_request_seconds", "histogram", "Time to answer, by route.");
    for (const auto& [route, series] : routes_) {
      for (std::size_t i = 0; i < bounds.size(); ++i)
        fmt::format_to(std::back_inserter(out), "liufa_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", route,
                       bounds[i], series.buckets[i].load());
      fmt::format_to(
          std::back_inserter(out),
          "liufa_request_seconds_bucket{{route=\"{0}\",le=\"+Inf\"}} {1}\n"
          "liufa_request_seconds_sum{{route=\"{0}\"}} {2}\nliufa_request_seconds_count{{route=\"{0}\"}} {1}\n",
          route, series.count.load(), static_cast<double>(series.nanoseconds.load()) / 1e9);
    }
  }
  head(out, "process_resident_memory_bytes", "gauge", "Resident memory size in bytes.");
  fmt::format_to(std::back_inserter(out), "process_resident_memory_bytes {}\n", resident_bytes());
  for (const std::string& id : host.districts()) add_district(out, host.district(id));
  return out;
}

}  // namespace liufa::host
