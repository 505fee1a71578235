/// What the method needs to know of organisations, read from the directory: who nominates whom, who is of one house.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace liufa::exemplar {

struct Organisation {
  std::int64_t id = 0;
  std::int64_t parent = 0;
  std::string name;
  std::string kind;
  std::string sector;  ///< its own; empty = as the organisation above
  std::string path;
  std::string closed_on;
};

/// Organisations with all that lies above them.
class Tree {
 public:
  /// The whole directory: one query, for what concerns every organisation.
  static Tree all(Call& call);
  /// One organisation and those above it: as many lookups as it has levels.
  static Tree above(Call& call, std::int64_t organisation);

  [[nodiscard]] const Organisation* find(std::int64_t id) const;
  /// The nearest organisation at or above of one of these kinds; nullptr if there is none.
  [[nodiscard]] const Organisation* nearest(std::int64_t id, const std::vector<std::string>& kinds) const;
  /// The sector of the organisation or of the nearest one above that has one; empty if none has.
  [[nodiscard]] std::string sector(std::int64_t id) const;
  /// The path within which everybody is a colleague: the topmost department, committee or general branch above, or
  /// its own path.
  [[nodiscard]] std::string house(std::int64_t id) const;

  /// Adds one organisation and those above it.
  void add_above(Call& call, std::int64_t organisation);

 private:
  std::unordered_map<std::int64_t, Organisation> by_id_;
};

/// Whether a juror of one organisation must not judge an entry of another: the same house, or one above the other.
/// Those who organise the contest (the working committee and above) stand above everybody and are no superior in this
/// sense.
bool is_interested(const Tree& tree, std::int64_t juror_organisation, std::int64_t entry_organisation);

/// The organisation's name for texts; "?" if there is none.
std::string name_of(Call& call, std::int64_t organisation);

}  // namespace liufa::exemplar
