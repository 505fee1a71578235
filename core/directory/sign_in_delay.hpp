/// Slows down those who guess passwords: after some failures an account, and likewise an address, has to wait, each
/// time twice as long (GB/T 22239-2019 7.1.4.1 b; ASVS 4.0 2.2.1). No one is locked out for good by somebody else's
/// guesses.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "directory/sessions.hpp"

namespace liufa::host {

struct DelayRule {
  int free_of_account = 5;   ///< failures without a wait
  int free_of_address = 20;  ///< an office may share one address
  std::chrono::seconds first{1};
  std::chrono::seconds longest{15 * 60};
  std::chrono::hours forgotten{24};  ///< after so long without a failure
};

class SignInDelay {
 public:
  /// Subjects are "account:LOGIN" and "address:ADDRESS", in this order in every call; with an empty login the address
  /// alone is counted. Reads what was written down.
  void load(Session& session);

  /// How long this account or address still has to wait; zero if it may try. Any thread, like all below.
  [[nodiscard]] std::chrono::seconds wait(std::string_view login, std::string_view address, Instant now) const;

  /// Begins a check of a password: zero, and it counts as under way until `end`; or how long to wait. Of one account
  /// (address) only as many are under way as may fail without a wait, so that guessing side by side gains nothing.
  [[nodiscard]] std::chrono::seconds begin(std::string_view login, std::string_view address, Instant now);
  void end(std::string_view login, std::string_view address);

  /// Counts a failure of both, and writes it down. In a write.
  void failed(Session& session, std::string_view login, std::string_view address, Instant now);

  /// Forgets the account's failures; those of the address stay. In a write.
  void succeeded(Session& session, std::string_view login);

  [[nodiscard]] int failures(std::string_view login) const;

 private:
  struct Count {
    int failures = 0;
    Instant last;
    Instant until;
    int under_way = 0;
  };
  [[nodiscard]] bool is_full(const std::string& subject, int free) const;
  [[nodiscard]] std::chrono::seconds wait_of(const std::string& subject, Instant now) const;
  void count(Session& session, const std::string& subject, int free, Instant now);

  mutable std::mutex mutex_;
  DelayRule rule_;
  std::map<std::string, Count, std::less<>> counts_;
};

}  // namespace liufa::host
