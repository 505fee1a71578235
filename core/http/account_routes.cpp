/// Tokens and delegations of one's own, and what the security administrator does with accounts.
#include <algorithm>
#include <array>

#include "base/clock.hpp"
#include "http/routes.hpp"
#include "services/credentials.hpp"
#include "services/records.hpp"

namespace liufa::host {

namespace {

Json token_json(const AccessToken& token) {
  return {{"id", token.id},
          {"name", token.name},
          {"access", token.read_only ? "read" : "write"},
          {"methods", token.methods},
          {"expires_on", token.expires_on},
          {"created_at", token.created_at}};
}

/// Whose tokens: one's own, or those of the account in the path, for the security administrator.
Account subject(const RouteCall& call, bool own) {
  const auto account = call.district.accounts().by_id(own ? call.actor.account : call.id(0));
  if (!account && own) throw Problem("account.own_only");
  if (!account) throw Problem("account.none", {{"id", call.parts[0]}});
  return *account;
}

AccessToken token_in(const RouteCall& call, const Account& account) {
  const Json body = call.object();
  AccessToken token;
  token.account = account.id;
  const auto text = [&](const char* name) {
    const auto found = body.find(name);
    if (found == body.end() || !found->is_string() || found->get_ref<const std::string&>().empty())
      throw Problem("request.parameter", {{"name", name}, {"found", ""}, {"expected", "文本 / a text"}});
    return found->get<std::string>();
  };
  token.name = text("name").substr(0, 100);
  token.expires_on = body.value("expires_on", Json()).is_string() ? body.at("expires_on").get<std::string>() : "";
  const auto last = parse_date(token.expires_on);
  const auto today = *parse_date(call.district.clock().today());
  if (!last || *last < today || *last > today + std::chrono::days{longest_token_days})
    throw Problem("token.expires", {{"most", std::to_string(longest_token_days)}, {"found", token.expires_on}})
        .at_field("expires_on");
  const std::string access = body.contains("access") ? text("access") : "read";
  if (access != "read" && access != "write")
    throw Problem("request.parameter", {{"name", "access"}, {"found", access}, {"expected", "read, write"}});
  token.read_only = access == "read";
  if (const auto methods = body.find("methods"); methods != body.end() && methods->is_array())
    for (const Json& each : *methods)
      if (each.is_string()) token.methods.insert(each.get<std::string>());
  return token;
}

Response issue(RouteCall& call, const Account& account) {
  AccessToken token = token_in(call, account);
  std::string text;
  call.district.write(call.actor, [&](WriteContext& context) {
    text = issue_token(context.session, token, context.now);
    context.access_changed = true;
    emit_event(
        context, "host", "token.issued",
        Json{{"login", account.login}, {"token", token.id}, {"name", token.name}, {"expires_on", token.expires_on}}
            .dump());
  });
  Json answer = token_json(token);
  answer["token"] = text;
  return json_response(answer, 201);
}

/// Whoever had a token of another would be that other: only the machine's own command line makes one.
Response issue_for_another(RouteCall& call) {
  if (call.actor.account != 0) throw Problem("account.own_only");
  return issue(call, subject(call, false));
}

Response list_of(RouteCall& call, const Account& account) {
  Json items = Json::array();
  for (const AccessToken& each : call.district.tokens().of(account.id)) items.push_back(token_json(each));
  return json_response({{"items", items}});
}

Response revoke(RouteCall& call, const Account& account, std::int64_t id) {
  call.district.write(call.actor, [&](WriteContext& context) {
    if (!revoke_token(context.session, account.id, id, context.now)) throw Problem("token.none");
    context.access_changed = true;
    emit_event(context, "host", "token.revoked", Json{{"login", account.login}, {"token", id}}.dump());
  });
  return json_response(Json::object());
}

/// The last word in a delegation is the holder's own: nobody delegates another's post by this route.
Response delegate(RouteCall& call) {
  const Json body = call.object();
  const std::int64_t id = body.value("post", Json()).is_number_integer() ? body.at("post").get<std::int64_t>() : 0;
  const auto own =
      std::find_if(call.actor.posts.begin(), call.actor.posts.end(), [&](const Post& each) { return each.id == id; });
  if (own == call.actor.posts.end() || id == 0) throw Problem("access.not_own_post").at_field("post");
  Json fields{{"account", body.value("to", Json())},
              {"role", own->role},
              {"on_behalf_of", id},
              {"starts_on", body.value("starts_on", Json())},
              {"ends_on", body.value("ends_on", Json())},
              {"reason", body.value("reason", Json())},
              {"organisation", own->organisation == 0 ? Json(nullptr) : Json(own->organisation)}};
  std::string answer;
  call.district.write(call.actor.name, [&](WriteContext& context) {
    const RecordSchema& schema = context.model.record("access.post");
    answer =
        record_response(schema, create_record(context, schema, decode_fields(schema, fields, Author::person))).body;
  });
  return {201, "application/json", answer, {}};
}

/// What the actor lets others exercise, the latest first; what is over is no longer told.
Response my_delegations(RouteCall& call) {
  call.only_parameters({});
  const std::string today = call.district.clock().today();
  const std::array<ValueView, 2> values{call.actor.account, std::string_view(today)};
  Json items = Json::array();
  const Reader session = call.district.store().read();
  const auto rows = session->query(
      "SELECT given.id, given.role, given.organisation, holder.login, holder.name, given.starts_on, given.ends_on, "
      "given.reason FROM access_post AS given JOIN access_post AS own ON own.id = given.on_behalf_of "
      "JOIN access_account AS holder ON holder.id = given.account "
      "WHERE own.account = $1 AND given.state = 'granted' AND given.ends_on >= $2 ORDER BY given.id DESC",
      values);
  while (rows->next())
    items.push_back({{"id", rows->integer(0)},
                     {"role", rows->text(1)},
                     {"organisation", rows->integer(2) == 0 ? Json(nullptr) : Json(rows->integer(2))},
                     {"login", rows->text(3)},
                     {"name", rows->text(4)},
                     {"starts_on", rows->text(5)},
                     {"ends_on", rows->text(6)},
                     {"reason", rows->text(7)}});
  return json_response({{"items", std::move(items)}});
}

/// Whoever lets another exercise a post can take that back at any time.
Response end_delegation(RouteCall& call) {
  const std::array<ValueView, 2> values{call.id(0), call.actor.account};
  call.district.write(call.actor.name, [&](WriteContext& context) {
    const auto own = context.session.scalar_integer(
        "SELECT COUNT(*) FROM access_post AS given JOIN access_post AS own ON own.id = given.on_behalf_of "
        "WHERE given.id = $1 AND own.account = $2",
        values);
    if (own == 0) throw Problem("access.not_own_post");
    const RecordSchema& schema = context.model.record("access.post");
    const Json given{{"reason", "授权人收回 taken back by the holder"}};
    transition_record(context, schema, call.id(0), std::nullopt, "revoke",
                      decode_fields(schema, given, Author::person));
  });
  return json_response(Json::object());
}

/// What the account's record does not tell: how it can sign in, and where it is signed in. Never a secret.
Response show(RouteCall& call) {
  call.only_parameters({});
  const Account account = subject(call, false);
  const auto now = *parse_instant(call.district.clock().now());
  const auto credential = read_credential(*call.district.store().read(), account.id);
  Json sessions = Json::array();
  for (const SignedIn& each : call.district.sessions().of(account.id, now))
    sessions.push_back({{"created_at", iso_instant(each.created)},
                        {"used_at", iso_instant(each.used)},
                        {"address", each.address},
                        {"agent", each.agent},
                        {"by_provider", each.by_provider}});
  return json_response({{"id", account.id},
                        {"login", account.login},
                        {"state", account.state},
                        {"password", credential.has_value()},
                        {"password_due", account.password_due},
                        {"second_factor", credential && !credential->code_secret.empty()},
                        {"failures", call.district.sign_in_delay().failures(account.login)},
                        {"wait_seconds", call.district.sign_in_delay().wait(account.login, "", now).count()},
                        {"sessions", std::move(sessions)}});
}

Response reset_password(RouteCall& call) {
  const Account account = subject(call, false);
  const std::string password = first_password();
  call.district.write(call.actor, [&](WriteContext& context) {
    set_password(context, account, password, nullptr, true);
    call.district.sessions().end_all(context.session, account.id, 0, context.now);
  });
  return json_response({{"login", account.login}, {"password", password}}, 201);
}

Response unlock(RouteCall& call) {
  const Account account = subject(call, false);
  call.district.write(call.actor, [&](WriteContext& context) {
    call.district.sign_in_delay().succeeded(context.session, account.login);
    emit_event(context, "host", "account.unlocked", Json{{"login", account.login}}.dump());
  });
  return json_response({{"login", account.login}});
}

Response end_sessions(RouteCall& call) {
  const Account account = subject(call, false);
  call.district.write(call.actor, [&](WriteContext& context) {
    call.district.sessions().end_all(context.session, account.id, 0, context.now);
    emit_event(context, "host", "session.closed", Json{{"login", account.login}, {"all", true}}.dump());
  });
  return json_response(Json::object());
}

Response remove_second_factor(RouteCall& call) {
  const Account account = subject(call, false);
  call.district.write(call.actor, [&](WriteContext& context) { remove_code(context, account); });
  return json_response({{"second_factor", false}});
}

/// By a person who is signed in, not by a token: else one that leaked could make others.
Access own(const RouteCall&) { return {Act::own, "account.rights"}; }
Access grant(const RouteCall&) { return {Act::grant, "accounts"}; }

constexpr RouteEntry routes[] = {
    {"GET", "/tokens", "My access tokens", own, [](RouteCall& call) { return list_of(call, subject(call, true)); }},
    {"POST", "/tokens", "Make an access token: name, expires_on, access (read, write), methods; shown this once", own,
     [](RouteCall& call) { return issue(call, subject(call, true)); }},
    {"DELETE", "/tokens/{id}", "Revoke one of my tokens", own,
     [](RouteCall& call) { return revoke(call, subject(call, true), call.id(0)); }},
    {"POST", "/delegations", "Let another exercise a post of mine: post, to, starts_on, ends_on, reason", own,
     delegate},
    {"GET", "/delegations", "The posts of mine that others may exercise", own, my_delegations},
    {"DELETE", "/delegations/{id}", "Take back what I let another exercise", own, end_delegation},
    {"GET", "/accounts/{id}", "How an account signs in, what slows it down, and where it is signed in", grant, show},
    {"POST", "/accounts/{id}/password", "Give an account a first password, to be changed; shown this once", grant,
     reset_password},
    {"POST", "/accounts/{id}/unlock", "Forget an account's failed attempts", grant, unlock},
    {"DELETE", "/accounts/{id}/sessions", "Sign an account out everywhere", grant, end_sessions},
    {"DELETE", "/accounts/{id}/second-factor", "Take the one-time codes from an account, whose device is lost", grant,
     remove_second_factor},
    {"GET", "/accounts/{id}/tokens", "An account's access tokens", grant,
     [](RouteCall& call) { return list_of(call, subject(call, false)); }},
    {"POST", "/accounts/{id}/tokens", "Make an access token for an account", grant, issue_for_another},
    {"DELETE", "/accounts/{id}/tokens/{token}", "Revoke a token of an account", grant,
     [](RouteCall& call) { return revoke(call, subject(call, false), call.id(1)); }},
};

}  // namespace

std::span<const RouteEntry> account_routes() { return routes; }

}  // namespace liufa::host
