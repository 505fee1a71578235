#include "services/report/pdf.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <semaphore>
#include <vector>

#include "base/problem.hpp"

namespace liufa::host {

namespace fs = std::filesystem;

namespace {

/// One of the few places for printing; waits until one is free.
class Place {
 public:
  Place() { places().acquire(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { places().release(); }

 private:
  static std::counting_semaphore<2>& places() {
    static std::counting_semaphore<2> two(2);
    return two;
  }
};

/// A folder that nobody else may look into; removed with all that is in it.
class PrivateFolder {
 public:
  PrivateFolder() : path_((fs::temp_directory_path() / "liufa-report-XXXXXX").string()) {
    if (!mkdtemp(path_.data()))  // with the rights 0700
      throw Problem("data.file", {{"file", path_}, {"reason", std::strerror(errno)}});
  }
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  ~PrivateFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string file(const char* name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

std::string content_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<char*> null_terminated(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (std::string& each : texts) list.push_back(each.data());
  list.push_back(nullptr);
  return list;
}

/// A process, or the error of starting it.
struct Started {
  pid_t process = 0;
  int error = 0;
};

/// Starts the tool with nothing to read; what it says goes into a file. It gets nothing of the host's: no files,
/// sockets or locks, and of the environment only where programs are.
Started start(std::vector<std::string> arguments, const PrivateFolder& folder) {
  const char* path = std::getenv("PATH");
  std::vector<std::string> environment{std::string("PATH=") + (path ? path : "/usr/bin:/bin"), "LC_ALL=C.UTF-8",
                                       "HOME=" + folder.file("")};
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, folder.file("said").c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  Started started;
  started.error = posix_spawnp(&started.process, arguments.front().c_str(), &files, nullptr,
                               null_terminated(arguments).data(), null_terminated(environment).data());
  posix_spawn_file_actions_destroy(&files);
  return started;
}

/// Waits for the end of a process and says whether it was a good one; one that takes too long is ended.
bool ended_well(pid_t process, std::chrono::seconds longest) {
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, process, 0));
  pollfd ended{handle, POLLIN, 0};
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(longest).count();
  int ready = 0;
  do {
    ready = handle < 0 ? 1 : poll(&ended, 1, static_cast<int>(milliseconds));
  } while (ready < 0 && errno == EINTR);
  if (ready <= 0) kill(process, SIGKILL);
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  if (handle >= 0) close(handle);
  return ready > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

std::string write_pdf(std::string_view html, const PdfTool& tool) {
  const PrivateFolder folder;
  const std::string page = folder.file("report.html");
  const std::string paper = folder.file("report.pdf");
  if (!(std::ofstream(page, std::ios::binary) << html).flush())
    throw Problem("data.file", {{"file", page}, {"reason", "can't be written"}});
  bool done = false;
  {
    const Place place;
    const Started started = start({tool.program, "--quiet", "--encoding", "utf-8", page, paper}, folder);
    if (started.error == ENOENT || started.error == EACCES)
      throw Problem("report.no_pdf_tool", {{"program", tool.program}});
    if (started.error != 0) throw Problem("report.pdf", {{"reason", std::strerror(started.error)}});
    done = ended_well(started.process, tool.longest);
  }
  std::string pdf = done ? content_of(paper) : "";
  if (pdf.starts_with("%PDF-")) return pdf;
  const std::string reason = content_of(folder.file("said"));
  throw Problem("report.pdf", {{"reason", reason.empty() ? "超时 / too long" : reason}});
}

}  // namespace liufa::host
