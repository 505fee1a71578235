#include "services/report/store.hpp"

#include <array>

#include "services/records.hpp"
#include "services/report/parts.hpp"
#include "services/report/template.hpp"

namespace liufa::host {

namespace {

constexpr std::string_view of_name = "name";
constexpr std::string_view of_report = "report";
constexpr std::size_t longest_name = 200;

Text stored(Session& session, std::string_view what) {
  const ValueView value = what;
  const auto rows = session.query("SELECT zh, en FROM core_text WHERE name = $1", {&value, 1});
  if (!rows->next()) return {};
  return {std::string(rows->text(0)), std::string(rows->text(1))};
}

/// The text as the changes leave it.
Text changed(Text text, const Json& changes) {
  if (!changes.is_object()) throw Problem("request.object", {{"found", changes.type_name()}});
  for (const auto& [name, value] : changes.items()) {
    if (name != "zh" && name != "en")
      throw Problem("request.unknown_parameter", {{"name", name}, {"known", "zh, en"}}).at_field(name);
    if (!value.is_null() && !value.is_string())
      throw Problem("request.parameter", {{"name", name}, {"found", value.type_name()}, {"expected", "text, null"}})
          .at_field(name);
    (name == "zh" ? text.zh : text.en) = value.is_null() ? "" : value.get<std::string>();
  }
  return text;
}

void keep(WriteContext& context, std::string_view what, const Text& before, const Text& after) {
  if (before.zh == after.zh && before.en == after.en) return;
  const ValueView name = what;
  context.session.execute("DELETE FROM core_text WHERE name = $1", {&name, 1});
  const std::array<ValueView, 4> values{name, std::string_view(after.zh), std::string_view(after.en),
                                        std::string_view(context.now)};
  context.session.execute("INSERT INTO core_text (name, zh, en, at) VALUES ($1, $2, $3, $4)", values);
  const auto json = [](const Text& text) { return Json{{"zh", text.zh}, {"en", text.en}}.dump(); };
  const std::string topic = what == of_name ? "host.name.changed" : "host.report.changed";
  context.log.append(context.session, {0, context.now, context.actor, "host", topic, {}, 0, json(before), json(after)});
}

}  // namespace

Text district_name(Session& session, const std::string& id) {
  Text name = stored(session, of_name);
  if (name.zh.empty()) name.zh = name.en.empty() ? id : name.en;
  if (name.en.empty()) name.en = name.zh;
  return name;
}

Text own_report_template(Session& session) { return stored(session, of_report); }

std::string report_template(Session& session, Language language) {
  const std::string own = in(language, own_report_template(session));
  if (!own.empty()) return own;
  return std::string(report_part(language == Language::zh ? "default.zh.md" : "default.en.md"));
}

void change_district_name(WriteContext& context, const Json& changes) {
  const Text before = stored(context.session, of_name);
  const Text after = changed(before, changes);
  for (const std::string* each : {&after.zh, &after.en})
    if (each->size() > longest_name)
      throw Problem("request.parameter", {{"name", "name"}, {"found", *each}, {"expected", "≤ 200"}});
  keep(context, of_name, before, after);
}

void change_report_template(WriteContext& context, const Json& changes) {
  const Text before = stored(context.session, of_report);
  const Text after = changed(before, changes);
  for (const std::string* each : {&after.zh, &after.en}) {
    if (each->size() > largest_template)
      throw Problem("report.too_long", {{"limit", std::to_string(largest_template / 1000)}});
    (void)tags_in(*each, "report");
  }
  keep(context, of_report, before, after);
}

}  // namespace liufa::host
