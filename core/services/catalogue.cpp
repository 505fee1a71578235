#include "services/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "directory/built_in.hpp"
#include "services/field_json.hpp"
#include "services/record_schema.hpp"

namespace liufa::host {

namespace {

Json or_null(const Text& text) { return text.empty() ? Json(nullptr) : json_of(text); }

std::string_view word(Figure::Period period) {
  switch (period) {
    case Figure::Period::none: return "none";
    case Figure::Period::at: return "at";
    case Figure::Period::between: return "between";
    case Figure::Period::year: return "year";
  }
  return "";
}

std::string_view word(Figure::Value value) {
  switch (value) {
    case Figure::Value::count: return "count";
    case Figure::Value::sum: return "sum";
    case Figure::Value::average: return "average";
    case Figure::Value::distinct: return "distinct";
    case Figure::Value::share: return "share";
  }
  return "";
}

std::string_view word(Panel::Place place) {
  switch (place) {
    case Panel::Place::home: return "home";
    case Panel::Place::method: return "method";
    case Panel::Place::record: return "record";
  }
  return "";
}

/// Writes the parts of one catalogue; one object per catalogue.
class Writer {
 public:
  Writer(const DistrictModel& model, const Actor& actor, const CatalogueQuery& query)
      : model_(model), actor_(actor), query_(query) {}

  [[nodiscard]] Json record(const RecordSchema& schema) const {
    const RecordType& type = schema.type;
    return {{"record", type.full_id},
            {"method", type.method},
            {"id", type.id},
            {"name", json_of(type.name)},
            {"active", schema.active},
            {"derived", type.derived},
            {"title", type.title},
            {"owners", places_of(type)},
            {"key", type.key},
            {"may", what_may(schema)},
            {"fields", fields_json(type.fields)},
            {"workflow", workflow(schema)}};
  }

  Json write() {
    // First what there is to show: it decides which methods are named.
    for (const auto& [id, method] : model_.methods) {
      add_records(*method.manifest);
      if (!method.active) continue;
      add_actions(*method.manifest);
      add_figures(*method.manifest);
      if (method.web) add_panels(*method.manifest);
    }
    return {{"district", {{"id", query_.district}, {"name", json_of(query_.name)}}},
            {"today", query_.today},
            {"version", LIUFA_VERSION},
            {"methods", methods()},
            {"roles", roles()},
            {"records", std::move(records_)},
            {"actions", std::move(actions_)},
            {"figures", std::move(figures_)},
            {"panels", std::move(panels_)}};
  }

 private:
  [[nodiscard]] bool may_read(const RecordType& type) const {
    return may(actor_, {Act::read, type.full_id, type.read});
  }

  void add_records(const Manifest& manifest) {
    // In the order of the manifest, which is the order that people know.
    for (const RecordType& declared : manifest.records) {
      const RecordSchema& schema = model_.record(declared.full_id);
      if (!may_read(schema.type)) continue;
      records_.push_back(record(schema));
      shown_.insert(manifest.id);
    }
  }

  /// The owners by which a record has its place in the tree.
  static Json places_of(const RecordType& type) {
    Json owners = Json::array();
    for (const std::string& owner : type.owners) {
      const Field* field = type.field(owner);
      if (!field || field->record == "directory.organisation" || field->record == "directory.member")
        owners.push_back(owner);
    }
    return owners;
  }

  [[nodiscard]] Json what_may(const RecordSchema& schema) const {
    const RecordType& type = schema.type;
    const bool writable = schema.active && !type.derived;
    const auto allowed = [&](Act act, const std::vector<Permission>& permissions) {
      return writable && may(actor_, {act, type.full_id, permissions});
    };
    Json reveal = Json::array();
    for (const Field& field : type.fields) {
      if (!field.is_sensitive()) continue;
      std::vector<Permission> who;
      for (const std::string& role : field.reveal) who.push_back({role});
      if (may(actor_, {Act::read, type.full_id, who})) reveal.push_back(field.id);
    }
    return {{"create", allowed(Act::create, type.create)},
            {"update", allowed(Act::update, type.update)},
            {"import", !type.key.empty() && allowed(Act::import, type.create)},
            {"reveal", std::move(reveal)}};
  }

  [[nodiscard]] Json workflow(const RecordSchema& schema) const {
    if (!schema.type.workflow) return nullptr;
    const Workflow& declared = *schema.type.workflow;
    Json states = Json::array();
    for (const State& state : declared.states)
      states.push_back({{"id", state.id}, {"name", json_of(state.name)}, {"final", is_final(declared, state.id)}});
    Json transitions = Json::array();
    for (const Transition& step : declared.transitions)
      transitions.push_back({{"id", step.id},
                             {"name", json_of(step.name)},
                             {"from", step.from},
                             {"to", step.to},
                             {"needs", step.needs},
                             {"takes", step.takes},
                             {"may", schema.active && may(actor_, {Act::transition, schema.type.full_id, step.by})},
                             {"discloses", step.discloses ? json_of(step.discloses->purpose) : Json(nullptr)}});
    return {{"initial", declared.initial}, {"states", std::move(states)}, {"transitions", std::move(transitions)}};
  }

  /// Whether no step leads to another state.
  static bool is_final(const Workflow& workflow, const std::string& state) {
    return std::none_of(workflow.transitions.begin(), workflow.transitions.end(), [&](const Transition& step) {
      return step.to != state && std::find(step.from.begin(), step.from.end(), state) != step.from.end();
    });
  }

  void add_actions(const Manifest& manifest) {
    for (const Action& action : manifest.actions) {
      if (!may(actor_, {Act::run, manifest.id, action.by})) continue;
      actions_.push_back({{"method", manifest.id},
                          {"id", action.id},
                          {"name", json_of(action.name)},
                          {"input", fields_json(action.input)}});
      shown_.insert(manifest.id);
    }
  }

  void add_figures(const Manifest& manifest) {
    for (const Figure& figure : manifest.figures) {
      if (!may_read(model_.record(figure.of).type)) continue;
      figures_.push_back({{"key", figure.key},
                          {"name", json_of(figure.name)},
                          {"unit", json_of(figure.unit)},
                          {"record", figure.of},
                          {"period", word(figure.period)},
                          {"value", word(figure.value)}});
      shown_.insert(manifest.id);
    }
  }

  void add_panels(const Manifest& manifest) {
    for (const Panel& panel : manifest.panels) {
      if (!may_see(panel, manifest)) continue;
      const std::string_view file = std::string_view(panel.script).substr(web_folder.size());
      panels_.push_back(
          {{"method", manifest.id},
           {"id", panel.id},
           {"name", json_of(panel.name)},
           {"place", word(panel.place)},
           {"record", panel.record.empty() ? Json(nullptr) : Json(panel.record)},
           {"module", fmt::format("/api/v1/districts/{}/methods/{}/web/{}", query_.district, manifest.id, file)},
           {"element", panel.element(manifest.id)}});
      shown_.insert(manifest.id);
    }
  }

  /// On a record's pages it is for nobody who does not read such records.
  [[nodiscard]] bool may_see(const Panel& panel, const Manifest& manifest) const {
    if (panel.place == Panel::Place::record) {
      const auto found = model_.records.find(panel.record);
      if (found == model_.records.end() || !may_read(found->second->type)) return false;
      if (panel.by.empty()) return true;
    }
    return may(actor_, {Act::read, manifest.id, panel.by.empty() ? readers() : panel.by});
  }

  [[nodiscard]] Json methods() const {
    Json all = Json::array();
    for (const auto& [id, method] : model_.methods)
      if (shown_.contains(id))
        all.push_back({{"id", id},
                       {"name", json_of(method.manifest->name)},
                       {"summary", or_null(method.manifest->summary)},
                       {"version", method.manifest->version},
                       {"active", method.active},
                       {"built_in", is_built_in(id)}});
    return all;
  }

  /// All that there are, so that posts can be named; whose they are is said with the session.
  static Json roles() {
    Json all = Json::array();
    for (const Option& role : built_in_manifest("access").record("post")->field("role")->options)
      all.push_back({{"id", role.id}, {"name", json_of(role.name)}});
    return all;
  }

  const DistrictModel& model_;
  const Actor& actor_;
  const CatalogueQuery query_;
  std::set<std::string, std::less<>> shown_;
  Json records_ = Json::array();
  Json actions_ = Json::array();
  Json figures_ = Json::array();
  Json panels_ = Json::array();
};

}  // namespace

Json catalogue(const DistrictModel& model, const Actor& actor, const CatalogueQuery& query) {
  return Writer(model, actor, query).write();
}

Json catalogue_record(const DistrictModel& model, const Actor& actor, const RecordSchema& schema) {
  return Writer(model, actor, {}).record(schema);
}

}  // namespace liufa::host
