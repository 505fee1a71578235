/// Storage of one district: one writer, many readers. The engine is behind this interface; the SQL that passes through
/// it is the portable subset (SQLite and PostgreSQL) with parameters $1, $2, ….
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.hpp"

namespace liufa::host {

/// The rows of one query, forward only. Holds its statement until destroyed; used on the session's thread.
class Rows {
 public:
  Rows() = default;
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  virtual ~Rows() = default;
  /// Moves to the next row; false when there is none. Throws Problem storage.*.
  virtual bool next() = 0;
  [[nodiscard]] virtual std::size_t columns() const = 0;
  [[nodiscard]] virtual std::string_view name(std::size_t column) const = 0;
  /// The value in the present row. Text is valid until `next` or destruction.
  [[nodiscard]] virtual ValueView value(std::size_t column) const = 0;
  /// 0 if null.
  [[nodiscard]] virtual std::int64_t integer(std::size_t column) const = 0;
  /// Empty if null.
  [[nodiscard]] virtual std::string_view text(std::size_t column) const = 0;
};

/// What one method may read. `id` names it in the cache of prepared statements: the same id always means the same set.
struct Grant {
  std::string id;
  std::set<std::string, std::less<>> tables;
  /// Names that stand for something else, name → SELECT: tables whose method is not enabled read as empty.
  std::map<std::string, std::string, std::less<>> replaced = {};
  /// Views that may be read together with all that is beneath them.
  std::set<std::string, std::less<>> views = {};
};

struct Column {
  std::string name;
  bool text = false;  ///< else a 64-bit integer
  bool required = false;
};

/// A table's shape, without engine-specific words. Every table has an integer primary key `id`.
struct Table {
  std::string name;
  std::vector<Column> columns;
};

using Parameters = std::span<const ValueView>;

/// One connection, used by one thread at a time. Prepared statements are cached by their text.
class Session {
 public:
  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  virtual ~Session() = default;

  /// Text parameters must stay valid until the rows are destroyed. Throws Problem storage.sql, storage.parameters, ….
  virtual std::unique_ptr<Rows> query(std::string_view sql, Parameters parameters = {}) = 0;

  /// The same for SQL that is not ours: one SELECT, which may touch only what is granted (storage.not_granted,
  /// storage.not_select) and may not run for longer than ten seconds (storage.too_long), unless the session is one that
  /// can be cancelled: see Store::snapshot.
  virtual std::unique_ptr<Rows> query_within(const Grant& grant, std::string_view sql, Parameters parameters) = 0;

  /// Runs a statement to its end; returns the number of rows changed. Breaking a unique index throws Problem
  /// storage.constraint.
  virtual std::int64_t execute(std::string_view sql, Parameters parameters = {}) = 0;

  /// Runs `work` inside the open transaction; if it throws, undoes what it wrote and lets the exception pass.
  virtual void within_savepoint(const std::function<void()>& work) = 0;

  virtual void create_table(const Table& table) = 0;
  virtual void add_column(std::string_view table, const Column& column) = 0;
  virtual void create_index(std::string_view name, std::string_view table, const std::vector<std::string>& columns,
                            bool unique) = 0;
  virtual void drop_index(std::string_view name) = 0;

  /// Grows whenever something that this session wrote was undone: whoever keeps a copy of what he wrote (the log's
  /// head, the next id) reads it again when this has changed.
  [[nodiscard]] virtual std::uint64_t generation() const = 0;

  // Convenience over `query`.

  /// The first column of the first row; null if there is none.
  Value scalar(std::string_view sql, Parameters parameters = {});
  /// The same as an integer, 0 if there is none.
  std::int64_t scalar_integer(std::string_view sql, Parameters parameters = {});
};

/// A reading session lent from the pool; returned on destruction.
class Reader {
 public:
  Reader(std::unique_ptr<Session> session, std::function<void(std::unique_ptr<Session>)> give_back)
      : session_(std::move(session)), give_back_(std::move(give_back)) {}
  Reader(Reader&&) = default;
  Reader& operator=(Reader&&) = delete;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() {
    if (session_) give_back_(std::move(session_));
  }
  Session& operator*() const { return *session_; }
  Session* operator->() const { return session_.get(); }

 private:
  std::unique_ptr<Session> session_;
  std::function<void(std::unique_ptr<Session>)> give_back_;
};

/// Counters since opening, for metrics.
struct StoreFigures {
  std::uint64_t commits = 0;  ///< transactions on disk
  std::uint64_t writes = 0;   ///< jobs in them
  std::uint64_t refused = 0;  ///< jobs undone
};

class Store {
 public:
  using Work = std::function<void(Session&)>;

  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  /// Runs `work` on the writer's thread, inside a transaction, and returns when that is on disk. Concurrent calls share
  /// one commit. If `work` throws, what it wrote is undone and the exception comes out here; the others are not
  /// touched. Must not be called from within `work`. Any thread.
  virtual void write(const Work& work) = 0;

  /// Called on the writer's thread after each commit, before those who wait for it go on. To be set once, before the
  /// first write; may neither write nor throw.
  virtual void on_commit(std::function<void()> committed) = 0;

  /// A session for reading. Each statement sees the last commit. Do not hold one while waiting for another. Any thread.
  virtual Reader read() = 0;

  /// A session whose statements all see one same commit, for long reading. Not from the pool. Any thread.
  /// With `cancelled`, which outlives it, a method's SELECT takes as long as it needs and ends with action.cancelled
  /// when that is set; what has to be sorted for it goes to disk, not to memory.
  virtual std::unique_ptr<Session> snapshot(const std::atomic<bool>* cancelled = nullptr) = 0;

  /// Copies the whole database, consistent, while others write, to a new file.
  virtual void backup(const std::string& file) = 0;

  /// Moves all that was written into the data file itself and leaves nothing of it in the engine's journal: after
  /// erasing. Waits for readers a while; what can't be moved now is moved the next time.
  virtual void settle() = 0;

  /// Nothing if the engine finds the data intact, else what is wrong.
  virtual std::vector<std::string> check() = 0;

  [[nodiscard]] virtual StoreFigures figures() const = 0;
};

/// How safely the embedded engine writes. `full` is for every district; `relaxed` is for tests whose data may be lost.
enum class Durability { full, relaxed };

/// Opens (or makes) the embedded engine's file. Throws Problem storage.*.
std::unique_ptr<Store> open_sqlite(const std::string& file, Durability durability = Durability::full);

}  // namespace liufa::host
