#include "methods/directory_hooks.hpp"

#include "directory/id_number.hpp"
#include "directory/known_tree.hpp"
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

struct MemberFields {
  explicit MemberFields(const RecordSchema& schema)
      : id_number(schema.index("id_number")), born_on(schema.index("born_on")), sex(schema.index("sex")) {}
  std::size_t id_number;
  std::size_t born_on;
  std::size_t sex;
};

/// Fills a field with what is known, or refuses what contradicts it.
void agree(Change& change, std::size_t field, const std::string& known) {
  Value& value = change.after.values[field];
  if (is_null(value) || (change.before && change.before->values[field] == value)) {
    value = known;
    return;
  }
  const Field& declared = change.schema.type.fields[field];
  if (text(value) != known)
    throw Problem("id_number.contradicts", {{"name", declared.name}, {"expected", known}, {"found", text(value)}})
        .at_field(declared.id);
}

/// Date of birth and sex follow from the number: they need not be given. Sees the number in clear, before it is sealed.
void check_id_number(Change& change, const MemberFields& at) {
  Value& value = change.after.values[at.id_number];
  if (is_null(value) || (change.before && change.before->values[at.id_number] == value)) return;
  try {
    const IdNumber found = read_id_number(text(value));
    agree(change, at.born_on, found.born_on);
    agree(change, at.sex, found.sex);
    value = found.number;
  } catch (Problem& problem) {
    if (problem.field().empty()) problem.at_field("id_number");
    throw;
  }
}

}  // namespace

void register_directory_hooks(DistrictModel& model) {
  const MemberFields member(model.record("directory.member"));
  for (const char* operation : {"directory.member.create", "directory.member.update"})
    model.before[operation].push_back([member](Change& change) { check_id_number(change, member); });
  const OrganisationFields at(model.record("directory.organisation"));
  model.before["directory.organisation.create"].push_back([at](Change& change) {
    Values& values = change.after.values;
    values[at.path] =
        path_of(change.context.session, change.after.id, text(values[at.name]), integer(values[at.parent]));
    note_tree_change(change.context.session);
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
    note_tree_change(change.context.session);
  });
}

}  // namespace liufa::host
