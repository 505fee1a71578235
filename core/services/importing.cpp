#include "services/importing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "services/csv_text.hpp"
#include "services/derived.hpp"
#include "services/records.hpp"

namespace liufa::host {

namespace {

constexpr std::size_t most_errors_told = 500;

/// One row as field values; what is wrong with it, if anything.
struct ImportRow {
  std::size_t line = 0;
  Changes values;
};

class Import {
 public:
  Import(WriteContext& context, const RecordSchema& schema) : context_(context), schema_(schema) {
    require_not_derived(schema);
    if (schema.type.key.empty()) throw Problem("import.not_possible", {{"record", schema.type.name}});
    context_.resolved = &resolved_;
    table_is_empty_ = context.session.scalar_integer(
                          fmt::format("SELECT COUNT(*) FROM (SELECT id FROM {} LIMIT 1) some", schema.type.table)) == 0;
  }
  Import(const Import&) = delete;
  Import& operator=(const Import&) = delete;
  ~Import() { context_.resolved = nullptr; }

  ImportReport run(std::string_view csv, const std::function<void(std::size_t)>& progress) {
    const auto rows = csv_rows(csv);
    if (rows.empty()) throw Problem("import.empty", {{"example", schema_.field_names()}});
    read_header(rows.front());
    report_.rows = rows.size() - 1;
    std::vector<ImportRow> pending = decode(rows);
    // Rows that refer to rows further down wait for the next round; a round without progress ends it.
    while (!pending.empty()) {
      std::vector<ImportRow> waiting;
      std::vector<Problem> why;
      const std::size_t before = pending.size();
      for (ImportRow& row : pending) {
        try {
          write(row);
        } catch (Problem& problem) {
          if (refers_to_itself_ && is_missing_reference(problem)) {
            waiting.push_back(std::move(row));
            why.push_back(std::move(problem));
          } else {
            error(row.line, std::move(problem));
          }
        }
        const std::size_t done = report_.created + report_.updated + report_.unchanged;
        if (progress && done % 1000 == 0) progress(done);
      }
      if (waiting.size() == before) {
        for (std::size_t i = 0; i < waiting.size(); ++i) error(waiting[i].line, std::move(why[i]));
        break;
      }
      pending = std::move(waiting);
    }
    refuse_if_wrong();
    return report_;
  }

 private:
  void error(std::size_t line, Problem problem) {
    ++error_count_;
    if (errors_.size() < most_errors_told) errors_.push_back(std::move(problem.at_line(line)));
  }

  void refuse_if_wrong() {
    if (error_count_ == 0) return;
    Problem refused("import.refused",
                    {{"rows", std::to_string(report_.rows)}, {"errors", std::to_string(error_count_)}});
    std::stable_sort(errors_.begin(), errors_.end(),
                     [](const Problem& left, const Problem& right) { return left.line() < right.line(); });
    for (Problem& each : errors_) refused.with(std::move(each));
    throw refused;
  }

  void read_header(const CsvRow& header) {
    for (std::size_t i = 0; i < header.cells.size(); ++i) {
      const std::string& cell = header.cells[i];
      const auto& fields = schema_.type.fields;
      const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& each) {
        return !each.computed && (each.id == cell || each.name.zh == cell || each.name.en == cell);
      });
      if (found == fields.end()) {
        error(header.line, Problem("import.column", {{"column", std::to_string(i + 1)},
                                                     {"found", cell},
                                                     {"record", schema_.type.name},
                                                     {"known", schema_.field_names()}})
                               .at_field(cell));
        continue;
      }
      const auto index = static_cast<std::size_t>(found - fields.begin());
      if (std::find(columns_.begin(), columns_.end(), index) != columns_.end())
        error(header.line, Problem("import.column_twice", {{"found", cell}}).at_field(cell));
      columns_.push_back(index);
      if (found->is_reference() && found->record == schema_.type.full_id) refers_to_itself_ = true;
    }
    for (const std::string& key : schema_.type.key)
      if (std::find(columns_.begin(), columns_.end(), schema_.index(key)) == columns_.end() && error_count_ == 0)
        error(header.line, Problem("import.key_missing", {{"field", key}}).at_field(key));
    refuse_if_wrong();
  }

  std::vector<ImportRow> decode(const std::vector<CsvRow>& rows) {
    std::vector<ImportRow> decoded;
    decoded.reserve(rows.size() - 1);
    std::unordered_map<std::string, std::size_t> line_of_key;
    line_of_key.reserve(rows.size());
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const CsvRow& row = rows[i];
      if (row.cells.size() != columns_.size()) {
        error(row.line, Problem("import.columns", {{"expected", std::to_string(columns_.size())},
                                                   {"found", std::to_string(row.cells.size())}}));
        continue;
      }
      ImportRow result{row.line, {}};
      result.values.reserve(columns_.size());
      for (std::size_t c = 0; c < columns_.size(); ++c) {
        try {
          result.values.emplace_back(columns_[c], decode_cell(schema_.type.fields[columns_[c]], row.cells[c]));
        } catch (Problem& problem) {
          error(row.line, std::move(problem));
        }
      }
      std::string key;
      for (std::size_t c = 0; c < columns_.size(); ++c)
        if (is_key(columns_[c])) key += (key.empty() ? "" : " | ") + row.cells[c];
      const auto [before, is_new] = line_of_key.emplace(key, row.line);
      if (!is_new)
        error(row.line, Problem("import.twice", {{"key", key}, {"line_before", std::to_string(before->second)}}));
      else if (result.values.size() == columns_.size())
        decoded.push_back(std::move(result));
    }
    return decoded;
  }

  [[nodiscard]] bool is_key(std::size_t index) const {
    const auto& key = schema_.type.key;
    return std::find(key.begin(), key.end(), schema_.type.fields[index].id) != key.end();
  }

  void write(const ImportRow& row) {
    const std::optional<Record> existing = table_is_empty_ ? std::nullopt : find_again(row);
    if (!existing) {
      create_record(context_, schema_, row.values);
      ++report_.created;
      return;
    }
    Changes given;
    for (const auto& [index, value] : row.values)
      if (!is_null(value)) given.emplace_back(index, value);
    const Record now = update_record(context_, schema_, existing->id, std::nullopt, std::move(given));
    ++(now.version == existing->version ? report_.unchanged : report_.updated);
  }

  std::optional<Record> find_again(const ImportRow& row) {
    Values key;
    for (const std::string& field : schema_.type.key) {
      const std::size_t index = schema_.index(field);
      const auto given =
          std::find_if(row.values.begin(), row.values.end(), [&](const auto& each) { return each.first == index; });
      key.push_back(given->second);
      resolve_reference(context_, schema_.type.fields[index], key.back(), context_.person);
    }
    std::vector<ValueView> parameters;
    for (const Value& value : key) parameters.push_back(view(value));
    const auto rows = context_.session.query(schema_.select_by_key, parameters);
    if (!rows->next()) return std::nullopt;
    return schema_.record_in(*rows);
  }

  static bool is_missing_reference(const Problem& problem) {
    return problem.code() == "record.no_reference" ||
           (problem.code() == "record.invalid" &&
            std::all_of(problem.parts().begin(), problem.parts().end(), is_missing_reference));
  }

  WriteContext& context_;
  const RecordSchema& schema_;
  ResolvedReferences resolved_;
  bool table_is_empty_ = false;
  bool refers_to_itself_ = false;
  std::vector<std::size_t> columns_;  ///< of the file, as positions of fields
  std::size_t error_count_ = 0;
  std::vector<Problem> errors_;
  ImportReport report_;
};

}  // namespace

ImportReport import_records(WriteContext& context, const RecordSchema& schema, std::string_view csv,
                            const std::function<void(std::size_t)>& progress) {
  return Import(context, schema).run(csv, progress);
}

}  // namespace liufa::host
