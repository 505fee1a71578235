#include "cli/sign_in_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

namespace liufa::host::cli {

namespace {

int row_of(const YAML::Node& node) { return node.Mark().line + 1; }

/// One mapping whose keys are known.
class Section {
 public:
  Section(const YAML::Node& node, std::string name, const ConfigProblem& wrong, const std::vector<std::string>& known)
      : node_(node), name_(std::move(name)), wrong_(wrong) {
    const std::string expected = fmt::format("expected {}", fmt::join(known, ", "));
    if (!node_.IsMap()) throw wrong_(row_of(node_), fmt::format("“{}” is no mapping; {}", name_, expected));
    for (const auto& each : node_)
      if (const auto key = each.first.as<std::string>(); std::find(known.begin(), known.end(), key) == known.end())
        throw wrong_(row_of(each.first), fmt::format("unknown key “{}” in “{}”; {}", key, name_, expected));
  }

  [[nodiscard]] bool has(const char* key) const { return static_cast<bool>(node_[key]); }
  [[nodiscard]] YAML::Node at(const char* key) const {
    if (!has(key)) throw wrong_(row_of(node_), fmt::format("“{}” has no “{}”; give it", name_, key));
    return node_[key];
  }
  [[nodiscard]] std::string text(const char* key) const {
    const YAML::Node value = at(key);
    if (!value.IsScalar() || value.Scalar().empty())
      throw wrong_(row_of(value), fmt::format("“{}” of “{}” is a text that is not empty", key, name_));
    return value.Scalar();
  }
  [[nodiscard]] std::string address(const char* key) const {
    std::string value = text(key);
    if (!is_safe_address(value))
      throw wrong_(row_of(node_[key]),
                   fmt::format("“{}” is https://… (http only on this machine), found “{}”", key, value));
    return value;
  }

 private:
  YAML::Node node_;
  std::string name_;
  const ConfigProblem& wrong_;
};

/// The first line of the file: editors end it with a newline.
std::string secret_in(const std::filesystem::path& file, int row, const ConfigProblem& wrong) {
  std::ifstream in(file);
  std::string secret;
  std::getline(in, secret);
  if (secret.ends_with('\r')) secret.pop_back();
  if (secret.empty())
    throw wrong(row, fmt::format("client_secret_file {} can't be read or is empty; put the secret into its first line, "
                                 "or leave the key out for a client without a secret",
                                 file.string()));
  return secret;
}

}  // namespace

ProviderOptions read_sign_in(const YAML::Node& section, const std::string& file, const ConfigProblem& wrong) {
  const Section provider(Section(section, "sign_in", wrong, {"provider"}).at("provider"), "provider", wrong,
                         {"issuer", "client_id", "client_secret_file", "name", "public_address"});
  const Section name(provider.at("name"), "name", wrong, {"zh", "en"});
  ProviderOptions options;
  options.issuer = provider.address("issuer");
  options.client_id = provider.text("client_id");
  options.name = {name.text("zh"), name.text("en")};
  options.public_address = provider.address("public_address");
  if (options.public_address.ends_with('/')) options.public_address.pop_back();
  if (std::count(options.public_address.begin(), options.public_address.end(), '/') != 2)
    throw wrong(row_of(provider.at("public_address")),
                fmt::format("public_address has no path, found “{}”; give https://HOST or https://HOST:PORT",
                            options.public_address));
  if (provider.has("client_secret_file"))
    options.client_secret = secret_in(std::filesystem::path(file).parent_path() / provider.text("client_secret_file"),
                                      row_of(provider.at("client_secret_file")), wrong);
  return options;
}

}  // namespace liufa::host::cli
