/// How a command reaches the API: in this process if the data folder is free, else through the server that holds it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/api.hpp"

namespace liufa::host::cli {

struct Places {
  std::filesystem::path data;
  std::vector<std::filesystem::path> methods;
};

class Client {
 public:
  Client() = default;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  virtual ~Client() = default;

  /// Throws Problem data.server if the server can't be reached.
  virtual Response send(Request request) = 0;
  /// The host of this process; null when a server holds the data.
  virtual Host* host() = 0;
  virtual std::vector<std::string> districts() = 0;

  /// Who asks from now on; nothing: the operator of this machine. Only with a host of this process: a server asks for
  /// proof of who somebody is.
  void speak_as(std::optional<Actor> speaker) { speaker_ = std::move(speaker); }
  [[nodiscard]] const std::optional<Actor>& speaker() const { return speaker_; }

  /// A request to a district that must succeed: its JSON (or text) answer. A problem in the answer is thrown.
  Json call(const std::string& district, const std::string& method, const std::string& path, const Json& body = nullptr,
            const std::map<std::string, std::string>& headers = {});
  /// Runs an action ("METHOD.ACTION") to its end and returns its result; the problem that it ended with is thrown.
  Json run(const std::string& district, const std::string& action, const Json& input);
  /// All records of a type ("METHOD.RECORD") that a query of the API selects, through every page.
  Json all(const std::string& district, const std::string& record, const std::string& query);
  /// A file with what its headers say of it; a problem is thrown.
  Response get(const std::string& district, const std::string& path, const Query& query);
  /// The same for a body and an answer that are not JSON.
  std::string call_text(const std::string& district, const std::string& method, const std::string& path,
                        std::string body = {});

 private:
  std::optional<Actor> speaker_;
};

/// "/records/METHOD/RECORD", of a record with its id; "organisation" means directory.organisation.
std::string record_path(std::string record);

std::unique_ptr<Client> connect(const Places& places);

/// A host of this process that does not wait for the disk at every commit: for a folder that is thrown away unless all
/// goes well. Throws Problem data.locked.
std::unique_ptr<Client> connect_workshop(const Places& places);

}  // namespace liufa::host::cli
