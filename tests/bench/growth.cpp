#include <fmt/format.h>

#include "parts.hpp"

namespace liufa::bench {

namespace {

/// The median cost of one call, in microseconds.
template <class Work>
double microseconds(std::size_t repetitions, Work&& work) {
  std::vector<double> all;
  for (std::size_t i = 0; i < repetitions; ++i) all.push_back(1e6 * seconds_of([&] { work(i); }));
  return median(all);
}

}  // namespace

void measure_growth(const Options& options, Report& report) {
  Growth import{"import, each record", "µs", {}};
  Growth events{"event through a handler, each", "µs", {}};
  Growth figure{"figure over all", "µs", {}};
  Growth verify{"verification, each event", "µs", {}};
  Growth create{"create one more", "µs", {}};
  Growth read{"read one by id", "µs", {}};
  Growth first_page{"list, first 50", "µs", {}};
  Growth sorted_page{"list, 50 by code, filtered, from the middle", "µs", {}};
  Bed bed(options.folder / "growth");
  for (const std::size_t size : options.growth) {
    const std::string district = fmt::format("g{}", size);
    bed.make_district(district);
    bed.settle(district);
    // One import of at most 250,000 rows a request: its body has a limit.
    double importing = 0;
    double handling = 0;
    constexpr std::size_t rows_per_request = 250'000;
    for (std::size_t first = 0; first < size; first += rows_per_request) {
      const std::string csv = entries_csv(first, std::min(rows_per_request, size - first));
      importing += seconds_of([&] { bed.ask(district, "POST", "/records/ledger/entry/import", csv); });
      handling += seconds_of([&] { bed.settle(district); });
    }
    const auto records = static_cast<double>(size);
    import.cost.emplace_back(size, 1e6 * importing / records);
    events.cost.emplace_back(size, 1e6 * handling / records);
    figure.cost.emplace_back(size, microseconds(5, [&](std::size_t) {
                               bed.ask(district, "GET", "/figures/ledger.people_trained?period=2024");
                             }));
    verify.cost.emplace_back(
        size, microseconds(1, [&](std::size_t) { bed.ask(district, "GET", "/verification"); }) / records);
    create.cost.emplace_back(
        size, microseconds(200, [&](std::size_t i) {
          bed.ask(
              district, "POST", "/records/ledger/entry",
              fmt::format(
                  R"({{"code":"N{}","organisation":"V00001","subject":"一","kind":"visit","held_on":"2026-03-01"}})",
                  i));
        }));
    read.cost.emplace_back(size, microseconds(500, [&](std::size_t i) {
                             bed.ask(district, "GET", fmt::format("/records/ledger/entry/{}", 1 + i * 7919 % size));
                           }));
    first_page.cost.emplace_back(
        size, microseconds(200, [&](std::size_t) { bed.ask(district, "GET", "/records/ledger/entry?limit=50"); }));
    sorted_page.cost.emplace_back(
        size, microseconds(100, [&](std::size_t) {
          bed.ask(district, "GET",
                  fmt::format("/records/ledger/entry?limit=50&sort=code&kind=visit&code.gte={}", entry(size / 2).code));
        }));
  }
  figure.whole = true;
  for (Growth* each : {&import, &events, &verify, &create, &read, &first_page, &sorted_page, &figure})
    report.add(std::move(*each));
}

}  // namespace liufa::bench
