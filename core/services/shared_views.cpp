#include "services/shared_views.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/digest.hpp"
#include "model/topics.hpp"
#include "services/write_context.hpp"

namespace liufa::host {

namespace {

constexpr std::string_view fact_view = "host_fact";
constexpr std::string_view gate_view = "host_gate";

const RecordType& type_of(const Manifest& manifest, const std::string& full_id) {
  return *manifest.record(std::string_view(full_id).substr(manifest.id.size() + 1));
}

std::string expression(const std::string& sql, std::string_view usual) {
  return sql.empty() ? std::string(usual) : "(" + sql + ")";
}

std::string condition(const std::string& sql) { return sql.empty() ? "" : fmt::format(" WHERE ({})", sql); }

std::string select_of(const Manifest& manifest, const Fact& fact) {
  const RecordType& type = type_of(manifest, fact.of);
  constexpr std::string_view no_number = "CAST(NULL AS INTEGER)";
  constexpr std::string_view no_text = "CAST(NULL AS TEXT)";
  return fmt::format(
      "SELECT '{}' AS source, '{}' AS record, id, {} AS member, {} AS organisation, {} AS held_on, {} AS until_on, "
      "{} AS quantity, {} AS grade, {} AS text FROM {}{}",
      fact.key, fact.of, expression(fact.member, no_number), expression(fact.organisation, no_number),
      expression(fact.on, no_text), expression(fact.until, no_text), expression(fact.quantity, "100"),
      expression(fact.grade, no_text), expression(fact.text, no_text), type.table, condition(fact.where));
}

std::string quoted(const std::set<std::string, std::less<>>& words) {
  return fmt::format("'{}'", fmt::join(words, "', '"));
}

/// The states from which a step can still be reached, those included in which it can be taken at once.
std::set<std::string, std::less<>> states_before(const Workflow& workflow, const Transition& step) {
  std::set<std::string, std::less<>> states(step.from.begin(), step.from.end());
  for (std::size_t known = 0; known != states.size();) {
    known = states.size();
    for (const Transition& each : workflow.transitions)
      if (states.contains(each.to)) states.insert(each.from.begin(), each.from.end());
  }
  return states;
}

std::string select_of(const Manifest& manifest, const Gate& gate) {
  const RecordType& type = type_of(manifest, gate.of);
  const Transition& step = *type.workflow->transition(gate.transition);
  return fmt::format(
      "SELECT '{}' AS gate, '{}' AS kind, '{}' AS record, id, '{}' AS transition, {} AS member, "
      "CASE WHEN state IN ({}) THEN 1 ELSE 0 END AS waiting FROM {} WHERE state IN ({}){}",
      gate.key, gate.kind, gate.of, gate.transition, gate.member,
      quoted(std::set<std::string, std::less<>>(step.from.begin(), step.from.end())), type.table,
      quoted(states_before(*type.workflow, step)), gate.where.empty() ? "" : fmt::format(" AND ({})", gate.where));
}

constexpr std::string_view no_facts =
    "SELECT '' AS source, '' AS record, 0 AS id, 0 AS member, 0 AS organisation, '' AS held_on, '' AS until_on, "
    "0 AS quantity, '' AS grade, '' AS text WHERE 1 = 0";
constexpr std::string_view no_gates =
    "SELECT '' AS gate, '' AS kind, '' AS record, 0 AS id, '' AS transition, 0 AS member, 0 AS waiting WHERE 1 = 0";

std::string united(const std::vector<std::string>& selects, std::string_view none) {
  return selects.empty() ? std::string(none) : fmt::format("{}", fmt::join(selects, " UNION ALL "));
}

/// A view of that name; the stored one if it says the same.
SharedView view_of(std::string_view name, std::string select, const SharedViews& before) {
  const auto same = std::find_if(before.begin(), before.end(),
                                 [&](const SharedView& each) { return each.name == name && each.select == select; });
  if (same != before.end()) return *same;
  const std::string drawn = hexadecimal(bytes(sha256({random_token()}))).substr(0, 16);
  return {std::string(name), fmt::format("{}_{}", name, drawn), std::move(select)};
}

std::string property_of(std::string_view view) { return fmt::format("view.{}", view); }

}  // namespace

SharedViews shared_views(const std::vector<const Manifest*>& manifests, const SharedViews& before) {
  std::vector<std::string> facts;
  std::vector<std::string> gates;
  for (const Manifest* manifest : manifests) {
    for (const Fact& fact : manifest->facts) facts.push_back(select_of(*manifest, fact));
    for (const Gate& gate : manifest->gates) gates.push_back(select_of(*manifest, gate));
  }
  return {view_of(fact_view, united(facts, no_facts), before), view_of(gate_view, united(gates, no_gates), before)};
}

SharedViews read_shared_views(Session& session) {
  SharedViews views;
  for (const std::string_view name : {fact_view, gate_view}) {
    const std::string property = property_of(name);
    const ValueView parameter = std::string_view(property);
    const Value stored = session.scalar("SELECT value FROM core_property WHERE name = $1", {&parameter, 1});
    if (is_null(stored)) continue;
    const Json view = Json::parse(std::get<std::string>(stored));
    views.push_back({std::string(name), view.at("name").get<std::string>(), view.at("select").get<std::string>()});
  }
  return views;
}

void store_shared_views(Session& session, const SharedViews& now) {
  const SharedViews before = read_shared_views(session);
  for (const SharedView& view : now) {
    const auto old =
        std::find_if(before.begin(), before.end(), [&](const SharedView& each) { return each.name == view.name; });
    if (old != before.end() && old->stored_name == view.stored_name) continue;
    if (old != before.end()) session.execute(fmt::format("DROP VIEW {}", old->stored_name));
    session.execute(fmt::format("CREATE VIEW {} AS {}", view.stored_name, view.select));
    const std::string property = property_of(view.name);
    const std::string value = Json{{"name", view.stored_name}, {"select", view.select}}.dump();
    const std::array<ValueView, 2> values{std::string_view(property), std::string_view(value)};
    session.execute("DELETE FROM core_property WHERE name = $1", {values.data(), 1});
    session.execute("INSERT INTO core_property (name, value) VALUES ($1, $2)", values);
  }
}

void try_shared(Session& session, const Manifest& manifest) {
  Grant own{manifest.id + " shared", {"directory_organisation", "directory_member"}};
  for (const RecordType& type : manifest.records) own.tables.insert(type.table);
  for (const Fact& fact : manifest.facts) session.query_within(own, select_of(manifest, fact), {})->next();
  for (const Gate& gate : manifest.gates) session.query_within(own, select_of(manifest, gate), {})->next();
}

void grant_shared(Grant& grant, const Manifest& manifest, const SharedViews& views) {
  for (const SharedView& view : views) {
    const std::string_view read = view.name == fact_view ? all_facts : all_gates;
    if (std::find(manifest.reads.begin(), manifest.reads.end(), read) == manifest.reads.end()) continue;
    grant.views.insert(view.stored_name);
    grant.replaced[view.name] = fmt::format("SELECT * FROM {}", view.stored_name);
  }
}

namespace {

/// The topics that stand for host.fact or host.gate, for a method.
std::set<std::string, std::less<>> topics_for(const DistrictModel& model, std::string_view method,
                                              std::string_view all) {
  std::set<std::string, std::less<>> topics;
  for (const auto& [id, other] : model.methods) {
    if (id == method) continue;
    std::set<std::string, std::less<>> types;
    if (all == all_facts)
      for (const Fact& fact : other.manifest->facts) types.insert(fact.of);
    else
      for (const Gate& gate : other.manifest->gates) types.insert(gate.of);
    for (const std::string& type : types)
      for (std::string& topic : topics_of(type_of(*other.manifest, type))) topics.insert(std::move(topic));
  }
  return topics;
}

void expand_subscriptions(const DistrictModel& model, std::string_view method, std::vector<Subscription>& all) {
  std::vector<Subscription> expanded;
  for (Subscription& each : all) {
    if (each.topic != all_facts && each.topic != all_gates) {
      expanded.push_back(std::move(each));
      continue;
    }
    for (const std::string& topic : topics_for(model, method, each.topic)) expanded.push_back({topic, each.handle});
  }
  all = std::move(expanded);
}

/// A step that is a gate, for the records that a condition selects.
struct GatedStep {
  std::string method;
  std::string exists;  ///< SELECT of the record with id $1 if it stands before a gate
};

/// By "METHOD.RECORD.TRANSITION".
std::map<std::string, GatedStep> gated_steps(const DistrictModel& model) {
  std::map<std::string, std::vector<std::string>> conditions;
  std::map<std::string, GatedStep> steps;
  for (const auto& [id, method] : model.methods)
    for (const Gate& gate : method.manifest->gates) {
      const std::string step = fmt::format("{}.{}", gate.of, gate.transition);
      conditions[step].push_back(gate.where.empty() ? "1 = 1" : fmt::format("({})", gate.where));
      steps[step] = {id, fmt::format("SELECT id FROM {} WHERE id = $1 AND ({})",
                                     type_of(*method.manifest, gate.of).table, fmt::join(conditions[step], " OR "))};
    }
  return steps;
}

bool stands_before(const Change& change, const GatedStep& step) {
  const ValueView id = change.before->id;
  const Grant& grant = change.context.model.method(step.method).grant;
  return change.context.session.query_within(grant, step.exists, {&id, 1})->next();
}

}  // namespace

void expand_shared(DistrictModel& model) {
  for (auto& [method, subscriptions] : model.subscriptions) expand_subscriptions(model, method, subscriptions);
  const auto guards = model.guards.extract(std::string(all_gates));
  if (guards.empty()) return;
  for (const auto& [step, gated] : gated_steps(model))
    for (const Guard& guard : guards.mapped())
      model.guards[step].push_back([guard, gated = gated](const Change& change) {
        if (stands_before(change, gated)) guard(change);
      });
}

}  // namespace liufa::host
