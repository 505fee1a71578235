/// One SQLite connection with its prepared statements.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/store.hpp"

namespace liufa::host::sqlite {

struct CloseConnection {
  void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Connection = std::unique_ptr<sqlite3, CloseConnection>;

/// A prepared statement and where its parameters $1, $2, … are bound (SQLite numbers them by first appearance).
struct Statement {
  std::unique_ptr<sqlite3_stmt, FinalizeStatement> handle;
  std::vector<int> positions;
  bool in_use = false;
};

class SqliteSession final : public Session {
 public:
  enum class Mode { read, write };
  SqliteSession(const std::string& file, Mode mode, Durability durability);

  std::unique_ptr<Rows> query(std::string_view sql, Parameters parameters) override;
  std::unique_ptr<Rows> query_within(const Grant& grant, std::string_view sql, Parameters parameters) override;
  std::int64_t execute(std::string_view sql, Parameters parameters) override;
  void within_savepoint(const std::function<void()>& work) override;
  void create_table(const Table& table) override;
  void add_column(std::string_view table, const Column& column) override;
  void create_index(std::string_view name, std::string_view table, const std::vector<std::string>& columns,
                    bool unique) override;
  void drop_index(std::string_view name) override;
  [[nodiscard]] std::uint64_t generation() const override { return generation_; }

  /// A method's SELECT is limited by this flag instead of by time: see Store::snapshot.
  void run_until(const std::atomic<bool>& cancelled);
  /// Something written was undone: see Session::generation.
  void undone() { ++generation_; }
  [[nodiscard]] sqlite3* handle() const { return connection_.get(); }
  /// Throws the Problem that a result code stands for; `refusal` explains an authoriser's no.
  [[noreturn]] void fail(int code) const;

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  std::shared_ptr<Statement> prepare(std::string_view sql);
  std::shared_ptr<Statement> compile(std::string_view sql);
  void bind(Statement& statement, Parameters parameters);
  void check_counted(const Grant& grant);
  static int authorise(void* session, int action, const char* first, const char* second, const char* database,
                       const char* trigger);
  [[nodiscard]] bool is_cancelled() const { return cancelled_ && cancelled_->load(std::memory_order_relaxed); }
  static int interrupt_if_late(void* session);

  Connection connection_;
  std::unordered_map<std::string, std::shared_ptr<Statement>, TextHash, std::equal_to<>> statements_;
  const Grant* grant_ = nullptr;      ///< while a method's SQL is being prepared
  bool refused_ = false;              ///< whether the authoriser said no
  std::string refused_table_;         ///< to which table, if it was one
  std::vector<std::string> counted_;  ///< names of which no column is read: tables, or expressions of the SQL's own
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
  const std::atomic<bool>* cancelled_ = nullptr;  ///< of a session without a limit of time
  std::uint64_t generation_ = 1;

  friend class SqliteRows;
};

}  // namespace liufa::host::sqlite
