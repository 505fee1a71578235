/// The API: plain requests in, plain responses out. The server, the command line and the testing kit all come through
/// here, so that authorisation, checks and errors are the same for all.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "directory/authorise.hpp"
#include "http/live.hpp"
#include "http/metrics.hpp"
#include "http/stream.hpp"
#include "methods/host.hpp"
#include "services/listing.hpp"
#include "services/provider.hpp"

namespace liufa::host {

struct RouteCall;

struct Request {
  std::string method;  ///< GET, POST, PATCH, PUT
  std::string path;    ///< decoded, without the query
  Query query;
  std::map<std::string, std::string, std::less<>> headers;  ///< names in lower case
  std::string body;
  std::string address = {};  ///< of the client, as the server sees it
  /// Who asks, if that is known otherwise than by a token: the command line on this machine.
  std::optional<Actor> actor;

  [[nodiscard]] std::string_view header(std::string_view name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view{} : std::string_view(found->second);
  }
};

struct Response {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  std::map<std::string, std::string> headers = {};
  std::shared_ptr<Stream> stream = {};  ///< what comes after the head instead of `body`, if it is one that goes on
};

/// Splits "a=1&b=%E4" into decoded pairs. Throws Problem request.parameter for a name given twice.
Query parse_query(std::string_view text);

class Api {
 public:
  /// With a provider, people may also sign in through that.
  explicit Api(Host& host, std::unique_ptr<Provider> provider = nullptr, LiveRule live = {});
  ~Api();
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  /// Answers; never throws. Any thread.
  Response handle(const Request& request);

  /// Whether a request, of which no more than the head is known, comes from somebody with an account: the server takes
  /// much in from nobody else. Any thread.
  bool knows(const Request& request);

  /// The token by which the command line of this machine goes through a running server: see Host::announce.
  void accept_local_token(std::string token);

  Metrics& metrics() { return metrics_; }
  Live& live() { return live_; }

 private:
  struct Route;
  struct Call;
  Response route(const Request& request, std::string& route_name);
  std::shared_ptr<Stream> follow(const RouteCall& call, std::optional<std::int64_t> after);
  /// Who asks, by the token, the cookie or the machine's own word; `session` is the cookie's, if that is it, which is
  /// used by this unless it is not `is_use`.
  Actor actor_of(const Request& request, District& district, std::int64_t& session, bool is_use = true);

  Host& host_;
  std::unique_ptr<Provider> provider_;
  Metrics metrics_;
  Live live_;
  std::string local_token_;
};

}  // namespace liufa::host
