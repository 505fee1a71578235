/// What a person may do next with one record: the same rules by which the write itself is decided, asked beforehand.
#pragma once

#include <optional>
#include <vector>

#include "base/problem.hpp"
#include "directory/authorise.hpp"
#include "services/record_schema.hpp"
#include "services/write_context.hpp"

namespace liufa::host {

/// Points into the schema.
struct NextSteps {
  std::vector<const Transition*> transitions;
  std::vector<const Field*> fields;  ///< that may be changed now; none: no update is possible
};

/// Of a record that the person may read. Whether the values then given are right, and what hooks and guards say, shows
/// when it is tried: see try_steps.
NextSteps next_steps(Session& session, const RecordSchema& schema, const Record& record, const Actor& actor);

/// What stands in the way of what a person may do, by the record as it is: not a value that they would still give.
struct Refusals {
  std::vector<std::optional<Problem>> transitions;  ///< as many as those of the steps
  std::optional<Problem> update;
};

/// Tries each of the steps, and a change, without any values: its hooks and guards run. A refusal that names a field is
/// about what would be given, and is left out. All that is written meanwhile is for the caller to undo.
Refusals try_steps(WriteContext& context, const RecordSchema& schema, std::int64_t id, const NextSteps& next);

}  // namespace liufa::host
