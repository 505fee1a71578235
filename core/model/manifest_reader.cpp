#include "model/manifest_reader.hpp"

#include "model/reading/code.hpp"
#include "model/reading/document.hpp"
#include "model/reading/fields.hpp"
#include "model/reading/figures.hpp"
#include "model/reading/names.hpp"
#include "model/reading/panels.hpp"
#include "model/reading/records.hpp"
#include "model/reading/reminders.hpp"
#include "model/reading/shared.hpp"

namespace liufa::host {

namespace {

using reading::Entry;
using reading::Section;

void read_identity(const Section& top, Manifest& manifest) {
  if (const auto id = top.find("id")) {
    manifest.id = id->identifier().value_or("");
    if (reading::is_reserved_method(manifest.id)) id->refuse("manifest.reserved_method", {"found", manifest.id});
  }
  manifest.name = top.texts("name");
  manifest.summary = top.texts("summary");
  if (const auto version = top.find("version")) {
    manifest.version = version->found();
    if (!reading::is_version(manifest.version)) version->refuse("manifest.version", {"found", manifest.version});
  }
  if (const auto sdk = top.find("sdk")) {
    const auto generation = sdk->integer();
    if (generation && *generation != 1) sdk->refuse("manifest.sdk", {"found", sdk->found()});
  }
}

}  // namespace

Manifest read_manifest(std::string_view yaml, std::string_view file_name) {
  reading::Findings findings;
  const YAML::Node root = reading::parse_document(yaml, findings);
  findings.raise(file_name);

  Manifest manifest;
  const Section top(Entry(root, "", 1, findings), "manifest");
  read_identity(top, manifest);
  if (const auto records = top.find("records")) manifest.records = reading::read_records(*records, manifest.id);
  if (const auto settings = top.find("settings"))
    manifest.settings =
        reading::read_fields(*settings, {"setting", manifest.id, reading::ids_of(top.find("records")), {}});
  if (const auto figures = top.find("figures")) manifest.figures = reading::read_figures(*figures, manifest);
  if (const auto reminders = top.find("reminders")) manifest.reminders = reading::read_reminders(*reminders, manifest);
  if (const auto facts = top.find("facts")) manifest.facts = reading::read_facts(*facts, manifest);
  if (const auto gates = top.find("gates")) manifest.gates = reading::read_gates(*gates, manifest);
  if (const auto panels = top.find("panels")) manifest.panels = reading::read_panels(*panels, manifest);
  reading::read_code(top, manifest);
  findings.raise(file_name);
  return manifest;
}

}  // namespace liufa::host
