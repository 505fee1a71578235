/// Import of many records from CSV: every row is checked like a single write, every error is told with its row, and
/// either all rows are written or none.
#pragma once

#include <functional>
#include <string_view>

#include "services/write_context.hpp"

namespace liufa::host {

struct ImportReport {
  std::size_t rows = 0;
  std::size_t created = 0;
  std::size_t updated = 0;
  std::size_t unchanged = 0;
};

/// Imports CSV text whose first row names fields by id or by name. A record is found again by its type's key: a row
/// that says what is already there changes nothing; empty cells of an existing record leave it as it is. Rows of a type
/// that refers to itself may come in any order. Throws Problem import.refused with one part per error (at most 500);
/// the caller's transaction must then be undone. `progress` is told the rows done so far.
ImportReport import_records(WriteContext& context, const RecordSchema& schema, std::string_view csv,
                            const std::function<void(std::size_t)>& progress = {});

}  // namespace liufa::host
