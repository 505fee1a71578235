/// Lists of records: filters, order and pages by cursor.
///
/// Filters are query parameters: `field=value`, `field.not=`, `field.lt=`, `.lte=`, `.gt=`, `.gte=`, `.in=a,b`,
/// `.contains=` (text), `.empty=true|false`, `.within=ORGANISATION` (an organisation field: it and all below). `id`,
/// `version`, `state`, `created_at` and `updated_at` filter likewise. `q=` finds by words, see services/search.hpp.
/// `sort=-score,name`, `limit=50` (1–500), `cursor=` from the page before, `count=true`.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "directory/scope.hpp"
#include "services/record_schema.hpp"

namespace liufa::host {

/// Query parameters by name.
using Query = std::map<std::string, std::string, std::less<>>;

/// One page of those in scope as JSON: {"items": […], "next": cursor or null, "count": N if asked}. Throws Problem
/// list.*. With `tree`, the scope need not be looked up row by row.
std::string list_records(Session& session, const RecordSchema& schema, const Query& query, const Scope& scope,
                         KnownTree* tree = nullptr);

/// The same with a further condition, whose parameters are numbered from $1.
std::string list_records_where(Session& session, const RecordSchema& schema, const Query& query,
                               const Condition& condition, const Scope& scope, const Grant* grant);

/// Shows every record in scope that the filters select, in order, as rows of the schema's SELECT.
void each_record(Session& session, const RecordSchema& schema, const Query& query, const Scope& scope,
                 const std::function<void(const Rows&)>& visit);

/// The condition that an organisation field lies in the subtree of an organisation; empty if there is no such
/// organisation. `next_parameter` is the number of the first of its two parameters.
struct Subtree {
  std::string from;
  std::string until;
};
Subtree subtree_of(Session& session, std::int64_t organisation);

}  // namespace liufa::host
