/// Who is signed in. A session is a random token in a cookie; only its hash is kept. Asked with every request, so held
/// in memory; what must outlive a restart is in core_session.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store.hpp"

namespace liufa::host {

using Instant = std::chrono::system_clock::time_point;

/// How long a session lasts; settings of the manifest `access` (ASVS 4.0 3.3.2, GB/T 22239-2019 7.1.4.1 b).
struct SessionRule {
  std::chrono::minutes idle{30};
  std::chrono::minutes absolute{12 * 60};
};

struct SignedIn {
  std::int64_t id = 0;
  std::int64_t account = 0;
  Instant created;
  Instant used;
  std::string address;
  std::string agent;         ///< what the browser calls itself
  bool by_provider = false;  ///< signed in through the identity provider, without the password
};

class Sessions {
 public:
  /// Reads those that have not ended: when the district is opened.
  void load(Session& session, SessionRule rule);
  void set_rule(SessionRule rule);

  /// Opens a session and returns its token, seen this once. In a write; holds when that has committed, see `publish`.
  struct Opened {
    std::string token;
    std::string hash;
    SignedIn session;
  };
  static Opened open(Session& session, std::int64_t account, std::string_view now, std::string_view address,
                     std::string_view agent, bool by_provider = false);
  void publish(const Opened& opened);

  /// The session of a token, if it has neither ended nor expired at `now`; counts as use unless a page asks by itself.
  /// Any thread, like all below.
  std::optional<SignedIn> find(std::string_view token, Instant now, bool is_use = true);
  /// Of one account, expired ones left out.
  [[nodiscard]] std::vector<SignedIn> of(std::int64_t account, Instant now) const;
  [[nodiscard]] SessionRule rule() const;

  /// Ends sessions of an account: one (`id`), or all but one (`keep`; 0: all). In a write; in memory at once.
  void end(Session& session, std::int64_t account, std::int64_t id, std::string_view now);
  void end_all(Session& session, std::int64_t account, std::int64_t keep, std::string_view now);
  /// Ends in memory those of accounts that may not sign in any more.
  void keep_only(const std::function<bool(std::int64_t account)>& may_stay);
  /// Writes down when sessions were last used. In a write; called when somebody signs in and when the district is
  /// closed.
  void save_use(Session& session);

 private:
  [[nodiscard]] bool expired(const SignedIn& session, Instant now) const;

  mutable std::mutex mutex_;
  SessionRule rule_;
  std::map<std::string, SignedIn, std::less<>> by_hash_;
};

/// What a page sends back with every change, so that another site can't make the browser do it: derived from the
/// session, known to the page alone.
std::string request_proof(std::string_view session_token);

}  // namespace liufa::host
