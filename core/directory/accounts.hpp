/// Accounts and the posts that they hold, as the district knows them now. Asked with every request, so held in memory;
/// read anew in the write that changes one of them, before it is answered.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "directory/authorise.hpp"
#include "storage/store.hpp"

namespace liufa::host {

struct Account {
  std::int64_t id = 0;
  std::string login;
  std::string name;
  std::string state;  ///< active, suspended, closed
  std::int64_t member = 0;
  std::string subject;        ///< at the identity provider; empty if none
  bool password_due = false;  ///< the first one, or one that was set by another: to be changed before all else
};

class Accounts {
 public:
  /// Reads all of them: when the district is opened and after every change that was committed.
  void load(Session& session);

  /// The account that signs in under this name, whatever its state; nothing if there is none. Logins don't distinguish
  /// upper and lower case. Any thread, like all below.
  [[nodiscard]] std::optional<Account> by_login(std::string_view login) const;
  [[nodiscard]] std::optional<Account> by_subject(std::string_view subject) const;
  [[nodiscard]] std::optional<Account> by_id(std::int64_t account) const;

  /// The account with the posts that are in force on a day (YYYY-MM-DD); null unless it is active. A delegated post is
  /// in force only while the post it stands for is and the account that holds that one is not closed.
  [[nodiscard]] std::shared_ptr<const Actor> actor(std::int64_t account, std::string_view today) const;

 private:
  struct Held {
    Post post;
    std::int64_t account = 0;
    std::int64_t on_behalf_of = 0;
    std::string starts_on;
    std::string ends_on;  ///< empty: until revoked
  };
  struct Register {
    std::map<std::int64_t, Account> accounts;
    std::map<std::string, std::int64_t, std::less<>> by_login;
    std::map<std::string, std::int64_t, std::less<>> by_subject;
    std::map<std::int64_t, Held> posts;                         ///< those granted, by id
    std::map<std::int64_t, std::vector<std::int64_t>> held_by;  ///< account → posts
  };
  [[nodiscard]] std::shared_ptr<const Register> now() const;
  static bool in_force(const Register& all, const Held& held, std::string_view today);

  mutable std::shared_mutex mutex_;
  std::shared_ptr<const Register> register_ = std::make_shared<const Register>();
};

/// As logins are compared: ASCII letters in lower case.
std::string folded_login(std::string_view login);

}  // namespace liufa::host
