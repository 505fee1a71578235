/// A browser as far as signing in needs one: it follows redirects and keeps cookies, a jar for each server.
#pragma once

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPCookie.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/URI.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace liufa::test {

class Browser {
 public:
  struct Page {
    int status = 0;
    std::string address;  ///< where it is, after all redirects
    std::string type;
    std::string text;
  };

  /// Servers that are known by a name of their own and answer on a port of this machine.
  explicit Browser(std::map<std::string, std::uint16_t> known) : known_(std::move(known)) {}

  Page get(std::string address) {
    for (int redirects = 0; redirects < 10; ++redirects) {
      Page page = ask(address);
      if (page.status < 300 || page.status >= 400) return page;
    }
    return {};
  }
  /// One request; of a redirect, `address` becomes where it leads.
  Page ask(std::string& address) {
    const Poco::URI uri(address);
    const auto known = known_.find(uri.getHost());
    Poco::Net::HTTPClientSession session("127.0.0.1", known == known_.end() ? uri.getPort() : known->second);
    session.setTimeout(Poco::Timespan(30, 0));
    Poco::Net::HTTPRequest request("GET", uri.getPathAndQuery(), Poco::Net::HTTPMessage::HTTP_1_1);
    request.set("Accept", "text/html");
    request.setHost(uri.getHost(), uri.getPort());
    auto& jar = jars_[uri.getAuthority()];
    std::string cookies;
    for (const auto& [name, value] : jar) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    if (!cookies.empty()) request.set("Cookie", cookies);
    session.sendRequest(request);
    Poco::Net::HTTPResponse response;
    std::ostringstream text;
    text << session.receiveResponse(response).rdbuf();
    std::vector<Poco::Net::HTTPCookie> given;
    response.getCookies(given);
    for (const auto& each : given) jar[each.getName()] = each.getValue();
    visited.push_back(address);
    Page page{static_cast<int>(response.getStatus()), address, response.getContentType(), text.str()};
    if (response.has("Location")) {
      Poco::URI next(uri);
      next.resolve(response.get("Location"));
      address = next.toString();
    }
    return page;
  }

  std::vector<std::string> visited;

 private:
  std::map<std::string, std::uint16_t> known_;
  std::map<std::string, std::map<std::string, std::string>> jars_;
};

}  // namespace liufa::test
