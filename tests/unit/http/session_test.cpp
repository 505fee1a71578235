/// Signing in as people do, through the API: cookies, proofs, waits, codes, tokens.
#include <atomic>
#include <thread>

#include "directory/one_time_code.hpp"
#include "people.hpp"

namespace liufa::host::test {
namespace {

constexpr const char* good = "Correct-horse-7-battery";

class SignIn : public PeopleTest {
 protected:
  SignIn() {
    today("2026-03-02");
    li = account("li");
    EXPECT_EQ(grant(li, "office").status, 201);
    first = body(send(local_operator(), "POST", fmt::format("/accounts/{}/password", li)), 201).at("password");
  }

  Response with(const std::string& method, const std::string& path, const Json& content, const std::string& session,
                const std::string& proof, const std::string& address = "10.0.0.1",
                std::map<std::string, std::string, std::less<>> headers = {}) {
    Request request;
    request.method = method;
    request.path = "/api/v1/districts/d" + path;
    request.address = address;
    request.headers = std::move(headers);
    if (!session.empty()) request.headers["cookie"] = "other=1; liufa_session=" + session;
    if (!proof.empty()) request.headers["x-csrf-token"] = proof;
    if (!content.is_null()) request.body = content.dump();
    return api.handle(request);
  }
  Response sign_in(const std::string& login, const std::string& password, const std::string& address = "10.0.0.1",
                   const std::string& one_time = "") {
    Json content{{"login", login}, {"password", password}};
    if (!one_time.empty()) content["code"] = one_time;
    return with("POST", "/session", content, "", "", address);
  }
  /// A session and its proof.
  std::pair<std::string, std::string> signed_in(const std::string& password) {
    const Response opened = sign_in("li", password);
    EXPECT_EQ(opened.status, 201) << opened.body;
    const std::string& cookie = opened.headers.at("Set-Cookie");
    const std::size_t from = cookie.find('=') + 1;
    return {cookie.substr(from, cookie.find(';') - from), Json::parse(opened.body).at("csrf")};
  }
  std::pair<std::string, std::string> with_own_password() {
    const auto [session, proof] = signed_in(first);
    EXPECT_EQ(with("POST", "/password", {{"old", first}, {"new", good}}, session, proof).status, 200);
    return {session, proof};
  }
  std::size_t events(const std::string& topic) {
    return Json::parse(ask("GET", "/events?limit=1000&topic=" + topic).body).at("items").size();
  }
  void later(std::chrono::seconds time) {
    auto& clock = host.district("d").clock();
    clock.set(*parse_instant(clock.now()) + time);
  }

  std::int64_t li;
  std::string first;
};

TEST_F(SignIn, begins_with_a_password_that_has_to_be_changed) {
  const auto [elsewhere, unused] = signed_in(first);
  const auto [session, proof] = signed_in(first);
  EXPECT_EQ(code(with("GET", "/records", nullptr, session, "")), "password.due");
  EXPECT_EQ(with("GET", "/session", nullptr, session, "").status, 200);
  EXPECT_EQ(code(with("POST", "/password", {{"old", "x"}, {"new", good}}, session, proof)), "password.wrong");
  EXPECT_EQ(code(with("POST", "/password", {{"old", first}, {"new", "short"}}, session, proof)), "password.short");
  EXPECT_EQ(code(with("POST", "/password", {{"old", first}, {"new", first}}, session, proof)), "password.again");
  EXPECT_EQ(with("POST", "/password", {{"old", first}, {"new", good}}, session, proof).status, 200);
  EXPECT_EQ(with("GET", "/records", nullptr, session, "").status, 200);
  EXPECT_EQ(code(with("GET", "/session", nullptr, elsewhere, "")), "session.ended") << "with the old password";
  EXPECT_EQ(sign_in("li", first).status, 401);
  EXPECT_EQ(sign_in("LI", good).status, 201) << "logins don't distinguish upper and lower case";
}

TEST_F(SignIn, gives_a_cookie_that_no_script_and_no_other_site_gets) {
  const std::string cookie = sign_in("li", first).headers.at("Set-Cookie");
  for (const char* part : {"Path=/api/v1/districts/d", "Secure", "HttpOnly", "SameSite=Strict"})
    EXPECT_NE(cookie.find(part), std::string::npos) << cookie;
  EXPECT_EQ(cookie.find("Max-Age"), std::string::npos) << "it ends with the browser";
  EXPECT_EQ(cookie.find(';') - cookie.find('=') - 1, 43U) << "256 random bits";
}

TEST_F(SignIn, tells_nobody_what_was_wrong) {
  const Response wrong = sign_in("li", "not the password");
  const Response unknown = sign_in("nobody", "not the password");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.body, unknown.body);
  const std::string path = fmt::format("/records/access/account/{}/transitions/suspend", li);
  EXPECT_EQ(send(local_operator(), "POST", path, {{"note", "离岗"}}).status, 200);
  EXPECT_EQ(sign_in("li", first).body, wrong.body) << "a suspended account is like none";
  EXPECT_EQ(events("host.session.refused"), 3U);
}

TEST_F(SignIn, asks_for_a_proof_with_every_change) {
  const auto [session, proof] = with_own_password();
  const Json organisation{{"code", "A"}, {"name", "甲"}, {"kind", "branch"}};
  const std::string path = "/records/directory/organisation";
  EXPECT_EQ(code(with("POST", path, organisation, session, "")), "session.proof");
  EXPECT_EQ(code(with("POST", path, organisation, session, proof + "x")), "session.proof");
  EXPECT_EQ(code(with("POST", path, organisation, session, proof, "10.0.0.1",
                      {{"sec-fetch-site", "cross-site"}, {"origin", "https://evil.example"}})),
            "session.foreign");
  EXPECT_EQ(with("POST", path, organisation, session, proof, "10.0.0.1", {{"sec-fetch-site", "same-origin"}}).status,
            201);
}

TEST_F(SignIn, ends_when_idle_and_in_any_case_after_a_day_s_work) {
  const auto [session, proof] = with_own_password();
  later(std::chrono::minutes{29});
  EXPECT_EQ(with("GET", "/records", nullptr, session, "").status, 200);
  later(std::chrono::minutes{29});
  EXPECT_EQ(with("GET", "/records", nullptr, session, "").status, 200) << "use counts";
  later(std::chrono::minutes{31});
  EXPECT_EQ(code(with("GET", "/records", nullptr, session, "")), "session.ended");
  const auto [next, unused] = signed_in(good);
  for (int i = 0; i < 12 * 60 / 20; ++i) {
    later(std::chrono::minutes{20});
    EXPECT_EQ(with("GET", "/records", nullptr, next, "").status, 200) << i;
  }
  later(std::chrono::minutes{1});
  EXPECT_EQ(code(with("GET", "/records", nullptr, next, "")), "session.ended");
}

TEST_F(SignIn, shows_one_s_sessions_and_ends_them) {
  const auto [session, proof] = with_own_password();
  const auto [other, unused] = signed_in(good);
  const Json list = Json::parse(with("GET", "/sessions", nullptr, session, "").body).at("items");
  ASSERT_EQ(list.size(), 2U);
  for (const Json& each : list)
    if (!each.at("this").get<bool>()) {
      EXPECT_EQ(with("DELETE", fmt::format("/sessions/{}", each.at("id").get<int>()), nullptr, session, proof).status,
                200);
    }
  EXPECT_EQ(code(with("GET", "/records", nullptr, other, "")), "session.ended");
  EXPECT_EQ(code(with("DELETE", "/sessions/999", nullptr, session, proof)), "session.none");
  const Response out = with("DELETE", "/session", nullptr, session, proof);
  EXPECT_NE(out.headers.at("Set-Cookie").find("Max-Age=0"), std::string::npos);
  EXPECT_EQ(code(with("GET", "/records", nullptr, session, "")), "session.ended");
}

TEST_F(SignIn, is_over_at_once_for_an_account_that_is_suspended) {
  const auto [session, proof] = with_own_password();
  const std::string path = fmt::format("/records/access/account/{}/transitions/suspend", li);
  EXPECT_EQ(send(local_operator(), "POST", path, {{"note", "离岗"}}).status, 200);
  EXPECT_EQ(code(with("GET", "/records", nullptr, session, "")), "session.ended");
}

TEST_F(SignIn, waits_longer_with_every_failure) {
  const auto retry = [&] {
    const Response refused = sign_in("li", "wrong");
    return refused.status == 429 ? std::stoi(refused.headers.at("Retry-After")) : 0;
  };
  for (int i = 0; i < 5; ++i) EXPECT_EQ(retry(), 0) << i;
  EXPECT_EQ(retry(), 1);
  for (const int seconds : {1, 2, 4, 8}) {
    later(std::chrono::seconds{seconds});
    EXPECT_EQ(retry(), 0);
    EXPECT_EQ(retry(), 2 * seconds);
  }
  EXPECT_EQ(sign_in("li", first).status, 429) << "the right password waits, too";
  EXPECT_EQ(sign_in("li", first, "10.9.9.9").status, 429) << "from wherever";
  EXPECT_EQ(send(local_operator(), "POST", fmt::format("/accounts/{}/unlock", li)).status, 200);
  EXPECT_EQ(sign_in("li", first).status, 201);
}

TEST_F(SignIn, takes_each_one_time_code_once) {
  const auto [session, proof] = with_own_password();
  const Json made = Json::parse(with("POST", "/second-factor", nullptr, session, proof).body);
  EXPECT_EQ(made.at("uri").get<std::string>().rfind("otpauth://totp/Liufa:li?secret=", 0), 0U);
  const Value kept = host.district("d").store().read()->scalar("SELECT pending_secret FROM core_credential", {});
  EXPECT_TRUE(KeyRing::is_sealed(std::get<std::string>(kept)));
  EXPECT_EQ(code(with("POST", "/second-factor/confirmation", {{"code", "000000"}}, session, proof)), "session.code");
  std::string secret;  // back from base32
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char each : made.at("secret").get<std::string>()) {
    buffer = (buffer << 5) | static_cast<std::uint32_t>(each >= 'A' ? each - 'A' : each - '2' + 26);
    if ((bits += 5) >= 8) secret += static_cast<char>(buffer >> (bits -= 8));
  }
  const auto now_code = [&] {
    const auto now = parse_instant(host.district("d").clock().now())->time_since_epoch();
    return one_time_code(secret, std::chrono::duration_cast<std::chrono::seconds>(now).count() / 30);
  };
  const auto has_factor = [&, session = session] {
    return Json::parse(with("GET", "/session", nullptr, session, "").body).at("second_factor").get<bool>();
  };
  EXPECT_FALSE(has_factor()) << "set up, but not confirmed";
  EXPECT_EQ(with("POST", "/second-factor/confirmation", {{"code", now_code()}}, session, proof).status, 200);
  EXPECT_TRUE(has_factor());
  EXPECT_EQ(code(with("POST", "/second-factor", nullptr, session, proof)), "second_factor.present")
      << "a session left open puts no other device in its place";
  EXPECT_EQ(code(sign_in("li", good)), "session.code_needed");
  EXPECT_EQ(code(sign_in("li", good, "10.0.0.1", now_code())), "session.code") << "used for the confirmation";
  later(std::chrono::seconds{60});
  EXPECT_EQ(sign_in("li", good, "10.0.0.1", now_code()).status, 201);
  EXPECT_EQ(code(sign_in("li", good, "10.0.0.1", now_code())), "session.code");
  const std::string path = fmt::format("/accounts/{}/second-factor", li);
  EXPECT_EQ(send(local_operator(), "DELETE", path).status, 200);
  EXPECT_EQ(sign_in("li", good).status, 201);
}

TEST_F(SignIn, gives_tokens_that_can_do_less_and_end) {
  const auto [session, proof] = with_own_password();
  const auto make = [&, s = session, p = proof](const Json& content) { return with("POST", "/tokens", content, s, p); };
  EXPECT_EQ(code(make({{"name", "x"}})), "token.expires");
  EXPECT_EQ(code(make({{"name", "x"}, {"expires_on", "2027-03-04"}})), "token.expires");
  const Json reading = body(make({{"name", "report"}, {"expires_on", "2026-03-31"}}), 201);
  const Json writing = body(
      make({{"name", "sync"}, {"expires_on", "2026-03-31"}, {"access", "write"}, {"methods", {"directory"}}}), 201);
  const auto as = [&](const Json& made, const std::string& method, const std::string& path, const Json& content) {
    return with(method, path, content, "", "", "10.0.0.1",
                {{"authorization", "Bearer " + made.at("token").get<std::string>()}});
  };
  const Json organisation{{"code", "A"}, {"name", "甲"}, {"kind", "branch"}};
  EXPECT_EQ(as(reading, "GET", "/records/directory/organisation", nullptr).status, 200);
  EXPECT_EQ(code(as(reading, "POST", "/records/directory/organisation", organisation)), "request.token_scope");
  EXPECT_EQ(as(writing, "POST", "/records/directory/organisation", organisation).status, 201);
  EXPECT_EQ(code(as(writing, "GET", "/records/work/urging", nullptr)), "request.token_scope");
  EXPECT_EQ(code(as(writing, "POST", "/tokens", {{"name", "y"}, {"expires_on", "2026-03-31"}})), "request.token_scope");
  EXPECT_EQ(with("DELETE", fmt::format("/tokens/{}", writing.at("id").get<int>()), nullptr, session, proof).status,
            200);
  EXPECT_EQ(code(as(writing, "GET", "/records", nullptr)), "request.bad_token");
  today("2026-04-01");
  EXPECT_EQ(code(as(reading, "GET", "/records", nullptr)), "request.bad_token") << "its last day is over";
}

TEST_F(SignIn, is_of_one_district) {
  host.create_district("e");
  const auto [session, proof] = with_own_password();
  const Json made = body(with("POST", "/tokens", {{"name", "x"}, {"expires_on", "2026-03-31"}}, session, proof), 201);
  const auto elsewhere = [&](std::map<std::string, std::string, std::less<>> headers) {
    Request request;
    request.method = "GET";
    request.path = "/api/v1/districts/e/records";
    request.headers = std::move(headers);
    return code(api.handle(request));
  };
  EXPECT_EQ(elsewhere({{"authorization", "Bearer " + made.at("token").get<std::string>()}}), "request.bad_token");
  EXPECT_EQ(elsewhere({{"cookie", "liufa_session=" + session}}), "session.ended");
  const ValueView text = std::string_view(made.at("token").get_ref<const std::string&>());
  EXPECT_EQ(host.district("d").store().read()->scalar_integer("SELECT COUNT(*) FROM core_access_token WHERE hash = $1",
                                                              {&text, 1}),
            0)
      << "only its hash is kept";
}

TEST_F(SignIn, lets_a_holder_delegate_their_own_post) {
  const auto [session, proof] = with_own_password();
  const std::int64_t wang = account("wang");
  const Json posts = Json::parse(with("GET", "/session", nullptr, session, "").body).at("posts");
  const Json wish{{"post", posts[0].at("id")}, {"to", "wang"}, {"ends_on", "2026-03-10"}, {"reason", "出差"}};
  EXPECT_EQ(with("POST", "/delegations", wish, session, proof).status, 201);
  EXPECT_TRUE(actor(wang).roles.contains("office"));
  Json foreign = wish;
  foreign["post"] = 999;
  EXPECT_EQ(code(with("POST", "/delegations", foreign, session, proof)), "access.not_own_post");
}

TEST_F(SignIn, lets_a_holder_see_what_they_delegated_and_take_it_back) {
  const auto [session, proof] = with_own_password();
  const std::int64_t wang = account("wang");
  const Json posts = Json::parse(with("GET", "/session", nullptr, session, "").body).at("posts");
  const Json wish{{"post", posts[0].at("id")}, {"to", "wang"}, {"ends_on", "2026-03-10"}, {"reason", "出差"}};
  const Json made = Json::parse(with("POST", "/delegations", wish, session, proof).body);
  const auto given = [&, session = session] {
    return Json::parse(with("GET", "/delegations", nullptr, session, "").body).at("items");
  };
  ASSERT_EQ(given().size(), 1U);
  EXPECT_EQ(given()[0].at("login"), "wang");
  EXPECT_EQ(given()[0].at("ends_on"), "2026-03-10");
  const std::string path = "/delegations/" + made.at("id").dump();
  EXPECT_EQ(with("DELETE", path, nullptr, session, proof).status, 200);
  EXPECT_FALSE(actor(wang).roles.contains("office"));
  EXPECT_TRUE(given().empty());
  EXPECT_EQ(code(with("DELETE", "/delegations/" + posts[0].at("id").dump(), nullptr, session, proof)),
            "access.not_own_post")
      << "one's own post is no delegation";
}

TEST_F(SignIn, outlives_a_restart_and_keeps_no_secret_in_clear) {
  const auto [session, proof] = with_own_password();
  host.district("d").store().read();
  const auto rows = host.district("d").store().read()->query("SELECT hash FROM core_session");
  ASSERT_TRUE(rows->next());
  EXPECT_EQ(std::string(rows->text(0)).find(session), std::string::npos);
  (void)sign_in("li", "a wrong password");
  (void)sign_in("a password in the wrong place", "x");
  const std::string log = ask("GET", "/events?limit=1000").body;
  for (const std::string& secret : {std::string(good), first, session, proof, std::string("wrong p")})
    EXPECT_EQ(log.find(secret), std::string::npos) << secret;
  Sessions again;
  again.load(*host.district("d").store().read(), {});
  EXPECT_TRUE(again.find(session, *parse_instant(host.district("d").clock().now())).has_value());
}

using SignInThreads = SignIn;

TEST_F(SignInThreads, ten_thousand_attempts_are_refused_and_on_record_while_others_work) {
  constexpr int attempts = 10'000;
  with_own_password();
  const std::int64_t wang = account("wang");
  EXPECT_EQ(grant(wang, "office").status, 201);
  const Actor other = actor(wang);
  std::atomic<int> next{0};
  std::atomic<int> wrong{0};
  std::atomic<int> let_in{0};
  std::vector<std::thread> script;
  for (int i = 0; i < 4; ++i)
    script.emplace_back([&] {
      while (next++ < attempts) {
        const int status = sign_in("li", "guess", "10.6.6.6").status;
        if (status == 201) ++let_in;
        if (status != 401 && status != 429) ++wrong;
      }
    });
  int served = 0;
  while (next < attempts) {
    EXPECT_EQ(send(other, "GET", "/records/directory/organisation").status, 200);
    ++served;
  }
  for (std::thread& each : script) each.join();
  EXPECT_EQ(let_in, 0);
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(served, 100);
  EXPECT_EQ(sign_in("li", good).status, 429) << "locked";
  const ValueView topic = std::string_view("host.session.refused");
  EXPECT_EQ(host.district("d").store().read()->scalar_integer("SELECT COUNT(*) FROM core_event WHERE topic = $1",
                                                              {&topic, 1}),
            attempts + 1);
}

}  // namespace
}  // namespace liufa::host::test
