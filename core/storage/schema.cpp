#include "storage/schema.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "base/json.hpp"
#include "base/problem.hpp"

namespace liufa::host {

namespace {

/// What is kept of a record type to compare the next declaration with: its columns and indexes.
Json shape_of(const RecordType& type) {
  Json fields = Json::object();
  for (const Field& field : type.fields)
    fields[field.id] = {{"type", word(field.type)}, {"list", field.list}, {"scale", field.scale}};
  return {{"fields", fields}, {"indexes", Json::object()}};
}

/// The indexes that a declaration asks for: name → (columns, unique).
struct Index {
  std::vector<std::string> columns;
  bool unique = false;
};

std::map<std::string, Index> indexes_of(const RecordType& type) {
  std::map<std::string, Index> indexes;
  const auto add = [&](const std::vector<std::string>& columns, bool unique) {
    indexes.emplace(index_name(unique ? "ux" : "ix", type.table, columns), Index{columns, unique});
  };
  for (const auto& columns : type.unique) add(columns, true);
  for (const auto& columns : type.indexes) add(columns, false);
  const auto leads_an_index = [&](const std::string& column) {
    return std::any_of(indexes.begin(), indexes.end(),
                       [&](const auto& each) { return each.second.columns.front() == column; });
  };
  for (const Field& field : type.fields)
    if (field.is_reference() && !field.list && !leads_an_index(field.id)) add({field.id}, false);
  if (type.workflow && !leads_an_index("state")) add({"state"}, false);
  return indexes;
}

[[noreturn]] void refuse(const RecordType& type, const std::string& reason) {
  throw Problem("migration.refused", {{"record", type.full_id}, {"reason", reason}});
}

std::int64_t count(Session& session, const std::string& sql, Parameters parameters = {}) {
  return session.scalar_integer(sql, parameters);
}

/// The stored form of a default, as an SQL literal; only of types whose default can fill existing rows.
std::string default_literal(const Field& field) {
  const Json& value = *field.default_value;
  if (value.is_boolean()) return value.get<bool>() ? "1" : "0";
  if (value.is_number_integer()) {
    std::int64_t number = value.get<std::int64_t>();
    for (int i = 0; i < field.scale; ++i) number *= 10;
    return std::to_string(number);
  }
  if (value.is_string()) {
    std::string literal = "'";
    for (const char each : value.get<std::string>()) literal += each == '\'' ? std::string("''") : std::string(1, each);
    return literal + "'";
  }
  return {};
}

/// Whether a column of the old type can serve the new one; the factor by which its integers are multiplied.
struct Conversion {
  bool possible = false;
  std::int64_t factor = 1;
};

Conversion conversion(const Json& old_field, const Field& field) {
  const auto old_type = old_field.at("type").get<std::string>();
  const int old_scale = old_field.at("scale").get<int>();
  if (old_field.at("list").get<bool>() != field.list) return {};
  const auto scaled = [](int by) {
    std::int64_t factor = 1;
    for (int i = 0; i < by; ++i) factor *= 10;
    return factor;
  };
  if (old_type == word(field.type)) {
    if (field.type != FieldType::decimal) return {true, 1};
    return field.scale >= old_scale ? Conversion{true, scaled(field.scale - old_scale)} : Conversion{};
  }
  const bool was_text = old_type == "choice" || old_type == "date" || old_type == "datetime";
  if (field.type == FieldType::text && was_text) return {true, 1};
  if (field.type == FieldType::decimal && old_type == "integer") return {true, scaled(field.scale)};
  return {};
}

class Migration {
 public:
  Migration(Session& session, const RecordType& type, Json old_shape)
      : session_(session), type_(type), old_(std::move(old_shape)) {}

  void check() {
    for (const Field& field : type_.fields) {
      const bool is_new = !old_["fields"].contains(field.id);
      if (!is_new && !conversion(old_["fields"][field.id], field).possible)
        refuse(type_, fmt::format("field “{}” was {} and can't become {}", field.id,
                                  old_["fields"][field.id]["type"].get<std::string>(), word(field.type)));
      check_required(field, is_new);
      if (!is_new) check_options(field);
    }
    check_states();
    for (const auto& [name, index] : indexes_of(type_))
      if (index.unique && !old_["indexes"].contains(name)) check_duplicates(index.columns);
  }

  std::vector<std::string> apply() {
    for (const Field& field : type_.fields) {
      if (!old_["fields"].contains(field.id)) {
        session_.add_column(type_.table, {field.id, field.is_text_column(), false});
        done_.push_back(fmt::format("{}: field {} added", type_.full_id, field.id));
      } else if (const auto factor = conversion(old_["fields"][field.id], field).factor; factor != 1) {
        session_.execute(fmt::format("UPDATE {0} SET {1} = {1} * {2}", type_.table, field.id, factor));
        done_.push_back(fmt::format("{}: field {} rescaled", type_.full_id, field.id));
      }
      if (field.required && field.default_value)
        session_.execute(
            fmt::format("UPDATE {0} SET {1} = {2} WHERE {1} IS NULL", type_.table, field.id, default_literal(field)));
    }
    const auto wanted = indexes_of(type_);
    for (const auto& [name, unused] : old_["indexes"].items())
      if (!wanted.contains(name)) {
        session_.drop_index(name);
        done_.push_back(fmt::format("{}: index {} dropped", type_.full_id, name));
      }
    for (const auto& [name, index] : wanted)
      if (!old_["indexes"].contains(name)) {
        session_.create_index(name, type_.table, index.columns, index.unique);
        done_.push_back(fmt::format("{}: index {} made", type_.full_id, name));
      }
    return done_;
  }

 private:
  void check_required(const Field& field, bool is_new) {
    if (!field.required || (field.default_value && !default_literal(field).empty())) return;
    const std::string condition = is_new ? "" : fmt::format(" WHERE {} IS NULL", field.id);
    const auto empty = count(session_, fmt::format("SELECT COUNT(*) FROM {}{}", type_.table, condition));
    if (empty > 0)
      refuse(type_, fmt::format("field “{}” is required now, but {} records have no value; give it a default", field.id,
                                empty));
  }

  void check_options(const Field& field) {
    if (field.type != FieldType::choice || field.list) return;
    const auto rows =
        session_.query(fmt::format("SELECT DISTINCT {0} FROM {1} WHERE {0} IS NOT NULL", field.id, type_.table));
    while (rows->next()) {
      const std::string used(rows->text(0));
      if (std::none_of(field.options.begin(), field.options.end(), [&](const Option& each) { return each.id == used; }))
        refuse(type_, fmt::format("field “{}”: the option “{}” is gone, but records have it", field.id, used));
    }
  }

  void check_states() {
    const auto rows = session_.query(fmt::format("SELECT DISTINCT state FROM {} WHERE state IS NOT NULL", type_.table));
    while (rows->next())
      if (type_.workflow && !type_.workflow->state(rows->text(0)))
        refuse(type_, fmt::format("the state “{}” is gone, but records are in it", rows->text(0)));
  }

  void check_duplicates(const std::vector<std::string>& columns) {
    for (const std::string& column : columns)
      if (column != "state" && !old_["fields"].contains(column)) return;  // a new column is empty: nothing is twice
    const std::string list = fmt::format("{}", fmt::join(columns, ", "));
    const auto rows = session_.query(
        fmt::format("SELECT MIN(id), MAX(id) FROM {} WHERE {} IS NOT NULL GROUP BY {} HAVING COUNT(*) > 1 LIMIT 1",
                    type_.table, fmt::join(columns, " IS NOT NULL AND "), list));
    if (rows->next())
      refuse(type_, fmt::format("({}) is to be unique, but records {} and {} have the same", list, rows->integer(0),
                                rows->integer(1)));
  }

  Session& session_;
  const RecordType& type_;
  Json old_;
  std::vector<std::string> done_;
};

Table table_of(const RecordType& type) {
  Table table{
      type.table,
      {{"version", false, true}, {"state", true, false}, {"created_at", true, true}, {"updated_at", true, true}}};
  for (const Field& field : type.fields) table.columns.push_back({field.id, field.is_text_column(), false});
  return table;
}

}  // namespace

std::string index_name(std::string_view prefix, std::string_view table, const std::vector<std::string>& columns) {
  std::string name = fmt::format("{}_{}_{}", prefix, table, fmt::join(columns, "_"));
  // PostgreSQL cuts names at 63 bytes.
  if (name.size() > 60) name = name.substr(0, 48) + "_" + hexadecimal(bytes(sha256({name}))).substr(0, 10);
  return name;
}

std::vector<std::string> migrate(Session& session, const RecordType& type) {
  const ValueView id = std::string_view(type.full_id);
  const Value stored = session.scalar("SELECT shape FROM core_record_type WHERE record = $1", {&id, 1});
  Json shape = shape_of(type);
  for (const auto& [name, index] : indexes_of(type)) shape["indexes"][name] = index.columns;
  std::vector<std::string> done;
  if (is_null(stored)) {
    session.create_table(table_of(type));
    for (const auto& [name, index] : indexes_of(type))
      session.create_index(name, type.table, index.columns, index.unique);
    done.push_back(fmt::format("{}: table {} made", type.full_id, type.table));
  } else {
    Json old_shape = Json::parse(std::get<std::string>(stored));
    if (old_shape == shape) return {};
    Migration migration(session, type, old_shape);
    migration.check();
    done = migration.apply();
    // A field that is no longer declared keeps its column, and its place here in case it comes back.
    for (const auto& [field, description] : old_shape["fields"].items())
      if (!shape["fields"].contains(field)) shape["fields"][field] = description;
  }
  const std::string text = shape.dump();
  const std::array<ValueView, 2> values{id, std::string_view(text)};
  session.execute("DELETE FROM core_record_type WHERE record = $1", {&id, 1});
  session.execute("INSERT INTO core_record_type (record, shape) VALUES ($1, $2)", values);
  return done;
}

}  // namespace liufa::host
