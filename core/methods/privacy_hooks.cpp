#include "methods/privacy_hooks.hpp"

#include "base/clock.hpp"
#include "directory/built_in.hpp"
#include "services/disclosing.hpp"
#include "services/own_records.hpp"
#include "services/reach.hpp"
#include "services/reminders.hpp"
#include "services/sealing.hpp"
#include "services/settings.hpp"

namespace liufa::host {

namespace {

std::int64_t integer(const Change& change, std::string_view field) {
  const auto* found = std::get_if<std::int64_t>(&change.after.values[change.schema.index(field)]);
  return found ? *found : 0;
}

std::string text(const Change& change, std::string_view field) {
  const auto* found = std::get_if<std::string>(&change.after.values[change.schema.index(field)]);
  return found ? *found : std::string();
}

void set(Change& change, std::string_view field, Value value) {
  change.after.values[change.schema.index(field)] = std::move(value);
}

/// Whoever writes for themselves need not say who they are; where the member belongs is known, too.
void fill_member(Change& change) {
  const Actor* person = change.context.person;
  if (integer(change, "member") == 0 && person && person->member != 0) set(change, "member", person->member);
  const ValueView member = integer(change, "member");
  set(change, "organisation",
      change.context.session.scalar("SELECT organisation FROM directory_member WHERE id = $1", {&member, 1}));
}

/// The type that a text names; the error is at the field `about`.
const RecordSchema& schema_about(const Change& change) {
  const auto found = change.context.model.records.find(text(change, "about"));
  if (found == change.context.model.records.end())
    throw Problem("record.no_type", {{"record", text(change, "about")}}).at_field("about");
  return *found->second;
}

void check_objection(Change& change) {
  fill_member(change);
  WriteContext& context = change.context;
  const RecordSchema& schema = schema_about(change);
  const std::int64_t subject = integer(change, "subject");
  const ValueView id = subject;
  {
    const auto rows = context.session.query(schema.select_by_id, {&id, 1});
    // The same whether it is not there or about somebody else.
    if (!rows->next() || !is_about(schema, schema.record_in(*rows), integer(change, "member")))
      throw Problem("privacy.not_about", {{"record", schema.type.name}, {"id", std::to_string(subject)}})
          .at_field("subject");
  }
  const std::string field = text(change, "about_field");
  if (!field.empty()) (void)schema.index(field);
  if (field.empty() && !text(change, "wanted").empty())
    throw Problem("record.required", {{"name", change.schema.type.field("about_field")->name}}).at_field("about_field");
  const Json settings = read_settings(context.session, built_in_manifest("privacy"));
  const auto today = parse_date(local_date(context.now));
  set(change, "reply_due",
      iso_date(read_working_days(context.session).after(*today, settings.at("reply_days").get<int>())));
}

/// What the person asked for is written where it belongs, in the name of whoever grants it.
void correct(Change& change) {
  const std::size_t wanted = change.schema.index("wanted");
  if (is_null(change.before->values[wanted])) return;
  const RecordSchema& schema = schema_about(change);
  const std::size_t field = schema.index(text(change, "about_field"));
  const std::string value = open_value(*change.context.keys, change.schema, *change.before, wanted);
  if (schema.type.fields[field].computed)
    throw Problem("record.computed", {{"name", schema.type.fields[field].name}}).at_field("about_field");
  update_record(change.context, schema, integer(change, "subject"), std::nullopt,
                {{field, decode_cell(schema.type.fields[field], value)}});
}

void fill_consent(Change& change) {
  fill_member(change);
  set(change, "purpose", disclosure_of(change.context.model, text(change, "handover")).purpose.zh);
  const std::string today = local_date(change.context.now);
  set(change, "given_on", today);
  if (!text(change, "ends_on").empty()) return;
  const Json settings = read_settings(change.context.session, built_in_manifest("privacy"));
  const std::chrono::year_month_day day{*parse_date(today)};
  std::chrono::year_month_day end = day + std::chrono::months{settings.at("consent_months").get<int>()};
  if (!end.ok()) end = end.year() / end.month() / std::chrono::last;
  set(change, "ends_on", iso_date(end));
}

/// From today nothing may be handed on; its term of retention counts from here.
void withdraw_consent(Change& change) { set(change, "ends_on", local_date(change.context.now)); }

void check_disclosure(Change& change) {
  fill_member(change);
  if (text(change, "disclosed_on").empty()) set(change, "disclosed_on", local_date(change.context.now));
  const std::int64_t consent = integer(change, "consent");
  if (text(change, "basis") == "consent" && consent == 0)
    throw Problem("record.required", {{"name", change.schema.type.field("consent")->name}}).at_field("consent");
  if (consent == 0) return;
  const ValueView id = consent;
  const auto rows =
      change.context.session.query("SELECT member, recipient, state FROM privacy_consent WHERE id = $1", {&id, 1});
  if (rows->next() && (rows->integer(0) != integer(change, "member") ||
                       rows->integer(1) != integer(change, "recipient") || rows->text(2) != "given"))
    throw Problem("privacy.other_consent").at_field("consent");
}

void check_rule(Change& change) {
  const RecordSchema& schema = schema_about(change);
  if (!schema.type.retention) throw Problem("privacy.no_retention", {{"record", schema.type.name}}).at_field("about");
}

}  // namespace

void register_privacy_hooks(DistrictModel& model) {
  model.before["privacy.objection.create"].emplace_back(check_objection);
  model.before["privacy.objection.correct"].emplace_back(correct);
  model.before["privacy.consent.create"].emplace_back(fill_consent);
  model.before["privacy.consent.withdraw"].emplace_back(withdraw_consent);
  model.before["privacy.disclosure.create"].emplace_back(check_disclosure);
  model.before["privacy.retention_rule.create"].emplace_back(check_rule);
}

}  // namespace liufa::host
