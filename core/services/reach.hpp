/// What the writer of a record reaches: the authorisation function applied inside the services, so that no route can
/// forget it. What the host and the methods' code write is theirs to answer for and not limited.
#pragma once

#include <map>
#include <set>

#include "services/write_context.hpp"

namespace liufa::host {

/// The scope of whoever writes, for an act on a type; of the host and of a method's code the whole district. Throws
/// Problem request.forbidden.
Scope writer_scope(const WriteContext& context, Act act, const RecordSchema& schema,
                   const std::vector<Permission>& permissions);

/// The scope of an act on another type than the route's own, decided as that act's own route would; where that refuses,
/// nothing is reached.
Scope scope_if_allowed(const Actor& actor, const Access& access);

/// Whether a scope covers a record with its present values.
bool covers(Session& session, const Scope& scope, const RecordSchema& schema, const Record& record);

/// Throws Problem record.not_found, as if the record did not exist, unless whoever writes may read it; then
/// access.out_of_reach unless `scope` (of the act) covers it.
void require_reach(WriteContext& context, const Scope& scope, const RecordSchema& schema, const Record& record);

/// The same for the record as it became: throws access.out_of_reach unless `scope` still covers it.
void require_kept(WriteContext& context, const Scope& scope, const RecordSchema& schema, const Record& record);

/// The error for a record that is not there, or not for this person: the same for both.
Problem not_found(const RecordSchema& schema, std::string_view id);

/// The record if it is in scope, read in one statement; else Problem record.not_found.
Record read_in_scope(Session& session, const RecordSchema& schema, std::int64_t id, const Scope& scope);

/// Of these ids the records that are in scope, each with its version. A fixed number of statements.
std::map<std::int64_t, std::int64_t> versions_in_scope(Session& session, const RecordSchema& schema,
                                                       const std::set<std::int64_t>& ids, const Scope& scope,
                                                       KnownTree& tree);

}  // namespace liufa::host
