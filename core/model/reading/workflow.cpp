#include <algorithm>

#include "model/reading/names.hpp"
#include "model/reading/records.hpp"

namespace liufa::host::reading {

namespace {

/// Reads one workflow; one object per workflow.
class WorkflowReader {
 public:
  WorkflowReader(const Entry& entry, const RecordType& type) : section_(entry, "workflow"), type_(type) {}

  Workflow read() {
    read_states();
    const std::size_t findings_before = section_.entry().findings().count();
    if (const auto initial = section_.find("initial")) workflow_.initial = read_state(*initial);
    if (const auto entry = section_.find("transitions"))
      for (const auto& [id, transition] : entry->identified_members()) read_transition(id, transition);
    // A misspelt state would make others look unreachable: one error is enough.
    if (section_.entry().findings().count() == findings_before) check_reachable();
    return std::move(workflow_);
  }

 private:
  void read_states() {
    const auto entry = section_.find("states");
    if (!entry) return;
    for (const auto& [id, state] : entry->identified_members()) workflow_.states.push_back({id, state.texts()});
    if (workflow_.states.empty())
      entry->refuse("manifest.empty");
    else
      workflow_.initial = workflow_.states.front().id;
  }

  std::string read_state(const Entry& entry) {
    const auto found = entry.text();
    if (found && workflow_.state(*found) == nullptr) {
      std::vector<std::string_view> known;
      for (const State& state : workflow_.states) known.push_back(state.id);
      entry.refuse("manifest.no_state", {"found", *found}, {"known", joined(known)});
    }
    return found.value_or("");
  }

  void read_transition(const std::string& id, const Entry& entry) {
    // Hooks are named RECORD.create, RECORD.update, RECORD.TRANSITION.
    if (id == "create" || id == "update") entry.refuse("manifest.host_word", {"found", id});
    const Section section(entry, "transition");
    Transition transition;
    transition.id = transition.event = id;
    transition.name = section.texts("name");
    if (const auto from = section.find("from")) transition.from = read_from(*from);
    if (const auto to = section.find("to")) transition.to = read_state(*to);
    if (const auto by = section.find("by")) transition.by = read_permissions(*by, type_.owners);
    read_fields_given(section, transition);
    if (const auto discloses = section.find("discloses")) transition.discloses = read_disclosure(*discloses);
    read_event(section.find("event").value_or(entry), section.find("event").has_value(), transition);
    workflow_.transitions.push_back(std::move(transition));
  }

  std::vector<std::string> read_from(const Entry& entry) {
    if (!entry.is_list()) return {read_state(entry)};
    std::vector<std::string> states;
    for (const auto& [state, item] : entry.some_items()) states.push_back(read_state(item));
    return states;
  }

  void read_fields_given(const Section& section, Transition& transition) {
    if (const auto needs = section.find("needs"))
      for (const auto& [name, item] : needs->distinct_items())
        if (read_field_name(item, name, type_) != nullptr) transition.needs.push_back(name);
    const auto takes = section.find("takes");
    if (!takes) return;
    for (const auto& [name, item] : takes->distinct_items()) {
      const Field* field = read_field_name(item, name, type_);
      if (field == nullptr) continue;
      if (field->computed) item.refuse("manifest.takes_computed", {"found", name});
      if (std::find(transition.needs.begin(), transition.needs.end(), name) != transition.needs.end())
        item.refuse("manifest.twice", {"found", name});
      transition.takes.push_back(name);
    }
  }

  Disclosure read_disclosure(const Entry& entry) {
    const Section section(entry, "discloses");
    return {read_field_of_type(section, "member", type_, {FieldType::member}),
            read_field_of_type(section, "to", type_, {FieldType::organisation}), section.texts("purpose")};
  }

  /// `entry` is the event, or the transition whose id serves as one.
  static void read_event(const Entry& entry, bool is_given, Transition& transition) {
    if (is_given) {
      const auto event = entry.identifier();
      if (!event) return;
      transition.event = *event;
    }
    if (transition.event == "created" || transition.event == "updated")
      entry.refuse("manifest.host_word", {"found", transition.event});
  }

  void check_reachable() {
    std::set<std::string> reached = {workflow_.initial};
    for (std::size_t before = 0; before != reached.size();) {
      before = reached.size();
      for (const Transition& each : workflow_.transitions)
        if (std::any_of(each.from.begin(), each.from.end(), [&](const auto& from) { return reached.contains(from); }))
          reached.insert(each.to);
    }
    for (const State& state : workflow_.states)
      if (!reached.contains(state.id))
        section_.find("states")->member(state.id)->refuse("manifest.unreachable", {"found", state.id},
                                                          {"initial", workflow_.initial});
  }

  Section section_;
  const RecordType& type_;
  Workflow workflow_;
};

}  // namespace

Workflow read_workflow(const Entry& entry, const RecordType& type) { return WorkflowReader(entry, type).read(); }

}  // namespace liufa::host::reading
