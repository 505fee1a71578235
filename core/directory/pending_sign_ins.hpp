/// Sign-ins that were sent to the identity provider and have not come back yet. Held in memory: after a restart one
/// begins again.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace liufa::host {

struct PendingSignIn {
  std::string district;
  std::string state;     ///< comes back with the browser: the answer belongs to this sign-in
  std::string nonce;     ///< comes back in the token: so does that
  std::string verifier;  ///< proves to the provider that whoever began redeems the code (RFC 7636)
};

class PendingSignIns {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::minutes lifetime{10};
  static constexpr std::size_t most = 10'000;
  static constexpr std::size_t most_of_address = 1'000;  ///< an office may share one

  struct Begun {
    std::string browser;  ///< what the browser keeps in its cookie
    PendingSignIn sign_in;
  };
  /// Any thread. Of too many, the oldest (first that of the same address) is given up.
  Begun begin(std::string_view district, std::string_view address, Moment now);

  /// The sign-in that a browser began, this once and while it is not too old. Any thread.
  std::optional<PendingSignIn> take(std::string_view browser, Moment now);

 private:
  struct Entry {
    PendingSignIn sign_in;
    std::string address;
    Moment begun;
  };
  void make_room(std::string_view address, Moment now);

  std::mutex mutex_;
  std::map<std::string, Entry, std::less<>> entries_;  ///< by the browser's value
};

}  // namespace liufa::host
