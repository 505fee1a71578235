/// Tables as people keep them: rows of cells, read from and written to CSV and Excel workbooks. Imports, exports and
/// templates are made on these alone, whichever kind of file it is.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::host {

struct Cell {
  enum class Kind {
    text,
    number,     ///< its digits in plain decimal: "-12.5"
    date,       ///< "2026-03-01"
    moment,     ///< by the clock in China: "2026-03-01 16:00:00"
    boolean,    ///< "true", "false"
    error,      ///< of a spreadsheet: "#N/A", or a date that no calendar has
    imprecise,  ///< a number of more digits than a spreadsheet keeps
    uncomputed  ///< a formula whose value is not in the file
  };
  Kind kind = Kind::text;
  std::string text;
  int digits = 0;  ///< of a number: as many as are shown before the point at least ("007" is 7 with three)

  [[nodiscard]] bool empty() const { return text.empty() && kind == Kind::text; }
};

struct TableRow {
  std::size_t line = 0;   ///< in the file or sheet, counted from 1
  bool complete = false;  ///< has a cell for every column, as in CSV; a sheet's row ends with its last filled cell
  std::vector<Cell> cells;
};

/// The rows of a table, one after the other.
class TableReader {
 public:
  TableReader() = default;
  TableReader(const TableReader&) = delete;
  TableReader& operator=(const TableReader&) = delete;
  virtual ~TableReader() = default;

  /// Puts the next row that is not empty in the place of `row`; false when there is none. Throws Problem import.*.
  virtual bool next(TableRow& row) = 0;
};

/// How many columns a row names.
using NamedColumns = std::function<std::size_t(const TableRow&)>;

/// The table in a file, told by its content: CSV from its first row; of a workbook the first visible sheet that has a
/// heading, from that row on: the one among the first rows that names most columns. Without any, the first sheet that
/// has rows. `file` must outlive the reader. Throws Problem import.*: of a hostile or damaged file, and of one of
/// another program.
std::unique_ptr<TableReader> open_table(std::string_view file, const NamedColumns& named);

/// A column of a table that is written.
struct TableColumn {
  std::string heading;
  Cell::Kind kind = Cell::Kind::text;
  int scale = 0;  ///< of numbers: digits after the point
};

/// Writes a table, cell by cell. What a spreadsheet would take for a formula stays a text.
class TableWriter {
 public:
  TableWriter() = default;
  TableWriter(const TableWriter&) = delete;
  TableWriter& operator=(const TableWriter&) = delete;
  virtual ~TableWriter() = default;

  virtual void cell(const Cell& cell) = 0;
  virtual void end_row() = 0;
  /// The whole file, once. Throws Problem export.failed.
  virtual std::string finish() = 0;
};

std::unique_ptr<TableWriter> csv_writer(const std::vector<TableColumn>& columns);

/// What the workbook says of itself.
struct WorkbookDetails {
  std::string sheet;    ///< the sheet's name; what Excel does not take in one is replaced
  std::string created;  ///< the instant; the same content of the same instant is the same file
};
/// Throws Problem export.too_long when there are more rows than a sheet takes.
std::unique_ptr<TableWriter> xlsx_writer(const std::vector<TableColumn>& columns, const WorkbookDetails& details);

}  // namespace liufa::host
