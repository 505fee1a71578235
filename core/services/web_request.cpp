#include "services/web_request.hpp"

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Timespan.h>
#include <Poco/URI.h>
#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <stdexcept>

namespace liufa::host {

namespace {

constexpr std::size_t largest = 256U << 10;
constexpr std::chrono::seconds longest{10};
const Poco::Timespan silence(5, 0);

/// Certificates are checked against the system's store, and against the name of the host.
Poco::Net::Context::Ptr system_trust() {
  Poco::Net::Context::Ptr context =
      new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, "", Poco::Net::Context::VERIFY_STRICT, 9, true);
  context->requireMinimumProtocol(Poco::Net::Context::PROTO_TLSV1_2);
  return context;
}

std::unique_ptr<Poco::Net::HTTPClientSession> session_to(const Poco::URI& address) {
  std::unique_ptr<Poco::Net::HTTPClientSession> session;
  if (address.getScheme() == "https")
    session = std::make_unique<Poco::Net::HTTPSClientSession>(address.getHost(), address.getPort(), system_trust());
  else
    session = std::make_unique<Poco::Net::HTTPClientSession>(address.getHost(), address.getPort());
  session->setTimeout(silence, silence, silence);
  return session;
}

/// Byte by byte, so that neither a long answer nor one that trickles holds the reader up.
std::string read(std::istream& in, std::chrono::steady_clock::time_point until) {
  std::string body;
  for (char each = 0; in.get(each);) {
    body.push_back(each);
    if (body.size() > largest) throw std::runtime_error(fmt::format("the answer is larger than {} bytes", largest));
    if (in.rdbuf()->in_avail() <= 0 && std::chrono::steady_clock::now() > until)
      throw std::runtime_error(fmt::format("the answer takes longer than {} seconds", longest.count()));
  }
  return body;
}

}  // namespace

WebAnswer fetch(const WebRequest& request) {
  try {
    const auto until = std::chrono::steady_clock::now() + longest;
    const Poco::URI address(request.address);
    const bool posts = !request.form.empty();
    Poco::Net::HTTPRequest out(posts ? "POST" : "GET", address.getPathAndQuery(), Poco::Net::HTTPMessage::HTTP_1_1);
    out.set("Accept", "application/json");
    for (const auto& [name, value] : request.headers) out.set(name, value);
    if (posts) {
      out.setContentType("application/x-www-form-urlencoded");
      out.setContentLength64(static_cast<Poco::Int64>(request.form.size()));
    }
    const auto session = session_to(address);
    session->sendRequest(out) << request.form;
    Poco::Net::HTTPResponse in;
    std::istream& body = session->receiveResponse(in);
    return {static_cast<int>(in.getStatus()), read(body, until)};
  } catch (const Poco::Exception& error) {
    throw std::runtime_error(error.displayText());
  }
}

bool is_safe_address(const std::string& address) {
  try {
    const Poco::URI uri(address);
    if (!uri.getUserInfo().empty() || !uri.getFragment().empty() || uri.getHost().empty()) return false;
    const std::string& host = uri.getHost();
    const bool here = host == "localhost" || host == "127.0.0.1" || host == "::1" || host == "[::1]";
    return uri.getScheme() == "https" || (uri.getScheme() == "http" && here);
  } catch (const Poco::Exception&) {
    return false;
  }
}

std::string encoded(const std::string& text) {
  std::string result;
  Poco::URI::encode(text, "!#$%&'()*+,/:;=?@[]\"<>\\^`{|} ", result);
  return result;
}

}  // namespace liufa::host
