#include "services/settings.hpp"

#include <algorithm>
#include <array>

#include "services/decode.hpp"
#include "services/records.hpp"

namespace liufa::host {

namespace {

Json stored_settings(Session& session, const Manifest& manifest) {
  const ValueView method = std::string_view(manifest.id);
  const Value stored = session.scalar("SELECT settings FROM core_setting WHERE method = $1", {&method, 1});
  return is_null(stored) ? Json::object() : Json::parse(std::get<std::string>(stored));
}

Json completed(const Manifest& manifest, const Json& stored) {
  Json settings = Json::object();
  for (const Field& field : manifest.settings) {
    const auto given = stored.find(field.id);
    settings[field.id] = given != stored.end() ? *given : field.default_value.value_or(nullptr);
  }
  return settings;
}

}  // namespace

Json read_settings(Session& session, const Manifest& manifest) {
  return completed(manifest, stored_settings(session, manifest));
}

Json settings_set(Session& session, const Manifest& manifest) {
  const Json stored = stored_settings(session, manifest);
  Json set = Json::object();
  for (const Field& field : manifest.settings)
    if (const auto given = stored.find(field.id); given != stored.end()) set[field.id] = *given;
  return set;
}

Json change_settings(WriteContext& context, const Manifest& manifest, const Json& changes) {
  if (!changes.is_object()) throw Problem("request.object", {{"found", changes.type_name()}});
  const Json before = stored_settings(context.session, manifest);
  Json after = before;
  for (const auto& [name, value] : changes.items()) {
    const auto field = std::find_if(manifest.settings.begin(), manifest.settings.end(),
                                    [&name = name](const Field& each) { return each.id == name; });
    if (field == manifest.settings.end()) {
      std::string known;
      for (const Field& each : manifest.settings) known += (known.empty() ? "" : ", ") + each.id;
      throw Problem("settings.unknown", {{"method", manifest.id}, {"setting", name}, {"known", known}}).at_field(name);
    }
    if (value.is_null()) {
      after.erase(name);
    } else {
      (void)decode_value(*field, value);
      after[name] = value;
    }
  }
  if (after == before) return completed(manifest, after);
  const std::string text = after.dump();
  const ValueView method = std::string_view(manifest.id);
  const std::array<ValueView, 3> values{method, std::string_view(text), std::string_view(context.now)};
  context.session.execute("DELETE FROM core_setting WHERE method = $1", {&method, 1});
  context.session.execute("INSERT INTO core_setting (method, settings, at) VALUES ($1, $2, $3)", values);
  const std::string old_text = before.dump();
  context.log.append(
      context.session,
      {0, context.now, context.actor, manifest.id, manifest.id + ".settings.changed", {}, 0, old_text, text});
  return completed(manifest, after);
}

}  // namespace liufa::host
