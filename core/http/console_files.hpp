/// The built console as files: what browsers load from the addresses that are not the API's.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "http/api.hpp"

namespace liufa::host {

class ConsoleFiles {
 public:
  /// Reads the folder once, with the compressed forms (.br, .gz) that lie beside its files; what changes in it later is
  /// not seen. A folder without index.html, or none: there is no console.
  explicit ConsoleFiles(const std::filesystem::path& folder);

  /// A file for GET and HEAD of its path; the console's page for every other path that a browser shows as a page, since
  /// the console finds its way by the address. Without a console a page that says how to build it. Nothing for
  /// whatever else: that is the API's. Any thread.
  [[nodiscard]] std::optional<Response> answer(const Request& request) const;

  [[nodiscard]] bool empty() const { return files_.empty(); }

 private:
  struct Form {
    std::string content;
    std::string tag;  ///< as in the header ETag
  };
  struct File {
    std::string type;
    std::string kept;                   ///< as in the header Cache-Control
    std::map<std::string, Form> forms;  ///< by coding; "" as it is
  };
  void read(const std::filesystem::path& folder);
  [[nodiscard]] static Response response(const Request& request, const File& file);

  std::map<std::string, File, std::less<>> files_;  ///< by path, "/assets/index-3f2a.js"
};

}  // namespace liufa::host
