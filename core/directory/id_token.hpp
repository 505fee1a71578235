/// What an identity provider says about who signed in (OpenID Connect Core 1.0, 3.1.3.7).
#pragma once

#include <chrono>
#include <string>

#include "base/json.hpp"

namespace liufa::host {

/// What the answer to one sign-in has to say.
struct ExpectedToken {
  std::string issuer;
  std::string client;  ///< our name at the provider
  std::string nonce;   ///< that was sent along when it began
  std::chrono::system_clock::time_point now;
};

/// The `sub` of an ID token whose signature has been checked, if it was issued by this issuer, for us, just now and for
/// this sign-in. Throws Problem sign_in.token, which says what is wrong.
std::string subject_of(const Json& claims, const ExpectedToken& expected);

}  // namespace liufa::host
