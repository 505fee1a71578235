#include "services/credentials.hpp"

#include <fmt/format.h>

#include <array>

#include "base/clock.hpp"
#include "directory/built_in.hpp"
#include "directory/one_time_code.hpp"
#include "services/records.hpp"
#include "services/settings.hpp"

namespace liufa::host {

namespace {

std::string place(std::int64_t account) { return fmt::format("core_credential/{}/code", account); }

std::int64_t seconds_of(std::string_view instant) {
  return std::chrono::duration_cast<std::chrono::seconds>(parse_instant(instant)->time_since_epoch()).count();
}

void note(WriteContext& context, std::string_view name, const Account& account) {
  emit_event(context, "host", name, Json{{"login", account.login}}.dump());
}

void store(Session& session, std::int64_t account, std::string_view assignment, const std::vector<ValueView>& values) {
  std::vector<ValueView> all = values;
  all.emplace_back(account);
  session.execute(fmt::format("UPDATE core_credential SET {} WHERE account = ${}", assignment, all.size()), all);
}

}  // namespace

std::optional<Credential> read_credential(Session& session, std::int64_t account) {
  const ValueView id = account;
  const auto rows = session.query(
      "SELECT hash, must_change, code_secret, code_step, pending_secret FROM core_credential WHERE account = $1",
      {&id, 1});
  if (!rows->next()) return std::nullopt;
  return Credential{std::string(rows->text(0)), rows->integer(1) != 0, std::string(rows->text(2)), rows->integer(3),
                    std::string(rows->text(4))};
}

PasswordRule password_rule(Session& session) {
  const Json settings = read_settings(session, built_in_manifest("access"));
  PasswordRule rule;
  rule.least = settings.at("password_least").get<std::size_t>();
  rule.different = settings.at("password_different").get<int>();
  return rule;
}

void set_password(WriteContext& context, const Account& account, std::string_view password, const PasswordRule* rule,
                  bool must_change) {
  if (rule) check_password(*rule, password, account.login, account.name);
  const ValueView id = account.id;
  Json earlier = Json::array();
  {
    const auto rows = context.session.query("SELECT hash, earlier FROM core_credential WHERE account = $1", {&id, 1});
    if (rows->next()) {
      earlier = Json::parse(rows->text(1));
      earlier.insert(earlier.begin(), rows->text(0));
    }
  }
  if (rule) {
    while (earlier.size() > static_cast<std::size_t>(rule->different)) earlier.erase(earlier.size() - 1);
    for (const Json& each : earlier)
      if (is_password(each.get_ref<const std::string&>(), password))
        throw Problem("password.again", {{"count", std::to_string(rule->different)}}).at_field("new");
  }
  const std::string hash = hash_password(password);
  const std::string list = earlier.dump();
  if (is_null(context.session.scalar("SELECT id FROM core_credential WHERE account = $1", {&id, 1}))) {
    const std::array<ValueView, 5> values{id, std::string_view(hash), std::string_view(context.now),
                                          std::int64_t{must_change}, std::string_view(list)};
    context.session.execute(
        "INSERT INTO core_credential (account, hash, changed_at, must_change, earlier, code_step) "
        "VALUES ($1, $2, $3, $4, $5, 0)",
        values);
  } else {
    store(context.session, account.id, "hash = $1, changed_at = $2, must_change = $3, earlier = $4",
          {std::string_view(hash), std::string_view(context.now), std::int64_t{must_change}, std::string_view(list)});
  }
  context.access_changed = true;
  note(context, must_change ? "password.set" : "password.changed", account);
}

std::string set_up_code(WriteContext& context, const KeyRing& keys, std::int64_t account) {
  // Else a session left open would be enough to put another device in the place of the holder's.
  const auto credential = read_credential(context.session, account);
  if (credential && !credential->code_secret.empty()) throw Problem("second_factor.present");
  std::string secret = new_code_secret();
  const std::string sealed = keys.seal(secret, place(account));
  store(context.session, account, "pending_secret = $1", {std::string_view(sealed)});
  return secret;
}

void confirm_code(WriteContext& context, const KeyRing& keys, const Account& account, std::string_view code) {
  const auto credential = read_credential(context.session, account.id);
  if (!credential || credential->pending_secret.empty()) throw Problem("second_factor.none");
  const auto step =
      step_of_code(keys.open(credential->pending_secret, place(account.id)), code, seconds_of(context.now), 0);
  if (!step) throw Problem("session.code").at_field("code");
  store(context.session, account.id, "code_secret = pending_secret, pending_secret = NULL, code_step = $1", {*step});
  note(context, "second_factor.set", account);
}

void remove_code(WriteContext& context, const Account& account) {
  store(context.session, account.id, "code_secret = NULL, pending_secret = NULL", {});
  note(context, "second_factor.removed", account);
}

bool use_code(WriteContext& context, const KeyRing& keys, std::int64_t account, std::string_view code) {
  const auto credential = read_credential(context.session, account);
  if (!credential || credential->code_secret.empty()) return false;
  const auto step = step_of_code(keys.open(credential->code_secret, place(account)), code, seconds_of(context.now),
                                 credential->code_step);
  if (!step) return false;
  store(context.session, account, "code_step = $1", {*step});
  return true;
}

}  // namespace liufa::host
