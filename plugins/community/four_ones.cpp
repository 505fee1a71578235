#include "four_ones.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "fields.hpp"
#include "handlers.hpp"
#include "liufa/kit/term.hpp"
#include "standing.hpp"

namespace liufa::community {
namespace {

constexpr const char* owing_columns =
    "SELECT m.id, m.organisation, m.kind, m.born_on, r.community FROM directory_member m"
    " LEFT JOIN community_report_in r ON r.member = m.id AND r.state = 'confirmed'"
    " WHERE m.status <> 'left' AND m.service = 'in_service'";

std::vector<Owing> owing(Call& call, int year, const std::string& where, const std::vector<Parameter>& parameters) {
  const std::vector<std::string> kinds = texts_of(call.settings(), "member_kinds");
  const std::int64_t age = integer_of(call.settings(), "exempt_from_age");
  const std::string first = std::to_string(year) + "-01-01";
  std::vector<Owing> found;
  call.query(owing_columns + where + " ORDER BY m.id", parameters, [&](const Row& row) {
    if (!contains(kinds, row.text(2))) return;
    if (age > 0 && !row.is_null(3) && row.text(3) <= first && kit::age_on(row.text(3), first) >= age) return;
    found.push_back({row.integer(0), row.integer(1), row.integer(4)});
  });
  return found;
}

std::vector<Fact> facts_of(Call& call, const OnesRule& rule, std::int64_t member) {
  std::vector<Fact> facts;
  std::vector<Parameter> parameters{member};
  std::string places;
  for (const std::string& source : rule.sources()) {
    parameters.emplace_back(source);
    places += fmt::format("{}${}", places.empty() ? "" : ", ", parameters.size());
  }
  if (places.empty()) return facts;
  call.query("SELECT source, record, id, held_on, until_on, grade FROM host_fact WHERE member = $1 AND source IN (" +
                 places + ")",
             parameters, [&](const Row& row) {
               facts.push_back({std::string(row.text(0)), std::string(row.text(1)), row.integer(2),
                                std::string(row.text(3)), std::string(row.text(4)), std::string(row.text(5))});
             });
  return facts;
}

/// The fields of a row as they should be.
Json fields_of(const Owing& owing, const Ones& ones) {
  Json fields{{"organisation", or_null(owing.organisation)}, {"community", or_null(owing.community)}};
  for (std::size_t one = 0; one < ones_count; ++one) {
    fields[std::string(ones_names[one].id) + "_on"] = or_null(ones.each[one].on);
    fields[std::string(ones_names[one].id) + "_by"] = or_null(ones.each[one].by);
  }
  fields["done"] = ones.done();
  fields["missing"] = or_null(ones.missing_zh());
  fields["missing_en"] = or_null(ones.missing_en());
  fields["completed_on"] = or_null(ones.completed_on());
  return fields;
}

/// Whose row rests on this record so far.
std::set<std::pair<std::int64_t, int>> resting_on(Call& call, const std::string& by) {
  std::set<std::pair<std::int64_t, int>> rows;
  for (const OneName& one : ones_names)
    call.query(fmt::format("SELECT member, year FROM community_four_ones WHERE {}_by = $1", one.id), {by},
               [&](const Row& row) { rows.emplace(row.integer(0), static_cast<int>(row.integer(1))); });
  return rows;
}

/// A fact came, changed or went: what rests on it, and whom it concerns now, is computed anew.
void on_fact(Event& event) {
  const std::string record = event.input().value("record", std::string());
  const std::vector<int> years = open_years(event);
  if (years.empty()) return;
  const OnesRule rule = ones_rule(event);
  auto concerned = resting_on(event, fmt::format("{} {}", record, event.id()));
  const bool report_in = record == "community.report_in";  // where a row shows the community
  event.query("SELECT source, member, held_on, until_on FROM host_fact WHERE record = $1 AND id = $2",
              {record, event.id()}, [&](const Row& row) {
                if (row.integer(1) == 0 || !(report_in || rule.knows(row.text(0)))) return;
                for (const int year : years) concerned.emplace(row.integer(1), year);
              });
  for (const auto& [member, year] : concerned)
    if (std::find(years.begin(), years.end(), year) != years.end()) refresh_ones(event, rule, year, member);
}

void require_open_year(Change& change) {
  const std::int64_t year = integer_of(change.after(), "year");
  if (change.query_integer("SELECT id FROM community_year WHERE year = $1 AND state = 'open'", {year})) return;
  Call::refuse("year",
               {fmt::format("{} 年度已封存，“四个一”不再变动。确需更正，请工委先启封该年度并说明理由。", year),
                fmt::format("Expected an open year; {} is closed and stays as it was computed. To correct it the "
                            "office has to reopen the year, with the reason.",
                            year)});
}

/// Facts that came while an exemption held or was asked for are not lost.
void reopened(Event& event) {
  const Json row = event.read("community.four_ones", event.id());
  const Json& fields = row.contains("fields") ? row.at("fields") : row;
  const int year = static_cast<int>(integer_of(fields, "year"));
  refresh_ones(event, ones_rule(event), year, integer_of(fields, "member"));
}

}  // namespace

OnesRule ones_rule(Call& call) {
  OnesRule rule;
  for (std::size_t one = 0; one < ones_count; ++one)
    for (const std::string& source : texts_of(call.settings(), std::string(ones_names[one].id) + "_sources"))
      rule.add(one, source);
  rule.limit("community.suggestion", texts_of(call.settings(), "suggestion_grades"));
  return rule;
}

std::vector<int> open_years(Call& call) {
  std::vector<int> years;
  call.query("SELECT year FROM community_year WHERE state = 'open' ORDER BY year", {},
             [&](const Row& row) { years.push_back(static_cast<int>(row.integer(0))); });
  return years;
}

std::vector<Owing> owing_members(Call& call, int year) { return owing(call, year, "", {}); }

std::vector<std::pair<std::int64_t, OnesRow>> ones_rows(Call& call, int year, std::int64_t member) {
  std::vector<std::pair<std::int64_t, OnesRow>> rows;
  std::string columns = "member, id, state, organisation, community";
  for (const OneName& one : ones_names) columns += fmt::format(", {0}_on, {0}_by", one.id);
  std::vector<Parameter> parameters{std::int64_t{year}};
  if (member != 0) parameters.emplace_back(member);
  call.query(fmt::format("SELECT {} FROM community_four_ones WHERE year = $1{} ORDER BY member", columns,
                         member != 0 ? " AND member = $2" : ""),
             parameters, [&](const Row& row) {
               OnesRow found{row.integer(1), std::string(row.text(2)), row.integer(3), row.integer(4), {}};
               for (std::size_t one = 0; one < ones_count; ++one)
                 found.ones.each[one] = {std::string(row.text(5 + 2 * one)), std::string(row.text(6 + 2 * one))};
               rows.emplace_back(row.integer(0), std::move(found));
             });
  return rows;
}

bool write_ones(Call& call, int year, const Owing& owing, const Ones& ones, const std::optional<OnesRow>& before) {
  const bool complete = !ones.completed_on().empty();
  Json fields = fields_of(owing, ones);
  if (!before) {
    fields["member"] = owing.member;
    fields["year"] = year;
    const std::int64_t id = call.create("four_ones", fields);
    if (complete) call.transition("four_ones", id, "complete");
    return true;
  }
  const bool same = before->ones.each == ones.each && before->organisation == owing.organisation &&
                    before->community == owing.community;
  const bool steps = before->state == (complete ? "open" : "complete");
  if (steps)
    call.transition("four_ones", before->id, complete ? "complete" : "lack", fields);
  else if (!same)
    call.update("four_ones", before->id, fields);
  return steps || !same;
}

void refresh_ones(Call& call, const OnesRule& rule, int year, std::int64_t member) {
  const auto rows = ones_rows(call, year, member);
  const auto found = owing(call, year, " AND m.id = $1", {member});
  if (rows.empty() && found.empty()) return;
  const auto before = rows.empty() ? std::nullopt : std::optional(rows.front().second);
  // Who no longer owes keeps what they did, where they did it.
  const Owing who = found.empty() ? Owing{member, before->organisation, before->community} : found.front();
  write_ones(call, year, who, ones_of(facts_of(call, rule, member), rule, year), before);
}

void register_four_ones(Setup& at) {
  for (const char* topic :
       {"host.fact", "community.report_in.confirmed", "community.report_in.moved", "community.report_in.ended",
        "community.claim.confirmed", "community.claim.done", "community.claim.withdrawn", "community.claim.no_show",
        "community.claim.reinstated", "community.helping_pair.confirmed", "community.helping_pair.ended",
        "community.participation.attended", "community.participation.absent", "community.suggestion.created",
        "community.suggestion.adopted", "community.suggestion.answered", "community.suggestion.carried_out",
        "community.suggestion.withdrawn"})
    at.on(topic, on_fact);
  at.on("community.four_ones.exemption_refused", reopened);
  at.on("community.four_ones.exemption_lifted", reopened);
  for (const char* step :
       {"four_ones.ask_exemption", "four_ones.exempt", "four_ones.refuse_exemption", "four_ones.lift"})
    at.before(step, require_open_year);
}

}  // namespace liufa::community
