/// Time-based one-time codes (RFC 6238): SHA-1, 30 seconds, six digits, as authenticator apps have them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace liufa::host {

/// 160 random bits.
std::string new_code_secret();

/// As apps take it in: otpauth://totp/Liufa:LOGIN?secret=BASE32&issuer=Liufa.
std::string code_uri(std::string_view secret, std::string_view login);
std::string base32(std::string_view bytes);

/// The code of a time step (Unix time / 30).
std::string one_time_code(std::string_view secret, std::int64_t step);

/// The step whose code was given, of the present one and its neighbours (clocks differ), but later than `last_step`: a
/// code works once. Nothing if none fits.
std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code, std::int64_t seconds,
                                         std::int64_t last_step);

}  // namespace liufa::host
