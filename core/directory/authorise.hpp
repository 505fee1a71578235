/// Who may do what. One function decides for every route, list, figure, export and file; what it does not know it
/// refuses. Until accounts exist, an actor is the holder of one of the district's tokens.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

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
};

enum class Act {
  read,        ///< records, figures, lists, history
  create,      ///< a record
  update,      ///< a record's fields
  transition,  ///< a step of a workflow
  run,         ///< an action of a method
  import,      ///< many records at once
  administer,  ///< methods, settings, tokens, dead letters
  audit        ///< the log as a whole
};

/// What is asked for. `roles` are those that the manifest names for a create, update, transition or run.
struct Access {
  Act act = Act::read;
  std::string_view what;  ///< for the explanation: "pairing.pair", "methods"
  std::vector<std::string> roles = {};
};

/// Returns if the actor may; else throws Problem request.forbidden which names the roles that could.
void authorise(const Actor& actor, const Access& access);

/// All the roles there are: what a district's token stands for.
std::set<std::string, std::less<>> every_role();

/// Whoever can read and write the data folder on this machine: the command line.
Actor local_operator();

}  // namespace liufa::host
