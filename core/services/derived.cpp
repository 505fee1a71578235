#include "services/derived.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "services/decode.hpp"
#include "services/uniqueness.hpp"

namespace liufa::host {

namespace {

/// What stands before the fields in the statement that finds a row.
constexpr std::size_t columns_before_fields = 2;

/// One bulk write. What is the same for all rows (positions, statements) is found out once.
class Derivation {
 public:
  Derivation(WriteContext& context, const RecordSchema& schema, const std::vector<std::string>& fields, IdSet& written)
      : context_(context), schema_(schema), written_(written), row_(fields.size()) {
    for (const std::string& field : fields) {
      const std::size_t index = schema.index(field);
      if (std::find(fields_.begin(), fields_.end(), index) != fields_.end())
        throw Problem("derived.twice", {{"field", field}}).at_field(field);
      fields_.push_back(index);
    }
    known_.resize(fields_.size());
    for (const std::string& key : schema.type.key) {
      const auto found = std::find(fields_.begin(), fields_.end(), schema.index(key));
      if (found == fields_.end())
        throw Problem("derived.key", {{"record", schema.type.name}, {"field", key}}).at_field(key);
      key_.push_back(static_cast<std::size_t>(found - fields_.begin()));
    }
    make_statements();
  }

  std::int64_t run(const RowSource& source) {
    for (std::size_t line = 1;; ++line) {
      if (!source(row_)) return changed_;
      try {
        write_row();
      } catch (Problem& problem) {
        throw std::move(problem.at_line(line));
      }
    }
  }

 private:
  const Field& field(std::size_t column) const { return schema_.type.fields[fields_[column]]; }

  void make_statements() {
    std::string names;
    std::string places;
    std::string changes;
    std::string found;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const std::string& name = field(i).id;
      names += ", " + name;
      places += fmt::format(", ${}", i + 3);
      const bool in_key = std::find(key_.begin(), key_.end(), i) != key_.end();
      if (!in_key) changed_columns_.push_back(i);
      if (!in_key) changes += fmt::format(", {} = ${}", name, changed_columns_.size() + 2);
    }
    for (std::size_t i = 0; i < key_.size(); ++i)
      found += fmt::format("{}{} = ${}", i == 0 ? "" : " AND ", field(key_[i]).id, i + 1);
    const std::string& table = schema_.type.table;
    find_ = fmt::format("SELECT id, version{} FROM {} WHERE {}", names, table, found);
    insert_ = fmt::format(
        "INSERT INTO {} (id, version, created_at, updated_at{}) VALUES ($1, 1, $2, $2{}) ON CONFLICT ({}) DO NOTHING",
        table, names, places, fmt::join(schema_.type.key, ", "));
    update_ = fmt::format("UPDATE {} SET version = version + 1, updated_at = $2{} WHERE id = $1", table, changes);
  }

  void write_row() {
    for (ValueView& value : row_)
      if (const auto* text = std::get_if<std::string_view>(&value); text && text->empty()) value = {};
    for (const std::size_t column : key_)
      if (std::holds_alternative<std::monostate>(row_[column]))
        throw Problem("record.required", {{"name", field(column).name}}).at_field(field(column).id);
    // Rows that are there stand together, and so do new ones: what the last was is the better guess for the next.
    if (last_was_new_ && insert()) return;
    const std::int64_t id = find();
    last_was_new_ = id == 0 && insert();
    if (id == 0) return;
    written_.add(id);
    if (!same_) update(id);
  }

  /// The row with this key, 0 if there is none; `same_` and `differs_` tell how it compares.
  std::int64_t find() {
    parameters_.clear();
    for (const std::size_t column : key_) parameters_.push_back(row_[column]);
    const auto rows = context_.session.query(find_, parameters_);
    if (!rows->next()) return 0;
    same_ = true;
    for (const std::size_t column : changed_columns_) {
      const bool differs = rows->value(columns_before_fields + column) != row_[column];
      same_ = same_ && !differs;
      if (differs) check(column);
    }
    return rows->integer(0);
  }

  void update(std::int64_t id) {
    parameters_.assign({id, std::string_view(context_.now)});
    for (const std::size_t column : changed_columns_) parameters_.push_back(row_[column]);
    execute(update_, id);
    ++changed_;
  }

  /// False if a row with this key is there.
  bool insert() {
    for (std::size_t i = 0; i < row_.size(); ++i) check(i);
    require_complete();
    const std::int64_t id = fresh_ != 0 ? fresh_ : context_.ids.next(context_.session, schema_.type);
    fresh_ = id;
    parameters_.assign({id, std::string_view(context_.now)});
    parameters_.insert(parameters_.end(), row_.begin(), row_.end());
    if (execute(insert_, id) == 0) return false;
    fresh_ = 0;
    written_.add(id);
    ++changed_;
    return true;
  }

  std::int64_t execute(const std::string& sql, std::int64_t id) {
    try {
      return context_.session.execute(sql, parameters_);
    } catch (const Problem& problem) {
      if (problem.code() != "storage.constraint") throw;
      explain_constraint(context_, schema_, as_record(id), problem);
    }
  }

  /// A row that is made needs what is required and was not named.
  void require_complete() {
    if (complete_) return;
    for (std::size_t i = 0; i < schema_.type.fields.size(); ++i)
      if (schema_.type.fields[i].required && std::find(fields_.begin(), fields_.end(), i) == fields_.end())
        throw Problem("record.required", {{"name", schema_.type.fields[i].name}}).at_field(schema_.type.fields[i].id);
    complete_ = true;
  }

  void check(std::size_t column) {
    const ValueView& value = row_[column];
    check_stored(field(column), value);
    if (!field(column).is_reference() || std::holds_alternative<std::monostate>(value)) return;
    const auto* id = std::get_if<std::int64_t>(&value);
    if (id && known_[column].contains(*id)) return;
    Value target = own(value);
    resolve_reference(context_, field(column), target, nullptr);
    if (id) known_[column].add(*id);
  }

  [[nodiscard]] Record as_record(std::int64_t id) const {
    Record record;
    record.id = id;
    record.values.resize(schema_.type.fields.size());
    for (std::size_t i = 0; i < fields_.size(); ++i) record.values[fields_[i]] = own(row_[i]);
    return record;
  }

  WriteContext& context_;
  const RecordSchema& schema_;
  IdSet& written_;
  std::vector<std::size_t> fields_;  ///< of the row's columns, as positions of the type's fields
  std::vector<std::size_t> key_;     ///< positions in the row
  std::vector<std::size_t> changed_columns_;
  std::string find_;
  std::string insert_;
  std::string update_;
  std::vector<ValueView> row_;
  std::vector<ValueView> parameters_;
  std::vector<IdSet> known_;  ///< of each column that refers to records: those that were found
  std::int64_t fresh_ = 0;    ///< an id that no row has taken yet
  std::int64_t changed_ = 0;
  bool same_ = false;
  bool complete_ = false;
  bool last_was_new_ = false;
};

}  // namespace

void IdSet::add(std::int64_t id) {
  const auto at = static_cast<std::size_t>(id);
  if (at >= ids_.size()) ids_.resize(std::max(at + 1, ids_.size() * 2));
  ids_[at] = true;
}

bool IdSet::contains(std::int64_t id) const {
  const auto at = static_cast<std::size_t>(id);
  return id > 0 && at < ids_.size() && ids_[at];
}

void require_derived(const RecordSchema& schema) {
  if (!schema.type.derived) throw Problem("derived.not", {{"record", schema.type.name}});
}

void require_not_derived(const RecordSchema& schema) {
  if (schema.type.derived) throw Problem("record.derived", {{"record", schema.type.name}});
}

std::int64_t derive_rows(WriteContext& context, const RecordSchema& schema, const std::vector<std::string>& fields,
                         const RowSource& source, IdSet& written) {
  require_derived(schema);
  const std::int64_t changed = Derivation(context, schema, fields, written).run(source);
  append_derived_event(context, schema, changed, 0);
  return changed;
}

std::int64_t discard_rows(WriteContext& context, const RecordSchema& schema,
                          const std::vector<std::pair<std::string, ValueView>>& values, const IdSet& kept,
                          std::int64_t most) {
  require_derived(schema);
  std::string sql = fmt::format("SELECT id FROM {}", schema.type.table);
  std::vector<ValueView> parameters;
  std::string_view next = " WHERE ";
  for (const auto& [field, value] : values) {
    (void)schema.index(field);
    const bool is_null = std::holds_alternative<std::monostate>(value);
    if (!is_null) parameters.push_back(value);
    sql += fmt::format("{}{}{}", next, field, is_null ? " IS NULL" : fmt::format(" = ${}", parameters.size()));
    next = " AND ";
  }
  std::vector<ValueView> gone;
  {
    const auto rows = context.session.query(sql, parameters);
    while (static_cast<std::int64_t>(gone.size()) < most && rows->next())
      if (const std::int64_t id = rows->integer(0); !kept.contains(id)) gone.emplace_back(id);
  }
  const std::string remove = fmt::format("DELETE FROM {} WHERE id = $1", schema.type.table);
  for (const ValueView& id : gone) context.session.execute(remove, {&id, 1});
  const auto removed = static_cast<std::int64_t>(gone.size());
  append_derived_event(context, schema, 0, removed);
  return removed;
}

void append_derived_event(WriteContext& context, const RecordSchema& schema, std::int64_t rows, std::int64_t removed) {
  if (rows == 0 && removed == 0) return;
  const std::string topic = schema.type.full_id + ".derived";
  const std::string payload = fmt::format(R"({{"rows":{},"removed":{}}})", rows, removed);
  context.log.append(context.session, {0,
                                       context.now,
                                       context.actor,
                                       context.author.empty() ? schema.type.method : context.author,
                                       topic,
                                       schema.type.full_id,
                                       0,
                                       {},
                                       payload});
}

}  // namespace liufa::host
