/// `liufa serve` as people run it: a process, a data folder, the API over HTTP.
#pragma once

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Timespan.h>

#include <chrono>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "process.hpp"

namespace liufa::test {

using Json = nlohmann::ordered_json;

struct Reply {
  int status = 0;  ///< 0: no answer came
  std::string type;
  std::string text;
  std::map<std::string, std::string> headers;
  [[nodiscard]] Json json() const { return Json::parse(text, nullptr, false); }
  [[nodiscard]] std::string code() const {
    const Json body = json();
    return body.is_object() ? body.value("code", "") : "";
  }
};

class Serving {
 public:
  /// `options`: of `liufa serve`, further ones.
  Serving(const std::filesystem::path& data, const std::vector<std::filesystem::path>& methods,
          std::vector<std::string> options = {})
      : data_(data), methods_(methods), options_(std::move(options)) {
    start();
  }

  void start() {
    std::vector<std::string> command{LIUFA_EXECUTABLE, "serve", "--listen", "127.0.0.1:0", "--data", data_.string()};
    for (const auto& folder : methods_) command.insert(command.end(), {"--methods", folder.string()});
    command.insert(command.end(), options_.begin(), options_.end());
    const auto address = logs_ / "address";
    std::filesystem::remove(address);
    child_ = std::make_unique<Child>(command, address, logs_ / ("log" + std::to_string(++starts_)));
    // It prints its address when it is ready.
    std::string text;
    while ((text = content_of(address)).find('\n') == std::string::npos) {
      if (!child_->runs()) throw std::runtime_error("liufa serve ended: " + log());
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    port_ = static_cast<std::uint16_t>(std::stoi(text.substr(text.rfind(':') + 1)));
    token_ = Json::parse(content_of(data_ / "serving.json")).at("token").get<std::string>();
  }

  /// An ordinary end, as by systemd; returns the exit status.
  int stop() {
    child_->signal(SIGTERM);
    return child_->wait();
  }
  /// As a power cut.
  void kill() {
    child_->signal(SIGKILL);
    child_->wait();
  }
  /// Waits for a process that ends by itself.
  int wait() { return child_->wait(); }

  [[nodiscard]] std::string log() const { return content_of(logs_ / ("log" + std::to_string(starts_))); }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// The token of the machine's own command line, which is valid in every district.
  [[nodiscard]] const std::string& token() const { return token_; }

  /// A request to the server's own paths or, with a district, below it. Any thread; a connection each.
  [[nodiscard]] Reply request(const std::string& method, const std::string& target, const std::string& body = {},
                              const std::map<std::string, std::string>& headers = {}) const {
    try {
      Poco::Net::HTTPClientSession session("127.0.0.1", port_);
      session.setTimeout(Poco::Timespan(120, 0));
      Poco::Net::HTTPRequest out(method, target, Poco::Net::HTTPMessage::HTTP_1_1);
      out.set("Authorization", "Bearer " + token_);
      for (const auto& [name, value] : headers) out.set(name, value);
      out.setContentLength64(static_cast<Poco::Int64>(body.size()));
      session.sendRequest(out) << body;
      Poco::Net::HTTPResponse in;
      std::ostringstream text;
      text << session.receiveResponse(in).rdbuf();
      Reply reply{static_cast<int>(in.getStatus()), in.getContentType(), text.str(), {}};
      for (const auto& [name, value] : in) reply.headers[name] = value;
      return reply;
    } catch (const Poco::Exception&) {
      return {};
    }
  }
  [[nodiscard]] Reply ask(const std::string& district, const std::string& method, const std::string& path,
                          const Json& body = nullptr, const std::map<std::string, std::string>& headers = {}) const {
    const std::string text = body.is_null() ? "" : body.is_string() ? body.get<std::string>() : body.dump();
    return request(method, "/api/v1/districts/" + district + path, text, headers);
  }

 private:
  std::filesystem::path data_;
  std::vector<std::filesystem::path> methods_;
  std::vector<std::string> options_;
  Folder logs_;
  int starts_ = 0;
  std::unique_ptr<Child> child_;
  std::uint16_t port_ = 0;
  std::string token_;
};

}  // namespace liufa::test
