/// The real executable, as a process: run to its end, or serving until it is killed.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace liufa::crash {

/// A started process. Only ever touched by its own id, which nobody else has until it has been waited for.
class Process {
 public:
  /// Its standard error goes to the end of the file `errors`.
  Process(const std::vector<std::string>& words, const std::string& errors);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  /// The next line of its standard output; empty at the end.
  std::string line();
  /// SIGKILL, and waits until it is gone.
  void kill();
  /// Waits for its end and returns its exit code; −1 if a signal ended it.
  int wait();

 private:
  pid_t id_ = -1;
  int output_ = -1;
};

/// What a program printed. Throws Broken unless it exits with 0.
std::string output_of(const std::vector<std::string>& words, const std::string& errors);

}  // namespace liufa::crash
