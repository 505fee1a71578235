#include "directory/built_in.hpp"

#include <algorithm>

#include "model/manifest_reader.hpp"

namespace liufa::host {

const std::vector<std::shared_ptr<const Manifest>>& built_in_manifests() {
  const auto read = [](std::string_view text, std::string_view file) {
    return std::make_shared<const Manifest>(read_manifest(text, file));
  };
  static const std::vector<std::shared_ptr<const Manifest>> manifests{
      read(directory_manifest_text(), "directory.yaml"), read(access_manifest_text(), "access.yaml"),
      read(work_manifest_text(), "work.yaml"), read(privacy_manifest_text(), "privacy.yaml")};
  return manifests;
}

const Manifest& built_in_manifest(std::string_view id) {
  const auto& all = built_in_manifests();
  return **std::find_if(all.begin(), all.end(), [&](const auto& each) { return each->id == id; });
}

bool is_built_in(std::string_view method) {
  const auto& all = built_in_manifests();
  return std::any_of(all.begin(), all.end(), [&](const auto& each) { return each->id == method; });
}

}  // namespace liufa::host
