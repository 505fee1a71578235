#include "services/retention.hpp"

#include <fmt/format.h>

#include <array>

#include "base/clock.hpp"
#include "directory/built_in.hpp"
#include "services/derived.hpp"
#include "services/records.hpp"
#include "services/settings.hpp"

namespace liufa::host {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t batch = 200;
/// Whatever is configured (Cybersecurity Law art. 21: at least six months).
constexpr int least_log_days = 184;

/// The term in force for a type.
struct Term {
  int years = 0;  ///< 0: for good
  std::string source;
};

Term term_of(Session& session, const RecordType& type, std::string_view today) {
  const std::array<ValueView, 2> values{std::string_view(type.full_id), today};
  const auto rows = session.query(
      "SELECT years, source FROM privacy_retention_rule WHERE about = $1 AND starts_on <= $2 "
      "ORDER BY starts_on DESC LIMIT 1",
      values);
  if (rows->next()) return {static_cast<int>(rows->integer(0)), std::string(rows->text(1))};
  return {type.retention ? type.retention->years : 0, ""};
}

/// The day before which a term of years has ended; 29 February ends with February.
std::string first_kept(std::string_view today, int years) {
  const std::chrono::year_month_day date{*parse_date(today)};
  std::chrono::year_month_day earlier = date - std::chrono::years{years};
  if (!earlier.ok()) earlier = earlier.year() / earlier.month() / std::chrono::last;
  return iso_date(earlier);
}

/// That a field of the table `other` names a record, as a condition; `own` is SQL for the record's id.
std::string names_it(const Field& field, std::string_view own) {
  const std::string column = "other." + field.id;
  if (!field.list) return fmt::format("{} = {}", column, own);
  return fmt::format(
      "({0} LIKE '[' || {1} || ']' OR {0} LIKE '[' || {1} || ',%' OR {0} LIKE '%,' || {1} || ',%' OR {0} LIKE '%,' || "
      "{1} || ']')",
      column, own);
}

/// What still refers to a record of the type, as a condition on its table; empty if nothing can. Derived rows hold
/// nothing: they go with what they refer to.
std::string references_to(const DistrictModel& model, const RecordType& type) {
  std::string found;
  for (const auto& [id, schema] : model.records)
    for (const Field& field : schema->type.fields) {
      if (!field.is_reference() || field.record != type.full_id || schema->type.derived) continue;
      found += fmt::format("{}EXISTS (SELECT 1 FROM {} AS other WHERE {})", found.empty() ? "" : " OR ",
                           schema->type.table, names_it(field, type.table + ".id"));
    }
  return found;
}

/// The derived rows that name a record that is being erased.
void erase_derived_from(WriteContext& context, const RecordType& type, std::int64_t id) {
  const ValueView parameter = id;
  for (const auto& [other, schema] : context.model.records) {
    if (!schema->type.derived) continue;
    std::int64_t removed = 0;
    for (const Field& field : schema->type.fields)
      if (field.is_reference() && field.record == type.full_id)
        removed += context.session.execute(
            fmt::format("DELETE FROM {} AS other WHERE {}", schema->type.table, names_it(field, "$1")),
            {&parameter, 1});
    append_derived_event(context, *schema, 0, removed);
  }
}

/// Records whose term is over: `$1` is the first day that is kept.
std::string over(const RecordType& type) {
  std::string condition = fmt::format("{} < $1", type.retention->after);
  if (type.retention->states.empty()) return condition;
  return condition + fmt::format(" AND state IN ('{}')", fmt::join(type.retention->states, "', '"));
}

std::int64_t count(Session& session, const RecordType& type, const std::string& condition, const std::string& before) {
  const ValueView parameter = std::string_view(before);
  return session.scalar_integer(fmt::format("SELECT COUNT(*) FROM {} WHERE {}", type.table, condition),
                                {&parameter, 1});
}

Json plan_of(Session& session, const DistrictModel& model, const RecordType& type, std::string_view today) {
  const Term term = term_of(session, type, today);
  Json plan{{"record", type.full_id},
            {"name", {{"zh", type.name.zh}, {"en", type.name.en}}},
            {"years", term.years == 0 ? Json(nullptr) : Json(term.years)},
            {"source", term.source.empty() ? Json(nullptr) : Json(term.source)},
            {"after", type.retention ? Json(type.retention->after) : Json(nullptr)},
            {"before", nullptr},
            {"due", 0},
            {"held", 0}};
  if (term.years == 0 || !type.retention) return plan;
  const std::string before = first_kept(today, term.years);
  const std::string held = references_to(model, type);
  plan["before"] = before;
  plan["due"] = count(session, type, over(type), before);
  if (!held.empty()) plan["held"] = count(session, type, fmt::format("{} AND ({})", over(type), held), before);
  return plan;
}

std::string log_limit(Session& session, std::string_view today) {
  const int days = read_settings(session, built_in_manifest("privacy")).at("log_days").get<int>();
  return iso_date(*parse_date(today) - std::chrono::days{std::max(days, least_log_days)});
}

std::string first_instant(std::string_view day) { return iso_instant(*parse_date(day) - std::chrono::hours{8}); }

/// Derived rows have no history to erase and no event of their own.
void erase_derived(WriteContext& context, const RecordSchema& schema, const std::vector<std::int64_t>& ids) {
  for (const ValueView id : ids)
    context.session.execute(fmt::format("DELETE FROM {} WHERE id = $1", schema.type.table), {&id, 1});
  append_derived_event(context, schema, 0, static_cast<std::int64_t>(ids.size()));
}

void erase_record(WriteContext& context, const RecordSchema& schema, std::int64_t id, const Term& term) {
  erase_derived_from(context, schema.type, id);
  const std::array<ValueView, 2> key{std::string_view(schema.type.full_id), id};
  context.session.execute(fmt::format("DELETE FROM {} WHERE id = $1", schema.type.table), {&key[1], 1});
  context.session.execute("DELETE FROM core_file_use WHERE record = $1 AND subject = $2", key);
  erase_events(context.session, schema.type.full_id, id);
  emit_event_about(context, schema, id, erasure_topic.substr(erasure_topic.find('.') + 1), Json{{"years", term.years}});
}

std::vector<std::int64_t> some_over(WriteContext& context, const RecordType& type, const std::string& before) {
  const std::string held = references_to(context.model, type);
  const std::array<ValueView, 2> values{std::string_view(before), batch};
  const auto rows =
      context.session.query(fmt::format("SELECT id FROM {} WHERE {}{} ORDER BY id LIMIT $2", type.table, over(type),
                                        held.empty() ? "" : fmt::format(" AND NOT ({})", held)),
                            values);
  std::vector<std::int64_t> ids;
  while (rows->next()) ids.push_back(rows->integer(0));
  return ids;
}

}  // namespace

Json retention_plan(Session& session, const DistrictModel& model, std::string_view today) {
  Json records = Json::array();
  for (const auto& [id, schema] : model.records) records.push_back(plan_of(session, model, schema->type, today));
  const std::string limit = log_limit(session, today);
  return {{"today", today},
          {"records", std::move(records)},
          {"log",
           {{"days", (*parse_date(today) - *parse_date(limit)).count()},
            {"before", limit},
            {"due", count_host_events(session, first_instant(limit))}}}};
}

std::int64_t erase_some(WriteContext& context) {
  const std::string today = local_date(context.now);
  for (const auto& [id, schema] : context.model.records) {
    if (!schema->type.retention) continue;
    const Term term = term_of(context.session, schema->type, today);
    if (term.years == 0) continue;
    const auto ids = some_over(context, schema->type, first_kept(today, term.years));
    if (schema->type.derived)
      erase_derived(context, *schema, ids);
    else
      for (const std::int64_t each : ids) erase_record(context, *schema, each, term);
    if (!ids.empty()) return static_cast<std::int64_t>(ids.size());
  }
  return 0;
}

std::int64_t erase_log_some(WriteContext& context, std::int64_t& position) {
  const std::string limit = first_instant(log_limit(context.session, local_date(context.now)));
  const Erased erased = erase_host_events(context.session, position, limit, batch * 10);
  if (erased.events == 0) return 0;
  emit_event(context, "host", log_erasure_topic.substr(log_erasure_topic.find('.') + 1),
             Json{{"until", erased.until}, {"events", erased.events}}.dump());
  position = erased.until;
  return erased.events;
}

std::int64_t remove_unused_files(WriteContext& context, const fs::path& folder) {
  // An upload that no record took up within a day is nobody's any more.
  const std::string yesterday = iso_instant(*parse_instant(context.now) - std::chrono::hours{24});
  const ValueView limit = std::string_view(yesterday);
  context.session.execute(
      "DELETE FROM core_file WHERE created_at < $1 AND NOT EXISTS (SELECT 1 FROM core_file_use AS used WHERE used.hash "
      "= core_file.hash AND used.record <> 'host.upload')",
      {&limit, 1});
  context.session.execute(
      "DELETE FROM core_file_use WHERE NOT EXISTS (SELECT 1 FROM core_file WHERE core_file.hash = core_file_use.hash)");
  std::int64_t removed = 0;
  std::error_code none;
  for (const auto& entry : fs::recursive_directory_iterator(folder / "files", none)) {
    if (!entry.is_regular_file()) continue;
    const std::string hash = entry.path().filename().string();
    const ValueView name = std::string_view(hash);
    if (!is_null(context.session.scalar("SELECT id FROM core_file WHERE hash = $1", {&name, 1}))) continue;
    removed += fs::remove(entry.path(), none) ? 1 : 0;
  }
  return removed;
}

}  // namespace liufa::host
