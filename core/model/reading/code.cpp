#include "model/reading/code.hpp"

#include <algorithm>

#include "model/reading/fields.hpp"
#include "model/reading/names.hpp"
#include "model/reading/records.hpp"
#include "model/topics.hpp"

namespace liufa::host::reading {

namespace {

std::string_view first_part(std::string_view dotted) { return dotted.substr(0, dotted.find('.')); }

/// Reads the parts of one manifest.
class CodeReader {
 public:
  CodeReader(const Section& top, Manifest& manifest) : top_(top), manifest_(manifest) {}

  void read() {
    if (const auto library = top_.find("library")) manifest_.library = library->identifier().value_or("");
    read_uses();
    manifest_.reads = read_foreign("reads", 2, "manifest.reads_form");
    read_actions();
    read_events();
    read_subscribes();
    manifest_.guards = read_foreign("guards", 3, "manifest.guard_form");
    for (const std::string_view key : {"actions", "events", "subscribes", "guards"})
      if (const auto entry = top_.find(key); entry && !top_.find("library"))
        entry->refuse("manifest.needs_code", {"key", key});
  }

 private:
  void read_uses() {
    const auto entry = top_.find("uses");
    if (!entry) return;
    for (const auto& [method, how] : entry->identified_members()) {
      if (method == manifest_.id) how.refuse("manifest.own", {"found", method});
      const auto found = how.one_of({"optional", "required"});
      manifest_.uses[method] = found == "required";
    }
  }

  /// A list of other methods' things, each of so many parts.
  std::vector<std::string> read_foreign(std::string_view key, std::size_t parts, std::string_view refusal) {
    std::vector<std::string> names;
    const auto entry = top_.find(key);
    if (!entry) return names;
    for (const auto& [name, item] : entry->distinct_items()) {
      const bool of_all = name == all_gates || (key == "reads" && name == all_facts);
      if (!of_all && (!is_dotted(name, parts) || first_part(name) == "host"))
        item.refuse(refusal, {"found", name});
      else if (first_part(name) == manifest_.id)
        item.refuse("manifest.own", {"found", name});
      names.push_back(name);
    }
    return names;
  }

  void read_actions() {
    const auto entry = top_.find("actions");
    if (!entry) return;
    const FieldScope scope{"input", manifest_.id, ids_of(top_.find("records")), {}};
    for (const auto& [id, member] : entry->identified_members()) {
      const Section section(member, "action");
      Action action;
      action.id = id;
      action.name = section.texts("name");
      if (const auto input = section.find("input")) action.input = read_fields(*input, scope);
      std::vector<std::string> sides;
      for (const Field& each : action.input)
        if (each.type == FieldType::organisation || each.type == FieldType::member) sides.push_back(each.id);
      if (const auto by = section.find("by")) action.by = read_permissions(*by, sides);
      manifest_.actions.push_back(std::move(action));
    }
  }

  void read_events() {
    const auto entry = top_.find("events");
    if (!entry) return;
    for (const auto& [name, member] : entry->members()) {
      if (!is_dotted(name, 2))
        member.refuse("manifest.event_form", {"found", name});
      else if (is_event_of_record(name))
        member.refuse("manifest.event_of_host", {"found", name});
      manifest_.events.push_back({name, Section(member, "event").texts("name")});
    }
  }

  /// Whether the host itself emits RECORD.EVENT of this method.
  [[nodiscard]] bool is_event_of_record(std::string_view name) const {
    const RecordType* type = manifest_.record(first_part(name));
    if (type == nullptr) return false;
    const auto topics = topics_of(*type);
    return std::find(topics.begin(), topics.end(), manifest_.id + "." + std::string(name)) != topics.end();
  }

  void read_subscribes() {
    const auto entry = top_.find("subscribes");
    if (!entry) return;
    for (const auto& [topic, item] : entry->distinct_items()) {
      if (topic != all_facts && topic != all_gates && !is_dotted(topic, 3))
        item.refuse("manifest.topic_form", {"found", topic});
      else if (first_part(topic) == manifest_.id && !is_own_event(topic.substr(manifest_.id.size() + 1)))
        item.refuse("manifest.no_topic", {"found", topic});
      manifest_.subscribes.push_back(topic);
    }
  }

  [[nodiscard]] bool is_own_event(std::string_view name) const {
    return is_event_of_record(name) || std::any_of(manifest_.events.begin(), manifest_.events.end(),
                                                   [&](const DeclaredEvent& each) { return each.name == name; });
  }

  const Section& top_;
  Manifest& manifest_;
};

}  // namespace

void read_code(const Section& top, Manifest& manifest) { CodeReader(top, manifest).read(); }

}  // namespace liufa::host::reading
