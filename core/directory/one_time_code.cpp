#include "directory/one_time_code.hpp"

#include <Poco/HMACEngine.h>
#include <Poco/SHA1Engine.h>
#include <fmt/format.h>
#include <sodium.h>

#include "base/digest.hpp"

namespace liufa::host {

namespace {

constexpr std::int64_t seconds_per_step = 30;
constexpr std::size_t secret_bytes = 20;

}  // namespace

std::string new_code_secret() {
  std::string secret(secret_bytes, '\0');
  randombytes_buf(secret.data(), secret.size());
  return secret;
}

std::string base32(std::string_view bytes) {
  static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char each : bytes) {
    buffer = (buffer << 8) | static_cast<unsigned char>(each);
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(buffer >> (bits - 5)) & 31];
  }
  if (bits > 0) text += alphabet[(buffer << (5 - bits)) & 31];
  return text;
}

std::string code_uri(std::string_view secret, std::string_view login) {
  return fmt::format("otpauth://totp/Liufa:{}?secret={}&issuer=Liufa", login, base32(secret));
}

std::string one_time_code(std::string_view secret, std::int64_t step) {
  Poco::HMACEngine<Poco::SHA1Engine> mac(secret.data(), secret.size());
  std::string counter(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) counter[7 - i] = static_cast<char>((step >> (8 * i)) & 0xFF);
  mac.update(counter);
  const Poco::DigestEngine::Digest digest = mac.digest();
  const std::size_t offset = digest.back() & 0x0F;  // dynamic truncation, RFC 4226 section 5.3
  const std::uint32_t number = (static_cast<std::uint32_t>(digest[offset] & 0x7F) << 24) |
                               (static_cast<std::uint32_t>(digest[offset + 1]) << 16) |
                               (static_cast<std::uint32_t>(digest[offset + 2]) << 8) | digest[offset + 3];
  return fmt::format("{:06}", number % 1'000'000);
}

std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code, std::int64_t seconds,
                                         std::int64_t last_step) {
  const std::int64_t now = seconds / seconds_per_step;
  std::optional<std::int64_t> found;
  for (const std::int64_t step : {now - 1, now, now + 1})
    if (step > last_step && equal_in_constant_time(one_time_code(secret, step), code)) found = step;
  return found;
}

}  // namespace liufa::host
