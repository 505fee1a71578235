#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "services/derived.hpp"
#include "services/import_cells.hpp"
#include "services/importing.hpp"

namespace liufa::host {

namespace {

constexpr std::size_t most_rows_told = 5000;
constexpr std::string_view between = " — ";  // the parts of a title

/// A column that names a field.
struct NamedColumn {
  std::size_t at;  ///< in a row, from 0
  ImportColumn is;
};

class Reading {
 public:
  explicit Reading(const RecordSchema& schema) : schema_(schema), type_(schema.type) {}

  ImportTable read(std::string_view file) {
    const auto reader = open_table(file, [this](const TableRow& row) { return named_in(row); });
    TableRow row;
    if (!reader->next(row)) throw Problem("import.empty", {{"example", schema_.field_names()}});
    read_heading(row);
    while (reader->next(row)) {
      ++table_.count;
      read_row(row);
    }
    return std::move(table_);
  }

 private:
  [[nodiscard]] std::size_t named_in(const TableRow& row) const {
    return static_cast<std::size_t>(std::count_if(row.cells.begin(), row.cells.end(), [&](const Cell& cell) {
      return column_named(type_, cell.text).has_value();
    }));
  }

  void read_heading(const TableRow& heading) {
    std::vector<Problem> wrong;
    width_ = heading.cells.size();
    for (std::size_t i = 0; i < width_; ++i) {
      const std::string& text = heading.cells[i].text;
      if (text.empty() && !heading.complete) continue;  // a column left free
      const auto column = column_named(type_, text);
      if (!column)
        wrong.push_back(Problem("import.column", {{"column", std::to_string(i + 1)},
                                                  {"found", text},
                                                  {"record", type_.name},
                                                  {"known", schema_.field_names()}})
                            .at_field(text));
      else if (has(column->field))
        wrong.push_back(Problem("import.column_twice", {{"found", text}}).at_field(text));
      if (!column) continue;
      columns_.push_back({i, *column});
      const Field& field = type_.fields[column->field];
      if (field.is_reference() && field.record == type_.full_id) table_.refers_to_itself = true;
    }
    for (const std::string& key : type_.key)
      if (wrong.empty() && !has(schema_.index(key)))
        wrong.push_back(Problem("import.key_missing", {{"field", key}}).at_field(key));
    if (!wrong.empty()) {
      Problem refused("import.refused", {{"rows", "0"}, {"errors", std::to_string(wrong.size())}});
      for (Problem& each : wrong) refused.with(std::move(each.at_line(heading.line)));
      throw refused;
    }
    keys_ = columns_of(type_.key);
    titles_ = columns_of(type_.title);
    if (titles_.empty()) titles_ = keys_;
  }

  [[nodiscard]] bool has(std::size_t field) const {
    return std::any_of(columns_.begin(), columns_.end(),
                       [&](const NamedColumn& each) { return each.is.field == field; });
  }

  /// Those of the fields that are there.
  [[nodiscard]] std::vector<NamedColumn> columns_of(const std::vector<std::string>& fields) const {
    std::vector<NamedColumn> found;
    for (const std::string& field : fields)
      std::copy_if(columns_.begin(), columns_.end(), std::back_inserter(found),
                   [&](const NamedColumn& each) { return type_.fields[each.is.field].id == field; });
    return found;
  }

  static std::string joined(const TableRow& row, const std::vector<NamedColumn>& columns, std::string_view separator) {
    std::string text;
    for (const NamedColumn& column : columns) {
      if (!text.empty()) text += separator;
      text += row.cells[column.at].text;
    }
    return text;
  }

  /// The same for two rows that mean the same record, however their cells are written.
  [[nodiscard]] std::string key_of(const TableRow& row, const Changes& values) const {
    std::string key;
    for (const NamedColumn& column : keys_) {
      const auto value =
          std::find_if(values.begin(), values.end(), [&](const auto& each) { return each.first == column.is.field; });
      if (value == values.end())
        key += row.cells[column.at].text;
      else if (const auto* number = std::get_if<std::int64_t>(&value->second))
        key += std::to_string(*number);
      else if (const auto* given = std::get_if<std::string>(&value->second))
        key += *given;
      key += '\x1F';
    }
    return key;
  }

  /// Whether a row has the columns of the heading, and nothing where there is none.
  void check_columns(const TableRow& row, std::vector<Problem>& problems) const {
    if (row.complete) {
      if (row.cells.size() != width_)
        problems.push_back(Problem(
            "import.columns", {{"expected", std::to_string(width_)}, {"found", std::to_string(row.cells.size())}}));
      return;
    }
    for (std::size_t i = 0, named = 0; i < row.cells.size(); ++i) {
      while (named < columns_.size() && columns_[named].at < i) ++named;
      const bool has_name = named < columns_.size() && columns_[named].at == i;
      if (has_name || row.cells[i].empty()) continue;
      problems.push_back(
          Problem("import.no_heading", {{"column", std::to_string(i + 1)}, {"found", row.cells[i].text}}));
      return;
    }
  }

  void read_row(TableRow& row) {
    std::vector<Problem> problems;
    check_columns(row, problems);
    row.cells.resize(std::max(width_, row.cells.size()));
    ImportRow result{row.line, {}, joined(row, titles_, between)};
    if (row.complete && !problems.empty()) return refuse(row, std::move(problems), std::move(result.title));
    result.values.reserve(columns_.size());
    for (const NamedColumn& column : columns_) {
      try {
        const Field& field = type_.fields[column.is.field];
        result.values.emplace_back(column.is.field, value_in(field, column.is, row.cells[column.at]));
      } catch (Problem& problem) {
        problems.push_back(std::move(problem));
      }
    }
    const auto [before, is_new] = line_of_key_.emplace(key_of(row, result.values), row.line);
    if (!is_new)
      problems.push_back(Problem(
          "import.twice", {{"key", joined(row, keys_, " | ")}, {"line_before", std::to_string(before->second)}}));
    if (problems.empty())
      table_.rows.push_back(std::move(result));
    else
      refuse(row, std::move(problems), std::move(result.title));
  }

  void refuse(const TableRow& row, std::vector<Problem> problems, std::string title) {
    ++table_.refused_count;
    table_.problem_count += problems.size();
    if (table_.refused.size() < most_rows_told)
      table_.refused.push_back({row.line, std::move(title), std::move(problems)});
  }

  const RecordSchema& schema_;
  const RecordType& type_;
  std::size_t width_ = 0;  ///< of the heading
  std::vector<NamedColumn> columns_;
  std::vector<NamedColumn> keys_;    ///< some of them
  std::vector<NamedColumn> titles_;  ///< some of them
  std::unordered_map<std::string, std::size_t> line_of_key_;
  ImportTable table_;
};

}  // namespace

ImportTable read_import(const RecordSchema& schema, std::string_view file) {
  require_not_derived(schema);
  if (schema.type.key.empty()) throw Problem("import.not_possible", {{"record", schema.type.name}});
  return Reading(schema).read(file);
}

}  // namespace liufa::host
