/// Access tokens: by which programs ask in an account's name, with less than its rights and for a limited time. Asked
/// for with every request, so held in memory; only their hashes are kept.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "storage/store.hpp"

namespace liufa::host {

inline constexpr int longest_token_days = 366;

struct AccessToken {
  std::int64_t id = 0;
  std::int64_t account = 0;
  std::string name;
  bool read_only = true;
  std::set<std::string, std::less<>> methods;  ///< empty: all
  std::string expires_on;                      ///< last day
  std::string created_at;
};

class Tokens {
 public:
  /// Reads them anew: when the district is opened and after every change that was committed. Any thread, like all
  /// below.
  void load(Session& session);

  /// The token of that text, if it is neither revoked nor expired on a day.
  [[nodiscard]] std::optional<AccessToken> find(std::string_view text, std::string_view today) const;
  [[nodiscard]] std::vector<AccessToken> of(std::int64_t account) const;

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::string, AccessToken, std::less<>> by_hash_;
};

/// Keeps a new token (its id and time are set here) and returns its text, seen this once. In a write.
std::string issue_token(Session& session, AccessToken& token, std::string_view now);

/// Revokes one token of an account; false if there is none. In a write.
bool revoke_token(Session& session, std::int64_t account, std::int64_t id, std::string_view now);

}  // namespace liufa::host
