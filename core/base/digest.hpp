/// SHA-256 (FIPS 180-4), random bytes and their text forms, by libsodium.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace liufa::host {

using Digest = std::array<unsigned char, 32>;

/// SHA-256 over the parts one after the other.
Digest sha256(std::initializer_list<std::string_view> parts);

inline std::string_view bytes(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// Lower-case hexadecimal digits.
std::string hexadecimal(std::string_view bytes);

/// 256 bits from the system's generator, as 43 characters of URL-safe base64.
std::string random_token();

/// Base64 with padding, as in a Content-Security-Policy.
std::string base64(std::string_view bytes);
std::string base64url(std::string_view bytes);
/// Empty if it is not base64url.
std::string from_base64url(std::string_view text);

/// Compares without telling by its time where they differ.
bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace liufa::host
