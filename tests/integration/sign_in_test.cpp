/// Signing in through a real identity provider: `liufa serve` with its configuration, the npm package oidc-provider,
/// and a browser that goes from one to the other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "browser.hpp"
#include "serving.hpp"

namespace liufa::test {
namespace {

/// Browsers know the server by this name, as behind a proxy.
constexpr const char* public_address = "https://liufa.example";
const std::string district = std::string(public_address) + "/api/v1/districts/d";

/// A process that prints one line when it is ready.
struct Started {
  Started(const std::vector<std::string>& command, const std::filesystem::path& out) : child(command, out, log(out)) {
    while ((said = content_of(out)).find('\n') == std::string::npos && child.runs())
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    said = said.substr(0, said.find('\n'));
    if (said.empty()) throw std::runtime_error(command.front() + " ended: " + content_of(log(out)));
  }
  static std::filesystem::path log(std::filesystem::path out) { return out += ".log"; }
  [[nodiscard]] std::uint16_t port() const {
    return static_cast<std::uint16_t>(std::stoi(said.substr(said.rfind(':') + 1)));
  }
  Child child;
  std::string said;
};

class Provided : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(std::filesystem::exists(PROVIDER "/node_modules/oidc-provider"))
        << "the provider is not installed: run ./dev test, or npm ci in " PROVIDER;
    liufa_command({"district", "create", "d"});
    liufa_command({"account", "create", "li", "--name", "李", "--role", "auditor", "--subject", "u-li"});
    liufa_command({"account", "create", "wang", "--name", "王", "--role", "office"});
    person("u-li");
    provider =
        std::make_unique<Started>(std::vector<std::string>{"/usr/bin/env", "node", PROVIDER "/provider.mjs",
                                                           district + "/sign-in/callback", (data / "person").string()},
                                  data / "provider");
  }
  void serve(const std::string& client, bool with_secret = true) {
    std::ofstream(data / "secret") << "geheim\n";
    std::filesystem::create_directories(data / "console");
    std::ofstream(data / "console" / "index.html") << "the console";
    std::ofstream(data / "liufa.yaml") << "listen: 127.0.0.1:0\nconsole: console\nsign_in:\n  provider:\n    issuer: "
                                       << provider->said << "\n    client_id: " << client
                                       << "\n    name: {zh: 统一认证, en: One Login}\n    public_address: "
                                       << public_address << (with_secret ? "\n    client_secret_file: secret\n" : "\n");
    server = std::make_unique<Started>(
        std::vector<std::string>{LIUFA_EXECUTABLE, "serve", "--config", (data / "liufa.yaml").string(), "--data",
                                 data.path().string()},
        data / "server");
    fresh_browser();
  }
  void fresh_browser() {
    browser = std::make_unique<Browser>(std::map<std::string, std::uint16_t>{{"liufa.example", server->port()}});
  }
  void liufa_command(std::vector<std::string> arguments) {
    const bool whole = arguments.front() == "district";
    arguments.insert(arguments.end(), {"--data", data.path().string()});
    if (!whole) arguments.insert(arguments.end(), {"--district", "d"});
    const Ended ended = run_liufa(arguments);
    ASSERT_EQ(ended.status, 0) << ended.error;
  }
  /// Who the provider says is there from now on; "deny": somebody who does not agree.
  void person(const std::string& subject) { std::ofstream(data / "person") << subject << "\n"; }

  Browser::Page sign_in() { return browser->get(district + "/sign-in/provider"); }
  std::string login() {
    const Browser::Page page = browser->get(district + "/session");
    return page.status == 200 ? Json::parse(page.text).at("login").get<std::string>() : "";
  }
  /// Up to the callback, which the browser has not asked for yet; its address.
  std::string up_to_callback() {
    std::string address = district + "/sign-in/provider";
    while (address.find("/sign-in/callback") == std::string::npos && browser->visited.size() < 20)
      browser->ask(address);
    return address;
  }
  void expect_refused(const Browser::Page& page, int status, const char* says) {
    EXPECT_EQ(page.status, status) << page.text;
    EXPECT_THAT(page.type, ::testing::StartsWith("text/html"));
    EXPECT_THAT(page.text, ::testing::HasSubstr(says));
    EXPECT_EQ(login(), "");
  }

  Folder data;
  std::unique_ptr<Started> provider;
  std::unique_ptr<Started> server;
  std::unique_ptr<Browser> browser;
};

TEST_F(Provided, somebody_signs_in) {
  serve("liufa");
  EXPECT_EQ(login(), "");
  const Browser::Page page = sign_in();
  EXPECT_EQ(page.status, 200) << page.text;
  EXPECT_EQ(page.address, std::string(public_address) + "/d/");
  EXPECT_THAT(page.text, ::testing::HasSubstr("the console"));
  EXPECT_EQ(login(), "li");
  EXPECT_EQ(browser->get(district + "/records").status, 200) << "no password is due";
  const Ended audit = run_liufa({"audit", "--kind", "sign_in", "--data", data.path().string(), "--district", "d"});
  EXPECT_THAT(audit.out, ::testing::HasSubstr("session.opened")) << audit.error;
}

TEST_F(Provided, somebody_signs_in_without_a_secret_of_the_server) {
  serve("public", false);
  EXPECT_EQ(sign_in().status, 200);
  EXPECT_EQ(login(), "li");
}

TEST_F(Provided, somebody_signs_in_by_a_token_on_an_elliptic_curve) {
  serve("es256");
  EXPECT_EQ(sign_in().status, 200);
  EXPECT_EQ(login(), "li");
}

TEST_F(Provided, strangers_are_refused_until_the_administrator_knows_them) {
  serve("liufa");
  person("u-wang");
  expect_refused(sign_in(), 403, "u-wang");
  liufa_command({"account", "subject", "wang", "u-wang"});
  fresh_browser();
  EXPECT_EQ(sign_in().status, 200);
  EXPECT_EQ(login(), "wang");
  liufa_command({"account", "subject", "wang"});
  fresh_browser();
  expect_refused(sign_in(), 403, "u-wang");
}

TEST_F(Provided, nobody_comes_back_twice_or_in_another_s_place) {
  serve("liufa");
  std::string callback = up_to_callback();
  ASSERT_THAT(callback, ::testing::HasSubstr("code="));
  const std::string mine = callback;
  auto thief = Browser({{"liufa.example", server->port()}});
  EXPECT_EQ(thief.get(mine).status, 401) << "the code without the browser";
  EXPECT_EQ(thief.get(district + "/session").status, 401);
  EXPECT_EQ(browser->get(mine).status, 200);
  EXPECT_EQ(login(), "li");
  fresh_browser();
  expect_refused(browser->get(mine), 401, "begin again");

  std::string changed = up_to_callback();
  changed.replace(changed.find("state=") + 6, 4, "AAAA");
  expect_refused(browser->get(changed), 401, "begin again");
}

TEST_F(Provided, a_code_is_redeemed_once) {
  serve("liufa");
  const std::string first = up_to_callback();
  EXPECT_EQ(browser->get(first).status, 200);
  // Its code with the state of a later sign-in.
  fresh_browser();
  std::string second = up_to_callback();
  const auto part = [](const std::string& text, const std::string& name) {
    const std::size_t from = text.find(name) + name.size();
    return std::pair(from, text.find('&', from) - from);
  };
  const auto [from, size] = part(first, "code=");
  const auto [at, length] = part(second, "code=");
  second.replace(at, length, first.substr(from, size));
  expect_refused(browser->get(second), 401, "invalid_grant");
}

TEST_F(Provided, who_does_not_agree_is_not_signed_in) {
  serve("liufa");
  person("deny");
  expect_refused(sign_in(), 401, "access_denied");
}

TEST_F(Provided, who_is_suspended_is_not_signed_in) {
  serve("liufa");
  const std::string token = Json::parse(content_of(data / "serving.json")).at("token");
  Poco::Net::HTTPClientSession session("127.0.0.1", server->port());
  Poco::Net::HTTPRequest request("POST", "/api/v1/districts/d/records/access/account/1/transitions/suspend",
                                 Poco::Net::HTTPMessage::HTTP_1_1);
  request.set("Authorization", "Bearer " + token);
  request.set("If-Match", "*");
  const std::string body = R"({"note": "离岗"})";
  request.setContentLength64(static_cast<Poco::Int64>(body.size()));
  session.sendRequest(request) << body;
  Poco::Net::HTTPResponse response;
  session.receiveResponse(response);
  ASSERT_EQ(response.getStatus(), 200);
  expect_refused(sign_in(), 403, "suspended");
}

TEST_F(Provided, a_provider_that_is_gone_is_said_to_be) {
  serve("liufa");
  const std::string callback = up_to_callback();
  provider->child.signal(SIGTERM);
  provider->child.wait();
  expect_refused(browser->get(callback), 503, "Connection refused");
}

/// Of a description by https, only the certificate counts here: what answers is another server of ours.
class ProvidedByTls : public ::testing::Test {
 protected:
  static std::string reason(const std::string& host, const std::vector<std::string>& environment) {
    const Folder data;
    std::ofstream(data / "tls.yaml") << "listen: 127.0.0.1:0\ntls: {certificate: " TLS_FILES
                                        "/certificate.pem, key: " TLS_FILES "/key.pem}\n";
    const Started other(
        {LIUFA_EXECUTABLE, "serve", "--config", (data / "tls.yaml").string(), "--data", (data / "other").string()},
        data / "other_said");
    EXPECT_EQ(run_liufa({"district", "create", "d", "--data", data.path().string()}).status, 0);
    std::ofstream(data / "liufa.yaml") << "listen: 127.0.0.1:0\nsign_in: {provider: {issuer: \"https://" << host << ":"
                                       << other.port()
                                       << "\", client_id: liufa, name: {zh: 统一认证, en: One Login}, public_address: "
                                       << public_address << "}}\n";
    std::vector<std::string> command{"/usr/bin/env"};
    command.insert(command.end(), environment.begin(), environment.end());
    command.insert(command.end(), {LIUFA_EXECUTABLE, "serve", "--config", (data / "liufa.yaml").string(), "--data",
                                   data.path().string()});
    const Started server(command, data / "said");
    const auto page =
        Browser({{"liufa.example", server.port()}}).get("https://liufa.example/api/v1/districts/d/sign-in/provider");
    EXPECT_EQ(page.status, 503);
    return page.text;
  }
};

TEST_F(ProvidedByTls, is_believed_only_with_a_certificate_that_the_system_trusts) {
  EXPECT_THAT(reason("localhost", {"SSL_CERT_FILE=/dev/null"}), ::testing::HasSubstr("ertificate"));
  EXPECT_THAT(reason("localhost", {"SSL_CERT_FILE=" TLS_FILES "/certificate.pem"}),
              ::testing::HasSubstr("answers 404"));
  EXPECT_THAT(reason("127.0.0.1", {"SSL_CERT_FILE=" TLS_FILES "/certificate.pem"}), ::testing::HasSubstr("ertificate"))
      << "it is of another name";
}

TEST(SignInConfiguration, says_what_is_wrong_and_where) {
  const Folder data;
  const auto refused = [&](const std::string& provider) {
    std::ofstream(data / "liufa.yaml") << "listen: 127.0.0.1:0\nsign_in:\n  provider: {" << provider << "}\n";
    const Ended ended =
        run_liufa({"serve", "--config", (data / "liufa.yaml").string(), "--data", (data / "districts").string()});
    EXPECT_NE(ended.status, 0);
    EXPECT_THAT(ended.error, ::testing::HasSubstr("3")) << "the line";
    return ended.error;
  };
  const std::string rest = ", name: {zh: 统一认证, en: One}, public_address: https://liufa.example";
  EXPECT_THAT(refused("issuer: http://id.example, client_id: liufa" + rest), ::testing::HasSubstr("https://…"));
  EXPECT_THAT(refused("issuer: https://id.example" + rest), ::testing::HasSubstr("client_id"));
  EXPECT_THAT(refused("issuer: https://id.example, client_id: liufa, secret: x" + rest),
              ::testing::HasSubstr("unknown key “secret”"));
  EXPECT_THAT(refused("issuer: https://id.example, client_id: liufa, client_secret_file: none" + rest),
              ::testing::HasSubstr("client_secret_file"));
  EXPECT_THAT(refused("issuer: https://id.example, client_id: liufa, name: {zh: 统一认证, en: One}, public_address: "
                      "https://liufa.example/app"),
              ::testing::HasSubstr("no path"));
  EXPECT_THAT(refused("issuer: https://id.example, client_id: liufa, name: 统一认证, public_address: "
                      "https://liufa.example"),
              ::testing::HasSubstr("“name” is no mapping"));
}

}  // namespace
}  // namespace liufa::test
