#include "methods/directory_hooks.hpp"

#include "directory/tree.hpp"
#include "services/write_context.hpp"

namespace liufa::host {

namespace {

std::string text(const Value& value) {
  const auto* found = std::get_if<std::string>(&value);
  return found ? *found : std::string();
}

std::int64_t integer(const Value& value) {
  const auto* found = std::get_if<std::int64_t>(&value);
  return found ? *found : 0;
}

struct OrganisationFields {
  explicit OrganisationFields(const RecordSchema& schema)
      : name(schema.index("name")),
        parent(schema.index("parent")),
        path(schema.index("path")),
        closed_on(schema.index("closed_on")) {}
  std::size_t name;
  std::size_t parent;
  std::size_t path;
  std::size_t closed_on;
};

}  // namespace

void register_directory_hooks(DistrictModel& model) {
  const OrganisationFields at(model.record("directory.organisation"));
  model.before["directory.organisation.create"].push_back([at](Change& change) {
    Values& values = change.after.values;
    values[at.path] =
        path_of(change.context.session, change.after.id, text(values[at.name]), integer(values[at.parent]));
  });
  model.before["directory.organisation.update"].push_back([at](Change& change) {
    const Values& before = change.before->values;
    Values& values = change.after.values;
    if (before[at.closed_on] != values[at.closed_on] && !is_null(values[at.closed_on]))
      require_no_open_children(change.context.session, change.after.id, text(values[at.name]));
    if (before[at.parent] == values[at.parent]) return;
    values[at.path] =
        path_of(change.context.session, change.after.id, text(values[at.name]), integer(values[at.parent]));
    move_subtree(change.context.session, text(before[at.path]), text(values[at.path]));
  });
}

}  // namespace liufa::host
