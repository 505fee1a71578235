/// Signing in through the identity provider: to it, and back from it.
#include <fmt/format.h>

#include "base/clock.hpp"
#include "http/message_page.hpp"
#include "http/sign_in.hpp"
#include "services/records.hpp"

namespace liufa::host {

namespace {

/// Ties a sign-in to the browser that began it. Lax, since the browser comes back from another site; of no use to
/// anybody when it has come back.
constexpr std::string_view browser_cookie = "liufa_sign_in";

Provider& provider_of(const RouteCall& call) {
  if (!call.provider) throw Problem("sign_in.no_provider");
  return *call.provider;
}

std::string parameter(const RouteCall& call, std::string_view name) {
  const auto found = call.request.query.find(name);
  return found == call.request.query.end() ? "" : found->second;
}

/// For people a page, for programs a problem.
Response told(const Problem& problem, const RouteCall& call, std::chrono::seconds wait = {}) {
  Response response = refusal(problem, call, wait);
  if (call.request.header("accept").find("text/html") == std::string_view::npos) return response;
  Response page = message_page(problem, call.district.id());
  page.headers.merge(response.headers);
  return page;
}

/// On record and, unless it is the provider that fails, counted against the address.
Response refuse(RouteCall& call, const Problem& problem, Instant now, std::string_view login, Json more) {
  more["reason"] = problem.code();
  more["by"] = "provider";
  call.district.write("", [&](WriteContext& context) {
    if (problem.kind() != ProblemKind::unavailable)
      call.district.sign_in_delay().failed(context.session, "", call.request.address, now);
    note_attempt(context, call, login, "session.refused", more);
  });
  return told(problem, call);
}

/// To the start page: the session's cookie is not sent with a request that another site led to, but it is with those
/// that the page itself makes.
Response to_start_page(const RouteCall& call, std::string_view token) {
  return {303,
          "text/plain; charset=utf-8",
          "",
          {{"Location", fmt::format("/{}/", call.district.id())}, {"Set-Cookie", session_cookie_header(call, token)}}};
}

Response ways(RouteCall& call) {
  Json provider = nullptr;
  if (call.provider) {
    const Text& name = call.provider->options().name;
    provider = {{"name", {{"zh", name.zh}, {"en", name.en}}},
                {"begin", fmt::format("/api/v1/districts/{}/sign-in/provider", call.district.id())}};
  }
  return json_response({{"password", true}, {"provider", provider}});
}

Response begin(RouteCall& call) {
  Provider& provider = provider_of(call);
  try {
    const auto begun = provider.begin(call.district.id(), call.request.address, std::chrono::steady_clock::now());
    return {302,
            "text/plain; charset=utf-8",
            "",
            {{"Location", begun.address},
             {"Set-Cookie",
              fmt::format("{}={}; Path=/api/v1/districts/{}/sign-in; Max-Age={}; Secure; HttpOnly; SameSite=Lax",
                          browser_cookie, begun.browser, call.district.id(),
                          std::chrono::seconds(PendingSignIns::lifetime).count())}}};
  } catch (const Problem& problem) {
    return told(problem, call);
  }
}

Response finish(RouteCall& call) {
  Provider& provider = provider_of(call);
  const Instant now = *parse_instant(call.district.clock().now());
  SignInDelay& delay = call.district.sign_in_delay();
  if (const auto wait = delay.begin("", call.request.address, now); wait.count() > 0) {
    call.district.write("", [&](WriteContext& context) {
      note_attempt(context, call, "", "session.refused", {{"reason", "session.wait"}, {"by", "provider"}});
    });
    return told(Problem("session.wait", {{"seconds", std::to_string(wait.count())}}), call, wait);
  }
  const UnderWay under_way(delay, "", call.request.address);
  std::string subject;
  try {
    subject = provider.finish(call.district.id(),
                              {std::string(cookie(call.request, browser_cookie)), parameter(call, "state"),
                               parameter(call, "code"), parameter(call, "error"), parameter(call, "iss")},
                              std::chrono::steady_clock::now());
  } catch (const Problem& problem) {
    return refuse(call, problem, now, "", Json::object());
  }
  const auto account = call.district.accounts().by_subject(subject);
  if (!account)
    return refuse(call, Problem("sign_in.unknown", {{"subject", subject}}), now, "", {{"subject", subject}});
  if (account->state != "active")
    return refuse(call, Problem("sign_in.suspended"), now, account->login, Json::object());
  return to_start_page(call, open_session(call, *account, true, [](WriteContext&) {}).token);
}

Access anybody(const RouteCall&) { return {Act::own, "account"}; }

constexpr RouteEntry routes[] = {
    {"GET", "/sign-in", "How one can sign in here: password, identity provider", anybody, ways, true},
    {"GET", "/sign-in/provider", "Sign in through the identity provider: leads the browser there", anybody, begin,
     true},
    {"GET", "/sign-in/callback", "Where the identity provider sends the browser back to", anybody, finish, true},
};

}  // namespace

std::span<const RouteEntry> provider_routes() { return routes; }

}  // namespace liufa::host
