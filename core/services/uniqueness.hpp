/// Why the storage refused a record: a unique rule.
#pragma once

#include "services/write_context.hpp"

namespace liufa::host {

/// Which unique rule a refused write of `record` broke, and by which record; `found` is what the storage said. Throws
/// Problem record.not_unique, to somebody who may not see the other one record.taken.
[[noreturn]] void explain_constraint(WriteContext& context, const RecordSchema& schema, const Record& record,
                                     const Problem& found);

}  // namespace liufa::host
