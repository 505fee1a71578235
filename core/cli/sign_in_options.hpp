/// `sign_in` of the configuration: the identity provider through which people sign in.
#pragma once

#include <yaml-cpp/yaml.h>

#include <functional>
#include <string>

#include "base/problem.hpp"
#include "services/provider.hpp"

namespace liufa::host::cli {

/// A problem at a line of the configuration.
using ConfigProblem = std::function<Problem(int row, const std::string& reason)>;

/// Reads the section. The secret's file is looked for beside the configuration `file` if its path is relative. Throws
/// what `wrong` makes.
ProviderOptions read_sign_in(const YAML::Node& section, const std::string& file, const ConfigProblem& wrong);

}  // namespace liufa::host::cli
