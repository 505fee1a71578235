/// The identity provider through which people sign in: OpenID Connect Core 1.0, the authorization code flow (3.1), with
/// PKCE (RFC 7636, S256).
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>

#include "base/text.hpp"
#include "directory/key_set.hpp"
#include "directory/pending_sign_ins.hpp"
#include "services/web_request.hpp"

namespace liufa::host {

/// As the administrator set it up.
struct ProviderOptions {
  std::string issuer;     ///< https://…; http only on this machine
  std::string client_id;  ///< under which we are registered there
  std::string client_secret = {};
  Text name = {};              ///< as people know it
  std::string public_address;  ///< under which browsers reach this server, without a path
};

class Provider {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  explicit Provider(ProviderOptions options, WebFetch web = fetch);

  [[nodiscard]] const ProviderOptions& options() const { return options_; }
  /// Where the provider sends the browser back to, for a district; registered there.
  [[nodiscard]] std::string callback_of(std::string_view district) const;

  struct Begun {
    std::string browser;  ///< for its cookie
    std::string address;  ///< where to send it
  };
  /// Begins a sign-in. Throws Problem sign_in.unreachable, .busy. Any thread, like all below; takes as long as the
  /// provider does, so never within a write.
  Begun begin(std::string_view district, std::string_view client_address, Moment now);

  /// What comes back with the browser.
  struct Returned {
    std::string browser;  ///< its cookie
    std::string state;
    std::string code;
    std::string error;   ///< why there is no code
    std::string issuer;  ///< RFC 9207; empty: not given
  };
  /// The `sub` of who signed in. Throws Problem sign_in.state, .issuer, .denied, .code, .token, .unreachable,
  /// .busy.
  std::string finish(std::string_view district, const Returned& returned, Moment now);

 private:
  /// What the provider publishes about itself.
  struct Published {
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string keys_address;
    bool names_issuer = false;  ///< in what comes back with the browser
    KeySet keys;
    Moment read;
    std::optional<Moment> keys_read_again = {};
  };
  std::shared_ptr<const Published> published(Moment now);
  /// The same with keys read anew, unless that was done within the last minute: for a token by a key not known yet.
  std::shared_ptr<const Published> with_new_keys(Moment now);
  [[nodiscard]] Published read_published(Moment now) const;
  [[nodiscard]] KeySet read_keys(const std::string& address) const;
  [[nodiscard]] Json read_json(const std::string& address) const;
  [[nodiscard]] std::string redeem(const Published& at, const PendingSignIn& pending, const std::string& code) const;

  const ProviderOptions options_;
  const WebFetch web_;
  PendingSignIns pending_;
  std::counting_semaphore<> free_places_;  ///< whoever waits for a slow provider holds a thread of the server

  std::mutex mutex_;  ///< of what follows; held while it is read, so that many who wait ask once
  std::shared_ptr<const Published> published_;
  std::string failure_;  ///< why it could not be read the last time; not tried again for some seconds
  Moment failed_;
};

}  // namespace liufa::host
