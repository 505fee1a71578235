/// The real executable as a child process.
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>
#include <string>
#include <vector>

#include "folder.hpp"

namespace liufa::test {

/// One child. Ended (by SIGKILL) and waited for with the object, unless it has ended before.
class Child {
 public:
  /// Standard output and error go to files, so that no pipe can fill.
  Child(const std::vector<std::string>& command, const std::filesystem::path& out, const std::filesystem::path& error) {
    std::vector<char*> arguments;
    for (const std::string& each : command) arguments.push_back(const_cast<char*>(each.c_str()));
    arguments.push_back(nullptr);
    id_ = ::fork();
    if (id_ < 0) throw std::runtime_error("no process could be started");
    if (id_ == 0) {
      ::setenv("LC_ALL", "en_US.UTF-8", 1);
      redirect(out, STDOUT_FILENO);
      redirect(error, STDERR_FILENO);
      ::execv(arguments.front(), arguments.data());
      ::_exit(127);
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (id_ <= 0) return;
    signal(SIGKILL);
    wait();
  }
  void signal(int number) const { ::kill(id_, number); }
  /// The exit status, or 128 + the signal that ended it.
  int wait() {
    int status = 0;
    ::waitpid(id_, &status, 0);
    id_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  [[nodiscard]] bool runs() const {
    // Looks without waiting, and leaves the status to be waited for.
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(id_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0;
  }

 private:
  static void redirect(const std::filesystem::path& file, int to) {
    const int opened = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (opened >= 0) ::dup2(opened, to);
  }
  pid_t id_ = 0;
};

struct Ended {
  int status = 0;
  std::string out;
  std::string error;
};

/// Runs `build/bin/liufa` with these arguments to its end.
inline Ended run_liufa(std::vector<std::string> arguments) {
  const Folder folder;
  arguments.insert(arguments.begin(), LIUFA_EXECUTABLE);
  Child child(arguments, folder / "out", folder / "error");
  const int status = child.wait();
  return {status, content_of(folder / "out"), content_of(folder / "error")};
}

}  // namespace liufa::test
