#include "services/reach.hpp"

#include <fmt/format.h>

namespace liufa::host {

Problem not_found(const RecordSchema& schema, std::string_view id) {
  return Problem("record.not_found", {{"id", id}, {"record", schema.type.name}});
}

Scope writer_scope(const WriteContext& context, Act act, const RecordSchema& schema,
                   const std::vector<Permission>& permissions) {
  if (!context.person || !context.author.empty()) return Scope::whole_district();
  return authorise(*context.person, {act, schema.type.full_id, permissions});
}

Scope scope_if_allowed(const Actor& actor, const Access& access) {
  if (scope_of(actor, access).nothing()) return {};
  try {
    return authorise(actor, access);
  } catch (const Problem&) {  // a token made for less
    return {};
  }
}

bool covers(Session& session, const Scope& scope, const RecordSchema& schema, const Record& record) {
  return scope.covers(session, schema.type, [&](std::string_view owner) -> std::int64_t {
    if (owner == "id") return record.id;
    const auto* value = std::get_if<std::int64_t>(&record.values[schema.index(owner)]);
    return value ? *value : 0;
  });
}

void require_reach(WriteContext& context, const Scope& scope, const RecordSchema& schema, const Record& record) {
  if (scope.everything()) return;
  const Scope visible = scope_of(*context.person, {Act::read, schema.type.full_id, schema.type.read});
  if (!covers(context.session, visible, schema, record)) throw not_found(schema, std::to_string(record.id));
  require_kept(context, scope, schema, record);
}

void require_kept(WriteContext& context, const Scope& scope, const RecordSchema& schema, const Record& record) {
  if (!covers(context.session, scope, schema, record))
    throw Problem("access.out_of_reach", {{"record", schema.type.name}});
}

Record read_in_scope(Session& session, const RecordSchema& schema, std::int64_t id, const Scope& scope) {
  const Condition condition = scope.condition(schema.type, 2, Scope::Look::each);
  std::vector<ValueView> values{id};
  for (const Value& each : condition.parameters) values.push_back(view(each));
  const auto rows = condition.sql.empty()
                        ? session.query(schema.select_by_id, values)
                        : session.query(fmt::format("{} AND {}", schema.select_by_id, condition.sql), values);
  if (!rows->next()) throw not_found(schema, std::to_string(id));
  return schema.record_in(*rows);
}

}  // namespace liufa::host
