#include "services/importing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "services/records.hpp"

namespace liufa::host {

namespace {

constexpr std::size_t most_errors_told = 500;
constexpr std::size_t most_items = 5000;
constexpr std::size_t rows_between_reports = 1000;

class Import {
 public:
  Import(WriteContext& context, const RecordSchema& schema, ImportTable table, const ImportProgress& progress,
         bool trial)
      : context_(context), schema_(schema), table_(std::move(table)), progress_(progress), trial_(trial) {
    context_.resolved = &resolved_;
    table_is_empty_ = context.session.scalar_integer(
                          fmt::format("SELECT COUNT(*) FROM (SELECT id FROM {} LIMIT 1) some", schema.type.table)) == 0;
  }
  Import(const Import&) = delete;
  Import& operator=(const Import&) = delete;
  ~Import() { context_.resolved = nullptr; }

  ImportReport run() {
    report_.rows = table_.count;
    report_.refused = table_.refused_count;
    problem_count_ = table_.problem_count;
    std::vector<ImportRow> pending = std::move(table_.rows);
    // Rows that refer to rows further down wait for the next round; a round without progress ends it.
    while (!pending.empty()) {
      resolved_.names.clear();  // the names of what the last round wrote are among them now
      std::vector<ImportRow> waiting;
      std::vector<Problem> why;
      const std::size_t before = pending.size();
      for (ImportRow& row : pending) take(row, waiting, why);
      if (waiting.size() == before) {
        for (std::size_t i = 0; i < waiting.size(); ++i) refuse(waiting[i], std::move(why[i]));
        break;
      }
      pending = std::move(waiting);
    }
    if (!trial_) refuse_if_wrong();
    return finish();
  }

 private:
  void take(ImportRow& row, std::vector<ImportRow>& waiting, std::vector<Problem>& why) {
    try {
      Fate fate = Fate::unchanged;
      // What a refused row wrote before it was refused must not meet the rows after it.
      if (trial_)
        context_.session.within_savepoint([&] { fate = write(row); });
      else
        fate = write(row);
      done(row, fate);
    } catch (Problem& problem) {
      if (problem.kind() == ProblemKind::cancelled) throw;
      if (table_.refers_to_itself && is_missing_reference(problem)) {
        waiting.push_back(std::move(row));
        why.push_back(std::move(problem));
      } else {
        refuse(row, std::move(problem));
      }
    }
    const std::size_t settled = report_.created + report_.updated + report_.unchanged;
    if (progress_ && ++tried_ % rows_between_reports == 0) progress_(settled, report_.rows);
  }

  void done(ImportRow& row, Fate fate) {
    ++(fate == Fate::created ? report_.created : fate == Fate::updated ? report_.updated : report_.unchanged);
    if (trial_ && report_.items.size() < most_items)
      report_.items.push_back({row.line, fate, std::move(row.title), {}});
  }

  void refuse(ImportRow& row, Problem problem) {
    ++report_.refused;
    ++problem_count_;
    if (table_.refused.size() < most_items)
      table_.refused.push_back({row.line, std::move(row.title), {std::move(problem)}});
  }

  void sort_refused() {
    std::stable_sort(table_.refused.begin(), table_.refused.end(),
                     [](const RefusedRow& left, const RefusedRow& right) { return left.line < right.line; });
  }

  void refuse_if_wrong() {
    if (problem_count_ == 0) return;
    Problem refused("import.refused",
                    {{"rows", std::to_string(report_.rows)}, {"errors", std::to_string(problem_count_)}});
    sort_refused();
    for (RefusedRow& row : table_.refused)
      for (Problem& each : row.problems)
        if (refused.parts().size() < most_errors_told) refused.with(std::move(each.at_line(row.line)));
    throw refused;
  }

  /// Refused rows first.
  ImportReport finish() {
    if (!trial_) return std::move(report_);
    sort_refused();
    std::sort(report_.items.begin(), report_.items.end(),
              [](const RowFate& left, const RowFate& right) { return left.line < right.line; });
    std::vector<RowFate> items;
    items.reserve(table_.refused.size() + report_.items.size());
    for (RefusedRow& row : table_.refused)
      items.push_back({row.line, Fate::refused, std::move(row.title), std::move(row.problems)});
    std::move(report_.items.begin(), report_.items.end(), std::back_inserter(items));
    if (items.size() > most_items) items.erase(items.begin() + most_items, items.end());
    report_.items = std::move(items);
    return std::move(report_);
  }

  Fate write(const ImportRow& row) {
    const std::optional<Record> existing = table_is_empty_ ? std::nullopt : find_again(row);
    if (!existing) {
      create_record(context_, schema_, row.values);
      return Fate::created;
    }
    Changes given;
    for (const auto& [index, value] : row.values)
      if (!is_null(value)) given.emplace_back(index, value);
    const Record now = update_record(context_, schema_, existing->id, std::nullopt, std::move(given));
    return now.version == existing->version ? Fate::unchanged : Fate::updated;
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
  ImportTable table_;
  const ImportProgress& progress_;
  bool trial_;
  ResolvedReferences resolved_;
  bool table_is_empty_ = false;
  std::size_t tried_ = 0;
  std::size_t problem_count_ = 0;
  ImportReport report_;
};

Json fate_json(const RowFate& row, bool english) {
  constexpr std::array<const char*, 4> words{"created", "updated", "unchanged", "refused"};
  Json json{{"line", row.line}, {"fate", words.at(static_cast<std::size_t>(row.fate))}, {"title", row.title}};
  if (row.fate != Fate::refused) return json;
  json["problems"] = Json::array();
  for (const Problem& each : row.problems) json["problems"].push_back(each.to_json(english));
  return json;
}

}  // namespace

ImportReport import_records(WriteContext& context, const RecordSchema& schema, ImportTable table,
                            const ImportProgress& progress) {
  return Import(context, schema, std::move(table), progress, false).run();
}

ImportReport try_import(WriteContext& context, const RecordSchema& schema, ImportTable table,
                        const ImportProgress& progress) {
  return Import(context, schema, std::move(table), progress, true).run();
}

Json to_json(const ImportReport& report, const RecordSchema& schema, bool trial, bool english) {
  Json json{{"record", schema.type.full_id}, {"dry_run", trial},          {"rows", report.rows},
            {"created", report.created},     {"updated", report.updated}, {"unchanged", report.unchanged}};
  if (!trial) return json;
  json["refused"] = report.refused;
  json["items"] = Json::array();
  for (const RowFate& each : report.items) json["items"].push_back(fate_json(each, english));
  return json;
}

}  // namespace liufa::host
