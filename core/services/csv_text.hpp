/// CSV as RFC 4180 has it, read and quoted by libcsv.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace liufa::host {

/// Appends one cell. A cell that a spreadsheet would take for a formula gets an apostrophe in front of it.
void csv_append(std::string& csv, std::string_view cell, bool after_another);

struct CsvRow {
  std::size_t line = 0;  ///< in the file, counted from 1
  std::vector<std::string> cells;
};

/// All rows of a text; a byte-order mark is skipped, empty lines too. Throws Problem import.csv, import.utf8.
std::vector<CsvRow> csv_rows(std::string_view text);

}  // namespace liufa::host
