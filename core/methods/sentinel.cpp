#include "methods/sentinel.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <memory>

namespace liufa::host {

namespace {

thread_local const std::string* current_district = nullptr;
thread_local const std::string* current_method = nullptr;
std::atomic<int> note_file{-1};

/// Only calls that are allowed in a signal handler (POSIX: write, signal, raise).
void on_crash(int signal) {
  if (current_method && note_file >= 0) {
    const auto put = [](const char* text, std::size_t size) { return ::write(note_file, text, size) > 0; };
    (void)(put(current_district->data(), current_district->size()) && put(" ", 1) &&
           put(current_method->data(), current_method->size()) && put("\n", 1));
  }
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

/// A stack for the handler on every thread that runs a method's code: where endless recursion has used up the thread's
/// own, there is no other to note it on.
class HandlerStack {
 public:
  HandlerStack() : memory_(new char[size]) {
    stack_t present{};
    if (::sigaltstack(nullptr, &present) != 0 || (present.ss_flags & SS_DISABLE) == 0) return;  // somebody else's
    stack_t own{};
    own.ss_sp = memory_.get();
    own.ss_size = size;
    mine_ = ::sigaltstack(&own, nullptr) == 0;
  }
  HandlerStack(const HandlerStack&) = delete;
  HandlerStack& operator=(const HandlerStack&) = delete;
  ~HandlerStack() {
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    if (mine_) ::sigaltstack(&none, nullptr);
  }

 private:
  static constexpr std::size_t size = std::size_t{64} << 10;
  std::unique_ptr<char[]> memory_;
  bool mine_ = false;
};

}  // namespace

InMethod::InMethod(const std::string& district, const std::string& method)
    : outer_district_(current_district), outer_method_(current_method) {
  thread_local const HandlerStack stack;
  current_district = &district;
  current_method = &method;
}

InMethod::~InMethod() {
  current_district = outer_district_;
  current_method = outer_method_;
}

void note_crashes_in(const std::filesystem::path& note) {
  const int file = ::open(note.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const int before = note_file.exchange(file);
  if (before >= 0) ::close(before);
  struct sigaction action {};
  action.sa_handler = on_crash;
  action.sa_flags = SA_ONSTACK;
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) ::sigaction(signal, &action, nullptr);
}

std::optional<CrashNote> take_crash_note(const std::filesystem::path& note) {
  CrashNote found;
  std::ifstream in(note);
  const bool any = static_cast<bool>(in >> found.district >> found.method);
  in.close();
  if (!any) return std::nullopt;
  std::ofstream(note, std::ios::trunc);
  return found;
}

}  // namespace liufa::host
