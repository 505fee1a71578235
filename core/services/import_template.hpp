/// The empty workbook that people fill in and import.
#pragma once

#include <string>
#include <string_view>

#include "services/record_schema.hpp"
#include "services/report/words.hpp"

namespace liufa::host {

/// A workbook whose first sheet has a column for each field that an import takes, the needed ones marked, with lists to
/// choose from, bounds and notes; its second explains every column. `now` is the instant it is of. Throws Problem
/// import.not_possible for a type that can't be imported, export.failed.
std::string import_template(const RecordSchema& schema, Language language, std::string_view now);

/// What a heading ends with whose column must be filled in; an import passes over it.
inline constexpr std::string_view required_mark = " *";

}  // namespace liufa::host
