#include "services/uniqueness.hpp"

#include <fmt/format.h>

#include "services/reach.hpp"
#include "services/records.hpp"

namespace liufa::host {

namespace {

bool is_hidden(const WriteContext& context, const RecordSchema& schema, std::int64_t id) {
  if (!context.person || !context.author.empty()) return false;
  const Scope visible = scope_of(*context.person, {Act::read, schema.type.full_id, schema.type.read});
  return !covers(context.session, visible, schema, read_record(context.session, schema, id));
}

}  // namespace

void explain_constraint(WriteContext& context, const RecordSchema& schema, const Record& record, const Problem& found) {
  for (const auto& columns : schema.type.unique) {
    std::string sql = fmt::format("SELECT id FROM {} WHERE id <> $1", schema.type.table);
    std::vector<ValueView> values{record.id};
    Text names;
    for (const std::string& column : columns) {
      const std::size_t index = schema.index(column);
      values.push_back(view(record.values[index]));
      sql += fmt::format(" AND {} = ${}", column, values.size());
      const Text& name = schema.type.fields[index].name;
      names.zh += (names.zh.empty() ? "" : "、") + name.zh;
      names.en += (names.en.empty() ? "" : ", ") + name.en;
    }
    const std::int64_t other = context.session.scalar_integer(sql, values);
    if (other != 0 && is_hidden(context, schema, other))
      throw Problem("record.taken", {{"fields", names}, {"record", schema.type.name}}).at_field(columns.front());
    if (other != 0)
      throw Problem("record.not_unique",
                    {{"fields", names}, {"record", schema.type.name}, {"id", std::to_string(other)}})
          .at_field(columns.front());
  }
  throw found;
}

}  // namespace liufa::host
