/// Sensitive values at rest: sealed before they reach the database, opened for the few that may see them (PIPL art. 51:
/// encryption; GB/T 22239-2019 7.1.4.7: confidentiality of data).
#pragma once

#include "services/decode.hpp"
#include "storage/key_ring.hpp"

namespace liufa::host {

/// Seals what is new in the sensitive fields of a record that is about to be stored. In a write.
void seal_changed(const WriteContext& context, const RecordSchema& schema, const Record* before, Record& after);

/// Takes out of `given` what a sensitive field has already, so that nothing counts as a change that is none.
void drop_unchanged(const WriteContext& context, const RecordSchema& schema, const Record& before, Changes& given);

/// A sensitive value in clear; empty if there is none. Throws Problem keys.*.
std::string open_value(const KeyRing& keys, const RecordSchema& schema, const Record& record, std::size_t field);

/// Seals one more batch of values with the newest key; false when none is left that needs it. In a write. What a crash
/// interrupts is found again, by its old key's name in the value itself.
bool reseal_some(WriteContext& context);

/// How many values are sealed with each key.
Json key_uses(Session& session, const DistrictModel& model, const KeyRing& keys);

}  // namespace liufa::host
