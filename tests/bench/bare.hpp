/// What the host is measured against: the libraries below it, used directly.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bed.hpp"

namespace liufa::bench {

/// One statement of the C API.
class BareStatement {
 public:
  BareStatement(sqlite3* connection, std::string_view sql);
  void bind(int position, std::int64_t value) { sqlite3_bind_int64(handle_.get(), position, value); }
  void bind(int position, std::string_view value) {
    sqlite3_bind_text(handle_.get(), position, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
  }
  /// True if there is a row. Throws std::runtime_error.
  bool step();
  void reset() { sqlite3_reset(handle_.get()); }
  [[nodiscard]] std::string_view text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
    return bytes ? std::string_view{bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))}
                 : std::string_view{};
  }
  [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

/// One connection with the settings that the host's engine uses.
class BareDatabase {
 public:
  explicit BareDatabase(const fs::path& file);
  sqlite3* handle() { return connection_.get(); }
  void execute(const std::string& sql);
  BareStatement prepare(std::string_view sql) { return {connection_.get(), sql}; }

  /// Makes the tables and indexes that another file has.
  void copy_schema(const fs::path& from);
  /// Inserts entries from id 1 on, with the event and the hash of each, in one transaction.
  void insert_entries(const std::vector<Entry>& entries);
  /// Reads every column of every event; returns how many there are.
  std::size_t read_log();

 private:
  struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
  };
  std::unique_ptr<sqlite3, Close> connection_;
};

}  // namespace liufa::bench
