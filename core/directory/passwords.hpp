/// Passwords: how they are kept, and which are accepted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace liufa::host {

/// What a district asks of passwords; settings of the manifest `access`.
struct PasswordRule {
  std::size_t least = 12;  ///< characters; ASVS 4.0 2.1.1
  std::size_t most = 128;  ///< ASVS 4.0 2.1.2: long ones are allowed, endless ones would be work for nothing
  int different = 5;       ///< of the latest passwords none may come again
};

/// Argon2id (RFC 9106) in its own text form, with its parameters: two passes over 64 MiB.
std::string hash_password(std::string_view password);

/// Takes as long for a hash that is no hash as for one that is, so that the time tells nothing.
bool is_password(std::string_view hash, std::string_view password);

/// Whether the hash was made with weaker parameters than those of today.
bool wants_new_hash(std::string_view hash);

/// Throws Problem password.*: too short, too long, of too few kinds of characters (three of four, GB/T
/// 22239-2019 7.1.4.1 a; from 16 characters on the length alone suffices), containing the login or the name, common.
void check_password(const PasswordRule& rule, std::string_view password, std::string_view login, std::string_view name);

/// Among the frequent ones, also written with the usual substitutions and endings.
bool is_common_password(std::string_view password);

/// The words that frequent passwords are made of, in lower case.
const std::vector<std::string_view>& common_passwords();

/// One that check_password accepts, easy to read out: for the first time. 80 bits.
std::string first_password();

}  // namespace liufa::host
