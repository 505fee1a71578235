#include "services/table/csv_text.hpp"

#include <csv.h>
#include <fmt/format.h>

#include <array>
#include <memory>

#include "base/problem.hpp"

namespace liufa::host {

namespace {

std::size_t lines_in(std::string_view text) {
  std::size_t lines = 0;
  for (const char each : text)
    if (each == '\n') ++lines;
  return lines;
}

/// Whether a spreadsheet would take a cell for a formula. What already stands behind apostrophes counts too, so that
/// taking one away gives what there was.
bool is_formula(std::string_view cell) {
  cell.remove_prefix(std::min(cell.find_first_not_of('\''), cell.size()));
  const bool number = cell.find_first_not_of("+-.0123456789") == std::string_view::npos;
  return !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos && !number;
}

/// Gathers what libcsv reports.
struct Reading {
  std::vector<TableRow> rows;
  TableRow row;
  std::size_t line = 1;  ///< on which the present row begins
  std::size_t quoted_lines = 0;

  static void on_cell(void* data, std::size_t size, void* context) {
    auto& self = *static_cast<Reading*>(context);
    std::string_view cell(static_cast<const char*>(data), size);
    self.quoted_lines += lines_in(cell);
    // As csv_append wrote it.
    if (cell.starts_with('\'') && is_formula(cell)) cell.remove_prefix(1);
    self.row.cells.push_back({Cell::Kind::text, std::string(cell)});
  }
  static void on_row(int, void* context) {
    auto& self = *static_cast<Reading*>(context);
    self.row.line = self.line;
    self.row.complete = true;
    self.line += 1 + self.quoted_lines;
    self.quoted_lines = 0;
    const bool blank = self.row.cells.empty() || (self.row.cells.size() == 1 && self.row.cells.front().text.empty());
    if (!blank) self.rows.push_back(std::move(self.row));
    self.row = {};
  }
};

}  // namespace

void csv_append(std::string& csv, std::string_view cell, bool after_another) {
  if (after_another) csv += ',';
  const std::string text = is_formula(cell) ? fmt::format("'{}", cell) : std::string(cell);
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    csv += text;
    return;
  }
  std::string quoted(text.size() * 2 + 2, '\0');
  quoted.resize(csv_write(quoted.data(), quoted.size(), text.data(), text.size()));
  csv += quoted;
}

std::vector<TableRow> csv_rows(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!is_utf8(text)) {
    std::size_t line = 1;
    for (std::string_view rest = text; !rest.empty(); ++line) {
      const std::size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
      if (!is_utf8(rest.substr(0, end))) break;
      rest.remove_prefix(end);
    }
    throw Problem("import.utf8", {{"line", std::to_string(line)}}).at_line(line);
  }
  csv_parser parser;
  // Blank lines are reported as empty rows, so that line numbers stay right.
  csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
  const std::unique_ptr<csv_parser, void (*)(csv_parser*)> release(&parser, csv_free);
  Reading reading;
  std::string without_returns;  // libcsv takes \r\n for two line ends when it reports blank ones
  without_returns.reserve(text.size());
  for (const char each : text)
    if (each != '\r') without_returns += each;
  const std::size_t read =
      csv_parse(&parser, without_returns.data(), without_returns.size(), Reading::on_cell, Reading::on_row, &reading);
  if (read != without_returns.size() || csv_fini(&parser, Reading::on_cell, Reading::on_row, &reading) != 0)
    throw Problem("import.csv", {{"line", std::to_string(reading.line)}}).at_line(reading.line);
  return std::move(reading.rows);
}

namespace {

class CsvReader final : public TableReader {
 public:
  explicit CsvReader(std::string_view text) : rows_(csv_rows(text)) {}
  bool next(TableRow& row) override {
    if (at_ == rows_.size()) return false;
    row = std::move(rows_[at_++]);
    return true;
  }

 private:
  std::vector<TableRow> rows_;
  std::size_t at_ = 0;
};

class CsvWriter final : public TableWriter {
 public:
  explicit CsvWriter(const std::vector<TableColumn>& columns) {
    for (const TableColumn& column : columns) cell({Cell::Kind::text, column.heading});
    end_row();
  }
  void cell(const Cell& cell) override { csv_append(csv_, cell.text, std::exchange(after_another_, true)); }
  void end_row() override {
    csv_ += "\r\n";
    after_another_ = false;
  }
  std::string finish() override { return std::move(csv_); }

 private:
  std::string csv_ = "\xEF\xBB\xBF";
  bool after_another_ = false;
};

}  // namespace

std::unique_ptr<TableReader> csv_reader(std::string_view text) { return std::make_unique<CsvReader>(text); }

std::unique_ptr<TableWriter> csv_writer(const std::vector<TableColumn>& columns) {
  return std::make_unique<CsvWriter>(columns);
}

}  // namespace liufa::host
