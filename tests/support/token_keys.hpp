/// Keys and signed tokens of an identity provider that a test plays. Signed by OpenSSL itself, not by the library that
/// checks them.
#pragma once

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include <memory>
#include <string>

#include "base/digest.hpp"
#include "base/json.hpp"

namespace liufa::test {

class SigningKey {
 public:
  static SigningKey rsa(const std::string& id, unsigned bits = 2048) {
    return {EVP_RSA_gen(static_cast<std::size_t>(bits)), id, "RS256"};
  }
  static SigningKey p256(const std::string& id) { return {EVP_EC_gen("P-256"), id, "ES256"}; }

  /// The public half, as a provider publishes it.
  [[nodiscard]] host::Json jwk() const {
    if (algorithm_ == "RS256")
      return {{"kty", "RSA"}, {"kid", id_}, {"use", "sig"}, {"n", number("n")}, {"e", number("e")}};
    return {{"kty", "EC"}, {"crv", "P-256"}, {"kid", id_}, {"x", number("qx", 32)}, {"y", number("qy", 32)}};
  }
  [[nodiscard]] host::Json set() const { return {{"keys", host::Json::array({jwk()})}}; }

  [[nodiscard]] std::string token(const host::Json& claims) const {
    return token(claims, {{"alg", algorithm_}, {"kid", id_}});
  }
  /// With a header of one's own.
  [[nodiscard]] std::string token(const host::Json& claims, const host::Json& header) const {
    const std::string said = host::base64url(header.dump()) + "." + host::base64url(claims.dump());
    return said + "." + host::base64url(signature(said));
  }

 private:
  SigningKey(EVP_PKEY* key, std::string id, std::string algorithm)
      : key_(key, EVP_PKEY_free), id_(std::move(id)), algorithm_(std::move(algorithm)) {}

  [[nodiscard]] std::string number(const char* name, int width = 0) const {
    BIGNUM* value = nullptr;
    EVP_PKEY_get_bn_param(key_.get(), name, &value);
    const std::string bytes = bytes_of(value, width == 0 ? BN_num_bytes(value) : width);
    BN_free(value);
    return host::base64url(bytes);
  }
  static std::string bytes_of(const BIGNUM* value, int width) {
    std::string bytes(static_cast<std::size_t>(width), '\0');
    BN_bn2binpad(value, reinterpret_cast<unsigned char*>(bytes.data()), width);
    return bytes;
  }
  [[nodiscard]] std::string signature(const std::string& said) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
    const auto* data = reinterpret_cast<const unsigned char*>(said.data());
    std::size_t size = 0;
    EVP_DigestSign(context.get(), nullptr, &size, data, said.size());
    std::string made(size, '\0');
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(made.data()), &size, data, said.size());
    made.resize(size);
    return algorithm_ == "RS256" ? made : joined(made);
  }
  /// r and s in 32 bytes each (RFC 7518, 3.4) from the form that OpenSSL gives.
  static std::string joined(const std::string& der) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    ECDSA_SIG* parsed = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
    const std::string both = bytes_of(ECDSA_SIG_get0_r(parsed), 32) + bytes_of(ECDSA_SIG_get0_s(parsed), 32);
    ECDSA_SIG_free(parsed);
    return both;
  }

  std::shared_ptr<EVP_PKEY> key_;
  std::string id_;
  std::string algorithm_;
};

/// A token signed by HMAC-SHA-256, as HS256 has it.
inline std::string token_of_secret(const host::Json& claims, const host::Json& header, const std::string& secret) {
  const std::string said = host::base64url(header.dump()) + "." + host::base64url(claims.dump());
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(said.data()), said.size(), digest, &size);
  return said + "." + host::base64url({reinterpret_cast<const char*>(digest), size});
}

}  // namespace liufa::test
