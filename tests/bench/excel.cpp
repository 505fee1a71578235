#include <fmt/format.h>

#include "parts.hpp"
#include "services/table/csv_text.hpp"
#include "services/table/table.hpp"

namespace liufa::bench {

namespace {

/// The same rows as a workbook, with numbers and dates as a spreadsheet has them.
std::string workbook_of(const std::string& csv) {
  auto rows = host::csv_rows(csv);
  std::vector<host::TableColumn> columns;
  for (const host::Cell& heading : rows.front().cells) {
    using Kind = host::Cell::Kind;
    const bool number = heading.text == "amount" || heading.text == "people";
    columns.push_back({heading.text, number ? Kind::number : heading.text == "held_on" ? Kind::date : Kind::text, 2});
  }
  const auto book = host::xlsx_writer(columns, {"entries", ""});
  for (std::size_t i = 1; i < rows.size(); ++i) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      host::Cell& cell = rows[i].cells[c];
      cell.kind = columns[c].kind;
      book->cell(cell);
    }
    book->end_row();
  }
  return book->finish();
}

}  // namespace

void measure_excel(const Options& options, Report& report) {
  Bed bed(options.folder / "excel");
  const auto records = static_cast<double>(options.records);
  const std::string csv = entries_csv(0, options.records);
  const std::string workbook = workbook_of(csv);
  const std::string path = "/records/ledger/entry";
  Comparison comparison{
      fmt::format("import of {} records from Excel ÷ CSV, records/s", options.records), "", {}, {}, Bound{0.5, true}};
  std::vector<double> trials;
  std::vector<double> written;
  std::vector<double> named;
  for (std::size_t i = 0; i < options.repetitions; ++i) {
    const auto timed = [&](const std::string& kind, const std::string& file) {
      const std::string district = fmt::format("{}{}", kind, i);
      bed.make_district(district);
      bed.settle(district);
      if (kind == "excel")
        trials.push_back(seconds_of([&] { bed.ask(district, "POST", path + "/import?dry_run=true", file); }));
      const double seconds = seconds_of([&] { bed.ask(district, "POST", path + "/import", file); });
      bed.settle(district);
      return records / seconds;
    };
    comparison.ours.push_back(timed("excel", workbook));
    comparison.bare.push_back(timed("csv", csv));
    const std::string district = fmt::format("excel{}", i);
    written.push_back(seconds_of([&] { bed.ask(district, "GET", path + "/export?format=xlsx"); }));
    named.push_back(seconds_of([&] { bed.ask(district, "GET", path + "/export?format=xlsx&names=true"); }));
  }
  report.add(std::move(comparison));
  const auto measured = [&](const char* what, const std::vector<double>& seconds) {
    report.add(
        Measurement{fmt::format("{} of {} records, s", what, options.records), "", median(seconds), Bound{10, false}});
  };
  measured("trial of an import from Excel", trials);
  measured("export to Excel", written);
  measured("export to Excel, with names", named);
}

}  // namespace liufa::bench
