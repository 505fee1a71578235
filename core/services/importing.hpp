/// Import of many records from a table: every row is checked like a single write, every error is told with its row, and
/// either all rows are written or none.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "services/decode.hpp"

namespace liufa::host {

/// A row that could be read: its values, by position of the field.
struct ImportRow {
  std::size_t line = 0;
  Changes values;
  std::string title;
};

/// A row that can't be taken, and why.
struct RefusedRow {
  std::size_t line = 0;
  std::string title;
  std::vector<Problem> problems;
};

/// A file as rows of values, checked as far as that can be done without the data.
struct ImportTable {
  std::size_t count = 0;  ///< of all rows
  std::vector<ImportRow> rows;
  std::vector<RefusedRow> refused;  ///< of many the first ones
  std::size_t refused_count = 0;
  std::size_t problem_count = 0;  ///< of all refused rows
  bool refers_to_itself = false;  ///< has a column that names records of the type itself
};

/// Reads a CSV file or a workbook whose heading names fields by id or by name. Throws Problem import.refused when the
/// heading is wrong, import.* for what is no table. Any thread, outside of a transaction: it needs no data.
ImportTable read_import(const RecordSchema& schema, std::string_view file);

enum class Fate { created, updated, unchanged, refused };

/// What became of one row, or would.
struct RowFate {
  std::size_t line = 0;
  Fate fate = Fate::unchanged;
  std::string title;  ///< what the row says in the fields of the type's title, else of its key
  std::vector<Problem> problems;
};

struct ImportReport {
  std::size_t rows = 0;
  std::size_t created = 0;
  std::size_t updated = 0;
  std::size_t unchanged = 0;
  std::size_t refused = 0;
  std::vector<RowFate> items;  ///< of a trial: refused ones first, then by line; at most 5000
};

/// Told how many rows are done, of how many; may throw to end the import.
using ImportProgress = std::function<void(std::size_t done, std::size_t all)>;

/// Writes the rows. A record is found again by its type's key: a row that says what is already there changes nothing;
/// empty cells of an existing record leave it as it is. Rows of a type that refers to itself may come in any order.
/// Throws Problem import.refused with one part per error (at most 500); the caller's transaction must then be undone.
ImportReport import_records(WriteContext& context, const RecordSchema& schema, ImportTable table,
                            const ImportProgress& progress = {});

/// The same as a trial, which tells of every row what would become of it and refuses none as a whole. The caller's
/// transaction must be undone.
ImportReport try_import(WriteContext& context, const RecordSchema& schema, ImportTable table,
                        const ImportProgress& progress = {});

/// {"record", "dry_run", "rows", "created", "updated", "unchanged"}; of a trial also "refused" and "items".
Json to_json(const ImportReport& report, const RecordSchema& schema, bool trial, bool english);

}  // namespace liufa::host
