/// The tree of organisations by parent path: "/1/7/23/" is organisation 23 below 7 below 1. Kept by the host, in the
/// transaction that changes a parent.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/store.hpp"

namespace liufa::host {

/// The path of an organisation below `parent` (0: at the top). Throws Problem directory.circle if `parent` lies below
/// it.
std::string path_of(Session& session, std::int64_t organisation, std::string_view name, std::int64_t parent);

/// Gives all below an organisation that has moved their new paths, in one statement.
void move_subtree(Session& session, std::string_view old_path, std::string_view new_path);

/// Throws Problem directory.has_children if open organisations are below it.
void require_no_open_children(Session& session, std::int64_t organisation, std::string_view name);

/// What is wrong in the tree: paths that do not follow from the parents. For `liufa doctor`.
std::vector<std::string> check_tree(Session& session);

}  // namespace liufa::host
