#include "model/reading/keys.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace liufa::host {

const std::vector<ManifestObject>& manifest_keys() {
  constexpr bool required = true;
  static const std::vector<ManifestObject> objects = {
      {"manifest",
       {{"id", required},
        {"name", required},
        {"summary"},
        {"version", required},
        {"sdk", required},
        {"library"},
        {"uses"},
        {"reads"},
        {"records"},
        {"settings"},
        {"figures"},
        {"reminders"},
        {"actions"},
        {"events"},
        {"subscribes"},
        {"guards"}}},
      {"text", {{"zh", required}, {"en", required}}},
      {"record",
       {{"name", required},
        {"title"},
        {"owners"},
        {"exported"},
        {"fields", required},
        {"unique"},
        {"key"},
        {"indexes"},
        {"read"},
        {"create"},
        {"update"},
        {"workflow"}}},
      {"field",
       {{"name", required},
        {"type", required},
        {"help"},
        {"required"},
        {"default"},
        {"computed"},
        {"fixed"},
        {"during"},
        {"list"},
        {"min"},
        {"max"},
        {"scale"},
        {"max_length"},
        {"options"},
        {"kinds"},
        {"record"},
        {"anywhere"},
        {"class"},
        {"reveal"}}},
      {"setting",
       {{"name", required},
        {"type", required},
        {"help"},
        {"required"},
        {"default", required},
        {"list"},
        {"min"},
        {"max"},
        {"scale"},
        {"max_length"},
        {"options"},
        {"kinds"},
        {"record"}}},
      {"input",
       {{"name", required},
        {"type", required},
        {"help"},
        {"required"},
        {"default"},
        {"list"},
        {"min"},
        {"max"},
        {"scale"},
        {"max_length"},
        {"options"},
        {"kinds"},
        {"record"}}},
      {"workflow", {{"initial"}, {"states", required}, {"transitions", required}}},
      {"transition",
       {{"name", required}, {"from", required}, {"to", required}, {"by", required}, {"needs"}, {"takes"}, {"event"}}},
      {"reminder",
       {{"name", required},
        {"of", required},
        {"where"},
        {"due"},
        {"working_days"},
        {"ahead"},
        {"for", required},
        {"every"},
        {"kinds"},
        {"organisation"},
        {"at"}}},
      {"figure", {{"name", required}, {"unit"}, {"of", required}, {"where"}, {"value"}, {"organisation"}, {"period"}}},
      {"value", {{"sum"}, {"average"}, {"distinct"}, {"share"}}},
      {"period", {{"from"}, {"until"}, {"at"}, {"year"}}},
      {"action", {{"name", required}, {"by", required}, {"input"}}},
      {"event", {{"name", required}}},
  };
  return objects;
}

namespace reading {

const ManifestObject& object_of(std::string_view kind) {
  for (const ManifestObject& each : manifest_keys())
    if (each.kind == kind) return each;
  throw std::logic_error("no such kind of object in a manifest: " + std::string(kind));
}

}  // namespace reading
}  // namespace liufa::host
