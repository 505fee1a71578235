/// Accounts made from the command line: the first of a district, and those of a demonstration.
#pragma once

#include <yaml-cpp/yaml.h>

#include <string>
#include <vector>

#include "cli/commands.hpp"

namespace liufa::host::cli {

struct NewAccount {
  std::string login;
  std::string name;
  std::string role;          ///< empty: no post yet
  std::string organisation;  ///< code or id; empty: the whole district
  std::string member;        ///< number or id; empty: none
  std::string password;      ///< the first one, to be changed; set when it was made
  std::string subject = {};  ///< at the identity provider; empty: signs in with a password
};

/// Makes an account, its post and, for those without a subject, its first password, through the API.
void make_account(Client& client, const std::string& district, NewAccount& account);

/// Those that a preset lists; an organisation or member may be given as a filter of a list, whose first record is
/// taken.
std::vector<NewAccount> make_accounts(Client& client, const std::string& district, const YAML::Node& listed);

void print_accounts(const Common& common, const std::string& district, const std::vector<NewAccount>& accounts);

}  // namespace liufa::host::cli
