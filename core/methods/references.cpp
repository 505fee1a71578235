#include "methods/references.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/problem.hpp"
#include "model/topics.hpp"

namespace liufa::host {

namespace {

using Names = std::vector<std::string>;

bool has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Names events_of(const Manifest& manifest) {
  Names names;
  for (const RecordType& type : manifest.records) {
    const Names own = topics_of(type);
    names.insert(names.end(), own.begin(), own.end());
  }
  for (const DeclaredEvent& each : manifest.events) names.push_back(manifest.id + "." + each.name);
  return names;
}

Names transitions_of(const Manifest& manifest) {
  Names names;
  for (const RecordType& type : manifest.records)
    if (type.workflow)
      for (const Transition& each : type.workflow->transitions) names.push_back(type.full_id + "." + each.id);
  return names;
}

class References {
 public:
  References(const Manifest& manifest, const FindManifest& find) : manifest_(manifest), find_(find) {}

  void check() {
    for (const std::string& each : manifest_.reads) record(each, "reads");
    for (const std::string& each : manifest_.guards) named(each, "guards", transitions_of);
    for (const std::string& each : manifest_.subscribes) named(each, "subscribes", events_of);
    for (const RecordType& type : manifest_.records) {
      const std::string place = "records." + type.id;
      fields(type.fields, place);
      for (const Field& field : type.fields)
        if (field.type == FieldType::record) kept(field.record, fmt::format("{}.{}.record", place, field.id));
    }
    fields(manifest_.settings, "settings");
    for (const Panel& panel : manifest_.panels) shown_on(panel);
    for (const Action& action : manifest_.actions) fields(action.input, "actions." + action.id);
    if (parts_.empty()) return;
    Problem all("method.references", {{"method", manifest_.id}});
    for (Problem& each : parts_) all.with(std::move(each));
    throw all;
  }

 private:
  const Manifest* other(std::string_view name) const {
    const std::string_view method = name.substr(0, name.find('.'));
    return method == manifest_.id ? &manifest_ : find_(method);
  }

  void missing(const std::string& place, const std::string& name, const Names& known) {
    parts_.push_back(Problem("method.reference",
                             {{"place", place}, {"name", name}, {"known", fmt::format("{}", fmt::join(known, ", "))}})
                         .at_field(place));
  }

  void named(const std::string& name, const std::string& place, Names (*known_of)(const Manifest&)) {
    const Manifest* target = other(name);
    if (!target || name.starts_with("host.")) return;
    if (const Names known = known_of(*target); !has(known, name)) missing(place, name, known);
  }

  const RecordType* type_of(const std::string& full_id) const {
    const Manifest* target = other(full_id);
    return target ? target->record(full_id.substr(target->id.size() + 1)) : nullptr;
  }

  /// Within one manifest its reader has seen to it.
  void kept(const std::string& full_id, const std::string& place) {
    if (const RecordType* type = type_of(full_id); type && type->derived && type->method != manifest_.id)
      parts_.push_back(Problem("method.derived_reference", {{"place", place}, {"name", full_id}}).at_field(place));
  }

  void record(const std::string& full_id, const std::string& place) {
    const Manifest* target = other(full_id);
    if (!target) return;
    const RecordType* type = type_of(full_id);
    if (!type) {
      Names known;
      for (const RecordType& each : target->records) known.push_back(each.full_id);
      missing(place, full_id, known);
    } else if (!type->exported && target != &manifest_) {
      parts_.push_back(Problem("method.not_exported", {{"place", place}, {"name", full_id}}).at_field(place));
    }
  }

  /// A page is there for each record type, exported or not.
  void shown_on(const Panel& panel) {
    const Manifest* target = panel.record.empty() ? nullptr : other(panel.record);
    if (!target || type_of(panel.record)) return;
    Names known;
    for (const RecordType& each : target->records) known.push_back(each.full_id);
    missing("panels." + panel.id + ".record", panel.record, known);
  }

  void fields(const std::vector<Field>& fields, const std::string& place) {
    for (const Field& field : fields) {
      const std::string here = place + "." + field.id;
      if (field.type == FieldType::record) record(field.record, here + ".record");
      if (!field.kinds.empty()) kinds(field.kinds, here + ".kinds");
    }
  }

  void kinds(const Names& given, const std::string& place) {
    const Manifest* directory = find_("directory");
    const RecordType* organisation = directory ? directory->record("organisation") : nullptr;
    const Field* kind = organisation ? organisation->field("kind") : nullptr;
    if (!kind) return;
    Names known;
    for (const Option& each : kind->options) known.push_back(each.id);
    for (const std::string& each : given)
      if (!has(known, each)) missing(place, each, known);
  }

  const Manifest& manifest_;
  const FindManifest& find_;
  std::vector<Problem> parts_;
};

}  // namespace

void check_references(const Manifest& manifest, const FindManifest& find) { References(manifest, find).check(); }

void check_names(const Manifest& manifest, const Manifest& other) {
  if (manifest.id == other.id) return;
  for (const Panel& mine : manifest.panels)
    for (const Panel& theirs : other.panels)
      if (mine.element(manifest.id) == theirs.element(other.id))
        throw Problem("method.element",
                      {{"method", manifest.id}, {"other", other.id}, {"element", mine.element(manifest.id)}});
  for (const RecordType& mine : manifest.records)
    for (const RecordType& theirs : other.records)
      if (mine.table == theirs.table)
        throw Problem(
            "method.table",
            {{"method", manifest.id}, {"record", mine.full_id}, {"other", theirs.full_id}, {"table", mine.table}});
}

}  // namespace liufa::host
