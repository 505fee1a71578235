/// Runs of actions: each on a thread of its own, with progress, cancel and a result that can be asked for later. Runs
/// live as long as the host; what they wrote is in the log.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "services/hooks.hpp"

namespace liufa::host {

class Runs {
 public:
  /// The work of a run: reports through the Progress it is given, returns the result or throws. The flag says, while it
  /// runs, whether it was cancelled.
  using Work = std::function<Json(const Progress&, const std::atomic<bool>& cancelled)>;

  Runs() = default;
  Runs(const Runs&) = delete;
  Runs& operator=(const Runs&) = delete;
  /// Cancels what still runs and waits for it.
  ~Runs();

  /// Starts a run and returns its id. Throws Problem action.busy.
  std::string start(std::string_view method, std::string_view action, std::string actor, Work work);

  /// {"id", "action", "state": running | done | failed | cancelled, "done", "total", "note", "result" or "problem"}.
  /// With `wait`, first waits that long for its end. Throws Problem action.no_run.
  /// A run is known to the actor who started it only.
  Json state(std::string_view id, std::string_view actor, std::chrono::milliseconds wait = {});

  void cancel(std::string_view id, std::string_view actor);

  /// Cancels all runs of a method's actions and waits until they have ended.
  void cancel_all(std::string_view method);

 private:
  struct Run {
    std::string id;
    std::string method;
    std::string action;
    std::string actor;
    std::string state = "running";
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::string note;
    Json outcome;
    std::atomic<bool> cancelled{false};
    std::thread thread;
  };

  std::shared_ptr<Run> find(std::string_view id, std::string_view actor);
  void perform(const std::shared_ptr<Run>& run, const Work& work);
  void forget_old();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<std::shared_ptr<Run>> runs_;  ///< oldest first
};

}  // namespace liufa::host
