/// Who may do what, with which records. One function decides for every route, list, single record, figure, export,
/// picker and file; what it does not know it refuses.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "directory/scope.hpp"
#include "model/manifest.hpp"

namespace liufa::host {

/// A post in force: a role over an organisation and all below it.
struct Post {
  std::int64_t id = 0;
  std::string role;               ///< a word of the manifest: office, secretary, …
  std::int64_t organisation = 0;  ///< 0: the whole district
};

/// Who asks.
struct Actor {
  std::string name;                          ///< what the log calls them: the login
  std::set<std::string, std::less<>> roles;  ///< of the posts
  std::int64_t account = 0;                  ///< 0: no account, the command line of this machine
  std::int64_t member = 0;                   ///< the person's own record; 0: none
  std::vector<Post> posts = {};
  bool password_due = false;                        ///< until it is changed they may do nothing else
  bool by_token = false;                            ///< no person is signed in
  bool read_only = false;                           ///< asks with a token that only reads
  std::set<std::string, std::less<>> methods = {};  ///< asks with a token for these only; empty: all
};

enum class Act {
  own,         ///< one's own account: session, password, tokens
  look,        ///< what there is to work with: methods, their settings, the description of the routes
  read,        ///< records, figures, lists, history
  create,      ///< a record
  update,      ///< a record's fields
  transition,  ///< a step of a workflow
  run,         ///< an action of a method
  import,      ///< many records at once
  administer,  ///< methods, settings, backups, dead letters: the system administrator
  grant,       ///< accounts and posts: the security administrator
  audit        ///< the log as a whole
};

/// What is asked for.
struct Access {
  Act act = Act::read;
  std::string_view what;  ///< "pairing.pair", "methods": for the explanation, and what a token may be limited to
  /// Whom the manifest names, for acts on records and for runs; the host's own acts need none.
  std::vector<Permission> permissions = {};
};

/// The records that the actor reaches in this act, if there can be any at all: whoever answers applies it to what they
/// read or write. Throws Problem request.forbidden, which names the roles that could, if no post in force allows the
/// act; for the host's own acts (administer, grant, audit) the post must be over the whole district.
Scope authorise(const Actor& actor, const Access& access);

/// The same without an error: a scope that reaches nothing if the act is not allowed.
Scope scope_of(const Actor& actor, const Access& access);

/// Whether `authorise` lets the act pass, so that there can be something that it reaches.
bool may(const Actor& actor, const Access& access);

/// Everybody with a post but those of the machine: who reads what nothing narrower is said of.
const std::vector<Permission>& readers();

/// Those whom an access admits; valid as long as `access`.
const std::vector<Permission>& permissions_for(const Access& access);
const std::vector<Permission>& permissions_for(Access&&) = delete;

/// An actor with these roles over the whole district.
Actor actor_with(std::string name, std::set<std::string, std::less<>> roles);

/// All the roles there are.
std::set<std::string, std::less<>> every_role();

/// Whoever can read and write the data folder on this machine: the command line.
Actor local_operator();

}  // namespace liufa::host
