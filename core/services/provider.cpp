#include "services/provider.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "base/digest.hpp"
#include "base/problem.hpp"
#include "directory/id_token.hpp"

namespace liufa::host {

using namespace std::chrono;

namespace {

constexpr hours published_is_good{1};
constexpr minutes keys_at_most_every{1};
constexpr seconds failure_is_remembered{5};
constexpr int most_at_once = 32;

/// Also for the administrator, once for each time that it was tried.
Problem unreachable(const ProviderOptions& options, const std::string& reason, bool tried = true) {
  if (tried) spdlog::warn("the identity provider {} can't be asked: {}", options.issuer, reason);
  return Problem("sign_in.unreachable", {{"issuer", options.issuer}, {"reason", reason}});
}

std::string text_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

/// An address that the provider names must be as safe as its own.
std::string address_in(const Json& metadata, const char* name) {
  std::string address = text_in(metadata, name);
  if (!is_safe_address(address)) throw std::runtime_error(fmt::format("{} is “{}”, not https", name, address));
  return address;
}

/// One of the few that ask the provider at a time; the others are told to come back.
class Place {
 public:
  explicit Place(std::counting_semaphore<>& free) : free_(free) {
    if (!free_.try_acquire()) throw Problem("sign_in.busy");
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { free_.release(); }

 private:
  std::counting_semaphore<>& free_;
};

std::string without_slash(std::string address) {
  if (address.ends_with('/')) address.pop_back();
  return address;
}

/// RFC 6749, 2.3.1: both parts encoded, then joined.
std::string basic(const std::string& id, const std::string& secret) {
  std::string text = base64url(encoded(id) + ":" + encoded(secret));
  for (char& each : text) each = each == '-' ? '+' : each == '_' ? '/' : each;
  return "Basic " + text + std::string((4 - text.size() % 4) % 4, '=');
}

}  // namespace

Provider::Provider(ProviderOptions options, WebFetch web)
    : options_(std::move(options)), web_(std::move(web)), free_places_(most_at_once) {}

std::string Provider::callback_of(std::string_view district) const {
  return fmt::format("{}/api/v1/districts/{}/sign-in/callback", options_.public_address, district);
}

Json Provider::read_json(const std::string& address) const {
  const WebAnswer answer = web_({address, "", {}});
  if (answer.status != 200) throw std::runtime_error(fmt::format("{} answers {}", address, answer.status));
  Json json = parse_json(answer.body);
  if (!json.is_object()) throw std::runtime_error(fmt::format("{} is no JSON object", address));
  return json;
}

KeySet Provider::read_keys(const std::string& address) const {
  KeySet keys(read_json(address));
  if (keys.empty()) throw std::runtime_error(fmt::format("{} has no key for RS256 (from 2048 bits) or ES256", address));
  return keys;
}

Provider::Published Provider::read_published(Moment now) const {
  const std::string from = without_slash(options_.issuer) + "/.well-known/openid-configuration";
  const Json metadata = read_json(from);
  // Else another's description would be believed (OpenID Connect Discovery 1.0, 4.3).
  if (text_in(metadata, "issuer") != options_.issuer)
    throw std::runtime_error(fmt::format("{} is of the issuer “{}”", from, text_in(metadata, "issuer")));
  Published read{address_in(metadata, "authorization_endpoint"),
                 address_in(metadata, "token_endpoint"),
                 address_in(metadata, "jwks_uri"),
                 metadata.value("authorization_response_iss_parameter_supported", Json(false)) == Json(true),
                 {},
                 now};
  read.keys = read_keys(read.keys_address);
  return read;
}

std::shared_ptr<const Provider::Published> Provider::published(Moment now) {
  const std::lock_guard lock(mutex_);
  if (published_ && now - published_->read < published_is_good) return published_;
  if (!failure_.empty() && now - failed_ < failure_is_remembered) throw unreachable(options_, failure_, false);
  const auto begun = steady_clock::now();
  try {
    published_ = std::make_shared<const Published>(read_published(now));
    failure_.clear();
    return published_;
  } catch (const std::exception& error) {
    failure_ = error.what();
    failed_ = now + (steady_clock::now() - begun);
    throw unreachable(options_, failure_);
  }
}

std::shared_ptr<const Provider::Published> Provider::with_new_keys(Moment now) {
  const std::lock_guard lock(mutex_);
  if (published_->keys_read_again && now - *published_->keys_read_again < keys_at_most_every) return published_;
  Published fresh = *published_;
  fresh.keys_read_again = now;
  published_ = std::make_shared<const Published>(fresh);  // also counts if it fails
  try {
    fresh.keys = read_keys(fresh.keys_address);
  } catch (const std::exception& error) {
    throw unreachable(options_, error.what());
  }
  published_ = std::make_shared<const Published>(std::move(fresh));
  return published_;
}

Provider::Begun Provider::begin(std::string_view district, std::string_view client_address, Moment now) {
  const Place place(free_places_);
  const auto at = published(now);
  const auto [browser, sign_in] = pending_.begin(district, client_address, now);
  return {browser,
          fmt::format("{}{}response_type=code&scope=openid&client_id={}&redirect_uri={}&state={}&nonce={}"
                      "&code_challenge={}&code_challenge_method=S256",
                      at->authorization_endpoint, at->authorization_endpoint.find('?') == std::string::npos ? '?' : '&',
                      encoded(options_.client_id), encoded(callback_of(district)), sign_in.state, sign_in.nonce,
                      base64url(bytes(sha256({sign_in.verifier}))))};
}

/// The ID token for a code (3.1.3).
std::string Provider::redeem(const Published& at, const PendingSignIn& pending, const std::string& code) const {
  WebRequest request{at.token_endpoint,
                     fmt::format("grant_type=authorization_code&code={}&redirect_uri={}&code_verifier={}",
                                 encoded(code), encoded(callback_of(pending.district)), pending.verifier),
                     {}};
  if (options_.client_secret.empty())
    request.form += "&client_id=" + encoded(options_.client_id);
  else
    request.headers["Authorization"] = basic(options_.client_id, options_.client_secret);
  Json body;
  int status = 0;
  try {
    const WebAnswer answer = web_(request);
    status = answer.status;
    body = parse_json(answer.body);
    if (!body.is_object()) throw std::runtime_error("the answer is no JSON object");
    if (status >= 500) throw std::runtime_error(fmt::format("{} answers {}", at.token_endpoint, status));
  } catch (const std::exception& error) {
    throw unreachable(options_, error.what());
  }
  if (status != 200)
    throw Problem("sign_in.code", {{"error", text_in(body, "error") + " " + text_in(body, "error_description")}});
  return text_in(body, "id_token");
}

std::string Provider::finish(std::string_view district, const Returned& returned, Moment now) {
  const auto pending = pending_.take(returned.browser, now);
  if (!pending || pending->district != district || !equal_in_constant_time(returned.state, pending->state))
    throw Problem("sign_in.state");
  const Place place(free_places_);
  auto at = published(now);
  if ((at->names_issuer || !returned.issuer.empty()) && returned.issuer != options_.issuer)
    throw Problem("sign_in.issuer", {{"expected", options_.issuer}, {"found", returned.issuer}});
  if (!returned.error.empty() || returned.code.empty()) throw Problem("sign_in.denied", {{"error", returned.error}});
  const std::string token = redeem(*at, *pending, returned.code);
  if (!at->keys.has_key_of(token)) at = with_new_keys(now);
  return subject_of(at->keys.verified(token),
                    {options_.issuer, options_.client_id, pending->nonce, system_clock::now()});
}

}  // namespace liufa::host
