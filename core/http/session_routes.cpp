/// Signing in and out, and what the holder of an account does with it.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <semaphore>
#include <thread>

#include "base/clock.hpp"
#include "directory/one_time_code.hpp"
#include "http/sign_in.hpp"
#include "services/credentials.hpp"
#include "services/records.hpp"

namespace liufa::host {

namespace {

std::string text_in(const Json& body, const char* name, bool required = true) {
  const auto found = body.find(name);
  if (found != body.end() && found->is_string()) return found->get<std::string>();
  if (!required && (found == body.end() || found->is_null())) return "";
  throw Problem("request.parameter", {{"name", name}, {"found", ""}, {"expected", "文本 / a text"}});
}

/// A check of a password takes much time and memory: of many at once, most wait, and nobody else's requests with them.
bool check_slowly(std::string_view hash, std::string_view password) {
  constexpr int most_waiting = 16;
  static std::counting_semaphore<> free_places(std::max(1U, std::thread::hardware_concurrency() / 2));
  static std::atomic<int> waiting{0};
  struct Waiting {
    Waiting() : place(++waiting) {}
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;
    ~Waiting() { --waiting; }
    int place;
  } const own;
  if (own.place > most_waiting) throw Problem("session.busy");
  free_places.acquire();
  struct Release {
    ~Release() { free_places.release(); }
  } const release;
  return is_password(hash, password);
}

Account own_account(const RouteCall& call) {
  const auto account = call.district.accounts().by_id(call.actor.account);
  if (!account) throw Problem("account.own_only");
  return *account;
}

Json session_json(RouteCall& call, const Actor& actor, std::string_view token, const SignedIn& session) {
  const auto account = call.district.accounts().by_id(actor.account);
  const SessionRule rule = call.district.sessions().rule();
  const auto credential = read_credential(*call.district.store().read(), actor.account);
  Json posts = Json::array();
  for (const Post& post : actor.posts)
    posts.push_back({{"id", post.id},
                     {"role", post.role},
                     {"organisation", post.organisation == 0 ? Json(nullptr) : Json(post.organisation)}});
  return {{"account", actor.account},
          {"login", actor.name},
          {"name", account ? account->name : ""},
          {"member", actor.member == 0 ? Json(nullptr) : Json(actor.member)},
          {"roles", actor.roles},
          {"posts", posts},
          {"password_due", actor.password_due},
          {"second_factor", credential && !credential->code_secret.empty()},
          {"csrf", token.empty() ? Json(nullptr) : Json(request_proof(token))},
          {"idle_minutes", rule.idle.count()},
          {"ends_at", token.empty() ? Json(nullptr) : Json(iso_instant(session.created + rule.absolute))}};
}

/// What is tried, by whom, from where and with which result.
struct Attempt {
  std::string login;
  std::string password;
  std::string code;
  Instant now;
};

/// Counted against account and address, and on record.
Response refuse(RouteCall& call, const Attempt& attempt, std::string_view code) {
  call.district.write("", [&](WriteContext& context) {
    call.district.sign_in_delay().failed(context.session, attempt.login, call.request.address, attempt.now);
    note_attempt(context, call, attempt.login, "session.refused", {{"reason", code}});
  });
  return refusal(Problem(code), call);
}

Response open(RouteCall& call, const Attempt& attempt, const Account& account, const Credential& credential) {
  const auto opened = open_session(call, account, false, [&](WriteContext& context) {
    call.district.sign_in_delay().succeeded(context.session, attempt.login);
    if (wants_new_hash(credential.hash))
      set_password(context, account, attempt.password, nullptr, credential.must_change);
  });
  const auto actor = call.district.accounts().actor(account.id, call.district.clock().today());
  if (!actor) return refusal(Problem("session.ended"), call);
  Response response = json_response(session_json(call, *actor, opened.token, opened.session), 201);
  response.headers["Set-Cookie"] = session_cookie_header(call, opened.token);
  return response;
}

Response sign_in(RouteCall& call) {
  const Json body = call.object();
  District& district = call.district;
  const Attempt attempt{text_in(body, "login"), text_in(body, "password"), text_in(body, "code", false),
                        *parse_instant(district.clock().now())};
  const std::string_view site = call.request.header("sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none")
    throw Problem("session.foreign", {{"origin", call.request.header("origin")}});
  if (const auto wait = district.sign_in_delay().begin(attempt.login, call.request.address, attempt.now);
      wait.count() > 0) {
    district.write("", [&](WriteContext& context) {
      note_attempt(context, call, attempt.login, "session.refused", {{"reason", "session.wait"}});
    });
    return refusal(Problem("session.wait", {{"seconds", std::to_string(wait.count())}}), call, wait);
  }
  const UnderWay under_way(district.sign_in_delay(), attempt.login, call.request.address);
  // The same answer after the same time, whatever was wrong.
  const auto account = district.accounts().by_login(attempt.login);
  const auto credential = account ? read_credential(*district.store().read(), account->id) : std::nullopt;
  const bool usable = account && account->state == "active" && credential;
  if (!check_slowly(usable ? credential->hash : "", attempt.password) || !usable)
    return refuse(call, attempt, "session.refused");
  if (!credential->code_secret.empty()) {
    if (attempt.code.empty()) {
      district.write(account->login, [&](WriteContext& context) {
        note_attempt(context, call, attempt.login, "session.refused", {{"reason", "session.code_needed"}});
      });
      return refusal(Problem("session.code_needed"), call);
    }
    bool fits = false;
    district.write(account->login, [&](WriteContext& context) {
      fits = use_code(context, district.keys(), account->id, attempt.code);
    });
    if (!fits) return refuse(call, attempt, "session.code");
  }
  return open(call, attempt, *account, *credential);
}

Response show(RouteCall& call) {
  const std::string_view token = call.session == 0 ? std::string_view{} : cookie(call.request, session_cookie);
  const auto session =
      token.empty() ? std::nullopt : call.district.sessions().find(token, *parse_instant(call.district.clock().now()));
  return json_response(session_json(call, call.actor, token, session.value_or(SignedIn{})));
}

Response sign_out(RouteCall& call) {
  if (call.session == 0) throw Problem("session.none");
  call.district.write(call.actor, [&](WriteContext& context) {
    call.district.sessions().end(context.session, call.actor.account, call.session, context.now);
    emit_event(context, "host", "session.closed", Json{{"login", call.actor.name}}.dump());
  });
  Response response = json_response(Json::object());
  response.headers["Set-Cookie"] = session_cookie_header(call, "") + "; Max-Age=0";
  return response;
}

Response list_sessions(RouteCall& call) {
  Json items = Json::array();
  for (const SignedIn& each :
       call.district.sessions().of(own_account(call).id, *parse_instant(call.district.clock().now())))
    items.push_back({{"id", each.id},
                     {"created_at", iso_instant(each.created)},
                     {"used_at", iso_instant(each.used)},
                     {"address", each.address},
                     {"agent", each.agent},
                     {"this", each.id == call.session}});
  return json_response({{"items", items}});
}

Response end_session(RouteCall& call) {
  const Account account = own_account(call);
  const auto sessions = call.district.sessions().of(account.id, *parse_instant(call.district.clock().now()));
  const std::int64_t id = call.id(0);
  if (std::none_of(sessions.begin(), sessions.end(), [&](const SignedIn& each) { return each.id == id; }))
    throw Problem("session.none");
  call.district.write(call.actor, [&](WriteContext& context) {
    call.district.sessions().end(context.session, account.id, id, context.now);
    emit_event(context, "host", "session.closed", Json{{"login", account.login}, {"session", id}}.dump());
  });
  return json_response(Json::object());
}

/// Whoever changes a password proves that they know the present one: a session left open is not enough.
Response change_password(RouteCall& call) {
  const Account account = own_account(call);
  const Json body = call.object();
  const std::string present = text_in(body, "old");
  const std::string fresh = text_in(body, "new");
  const Instant now = *parse_instant(call.district.clock().now());
  if (const auto wait = call.district.sign_in_delay().begin(account.login, call.request.address, now); wait.count() > 0)
    return refusal(Problem("session.wait", {{"seconds", std::to_string(wait.count())}}), call, wait);
  const UnderWay under_way(call.district.sign_in_delay(), account.login, call.request.address);
  const auto credential = read_credential(*call.district.store().read(), account.id);
  if (!credential || !check_slowly(credential->hash, present))
    return refuse(call, {account.login, "", "", now}, "password.wrong");
  call.district.write(call.actor, [&](WriteContext& context) {
    const PasswordRule rule = password_rule(context.session);
    set_password(context, account, fresh, &rule, false);
    call.district.sessions().end_all(context.session, account.id, call.session, context.now);
  });
  return json_response(Json::object());
}

Response set_up_second_factor(RouteCall& call) {
  const Account account = own_account(call);
  std::string secret;
  call.district.write(call.actor,
                      [&](WriteContext& context) { secret = set_up_code(context, call.district.keys(), account.id); });
  return json_response({{"secret", base32(secret)}, {"uri", code_uri(secret, account.login)}}, 201);
}

Response confirm_second_factor(RouteCall& call) {
  const Account account = own_account(call);
  const std::string code = text_in(call.object(), "code");
  call.district.write(call.actor,
                      [&](WriteContext& context) { confirm_code(context, call.district.keys(), account, code); });
  return json_response({{"second_factor", true}});
}

Response remove_second_factor(RouteCall& call) {
  const Account account = own_account(call);
  const std::string code = text_in(call.object(), "code");
  const Instant now = *parse_instant(call.district.clock().now());
  if (const auto wait = call.district.sign_in_delay().begin(account.login, call.request.address, now); wait.count() > 0)
    return refusal(Problem("session.wait", {{"seconds", std::to_string(wait.count())}}), call, wait);
  const UnderWay under_way(call.district.sign_in_delay(), account.login, call.request.address);
  bool fits = false;
  call.district.write(call.actor, [&](WriteContext& context) {
    fits = use_code(context, call.district.keys(), account.id, code);
    if (fits) remove_code(context, account);
  });
  if (!fits) return refuse(call, {account.login, "", "", now}, "session.code");
  return json_response({{"second_factor", false}});
}

Access own(const RouteCall&) { return {Act::own, "account"}; }
Access own_rights(const RouteCall&) { return {Act::own, "account.rights"}; }

constexpr RouteEntry routes[] = {
    {"POST", "/session", "Sign in: login, password and, if set up, a one-time code", own, sign_in, true},
    {"GET", "/session", "Who I am, my posts, and what pages send back as X-CSRF-Token", own, show},
    {"DELETE", "/session", "Sign out", own, sign_out},
    {"GET", "/sessions", "Where I am signed in", own, list_sessions},
    {"DELETE", "/sessions/{id}", "End one of my sessions", own_rights, end_session},
    {"POST", "/password", "Change my password; my other sessions end", own, change_password},
    {"POST", "/second-factor", "Set up one-time codes", own_rights, set_up_second_factor},
    {"POST", "/second-factor/confirmation", "Confirm them with the first code", own_rights, confirm_second_factor},
    {"DELETE", "/second-factor", "Do without one-time codes again (with a code)", own_rights, remove_second_factor},
};

}  // namespace

std::span<const RouteEntry> session_routes() { return routes; }

}  // namespace liufa::host
