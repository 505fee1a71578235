#include "services/links.hpp"

#include <fmt/format.h>

#include "services/reach.hpp"

namespace liufa::host {

namespace {

std::int64_t count_links(Session& session, const RecordType& type, const Field& field, const Scope& scope,
                         std::int64_t id) {
  // A list is kept as a JSON array: its elements stand between commas or brackets.
  const std::string element = fmt::format("%,{},%", id);
  const std::string refers = field.list ? fmt::format("REPLACE(REPLACE({}, '[', ','), ']', ',') LIKE $1", field.id)
                                        : fmt::format("{} = $1", field.id);
  const Condition reached = scope.condition(type, 2, Scope::Look::each);
  std::vector<ValueView> values{field.list ? ValueView{std::string_view(element)} : ValueView{id}};
  for (const Value& each : reached.parameters) values.push_back(view(each));
  return session.scalar_integer(
      fmt::format("SELECT COUNT(*) FROM (SELECT 1 FROM {} WHERE {}{}{} LIMIT {}) AS some", type.table, refers,
                  reached.sql.empty() ? "" : " AND ", reached.sql, most_links + 1),
      values);
}

}  // namespace

std::vector<Links> links_to(Session& session, const DistrictModel& model, const Actor& actor, const RecordType& type,
                            std::int64_t id) {
  std::vector<Links> all;
  for (const auto& [name, schema] : model.records) {
    const RecordType& from = schema->type;
    const Scope scope = scope_if_allowed(actor, {Act::read, from.full_id, from.read});
    if (scope.nothing()) continue;
    for (const Field& field : from.fields) {
      if (!field.is_reference() || field.record != type.full_id) continue;
      if (const std::int64_t count = count_links(session, from, field, scope, id); count > 0)
        all.push_back({&from, &field, count});
    }
  }
  return all;
}

}  // namespace liufa::host
