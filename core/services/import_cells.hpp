/// From cells as people write them to values: which field a column is, what a cell says for it.
#pragma once

#include <optional>

#include "services/decode.hpp"
#include "services/table/table.hpp"

namespace liufa::host {

/// A column of a file that is imported.
struct ImportColumn {
  std::size_t field = 0;  ///< its position in the type
  bool in_yuan = false;   ///< of money: its heading says “（元）”; else in fen, as the API has it
};

/// The field that a heading names, by id or name in either language, whether it is marked as required or not; nothing
/// if it names none that can be given.
std::optional<ImportColumn> column_named(const RecordType& type, std::string_view heading);

/// The value that a cell gives. An empty cell is null, and so is the mask of a sensitive value: nobody meant to change
/// it. Numbers are taken exactly as a spreadsheet shows them, to 15 digits. Throws Problem record.type, record.range,
/// import.digits_lost, import.date_number, ….
Value value_in(const Field& field, const ImportColumn& column, const Cell& cell);

}  // namespace liufa::host
