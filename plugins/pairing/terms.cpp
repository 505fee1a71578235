#include "terms.hpp"

#include <algorithm>

namespace liufa::pairing {
namespace {

constexpr const char* never = "9999-12-31";

void require_order(const Term& term) {
  if (term.starts_on <= term.ends_on) return;
  Call::refuse("ends_on",
               {"截止日期应不早于起始日期 " + term.starts_on + "，现为 " + term.ends_on + "。请更正其中一个日期。",
                "Expected a last day on or after the first, " + term.starts_on + "; found " + term.ends_on +
                    ". Correct one of the two dates."});
}

bool was_usual(const Json& before, int months) {
  const std::string start = text_of(before, "starts_on");
  return !start.empty() && text_of(before, "ends_on") == add_months(start, months);
}

}  // namespace

std::string text_of(const Json& fields, std::string_view field) {
  if (!fields.is_object()) return {};
  const auto found = fields.find(std::string(field));
  return found != fields.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::int64_t integer_of(const Json& fields, std::string_view field) {
  if (!fields.is_object()) return 0;
  const auto found = fields.find(std::string(field));
  return found != fields.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

std::string state_of(Call& call, std::string_view record, std::int64_t id) {
  return call.query_text("SELECT state FROM pairing_" + std::string(record) + " WHERE id = $1", {id}).value_or("");
}

Term complete_term(Change& change, int months) {
  Term term{text_of(change.after(), "starts_on"), text_of(change.after(), "ends_on")};
  if (term.starts_on.empty()) {
    term.starts_on = change.today();
    change.set("starts_on", term.starts_on);
  }
  // An end that was only computed follows when the start is moved; an end that somebody chose stays.
  const bool follows = change.before().is_object() && term.starts_on != text_of(change.before(), "starts_on") &&
                       term.ends_on == text_of(change.before(), "ends_on") && was_usual(change.before(), months);
  if (term.ends_on.empty() || follows) {
    term.ends_on = add_months(term.starts_on, months);
    change.set("ends_on", term.ends_on);
  }
  require_order(term);
  change.set("year", std::stoi(term.starts_on.substr(0, 4)));
  return term;
}

Term renew_term(Change& change, int months) {
  const std::string old_end = text_of(change.before(), "ends_on");
  std::string end = text_of(change.after(), "ends_on");
  if (end.empty() || end == old_end) end = add_months(old_end, months);
  if (end <= old_end)
    Call::refuse("ends_on", {"续签后的截止日期应晚于原截止日期 " + old_end + "，现为 " + end +
                                 "。请填写更晚的日期，或留空按期限推算。",
                             "Expected a last day after the present one, " + old_end + "; found " + end +
                                 ". Give a later date, or none for the usual term."});
  change.set("ends_on", end);
  change.set("renewals", integer_of(change.before(), "renewals") + 1);
  return {text_of(change.before(), "starts_on"), end};
}

void end_term(Change& change) {
  const std::string start = text_of(change.before(), "starts_on");
  const std::string agreed = text_of(change.before(), "ends_on");
  const std::string today = change.today();
  std::string end = text_of(change.after(), "ends_on");
  if (end.empty() || end == agreed) end = std::max(start, std::min(agreed, today));
  if (end < start || end > std::max({agreed, start, today}))
    Call::refuse(
        "ends_on",
        {"实际结束日应在起始日 " + start + " 与截止日 " + std::max(agreed, today) + " 之间，现为 " + end + "。",
         "Expected a last day between " + start + " and " + std::max(agreed, today) + "; found " + end + "."});
  change.set("ends_on", end);
}

void keep_agreed(Change& change, std::string_view record, const std::vector<std::string>& agreed) {
  const std::string state = state_of(change, record, change.id().value_or(0));
  if (state == "proposed" || state == "returned") return;
  for (const std::string& field : agreed) {
    if (change.after().value(field, Json()) == change.before().value(field, Json())) continue;
    Call::refuse(field, {"确认之后此项不能直接修改。如需延期请“续签”，如需变更请“结束”后重新结对。",
                         "Expected no change of this field once it was confirmed. Renew to prolong it, or end it and "
                         "propose anew."});
  }
}

int most_at_once(const std::vector<Term>& others, const Term& term) {
  // The worst day is the first day of the term or of one of the others.
  std::vector<std::string> days{term.starts_on};
  for (const Term& other : others)
    if (other.starts_on > term.starts_on && other.starts_on <= term.ends_on) days.push_back(other.starts_on);
  std::ptrdiff_t most = 0;
  for (const std::string& day : days)
    most = std::max(most, std::count_if(others.begin(), others.end(), [&](const Term& other) {
                      return other.starts_on <= day && day <= other.ends_on;
                    }));
  return static_cast<int>(most);
}

std::vector<Term> active_terms(Call& call, std::string_view record, std::string_view column, std::int64_t value,
                               std::int64_t own) {
  std::vector<Term> terms;
  const std::string today = call.today();
  call.query("SELECT starts_on, ends_on FROM pairing_" + std::string(record) + " WHERE state = 'active' AND " +
                 std::string(column) + " = $1 AND id <> $2",
             {value, own}, [&](const Row& row) {
               Term term{std::string(row.text(0)), std::string(row.text(1))};
               if (term.ends_on < today) term.ends_on = never;
               terms.push_back(std::move(term));
             });
  return terms;
}

}  // namespace liufa::pairing
