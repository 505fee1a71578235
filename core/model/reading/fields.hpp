/// Reads the fields of records, settings and actions' inputs.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/manifest.hpp"
#include "model/reading/entry.hpp"

namespace liufa::host::reading {

/// What a field may refer to.
struct FieldScope {
  std::string_view kind;          ///< of object: "field", "setting" or "input"
  std::string method;             ///< the manifest's id
  std::set<std::string> records;  ///< ids of the manifest's own records
  std::set<std::string> states;   ///< of the record's workflow; empty if it has none
};

/// {ID: field}
std::vector<Field> read_fields(const Entry& entry, const FieldScope& scope);

/// `default`, in JSON form, if it fits the field's type and limits; otherwise reports it.
std::optional<Json> read_default(const Entry& entry, const Field& field);

}  // namespace liufa::host::reading
