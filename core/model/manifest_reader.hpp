/// Reads a method.yaml into a Manifest and checks all that sdk/guide/manifest.md promises. Runs no code of the method
/// and touches no file; any thread.
#pragma once

#include <string_view>
#include <vector>

#include "model/manifest.hpp"

namespace liufa::host {

/// Throws Problem "manifest.invalid" naming `file_name`, with every single error of the text as a part: its line
/// (counted from 1), its place (`field()`, such as "records.pair.fields.urban.type"), what was expected and found.
Manifest read_manifest(std::string_view yaml, std::string_view file_name);

/// A key that an object of the manifest may have.
struct ManifestKey {
  std::string_view name;
  bool required = false;
};

/// One kind of object in a manifest ("record", "field", "transition", …) and all its keys. The manifest itself is
/// "manifest". What is keyed by the author's own ids (fields, options, states, …) is not listed.
struct ManifestObject {
  std::string_view kind;
  std::vector<ManifestKey> keys;
};

/// What the reader knows; sdk/schema/method.schema.json is held against it by a test.
const std::vector<ManifestObject>& manifest_keys();

}  // namespace liufa::host
