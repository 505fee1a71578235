#include "http/server.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/ThreadPool.h>
#include <Poco/Timespan.h>
#include <Poco/URI.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <functional>

#include "base/problem.hpp"
#include "http/console_files.hpp"

namespace liufa::host {

namespace {

constexpr int backlog = 1024;
constexpr std::size_t largest_body = 256u << 20;
constexpr std::size_t largest_body_of_strangers = 1u << 20;

/// Reads at most the limit, whatever the length header says. Whoever has not signed in may not fill the memory.
std::string read_body(Poco::Net::HTTPServerRequest& request, const std::function<bool()>& is_known) {
  const auto declared = request.getContentLength64();
  std::size_t limit = largest_body_of_strangers;
  const auto check = [&](std::size_t size) {
    if (size > limit && limit < largest_body && is_known()) limit = largest_body;
    if (size > limit) throw Problem("request.too_large", {{"limit", std::to_string(limit >> 20)}});
  };
  if (declared > 0) check(static_cast<std::size_t>(declared));
  std::string body;
  if (declared == Poco::Net::HTTPMessage::UNKNOWN_CONTENT_LENGTH && !request.getChunkedTransferEncoding()) return body;
  if (declared > 0) body.reserve(static_cast<std::size_t>(declared));
  char part[8192];
  std::istream& in = request.stream();
  while (in.read(part, sizeof part) || in.gcount() > 0) {
    body.append(part, static_cast<std::size_t>(in.gcount()));
    check(body.size());
  }
  return body;
}

/// Who asks: the peer, or behind proxies that are trusted the nearest address that they did not add themselves.
std::string address_of(const Poco::Net::HTTPServerRequest& from, const std::vector<std::string>& trusted) {
  const auto is_trusted = [&](const std::string& address) {
    return std::find(trusted.begin(), trusted.end(), address) != trusted.end();
  };
  std::string address = from.clientAddress().host().toString();
  std::string chain = from.get("X-Forwarded-For", "");
  while (is_trusted(address) && !chain.empty()) {
    const std::size_t comma = chain.rfind(',');
    std::string last = comma == std::string::npos ? chain : chain.substr(comma + 1);
    chain = comma == std::string::npos ? "" : chain.substr(0, comma);
    std::erase(last, ' ');
    if (last.empty()) break;
    address = last;
  }
  return address;
}

Request request_of(Poco::Net::HTTPServerRequest& from, const std::vector<std::string>& trusted, Api& api) {
  Request request;
  request.address = address_of(from, trusted);
  request.method = from.getMethod();
  const std::string& target = from.getURI();
  const std::size_t question = target.find('?');
  const std::string path = target.substr(0, question);
  if (path.find('%') == std::string::npos)
    request.path = path;
  else
    Poco::URI::decode(path, request.path);
  if (question != std::string::npos) request.query = parse_query(std::string_view(target).substr(question + 1));
  for (const auto& [name, value] : from) {
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char each) { return static_cast<char>(std::tolower(each)); });
    request.headers.emplace(std::move(lower), value);
  }
  request.body = read_body(from, [&] { return api.knows(request); });
  return request;
}

void set_head(Poco::Net::HTTPServerResponse& to, const Response& response, bool secure) {
  if (secure) to.set("Strict-Transport-Security", "max-age=31536000");
  to.setStatus(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(response.status));
  to.setReason(Poco::Net::HTTPResponse::getReasonForStatus(to.getStatus()));
  to.setContentType(response.type);
  to.set("Cache-Control", "no-store");
  to.set("X-Content-Type-Options", "nosniff");
  to.set("X-Frame-Options", "DENY");
  to.set("Referrer-Policy", "no-referrer");
  // What a browser is led to open by its address alone runs nothing and is kept as a file; pages bring their own.
  to.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  if (response.type.starts_with("application/") && !response.headers.contains("Content-Security-Policy"))
    to.set("Content-Disposition", "attachment; filename=\"answer.json\"");
  for (const auto& [name, value] : response.headers) to.set(name, value);
}

void send(Poco::Net::HTTPServerResponse& to, const Response& response, bool secure) {
  set_head(to, response, secure);
  if (response.status == 304)
    to.send();
  else
    to.sendBuffer(response.body.data(), response.body.size());
}

/// Takes what the client is still sending, for a moment: closed with a body unread, a connection is reset, and the
/// answer may be lost before it is read (RFC 9112, 9.6).
void drain(Poco::Net::HTTPServerRequest& request) {
  constexpr int most = 8 << 20;
  auto& socket = dynamic_cast<Poco::Net::HTTPServerRequestImpl&>(request).socket();
  std::array<char, 16384> rest{};
  for (int taken = 0; taken < most && socket.poll(Poco::Timespan(0, 200'000), Poco::Net::Socket::SELECT_READ);) {
    const int count = socket.receiveBytes(rest.data(), static_cast<int>(rest.size()));
    if (count <= 0) return;
    taken += count;
  }
}

class SocketSink final : public Sink {
 public:
  SocketSink(std::ostream& out, Poco::Net::StreamSocket& socket) : out_(out), socket_(socket) {}
  bool send(std::string_view text) override {
    out_.write(text.data(), static_cast<std::streamsize>(text.size()));
    return static_cast<bool>(out_.flush());
  }
  /// Whoever follows sends nothing more: what can be read is the end.
  bool is_open() override {
    return !socket_.poll(Poco::Timespan(0), Poco::Net::Socket::SELECT_READ) || socket_.available() > 0;
  }

 private:
  std::ostream& out_;
  Poco::Net::StreamSocket& socket_;
};

void send_stream(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& to, const Response& answer) {
  constexpr int longest_unread = 10;  // seconds
  auto& socket = dynamic_cast<Poco::Net::HTTPServerRequestImpl&>(request).socket();
  socket.setSendTimeout(Poco::Timespan(longest_unread, 0));
  set_head(to, answer, request.secure());
  to.setKeepAlive(false);
  to.setChunkedTransferEncoding(request.getVersion() == Poco::Net::HTTPMessage::HTTP_1_1);
  SocketSink sink(to.send(), socket);
  answer.stream->run(sink);
}

class Handler final : public Poco::Net::HTTPRequestHandler {
 public:
  Handler(Api& api, const ConsoleFiles& console, const std::vector<std::string>& trusted)
      : api_(api), console_(console), trusted_(trusted) {}

  /// Nothing but a response leaves here: Poco would drop the connection on other exceptions than its own.
  void handleRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) override {
    Response answer;
    try {
      const Request asked = request_of(request, trusted_, api_);
      if (auto file = console_.answer(asked))
        answer = std::move(*file);
      else
        answer = api_.handle(asked);
    } catch (const Problem& problem) {
      answer = {http_status(problem.kind()), "application/problem+json", problem.to_json().dump(), {}};
    } catch (const Poco::Exception& error) {
      const Problem problem("request.unreadable", {{"reason", error.displayText()}});
      answer = {http_status(problem.kind()), "application/problem+json", problem.to_json().dump(), {}};
    } catch (const std::exception& error) {
      spdlog::error("request: {}", error.what());
      answer = {500, "application/problem+json", "{}", {}};
    }
    try {
      if (answer.stream) return send_stream(request, response, answer);
      send(response, answer, request.secure());
      if (answer.status == 413) drain(request);
    } catch (const std::exception& error) {
      spdlog::debug("the client has gone: {}", error.what());
    }
  }

 private:
  Api& api_;
  const ConsoleFiles& console_;
  const std::vector<std::string>& trusted_;
};

class Factory final : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  Factory(Api& api, const ServerOptions& options)
      : api_(api), console_(options.console), trusted_(options.trusted_proxies) {}
  Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
    return new Handler(api_, console_, trusted_);  // Poco takes it
  }

 private:
  Api& api_;
  ConsoleFiles console_;
  std::vector<std::string> trusted_;
};

}  // namespace

struct Server::Impl {
  Impl(Api& served, const ServerOptions& options)
      : api(served),
        pool(4, options.most_connections + 4),
        socket(socket_for(options)),
        http(new Factory(api, options), pool, socket, parameters(options)) {}

  static Poco::Net::ServerSocket socket_for(const ServerOptions& options) {
    const Poco::Net::SocketAddress address(options.address, options.port);
    if (options.certificate.empty()) return Poco::Net::ServerSocket(address, backlog);
    Poco::Net::Context::Ptr context =
        new Poco::Net::Context(Poco::Net::Context::TLS_SERVER_USE, options.key, options.certificate, "",
                               Poco::Net::Context::VERIFY_NONE, 9, false, "HIGH:!aNULL:!MD5:!RSA+SHA1@STRENGTH");
    context->requireMinimumProtocol(Poco::Net::Context::PROTO_TLSV1_2);
    return Poco::Net::SecureServerSocket(address, backlog, context);
  }

  static Poco::Net::HTTPServerParams::Ptr parameters(const ServerOptions& options) {
    Poco::Net::HTTPServerParams::Ptr made = new Poco::Net::HTTPServerParams;
    made->setMaxThreads(options.most_connections);
    made->setMaxQueued(options.most_connections);
    made->setKeepAlive(true);
    made->setKeepAliveTimeout(Poco::Timespan(15, 0));
    made->setMaxKeepAliveRequests(0);
    made->setTimeout(Poco::Timespan(60, 0));
    return made;
  }

  Api& api;
  Poco::ThreadPool pool;
  Poco::Net::ServerSocket socket;
  Poco::Net::HTTPServer http;
};

Server::Server(Api& api, const ServerOptions& options) {
  try {
    impl_ = std::make_unique<Impl>(api, options);
    impl_->http.start();
  } catch (const Poco::Exception& error) {
    throw Problem("server.listen",
                  {{"address", options.address + ":" + std::to_string(options.port)}, {"reason", error.displayText()}});
  }
}

Server::~Server() {
  impl_->api.live().end();
  impl_->http.stopAll(true);
  impl_->pool.joinAll();
}

std::uint16_t Server::port() const { return impl_->socket.address().port(); }

}  // namespace liufa::host
