#include "tree.hpp"

#include <algorithm>

namespace liufa::exemplar {
namespace {

constexpr std::string_view columns =
    "SELECT id, parent, name, kind, sector, path, closed_on FROM directory_organisation ";
constexpr int deepest = 32;  // a tree deeper than this is a circle

Organisation organisation_of(const Row& row) {
  return {row.integer(0),           row.integer(1),           std::string(row.text(2)), std::string(row.text(3)),
          std::string(row.text(4)), std::string(row.text(5)), std::string(row.text(6))};
}

bool makes_colleagues(std::string_view kind) {
  return kind == "department" || kind == "committee" || kind == "general_branch";
}

bool organises(std::string_view kind) {
  return kind == "working_committee" || kind == "district_committee" || kind == "region";
}

}  // namespace

Tree Tree::all(Call& call) {
  Tree tree;
  call.query(columns, {}, [&](const Row& row) { tree.by_id_.emplace(row.integer(0), organisation_of(row)); });
  return tree;
}

Tree Tree::above(Call& call, std::int64_t organisation) {
  Tree tree;
  tree.add_above(call, organisation);
  return tree;
}

void Tree::add_above(Call& call, std::int64_t organisation) {
  const std::string sql = std::string(columns) + "WHERE id = $1";
  for (std::int64_t at = organisation; at != 0 && !by_id_.contains(at);) {
    const std::int64_t asked = at;
    at = 0;
    call.query(sql, {asked}, [&](const Row& row) {
      by_id_.emplace(asked, organisation_of(row));
      at = row.integer(1);
    });
  }
}

const Organisation* Tree::find(std::int64_t id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &found->second;
}

const Organisation* Tree::nearest(std::int64_t id, const std::vector<std::string>& kinds) const {
  const Organisation* at = find(id);
  for (int level = 0; at && level < deepest; ++level, at = find(at->parent))
    if (std::find(kinds.begin(), kinds.end(), at->kind) != kinds.end()) return at;
  return nullptr;
}

std::string Tree::sector(std::int64_t id) const {
  const Organisation* at = find(id);
  for (int level = 0; at && at->sector.empty() && level < deepest; ++level) at = find(at->parent);
  return at ? at->sector : std::string{};
}

std::string Tree::house(std::int64_t id) const {
  const Organisation* at = find(id);
  if (!at) return {};
  std::string path = at->path;
  for (int level = 0; at && level < deepest; ++level, at = find(at->parent))
    if (makes_colleagues(at->kind)) path = at->path;
  return path;
}

bool is_interested(const Tree& tree, std::int64_t juror_organisation, std::int64_t entry_organisation) {
  const Organisation* juror = tree.find(juror_organisation);
  const Organisation* entry = tree.find(entry_organisation);
  if (!juror || !entry) return false;
  if (juror->path.starts_with(tree.house(entry->id))) return true;
  return entry->path.starts_with(juror->path) && !organises(juror->kind);
}

std::string name_of(Call& call, std::int64_t organisation) {
  return call.query_text("SELECT name FROM directory_organisation WHERE id = $1", {organisation}).value_or("?");
}

}  // namespace liufa::exemplar
