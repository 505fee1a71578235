/// The JSON Schema, by which editors help, must know the keys that the reader knows.
#include <gtest/gtest.h>

#include <set>

#include "base/json.hpp"
#include "fixture.hpp"
#include "model/manifest_reader.hpp"
#include "model/reading/names.hpp"

namespace liufa::host {
namespace {

using Keys = std::set<std::string>;

const Json& schema() {
  static const Json json = Json::parse(test::file_text(test::root / "sdk/schema/method.schema.json"));
  return json;
}

/// The schema of a kind of object.
const Json& schema_of(std::string_view kind) {
  return kind == "manifest" ? schema() : schema().at("$defs").at(std::string(kind));
}

TEST(ManifestSchema, has_the_keys_of_the_reader) {
  for (const ManifestObject& object : manifest_keys()) {
    SCOPED_TRACE(object.kind);
    Keys known;
    Keys required;
    for (const ManifestKey& key : object.keys) {
      known.emplace(key.name);
      if (key.required) required.emplace(key.name);
    }
    Keys in_schema;
    for (const auto& [key, value] : schema_of(object.kind).at("properties").items()) in_schema.insert(key);
    EXPECT_EQ(in_schema, known);
    EXPECT_EQ(schema_of(object.kind).value("required", Keys()), required);
  }
}

TEST(ManifestSchema, has_no_object_that_the_reader_does_not_know) {
  Keys known;
  for (const ManifestObject& object : manifest_keys()) known.emplace(object.kind);
  for (const auto& [name, definition] : schema().at("$defs").items())
    if (definition.contains("properties")) {
      EXPECT_TRUE(known.contains(name)) << name;
    }
}

/// Visits every object of the schema.
void expect_closed(const Json& json, const std::string& path) {
  if (json.is_array() || json.is_object())
    for (const auto& [key, value] : json.items()) expect_closed(value, path + "/" + key);
  if (!json.is_object() || json.value("type", Json()) != "object") return;
  EXPECT_TRUE(json.contains("additionalProperties")) << path << " takes any key";
  EXPECT_TRUE(json.contains("description")) << path << " is not described";
}

TEST(ManifestSchema, takes_no_other_keys) { expect_closed(schema(), ""); }

TEST(ManifestSchema, describes_every_key) {
  for (const ManifestObject& object : manifest_keys())
    for (const auto& [key, value] : schema_of(object.kind).at("properties").items())
      EXPECT_TRUE(value.contains("description") || value.contains("$ref")) << object.kind << "." << key;
}

TEST(ManifestSchema, has_the_words_of_the_reader) {
  std::set<std::string> types;
  for (int type = 0; type <= static_cast<int>(FieldType::file); ++type)
    types.emplace(word(static_cast<FieldType>(type)));
  for (const char* kind : {"field", "setting", "input"})
    EXPECT_EQ(schema_of(kind).at("properties").at("type").at("enum").get<Keys>(), types) << kind;
  EXPECT_EQ(schema_of("role").at("enum").get<Keys>(), Keys(reading::roles().begin(), reading::roles().end()));
}

}  // namespace
}  // namespace liufa::host
