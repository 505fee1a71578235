#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <stdexcept>

#include "parts.hpp"
#include "serving.hpp"

namespace liufa::bench {

namespace {

constexpr std::size_t stored_records = 10'000;
constexpr int connections = 64;

/// Runs a program and returns what it printed. The words have no special characters.
std::string output_of(const std::string& command) {
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  if (!pipe) throw std::runtime_error(command);
  std::string text;
  std::array<char, 4096> part{};
  for (std::size_t size = 0; (size = std::fread(part.data(), 1, part.size(), pipe)) > 0;)
    text.append(part.data(), size);
  if (::pclose(pipe) != 0) throw std::runtime_error(fmt::format("{}: {}", command, text));
  return text;
}

/// Requests per second, every one of them answered with success.
double load(const Options& options, const ServerProcess& server, const std::string& kind, const std::string& token,
            const std::string& prefix) {
  const std::string text =
      output_of(fmt::format("wrk -t1 -c{} -d{}s --timeout 10s -s {}/load.lua http://127.0.0.1:{} -- {} {} {} {} 2>&1",
                            connections, std::max(1, static_cast<int>(options.seconds)), LIUFA_BENCH_SOURCE,
                            server.port(), kind, token, prefix, stored_records));
  if (text.find("Non-2xx") != std::string::npos || text.find("Socket errors") != std::string::npos)
    throw std::runtime_error("requests failed:\n" + text);
  const std::size_t at = text.find("Requests/sec:");
  if (at == std::string::npos) throw std::runtime_error("wrk said:\n" + text);
  return std::stod(text.substr(at + 13));
}

void measure_start(const fs::path& data, Report& report) {
  // Every bundled method enabled, over and over until no more can be: they need one another.
  const fs::path bundled = fs::path(LIUFA_BUILD) / "methods";
  const std::vector<std::string> folders{bundled, fs::path(LIUFA_BUILD) / "bench_methods"};
  std::size_t enabled = 0;
  {
    Bed bed(data, {folders.begin(), folders.end()});
    bed.make_district("all");
    for (std::size_t before = SIZE_MAX; before != enabled;) {
      before = enabled;
      for (const host::MethodState& method : bed.host().district("all").methods()) {
        if (method.state != "found") continue;
        try {
          bed.ask("all", "POST", fmt::format("/methods/{}/enable", method.id));
          ++enabled;
        } catch (const std::exception&) {
        }
      }
    }
  }
  std::vector<double> seconds;
  std::vector<double> megabytes;
  for (int i = 0; i < 5; ++i) {
    const ServerProcess server({"serve-host", data, folders[0], folders[1]});
    seconds.push_back(server.seconds_to_ready());
    megabytes.push_back(static_cast<double>(server.resident_bytes()) / (1 << 20));
  }
  const std::string with = fmt::format("with all {} methods", enabled + 1);
  report.add(Measurement{"start to ready " + with, "ms", median(seconds) * 1000, std::nullopt});
  report.add(Measurement{"idle memory " + with, "MiB", median(megabytes), std::nullopt});
}

}  // namespace

void measure_http(const Options& options, Report& report) {
  measure_start(options.folder / "start", report);

  const fs::path data = options.folder / "http";
  std::string token;
  {
    Bed bed(data);
    token = bed.make_district("bench");
    bed.ask("bench", "POST", "/records/ledger/entry/import", entries_csv(0, stored_records));
    bed.settle("bench");
  }
  const ServerProcess ours({"serve-host", data, fs::path(LIUFA_BUILD) / "bench_methods"});
  const ServerProcess bare({"serve-bare"});
  struct Kind {
    const char* id;
    const char* name;
    double bound;
  };
  for (const Kind& kind : {Kind{"read", "read one record by id, 64 connections", 0.6},
                           Kind{"list", "list 50 records, 64 connections", 0.25},
                           Kind{"create", "create a record, 64 connections", 0.25}}) {
    Comparison comparison{kind.name, "requests/s", {}, {}, Bound{kind.bound, true}};
    for (std::size_t i = 0; i < options.repetitions; ++i) {
      comparison.bare.push_back(load(options, bare, kind.id, token, fmt::format("B{}-", i)));
      comparison.ours.push_back(load(options, ours, kind.id, token, fmt::format("L{}-", i)));
    }
    report.add(std::move(comparison));
  }
}

}  // namespace liufa::bench
