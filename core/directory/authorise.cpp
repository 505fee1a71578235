#include "directory/authorise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/digest.hpp"
#include "base/problem.hpp"

namespace liufa::host {

namespace {

std::string_view word(Act act) {
  switch (act) {
    case Act::read: return "read";
    case Act::create: return "create";
    case Act::update: return "update";
    case Act::transition: return "transition";
    case Act::run: return "run";
    case Act::import: return "import";
    case Act::administer: return "administer";
    case Act::audit: return "audit";
  }
  return "unknown";
}

/// The roles that may do what the manifest says nothing about.
std::vector<std::string> roles_for(const Access& access) {
  switch (access.act) {
    case Act::read: return {"office", "auditor", "secretary", "member", "community"};
    case Act::create:
    case Act::update:
    case Act::transition:
    case Act::run: return access.roles;
    case Act::import: return {"office"};
    case Act::administer: return {"admin"};
    case Act::audit: return {"auditor", "office"};
  }
  return {};
}

std::string hash_of(std::string_view token) { return hexadecimal(bytes(sha256({token}))); }

std::set<std::string, std::less<>> every_role() {
  return {"office", "secretary", "member", "community", "auditor", "admin"};
}

}  // namespace

void authorise(const Actor& actor, const Access& access) {
  const auto roles = roles_for(access);
  if (std::any_of(roles.begin(), roles.end(), [&](const auto& role) { return actor.roles.contains(role); })) return;
  throw Problem(
      "request.forbidden",
      {{"what", access.what}, {"action", word(access.act)}, {"roles", fmt::format("{}", fmt::join(roles, ", "))}});
}

std::string issue_token(Session& session, std::string_view name, std::string_view now) {
  std::string token = random_token();
  const std::string hash = hash_of(token);
  const std::array<ValueView, 2> revoked{now, name};
  session.execute("UPDATE core_token SET revoked_at = $1 WHERE name = $2 AND revoked_at IS NULL", revoked);
  const std::array<ValueView, 4> values{name, std::string_view(hash), std::string_view("every"), now};
  session.execute("INSERT INTO core_token (name, hash, roles, created_at) VALUES ($1, $2, $3, $4)", values);
  return token;
}

std::optional<Actor> actor_of_token(Session& session, std::string_view token) {
  const std::string hash = hash_of(token);
  const ValueView parameter = std::string_view(hash);
  const auto rows =
      session.query("SELECT name FROM core_token WHERE hash = $1 AND revoked_at IS NULL", {&parameter, 1});
  if (!rows->next()) return std::nullopt;
  return Actor{"token:" + std::string(rows->text(0)), every_role()};
}

Actor local_operator() { return {"local", every_role()}; }

}  // namespace liufa::host
