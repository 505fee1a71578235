/// What only a socket can show: requests too large, broken or of another kind, and a server that stays up.
#include <Poco/Net/StreamSocket.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "serving.hpp"

namespace liufa::test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() {
    EXPECT_EQ(run_liufa({"district", "create", "d", "--data", data.path().string()}).status, 0);
    server = std::make_unique<Serving>(data.path(), std::vector<std::filesystem::path>{});
  }
  /// Sends these bytes and returns what comes back until the server closes or is silent.
  [[nodiscard]] std::string raw(const std::string& bytes) const {
    std::string all;
    try {
      Poco::Net::StreamSocket socket(Poco::Net::SocketAddress("127.0.0.1", server->port()));
      socket.setReceiveTimeout(Poco::Timespan(3, 0));
      socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
      socket.shutdownSend();
      char part[4096];
      for (int count = 0; (count = socket.receiveBytes(part, sizeof part)) > 0;)
        all.append(part, static_cast<std::size_t>(count));
    } catch (const Poco::Exception&) {  // it may close while it is still being talked to
    }
    return all;
  }
  [[nodiscard]] std::string head(const std::string& method, const std::string& path, const std::string& more) const {
    return method + " /api/v1/districts/d" + path +
           " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + server->token() + "\r\n" + more +
           "\r\n";
  }
  void expect_still_serving() const {
    EXPECT_EQ(server->request("GET", "/healthz").status, 200);
    EXPECT_EQ(server->ask("d", "GET", "/records/directory/organisation").status, 200);
  }

  Folder data;
  std::unique_ptr<Serving> server;
};

TEST_F(ServerTest, refuses_a_body_that_is_too_large_without_waiting_for_it) {
  const std::string answer = raw(head("POST", "/records/directory/organisation", "Content-Length: 300000000\r\n"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(answer, HasSubstr("request.too_large"));
  EXPECT_THAT(answer, HasSubstr("application/problem+json"));
  expect_still_serving();
}

TEST_F(ServerTest, takes_little_from_those_it_does_not_know) {
  const auto from_stranger = [&](const std::string& path, const std::string& more) {
    return raw("POST /api/v1/districts/d" + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + more + "\r\n");
  };
  for (const char* path : {"/session", "/records/directory/organisation/import"})
    for (const char* who : {"", "Authorization: Bearer wrong\r\n", "Cookie: liufa_session=wrong\r\n"})
      EXPECT_THAT(from_stranger(path, std::string(who) + "Content-Length: 2000000\r\n"), StartsWith("HTTP/1.1 413"))
          << path << who;
  const std::string chunk = "100000\r\n" + std::string(0x100000, 'x') + "\r\n";
  EXPECT_THAT(from_stranger("/session", "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "0\r\n"),
              StartsWith("HTTP/1.1 413"));
  const Json large{{"code", "x"}, {"name", std::string(2'000'000, 'x')}, {"kind", "branch"}};
  EXPECT_EQ(server->ask("d", "POST", "/records/directory/organisation", large).status, 422) << "read, then judged";
  expect_still_serving();
}

TEST_F(ServerTest, answers_what_it_cannot_read_with_a_problem) {
  for (const std::string& request : {head("GET", "/records?x=%zz", ""), head("GET", "/records/%zz/x", "")}) {
    const std::string answer = raw(request);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400")) << request;
    EXPECT_THAT(answer, HasSubstr("request.unreadable")) << request;
  }
  EXPECT_THAT(raw(head("GET", "/records/directory/organisation?x=%FF", "")), HasSubstr("request.parameter"));
  EXPECT_THAT(raw(head("GET", "/records/\xFF/x", "")), HasSubstr("request.no_route"));
  expect_still_serving();
}

TEST_F(ServerTest, survives_bytes_that_are_no_request) {
  for (const std::string& bytes :
       {std::string("\r\n\r\n"), std::string("GET\r\n\r\n"), std::string("\x16\x03\x01\x02\x00", 5),
        std::string(100000, 'A'), std::string("GET / HTTP/1.1\r\n") + std::string(1000000, 'h') + "\r\n\r\n",
        head("POST", "/records/directory/organisation", "Content-Length: many\r\n"),
        head("POST", "/records/directory/organisation", "Content-Length: 100\r\n") + "{\"code\":"})
    EXPECT_THAT(raw(bytes), ::testing::Not(StartsWith("HTTP/1.1 2")));
  expect_still_serving();
}

TEST_F(ServerTest, takes_the_body_for_what_it_is_whatever_its_type_says) {
  const std::string path = "/records/directory/organisation";
  for (const char* type : {"application/x-www-form-urlencoded", "multipart/form-data", "text/csv"})
    EXPECT_EQ(server->ask("d", "POST", path, Json("code=x&name=x&kind=branch"), {{"Content-Type", type}}).code(),
              "request.json");
  EXPECT_EQ(server->ask("d", "POST", path, {{"code", "x"}, {"name", "x"}, {"kind", "branch"}}).status, 201);
  EXPECT_EQ(server->ask("d", "POST", path + "/import", {{"code", "x"}}).code(), "import.csv");
}

TEST_F(ServerTest, gives_every_answer_its_type_and_keeps_none) {
  const Reply page = server->request("GET", "/");
  EXPECT_THAT(page.type, StartsWith("text/html"));
  const Reply list = server->ask("d", "GET", "/records");
  EXPECT_EQ(list.type, "application/json");
  EXPECT_EQ(list.headers.at("Cache-Control"), "no-store");
  EXPECT_EQ(server->ask("d", "GET", "/nothing").type, "application/problem+json");
  EXPECT_THAT(server->request("GET", "/metrics").type, StartsWith("text/plain"));
  EXPECT_EQ(server->request("GET", "/readyz").text, "ok\n");
  EXPECT_EQ(server->ask("d", "GET", "/records", nullptr, {{"Authorization", "Bearer wrong"}}).code(),
            "request.bad_token");
}

TEST_F(ServerTest, lets_a_browser_run_and_frame_nothing) {
  const auto header = [](const Reply& reply, const char* name) {
    const auto found = reply.headers.find(name);
    return found == reply.headers.end() ? std::string() : found->second;
  };
  for (const Reply& reply : {server->request("GET", "/"), server->ask("d", "GET", "/records"),
                             server->ask("d", "GET", "/nothing"), server->request("GET", "/metrics")}) {
    EXPECT_EQ(header(reply, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(header(reply, "X-Frame-Options"), "DENY");
    EXPECT_EQ(header(reply, "Referrer-Policy"), "no-referrer");
    EXPECT_THAT(header(reply, "Content-Security-Policy"), StartsWith("default-src 'none'"));
    EXPECT_THAT(header(reply, "Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
    EXPECT_EQ(header(reply, "Server") + header(reply, "X-Powered-By"), "") << "no versions";
    EXPECT_EQ(header(reply, "Access-Control-Allow-Origin"), "") << "no other origin reads";
  }
  for (const char* path : {"/records", "/nothing"})
    EXPECT_EQ(header(server->ask("d", "GET", path), "Content-Disposition"), "attachment; filename=\"answer.json\"");
}

/// With a console of a few files.
class ServedConsole : public ServerTest {
 protected:
  ServedConsole() {
    server.reset();
    write_file(base / "console/index.html", "<!doctype html>the console");
    write_file(base / "console/assets/index-3f2a.js", "script");
    write_file(base / "console/assets/index-3f2a.js.br", "brotli");
    write_file(base / "secret.txt", "outside");
    server = std::make_unique<Serving>(data.path(), std::vector<std::filesystem::path>{},
                                       std::vector<std::string>{"--console", (base / "console").string()});
  }
  [[nodiscard]] std::string plain(const std::string& method, const std::string& path,
                                  const std::string& more = {}) const {
    return raw(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + more + "\r\n");
  }

  Folder base;
};

TEST_F(ServedConsole, comes_to_whoever_asks_in_forms_that_browsers_take) {
  EXPECT_THAT(plain("GET", "/"), HasSubstr("\r\n\r\n<!doctype html>the console"));
  EXPECT_THAT(plain("GET", "/d/records/x/y/1", "Accept: text/html\r\n"), HasSubstr("the console"));
  const std::string script = plain("GET", "/assets/index-3f2a.js", "Accept-Encoding: gzip, br\r\n");
  EXPECT_THAT(script, HasSubstr("Content-Encoding: br\r\n"));
  EXPECT_THAT(script, HasSubstr("Cache-Control: public, max-age=31536000, immutable\r\n"));
  EXPECT_THAT(script, HasSubstr("X-Content-Type-Options: nosniff\r\n"));
  EXPECT_THAT(script, ::testing::EndsWith("\r\n\r\nbrotli"));
  const std::string head = plain("HEAD", "/assets/index-3f2a.js");
  EXPECT_THAT(head, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(head, HasSubstr("Content-Length: 6\r\n"));
  EXPECT_THAT(head, ::testing::EndsWith("\r\n\r\n"));
  const std::size_t at = head.find("ETag: ") + 6;
  const std::string again =
      plain("GET", "/assets/index-3f2a.js", "If-None-Match: " + head.substr(at, head.find('\r', at) - at) + "\r\n");
  EXPECT_THAT(again, StartsWith("HTTP/1.1 304"));
  EXPECT_THAT(again, ::testing::EndsWith("\r\n\r\n"));
}

TEST_F(ServedConsole, gives_away_nothing_beside_it) {
  for (const char* path :
       {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/%2e%2e/%2e%2e/secret.txt",
        "/assets/../../secret.txt", "//secret.txt", "/assets/%00", "/assets/"}) {
    const std::string answer = plain("GET", path);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 404")) << path;
    EXPECT_THAT(answer, HasSubstr("request.no_route")) << path;
  }
  EXPECT_THAT(plain("POST", "/", "Content-Length: 0\r\n"), StartsWith("HTTP/1.1 404"));
  expect_still_serving();
}

TEST_F(ServerTest, refuses_a_console_that_is_none) {
  const Ended ended = run_liufa({"serve", "--console", data.path().string(), "--data", (data / "other").string()});
  EXPECT_NE(ended.status, 0);
  EXPECT_THAT(ended.error, HasSubstr("index.html"));
}

/// Someone who follows on a socket of their own.
class FollowingSocket {
 public:
  FollowingSocket(std::uint16_t port, const std::string& request)
      : socket_(Poco::Net::SocketAddress("127.0.0.1", port)) {
    socket_.setReceiveTimeout(Poco::Timespan(0, 100'000));
    socket_.sendBytes(request.data(), static_cast<int>(request.size()));
  }
  /// Reads until the text has come; false if it does not within seconds, or the end comes before.
  bool hears(const std::string& what) {
    for (int i = 0; i < 50 && all.find(what) == std::string::npos; ++i)
      if (!read()) break;
    return all.find(what) != std::string::npos;
  }
  /// Whether the server ends it.
  bool ends() {
    for (int i = 0; i < 50; ++i)
      if (!read()) return true;
    return false;
  }
  std::string all;

 private:
  bool read() {
    char part[4096];
    try {
      const int count = socket_.receiveBytes(part, sizeof part);
      if (count <= 0) return false;
      all.append(part, static_cast<std::size_t>(count));
    } catch (const Poco::TimeoutException&) {
    }
    return true;
  }
  Poco::Net::StreamSocket socket_;
};

TEST_F(ServerTest, tells_at_once_what_others_change) {
  FollowingSocket following(server->port(), head("GET", "/live", "Accept: text/event-stream\r\n"));
  ASSERT_TRUE(following.hears("id: "));
  EXPECT_THAT(following.all, StartsWith("HTTP/1.1 200"));
  for (const char* header : {"Content-Type: text/event-stream", "Cache-Control: no-store", "X-Accel-Buffering: no"})
    EXPECT_THAT(following.all, HasSubstr(header));
  EXPECT_THAT(following.all, ::testing::Not(HasSubstr("Content-Length")));
  const auto begun = std::chrono::steady_clock::now();
  ASSERT_EQ(
      server->ask("d", "POST", "/records/directory/organisation", {{"code", "x"}, {"name", "x"}, {"kind", "branch"}})
          .status,
      201);
  EXPECT_TRUE(following.hears("\"topic\":\"directory.organisation.created\",\"version\":1}"));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{2});
  FollowingSocket again(server->port(), head("GET", "/live?after=0", ""));
  EXPECT_TRUE(again.hears("directory.organisation.created"));
}

TEST_F(ServerTest, has_room_for_those_who_work_however_many_follow) {
  std::vector<std::unique_ptr<FollowingSocket>> all;
  for (int i = 0; i < 8; ++i) {
    all.push_back(std::make_unique<FollowingSocket>(server->port(), head("GET", "/live", "")));
    EXPECT_TRUE(all.back()->hears("id: "));
  }
  const Reply refused = server->ask("d", "GET", "/live");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.code(), "live.full");
  expect_still_serving();
  // Who has gone makes room before the next heartbeat.
  all.clear();
  all.push_back(std::make_unique<FollowingSocket>(server->port(), head("GET", "/live", "")));
  EXPECT_TRUE(all.back()->hears("id: "));
}

TEST_F(ServerTest, does_not_wait_for_those_who_follow_when_it_ends) {
  FollowingSocket following(server->port(), head("GET", "/live", ""));
  EXPECT_TRUE(following.hears("id: "));
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(server->stop(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{5});
  EXPECT_TRUE(following.ends());
}

TEST_F(ServerTest, ends_in_order_when_it_is_told_to) {
  EXPECT_EQ(server->stop(), 0);
  EXPECT_FALSE(std::filesystem::exists(data / "serving.json"));
  EXPECT_EQ(run_liufa({"verify", "--data", data.path().string()}).status, 0);
}

}  // namespace
}  // namespace liufa::test
