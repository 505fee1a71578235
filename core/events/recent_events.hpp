/// The end of a district's log in memory, for the many who follow it: it is read once, and whoever waits for more is
/// woken by the commit.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "storage/store.hpp"

namespace liufa::host {

/// What followers are told of an event; not what it says.
struct EventNotice {
  std::int64_t offset = 0;
  std::string topic;
  std::string record;        ///< empty for an emitted event
  std::int64_t subject = 0;  ///< the record's id; 0 if it is about none, or about many
};

class RecentEvents {
 public:
  /// More than these are not told one by one.
  static constexpr std::int64_t most = 1000;

  /// After every commit. Any thread, like all below; never waits for a reader.
  void committed();

  /// How often `committed` or `wake` was called.
  [[nodiscard]] std::uint64_t turn() const { return turn_.load(); }
  /// Returns when that is no longer `seen`, or at the end of the time.
  void wait(std::uint64_t seen, std::chrono::steady_clock::time_point until);
  /// Lets all who wait go on, though nothing was committed.
  void wake() { committed(); }

  struct Found {
    std::vector<std::shared_ptr<const EventNotice>> changes;  ///< in order
    std::int64_t last = 0;                                    ///< offset of the log's last event
    bool too_many = false;  ///< then `changes` is empty; so too if `position` lies beyond
  };
  /// The offset of the log's last event.
  std::int64_t last(Store& store);
  /// The events after a position.
  Found after(Store& store, std::int64_t position);

 private:
  void catch_up(Store& store);

  std::atomic<std::uint64_t> turn_{1};
  std::mutex waiting_mutex_;
  std::condition_variable changed_;

  std::mutex mutex_;  ///< of what follows
  std::uint64_t read_at_ = 0;
  std::int64_t last_ = 0;
  std::deque<std::shared_ptr<const EventNotice>> kept_;  ///< the last ones up to `last_`, without a gap
};

}  // namespace liufa::host
