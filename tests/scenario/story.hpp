/// A served data folder, its districts and short words for what people do in them.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "serving.hpp"

namespace liufa::test {

class Story : public ::testing::Test {
 protected:
  /// Makes these districts and serves them, with the methods of the zoo beside the bundled ones.
  void serve(const std::vector<std::string>& districts) {
    for (const std::string& each : districts)
      ASSERT_EQ(run_liufa({"district", "create", each, "--data", data.path().string()}).status, 0);
    server = std::make_unique<Serving>(data.path(), std::vector<std::filesystem::path>{ZOO_METHODS});
  }
  Reply ask(const std::string& method, const std::string& path, const Json& body = nullptr,
            const std::map<std::string, std::string>& headers = {}) {
    return server->ask(district, method, path, body, headers);
  }
  /// The answer of what must succeed.
  Json must(const std::string& method, const std::string& path, const Json& body = nullptr,
            const std::map<std::string, std::string>& headers = {}) {
    const Reply reply = ask(method, path, body, headers);
    EXPECT_TRUE(reply.status >= 200 && reply.status < 300)
        << method << " " << path << ": " << reply.status << " " << reply.text;
    return reply.json();
  }
  std::int64_t create(const std::string& record, const Json& fields) {
    return must("POST", "/records/" + record, fields).value("id", std::int64_t{0});
  }
  Reply step(const std::string& record, std::int64_t id, const std::string& name, const Json& fields = Json::object()) {
    return ask("POST", "/records/" + record + "/" + std::to_string(id) + "/transitions/" + name, fields);
  }
  std::size_t count(const std::string& record) {
    return must("GET", "/records/" + record + "?count=true").value("count", std::size_t{0});
  }
  Json figure(const std::string& key, const std::string& query = "") {
    return must("GET", "/figures/" + key + query).at("value");
  }

  /// Waits until a list has as many records; never longer than a machine that has stopped.
  void wait_for(const std::string& record, std::size_t wanted) {
    for (int i = 0; i < 6000 && count(record) < wanted; ++i) std::this_thread::sleep_for(std::chrono::milliseconds{10});
    EXPECT_EQ(count(record), wanted);
  }

  Folder data;
  std::unique_ptr<Serving> server;
  std::string district = "hechuan";  ///< in which all is done
};

}  // namespace liufa::test
