/// One request to another server, within bounds: of the answer's size, of the time; no redirect is followed.
#pragma once

#include <functional>
#include <map>
#include <string>

namespace liufa::host {

struct WebRequest {
  std::string address;  ///< https://…, or http://… on this machine itself
  std::string form;     ///< sent as application/x-www-form-urlencoded by POST; empty: GET
  std::map<std::string, std::string> headers = {};
};

struct WebAnswer {
  int status = 0;
  std::string body;
};

/// Throws std::exception: not reachable, a certificate that the system's store does not vouch for, too slow, too large.
using WebFetch = std::function<WebAnswer(const WebRequest&)>;
WebAnswer fetch(const WebRequest& request);

/// Whether secrets may travel to the address: by https, or without leaving this machine.
bool is_safe_address(const std::string& address);

/// Percent-encoded, so that it can stand for a value in a query or a form.
std::string encoded(const std::string& text);

}  // namespace liufa::host
