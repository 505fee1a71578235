#include "program.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "broken.hpp"

namespace liufa::crash {

Process::Process(const std::vector<std::string>& words, const std::string& errors) {
  std::vector<std::string> copies = words;
  std::vector<char*> arguments;
  for (std::string& each : copies) arguments.push_back(each.data());
  arguments.push_back(nullptr);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  const int log = ::open(errors.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  id_ = ::fork();
  if (id_ < 0) throw std::runtime_error("no process");
  if (id_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    ::execv(arguments.front(), arguments.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  ::close(log);
  output_ = ends[0];
}

Process::~Process() {
  if (id_ > 0) kill();
  ::close(output_);
}

std::string Process::line() {
  std::string text;
  for (char byte = 0; ::read(output_, &byte, 1) == 1 && byte != '\n';) text += byte;
  return text;
}

void Process::kill() {
  ::kill(id_, SIGKILL);
  wait();
}

int Process::wait() {
  int status = 0;
  ::waitpid(id_, &status, 0);
  id_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string output_of(const std::vector<std::string>& words, const std::string& errors) {
  Process process(words, errors);
  std::string all;
  for (std::string line = process.line(); !line.empty(); line = process.line()) all += line + "\n";
  const int code = process.wait();
  if (code != 0) throw Broken(fmt::format("{} exits with {}: {}", fmt::join(words, " "), code, all));
  return all;
}

}  // namespace liufa::crash
