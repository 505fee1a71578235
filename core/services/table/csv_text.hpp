/// CSV as RFC 4180 has it, read and quoted by libcsv.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/table/table.hpp"

namespace liufa::host {

/// Appends one cell. A cell that a spreadsheet would take for a formula gets an apostrophe in front of it.
void csv_append(std::string& csv, std::string_view cell, bool after_another);

/// All rows of a text; a byte-order mark is skipped, empty lines too, and the apostrophe that `csv_append` put in front
/// is taken away. Throws Problem import.csv, import.utf8.
std::vector<TableRow> csv_rows(std::string_view text);

/// The same, row by row; the text may go once it is made.
std::unique_ptr<TableReader> csv_reader(std::string_view text);

}  // namespace liufa::host
