#include "directory.hpp"

namespace liufa::pairing {
namespace {

constexpr std::string_view organisation_columns =
    "SELECT id, parent, code, name, kind, sector, condition, tags, path, closed_on FROM directory_organisation ";
constexpr int deepest = 32;  // a tree deeper than this is a circle

std::vector<std::string> words(std::string_view list) {
  std::vector<std::string> found;
  const Json parsed = Json::parse(list, nullptr, false);
  if (!parsed.is_array()) return found;
  for (const Json& word : parsed)
    if (word.is_string()) found.push_back(word.get<std::string>());
  return found;
}

Organisation organisation_of(const Row& row) {
  return {row.integer(0),           row.integer(1),           std::string(row.text(2)), std::string(row.text(3)),
          std::string(row.text(4)), std::string(row.text(5)), std::string(row.text(6)), words(row.text(7)),
          std::string(row.text(8)), std::string(row.text(9))};
}

}  // namespace

std::optional<Organisation> find_organisation(Call& call, std::int64_t id) {
  std::optional<Organisation> found;
  call.query(std::string(organisation_columns) + "WHERE id = $1", {id},
             [&](const Row& row) { found = organisation_of(row); });
  return found;
}

std::optional<Member> find_member(Call& call, std::int64_t id) {
  std::optional<Member> found;
  call.query("SELECT id, organisation, code, kind, status, situation FROM directory_member WHERE id = $1", {id},
             [&](const Row& row) {
               found = Member{row.integer(0),           row.integer(1),           std::string(row.text(2)),
                              std::string(row.text(3)), std::string(row.text(4)), std::string(row.text(5))};
             });
  return found;
}

std::string effective_sector(Call& call, const Organisation& organisation) {
  std::string sector = organisation.sector;
  std::int64_t above = organisation.parent;
  for (int level = 0; sector.empty() && above != 0 && level < deepest; ++level) {
    const std::int64_t asked = above;
    above = 0;
    call.query("SELECT sector, parent FROM directory_organisation WHERE id = $1", {asked}, [&](const Row& row) {
      sector = row.text(0);
      above = row.integer(1);
    });
  }
  return sector;
}

Tree::Tree(Call& call) {
  call.query(std::string(organisation_columns) + "ORDER BY code", {}, [&](const Row& row) {
    all_.push_back(organisation_of(row));
    by_id_.emplace(all_.back().id, all_.size() - 1);
  });
}

std::string Tree::sector(const Organisation& organisation) const {
  const Organisation* one = &organisation;
  for (int level = 0; one->sector.empty() && contains(one->parent) && level < deepest; ++level) one = &at(one->parent);
  return one->sector;
}

bool Tree::within(std::int64_t below, std::int64_t above) const {
  if (above == 0) return true;
  return contains(below) && contains(above) && lies_within(at(below).path, at(above).path);
}

}  // namespace liufa::pairing
