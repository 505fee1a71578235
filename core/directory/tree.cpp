#include "directory/tree.hpp"

#include <fmt/format.h>

#include <array>

#include "base/problem.hpp"

namespace liufa::host {

std::string path_of(Session& session, std::int64_t organisation, std::string_view name, std::int64_t parent) {
  if (parent == 0) return fmt::format("/{}/", organisation);
  const ValueView id = parent;
  std::string parent_path;
  std::string parent_name;
  {
    const auto rows = session.query("SELECT path, name FROM directory_organisation WHERE id = $1", {&id, 1});
    if (rows->next()) {
      parent_path = rows->text(0);
      parent_name = rows->text(1);
    }
  }
  if (parent == organisation || parent_path.find(fmt::format("/{}/", organisation)) != std::string::npos)
    throw Problem("directory.circle", {{"name", name}, {"parent", parent_name}}).at_field("parent");
  return fmt::format("{}{}/", parent_path, organisation);
}

void move_subtree(Session& session, std::string_view old_path, std::string_view new_path) {
  const std::string until = std::string(old_path.substr(0, old_path.size() - 1)) + "0";
  const std::array<ValueView, 4> values{new_path, static_cast<std::int64_t>(old_path.size() + 1), old_path,
                                        std::string_view(until)};
  session.execute("UPDATE directory_organisation SET path = $1 || SUBSTR(path, $2) WHERE path >= $3 AND path < $4",
                  values);
}

void require_no_open_children(Session& session, std::int64_t organisation, std::string_view name) {
  const ValueView id = organisation;
  const std::int64_t open = session.scalar_integer(
      "SELECT COUNT(*) FROM directory_organisation WHERE parent = $1 AND closed_on IS NULL", {&id, 1});
  if (open > 0)
    throw Problem("directory.has_children", {{"name", name}, {"count", std::to_string(open)}}).at_field("closed_on");
}

std::vector<std::string> check_tree(Session& session) {
  std::vector<std::string> wrong;
  const auto rows = session.query(
      "SELECT child.code, child.path, COALESCE(superior.path, '/') || CAST(child.id AS TEXT) || '/' AS expected "
      "FROM directory_organisation child LEFT JOIN directory_organisation superior ON superior.id = child.parent "
      "WHERE child.path IS NULL OR child.path <> COALESCE(superior.path, '/') || CAST(child.id AS TEXT) || '/' LIMIT "
      "20");
  while (rows->next())
    wrong.push_back(
        fmt::format("organisation {}: path is {}, expected {}", rows->text(0), rows->text(1), rows->text(2)));
  return wrong;
}

}  // namespace liufa::host
