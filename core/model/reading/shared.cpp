#include "model/reading/shared.hpp"

#include "model/reading/names.hpp"
#include "model/reading/records.hpp"

namespace liufa::host::reading {

const RecordType* read_own_type(const Section& section, const Manifest& manifest) {
  const auto entry = section.find("of");
  const auto found = entry ? entry->text() : std::nullopt;
  if (!found) return nullptr;
  const RecordType* type = manifest.record(*found);
  if (type != nullptr) return type;
  std::vector<std::string_view> known;
  for (const RecordType& each : manifest.records) known.push_back(each.id);
  entry->refuse("manifest.no_record", {"found", *found}, {"known", joined(known)});
  return nullptr;
}

std::vector<Fact> read_facts(const Entry& entry, const Manifest& manifest) {
  std::vector<Fact> facts;
  for (const auto& [id, member] : entry.identified_members()) {
    const Section section(member, "fact");
    Fact fact;
    fact.key = manifest.id + "." + id;
    fact.name = section.texts("name");
    fact.where = section.text("where");
    fact.member = section.text("member");
    fact.organisation = section.text("organisation");
    fact.on = section.text("on");
    fact.until = section.text("until");
    fact.quantity = section.text("quantity");
    fact.grade = section.text("grade");
    fact.text = section.text("text");
    if (!section.find("member") && !section.find("organisation")) member.refuse("manifest.fact_about");
    if (const RecordType* type = read_own_type(section, manifest)) fact.of = type->full_id;
    facts.push_back(std::move(fact));
  }
  return facts;
}

namespace {

/// The transition that a gate names; empty, reported, if there is none.
std::string read_transition(const Section& section, const RecordType& type) {
  const auto entry = section.find("transition");
  const auto found = entry ? entry->text() : std::nullopt;
  if (!found) return "";
  if (type.workflow && type.workflow->transition(*found) != nullptr) return *found;
  std::vector<std::string_view> known;
  if (type.workflow)
    for (const Transition& each : type.workflow->transitions) known.push_back(each.id);
  entry->refuse("manifest.no_transition", {"found", *found}, {"record", type.full_id}, {"known", joined(known)});
  return "";
}

}  // namespace

std::vector<Gate> read_gates(const Entry& entry, const Manifest& manifest) {
  std::vector<Gate> gates;
  for (const auto& [id, member] : entry.identified_members()) {
    const Section section(member, "gate");
    Gate gate;
    gate.key = manifest.id + "." + id;
    gate.name = section.texts("name");
    gate.where = section.text("where");
    if (const auto kind = section.find("kind")) gate.kind = kind->identifier().value_or("");
    if (const RecordType* type = read_own_type(section, manifest)) {
      gate.of = type->full_id;
      gate.transition = read_transition(section, *type);
      gate.member = read_field_of_type(section, "member", *type, {FieldType::member});
    }
    gates.push_back(std::move(gate));
  }
  return gates;
}

}  // namespace liufa::host::reading
