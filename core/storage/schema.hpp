/// Typed tables from record types, and their change when a manifest changes.
#pragma once

#include <string>
#include <vector>

#include "model/manifest.hpp"
#include "storage/store.hpp"

namespace liufa::host {

/// The columns that every record table begins with: id, version, state, created_at, updated_at.
inline constexpr std::string_view system_columns = "id, version, state, created_at, updated_at";
inline constexpr std::size_t system_column_count = 5;

/// The host's own tables (events, cursors, settings, …), made if they are not there. In a write.
void create_core_tables(Session& session);

/// Makes or changes the table of a record type so that it fits its declaration. Everything is checked before anything
/// is changed: data that would not fit (a required field with empty values, duplicates under a new unique rule, an
/// option in use that is gone, a type that can't be converted) throws Problem migration.refused and leaves all as it
/// was. Fields that are no longer declared keep their column and data. Returns what was done, a line each, for the log.
/// In a write.
std::vector<std::string> migrate(Session& session, const RecordType& type);

/// The name of the index over some columns of a table: short enough for every engine.
std::string index_name(std::string_view prefix, std::string_view table, const std::vector<std::string>& columns);

}  // namespace liufa::host
