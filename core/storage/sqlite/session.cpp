#include "storage/sqlite/session.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/problem.hpp"
#include "storage/sqlite/search_function.hpp"

namespace liufa::host::sqlite {

namespace {

constexpr std::size_t most_cached_statements = 1000;
constexpr std::chrono::seconds longest_foreign_query{10};
constexpr int steps_between_looks_at_the_clock = 20000;

}  // namespace

/// The rows of one execution; frees the statement for the next. Reading millions of them, every call counts: there is
/// one class for ours and for a method's.
class SqliteRows final : public Rows {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  /// `deadline`: of a method's SELECT.
  SqliteRows(SqliteSession& session, std::shared_ptr<Statement> statement, Deadline deadline = Deadline::max())
      : session_(session), statement_(std::move(statement)), handle_(statement_->handle.get()), deadline_(deadline) {
    statement_->in_use = true;
  }
  ~SqliteRows() override {
    sqlite3_reset(handle_);
    statement_->in_use = false;
  }
  bool next() override {
    // The limit is of this statement's steps alone: others may run on the session in between.
    session_.deadline_ = deadline_;
    const int code = sqlite3_step(handle_);
    session_.deadline_ = Deadline::max();
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    session_.fail(code);
  }
  [[nodiscard]] std::size_t columns() const override { return static_cast<std::size_t>(sqlite3_column_count(handle_)); }
  [[nodiscard]] std::string_view name(std::size_t column) const override {
    return sqlite3_column_name(handle_, static_cast<int>(column));
  }
  [[nodiscard]] ValueView value(std::size_t column) const override {
    const int at = static_cast<int>(column);
    switch (sqlite3_column_type(handle_, at)) {
      case SQLITE_INTEGER: return static_cast<std::int64_t>(sqlite3_column_int64(handle_, at));
      case SQLITE_FLOAT: return sqlite3_column_double(handle_, at);
      case SQLITE_NULL: return std::monostate{};
      default: return text(column);
    }
  }
  [[nodiscard]] std::int64_t integer(std::size_t column) const override {
    return sqlite3_column_int64(handle_, static_cast<int>(column));
  }
  [[nodiscard]] std::string_view text(std::size_t column) const override {
    const int at = static_cast<int>(column);
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_, at));
    return bytes ? std::string_view{bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_, at))}
                 : std::string_view{};
  }

 private:
  SqliteSession& session_;
  std::shared_ptr<Statement> statement_;
  sqlite3_stmt* handle_;
  Deadline deadline_;
};

namespace {

/// SQLite counts its memory under one lock for the process, at every allocation of every connection. Nobody asks for
/// the count; without it, what allocates row by row (a SUM for each group) is a tenth faster. Only before the first
/// use.
void count_no_memory() {
  static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)once;
}

}  // namespace

SqliteSession::SqliteSession(const std::string& file, Mode mode, Durability durability) {
  count_no_memory();
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | (mode == Mode::write ? SQLITE_OPEN_CREATE : 0);
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &opened, flags, nullptr);
  connection_.reset(opened);
  if (code != SQLITE_OK) fail(code);
  sqlite3_busy_timeout(handle(), 5000);
  sqlite3_db_config(handle(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  execute("PRAGMA journal_mode = WAL", {});
  execute(durability == Durability::full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF", {});
  execute("PRAGMA temp_store = MEMORY", {});
  // What is erased is gone from the file, not only from its lists of pages.
  if (mode == Mode::write) execute("PRAGMA secure_delete = ON", {});
  execute("PRAGMA wal_autocheckpoint = 4000", {});
  // A long snapshot lets the journal grow; afterwards the disk gets back what is beyond this.
  execute("PRAGMA journal_size_limit = 67108864", {});
  // Readers share the file's pages through the memory map; a cache of their own is for what is still in the log.
  execute(mode == Mode::write ? "PRAGMA cache_size = -65536" : "PRAGMA cache_size = -1024", {});
  execute("PRAGMA mmap_size = 1073741824", {});
  if (mode == Mode::read) execute("PRAGMA query_only = ON", {});
  add_search_function(handle());
  // Installed once and answering yes outside query_within: exchanging it would expire every prepared statement.
  sqlite3_set_authorizer(handle(), authorise, this);
  sqlite3_progress_handler(handle(), steps_between_looks_at_the_clock, interrupt_if_late, this);
}

void SqliteSession::fail(int code) const {
  const std::string reason = handle() ? sqlite3_errmsg(handle()) : sqlite3_errstr(code);
  switch (code & 0xFF) {
    case SQLITE_AUTH:
      if (!refused_table_.empty()) throw Problem("storage.not_granted", {{"table", refused_table_}});
      throw Problem("storage.not_select");
    case SQLITE_CONSTRAINT: throw Problem("storage.constraint", {{"reason", reason}});
    case SQLITE_FULL: throw Problem("storage.full");
    case SQLITE_BUSY:
    case SQLITE_LOCKED: throw Problem("storage.busy");
    case SQLITE_INTERRUPT:
      if (is_cancelled()) throw Problem("action.cancelled");
      throw Problem("storage.too_long", {{"seconds", std::to_string(longest_foreign_query.count())}});
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: throw Problem("storage.corrupt", {{"reason", reason}});
    case SQLITE_ERROR:
      // The no to a function or to a virtual table comes out as a plain error.
      if (grant_ && refused_) throw Problem("storage.not_select");
      throw Problem("storage.sql", {{"reason", reason}});
    default: throw Problem("storage.failed", {{"reason", reason}});
  }
}

std::shared_ptr<Statement> SqliteSession::compile(std::string_view sql) {
  auto statement = std::make_shared<Statement>();
  sqlite3_stmt* prepared = nullptr;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v3(handle(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &prepared, &rest);
  statement->handle.reset(prepared);
  if (code != SQLITE_OK) fail(code);
  const std::string_view remaining{rest, static_cast<std::size_t>(sql.data() + sql.size() - rest)};
  if (!prepared || remaining.find_first_not_of(" \t\r\n;") != std::string_view::npos)
    throw Problem("storage.not_select");
  const int count = sqlite3_bind_parameter_count(prepared);
  for (int number = 1; static_cast<int>(statement->positions.size()) < count; ++number) {
    // Every parameter has to be one of $1 … $count; a gap means that the SQL names something else.
    const int position = sqlite3_bind_parameter_index(prepared, fmt::format("${}", number).c_str());
    if (position == 0) throw Problem("storage.sql", {{"reason", fmt::format("parameter ${} is missing", number)}});
    statement->positions.push_back(position);
  }
  return statement;
}

std::shared_ptr<Statement> SqliteSession::prepare(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end() && !found->second->in_use)
    return found->second;
  if (statements_.size() >= most_cached_statements) statements_.clear();
  auto statement = compile(sql);
  statements_.insert_or_assign(std::string(sql), statement);
  return statement;
}

void SqliteSession::bind(Statement& statement, Parameters parameters) {
  if (parameters.size() != statement.positions.size())
    throw Problem("storage.parameters", {{"expected", std::to_string(statement.positions.size())},
                                         {"found", std::to_string(parameters.size())}});
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const int at = statement.positions[i];
    sqlite3_stmt* handle = statement.handle.get();
    if (const auto* integer = std::get_if<std::int64_t>(&parameters[i])) {
      sqlite3_bind_int64(handle, at, *integer);
    } else if (const auto* text = std::get_if<std::string_view>(&parameters[i])) {
      sqlite3_bind_text(handle, at, text->data() ? text->data() : "", static_cast<int>(text->size()), SQLITE_STATIC);
    } else if (const auto* real = std::get_if<double>(&parameters[i])) {
      sqlite3_bind_double(handle, at, *real);
    } else {
      sqlite3_bind_null(handle, at);
    }
  }
}

std::unique_ptr<Rows> SqliteSession::query(std::string_view sql, Parameters parameters) {
  auto statement = prepare(sql);
  bind(*statement, parameters);
  return std::make_unique<SqliteRows>(*this, std::move(statement));
}

namespace {

/// The SELECT with what stands for names put in front as common table expressions of these names.
std::string with_replaced_names(const Grant& grant, std::string_view sql) {
  std::string expressions;
  for (const auto& [name, select] : grant.replaced)
    if (sql.find(name) != std::string_view::npos)
      // Read twice in one statement, it must not be made into a table of its own first.
      expressions += fmt::format("{}{} AS NOT MATERIALIZED ({})", expressions.empty() ? "" : ", ", name, select);
  if (expressions.empty()) return std::string(sql);
  const auto word = [&sql](std::string_view expected) {
    sql.remove_prefix(std::min(sql.find_first_not_of(" \t\r\n"), sql.size()));
    if (sqlite3_strnicmp(sql.data(), expected.data(), static_cast<int>(std::min(expected.size(), sql.size()))) != 0)
      return false;
    sql.remove_prefix(expected.size());
    return true;
  };
  if (!word("WITH ")) return fmt::format("WITH {} {}", expressions, sql);
  const bool recursive = word("RECURSIVE ");
  return fmt::format("WITH {}{}, {}", recursive ? "RECURSIVE " : "", expressions, sql);
}

}  // namespace

std::unique_ptr<Rows> SqliteSession::query_within(const Grant& grant, std::string_view sql, Parameters parameters) {
  // The grant's id in a leading comment keeps one method's prepared statement from serving another.
  const std::string text = fmt::format("/*{}*/ {}", grant.id, with_replaced_names(grant, sql));
  grant_ = &grant;
  refused_ = false;
  refused_table_.clear();
  counted_.clear();
  struct Restore {
    const Grant*& grant;
    ~Restore() { grant = nullptr; }
  } restore{grant_};
  auto statement = prepare(text);
  if (!counted_.empty()) {
    grant_ = nullptr;
    try {
      check_counted(grant);
    } catch (...) {
      statements_.erase(text);
      throw;
    }
  }
  if (!sqlite3_stmt_readonly(statement->handle.get())) throw Problem("storage.not_select");
  bind(*statement, parameters);
  return std::make_unique<SqliteRows>(*this, std::move(statement),
                                      std::chrono::steady_clock::now() + longest_foreign_query);
}

/// Of what is only counted the authoriser hears the name as it is written, be it a table's or that of an expression in
/// the SQL itself; which of them it is, the schema says.
void SqliteSession::check_counted(const Grant& grant) {
  for (const std::string& name : std::exchange(counted_, {})) {
    const ValueView parameter = std::string_view(name);
    const Value table = scalar("SELECT name FROM sqlite_schema WHERE LOWER(name) = LOWER($1)", {&parameter, 1});
    const auto* real = std::get_if<std::string>(&table);
    if (real ? !grant.tables.contains(*real) && !grant.replaced.contains(*real) && !grant.views.contains(*real)
             : name.starts_with("sqlite_"))
      throw Problem("storage.not_granted", {{"table", name}});
  }
}

std::int64_t SqliteSession::execute(std::string_view sql, Parameters parameters) {
  auto statement = prepare(sql);
  bind(*statement, parameters);
  SqliteRows rows(*this, std::move(statement));
  while (rows.next()) {
  }
  return sqlite3_changes64(handle());
}

int SqliteSession::authorise(void* session, int action, const char* first, const char* second, const char* database,
                             const char* within) {
  auto& self = *static_cast<SqliteSession*>(session);
  if (!self.grant_) return SQLITE_OK;
  const auto refuse = [&self](const char* table) {
    self.refused_ = true;
    self.refused_table_ = table;
    return SQLITE_DENY;
  };
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE: return SQLITE_OK;
    case SQLITE_FUNCTION:
      // The functions that both engines have; load_extension, readfile and their like stay out.
      return second && std::string_view(second) == "load_extension" ? refuse("") : SQLITE_OK;
    case SQLITE_READ:
      if (first && (std::string_view(first).empty() || self.grant_->tables.contains(std::string_view(first))))
        return SQLITE_OK;
      // `within` is the innermost view that asks.
      if ((first && self.grant_->views.contains(std::string_view(first))) ||
          (within && self.grant_->views.contains(std::string_view(within))))
        return SQLITE_OK;
      // Read without naming a column, as by COUNT(*): looked at when the statement is prepared.
      if (first && second && std::string_view(second).empty() && !database) {
        self.counted_.emplace_back(first);
        return SQLITE_OK;
      }
      return refuse(first ? first : "");
    default: return refuse("");
  }
}

int SqliteSession::interrupt_if_late(void* session) {
  const auto& self = *static_cast<SqliteSession*>(session);
  if (self.cancelled_) return self.is_cancelled();
  const auto deadline = self.deadline_;
  return deadline != std::chrono::steady_clock::time_point::max() && std::chrono::steady_clock::now() > deadline;
}

void SqliteSession::run_until(const std::atomic<bool>& cancelled) {
  cancelled_ = &cancelled;
  // A sort of tens of millions of rows is possible here, and must not be one of memory.
  execute("PRAGMA temp_store = FILE", {});
}

void SqliteSession::within_savepoint(const std::function<void()>& work) {
  // Savepoints of one name nest: RELEASE and ROLLBACK TO mean the innermost.
  execute("SAVEPOINT work", {});
  try {
    work();
  } catch (...) {
    undone();
    if (!sqlite3_get_autocommit(handle())) {  // else the engine has undone the whole transaction by itself
      execute("ROLLBACK TO work", {});
      execute("RELEASE work", {});
    }
    throw;
  }
  execute("RELEASE work", {});
}

void SqliteSession::create_table(const Table& table) {
  std::string sql = fmt::format("CREATE TABLE {} (id INTEGER PRIMARY KEY", table.name);
  for (const Column& column : table.columns)
    sql += fmt::format(", {} {}{}", column.name, column.text ? "TEXT" : "INTEGER", column.required ? " NOT NULL" : "");
  execute(sql + ")", {});
}

void SqliteSession::add_column(std::string_view table, const Column& column) {
  execute(fmt::format("ALTER TABLE {} ADD COLUMN {} {}", table, column.name, column.text ? "TEXT" : "INTEGER"), {});
}

void SqliteSession::create_index(std::string_view name, std::string_view table, const std::vector<std::string>& columns,
                                 bool unique) {
  execute(fmt::format("CREATE {} INDEX {} ON {} ({})", unique ? "UNIQUE" : "", name, table, fmt::join(columns, ", ")),
          {});
}

void SqliteSession::drop_index(std::string_view name) { execute(fmt::format("DROP INDEX {}", name), {}); }

}  // namespace liufa::host::sqlite
