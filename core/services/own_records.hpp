/// Everything that is recorded about one person, for that person: the right to see and to copy (PIPL art. 44, 45).
#pragma once

#include "services/district_model.hpp"
#include "storage/key_ring.hpp"

namespace liufa::host {

/// {"member", "records": [{"record", "name", "items"}], "reveals": [{"at", "by", "fields", "purpose"}]}: the member's
/// own record and all others that name them in a member field, of every method whether enabled or not, and who had what
/// of theirs revealed. Sensitive values of their own record in clear with `keys`, else masked; those of other records,
/// which may be another person's, always masked.
Json own_records(Session& session, const DistrictModel& model, std::int64_t member, const KeyRing* keys);

/// Whether a record is about a person: it is theirs or names them.
bool is_about(const RecordSchema& schema, const Record& record, std::int64_t member);

}  // namespace liufa::host
