#include "services/report/figure_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "services/report/markdown.hpp"
#include "services/report/record_texts.hpp"

namespace liufa::host {

namespace {

/// The fields worth a column: those that some record has. What a figure's record is, comes first.
std::vector<const Field*> columns_of(const RecordType& type, const Json& items) {
  std::vector<const Field*> columns;
  const auto add = [&](std::string_view name) {
    const Field* field = report_column(type, name);
    const bool there = std::find(columns.begin(), columns.end(), field) != columns.end();
    const bool filled = field && std::any_of(items.begin(), items.end(), [&](const Json& item) {
                          const Json& value = item.at(field->id);
                          return !value.is_null() && !(value.is_array() && value.empty());
                        });
    if (filled && !there) columns.push_back(field);
  };
  for (const std::string& name : type.title) add(name);
  add("state");
  for (const Field& field : type.fields) add(field.id);
  return columns;
}

std::string table_of(const RecordType& type, const Json& items, RecordNames& names, Language language) {
  std::vector<std::string> heads;
  std::vector<std::vector<std::string>> rows(items.size());
  const auto columns = columns_of(type, items);
  for (const Field* column : columns) {
    heads.push_back(markdown_text(in(language, column->name)));
    names.learn(*column, items);
    for (std::size_t i = 0; i < items.size(); ++i)
      rows[i].push_back(markdown_text(names.shown(type, *column, items[i])));
  }
  return markdown_table(heads, std::vector<bool>(columns.size(), false), rows);
}

}  // namespace

Document figure_page(Session& session, const DistrictModel& model, const Actor& actor, const FigureInDistrict& figure,
                     const FigurePageQuery& query, const Scope& scope) {
  Query asked = query.page;
  asked["count"] = "true";
  const Json page = Json::parse(figure_records(session, figure, query.figure, asked, scope));
  const Json& items = page.at("items");
  const bool zh = query.language == Language::zh;
  std::string text = "# " + markdown_text(in(query.language, figure.figure->name)) + "\n\n";
  if (query.period)
    text += fmt::format("{}{}{}\n\n", zh ? "（" : "(", period_name(*query.period, query.language), zh ? "）" : ")");
  const std::string count = number_name({page.at("count").get<std::int64_t>(), 0});
  text += zh ? fmt::format("共{}项。\n\n", count) : fmt::format("{} in all.\n\n", count);
  RecordNames names(session, model, actor, query.language);
  if (!items.empty()) text += table_of(figure.schema->type, items, names, query.language);
  if (const Json& next = page.at("next"); next.is_string())
    text += fmt::format("\n[{}]({}&cursor={})\n", zh ? "下一页" : "Next page", query.address, next.get<std::string>());
  return read_document(text, query.language);
}

}  // namespace liufa::host
