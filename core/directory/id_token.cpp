#include "directory/id_token.hpp"

#include <algorithm>
#include <cmath>

#include "base/digest.hpp"
#include "base/problem.hpp"

namespace liufa::host {

using namespace std::chrono;

namespace {

constexpr seconds clocks_differ{60};  // how far two machines' clocks may be apart
constexpr seconds oldest{600};        // it was fetched a moment ago

Problem not_good(const Text& reason) { return Problem("sign_in.token", {{"reason", reason}}); }

Problem other(const char* name, const std::string& expected, const std::string& found) {
  return not_good({std::string(name) + " 应为“" + expected + "”，实际“" + found + "”",
                   std::string(name) + " is “" + expected + "”, found “" + found + "”"});
}

std::string text_in(const Json& claims, const char* name) {
  const auto found = claims.find(name);
  return found != claims.end() && found->is_string() ? found->get<std::string>() : "";
}

/// Seconds since 1970, as the claims give them. Nothing if it is absent, no number or beyond all calendars.
std::optional<seconds> time_in(const Json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) return std::nullopt;
  const double value = found->get<double>();
  if (!std::isfinite(value) || std::abs(value) > 1e12) return std::nullopt;
  return seconds(static_cast<std::int64_t>(value));
}

void check_audience(const Json& claims, const std::string& client) {
  const auto found = claims.find("aud");
  const Json audience = found == claims.end() ? Json::array() : found->is_array() ? *found : Json::array({*found});
  if (std::find(audience.begin(), audience.end(), Json(client)) == audience.end())
    throw other("aud", client, audience.dump());
  // For several, it has to say which of them asked; and whenever it says so, that is us.
  if ((audience.size() > 1 || claims.contains("azp")) && text_in(claims, "azp") != client)
    throw other("azp", client, text_in(claims, "azp"));
}

void check_times(const Json& claims, seconds now) {
  const auto expires = time_in(claims, "exp");
  if (!expires || *expires + clocks_differ <= now)
    throw not_good(
        {"令牌已过期，或没有 exp；请核对本机时间", "it has expired or has no exp; check this machine's clock"});
  const auto issued = time_in(claims, "iat");
  if (!issued || *issued > now + clocks_differ || *issued + oldest + clocks_differ < now)
    throw not_good(
        {"令牌不是刚刚签发的（iat）；请核对本机时间", "it was not issued just now (iat); check this machine's clock"});
  if (const auto begins = time_in(claims, "nbf"); claims.contains("nbf") && (!begins || *begins > now + clocks_differ))
    throw not_good({"令牌尚未生效（nbf）；请核对本机时间", "it does not hold yet (nbf); check this machine's clock"});
}

}  // namespace

std::string subject_of(const Json& claims, const ExpectedToken& expected) {
  if (text_in(claims, "iss") != expected.issuer) throw other("iss", expected.issuer, text_in(claims, "iss"));
  check_audience(claims, expected.client);
  check_times(claims, duration_cast<seconds>(expected.now.time_since_epoch()));
  if (expected.nonce.empty() || !equal_in_constant_time(text_in(claims, "nonce"), expected.nonce))
    throw not_good({"nonce 与本次登录不符", "its nonce is not that of this sign-in"});
  std::string subject = text_in(claims, "sub");
  constexpr std::size_t longest = 255;
  if (subject.empty() || subject.size() > longest)
    throw not_good({"sub 应有 1 至 255 个字符", "sub has 1 to 255 characters"});
  return subject;
}

}  // namespace liufa::host
