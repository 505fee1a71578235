#include "model/capabilities.hpp"

namespace liufa::host {

std::string word(const Capability& capability) {
  return capability.of.empty() ? capability.kind : capability.kind + " " + capability.of;
}

std::vector<Capability> capabilities(const Manifest& manifest) {
  std::vector<Capability> all;
  if (!manifest.library.empty()) all.push_back({"code", ""});
  if (!manifest.panels.empty()) all.push_back({"scripts", ""});
  for (const std::string& each : manifest.reads) all.push_back({"reads", each});
  for (const std::string& each : manifest.subscribes) all.push_back({"subscribes", each});
  for (const std::string& each : manifest.guards) all.push_back({"guards", each});
  return all;
}

}  // namespace liufa::host
