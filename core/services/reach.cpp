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

namespace {

using Versions = std::map<std::int64_t, std::int64_t>;

Versions versions_where(Session& session, const RecordSchema& schema, const std::vector<ValueView>& ids,
                        const std::string& places, const Condition& condition) {
  std::vector<ValueView> values = ids;
  for (const Value& each : condition.parameters) values.push_back(view(each));
  std::string sql = fmt::format("SELECT id, version FROM {} WHERE id IN ({})", schema.type.table, places);
  if (!condition.sql.empty()) sql += fmt::format(" AND ({})", condition.sql);
  Versions found;
  const auto rows = session.query(sql, values);
  while (rows->next()) found.emplace(rows->integer(0), rows->integer(1));
  return found;
}

}  // namespace

Versions versions_in_scope(Session& session, const RecordSchema& schema, const std::set<std::int64_t>& ids,
                           const Scope& scope, KnownTree& tree) {
  if (ids.empty()) return {};
  // Few different lengths, so that the prepared statements are few: the last id stands there several times.
  std::size_t size = 1;
  while (size < ids.size()) size *= 4;
  std::vector<ValueView> values(ids.begin(), ids.end());
  values.resize(size, values.back());
  std::string places;
  for (std::size_t i = 1; i <= size; ++i) places += fmt::format("{}${}", i == 1 ? "" : ", ", i);
  if (const auto known = scope.everything() ? nullptr : tree.reach(session, scope.tops()))
    if (const auto condition = scope.condition(schema.type, size + 1, *known)) {
      Versions found = versions_where(session, schema, values, places, *condition);
      // None may mean that the tree has changed: a version never comes again, so asking afterwards is safe.
      if (!found.empty() || KnownTree::is_current(session, known->version)) return found;
      tree.forget();
    }
  return versions_where(session, schema, values, places, scope.condition(schema.type, size + 1, Scope::Look::each));
}

}  // namespace liufa::host
