/// Numbers and dates as a spreadsheet stores them: floating-point text, and days since an epoch.
#pragma once

#include <string_view>

#include "services/table/table.hpp"

namespace liufa::host {

/// How a cell's number format shows a number.
struct NumberLook {
  enum class Kind { number, date, elapsed };
  Kind kind = Kind::number;
  int digits = 0;  ///< before the point at least: of "000" three
};

/// Of a format code such as "yyyy/m/d;@", "#,##0.00", "000".
NumberLook look_of_format(std::string_view code);
/// Of the formats that a workbook names by number only (ECMA-376, part 1, 18.8.30).
NumberLook look_of_built_in(int number);

/// Excel's days from 1900 (in which it has a 29 February that never was), or those from 1904.
enum class DateSystem { from_1900, from_1904 };

/// The cell of a stored number ("0.30000000000000004", "1E+2", "44927"): of 15 digits, which is what a spreadsheet
/// computes with and shows.
Cell number_cell(std::string_view stored, const NumberLook& look, DateSystem dates);

/// Of a date that is stored as ISO 8601 text.
Cell iso_cell(std::string_view stored);

}  // namespace liufa::host
