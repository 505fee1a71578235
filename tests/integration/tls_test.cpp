/// The server with TLS, asked as a browser would and by the machine's own commands.
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <gtest/gtest.h>

#include <fstream>

#include "serving.hpp"

namespace liufa::test {
namespace {

class Tls : public ::testing::Test {
 protected:
  Tls() {
    EXPECT_EQ(run_liufa({"district", "create", "d", "--data", data.path().string()}).status, 0);
    std::ofstream(data.path() / "liufa.yaml")
        << "listen: 127.0.0.1:0\ntls: {certificate: " TLS_FILES "/certificate.pem, key: " TLS_FILES "/key.pem}\n";
    const auto told = data.path() / "told";
    child = std::make_unique<Child>(
        std::vector<std::string>{LIUFA_EXECUTABLE, "serve", "--config", (data.path() / "liufa.yaml").string(), "--data",
                                 data.path().string()},
        told, data.path() / "log");
    while ((address = content_of(told)).find('\n') == std::string::npos && child->runs())
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    if (address.rfind(':') != std::string::npos)
      port = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
  }

  Folder data;
  std::unique_ptr<Child> child;
  std::string address;
  std::uint16_t port = 0;
};

TEST_F(Tls, is_all_that_the_server_speaks_to_others) {
  ASSERT_EQ(address.rfind("https://127.0.0.1:", 0), 0U) << address;
  Poco::Net::Context::Ptr context =
      new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, "", Poco::Net::Context::VERIFY_NONE);
  Poco::Net::HTTPSClientSession session("127.0.0.1", port, context);
  Poco::Net::HTTPRequest request("GET", "/healthz");
  session.sendRequest(request);
  Poco::Net::HTTPResponse response;
  session.receiveResponse(response);
  EXPECT_EQ(response.getStatus(), 200);
  EXPECT_EQ(response.get("Strict-Transport-Security", ""), "max-age=31536000");

  Poco::Net::HTTPClientSession plain("127.0.0.1", port);
  plain.setTimeout(Poco::Timespan(5, 0));
  EXPECT_ANY_THROW({
    plain.sendRequest(request);
    plain.receiveResponse(response);
  });
}

TEST_F(Tls, leaves_the_machine_s_own_commands_their_way_in) {
  EXPECT_EQ(run_liufa({"method", "list", "--data", data.path().string()}).status, 0);
}

}  // namespace
}  // namespace liufa::test
