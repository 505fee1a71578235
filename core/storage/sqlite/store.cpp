/// The embedded engine: one file a district, in write-ahead-log mode.
#include <spdlog/spdlog.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <semaphore>
#include <thread>

#include "base/problem.hpp"
#include "storage/sqlite/session.hpp"

namespace liufa::host {

namespace {

using sqlite::SqliteSession;

/// More than this in one transaction would make the first wait too long for the last.
constexpr std::size_t most_jobs_in_a_commit = 256;
/// As many as read at once under load: opening one costs more than a hundred reads.
constexpr std::size_t most_idle_readers = 64;

/// A write that waits for its commit. Lives on its caller's stack.
struct Job {
  const Store::Work& work;
  std::exception_ptr thrown;
  std::binary_semaphore finished{0};  // wakes without a lock that the one woken would run into
};

class SqliteStore final : public Store {
 public:
  SqliteStore(std::string file, Durability durability)
      : file_(std::move(file)),
        durability_(durability),
        writer_session_(file_, SqliteSession::Mode::write, durability),
        writer_([this] { run_writer(); }) {}

  ~SqliteStore() override {
    {
      const std::lock_guard lock(queue_mutex_);
      stopping_ = true;
    }
    queue_filled_.notify_one();
    writer_.join();
    idle_readers_.clear();
  }

  void write(const Work& work) override {
    Job job{work, nullptr};
    {
      const std::lock_guard lock(queue_mutex_);
      if (stopping_) throw Problem("storage.stopping");
      queue_.push_back(&job);
    }
    queue_filled_.notify_one();
    job.finished.acquire();
    if (job.thrown) std::rethrow_exception(job.thrown);
  }

  void on_commit(std::function<void()> committed) override { committed_ = std::move(committed); }

  Reader read() override {
    return Reader(take_reader(), [this](std::unique_ptr<Session> session) {
      const std::lock_guard lock(readers_mutex_);
      if (idle_readers_.size() < most_idle_readers) idle_readers_.push_back(std::move(session));
    });
  }

  std::unique_ptr<Session> snapshot(const std::atomic<bool>* cancelled) override {
    auto session = std::make_unique<SqliteSession>(file_, SqliteSession::Mode::read, durability_);
    if (cancelled) session->run_until(*cancelled);
    session->execute("BEGIN", {});
    session->scalar("SELECT count(*) FROM sqlite_schema");  // the snapshot is taken by the first read, not by BEGIN
    return session;
  }

  void backup(const std::string& target) override {
    SqliteSession session(file_, SqliteSession::Mode::write, durability_);
    const ValueView name = std::string_view(target);
    session.execute("VACUUM INTO $1", {&name, 1});
  }

  void settle() override {
    SqliteSession session(file_, SqliteSession::Mode::write, durability_);
    session.query("PRAGMA wal_checkpoint(TRUNCATE)", {})->next();
  }

  std::vector<std::string> check() override {
    std::vector<std::string> wrong;
    const Reader session = read();
    const auto rows = session->query("PRAGMA integrity_check(20)");
    while (rows->next())
      if (rows->text(0) != "ok") wrong.emplace_back(rows->text(0));
    return wrong;
  }

  [[nodiscard]] StoreFigures figures() const override { return {commits_.load(), writes_.load(), refused_.load()}; }

 private:
  std::unique_ptr<Session> take_reader() {
    {
      const std::lock_guard lock(readers_mutex_);
      if (!idle_readers_.empty()) {
        auto session = std::move(idle_readers_.back());
        idle_readers_.pop_back();
        return session;
      }
    }
    return std::make_unique<SqliteSession>(file_, SqliteSession::Mode::read, durability_);
  }

  void run_writer() {
    std::vector<Job*> batch;
    for (;;) {
      {
        std::unique_lock lock(queue_mutex_);
        queue_filled_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        while (!queue_.empty() && batch.size() < most_jobs_in_a_commit) {
          batch.push_back(queue_.front());
          queue_.pop_front();
        }
      }
      commit(batch);
      for (Job* job : batch) job->finished.release();
      batch.clear();
    }
  }

  /// One transaction for all jobs; a failed job is undone alone, a failed commit fails them all.
  void commit(const std::vector<Job*>& batch) {
    try {
      writer_session_.execute("BEGIN IMMEDIATE", {});
      if (batch.size() == 1) {
        // Without a savepoint the engine need not keep the old pages: what a bulk import gains from.
        batch.front()->work(writer_session_);
      } else {
        for (Job* job : batch) {
          run_in_savepoint(*job);
          // After some errors, such as a full disk, the engine has undone the whole transaction by itself: what came
          // next would be committed on its own.
          if (sqlite3_get_autocommit(writer_session_.handle())) std::rethrow_exception(job->thrown);
        }
      }
      writer_session_.execute("COMMIT", {});
      commits_.fetch_add(1, std::memory_order_relaxed);
      for (const Job* job : batch) (job->thrown ? refused_ : writes_).fetch_add(1, std::memory_order_relaxed);
      if (committed_) committed_();
    } catch (...) {
      const auto thrown = std::current_exception();
      for (Job* job : batch)
        if (!job->thrown) job->thrown = thrown;
      refused_.fetch_add(batch.size(), std::memory_order_relaxed);
      undo();
    }
  }

  void run_in_savepoint(Job& job) {
    try {
      writer_session_.within_savepoint([&] { job.work(writer_session_); });
    } catch (...) {
      job.thrown = std::current_exception();
    }
  }

  void undo() {
    writer_session_.undone();
    try {
      if (!sqlite3_get_autocommit(writer_session_.handle())) writer_session_.execute("ROLLBACK", {});
    } catch (const Problem& problem) {
      spdlog::critical("{}: a transaction could not be rolled back: {}", file_, problem.what());
    }
  }

  std::string file_;
  Durability durability_;
  std::function<void()> committed_;

  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<Session>> idle_readers_;

  std::mutex queue_mutex_;
  std::condition_variable queue_filled_;
  std::deque<Job*> queue_;
  bool stopping_ = false;

  std::atomic<std::uint64_t> commits_{0};
  std::atomic<std::uint64_t> writes_{0};
  std::atomic<std::uint64_t> refused_{0};

  SqliteSession writer_session_;  ///< used by the writer's thread alone
  std::thread writer_;            ///< last: it uses all of the above
};

}  // namespace

std::unique_ptr<Store> open_sqlite(const std::string& file, Durability durability) {
  return std::make_unique<SqliteStore>(file, durability);
}

}  // namespace liufa::host
