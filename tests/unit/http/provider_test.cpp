/// Signing in through an identity provider that the test plays: what comes back and what is made of it.
#include "services/provider.hpp"

#include <algorithm>

#include "people.hpp"
#include "token_keys.hpp"

namespace liufa::host::test {
namespace {

using liufa::test::SigningKey;

constexpr const char* issuer = "https://id.example";

class ProviderSignIn : public PeopleTest {
 protected:
  ProviderSignIn() {
    through(ProviderOptions{issuer, "liufa", "geheim+", {"统一认证", "One Login"}, "https://liufa.example"});
    today("2026-03-02");
    li = account("li", {{"subject", "u-li"}});
    EXPECT_EQ(grant(li, "office").status, 201);
  }

  void through(const ProviderOptions& options) {
    entry = std::make_unique<Api>(
        host, std::make_unique<Provider>(options, [this](const WebRequest& request) { return web(request); }));
  }

  /// What the provider answers.
  WebAnswer web(const WebRequest& request) {
    asked.push_back(request);
    if (down) throw std::runtime_error("connection refused");
    if (request.address.ends_with("/.well-known/openid-configuration")) return {200, metadata.dump()};
    if (request.address == std::string(issuer) + "/jwks") return {200, key->set().dump()};
    if (!refuses.empty()) return {400, Json{{"error", refuses}}.dump()};
    const Query form = parse_query(request.form);
    // RFC 7636, 4.6
    if (base64url(bytes(sha256({form.at("code_verifier")}))) != sent.at("code_challenge"))
      return {400, R"({"error": "invalid_grant"})"};
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    Json claims{{"iss", issuer}, {"aud", "liufa"}, {"exp", now + 60}, {"iat", now}, {"nonce", sent.at("nonce")},
                {"sub", person}};
    claims.update(instead);
    return {200, Json{{"id_token", key->token(claims)}, {"access_token", "x"}}.dump()};
  }

  Response get(const std::string& path, const std::string& cookies, const std::string& accept = "application/json",
               const std::string& district = "d") {
    Request request;
    request.method = "GET";
    const std::size_t question = path.find('?');
    request.path = "/api/v1/districts/" + district + path.substr(0, question);
    if (question != std::string::npos) request.query = parse_query(std::string_view(path).substr(question + 1));
    request.headers = {{"cookie", cookies}, {"accept", accept}};
    request.address = "10.0.0.1";
    return entry->handle(request);
  }
  static std::string first_part(const std::string& cookie) { return cookie.substr(0, cookie.find(';')); }

  /// Goes to the provider; the browser's cookie.
  std::string begin() {
    const Response response = get("/sign-in/provider", "");
    EXPECT_EQ(response.status, 302) << response.body;
    if (response.status != 302) return "";
    const std::string& location = response.headers.at("Location");
    EXPECT_TRUE(location.starts_with("https://id.example/auth?response_type=code&scope=openid&")) << location;
    sent = parse_query(std::string_view(location).substr(location.find('?') + 1));
    return first_part(response.headers.at("Set-Cookie"));
  }
  Response back(const std::string& cookies, const std::string& more = "&code=c1", const std::string& accept = "") {
    return get("/sign-in/callback?state=" + sent.at("state") + "&iss=https%3A%2F%2Fid.example" + more, cookies, accept);
  }
  Json last_events(const std::string& topic) {
    Json items = Json::parse(ask("GET", "/events?limit=1000&topic=" + topic).body).at("items");
    return items;
  }
  std::string reason_of_last_refusal() {
    const Json items = last_events("host.session.refused");
    return items.empty() ? "" : items.back().dump();
  }
  std::size_t times_asked(const std::string& address) const {
    return static_cast<std::size_t>(std::count_if(
        asked.begin(), asked.end(), [&](const WebRequest& each) { return each.address.ends_with(address); }));
  }

  Json metadata{{"issuer", issuer},
                {"authorization_endpoint", "https://id.example/auth"},
                {"token_endpoint", "https://id.example/token"},
                {"jwks_uri", "https://id.example/jwks"},
                {"authorization_response_iss_parameter_supported", true}};
  static const SigningKey& first_key() {
    static const SigningKey made = SigningKey::p256("k1");
    return made;
  }
  const SigningKey* key = &first_key();
  std::string person = "u-li";
  Json instead = Json::object();  ///< claims of another value
  std::string refuses;            ///< the error with which codes are refused
  bool down = false;
  std::vector<WebRequest> asked;
  Query sent;  ///< with the browser
  std::unique_ptr<Api> entry;
  std::int64_t li = 0;
};

TEST_F(ProviderSignIn, opens_a_session_like_any_other) {
  body(send(local_operator(), "POST", fmt::format("/accounts/{}/password", li)), 201);  // never changed
  const std::string browser = begin();
  EXPECT_EQ(sent.at("redirect_uri"), "https://liufa.example/api/v1/districts/d/sign-in/callback");
  EXPECT_EQ(sent.at("code_challenge_method"), "S256");
  const Response response = back("other=1; " + browser);
  ASSERT_EQ(response.status, 303) << response.body;
  EXPECT_EQ(response.headers.at("Location"), "/d/");
  const std::string& cookie = response.headers.at("Set-Cookie");
  for (const char* part : {"liufa_session=", "Path=/api/v1/districts/d;", "Secure", "HttpOnly", "SameSite=Strict"})
    EXPECT_NE(cookie.find(part), std::string::npos) << cookie;
  const Json who = body(get("/session", first_part(cookie)), 200);
  EXPECT_EQ(who.at("login"), "li");
  EXPECT_EQ(who.at("password_due"), false) << "a first password is for those who sign in with it";
  EXPECT_EQ(get("/records", first_part(cookie)).status, 200);
  const Json opened = last_events("host.session.opened");
  ASSERT_EQ(opened.size(), 1U);
  EXPECT_NE(opened[0].dump().find("provider"), std::string::npos) << opened[0];
  // The same as said by the administrator's options: who we are, and the secret in the header, encoded.
  EXPECT_EQ(asked.back().headers.at("Authorization"), "Basic bGl1ZmE6Z2VoZWltJTJC");
  EXPECT_EQ(parse_query(asked.back().form).at("redirect_uri"), sent.at("redirect_uri"));
}

TEST_F(ProviderSignIn, is_tied_to_the_browser_for_a_short_time) {
  const std::string cookie = get("/sign-in/provider", "").headers.at("Set-Cookie");
  for (const char* part : {"Path=/api/v1/districts/d/sign-in;", "Max-Age=600", "Secure", "HttpOnly", "SameSite=Lax"})
    EXPECT_NE(cookie.find(part), std::string::npos) << cookie;
}

TEST_F(ProviderSignIn, ends_the_first_password_s_duty_also_after_a_restart) {
  body(send(local_operator(), "POST", fmt::format("/accounts/{}/password", li)), 201);
  const std::string cookie = first_part(back(begin()).headers.at("Set-Cookie"));
  District& district = host.district("d");
  district.sessions().load(*district.store().read(), district.sessions().rule());
  EXPECT_EQ(body(get("/session", cookie), 200).at("password_due"), false);
}

TEST_F(ProviderSignIn, is_refused_if_it_is_not_the_one_that_this_browser_began) {
  EXPECT_EQ(code(back(begin() + "x")), "sign_in.state");
  begin();
  EXPECT_EQ(code(back("")), "sign_in.state");
  const std::string browser = begin();
  sent["state"] += "x";
  EXPECT_EQ(code(back(browser)), "sign_in.state");
  host.create_district("other");
  const std::string elsewhere = begin();
  EXPECT_EQ(code(get("/sign-in/callback?code=c1&state=" + sent.at("state"), elsewhere, "", "other")), "sign_in.state");
  EXPECT_NE(reason_of_last_refusal().find("sign_in.state"), std::string::npos);
  EXPECT_TRUE(std::none_of(asked.begin(), asked.end(), [](const WebRequest& each) { return !each.form.empty(); }))
      << "no code was redeemed";
}

TEST_F(ProviderSignIn, comes_back_once) {
  const std::string browser = begin();
  EXPECT_EQ(back(browser).status, 303);
  EXPECT_EQ(code(back(browser)), "sign_in.state");
}

TEST_F(ProviderSignIn, is_refused_to_whom_the_district_does_not_know) {
  person = "u-<b>stranger";
  const Response page = back(begin(), "&code=c1", "text/html,application/xhtml+xml;q=0.9");
  EXPECT_EQ(page.status, 403);
  EXPECT_EQ(page.type, "text/html; charset=utf-8");
  EXPECT_NE(page.body.find("u-&lt;b&gt;stranger"), std::string::npos) << page.body;
  EXPECT_NE(page.body.find("安全管理员"), std::string::npos) << page.body;
  EXPECT_NE(page.body.find("security administrator"), std::string::npos) << page.body;
  EXPECT_EQ(code(back(begin())), "sign_in.unknown");
  EXPECT_NE(reason_of_last_refusal().find("sign_in.unknown"), std::string::npos);
}

TEST_F(ProviderSignIn, is_refused_to_accounts_that_are_suspended) {
  const std::string path = fmt::format("/records/access/account/{}/transitions/suspend", li);
  EXPECT_EQ(send(local_operator(), "POST", path, {{"note", "离岗"}}).status, 200);
  EXPECT_EQ(code(back(begin())), "sign_in.suspended");
  EXPECT_NE(reason_of_last_refusal().find("\"li\""), std::string::npos) << "whose account it is, is known";
}

TEST_F(ProviderSignIn, has_one_account_for_each_subject) {
  EXPECT_EQ(send(local_operator(), "POST", "/records/access/account",
                 {{"login", "wang"}, {"name", "王"}, {"subject", "u-li"}})
                .status,
            409);
}

TEST_F(ProviderSignIn, is_refused_as_the_provider_says) {
  EXPECT_EQ(code(back(begin(), "&error=access_denied")), "sign_in.denied");
  EXPECT_EQ(code(back(begin(), "")), "sign_in.denied") << "neither code nor error";
  refuses = "invalid_grant";
  EXPECT_EQ(code(back(begin())), "sign_in.code");
}

TEST_F(ProviderSignIn, comes_from_the_provider_that_was_asked) {
  std::string browser = begin();
  const std::string state = sent.at("state");
  EXPECT_EQ(code(get("/sign-in/callback?code=c1&iss=https://evil.example&state=" + state, browser)), "sign_in.issuer");
  browser = begin();
  EXPECT_EQ(code(get("/sign-in/callback?code=c1&state=" + sent.at("state"), browser)), "sign_in.issuer")
      << "it says that it names itself";
}

TEST_F(ProviderSignIn, believes_a_token_for_this_sign_in_alone) {
  for (const Json& wrong :
       {Json{{"nonce", "of another"}}, Json{{"aud", "another"}}, Json{{"iss", "https://evil"}}, Json{{"exp", 1}}}) {
    instead = wrong;
    EXPECT_EQ(code(back(begin())), "sign_in.token") << wrong.dump();
  }
  EXPECT_TRUE(last_events("host.session.opened").empty());
}

TEST_F(ProviderSignIn, reads_the_keys_again_for_a_key_that_is_new) {
  EXPECT_EQ(back(begin()).status, 303);
  EXPECT_EQ(times_asked("/jwks"), 1U);
  const SigningKey second = SigningKey::rsa("k2");
  key = &second;
  EXPECT_EQ(back(begin()).status, 303);
  EXPECT_EQ(times_asked("/jwks"), 2U);
  const SigningKey third = SigningKey::p256("k3");
  key = &third;
  EXPECT_EQ(code(back(begin())), "sign_in.token") << "once a minute";
  EXPECT_EQ(times_asked("/jwks"), 2U);
  EXPECT_EQ(times_asked("openid-configuration"), 1U) << "kept for an hour";
}

TEST_F(ProviderSignIn, says_when_the_provider_cannot_be_asked) {
  down = true;
  for (int i = 0; i < 30; ++i) {
    const Response response = get("/sign-in/provider", "");
    expect_problem(response, 503, "sign_in.unreachable");
  }
  EXPECT_EQ(asked.size(), 1U) << "not asked again at once";
  EXPECT_EQ(get("/sign-in/provider", "", "text/html").type, "text/html; charset=utf-8");
}

TEST_F(ProviderSignIn, does_not_count_a_failing_provider_against_people) {
  for (int i = 0; i < 30; ++i) {
    down = false;
    const std::string browser = begin();
    down = true;
    expect_problem(back(browser), 503, "sign_in.unreachable");
  }
}

TEST_F(ProviderSignIn, slows_down_an_address_that_is_refused_again_and_again) {
  for (int i = 0; i < 20; ++i) EXPECT_EQ(code(back(begin() + "x")), "sign_in.state");
  const Response response = back(begin());
  expect_problem(response, 429, "session.wait");
  EXPECT_TRUE(response.headers.contains("Retry-After"));
  EXPECT_EQ(times_asked("/token"), 0U);
}

TEST_F(ProviderSignIn, trusts_no_description_of_another_and_none_without_https) {
  const auto refused = [&](const char* name, const char* value) {
    metadata[name] = value;
    through(ProviderOptions{issuer, "liufa", "", {"统一认证", "One Login"}, "https://liufa.example"});
    const Response response = get("/sign-in/provider", "");
    expect_problem(response, 503, "sign_in.unreachable");
  };
  refused("token_endpoint", "http://id.example/token");
  refused("token_endpoint", "file:///etc/passwd");
  metadata["token_endpoint"] = "https://id.example/token";
  refused("issuer", "https://evil.example");
}

TEST_F(ProviderSignIn, needs_no_secret_for_a_public_client) {
  through(ProviderOptions{issuer, "liufa", "", {"统一认证", "One Login"}, "https://liufa.example"});
  EXPECT_EQ(back(begin()).status, 303);
  EXPECT_FALSE(asked.back().headers.contains("Authorization"));
  EXPECT_EQ(parse_query(asked.back().form).at("client_id"), "liufa");
}

TEST_F(ProviderSignIn, is_offered_where_there_is_a_provider) {
  const Json with = body(get("/sign-in", ""), 200);
  EXPECT_EQ(with.at("provider").at("name").at("zh"), "统一认证");
  EXPECT_EQ(with.at("provider").at("begin"), "/api/v1/districts/d/sign-in/provider");
  EXPECT_EQ(with.at("password"), true);
  EXPECT_TRUE(body(ask_as("GET", "/sign-in", "", {}), 200).at("provider").is_null());
  for (const char* path : {"/sign-in/provider", "/sign-in/callback"})
    expect_problem(ask_as("GET", path, "", {}), 404, "sign_in.no_provider");
}

TEST(SafeAddress, is_https_or_on_this_machine) {
  for (const char* good : {"https://id.example", "https://id.example:8443/x?y", "http://127.0.0.1:1",
                           "http://localhost", "http://[::1]:80/"})
    EXPECT_TRUE(is_safe_address(good)) << good;
  for (const char* bad : {"http://id.example", "http://127.0.0.1.evil.example", "ftp://localhost", "file:///x", "",
                          "https://", "https://a:b@id.example", "id.example", "http://localhost@evil.example"})
    EXPECT_FALSE(is_safe_address(bad)) << bad;
}

}  // namespace
}  // namespace liufa::host::test
