#include "http/sign_in.hpp"

#include <fmt/format.h>

#include "services/records.hpp"

namespace liufa::host {

Response refusal(const Problem& problem, const RouteCall& call, std::chrono::seconds wait) {
  const bool english = call.request.header("accept-language").starts_with("en");
  Response response{http_status(problem.kind()), "application/problem+json", problem.to_json(english).dump(), {}};
  if (wait.count() > 0) response.headers["Retry-After"] = std::to_string(wait.count());
  return response;
}

void note_attempt(WriteContext& context, const RouteCall& call, std::string_view login, std::string_view name,
                  const Json& more) {
  // A name that nobody has may be a password in the wrong place: it is not kept.
  const auto known = call.district.accounts().by_login(login);
  Json payload{{"login", known ? Json(known->login) : Json(nullptr)}, {"address", call.request.address}};
  payload.update(more);
  emit_event(context, "host", name, payload.dump());
}

Sessions::Opened open_session(RouteCall& call, const Account& account, bool by_provider,
                              const std::function<void(WriteContext&)>& first) {
  Sessions::Opened opened;
  call.district.write(account.login, [&](WriteContext& context) {
    first(context);
    opened = Sessions::open(context.session, account.id, context.now, call.request.address,
                            call.request.header("user-agent"), by_provider);
    call.district.sessions().save_use(context.session);
    note_attempt(context, call, account.login, "session.opened",
                 by_provider ? Json{{"by", "provider"}} : Json::object());
  });
  call.district.sessions().publish(opened);
  return opened;
}

std::string session_cookie_header(const RouteCall& call, std::string_view token) {
  return fmt::format("{}={}; Path=/api/v1/districts/{}; Secure; HttpOnly; SameSite=Strict", session_cookie, token,
                     call.district.id());
}

}  // namespace liufa::host
