#include "directory/key_set.hpp"

#include <Poco/Crypto/ECKey.h>
#include <Poco/Crypto/RSAKey.h>
#include <Poco/JWT/Signer.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <array>
#include <sstream>

#include "base/digest.hpp"
#include "base/problem.hpp"

namespace liufa::host {

namespace {

constexpr int least_rsa_bits = 2048;
constexpr std::size_t coordinate_bytes = 32;  // of a point on P-256

/// What OpenSSL gives to free.
template <auto release>
struct Release {
  template <class Object>
  void operator()(Object* object) const {
    release(object);
  }
};
using Number = std::unique_ptr<BIGNUM, Release<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Release<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Release<OSSL_PARAM_free>>;
using Maker = std::unique_ptr<EVP_PKEY_CTX, Release<EVP_PKEY_CTX_free>>;
using PublicKey = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Memory = std::unique_ptr<BIO, Release<BIO_free_all>>;

std::string text_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

Number number_of(const std::string& bytes) {
  return Number(
      BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()), nullptr));
}

PublicKey make(const char* kind, OSSL_PARAM_BLD* builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  const Maker maker(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
  EVP_PKEY* made = nullptr;
  if (!parameters || !maker || EVP_PKEY_fromdata_init(maker.get()) != 1 ||
      EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    return nullptr;
  return PublicKey(made);
}

PublicKey rsa_key(const Json& jwk) {
  const Number modulus = number_of(from_base64url(text_in(jwk, "n")));
  const Number exponent = number_of(from_base64url(text_in(jwk, "e")));
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  PublicKey key = make("RSA", builder.get());
  return key && EVP_PKEY_get_bits(key.get()) >= least_rsa_bits ? std::move(key) : nullptr;
}

PublicKey p256_key(const Json& jwk) {
  const std::string x = from_base64url(text_in(jwk, "x"));
  const std::string y = from_base64url(text_in(jwk, "y"));
  if (text_in(jwk, "crv") != "P-256" || x.size() != coordinate_bytes || y.size() != coordinate_bytes) return nullptr;
  const std::string point = "\x04" + x + y;  // uncompressed
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  return make("EC", builder.get());
}

std::string pem_of(EVP_PKEY* key) {
  const Memory memory(BIO_new(BIO_s_mem()));
  if (!memory || PEM_write_bio_PUBKEY(memory.get(), key) != 1) return "";
  char* begin = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &begin);
  return {begin, static_cast<std::size_t>(size)};
}

Problem not_good(const Text& reason) { return Problem("sign_in.token", {{"reason", reason}}); }

/// Header, content, signature.
std::array<std::string_view, 3> parts_of(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos)
    throw not_good({"令牌应有三段", "a token has three parts"});
  return {token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1)};
}

Json object_of(std::string_view part) {
  try {
    Json json = parse_json(from_base64url(part));
    if (json.is_object()) return json;
  } catch (const Problem&) {  // said below, in words that fit
  }
  throw not_good({"令牌的内容不是 JSON 对象", "a part of the token is no JSON object"});
}

Json header_of(std::string_view token) {
  Json header = object_of(parts_of(token)[0]);
  const std::string algorithm = text_in(header, "alg");
  if (algorithm != "RS256" && algorithm != "ES256")
    throw not_good({"签名算法应为 RS256 或 ES256，实际“" + algorithm + "”",
                    "the algorithm is RS256 or ES256, found “" + algorithm + "”"});
  if (header.contains("crit"))  // RFC 7515, 4.1.11: whoever does not know what it names refuses
    throw not_good({"令牌带有未知的必要扩展（crit）", "the token has extensions that have to be known (crit)"});
  return header;
}

bool is_signed(const std::string& token, const std::string& algorithm, const std::string& pem) {
  std::istringstream in(pem);
  Poco::JWT::Signer signer;
  signer.setAlgorithms({algorithm});
  if (algorithm == "RS256")
    signer.setRSAKey(new Poco::Crypto::RSAKey(&in));
  else
    signer.setECKey(new Poco::Crypto::ECKey(&in));
  Poco::JWT::Token parsed;
  return signer.tryVerify(token, parsed);
}

}  // namespace

KeySet::KeySet(const Json& set) {
  const auto listed = set.find("keys");
  if (listed == set.end() || !listed->is_array()) return;
  for (const Json& jwk : *listed) {
    if (!jwk.is_object() || (jwk.contains("use") && text_in(jwk, "use") != "sig")) continue;
    const std::string kind = text_in(jwk, "kty");
    const std::string algorithm = kind == "RSA" ? "RS256" : kind == "EC" ? "ES256" : "";
    if (algorithm.empty() || (jwk.contains("alg") && text_in(jwk, "alg") != algorithm)) continue;
    if (const PublicKey key = kind == "RSA" ? rsa_key(jwk) : p256_key(jwk))
      keys_.push_back({text_in(jwk, "kid"), algorithm, pem_of(key.get())});
  }
}

const KeySet::Key* KeySet::key_for(const Json& header) const {
  const std::string algorithm = text_in(header, "alg");
  const std::string id = text_in(header, "kid");
  const Key* only = nullptr;
  for (const Key& key : keys_) {
    if (key.algorithm != algorithm || (!id.empty() && key.id != id)) continue;
    if (only) return nullptr;  // which of them is not said
    only = &key;
  }
  return only;
}

bool KeySet::has_key_of(std::string_view token) const { return key_for(header_of(token)) != nullptr; }

Json KeySet::verified(std::string_view token) const {
  const Json header = header_of(token);
  const Key* key = key_for(header);
  if (!key)
    throw not_good({"身份提供方没有令牌所称的密钥“" + text_in(header, "kid") + "”",
                    "the provider has no key “" + text_in(header, "kid") + "” as the token names"});
  bool fits = false;
  try {
    fits = is_signed(std::string(token), key->algorithm, key->pem);
  } catch (const Poco::Exception&) {  // a signature of another form
  }
  if (!fits) throw not_good({"签名不正确", "the signature is not correct"});
  return object_of(parts_of(token)[1]);
}

}  // namespace liufa::host
