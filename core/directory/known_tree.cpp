#include "directory/known_tree.hpp"

#include <algorithm>
#include <functional>

namespace liufa::host {

namespace {

constexpr std::size_t most_ranges = 24;
constexpr std::size_t most_kept = 4096;

/// Version and ids by one statement: of one state of the tree. The ranges are as long as no other id lies between, so
/// that those of organisations that are imported together are few.
std::shared_ptr<const IdRanges> read_below(Session& session, std::int64_t top) {
  auto found = std::make_shared<IdRanges>();
  const ValueView parameter = top;
  const auto rows = session.query(
      "SELECT below.id, (SELECT version FROM core_tree WHERE id = 1) FROM directory_organisation AS top "
      "JOIN directory_organisation AS below "
      "ON below.path >= top.path AND below.path < SUBSTR(top.path, 1, LENGTH(top.path) - 1) || '0' "
      "WHERE top.id = $1 ORDER BY below.id",
      {&parameter, 1});
  while (rows->next()) {
    const std::int64_t id = rows->integer(0);
    found->version = rows->integer(1);
    ++found->organisations;
    if (!found->ranges.empty() && found->ranges.back().second + 1 == id)
      found->ranges.back().second = id;
    else
      found->ranges.emplace_back(id, id);
  }
  // Most rows are settled by the widest ranges.
  std::ranges::stable_sort(found->ranges, std::greater{}, [](const auto& range) { return range.second - range.first; });
  return found;
}

}  // namespace

std::shared_ptr<const KnownReach> KnownTree::reach(Session& session, std::span<const std::int64_t> tops) {
  auto reach = std::make_shared<KnownReach>();
  for (const std::int64_t top : tops) {
    const auto found = below(session, top);
    if (found->version == 0 || found->ranges.size() > most_ranges) return nullptr;
    if (reach->version != 0 && reach->version != found->version) {
      forget();
      return nullptr;
    }
    reach->version = found->version;
    reach->below.emplace(top, found);
  }
  return reach->below.empty() ? nullptr : reach;
}

std::shared_ptr<const IdRanges> KnownTree::below(Session& session, std::int64_t top) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = known_.find(top); found != known_.end()) return found->second;
  }
  auto read = read_below(session, top);
  const std::lock_guard lock(mutex_);
  if (known_.size() >= most_kept) known_.clear();
  return known_[top] = std::move(read);
}

bool KnownTree::is_current(Session& session, std::int64_t version) {
  return session.scalar_integer("SELECT version FROM core_tree WHERE id = 1") == version;
}

void KnownTree::forget() {
  const std::lock_guard lock(mutex_);
  known_.clear();
}

void note_tree_change(Session& session) {
  if (session.execute("UPDATE core_tree SET version = version + 1 WHERE id = 1") == 0)
    session.execute("INSERT INTO core_tree (id, version) VALUES (1, 1)");
}

}  // namespace liufa::host
