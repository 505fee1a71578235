/// Answers that go on after their first byte.
#pragma once

#include <string_view>

namespace liufa::host {

/// Where such an answer goes. Used by one thread.
class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;
  /// False when the client has gone, or takes nothing for too long.
  virtual bool send(std::string_view text) = 0;
  /// Whether the client is still there, as far as can be told without sending.
  virtual bool is_open() = 0;
};

class Stream {
 public:
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  virtual ~Stream() = default;
  /// Sends until either side ends it. Called at most once.
  virtual void run(Sink& sink) = 0;
};

}  // namespace liufa::host
