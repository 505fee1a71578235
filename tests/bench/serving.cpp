#include "serving.hpp"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/ThreadPool.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "bed.hpp"
#include "http/server.hpp"

namespace liufa::bench {

namespace {

/// As long as the JSON of one entry.
constexpr std::string_view constant =
    R"({"id":1234,"version":1,"created_at":"2026-03-01T08:00:00.000Z","updated_at":"2026-03-01T08:00:00.000Z",)"
    R"("code":"E000001234","organisation":345,"subject":"第1234次党员活动登记","kind":"training",)"
    R"("held_on":"2023-03-01","amount":456.58,"people":34,"note":"由机关党委登记，材料齐全"})";

class Constant final : public Poco::Net::HTTPRequestHandler {
 public:
  void handleRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) override {
    // A body has to be read, or it would be taken for the next request.
    char part[8192];
    if (request.getContentLength64() > 0)
      while (request.stream().read(part, sizeof part) || request.stream().gcount() > 0) {
      }
    response.setContentType("application/json");
    response.sendBuffer(constant.data(), constant.size());
  }
};

class ConstantFactory final : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
    return new Constant;  // Poco takes it
  }
};

void serve_until_input_ends(std::uint16_t port) {
  std::cout << port << std::endl;
  char byte = 0;
  while (::read(STDIN_FILENO, &byte, 1) > 0) {
  }
}

bool answers(std::uint16_t port) {
  try {
    Poco::Net::HTTPClientSession session("127.0.0.1", port);
    Poco::Net::HTTPRequest request(Poco::Net::HTTPRequest::HTTP_GET, "/readyz", Poco::Net::HTTPRequest::HTTP_1_1);
    session.sendRequest(request);
    Poco::Net::HTTPResponse response;
    session.receiveResponse(response);
    return response.getStatus() == Poco::Net::HTTPResponse::HTTP_OK;
  } catch (const Poco::Exception&) {
    return false;
  }
}

}  // namespace

int serve_host(const std::string& data, const std::vector<std::string>& methods) {
  Bed bed(data, {methods.begin(), methods.end()});
  host::ServerOptions options;
  options.port = 0;
  const host::Server server(bed.api(), options);
  serve_until_input_ends(server.port());
  return 0;
}

int serve_bare() {
  const host::ServerOptions options;  // the same numbers as ours
  Poco::Net::HTTPServerParams::Ptr parameters = new Poco::Net::HTTPServerParams;
  parameters->setMaxThreads(options.most_connections);
  parameters->setMaxQueued(options.most_connections);
  parameters->setKeepAlive(true);
  parameters->setMaxKeepAliveRequests(0);
  Poco::ThreadPool pool(4, options.most_connections + 4);
  Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", 0), 1024);
  Poco::Net::HTTPServer server(new ConstantFactory, pool, socket, parameters);
  server.start();
  serve_until_input_ends(socket.address().port());
  server.stopAll(true);
  return 0;
}

ServerProcess::ServerProcess(const std::vector<std::string>& arguments) {
  int input[2];
  int output[2];
  if (::pipe2(input, O_CLOEXEC) != 0 || ::pipe2(output, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  std::vector<std::string> words{"/proc/self/exe"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const auto begun = std::chrono::steady_clock::now();
  process_ = ::fork();
  if (process_ < 0) throw std::runtime_error("no process");
  if (process_ == 0) {
    ::dup2(input[0], STDIN_FILENO);
    ::dup2(output[1], STDOUT_FILENO);
    ::execv(pointers.front(), pointers.data());
    ::_exit(127);
  }
  ::close(input[0]);
  ::close(output[1]);
  input_ = input[1];
  std::string text;
  for (char byte = 0; ::read(output[0], &byte, 1) == 1 && byte != '\n';) text += byte;
  ::close(output[0]);
  if (text.empty()) throw std::runtime_error("the server did not start");
  port_ = static_cast<std::uint16_t>(std::stoi(text));
  while (!answers(port_)) ::usleep(500);
  seconds_to_ready_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

ServerProcess::~ServerProcess() {
  ::close(input_);
  int status = 0;
  ::waitpid(process_, &status, 0);
}

std::int64_t ServerProcess::resident_bytes() const {
  std::ifstream in(fmt::format("/proc/{}/statm", process_));
  std::int64_t total = 0;
  std::int64_t resident = 0;
  in >> total >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

}  // namespace liufa::bench
