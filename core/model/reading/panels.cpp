#include "model/reading/panels.hpp"

#include "model/reading/names.hpp"
#include "model/reading/records.hpp"

namespace liufa::host::reading {

namespace {

Panel::Place read_place(const Section& section) {
  const auto entry = section.find("place");
  const auto word = entry ? entry->one_of({"home", "method", "record"}) : std::nullopt;
  return word == "record" ? Panel::Place::record : word == "method" ? Panel::Place::method : Panel::Place::home;
}

/// Of another method it is looked for when this one is enabled.
std::string read_record(const Section& section, const Panel& panel, const Manifest& manifest) {
  const auto entry = section.find("record");
  if (entry && panel.place != Panel::Place::record) entry->refuse("manifest.panel_record");
  if (!entry && panel.place == Panel::Place::record)
    section.entry().refuse("manifest.missing_for_type", {"key", "record"}, {"type", "place: record"});
  const auto found = entry ? entry->text() : std::nullopt;
  if (!found) return "";
  if (!is_dotted(*found, 1) && !is_dotted(*found, 2)) {
    entry->refuse("manifest.record_form", {"found", *found});
    return "";
  }
  const std::string own = manifest.id + ".";
  const std::string full = is_dotted(*found, 1) ? own + *found : *found;
  if (!full.starts_with(own) || manifest.record(std::string_view(full).substr(own.size())) != nullptr) return full;
  std::vector<std::string_view> known;
  for (const RecordType& each : manifest.records) known.push_back(each.id);
  entry->refuse("manifest.no_record", {"found", *found}, {"known", joined(known)});
  return "";
}

}  // namespace

std::vector<Panel> read_panels(const Entry& entry, const Manifest& manifest) {
  std::vector<Panel> panels;
  for (const auto& [id, member] : entry.identified_members()) {
    const Section section(member, "panel");
    Panel panel;
    panel.id = id;
    panel.name = section.texts("name");
    panel.place = read_place(section);
    panel.record = read_record(section, panel, manifest);
    panel.script = section.text("script");
    if (const auto script = section.find("script"); script && !panel.script.empty() && !is_panel_script(panel.script))
      script->refuse("manifest.script_form", {"found", panel.script});
    if (const auto by = section.find("by")) {
      panel.by = read_permissions(*by, {});
      if (by->is_list() && by->items().empty()) by->refuse("manifest.empty");
    }
    panels.push_back(std::move(panel));
  }
  return panels;
}

}  // namespace liufa::host::reading
