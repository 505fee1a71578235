#include "methods/access_hooks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/clock.hpp"
#include "directory/accounts.hpp"
#include "services/records.hpp"

namespace liufa::host {

namespace {

std::string text(const Value& value) {
  const auto* found = std::get_if<std::string>(&value);
  return found ? *found : std::string();
}

std::int64_t integer(const Value& value) {
  const auto* found = std::get_if<std::int64_t>(&value);
  return found ? *found : 0;
}

/// The three duties that no one person holds together (GB/T 22239-2019, 7.1.5: system, audit and security management).
const std::set<std::string, std::less<>>& duties_apart() {
  static const std::set<std::string, std::less<>> duties{"admin", "security", "auditor"};
  return duties;
}

/// Roles that say nothing without a place in the tree.
bool needs_organisation(std::string_view role) { return role == "secretary" || role == "community"; }

struct PostFields {
  explicit PostFields(const RecordSchema& schema)
      : account(schema.index("account")),
        role(schema.index("role")),
        organisation(schema.index("organisation")),
        starts_on(schema.index("starts_on")),
        ends_on(schema.index("ends_on")),
        on_behalf_of(schema.index("on_behalf_of")) {}
  std::size_t account;
  std::size_t role;
  std::size_t organisation;
  std::size_t starts_on;
  std::size_t ends_on;
  std::size_t on_behalf_of;
};

void check_login(Change& change, std::size_t at) {
  Value& value = change.after.values[at];
  if (is_null(value)) return;
  const std::string login = folded_login(text(value));
  const bool plain = std::all_of(login.begin(), login.end(), [](char each) {
    return (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') || each == '.' || each == '_' || each == '-';
  });
  if (!plain || login.size() < 2) throw Problem("access.login", {{"found", text(value)}}).at_field("login");
  // The log names these where no account acts.
  if (login == "local" || login == "host") throw Problem("access.login_of_host", {{"found", login}}).at_field("login");
  value = login;
}

void check_duties(const Change& change, const PostFields& at) {
  const Values& values = change.after.values;
  const std::string role = text(values[at.role]);
  if (!duties_apart().contains(role)) return;
  const std::array<ValueView, 2> parameters{integer(values[at.account]), change.after.id};
  const auto rows = change.context.session.query(
      "SELECT role FROM access_post WHERE account = $1 AND id <> $2 AND state = 'granted'", parameters);
  while (rows->next())
    if (rows->text(0) != role && duties_apart().contains(rows->text(0)))
      throw Problem("access.duties_apart", {{"role", role}, {"held", rows->text(0)}}).at_field("role");
}

void check_delegation(Change& change, const PostFields& at) {
  Values& values = change.after.values;
  const std::int64_t original = integer(values[at.on_behalf_of]);
  if (original == 0) return;
  const ValueView id = original;
  const auto rows = change.context.session.query(
      "SELECT account, role, organisation, state, on_behalf_of FROM access_post WHERE id = $1", {&id, 1});
  if (!rows->next()) return;  // said by the check of references
  if (rows->text(3) != "granted") throw Problem("access.post_revoked").at_field("on_behalf_of");
  if (rows->integer(4) != 0) throw Problem("access.delegated_again").at_field("on_behalf_of");
  if (rows->integer(0) == integer(values[at.account])) throw Problem("access.to_oneself").at_field("account");
  if (text(values[at.role]) != rows->text(1) || integer(values[at.organisation]) != rows->integer(2))
    throw Problem("access.other_post").at_field("role");
  if (is_null(values[at.ends_on])) throw Problem("access.delegation_end").at_field("ends_on");
}

void check_post(Change& change, const PostFields& at) {
  Values& values = change.after.values;
  if (is_null(values[at.starts_on])) values[at.starts_on] = local_date(change.context.now);
  if (!is_null(values[at.ends_on]) && text(values[at.ends_on]) < text(values[at.starts_on]))
    throw Problem("access.dates", {{"from", text(values[at.starts_on])}, {"until", text(values[at.ends_on])}})
        .at_field("ends_on");
  const std::string role = text(values[at.role]);
  if (needs_organisation(role) && is_null(values[at.organisation]))
    throw Problem("access.organisation_needed", {{"role", role}}).at_field("organisation");
  if (role == "member") {
    const ValueView account = integer(values[at.account]);
    if (is_null(change.context.session.scalar("SELECT member FROM access_account WHERE id = $1", {&account, 1})))
      throw Problem("access.member_needed").at_field("account");
  }
  const ValueView account = integer(values[at.account]);
  const std::string login =
      text(change.context.session.scalar("SELECT login FROM access_account WHERE id = $1", {&account, 1}));
  // A delegation is made by the holder of the post; all else nobody grants to themselves.
  if (login == change.context.actor && is_null(values[at.on_behalf_of]))
    throw Problem("access.own_grant").at_field("account");
  check_delegation(change, at);
  check_duties(change, at);
}

}  // namespace

void register_access_hooks(DistrictModel& model) {
  const RecordSchema& account = model.record("access.account");
  const std::size_t login = account.index("login");
  model.before["access.account.create"].push_back([login](Change& change) { check_login(change, login); });
  const PostFields at(model.record("access.post"));
  for (const char* operation : {"access.post.create", "access.post.update"})
    model.before[operation].push_back([at](Change& change) { check_post(change, at); });
  // Who may not sign in any more is out at once and for good: resuming the account brings no session and no token back.
  for (const char* operation : {"access.account.suspend", "access.account.close"})
    model.before[operation].push_back([](Change& change) {
      const std::array<ValueView, 2> values{std::string_view(change.context.now), change.after.id};
      change.context.session.execute("UPDATE core_session SET ended_at = $1 WHERE account = $2 AND ended_at IS NULL",
                                     values);
      change.context.session.execute(
          "UPDATE core_access_token SET revoked_at = $1 WHERE account = $2 AND revoked_at IS NULL", values);
    });
  // Whatever happens to either: the register of who may do what is read anew.
  for (const char* id : {"access.account", "access.post"}) {
    const RecordSchema& schema = model.record(id);
    std::vector<std::string> operations{"create", "update"};
    for (const Transition& step : schema.type.workflow->transitions) operations.push_back(step.id);
    for (const std::string& operation : operations)
      model.before[fmt::format("{}.{}", id, operation)].push_back(
          [](Change& change) { change.context.access_changed = true; });
  }
}

}  // namespace liufa::host
