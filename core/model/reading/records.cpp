#include "model/reading/records.hpp"

#include <algorithm>

#include "model/reading/fields.hpp"
#include "model/reading/names.hpp"

namespace liufa::host::reading {

namespace {

/// PostgreSQL cuts longer names off, silently.
constexpr std::size_t longest_table = 63;

std::vector<std::string_view> field_ids(const RecordType& type) {
  std::vector<std::string_view> ids;
  for (const Field& field : type.fields) ids.push_back(field.id);
  return ids;
}

/// Columns of the host's own that a method may index with its fields.
bool is_indexable_column(const RecordType& type, std::string_view name) {
  return name == "created_at" || name == "updated_at" || (name == "state" && type.workflow);
}

/// Reads one record type; one object per type.
class RecordReader {
 public:
  RecordReader(const std::string& id, const Entry& entry, const std::string& method, std::set<std::string> records)
      : section_(entry, "record"), records_(std::move(records)) {
    type_.method = method;
    type_.id = id;
    type_.full_id = method + "." + id;
    type_.table = method + "_" + id;
  }

  RecordType read() {
    if (type_.table.size() > longest_table)
      section_.entry().refuse("manifest.table_name", {"found", type_.table}, {"max", std::to_string(longest_table)});
    type_.name = section_.texts("name");
    type_.exported = section_.flag("exported");
    type_.derived = section_.flag("derived");
    read_fields_of_record();
    read_owners();
    if (const auto workflow = section_.find("workflow")) type_.workflow = read_workflow(*workflow, type_);
    read_title();
    read_unique();
    read_key();
    read_indexes();
    check_sensitive();
    type_.read = read_permissions_or("read", everybody());
    type_.create = read_permissions_or("create", {{"office"}});
    type_.update = read_permissions_or("update", {{"office"}});
    read_retention();
    if (type_.derived) make_derived();
    return std::move(type_);
  }

 private:
  void read_fields_of_record() {
    const auto entry = section_.find("fields");
    if (!entry) return;
    const auto workflow = section_.find("workflow");
    const auto states = workflow ? ids_of(workflow->member("states")) : std::set<std::string>();
    type_.fields = read_fields(*entry, {"field", type_.method, records_, states});
    if (entry->is_map() && type_.fields.empty()) entry->refuse("manifest.empty");
  }

  void read_title() {
    const auto entry = section_.find("title");
    if (!entry && !type_.fields.empty()) type_.title = {type_.fields.front().id};
    if (!entry) return;
    for (const auto& [name, item] : entry->some_items())
      if (read_field_name(item, name, type_) != nullptr) type_.title.push_back(name);
  }

  void read_owners() {
    const auto entry = section_.find("owners");
    if (!entry) return;
    for (const auto& [name, item] : entry->distinct_items()) {
      if (name == "id" && type_.method == "directory") {  // an organisation is its own owner, and so is a person
        type_.owners.push_back(name);
        continue;
      }
      const Field* field = read_single_field(item, name);
      if (field == nullptr) continue;
      if (field->type != FieldType::organisation && field->type != FieldType::member && !is_personal(*field))
        item.refuse("manifest.owner_type", {"found", name}, {"type", word(field->type)});
      type_.owners.push_back(name);
    }
  }

  /// What the host itself keeps for people may belong to an account, or by a flag to everybody.
  [[nodiscard]] bool is_personal(const Field& field) const {
    return type_.method == "work" && (field.record == "access.account" || field.type == FieldType::boolean);
  }

  /// A field that has one value: a list can be neither compared nor indexed.
  const Field* read_single_field(const Entry& item, const std::string& name) {
    const Field* field = read_field_name(item, name, type_);
    if (field == nullptr || !field->list) return field;
    item.refuse("manifest.list_field", {"found", name});
    return nullptr;
  }

  std::vector<std::string> read_field_set(const Entry& entry) {
    std::vector<std::string> fields;
    for (const auto& [name, item] : entry.some_items())
      if (read_single_field(item, name) != nullptr) fields.push_back(name);
    return fields;
  }

  void read_unique() {
    const auto entry = section_.find("unique");
    if (!entry) return;
    for (const Entry& item : entry->items()) type_.unique.push_back(read_field_set(item));
  }

  /// The key is unique whether or not the author says so a second time.
  void read_key() {
    const auto entry = section_.find("key");
    if (!entry) return;
    type_.key = read_field_set(*entry);
    const std::set<std::string> key(type_.key.begin(), type_.key.end());
    const bool is_unique = std::any_of(type_.unique.begin(), type_.unique.end(), [&](const auto& fields) {
      return std::set<std::string>(fields.begin(), fields.end()) == key;
    });
    if (!is_unique && !key.empty()) type_.unique.push_back(type_.key);
  }

  void read_indexes() {
    const auto entry = section_.find("indexes");
    if (!entry) return;
    for (const Entry& index : entry->items()) {
      std::vector<std::string> columns;
      for (const auto& [name, item] : index.some_items())
        if (is_indexable_column(type_, name) || read_single_field(item, name) != nullptr) columns.push_back(name);
      type_.indexes.push_back(std::move(columns));
    }
  }

  /// What is encrypted can be neither compared nor looked up, and a title is shown everywhere.
  void check_sensitive() {
    const auto sensitive = [&](const std::string& name) {
      const Field* field = type_.field(name);
      return field != nullptr && field->is_sensitive();
    };
    std::vector<std::vector<std::string>> sets = type_.unique;
    sets.insert(sets.end(), type_.indexes.begin(), type_.indexes.end());
    sets.push_back(type_.title);
    for (const auto& set : sets)
      for (const std::string& name : set)
        if (sensitive(name)) section_.entry().refuse("manifest.sensitive_use", {"found", name});
  }

  /// Only code writes it, by its key: what has people in mind makes no sense for it.
  void make_derived() {
    if (type_.key.empty()) section_.entry().refuse("manifest.derived_key");
    for (const std::string_view key : {"workflow", "create", "update"})
      if (const auto entry = section_.find(key)) entry->refuse("manifest.derived", {"found", key});
    type_.create.clear();
    type_.update.clear();
    for (Field& field : type_.fields) {
      const auto entry = section_.find("fields")->member(field.id);
      for (const std::string_view key : {"computed", "fixed", "during", "default", "anywhere"})
        if (const auto found = entry->member(key)) found->refuse("manifest.derived", {"found", key});
      if (field.type == FieldType::file) entry->refuse("manifest.derived", {"found", word(field.type)});
      if (field.is_sensitive()) entry->refuse("manifest.derived", {"found", "class: sensitive"});
      field.computed = true;
    }
  }

  void read_retention() {
    const auto entry = section_.find("retention");
    if (!entry) return;
    const Section section(*entry, "retention");
    Retention retention;
    const auto after = section.find("after");
    const auto name = after ? after->text() : std::nullopt;
    const bool is_column = name == "created_at" || name == "updated_at";
    retention.after = is_column ? *name : read_field_of_type(section, "after", type_, {FieldType::date});
    if (const auto states = section.find("states"))
      for (const auto& [state, item] : states->some_items()) {
        if (!type_.workflow || type_.workflow->state(state) == nullptr)
          item.refuse("manifest.no_state", {"found", state}, {"known", joined(state_ids())});
        retention.states.push_back(state);
      }
    constexpr std::int64_t most = 100;
    const auto years = section.find("years");
    const auto number = years ? years->integer() : std::nullopt;
    if (number && (*number < 1 || *number > most))
      years->refuse("manifest.range", {"found", years->found()}, {"min", "1"}, {"max", std::to_string(most)});
    retention.years = static_cast<int>(number.value_or(0));
    type_.retention = std::move(retention);
  }

  [[nodiscard]] std::vector<std::string_view> state_ids() const {
    std::vector<std::string_view> ids;
    if (type_.workflow)
      for (const State& state : type_.workflow->states) ids.push_back(state.id);
    return ids;
  }

  /// All roles but those of the machine, which see no personal data.
  static std::vector<Permission> everybody() {
    return {{"office"}, {"secretary"}, {"member"}, {"community"}, {"auditor"}, {"discipline"}};
  }

  std::vector<Permission> read_permissions_or(std::string_view key, std::vector<Permission> usual) {
    const auto entry = section_.find(key);
    return entry ? read_permissions(*entry, type_.owners) : std::move(usual);
  }

  Section section_;
  std::set<std::string> records_;
  RecordType type_;
};

/// The rows of a derived type come and go with what they are computed from: nothing that stays may refer to them.
void check_references_to_derived(const Entry& entry, const std::vector<RecordType>& types) {
  for (const RecordType& type : types)
    for (const Field& field : type.fields) {
      const auto target = std::find_if(types.begin(), types.end(),
                                       [&](const RecordType& each) { return each.full_id == field.record; });
      if (target == types.end() || !target->derived) continue;
      entry.member(type.id)->member("fields")->member(field.id)->refuse(
          "manifest.derived_reference", {"found", target->id},
          {"key", joined({target->key.begin(), target->key.end()})});
    }
}

}  // namespace

std::vector<RecordType> read_records(const Entry& entry, const std::string& method) {
  std::vector<RecordType> types;
  for (const auto& [id, member] : entry.identified_members())
    types.push_back(RecordReader(id, member, method, ids_of(entry)).read());
  check_references_to_derived(entry, types);
  return types;
}

std::vector<Permission> read_permissions(const Entry& entry, const std::vector<std::string>& sides) {
  std::vector<Permission> found;
  const auto add = [&](const Entry& item, Permission permission) {
    if (std::find(found.begin(), found.end(), permission) == found.end()) return found.push_back(std::move(permission));
    item.refuse("manifest.twice", {"found", permission.role});
  };
  for (const Entry& item : entry.items()) {
    if (!item.is_map()) {
      if (const auto role = item.one_of(roles())) add(item, {*role});
      continue;
    }
    for (const auto& [role, side] : item.members()) {
      if (std::find(roles().begin(), roles().end(), role) == roles().end())
        side.refuse("manifest.role", {"found", role}, {"known", joined(roles())});
      const auto name = side.text();
      if (!name) continue;
      if (std::find(sides.begin(), sides.end(), *name) == sides.end())
        side.refuse("manifest.side", {"found", *name}, {"known", joined({sides.begin(), sides.end()})});
      add(side, {role, *name});
    }
  }
  return found;
}

const Field* read_field_name(const Entry& entry, const std::string& name, const RecordType& type) {
  const Field* field = type.field(name);
  if (field == nullptr) entry.refuse("manifest.no_field", {"found", name}, {"known", joined(field_ids(type))});
  return field;
}

std::string read_field_of_type(const Section& section, std::string_view key, const RecordType& type,
                               std::initializer_list<FieldType> types) {
  const auto entry = section.find(key);
  const auto name = entry ? entry->text() : std::nullopt;
  const Field* found = name ? read_field_name(*entry, *name, type) : nullptr;
  if (found == nullptr) return "";
  if (found->list || std::find(types.begin(), types.end(), found->type) == types.end()) {
    std::vector<std::string_view> words;
    for (const FieldType each : types) words.push_back(word(each));
    entry->refuse("manifest.field_type", {"found", *name}, {"type", word(found->type)}, {"types", joined(words)});
  }
  return *name;
}

std::set<std::string> ids_of(const std::optional<Entry>& entry) {
  std::set<std::string> ids;
  if (!entry || !entry->is_map()) return ids;
  for (const auto& [id, member] : entry->members()) ids.insert(id);
  return ids;
}

}  // namespace liufa::host::reading
