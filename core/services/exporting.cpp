#include "services/exporting.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.hpp"
#include "base/problem.hpp"
#include "services/record_names.hpp"
#include "storage/schema.hpp"

namespace liufa::host {

namespace {

constexpr std::size_t rows_at_once = 500;  // whose references are looked up together
constexpr int money_scale = 2;

/// A column that every record has.
Field system_field(const char* id, Text name, FieldType type) {
  Field field;
  field.id = id;
  field.name = std::move(name);
  field.type = type;
  return field;
}

/// In the order of the schema's SELECT.
const std::vector<Field>& system_fields() {
  static const std::vector<Field> fields{system_field("id", {"记录号", "Record"}, FieldType::integer),
                                         system_field("version", {"版本", "Version"}, FieldType::integer),
                                         system_field("state", {"状态", "State"}, FieldType::text),
                                         system_field("created_at", {"登记时间", "Entered"}, FieldType::datetime),
                                         system_field("updated_at", {"更新时间", "Changed"}, FieldType::datetime)};
  return fields;
}

struct ShownColumn {
  const Field* field;
  std::size_t at;  ///< in a row of the schema's SELECT
};

bool is_state(const ShownColumn& column) { return column.field == &system_fields()[2]; }

std::vector<ShownColumn> columns_of(const RecordSchema& schema, const std::vector<std::string>& asked) {
  const RecordType& type = schema.type;
  std::vector<ShownColumn> columns;
  const auto add = [&](std::string_view id) {
    for (std::size_t i = 0; i < system_fields().size(); ++i)
      if (system_fields()[i].id == id && (id != "state" || type.workflow)) {
        columns.push_back({&system_fields()[i], i});
        return;
      }
    const std::size_t index = schema.index(id);
    columns.push_back({&type.fields[index], system_column_count + index});
  };
  for (const std::string& id : asked) add(id);
  if (!asked.empty()) return columns;
  add("id");
  if (type.workflow) add("state");
  for (const Field& field : type.fields) add(field.id);
  return columns;
}

Cell::Kind kind_of(const Field& field, bool names) {
  if (field.list || field.is_sensitive()) return Cell::Kind::text;
  switch (field.type) {
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::money: return Cell::Kind::number;
    case FieldType::date: return Cell::Kind::date;
    case FieldType::datetime: return Cell::Kind::moment;
    case FieldType::organisation:
    case FieldType::member:
    case FieldType::record: return names ? Cell::Kind::text : Cell::Kind::number;
    default: return Cell::Kind::text;
  }
}

/// Writes the rows, a batch at a time, so that the names of all that a batch refers to are asked for together.
class Export {
 public:
  Export(const RecordSchema& schema, std::vector<ShownColumn> columns, const ExportForm& form, TableWriter& out,
         RecordNames names)
      : schema_(schema), columns_(std::move(columns)), form_(form), out_(out), names_(std::move(names)) {}

  void row(const Rows& row) {
    Values values;
    values.reserve(columns_.size());
    for (const ShownColumn& column : columns_) values.push_back(own(row.value(column.at)));
    batch_.push_back(std::move(values));
    if (!form_.names || batch_.size() == rows_at_once) flush();
  }

  void flush() {
    if (form_.names)
      for (std::size_t c = 0; c < columns_.size(); ++c) learn(c);
    for (const Values& values : batch_) {
      for (std::size_t c = 0; c < columns_.size(); ++c) out_.cell(cell(columns_[c], values[c]));
      out_.end_row();
    }
    batch_.clear();
  }

 private:
  static Json json_of(const Field& field, const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return field.list ? Json::parse(*text) : Json(*text);
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
    return nullptr;
  }

  void learn(std::size_t c) {
    const Field& field = *columns_[c].field;
    if (!field.is_reference()) return;
    Json items = Json::array();
    for (const Values& values : batch_) items.push_back(Json{{field.id, json_of(field, values[c])}});
    names_.learn(field, items);
  }

  [[nodiscard]] Cell cell(const ShownColumn& column, const Value& value) const {
    const Field& field = *column.field;
    if (is_null(value)) return {};
    const std::string plain = cell_text(field, view(value));
    if (form_.format == TableFormat::csv && !form_.names) return {Cell::Kind::text, plain};
    Cell result{kind_of(field, form_.names), plain};
    if (result.kind == Cell::Kind::moment) result.text = local_moment(plain);
    if (form_.names && !field.is_sensitive()) name(column, value, result);
    return result;
  }

  /// What people call it, where that differs.
  void name(const ShownColumn& column, const Value& value, Cell& cell) const {
    const Field& field = *column.field;
    if (is_state(column)) {
      if (const State* state = schema_.type.workflow->state(cell.text)) cell.text = in(form_.language, state->name);
    } else if (field.is_reference() || field.type == FieldType::choice || field.type == FieldType::boolean) {
      cell.text = field.list ? "" : single(field, json_of(field, value));
      if (field.list)
        for (const Json& each : json_of(field, value))
          cell.text += (cell.text.empty() ? "" : ";") + single(field, each);
    } else if (field.type == FieldType::money && !field.list) {
      cell.text = decimal_text(std::get<std::int64_t>(value), money_scale);
    }
  }

  [[nodiscard]] std::string single(const Field& field, const Json& value) const {
    const bool as_number = field.type == FieldType::boolean && value.is_number();
    return names_.cell(field, as_number ? Json(value != 0) : value);
  }

  const RecordSchema& schema_;
  std::vector<ShownColumn> columns_;
  const ExportForm& form_;
  TableWriter& out_;
  RecordNames names_;
  std::vector<Values> batch_;
};

std::string take(Query& query, std::string_view name) {
  const auto found = query.find(name);
  if (found == query.end()) return {};
  std::string text = std::move(found->second);
  query.erase(found);
  return text;
}

bool is_first(Query& query, std::string_view name, std::string_view first, std::string_view second) {
  const std::string text = take(query, name);
  if (text.empty() || text == first) return true;
  if (text != second)
    throw Problem("request.parameter",
                  {{"name", name}, {"found", text}, {"expected", fmt::format("{}, {}", first, second)}});
  return false;
}

}  // namespace

ExportForm take_export_form(Query& query) {
  ExportForm form;
  form.format = is_first(query, "format", "csv", "xlsx") ? TableFormat::csv : TableFormat::xlsx;
  form.names = !is_first(query, "names", "false", "true");
  form.language = is_first(query, "lang", "zh", "en") ? Language::zh : Language::en;
  const std::string columns = take(query, "columns");
  for (std::string_view rest = columns; !rest.empty();) {
    const std::string_view each = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(each.size() + 1, rest.size()));
    if (!each.empty()) form.columns.emplace_back(each);
  }
  return form;
}

std::string heading_of(const Field& field, Language language) {
  std::string heading = in(language, field.name);
  if (field.type == FieldType::money && !field.list) heading += language == Language::zh ? yuan_zh : yuan_en;
  return heading;
}

std::string export_records(Session& session, const DistrictModel& model, const Actor& reader,
                           const RecordSchema& schema, const Query& query, const Scope& scope, const ExportForm& form,
                           std::string_view now) {
  const auto columns = columns_of(schema, form.columns);
  std::vector<TableColumn> heads;
  for (const ShownColumn& column : columns) {
    const Field& field = *column.field;
    const bool in_yuan = form.names && field.type == FieldType::money;
    heads.push_back({form.names ? heading_of(field, form.language) : field.id, kind_of(field, form.names),
                     in_yuan ? money_scale : field.scale});
  }
  const auto out = form.format == TableFormat::csv
                       ? csv_writer(heads)
                       : xlsx_writer(heads, {in(form.language, schema.type.name), std::string(now)});
  Export rows(schema, columns, form, *out, {session, model, reader, form.language});
  each_record(session, schema, query, scope, [&](const Rows& row) { rows.row(row); });
  rows.flush();
  return out->finish();
}

}  // namespace liufa::host
