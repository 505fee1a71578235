/// Tables read from files that a test makes.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "base/problem.hpp"
#include "services/table/table.hpp"
#include "workbook.hpp"

namespace liufa::host::test {

/// A row is a heading by the cells among “code”, “name” and “place”.
inline std::size_t named(const TableRow& row) {
  return static_cast<std::size_t>(std::count_if(row.cells.begin(), row.cells.end(), [](const Cell& each) {
    return each.text == "code" || each.text == "name" || each.text == "place";
  }));
}

inline std::vector<TableRow> rows_of(const std::string& file) {
  const auto reader = open_table(file, named);
  std::vector<TableRow> rows;
  for (TableRow row; reader->next(row);) rows.push_back(row);
  return rows;
}

/// The texts of all rows: cells by “|”, rows by line ends.
inline std::string text_of(const std::vector<TableRow>& rows) {
  std::string text;
  for (const TableRow& row : rows) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) text += (i == 0 ? "" : "|") + row.cells[i].text;
    text += '\n';
  }
  return text;
}

/// The code of the problem that reading a file ends with, and what it says.
struct Refusal {
  std::string code;
  std::string text;
};
inline Refusal refusal_of(const std::string& file) {
  try {
    const auto reader = open_table(file, named);
    TableRow row;
    while (reader->next(row)) {
    }
  } catch (const Problem& problem) {
    return {problem.code(), problem.text().en};
  }
  return {};
}

}  // namespace liufa::host::test
