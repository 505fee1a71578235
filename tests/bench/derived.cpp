#include <fmt/format.h>

#include "bare.hpp"
#include "base/clock.hpp"
#include "parts.hpp"

namespace liufa::bench {

namespace {

constexpr std::int64_t rows_in_a_write = 10'000;  // as the SDK's Derivation writes them

/// The same rows as the ledger's action, by one prepared upsert that leaves alone what is the same.
void upsert_scores(BareDatabase& bare, std::int64_t count, std::int64_t offset) {
  auto upsert = bare.prepare(
      "INSERT INTO ledger_score (id, version, created_at, updated_at, number, year, organisation, total, grade, "
      "counted_on) VALUES ($1, 1, $2, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (number, year) DO UPDATE SET "
      "version = version + 1, updated_at = excluded.updated_at, organisation = excluded.organisation, "
      "total = excluded.total, grade = excluded.grade, counted_on = excluded.counted_on "
      "WHERE organisation IS NOT excluded.organisation OR total IS NOT excluded.total OR grade IS NOT excluded.grade "
      "OR counted_on IS NOT excluded.counted_on");
  const std::string now = host::Clock().now();
  for (std::int64_t i = 0; i < count; ++i) {
    if (i % rows_in_a_write == 0) bare.execute(i == 0 ? "BEGIN IMMEDIATE" : "COMMIT; BEGIN IMMEDIATE");
    upsert.bind(1, i + 1);
    upsert.bind(2, now);
    upsert.bind(3, i);
    upsert.bind(4, std::int64_t{2026});
    upsert.bind(5, 2 + i % 500);
    upsert.bind(6, i % 10'000 + offset);
    upsert.bind(7, i % 3 == 0 ? "good" : "fair");
    upsert.bind(8, "2026-03-01");
    upsert.step();
    upsert.reset();
  }
  bare.execute("COMMIT");
}

void measure_writing(const Options& options, Bed& bed, Report& report) {
  const auto count = static_cast<std::int64_t>(options.records);
  const auto rows = static_cast<double>(options.records);
  const auto made = [&](const char* what, std::optional<Bound> bound) {
    return Comparison{fmt::format("derive {} rows, {}", count, what), "rows/s", {}, {}, bound};
  };
  Comparison fresh = made("new", Bound{0.3, true});
  Comparison changed = made("changed", Bound{0.3, true});
  Comparison same = made("as they are", Bound{0.3, true});
  for (std::size_t i = 0; i < options.repetitions; ++i) {
    const std::string district = fmt::format("w{}", i);
    bed.make_district(district);
    const fs::path bare_file = options.folder / fmt::format("bare_derived{}.db", i);
    BareDatabase bare(bare_file);
    bare.copy_schema(options.folder / "derived" / "districts" / district / "district.db");
    const auto measure = [&](Comparison& comparison, std::int64_t offset) {
      comparison.bare.push_back(rows / seconds_of([&] { upsert_scores(bare, count, offset); }));
      comparison.ours.push_back(rows / seconds_of([&] {
                                  bed.run(district, "derive", {{"count", count}, {"offset", offset}});
                                }));
    };
    measure(fresh, 0);
    measure(changed, 1);
    measure(same, 1);
  }
  for (Comparison* each : {&fresh, &changed, &same}) report.add(std::move(*each));
}

void measure_reading(const Options& options, Bed& bed, Report& report) {
  constexpr int times = 10;  // an action's own start is not what is measured
  const auto rows = static_cast<double>(options.records * times);
  const std::string district = "scanned";
  bed.make_district(district);
  bed.ask(district, "POST", "/records/ledger/entry/import", entries_csv(0, options.records));
  bed.settle(district);
  BareDatabase bare(options.folder / "derived" / "districts" / district / "district.db");
  auto scan = bare.prepare("SELECT id, organisation, kind, held_on, amount, people FROM ledger_entry");
  Comparison comparison{fmt::format("{} rows of 6 columns handed to a method", options.records * times),
                        "rows/s",
                        {},
                        {},
                        Bound{0.5, true}};
  for (std::size_t i = 0; i < options.repetitions * 3; ++i) {
    std::int64_t sum = 0;
    comparison.bare.push_back(rows / seconds_of([&] {
                                for (int each = 0; each < times; ++each) {
                                  while (scan.step()) {
                                    sum += scan.integer(0) + scan.integer(1) + scan.integer(4) + scan.integer(5);
                                    sum += static_cast<std::int64_t>(scan.text(2).size() + scan.text(3).size());
                                  }
                                  scan.reset();
                                }
                              }));
    Json answer;
    comparison.ours.push_back(rows / seconds_of([&] { answer = bed.run(district, "scan", {{"times", times}}); }));
    if (answer.at("sum") != sum) throw std::runtime_error("the scan has read something else");
  }
  report.add(std::move(comparison));
}

}  // namespace

void measure_derived(const Options& options, Report& report) {
  Bed bed(options.folder / "derived");
  measure_writing(options, bed, report);
  measure_reading(options, bed, report);
}

}  // namespace liufa::bench
