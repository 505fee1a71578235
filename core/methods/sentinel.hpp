/// Which method was running when the host crashed. Every thread says which method's code it is in; a handler for the
/// signals of a crash writes that name to a file before the process ends, so that the next start leaves out the guilty
/// method and only that one. An ordinary end, a kill -9 or a power cut writes nothing and blames nobody.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace liufa::host {

/// Marks the calling thread as being in a method's code, for its lifetime. The texts must outlive it.
class InMethod {
 public:
  InMethod(const std::string& district, const std::string& method);
  InMethod(const InMethod&) = delete;
  InMethod& operator=(const InMethod&) = delete;
  ~InMethod();

 private:
  const std::string* outer_district_;
  const std::string* outer_method_;
};

/// Installs the handler, once per process; the note is kept open for the day it is needed.
void note_crashes_in(const std::filesystem::path& note);

struct CrashNote {
  std::string district;
  std::string method;
};
/// What a crash left, and empties the note.
std::optional<CrashNote> take_crash_note(const std::filesystem::path& note);

}  // namespace liufa::host
