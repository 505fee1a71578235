#include "services/report/record_texts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.hpp"
#include "services/report/markdown.hpp"

namespace liufa::host {

namespace {

constexpr std::string_view row_number = "#";

bool is_number(const Field& field) {
  return !field.list &&
         (field.type == FieldType::decimal || field.type == FieldType::money || field.type == FieldType::integer);
}

Field system_column(const char* id, const Text& name, FieldType type) {
  Field field;
  field.id = id;
  field.name = name;
  field.type = type;
  return field;
}

}  // namespace

const Field* report_column(const RecordType& type, std::string_view name) {
  static const std::array<Field, 4> system{system_column("id", {"编号", "Id"}, FieldType::text),
                                           system_column("state", {"状态", "State"}, FieldType::text),
                                           system_column("created_at", {"登记日期", "Entered"}, FieldType::datetime),
                                           system_column("updated_at", {"更新日期", "Changed"}, FieldType::datetime)};
  for (const Field& each : system)
    if (each.id == name && (name != "state" || type.workflow)) return &each;
  return type.field(name);
}

RecordTexts::Source RecordTexts::source_of(const std::string& name) const {
  if (const auto figure = model_.figures.find(name); figure != model_.figures.end())
    return {figure->second.schema, &figure->second};
  const auto record = model_.records.find(name);
  if (record == model_.records.end() || !record->second->active) throw Problem("report.no_source", {{"source", name}});
  return {record->second.get(), nullptr};
}

Query RecordTexts::filters_of(const Tag& tag) const {
  const std::string last = iso_date(*parse_date(query_.period.period.until) - std::chrono::days{1});
  const std::map<std::string_view, std::string> known{
      {"$year", std::to_string(query_.period.period.year)},
      {"$previous_year", std::to_string(query_.period.period.year - 1)},
      {"$from", query_.period.period.from},
      {"$until", last},
      {"$organisation", query_.organisation == 0 ? "" : std::to_string(query_.organisation)}};
  Query filters;
  for (const auto& [name, value] : tag.filters) {
    const auto variable = known.find(value);
    if (value.starts_with('$') && variable == known.end())
      throw Problem("report.tag",
                    {{"tag", value}, {"expected", "$year, $previous_year, $from, $until, $organisation"}});
    if (variable == known.end())
      filters[name] = value;
    else if (!variable->second.empty())
      filters[name] = variable->second;
  }
  filters["count"] = "true";
  return filters;
}

Json RecordTexts::page_of(const Source& source, const Query& filters, const Scope& scope) const {
  if (!source.figure) return Json::parse(list_records(session_, *source.schema, filters, scope));
  FigureQuery query;
  query.period = query_.period.period;
  if (query_.organisation != 0) query.organisation = query_.organisation;
  return Json::parse(figure_records(session_, *source.figure, query, filters, scope));
}

RecordTexts::Rows RecordTexts::rows_of(const Tag& tag, const Source& source, const Json& page) {
  const RecordType& type = source.schema->type;
  const Json& items = page.at("items");
  Rows rows;
  rows.count = page.at("count").get<std::int64_t>();
  rows.cells.resize(items.size());
  for (const Tag::Column& column : tag.columns) {
    const Field* field = report_column(type, column.field);
    if (!field && column.field != row_number)
      throw Problem("record.unknown_field",
                    {{"record", type.full_id}, {"field", column.field}, {"known", source.schema->field_names()}});
    const std::string name = field ? in(query_.language, field->name) : pick("序号", "No.");
    rows.heads.push_back(markdown_text(column.heading.empty() ? name : column.heading));
    rows.right.push_back(field && is_number(*field));
    if (field) names_.learn(*field, items);
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string text = field ? names_.shown(type, *field, items[i]) : std::to_string(i + 1);
      rows.cells[i].push_back(markdown_text(text));
    }
  }
  return rows;
}

std::string RecordTexts::table_of(const Rows& rows) const {
  if (rows.cells.empty()) return pick("（无）", "(none)");
  std::string text = markdown_table(rows.heads, rows.right, rows.cells);
  if (rows.count > static_cast<std::int64_t>(rows.cells.size()))
    text += pick(fmt::format("\n（共{}项，列出{}项）\n", rows.count, rows.cells.size()),
                 fmt::format("\n({} in all, {} are shown)\n", rows.count, rows.cells.size()));
  return text;
}

std::string RecordTexts::list_of(const Rows& rows) const {
  if (rows.cells.empty()) return pick("（无）", "(none)");
  std::string text;
  for (const auto& cells : rows.cells) {
    std::vector<std::string> filled;
    std::copy_if(cells.begin(), cells.end(), std::back_inserter(filled),
                 [](const auto& each) { return !each.empty(); });
    text += fmt::format("- {}\n", fmt::join(filled, pick("，", ", ")));
  }
  return text;
}

std::string RecordTexts::names_of(const Rows& rows) const {
  if (rows.cells.empty()) return pick("（无）", "(none)");
  std::vector<std::string> names;
  for (const auto& cells : rows.cells) names.push_back(fmt::format("{}", fmt::join(cells, " ")));
  std::string text = fmt::format("{}", fmt::join(names, pick("、", ", ")));
  const std::int64_t more = rows.count - static_cast<std::int64_t>(names.size());
  if (more > 0) text += pick(fmt::format("等{}项", rows.count), fmt::format(" and {} more", more));
  return text;
}

std::string RecordTexts::text(const Tag& tag) {
  const Source source = source_of(tag.name);
  const RecordType& type = source.schema->type;
  const Scope scope = scope_of(actor_, {Act::read, type.full_id, type.read});
  if (scope.nothing()) return pick("（无权查看）", "(not yours to see)");
  Query filters = filters_of(tag);
  if (tag.kind == Tag::Kind::count) filters["limit"] = "1";
  const Json page = page_of(source, filters, scope);
  if (tag.kind == Tag::Kind::count) return number_name({page.at("count").get<std::int64_t>(), 0});
  const Rows rows = rows_of(tag, source, page);
  switch (tag.kind) {
    case Tag::Kind::table: return table_of(rows);
    case Tag::Kind::list: return list_of(rows);
    default: return names_of(rows);
  }
}

}  // namespace liufa::host
