/// What proves that somebody is the holder of an account: password and one-time code. Kept apart from the account's
/// record, so that no list, export or history can ever show it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "directory/accounts.hpp"
#include "directory/passwords.hpp"
#include "services/write_context.hpp"
#include "storage/key_ring.hpp"

namespace liufa::host {

struct Credential {
  std::string hash;
  bool must_change = false;
  std::string code_secret;     ///< sealed; empty: no second factor
  std::int64_t code_step = 0;  ///< of the last code that was accepted
  std::string pending_secret;  ///< sealed; set up but not confirmed yet
};

std::optional<Credential> read_credential(Session& session, std::int64_t account);

/// Sets a password. With a rule, which the account's holder has to keep, it is checked against that and the former
/// ones; throws Problem password.*. Notes it in the log. In a write.
void set_password(WriteContext& context, const Account& account, std::string_view password, const PasswordRule* rule,
                  bool must_change);

/// The rule of the district, from the settings of the manifest `access`.
PasswordRule password_rule(Session& session);

/// A new secret that is confirmed by its first code. Returns it in clear. In a write.
std::string set_up_code(WriteContext& context, const KeyRing& keys, std::int64_t account);
/// Throws Problem session.code if the code does not fit, second_factor.none if nothing was set up. In a write.
void confirm_code(WriteContext& context, const KeyRing& keys, const Account& account, std::string_view code);
void remove_code(WriteContext& context, const Account& account);

/// Whether a code fits; it is used up then. In a write.
bool use_code(WriteContext& context, const KeyRing& keys, std::int64_t account, std::string_view code);

}  // namespace liufa::host
