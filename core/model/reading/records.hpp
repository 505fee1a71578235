/// Reads the record types and their workflows.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/manifest.hpp"
#include "model/reading/entry.hpp"

namespace liufa::host::reading {

/// {ID: record} of the method `method`.
std::vector<RecordType> read_records(const Entry& entry, const std::string& method);

/// `type` must have its fields already.
Workflow read_workflow(const Entry& entry, const RecordType& type);

/// A list of roles, each alone or with its side ({secretary: urban}); it may be empty: then only code does it. `sides`
/// are the names that a role may be tied to.
std::vector<Permission> read_permissions(const Entry& entry, const std::vector<std::string>& sides);

/// The field that `entry` names, or null, reported.
const Field* read_field_name(const Entry& entry, const std::string& name, const RecordType& type);

/// The same for a field that must have one value and be of one of these types.
std::string read_field_of_type(const Section& section, std::string_view key, const RecordType& type,
                               std::initializer_list<FieldType> types);

/// The ids of what an entry maps, without reporting anything; for references before all is read.
std::set<std::string> ids_of(const std::optional<Entry>& entry);

}  // namespace liufa::host::reading
