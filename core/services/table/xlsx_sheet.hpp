/// The rows of one sheet of a workbook, read as they are asked for.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/table/xlsx_book.hpp"
#include "services/table/xml_reader.hpp"

namespace liufa::host {

/// Bounds on what one sheet may hold; Excel's own is 1,048,576 rows of 16,384 columns.
struct SheetLimits {
  std::size_t columns = 256;
  std::size_t cells = 8'000'000;                  ///< up to the last one of each row
  std::size_t merged = 100'000;                   ///< ranges
  std::size_t text_bytes = std::size_t{1} << 30;  ///< of all cells together: a shared text counts each time
};

/// Cells merged below one another: what stands in the first counts for all of them.
struct MergedCells {
  std::size_t first_row;
  std::size_t last_row;
  std::size_t column;  ///< the first one, from 0
};

class XlsxSheetReader final : public TableReader, private XmlHandler {
 public:
  /// `archive` and `book` outlive the reader.
  XlsxSheetReader(ZipArchive& archive, const XlsxBook& book, const XlsxSheet& sheet, SheetLimits limits);

  /// A row whose last cells are empty ends with the last one that is not. Throws Problem import.*.
  bool next(TableRow& row) override;

  /// Merged cells below one another count as filled, if they begin below a row. To be called before the first row.
  void fill_merged(std::size_t row);

 private:
  void open(std::string_view name, const XmlAttributes& attributes) override;
  void close(std::string_view name) override;
  void text(std::string_view text) override;

  void open_row(const XmlAttributes& attributes);
  void open_cell(const XmlAttributes& attributes);
  void close_cell();
  void close_row();
  void fill(TableRow& row);
  [[nodiscard]] Cell cell_of() const;
  [[noreturn]] void broken(const char* reason) const;

  enum class Place { outside, rows, row, cell, value, inline_text };

  ZipArchive& archive_;
  const XlsxBook& book_;
  std::string part_;
  SheetLimits limits_;
  std::vector<MergedCells> merged_;  ///< by their first row
  std::size_t next_merged_ = 0;
  struct Filling {
    std::size_t last_row;
    Cell cell;
  };
  std::map<std::size_t, Filling> filling_;  ///< by column

  Place place_ = Place::outside;
  TableRow row_;
  std::size_t column_ = 0;  ///< of the present cell, from 0
  std::size_t next_column_ = 0;
  std::string type_;  ///< of the present cell
  std::size_t format_ = 0;
  bool formula_ = false;
  std::string value_;
  StringText inline_text_;
  std::size_t cells_ = 0;
  std::size_t text_bytes_ = 0;
  std::deque<TableRow> ready_;
  XmlReader reader_;  ///< last: it calls the others
};

/// "BC12" → column 54, row 12; nothing if it is no reference.
struct CellPlace {
  std::size_t column;  ///< from 0
  std::size_t row;     ///< from 1
};
std::optional<CellPlace> cell_place(std::string_view reference);

}  // namespace liufa::host
