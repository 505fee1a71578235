#include "bare.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <stdexcept>

#include "base/clock.hpp"

namespace liufa::bench {

namespace {

[[noreturn]] void fail(sqlite3* connection) { throw std::runtime_error(sqlite3_errmsg(connection)); }

}  // namespace

BareStatement::BareStatement(sqlite3* connection, std::string_view sql) {
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &prepared,
                         nullptr) != SQLITE_OK)
    fail(connection);
  handle_.reset(prepared);
}

bool BareStatement::step() {
  const int code = sqlite3_step(handle_.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) fail(sqlite3_db_handle(handle_.get()));
  return code == SQLITE_ROW;
}

BareDatabase::BareDatabase(const fs::path& file) {
  sqlite3* opened = nullptr;
  const int code =
      sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  connection_.reset(opened);
  if (code != SQLITE_OK) fail(opened);
  for (const char* setting : {"journal_mode = WAL", "synchronous = FULL", "temp_store = MEMORY",
                              "wal_autocheckpoint = 4000", "cache_size = -65536", "mmap_size = 1073741824"})
    execute(fmt::format("PRAGMA {}", setting));
}

void BareDatabase::execute(const std::string& sql) {
  if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(handle());
}

void BareDatabase::copy_schema(const fs::path& from) {
  BareDatabase source(from);
  auto statements = source.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'");
  while (statements.step()) execute(std::string(statements.text(0)));
}

void BareDatabase::insert_entries(const std::vector<Entry>& entries) {
  auto insert = prepare(
      "INSERT INTO ledger_entry (id, version, state, created_at, updated_at, code, organisation, subject, kind, "
      "held_on, "
      "amount, people, note) VALUES ($1, 1, NULL, $2, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
  auto append = prepare(
      "INSERT INTO core_event (id, at, actor, method, topic, record, subject, before, after, hash) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $8, $9)");
  const std::string now = host::Clock().now();
  std::string hash(64, '0');
  std::string after;
  std::string hashed;
  unsigned char digest[crypto_hash_sha256_BYTES];
  execute("BEGIN IMMEDIATE");
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Entry& row = entries[i];
    const auto id = static_cast<std::int64_t>(i + 1);
    const auto organisation = static_cast<std::int64_t>(2 + i * 7 % 500);
    insert.bind(1, id);
    insert.bind(2, now);
    insert.bind(3, row.code);
    insert.bind(4, organisation);
    insert.bind(5, row.subject);
    insert.bind(6, row.kind);
    insert.bind(7, row.held_on);
    insert.bind(8, row.amount);
    insert.bind(9, row.people);
    insert.bind(10, row.note);
    insert.step();
    insert.reset();

    after.clear();
    fmt::format_to(std::back_inserter(after),
                   R"({{"code":"{}","organisation":{},"subject":"{}","kind":"{}","held_on":"{}","amount":{}.{:02},)"
                   R"("people":{},"note":"{}"}})",
                   row.code, organisation, row.subject, row.kind, row.held_on, row.amount / 100, row.amount % 100,
                   row.people, row.note);
    hashed.clear();
    fmt::format_to(std::back_inserter(hashed), "{} {} {} {} local ledger ledger.entry.created ledger.entry {}", hash,
                   id, id, now, after);
    crypto_hash_sha256(digest, reinterpret_cast<const unsigned char*>(hashed.data()), hashed.size());
    hash.resize(65);
    sodium_bin2hex(hash.data(), hash.size(), digest, sizeof digest);
    hash.pop_back();
    append.bind(1, id);
    append.bind(2, now);
    append.bind(3, "local");
    append.bind(4, "ledger");
    append.bind(5, "ledger.entry.created");
    append.bind(6, "ledger.entry");
    append.bind(7, id);
    append.bind(8, after);
    append.bind(9, hash);
    append.step();
    append.reset();
  }
  execute("COMMIT");
}

std::size_t BareDatabase::read_log() {
  auto events = prepare(
      "SELECT id, at, actor, method, topic, record, subject, before, after FROM core_event WHERE id > 0 ORDER BY id");
  std::size_t count = 0;
  std::size_t bytes = 0;
  while (events.step()) {
    ++count;
    bytes += static_cast<std::size_t>(events.integer(0) & 1) + static_cast<std::size_t>(events.integer(6) & 1);
    for (const int column : {1, 2, 3, 4, 5, 7, 8}) bytes += events.text(column).size();
  }
  if (bytes == 0) throw std::runtime_error("the log is empty");
  return count;
}

}  // namespace liufa::bench
