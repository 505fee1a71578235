#include "model/reading/fields.hpp"

#include <algorithm>

#include "model/reading/names.hpp"

namespace liufa::host::reading {

namespace {

constexpr FieldType all_types[] = {FieldType::text,         FieldType::integer,  FieldType::decimal, FieldType::money,
                                   FieldType::date,         FieldType::datetime, FieldType::boolean, FieldType::choice,
                                   FieldType::organisation, FieldType::member,   FieldType::record,  FieldType::file};

/// The keys that only some types have.
struct TypedKey {
  std::string_view key;
  std::vector<FieldType> types;
};

const std::vector<TypedKey>& typed_keys() {
  static const std::vector<TypedKey> keys = {
      {"min", {FieldType::integer, FieldType::decimal, FieldType::money}},
      {"max", {FieldType::integer, FieldType::decimal, FieldType::money}},
      {"scale", {FieldType::decimal}},
      {"max_length", {FieldType::text}},
      {"options", {FieldType::choice}},
      {"kinds", {FieldType::organisation}},
      {"record", {FieldType::record}},
      {"reveal", {FieldType::text}},
      {"anywhere", {FieldType::organisation, FieldType::member, FieldType::record}},
  };
  return keys;
}

std::vector<std::string_view> words_of(const std::vector<FieldType>& types) {
  std::vector<std::string_view> words;
  for (const FieldType type : types) words.push_back(word(type));
  return words;
}

/// Reads one field; one object per field.
class FieldReader {
 public:
  FieldReader(const std::string& id, const Entry& entry, const FieldScope& scope)
      : section_(entry, scope.kind), scope_(scope) {
    field_.id = id;
  }

  Field read() {
    field_.name = section_.texts("name");
    field_.help = section_.texts("help");
    field_.required = section_.flag("required");
    field_.computed = section_.flag("computed");
    field_.fixed = section_.flag("fixed");
    field_.list = section_.flag("list");
    read_during();
    // Whatever depends on the type would only repeat that the type is wrong.
    if (!read_type()) return field_;
    read_limits();
    read_options();
    read_kinds();
    read_reference();
    read_class();
    read_default_value();
    return field_;
  }

 private:
  bool read_type() {
    const auto entry = section_.find("type");
    const auto found = entry ? entry->one_of(words_of({std::begin(all_types), std::end(all_types)})) : std::nullopt;
    const auto type = std::find_if(std::begin(all_types), std::end(all_types),
                                   [&](FieldType each) { return found && word(each) == *found; });
    if (type == std::end(all_types)) return false;
    field_.type = *type;
    for (const TypedKey& each : typed_keys()) {
      const auto given = section_.find(each.key);
      if (given && !applies(each))
        given->refuse("manifest.key_of_type", {"type", *found}, {"types", joined(words_of(each.types))});
    }
    return true;
  }

  [[nodiscard]] bool applies(const TypedKey& key) const {
    return std::find(key.types.begin(), key.types.end(), field_.type) != key.types.end();
  }

  /// The value of a key, if the key is given and belongs to the field's type.
  [[nodiscard]] std::optional<Entry> find(std::string_view name) const {
    for (const TypedKey& each : typed_keys())
      if (each.key == name && !applies(each)) return std::nullopt;
    return section_.find(name);
  }

  void read_during() {
    const auto entry = section_.find("during");
    if (!entry) return;
    if (scope_.states.empty()) return entry->refuse("manifest.no_workflow");
    for (const auto& [state, item] : entry->some_items()) {
      if (!scope_.states.contains(state))
        item.refuse("manifest.no_state", {"found", state},
                    {"known", joined({scope_.states.begin(), scope_.states.end()})});
      field_.during.push_back(state);
    }
  }

  /// An integer between two limits.
  std::optional<std::int64_t> read_count(std::string_view key, std::int64_t least, std::int64_t most) {
    const auto entry = find(key);
    const auto count = entry ? entry->integer() : std::nullopt;
    if (!count || (*count >= least && *count <= most)) return count;
    entry->refuse("manifest.range", {"found", entry->found()}, {"min", std::to_string(least)},
                  {"max", std::to_string(most)});
    return std::nullopt;
  }

  void read_limits() {
    constexpr int usual_scale = 2;
    constexpr std::int64_t longest_text = 1'000'000;
    if (field_.type == FieldType::decimal)
      field_.scale = static_cast<int>(read_count("scale", 0, 9).value_or(usual_scale));
    if (const auto length = read_count("max_length", 1, longest_text))
      field_.max_length = static_cast<std::size_t>(*length);
    const auto limit = [this](const std::optional<Entry>& entry) {
      if (!entry) return std::optional<std::int64_t>();
      return field_.type == FieldType::decimal ? entry->scaled(field_.scale) : entry->integer();
    };
    const auto most = find("max");
    field_.min = limit(find("min"));
    field_.max = limit(most);
    if (field_.min && field_.max && *field_.min > *field_.max)
      most->refuse("manifest.min_above_max", {"min", find("min")->found()}, {"max", most->found()});
  }

  void read_options() {
    if (field_.type != FieldType::choice) return;
    const auto entry = section_.find("options");
    if (!entry) return section_.entry().refuse("manifest.missing_for_type", {"key", "options"}, {"type", "choice"});
    const auto members = entry->members();
    if (entry->is_map() && members.empty()) entry->refuse("manifest.empty");
    for (const auto& [id, option] : members) {
      if (!is_option_id(id)) option.refuse("manifest.option_id", {"found", id});
      field_.options.push_back({id, option.texts()});
    }
  }

  void read_kinds() {
    const auto entry = find("kinds");
    if (!entry) return;
    for (const auto& [kind, item] : entry->some_items()) {
      if (!is_identifier(kind)) item.refuse("manifest.identifier", {"found", kind});
      field_.kinds.push_back(kind);
    }
  }

  void read_reference() {
    if (field_.type == FieldType::organisation) field_.record = "directory.organisation";
    if (field_.type == FieldType::member) field_.record = "directory.member";
    field_.anywhere = field_.is_reference() && section_.flag("anywhere");
    if (field_.type != FieldType::record) return;
    const auto entry = section_.find("record");
    if (!entry) return section_.entry().refuse("manifest.missing_for_type", {"key", "record"}, {"type", "record"});
    const auto found = entry->text();
    if (!found) return;
    if (!is_dotted(*found, 1) && !is_dotted(*found, 2)) return entry->refuse("manifest.record_form", {"found", *found});
    field_.record = is_dotted(*found, 1) ? scope_.method + "." + *found : *found;
    const std::string own = scope_.method + ".";
    if (field_.record.starts_with(own) && !scope_.records.contains(field_.record.substr(own.size())))
      entry->refuse("manifest.no_record", {"found", *found},
                    {"known", joined({scope_.records.begin(), scope_.records.end()})});
  }

  void read_class() {
    const auto entry = section_.find("class");
    const auto word = entry ? entry->one_of({"public", "internal", "sensitive"}) : std::nullopt;
    if (word)
      field_.classified = *word == "public" ? Class::open : *word == "sensitive" ? Class::sensitive : Class::internal;
    if (!field_.is_sensitive()) return;
    field_.reveal = {"office"};
    if (field_.type != FieldType::text || field_.list || section_.find("default") || field_.computed)
      entry->refuse("manifest.sensitive_text", {"found", field_.id});
    if (const auto reveal = section_.find("reveal")) {
      field_.reveal.clear();
      for (const auto& [role, item] : reveal->distinct_items())
        if (item.one_of(roles())) field_.reveal.push_back(role);
    }
  }

  void read_default_value() {
    const auto entry = section_.find("default");
    if (!entry) return;
    // A setting must say what holds until somebody sets it, and that may be nothing.
    if (scope_.kind == "setting" && entry->is_null()) {
      if (field_.required) return entry->refuse("manifest.default_null");
      field_.default_value = Json(nullptr);
      return;
    }
    field_.default_value = read_default(*entry, field_);
  }

  Section section_;
  const FieldScope& scope_;
  Field field_;
};

}  // namespace

std::vector<Field> read_fields(const Entry& entry, const FieldScope& scope) {
  std::vector<Field> fields;
  for (const auto& [id, member] : entry.identified_members()) {
    if (scope.kind == "field" && is_reserved_field(id)) member.refuse("manifest.reserved_field", {"found", id});
    fields.push_back(FieldReader(id, member, scope).read());
  }
  return fields;
}

}  // namespace liufa::host::reading
