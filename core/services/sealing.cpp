#include "services/sealing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace liufa::host {

namespace {

constexpr int values_per_batch = 500;

std::string place(const RecordSchema& schema, std::int64_t id, const Field& field) {
  return fmt::format("{}/{}/{}", schema.type.full_id, id, field.id);
}

struct Sealed {
  std::string table;
  std::string column;
  std::string place_before;  ///< "directory.member/", followed by the id
  std::string place_after;
  std::string id_column;
};

/// Every column that holds sealed values.
std::vector<Sealed> sealed_columns(const DistrictModel& model) {
  std::vector<Sealed> columns{{"core_credential", "code_secret", "core_credential/", "/code", "account"},
                              {"core_credential", "pending_secret", "core_credential/", "/code", "account"}};
  for (const auto& [id, schema] : model.records)
    for (const Field& field : schema->type.fields)
      if (field.is_sensitive()) columns.push_back({schema->type.table, field.id, id + "/", "/" + field.id, "id"});
  return columns;
}

}  // namespace

void seal_changed(const WriteContext& context, const RecordSchema& schema, const Record* before, Record& after) {
  for (std::size_t i = 0; i < schema.type.fields.size(); ++i) {
    const Field& field = schema.type.fields[i];
    if (!field.is_sensitive() || is_null(after.values[i]) || (before && before->values[i] == after.values[i])) continue;
    std::string& text = std::get<std::string>(after.values[i]);
    text = context.keys->seal(text, place(schema, after.id, field));
  }
}

void drop_unchanged(const WriteContext& context, const RecordSchema& schema, const Record& before, Changes& given) {
  std::erase_if(given, [&](const auto& change) {
    const auto& [index, value] = change;
    const auto* text = std::get_if<std::string>(&value);
    if (!schema.type.fields[index].is_sensitive() || !text || is_null(before.values[index])) return false;
    return open_value(*context.keys, schema, before, index) == *text;
  });
}

std::string open_value(const KeyRing& keys, const RecordSchema& schema, const Record& record, std::size_t field) {
  const auto* sealed = std::get_if<std::string>(&record.values[field]);
  return sealed ? keys.open(*sealed, place(schema, record.id, schema.type.fields[field])) : std::string();
}

bool reseal_some(WriteContext& context) {
  const std::string newest = context.keys->ids().back();
  int left = values_per_batch;
  for (const Sealed& each : sealed_columns(context.model)) {
    const std::string pattern = "enc1:" + newest + ":%";
    const std::array<ValueView, 2> which{std::string_view(pattern), std::int64_t{left}};
    std::vector<std::pair<std::int64_t, std::string>> old;
    {
      const auto rows = context.session.query(
          fmt::format("SELECT {0}, {1} FROM {2} WHERE {1} IS NOT NULL AND NOT {1} LIKE $1 ORDER BY {0} LIMIT $2",
                      each.id_column, each.column, each.table),
          which);
      while (rows->next()) old.emplace_back(rows->integer(0), rows->text(1));
    }
    for (const auto& [id, sealed] : old) {
      const std::string where = fmt::format("{}{}{}", each.place_before, id, each.place_after);
      const std::string fresh = context.keys->seal(context.keys->open(sealed, where), where);
      const std::array<ValueView, 2> values{std::string_view(fresh), id};
      context.session.execute(
          fmt::format("UPDATE {} SET {} = $1 WHERE {} = $2", each.table, each.column, each.id_column), values);
    }
    left -= static_cast<int>(old.size());
    if (left <= 0) return true;
  }
  return left < values_per_batch;
}

Json key_uses(Session& session, const DistrictModel& model, const KeyRing& keys) {
  Json list = Json::array();
  for (const std::string& id : keys.ids()) {
    const std::string pattern = "enc1:" + id + ":%";
    const ValueView like = std::string_view(pattern);
    std::int64_t count = 0;
    for (const Sealed& each : sealed_columns(model))
      count += session.scalar_integer(fmt::format("SELECT COUNT(*) FROM {} WHERE {} LIKE $1", each.table, each.column),
                                      {&like, 1});
    list.push_back({{"key", id}, {"values", count}, {"newest", id == keys.ids().back()}});
  }
  return list;
}

}  // namespace liufa::host
