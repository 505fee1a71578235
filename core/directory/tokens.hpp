/// Access tokens. They are asked for with every request and change once a year, so they are held in memory.
#pragma once

#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>

#include "directory/authorise.hpp"
#include "storage/store.hpp"

namespace liufa::host {

/// Makes a token for the district and returns it; only its hash is kept, so this is the one time it is seen. It stands
/// for the office and the administrator of this district. Those of the same name are revoked. In a write.
std::string issue_token(Session& session, std::string_view name, std::string_view now);

/// The valid tokens of a district. Any thread.
class Tokens {
 public:
  /// Reads them anew: when the district is opened and after every issue_token that was committed.
  void load(Session& session);

  /// The actor whose token this is; null if it is none, or revoked.
  [[nodiscard]] std::shared_ptr<const Actor> actor_of(std::string_view token) const;

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::shared_ptr<const Actor>, std::less<>> by_hash_;
};

}  // namespace liufa::host
