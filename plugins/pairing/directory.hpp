/// What pairing needs to know of organisations and members, read from the directory.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace liufa::pairing {

struct Organisation {
  std::int64_t id = 0;
  std::int64_t parent = 0;
  std::string code;
  std::string name;
  std::string kind;
  std::string sector;     ///< its own; empty = as the organisation above
  std::string condition;  ///< of a village: disorderly, poor, weak or empty
  std::vector<std::string> tags;
  std::string path;
  std::string closed_on;
};

struct Member {
  std::int64_t id = 0;
  std::int64_t organisation = 0;
  std::string code;
  std::string kind;
  std::string status;
  std::string situation;
};

/// The organisation; nothing if there is none.
std::optional<Organisation> find_organisation(Call& call, std::int64_t id);
std::optional<Member> find_member(Call& call, std::int64_t id);

/// The sector of an organisation or of the nearest one above that has one; empty if none has.
std::string effective_sector(Call& call, const Organisation& organisation);

/// All organisations at once, for a matching.
class Tree {
 public:
  explicit Tree(Call& call);
  [[nodiscard]] const std::vector<Organisation>& all() const { return all_; }  ///< by code
  [[nodiscard]] const Organisation& at(std::int64_t id) const { return all_.at(by_id_.at(id)); }
  [[nodiscard]] bool contains(std::int64_t id) const { return by_id_.contains(id); }
  /// As `effective_sector`.
  [[nodiscard]] std::string sector(const Organisation& organisation) const;
  /// Whether `below` is `above` or lies below it. Organisation 0 is above all.
  [[nodiscard]] bool within(std::int64_t below, std::int64_t above) const;

 private:
  std::vector<Organisation> all_;
  std::unordered_map<std::int64_t, std::size_t> by_id_;
};

/// Whether a path ("/1/7/23/") lies at or below another.
inline bool lies_within(std::string_view path, std::string_view above) { return path.starts_with(above); }

}  // namespace liufa::pairing
