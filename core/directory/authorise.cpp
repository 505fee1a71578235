#include "directory/authorise.hpp"

#include <fmt/format.h>

#include <algorithm>

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

using Roles = std::vector<std::string>;

/// The roles that may do what the manifest says nothing about.
const Roles& roles_for(const Access& access) {
  static const Roles readers{"office", "auditor", "secretary", "member", "community"};
  static const Roles importers{"office"};
  static const Roles administrators{"admin"};
  static const Roles auditors{"auditor", "office"};
  static const Roles nobody;
  switch (access.act) {
    case Act::read: return readers;
    case Act::create:
    case Act::update:
    case Act::transition:
    case Act::run: return access.roles;
    case Act::import: return importers;
    case Act::administer: return administrators;
    case Act::audit: return auditors;
  }
  return nobody;
}

}  // namespace

std::set<std::string, std::less<>> every_role() {
  return {"office", "secretary", "member", "community", "auditor", "discipline", "admin", "security"};
}

void authorise(const Actor& actor, const Access& access) {
  const Roles& roles = roles_for(access);
  if (std::any_of(roles.begin(), roles.end(), [&](const auto& role) { return actor.roles.contains(role); })) return;
  throw Problem(
      "request.forbidden",
      {{"what", access.what}, {"action", word(access.act)}, {"roles", fmt::format("{}", fmt::join(roles, ", "))}});
}

Actor local_operator() { return {"local", every_role()}; }

}  // namespace liufa::host
