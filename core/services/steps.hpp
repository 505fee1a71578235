/// What a person may do next with one record: the same rules by which the write itself is decided, asked beforehand.
#pragma once

#include <vector>

#include "directory/authorise.hpp"
#include "services/record_schema.hpp"

namespace liufa::host {

/// Points into the schema.
struct NextSteps {
  std::vector<const Transition*> transitions;
  std::vector<const Field*> fields;  ///< that may be changed now; none: no update is possible
};

/// Of a record that the person may read. Whether the values then given are right, and what hooks and guards say, shows
/// when it is tried.
NextSteps next_steps(Session& session, const RecordSchema& schema, const Record& record, const Actor& actor);

}  // namespace liufa::host
