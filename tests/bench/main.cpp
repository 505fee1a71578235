/// `./dev bench`: every figure as a ratio against the bare library, both in the same run.
#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <fstream>

#include "parts.hpp"
#include "serving.hpp"

int main(int count, char** words) {
  using namespace liufa::bench;
  spdlog::set_default_logger(spdlog::stderr_logger_mt("liufa_bench"));  // standard output is for what was found
  spdlog::set_level(spdlog::level::err);
  CLI::App app{"Measures the host against bare loops on the libraries below it; writes build/bench.json"};
  bool quick = false;
  std::string only;
  Options options;
  app.add_flag("--quick", quick, "Fewer repetitions, smaller sizes: whether it runs, not how fast");
  app.add_option("--only", only, "One part")
      ->check(CLI::IsMember({"http", "storage", "excel", "derived", "index", "growth", "people", "country"}));
  app.add_option("--repetitions", options.repetitions, "Of each comparison; the median counts")
      ->check(CLI::Range(1, 99));
  app.add_option("--index-members", options.index_members, "Members of the index, each with 50 entries")
      ->check(CLI::Range(1'000, 10'000'000));
  std::string data;
  std::vector<std::string> methods;
  auto* const host = app.add_subcommand("serve-host", "Used by the benchmark itself")->group("");
  host->add_option("data", data)->required();
  host->add_option("methods", methods)->required();
  auto* const bare = app.add_subcommand("serve-bare", "Used by the benchmark itself")->group("");
  CLI11_PARSE(app, count, words);
  try {
    if (*host) return serve_host(data, methods);
    if (*bare) return serve_bare();
    if (quick) {
      options.repetitions = 2;
      options.seconds = 1;
      options.records = 10'000;
      options.index_members = 2'000;
      options.growth = {2'000, 20'000};
      options.country = false;
    }
    fs::remove_all(options.folder);
    fs::create_directories(options.folder);
    Report report;
    const auto wanted = [&](const char* part) { return only.empty() || only == part; };
    const auto note = [](const char* part) { fmt::print(stderr, "{} …\n", part); };
    if (wanted("http")) note("http"), measure_http(options, report);
    if (wanted("storage")) note("storage"), measure_storage(options, report);
    if (wanted("excel")) note("excel"), measure_excel(options, report);
    if (wanted("derived")) note("derived"), measure_derived(options, report);
    if (wanted("index")) note("index"), measure_index(options, report);
    if (wanted("growth")) note("growth"), measure_growth(options, report);
    if (wanted("people")) note("people"), measure_people(options, report);
    if (only == "country" || (only.empty() && options.country)) note("country"), measure_country(options, report);
    fs::remove_all(options.folder);
    report.print();
    const fs::path file = fs::path(LIUFA_BUILD) / "bench.json";
    std::ofstream(file) << report.json().dump(2) << '\n';
    fmt::print("\n{}\n", file.string());
    return report.holds() ? 0 : 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "liufa_bench: {}\n", error.what());
    return 2;
  }
}
