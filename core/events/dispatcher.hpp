/// Hands events to the methods that subscribed to them: each method in the log's order, each event exactly once.
///
/// A batch of events runs through the handlers in one write transaction together with the method's cursor, so that a
/// crash leaves either both or neither. When a handler fails, the batch is undone and the events go one by one; the one
/// that fails is tried again with growing delay and then put with the dead letters, and the method goes on.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "events/log.hpp"

namespace liufa::host {

/// One method's interest. Both functions are called on the writer's thread, `wants` also on the dispatcher's.
struct Subscriber {
  std::string method;
  std::function<bool(std::string_view topic)> wants;
  std::function<void(Session&, const Event&)> handle;
};
using Subscribers = std::vector<Subscriber>;

struct RetryRule {
  int attempts = 5;  ///< before an event goes to the dead letters
  std::chrono::milliseconds first_delay{200};
  std::chrono::milliseconds longest_delay{30000};
};

struct DeliveryFigures {
  std::int64_t last_event = 0;
  std::map<std::string, std::int64_t> positions;  ///< by method
  std::uint64_t handled = 0;
  std::uint64_t failures = 0;
};

class Dispatcher {
 public:
  /// `subscribers` is asked before every round for those of now.
  Dispatcher(Store& store, const Clock& clock, std::function<std::shared_ptr<const Subscribers>()> subscribers,
             RetryRule rule = {});
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;
  /// Ends after the batch in progress.
  ~Dispatcher();

  /// Something may have been appended, or the subscribers changed. Any thread; cheap.
  void notify();

  /// Waits until every subscriber has handled (or given up) all events there are now. False after the time is up.
  bool settle(std::chrono::milliseconds longest);

  /// Runs a dead letter's handler again; marks the letter resolved in the same transaction, or counts the attempt and
  /// throws what the handler threw. Any thread but the writer's.
  void retry(std::int64_t dead_letter);

  [[nodiscard]] DeliveryFigures figures() const;

 private:
  struct Progress {
    std::int64_t position = -1;  ///< -1: not read yet
    std::int64_t saved = 0;
    int attempts = 0;  ///< at the event after `position`
    std::chrono::steady_clock::time_point not_before{};
  };

  void run();
  bool deliver(const Subscriber& subscriber, Progress& progress, std::int64_t last);
  bool skip_unwanted(const Subscriber& subscriber, Progress& progress, std::int64_t last);
  void handle_batch(const Subscriber& subscriber, Progress& progress, std::int64_t last, std::size_t most);
  void after_failure(const Subscriber& subscriber, Progress& progress, const std::exception& error);
  void give_up(const Subscriber& subscriber, Progress& progress, const Json& problem);

  Store& store_;
  const Clock& clock_;
  std::function<std::shared_ptr<const Subscribers>()> subscribers_;
  RetryRule rule_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::uint64_t notified_ = 0;  ///< counts notify()
  std::uint64_t finished_ = 0;  ///< the count up to which a round left nothing to do
  DeliveryFigures figures_;

  std::map<std::string, Progress> progress_;  ///< of the dispatcher's thread alone
  std::thread thread_;
};

}  // namespace liufa::host
