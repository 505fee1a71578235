#include <fmt/format.h>

#include "bare.hpp"
#include "parts.hpp"

namespace liufa::bench {

namespace {

/// A whole answer of the API against the same statement stepped on a connection of its own.
void measure_figure(const Options& options, Bed& bed, BareDatabase& bare, const std::string& district, Report& report,
                    const std::string& name, const std::string& path, const std::string& sql) {
  Comparison comparison{fmt::format("{} over {} records", name, options.records), "µs", {}, {}, Bound{1.5, false}};
  auto statement = bare.prepare(sql);
  for (std::size_t i = 0; i < std::max<std::size_t>(options.repetitions, 5) * 3; ++i) {
    comparison.ours.push_back(1e6 * seconds_of([&] { bed.ask(district, "GET", path); }));
    comparison.bare.push_back(1e6 * seconds_of([&] {
                                statement.step();
                                statement.reset();
                              }));
  }
  report.add(std::move(comparison));
}

}  // namespace

void measure_storage(const Options& options, Report& report) {
  Bed bed(options.folder / "storage");
  const auto records = static_cast<double>(options.records);
  const std::string csv = entries_csv(0, options.records);
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < options.records; ++i) entries.push_back(entry(i));

  Comparison import{fmt::format("bulk import of {} records", options.records), "records/s", {}, {}, Bound{0.5, true}};
  Comparison events{fmt::format("{} events through a handler", options.records), "events/s", {}, {}, Bound{0.3, true}};
  std::string district;
  for (std::size_t i = 0; i < options.repetitions; ++i) {
    district = fmt::format("d{}", i);
    bed.make_district(district);
    bed.settle(district);
    const fs::path file = options.folder / "storage" / "districts" / district / "district.db";
    const fs::path bare_file = options.folder / fmt::format("bare{}.db", i);
    {
      BareDatabase bare(bare_file);
      bare.copy_schema(file);
      import.bare.push_back(records / seconds_of([&] { bare.insert_entries(entries);
    }));
  }
  fs::remove(bare_file);
    import.ours.push_back(records /
                          seconds_of([&] { bed.ask(district, "POST", "/records/ledger/entry/import", csv);
}));
// The dispatcher begins as soon as the import is on disk, which is when the import's answer comes back.
events.ours.push_back(records / seconds_of([&] { bed.settle(district); }));
BareDatabase bare(file);
std::size_t count = 0;
const double seconds = seconds_of([&] { count = bare.read_log(); });
events.bare.push_back(static_cast<double>(count) / seconds);
}  // namespace liufa::bench
report.add(std::move(import));
report.add(std::move(events));

BareDatabase bare(options.folder / "storage" / "districts" / district / "district.db");
measure_figure(options, bed, bare, district, report, "figure (count)", "/figures/ledger.trainings",
               "SELECT COUNT(*) FROM ledger_entry WHERE kind = 'training'");
measure_figure(options, bed, bare, district, report, "figure (sum, a year, a subtree)",
               "/figures/ledger.people_trained?period=2024&organisation=1",
               "SELECT COALESCE(SUM(people), 0) FROM ledger_entry WHERE kind = 'training' AND held_on >= '2024-01-01' "
               "AND held_on < '2025-01-01' AND organisation IN (SELECT id FROM directory_organisation "
               "WHERE path >= '/1/' AND path < '/10')");
}

}  // namespace liufa::bench
