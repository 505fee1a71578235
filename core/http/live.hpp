/// What others change, told at once: server-sent events (WHATWG HTML, 9.2) of the records that somebody may read.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "directory/authorise.hpp"
#include "http/stream.hpp"
#include "methods/district.hpp"

namespace liufa::host {

/// Each stream keeps a connection and its thread.
struct LiveRule {
  int most = 128;  ///< in all: the server's other requests need threads, too
  int most_of_account = 8;
  std::chrono::milliseconds heartbeat{15000};
  /// Between two looks at the log: what happens in quick succession is told together.
  std::chrono::milliseconds rest{200};
};

class Live {
 public:
  explicit Live(LiveRule rule) : rule_(rule) {}
  Live(const Live&) = delete;
  Live& operator=(const Live&) = delete;

  struct Follower {
    District& district;
    std::string account;  ///< whose streams are counted together
    /// Who it is now; nothing when they are signed in no longer. Does not count as use of the session.
    std::function<std::optional<Actor>()> who;
    /// The offset after which to begin; nothing: with what comes.
    std::optional<std::int64_t> after;
  };
  /// Throws Problem live.full if there are too many. Any thread.
  std::shared_ptr<Stream> follow(Follower follower);

  /// All streams end soon, and none begins any more: before the server ends.
  void end();

  [[nodiscard]] const LiveRule& rule() const { return rule_; }
  [[nodiscard]] bool is_ending();
  /// Waits a moment, or until the end.
  void rest();
  /// How many there are.
  [[nodiscard]] int count();

 private:
  class Place;
  [[nodiscard]] bool has_place(const std::string& account) const;

  const LiveRule rule_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ending_ = false;
  int all_ = 0;
  std::map<std::string, int> of_account_;
  std::map<RecentEvents*, int> followed_;  ///< to wake who follows them
};

}  // namespace liufa::host
