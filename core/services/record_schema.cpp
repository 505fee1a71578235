#include "services/record_schema.hpp"

#include <fmt/format.h>

#include "base/problem.hpp"
#include "storage/schema.hpp"

namespace liufa::host {

namespace {

std::string columns_of(const RecordType& type) {
  std::string columns(system_columns);
  for (const Field& field : type.fields) columns += ", " + field.id;
  return columns;
}

std::string insert_into(const RecordType& type) {
  std::string parameters;
  for (std::size_t i = 1; i <= system_column_count + type.fields.size(); ++i)
    parameters += fmt::format("{}${}", i == 1 ? "" : ", ", i);
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", type.table, columns_of(type), parameters);
}

std::string by_key(const RecordType& type, const std::string& select) {
  if (type.key.empty()) return {};
  std::string sql = select + " WHERE ";
  for (std::size_t i = 0; i < type.key.size(); ++i)
    sql += fmt::format("{}{} = ${}", i == 0 ? "" : " AND ", type.key[i], i + 1);
  return sql;
}

std::string without_rows(const RecordType& type) {
  std::string sql = "SELECT NULL AS id, NULL AS version, NULL AS state, NULL AS created_at, NULL AS updated_at";
  for (const Field& field : type.fields) sql += fmt::format(", NULL AS {}", field.id);
  return sql + " WHERE 1 = 0";
}

void write_text(JsonWriter& out, std::string_view text) {
  out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void write_name(JsonWriter& out, std::string_view name) {
  out.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
}

void write_raw(JsonWriter& out, std::string_view json, rapidjson::Type type) {
  out.RawValue(json.data(), json.size(), type);
}

}  // namespace

RecordSchema::RecordSchema(RecordType declared, bool is_active, std::vector<SearchPart> searched)
    : type(std::move(declared)),
      active(is_active),
      select(fmt::format("SELECT {} FROM {}", columns_of(type), type.table)),
      select_by_id(select + " WHERE id = $1"),
      insert(insert_into(type)),
      select_by_key(by_key(type, select)),
      empty_select(without_rows(type)),
      search(std::move(searched)) {}

std::string RecordSchema::field_names() const {
  std::string names;
  for (const Field& field : type.fields) names += (names.empty() ? "" : ", ") + field.id;
  return names;
}

std::size_t RecordSchema::index(std::string_view field) const {
  const auto found = type.index_of(field);
  if (!found)
    throw Problem("record.unknown_field", {{"record", type.full_id}, {"field", field}, {"known", field_names()}})
        .at_field(field);
  return *found;
}

Record RecordSchema::record_in(const Rows& row) const {
  Record record{row.integer(0),           row.integer(1),           std::string(row.text(2)),
                std::string(row.text(3)), std::string(row.text(4)), {}};
  record.values.reserve(type.fields.size());
  for (std::size_t i = 0; i < type.fields.size(); ++i) record.values.push_back(own(row.value(system_column_count + i)));
  return record;
}

void write_value(JsonWriter& out, const Field& field, const ValueView& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    if (field.is_sensitive())
      write_text(out, mask);
    else if (field.list)
      write_raw(out, *text, rapidjson::kArrayType);
    else
      write_text(out, *text);
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    if (field.type == FieldType::boolean)
      out.Bool(*integer != 0);
    else if (field.type == FieldType::decimal)
      write_raw(out, decimal_text(*integer, field.scale), rapidjson::kNumberType);
    else
      out.Int64(*integer);
  } else if (const auto* real = std::get_if<double>(&value)) {
    out.Double(*real);
  } else {
    out.Null();
  }
}

void RecordSchema::write(JsonWriter& out, const Rows& row) const {
  out.StartObject();
  out.Key("id");
  out.Int64(row.integer(0));
  out.Key("version");
  out.Int64(row.integer(1));
  if (type.workflow) {
    out.Key("state");
    write_text(out, row.text(2));
  }
  out.Key("created_at");
  write_text(out, row.text(3));
  out.Key("updated_at");
  write_text(out, row.text(4));
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    write_name(out, type.fields[i].id);
    write_value(out, type.fields[i], row.value(system_column_count + i));
  }
  out.EndObject();
}

void RecordSchema::write(JsonWriter& out, const Record& record) const {
  out.StartObject();
  out.Key("id");
  out.Int64(record.id);
  out.Key("version");
  out.Int64(record.version);
  if (type.workflow) {
    out.Key("state");
    write_text(out, record.state);
  }
  out.Key("created_at");
  write_text(out, record.created_at);
  out.Key("updated_at");
  write_text(out, record.updated_at);
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    write_name(out, type.fields[i].id);
    write_value(out, type.fields[i], view(record.values[i]));
  }
  out.EndObject();
}

std::string decimal_text(std::int64_t scaled, int scale) {
  if (scale == 0) return std::to_string(scaled);
  std::string digits =
      std::to_string(scaled < 0 ? -static_cast<std::uint64_t>(scaled) : static_cast<std::uint64_t>(scaled));
  const auto places = static_cast<std::size_t>(scale);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  digits.insert(digits.size() - places, ".");
  return scaled < 0 ? "-" + digits : digits;
}

std::string cell_text(const Field& field, const ValueView& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value))
    return field.type == FieldType::boolean   ? (*integer != 0 ? "true" : "false")
           : field.type == FieldType::decimal ? decimal_text(*integer, field.scale)
                                              : std::to_string(*integer);
  if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
  const auto* text = std::get_if<std::string_view>(&value);
  if (!text) return {};
  if (field.is_sensitive()) return std::string(mask);
  if (!field.list) return std::string(*text);
  std::string cell;
  for (const Json& each : Json::parse(*text, nullptr, false))
    cell += (cell.empty() ? "" : ";") + (each.is_string() ? each.get<std::string>() : each.dump());
  return cell;
}

}  // namespace liufa::host
