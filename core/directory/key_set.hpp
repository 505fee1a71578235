/// The public keys by which the tokens of an identity provider are checked: a JWK Set (RFC 7517). Signatures are
/// checked by Poco's JWT on OpenSSL.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace liufa::host {

class KeySet {
 public:
  KeySet() = default;
  /// Takes those keys of the set that are good for RS256 (from 2048 bits) or ES256; what else it holds is left out.
  explicit KeySet(const Json& set);

  /// Whether it has a key that the token's header names. Throws Problem sign_in.token if that can't be read or names an
  /// algorithm other than these two: “none” proves nothing, and with HS256 a public key would do as the secret.
  [[nodiscard]] bool has_key_of(std::string_view token) const;

  /// What the token says, if its signature was made by a key of the set. Throws Problem sign_in.token.
  [[nodiscard]] Json verified(std::string_view token) const;

  [[nodiscard]] bool empty() const { return keys_.empty(); }

 private:
  struct Key {
    std::string id;         ///< empty: has none
    std::string algorithm;  ///< the only one that it is used with
    std::string pem;
  };
  /// The key of a token's header: that of its `kid`, or without one the only key of its algorithm.
  [[nodiscard]] const Key* key_for(const Json& header) const;

  std::vector<Key> keys_;
};

}  // namespace liufa::host
