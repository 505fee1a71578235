/// The host's own manifests: declared like a method's, so that their records have the same routes, pages, history and
/// permissions, and always there.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "model/manifest.hpp"

namespace liufa::host {

/// directory (organisations and members), access (accounts and the posts that they hold), work (the calendar of working
/// days, urging) and privacy (objections, consent, retention), in this order.
const std::vector<std::shared_ptr<const Manifest>>& built_in_manifests();

bool is_built_in(std::string_view method);

/// The texts, as they lie in the source tree.
std::string_view directory_manifest_text();
std::string_view access_manifest_text();
std::string_view work_manifest_text();
std::string_view privacy_manifest_text();

/// One of them, by its id.
const Manifest& built_in_manifest(std::string_view id);

}  // namespace liufa::host
