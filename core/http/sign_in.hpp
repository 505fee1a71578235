/// What signing in with a password and through the identity provider have in common.
#pragma once

#include <chrono>
#include <functional>

#include "http/routes.hpp"

namespace liufa::host {

/// A check that is under way, counted until its end.
class UnderWay {
 public:
  UnderWay(SignInDelay& delay, std::string login, std::string address)
      : delay_(delay), login_(std::move(login)), address_(std::move(address)) {}
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;
  ~UnderWay() { delay_.end(login_, address_); }

 private:
  SignInDelay& delay_;
  std::string login_;
  std::string address_;
};

/// The problem as an answer; with a wait, when to try again.
Response refusal(const Problem& problem, const RouteCall& call, std::chrono::seconds wait = {});

/// Puts an attempt on record: host.session.opened, host.session.refused. In a write.
void note_attempt(WriteContext& context, const RouteCall& call, std::string_view login, std::string_view name,
                  const Json& more = Json::object());

/// Opens a session, on record; `first` comes before it in the same write. It holds from now on.
Sessions::Opened open_session(RouteCall& call, const Account& account, bool by_provider,
                              const std::function<void(WriteContext&)>& first);

/// The header that gives a session's token to the browser.
std::string session_cookie_header(const RouteCall& call, std::string_view token);

}  // namespace liufa::host
