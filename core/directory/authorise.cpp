#include "directory/authorise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/problem.hpp"

namespace liufa::host {

namespace {

std::string_view word(Act act) {
  switch (act) {
    case Act::own: return "own";
    case Act::look: return "look";
    case Act::read: return "read";
    case Act::create: return "create";
    case Act::update: return "update";
    case Act::transition: return "transition";
    case Act::run: return "run";
    case Act::import: return "import";
    case Act::administer: return "administer";
    case Act::grant: return "grant";
    case Act::audit: return "audit";
  }
  return "unknown";
}

using Permissions = std::vector<Permission>;

/// Whether the act concerns the district as a whole and not single records.
bool is_of_whole_district(Act act) { return act == Act::administer || act == Act::grant || act == Act::audit; }

/// What a permission gives to this actor; reaches nothing if no post fits it.
Scope::Reach reach_of(const Actor& actor, const Permission& permission) {
  Scope::Reach reach{permission.owner, false, {}, 0};
  for (const Post& post : actor.posts) {
    if (post.role != permission.role) continue;
    reach.account = actor.account;
    if (post.role == "member" && actor.member != 0)
      reach.member = actor.member;
    else if (post.role != "member" && post.organisation != 0)
      reach.organisations.push_back(post.organisation);
    else if (post.role != "member" || actor.account == 0)
      reach.everything = true;
  }
  return reach;
}

/// What holds whatever the posts: a password to be changed first, a token made for less.
std::optional<Problem> limit_of(const Actor& actor, const Access& access) {
  const bool session_only = access.act == Act::own && access.what == "account";
  if (actor.password_due && !session_only) return Problem("password.due");
  const bool own_by_token = actor.by_token && access.act == Act::own && access.what != "account";
  const bool reads = access.act == Act::read || access.act == Act::look;
  const std::string_view method = access.what.substr(0, access.what.find('.'));
  const bool of_other_method = !actor.methods.empty() && access.act != Act::look && !actor.methods.contains(method);
  if (own_by_token || (actor.read_only && !reads) || of_other_method)
    return Problem("request.token_scope", {{"what", access.what}, {"action", word(access.act)}});
  return std::nullopt;
}

}  // namespace

const Permissions& readers() {
  static const Permissions all{{"office"}, {"secretary"}, {"member"}, {"community"}, {"auditor"}, {"discipline"}};
  return all;
}

const Permissions& permissions_for(const Access& access) {
  static const Permissions all = [] {
    Permissions made;
    for (const std::string& role : every_role()) made.push_back({role});
    return made;
  }();
  static const Permissions administrators{{"admin"}};
  static const Permissions grantors{{"security"}};
  static const Permissions auditors{{"auditor"}};
  static const Permissions nobody;
  switch (access.act) {
    case Act::own: return nobody;  // nobody else's
    case Act::look: return all;
    case Act::read:
    case Act::create:
    case Act::update:
    case Act::transition:
    case Act::run:
    case Act::import: return access.permissions;
    case Act::administer: return administrators;
    case Act::grant: return grantors;
    case Act::audit: return auditors;
  }
  return nobody;
}

std::set<std::string, std::less<>> every_role() {
  return {"office", "secretary", "member", "community", "auditor", "discipline", "admin", "security"};
}

Scope scope_of(const Actor& actor, const Access& access) {
  std::vector<Scope::Reach> reaches;
  for (const Permission& each : permissions_for(access)) {
    Scope::Reach reach = reach_of(actor, each);
    const bool some = reach.everything || !reach.organisations.empty() || reach.member != 0;
    if (some && (reach.everything || !is_of_whole_district(access.act))) reaches.push_back(std::move(reach));
  }
  return Scope(std::move(reaches));
}

Scope authorise(const Actor& actor, const Access& access) {
  if (const auto limit = limit_of(actor, access)) throw *limit;
  if (access.act == Act::own && (actor.account != 0 || !actor.posts.empty())) return Scope::whole_district();
  Scope scope = scope_of(actor, access);
  if (!scope.nothing()) return scope;
  std::vector<std::string> roles;
  for (const Permission& each : permissions_for(access))
    if (std::find(roles.begin(), roles.end(), each.role) == roles.end()) roles.push_back(each.role);
  throw Problem(
      "request.forbidden",
      {{"what", access.what}, {"action", word(access.act)}, {"roles", fmt::format("{}", fmt::join(roles, ", "))}});
}

bool may(const Actor& actor, const Access& access) {
  return !limit_of(actor, access) && !scope_of(actor, access).nothing();
}

Actor actor_with(std::string name, std::set<std::string, std::less<>> roles) {
  Actor actor;
  actor.name = std::move(name);
  for (const std::string& role : roles) actor.posts.push_back({0, role, 0});
  actor.roles = std::move(roles);
  return actor;
}

Actor local_operator() { return actor_with("local", every_role()); }

}  // namespace liufa::host
