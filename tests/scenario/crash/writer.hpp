/// One client that writes its own tickets and keeps account of what was acknowledged.
#pragma once

#include <Poco/Net/HTTPClientSession.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace liufa::crash {

using host::Json;

/// A ticket as its writer knows it.
struct Ticket {
  std::int64_t id = 0;
  std::int64_t version = 0;
  std::string state;
  std::string code;
  std::string subject;
  std::int64_t amount = 0;
  std::string reason;

  bool operator==(const Ticket&) const = default;
};
Ticket ticket_of(const Json& record);

/// Where a serving host is.
struct Address {
  std::uint16_t port = 0;
  std::string token;
};

/// A request whose answer never came: done or not, but nothing in between.
struct Doubt {
  std::string method;
  std::string path;
  Json body;
  std::string key;           ///< its Idempotency-Key
  std::int64_t version = 0;  ///< of the ticket it changes; 0 for a create
  Ticket wanted;             ///< what the ticket is if it was done; id and version of a create are not known
};

class Writer {
 public:
  Writer(int number, std::uint64_t seed) : number_(number), random_(seed) {}

  /// Writes until the server is gone. Throws Broken if an answer is wrong.
  void write_until_cut_off(const Address& at);

  /// Sends the doubtful request again, with its old key: whether or not it was done before, it is done once now.
  void settle_doubt(const Address& at);

  [[nodiscard]] const std::vector<Ticket>& tickets() const { return tickets_; }
  [[nodiscard]] const std::optional<Doubt>& doubt() const { return doubt_; }
  [[nodiscard]] std::uint64_t acknowledged() const { return acknowledged_; }
  [[nodiscard]] std::uint64_t replayed() const { return replayed_; }

 private:
  Doubt next_request();
  /// Sends what is in doubt; the ticket is changed and the doubt gone only once the answer is there and right.
  void send(Poco::Net::HTTPClientSession& session, const std::string& token);
  std::size_t choose(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }

  int number_;
  std::mt19937_64 random_;
  std::uint64_t requests_ = 0;
  std::uint64_t acknowledged_ = 0;
  std::uint64_t replayed_ = 0;  ///< doubts that turned out to have been done before the crash
  std::vector<Ticket> tickets_;
  std::map<std::int64_t, std::size_t> by_id_;  ///< where in tickets_
  std::optional<Doubt> doubt_;
};

}  // namespace liufa::crash
