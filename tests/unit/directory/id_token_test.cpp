/// What is believed of an identity provider's token, and what is not.
#include "directory/id_token.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "base/problem.hpp"
#include "directory/key_set.hpp"
#include "directory/pending_sign_ins.hpp"
#include "token_keys.hpp"

namespace liufa::host::test {
namespace {

using liufa::test::SigningKey;
using liufa::test::token_of_secret;
using namespace std::chrono;

/// Why it is refused, in English; empty if it is believed.
std::string refused(const std::function<void()>& work) {
  try {
    work();
    return "";
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.code(), "sign_in.token");
    EXPECT_FALSE(problem.text().zh.empty());
    return problem.text().en;
  }
}

testing::AssertionResult says(const std::string& found, const std::string& expected) {
  if (found.find(expected) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "“" << found << "” does not say “" << expected << "”";
}

class IdToken : public ::testing::Test {
 protected:
  const SigningKey& rsa = keys()[0];
  const SigningKey& other = keys()[1];
  const SigningKey& p256 = keys()[2];
  const system_clock::time_point now = system_clock::now();
  const std::int64_t at = duration_cast<seconds>(now.time_since_epoch()).count();
  const ExpectedToken expected{"https://id.example", "liufa", "nonce-1", now};
  const Json good{{"iss", "https://id.example"}, {"aud", "liufa"}, {"exp", at + 300}, {"iat", at - 1},
                  {"nonce", "nonce-1"},          {"sub", "u-17"}};

  static const std::vector<SigningKey>& keys() {
    static const std::vector<SigningKey> made{SigningKey::rsa("k"), SigningKey::rsa("k"), SigningKey::p256("e")};
    return made;
  }
  Json with(const char* name, const Json& value) const {
    Json claims = good;
    if (value.is_null())
      claims.erase(name);
    else
      claims[name] = value;
    return claims;
  }
  std::string why(const Json& claims) const {
    return refused([&] { subject_of(claims, expected); });
  }
  static std::string why_unsigned(const KeySet& set, const std::string& token) {
    return refused([&] { (void)set.verified(token); });
  }
};

TEST_F(IdToken, is_believed_when_all_fits) {
  EXPECT_EQ(subject_of(KeySet(rsa.set()).verified(rsa.token(good)), expected), "u-17");
  for (int i = 0; i < 300; ++i)  // among them numbers with leading zeros
    ASSERT_EQ(subject_of(KeySet(p256.set()).verified(p256.token(good)), expected), "u-17");
  EXPECT_EQ(subject_of(with("aud", Json::array({"liufa"})), expected), "u-17");
}

TEST_F(IdToken, is_believed_of_the_provider_s_key_alone) {
  const KeySet set(rsa.set());
  EXPECT_TRUE(says(why_unsigned(set, other.token(good)), "signature is not correct"));
  std::string changed = rsa.token(good);
  const std::string claims = base64url(with("sub", "u-18").dump());
  changed.replace(changed.find('.') + 1, changed.rfind('.') - changed.find('.') - 1, claims);
  EXPECT_TRUE(says(why_unsigned(set, changed), "signature is not correct"));
  for (const char* end : {"", "AA", "!!"})
    EXPECT_TRUE(says(why_unsigned(set, changed.substr(0, changed.rfind('.') + 1) + end), "signature is not correct"));
  EXPECT_TRUE(says(why_unsigned(KeySet(p256.set()), p256.token(good).substr(0, 100)), "three parts"));
  EXPECT_TRUE(says(why_unsigned(KeySet(p256.set()), p256.token(good) + "AA"), "signature is not correct"));
}

TEST_F(IdToken, is_not_believed_without_a_signature) {
  const KeySet set(rsa.set());
  for (const char* none : {"none", "None", "", "HS256", "RS512", "PS256"})
    for (const std::string& token : {rsa.token(good, {{"alg", none}, {"kid", "k"}}),
                                     base64url(Json{{"alg", none}}.dump()) + "." + base64url(good.dump()) + "."})
      EXPECT_TRUE(says(why_unsigned(set, token), "algorithm is RS256 or ES256")) << none;
  EXPECT_TRUE(says(why_unsigned(set, base64url("{}") + "." + base64url(good.dump()) + "."), "RS256 or ES256"));
}

TEST_F(IdToken, is_not_signed_with_the_public_key_as_the_secret) {
  // The oldest trick: what everybody knows, given out as the secret of an HMAC.
  const KeySet set(rsa.set());
  for (const std::string& secret :
       {rsa.jwk().dump(), rsa.jwk().at("n").get<std::string>(), from_base64url(rsa.jwk().at("n").get<std::string>())})
    for (const char* algorithm : {"HS256", "RS256"})
      EXPECT_FALSE(why_unsigned(set, token_of_secret(good, {{"alg", algorithm}, {"kid", "k"}}, secret)).empty());
}

TEST_F(IdToken, names_a_key_that_is_known) {
  const KeySet set(rsa.set());
  const std::string token = rsa.token(good, {{"alg", "RS256"}, {"kid", "new"}});
  EXPECT_FALSE(set.has_key_of(token));
  EXPECT_TRUE(says(why_unsigned(set, token), "no key “new”"));
  EXPECT_TRUE(set.has_key_of(rsa.token(good, {{"alg", "RS256"}}))) << "the only one needs no name";
  const KeySet two(Json{{"keys", Json::array({rsa.jwk(), SigningKey::rsa("k2").jwk()})}});
  EXPECT_FALSE(two.has_key_of(rsa.token(good, {{"alg", "RS256"}}))) << "of two, one has to be named";
  EXPECT_TRUE(two.has_key_of(rsa.token(good)));
  EXPECT_FALSE(set.has_key_of(p256.token(good, {{"alg", "ES256"}, {"kid", "k"}}))) << "a key has one algorithm";
}

TEST_F(IdToken, has_no_extensions_that_have_to_be_known) {
  EXPECT_TRUE(says(
      why_unsigned(KeySet(rsa.set()),
                   rsa.token(good, {{"alg", "RS256"}, {"kid", "k"}, {"crit", Json::array({"b64"})}, {"b64", false}})),
      "crit"));
}

TEST_F(IdToken, is_checked_by_keys_that_are_strong_and_for_signatures) {
  Json encrypts = rsa.jwk();
  encrypts["use"] = "enc";
  Json other_algorithm = rsa.jwk();
  other_algorithm["alg"] = "RS512";
  Json off_curve = p256.jwk();
  off_curve["y"] = off_curve["x"];
  for (const Json& jwk : {encrypts, other_algorithm, off_curve, SigningKey::rsa("weak", 1024).jwk(),
                          Json{{"kty", "oct"}, {"k", "c2VjcmV0"}}, Json{{"kty", "RSA"}}, Json{{"kty", 7}}, Json("x")})
    EXPECT_TRUE(KeySet(Json{{"keys", Json::array({jwk})}}).empty()) << jwk.dump();
  EXPECT_TRUE(KeySet(Json::object()).empty());
  EXPECT_TRUE(KeySet(Json{{"keys", 1}}).empty());
}

TEST_F(IdToken, is_of_this_issuer_for_us_and_for_this_sign_in) {
  EXPECT_EQ(why(good), "");
  EXPECT_TRUE(says(why(with("iss", "https://evil.example")), "iss is “https://id.example”"));
  EXPECT_TRUE(says(why(with("iss", nullptr)), "iss is"));
  EXPECT_TRUE(says(why(with("aud", "another")), "aud is “liufa”"));
  EXPECT_TRUE(says(why(with("aud", nullptr)), "aud is"));
  EXPECT_TRUE(says(why(with("aud", Json::array({"another"}))), "aud is"));
  EXPECT_TRUE(says(why(with("aud", Json::array({"liufa", "another"}))), "azp is")) << "which of them is not said";
  EXPECT_TRUE(says(why(with("azp", "another")), "azp is “liufa”"));
  EXPECT_EQ(why(with("azp", "liufa")), "");
  EXPECT_TRUE(says(why(with("nonce", "nonce-2")), "nonce"));
  EXPECT_TRUE(says(why(with("nonce", nullptr)), "nonce"));
  EXPECT_TRUE(says(why(with("nonce", 1)), "nonce"));
  EXPECT_TRUE(says(why(with("sub", "")), "sub has"));
  EXPECT_TRUE(says(why(with("sub", 17)), "sub has"));
  EXPECT_TRUE(says(why(with("sub", std::string(256, 'x'))), "sub has"));
}

TEST_F(IdToken, is_of_now) {
  EXPECT_TRUE(says(why(with("exp", at - 61)), "expired"));
  EXPECT_EQ(why(with("exp", at - 30)), "") << "clocks differ a little";
  EXPECT_TRUE(says(why(with("exp", nullptr)), "expired"));
  EXPECT_TRUE(says(why(with("exp", "tomorrow")), "expired"));
  EXPECT_TRUE(says(why(with("exp", 1e300)), "expired"));
  EXPECT_TRUE(says(why(with("iat", at + 120)), "iat"));
  EXPECT_TRUE(says(why(with("iat", at - 3600)), "iat"));
  EXPECT_TRUE(says(why(with("iat", nullptr)), "iat"));
  EXPECT_TRUE(says(why(with("nbf", at + 120)), "nbf"));
}

TEST(PendingSignIn, is_taken_once_and_in_time) {
  PendingSignIns pending;
  const auto now = steady_clock::now();
  const auto begun = pending.begin("d", "10.0.0.1", now);
  EXPECT_FALSE(pending.take("another", now));
  const auto taken = pending.take(begun.browser, now + minutes{10});
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->state, begun.sign_in.state);
  EXPECT_FALSE(pending.take(begun.browser, now)) << "once";
  EXPECT_FALSE(pending.take(pending.begin("d", "10.0.0.1", now).browser, now + minutes{11})) << "too old";
}

TEST(PendingSignIn, gives_way_when_one_address_begins_very_many) {
  PendingSignIns pending;
  const auto now = steady_clock::now();
  const auto mine = pending.begin("d", "10.0.0.1", now);
  const auto first = pending.begin("d", "10.0.0.2", now);
  for (std::size_t i = 0; i < PendingSignIns::most_of_address; ++i) pending.begin("d", "10.0.0.2", now + seconds{1});
  EXPECT_FALSE(pending.take(first.browser, now));
  EXPECT_TRUE(pending.take(mine.browser, now)) << "others are not touched";
}

}  // namespace
}  // namespace liufa::host::test
