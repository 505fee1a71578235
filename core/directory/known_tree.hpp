/// The tree of organisations as it was last seen, kept in memory so that lists need not look it up row by row. What is
/// kept is only ever used by a statement that checks, itself, that the tree is still that one.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "storage/store.hpp"

namespace liufa::host {

/// The organisations below one (and itself), as ranges of ids, in one version of the tree.
struct IdRanges {
  std::int64_t version = 0;
  std::int64_t organisations = 0;
  std::vector<std::pair<std::int64_t, std::int64_t>> ranges;  ///< first and last id; the widest first
};

/// The same for several organisations, all in one version.
struct KnownReach {
  std::int64_t version = 0;
  std::map<std::int64_t, std::shared_ptr<const IdRanges>> below;
};

class KnownTree {
 public:
  /// Nothing if one of them is not there, or what is below is too scattered to be named in a statement. Any thread.
  [[nodiscard]] std::shared_ptr<const KnownReach> reach(Session& session, std::span<const std::int64_t> tops);
  /// Whether the tree is still of this version.
  [[nodiscard]] static bool is_current(Session& session, std::int64_t version);
  /// Forgets everything: the tree has changed.
  void forget();

 private:
  std::shared_ptr<const IdRanges> below(Session& session, std::int64_t top);

  std::mutex mutex_;
  std::map<std::int64_t, std::shared_ptr<const IdRanges>> known_;
};

/// Says that organisations came or moved. In the write that makes the change.
void note_tree_change(Session& session);

}  // namespace liufa::host
