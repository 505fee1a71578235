#include "writer.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Timespan.h>
#include <fmt/format.h>

#include <sstream>

#include "broken.hpp"

namespace liufa::crash {

namespace {

constexpr const char* tickets_path = "/api/v1/districts/crash/records/witness/ticket";

std::string described(const Ticket& ticket) {
  return fmt::format("id {}, version {}, {}, “{}”, “{}”, {}, “{}”", ticket.id, ticket.version, ticket.state,
                     ticket.code, ticket.subject, ticket.amount, ticket.reason);
}

}  // namespace

Ticket ticket_of(const Json& record) {
  const Json& reason = record.at("reason");
  return {record.at("id").get<std::int64_t>(),
          record.at("version").get<std::int64_t>(),
          record.at("state").get<std::string>(),
          record.at("code").get<std::string>(),
          record.at("subject").get<std::string>(),
          record.at("amount").get<std::int64_t>(),
          reason.is_null() ? std::string() : reason.get<std::string>()};
}

Doubt Writer::next_request() {
  ++requests_;
  Doubt made;
  made.key = fmt::format("w{}-{}", number_, requests_);
  const std::size_t kind = choose(10);
  if (tickets_.empty() || kind < 4) {
    made.method = "POST";
    made.path = tickets_path;
    made.wanted = {0, 1, "open", made.key, fmt::format("第{}件事", requests_), static_cast<std::int64_t>(requests_),
                   ""};
    made.body = {{"code", made.wanted.code}, {"subject", made.wanted.subject}, {"amount", made.wanted.amount}};
    return made;
  }
  const Ticket& ticket = tickets_[choose(tickets_.size())];
  made.version = ticket.version;
  made.wanted = ticket;
  ++made.wanted.version;
  made.path = fmt::format("{}/{}", tickets_path, ticket.id);
  if (kind < 7) {
    made.method = "PATCH";
    made.wanted.subject = fmt::format("改为第{}件事", requests_);
    made.wanted.amount = static_cast<std::int64_t>(requests_);
    made.body = {{"subject", made.wanted.subject}, {"amount", made.wanted.amount}};
  } else {
    made.method = "POST";
    const bool is_open = ticket.state == "open";
    made.path += is_open ? "/transitions/close" : "/transitions/reopen";
    made.wanted.state = is_open ? "closed" : "open";
    if (is_open) made.wanted.reason = fmt::format("第{}次办结", requests_);
    made.body = is_open ? Json{{"reason", made.wanted.reason}} : Json::object();
  }
  return made;
}

void Writer::send(Poco::Net::HTTPClientSession& session, const std::string& token) {
  using namespace Poco::Net;
  HTTPRequest request(doubt_->method, doubt_->path, HTTPMessage::HTTP_1_1);
  request.setKeepAlive(true);
  request.set("Authorization", "Bearer " + token);
  request.set("Idempotency-Key", doubt_->key);
  if (doubt_->version != 0) request.set("If-Match", fmt::format("\"{}\"", doubt_->version));
  const std::string body = doubt_->body.dump();
  request.setContentLength64(static_cast<Poco::Int64>(body.size()));
  session.sendRequest(request) << body << std::flush;
  HTTPResponse response;
  std::ostringstream text;
  text << session.receiveResponse(response).rdbuf();
  // Whatever is cut off is no acknowledgement.
  if (static_cast<Poco::Int64>(text.str().size()) != response.getContentLength64())
    throw Poco::IOException("the answer is cut off");
  if (response.getStatus() >= 300)
    throw Broken(fmt::format("{} {} ({}): {} {}", doubt_->method, doubt_->path, doubt_->key,
                             static_cast<int>(response.getStatus()), text.str()));
  const Ticket found = ticket_of(Json::parse(text.str()));
  Ticket wanted = doubt_->wanted;
  if (wanted.id == 0) wanted.id = found.id;
  if (found != wanted)
    throw Broken(
        fmt::format("{} {}: expected {}; found {}", doubt_->method, doubt_->path, described(wanted), described(found)));
  if (response.has("Idempotency-Replayed")) ++replayed_;
  const auto [at, is_new] = by_id_.emplace(found.id, tickets_.size());
  if (is_new)
    tickets_.push_back(found);
  else if (doubt_->version == 0)
    throw Broken(fmt::format("id {} was given twice", found.id));
  else
    tickets_[at->second] = found;
  doubt_.reset();
  ++acknowledged_;
}

void Writer::write_until_cut_off(const Address& at) {
  try {
    Poco::Net::HTTPClientSession session("127.0.0.1", at.port);
    session.setTimeout(Poco::Timespan(20, 0));
    session.setKeepAlive(true);
    for (;;) {
      doubt_ = next_request();
      send(session, at.token);
    }
  } catch (const Poco::TimeoutException&) {
    throw Broken("the server does not answer any more");
  } catch (const Poco::Exception&) {
    // The server is gone; what was under way stays in doubt.
  }
}

void Writer::settle_doubt(const Address& at) {
  if (!doubt_) return;
  Poco::Net::HTTPClientSession session("127.0.0.1", at.port);
  session.setTimeout(Poco::Timespan(20, 0));
  send(session, at.token);
}

}  // namespace liufa::crash
