#include "four_ones.hpp"

#include <fmt/format.h>

#include <limits>
#include <map>
#include <set>
#include <utility>

#include "fields.hpp"
#include "handlers.hpp"
#include "liufa/kit/term.hpp"
#include "standing.hpp"

namespace liufa::community {
namespace {

/// A member as far as the four ones are concerned.
struct Owing {
  std::int64_t organisation = 0;
  std::int64_t community = 0;  ///< 0: not reported in
};

/// A member's row as it stands.
struct Held {
  std::int64_t id = 0;
  std::string state;
  Owing owing;
  Ones ones;
};

/// Members by id, within a range of ids.
struct Range {
  std::int64_t first = 0;
  std::int64_t last = std::numeric_limits<std::int64_t>::max();
};

std::map<std::int64_t, Owing> owing_in(Call& call, int year, const Range& range) {
  const std::vector<std::string> kinds = texts_of(call.settings(), "member_kinds");
  const std::int64_t age = integer_of(call.settings(), "exempt_from_age");
  const bool only_reported_in = is_true(call.settings(), "only_reported_in");
  const std::string day = fmt::format("{:04}-01-01", year);
  std::map<std::int64_t, Owing> found;
  call.query(
      "SELECT m.id, m.organisation, m.kind, m.born_on, r.community FROM directory_member m"
      " LEFT JOIN community_report_in r ON r.member = m.id AND r.state = 'confirmed'"
      " WHERE m.status <> 'left' AND m.service = 'in_service' AND m.id >= $1 AND m.id <= $2",
      {range.first, range.last}, [&](const Row& row) {
        if (!contains(kinds, row.text(2)) || (only_reported_in && row.is_null(4))) return;
        if (age > 0 && !row.is_null(3) && row.text(3) <= day && kit::age_on(row.text(3), day) >= age) return;
        found[row.integer(0)] = {row.integer(1), row.integer(4)};
      });
  return found;
}

std::map<std::int64_t, std::vector<Fact>> facts_in(Call& call, const OnesRule& rule, int year, const Range& range) {
  std::map<std::int64_t, std::vector<Fact>> facts;
  std::vector<Parameter> parameters{range.first, range.last, fmt::format("{:04}-12-31", year)};
  std::string places;
  for (const std::string& source : rule.sources()) {
    parameters.emplace_back(source);
    places += fmt::format("{}${}", places.empty() ? "" : ", ", parameters.size());
  }
  if (places.empty()) return facts;
  call.query(
      "SELECT member, source, record, id, held_on, until_on, grade FROM host_fact"
      " WHERE member >= $1 AND member <= $2 AND held_on <= $3 AND source IN (" +
          places + ")",
      parameters, [&](const Row& row) {
        facts[row.integer(0)].push_back({std::string(row.text(1)), std::string(row.text(2)), row.integer(3),
                                         std::string(row.text(4)), std::string(row.text(5)), std::string(row.text(6))});
      });
  return facts;
}

std::map<std::int64_t, Held> rows_in(Call& call, int year, const Range& range) {
  std::map<std::int64_t, Held> rows;
  std::string columns = "member, id, state, organisation, community";
  for (const OneName& one : ones_names) columns += fmt::format(", {0}_on, {0}_by", one.id);
  call.query("SELECT " + columns + " FROM community_four_ones WHERE year = $1 AND member >= $2 AND member <= $3",
             {std::int64_t{year}, range.first, range.last}, [&](const Row& row) {
               Held held{row.integer(1), std::string(row.text(2)), {row.integer(3), row.integer(4)}, {}};
               for (std::size_t one = 0; one < ones_count; ++one)
                 held.ones.each[one] = {std::string(row.text(5 + 2 * one)), std::string(row.text(6 + 2 * one))};
               rows.emplace(row.integer(0), std::move(held));
             });
  return rows;
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

void create_row(Call& call, int year, std::int64_t member, const Owing& owing, const Ones& ones) {
  Json fields = fields_of(owing, ones);
  fields["member"] = member;
  fields["year"] = year;
  const std::int64_t id = call.create("four_ones", fields);
  if (!ones.completed_on().empty()) call.transition("four_ones", id, "complete");
}

/// Writes what differs, and takes the step that follows from it.
bool update_row(Call& call, const Held& held, const Owing& owing, const Ones& ones) {
  const bool complete = !ones.completed_on().empty();
  const bool steps = held.state == (complete ? "open" : "complete");
  const bool same = held.ones.each == ones.each && held.owing.organisation == owing.organisation &&
                    held.owing.community == owing.community;
  if (steps)
    call.transition("four_ones", held.id, complete ? "complete" : "lack", fields_of(owing, ones));
  else if (!same)
    call.update("four_ones", held.id, fields_of(owing, ones));
  return steps || !same;
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
    if (std::find(years.begin(), years.end(), year) != years.end()) refresh_ones(event, rule, year, member, member);
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
  std::int64_t member = 0;
  int year = 0;
  event.query("SELECT member, year FROM community_four_ones WHERE id = $1", {event.id()}, [&](const Row& row) {
    member = row.integer(0);
    year = static_cast<int>(row.integer(1));
  });
  if (member != 0) refresh_ones(event, ones_rule(event), year, member, member);
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

std::vector<std::int64_t> owing_members(Call& call, int year) {
  std::vector<std::int64_t> members;
  for (const auto& [member, owing] : owing_in(call, year, {})) members.push_back(member);
  return members;
}

std::int64_t refresh_ones(Call& call, const OnesRule& rule, int year, std::int64_t first, std::int64_t last) {
  const Range range{first, last};
  auto owing = owing_in(call, year, range);
  auto facts = facts_in(call, rule, year, range);
  std::int64_t written = 0;
  for (const auto& [member, held] : rows_in(call, year, range)) {
    // Who no longer owes keeps what they did, where they did it.
    const auto found = owing.find(member);
    written +=
        update_row(call, held, found == owing.end() ? held.owing : found->second, ones_of(facts[member], rule, year))
            ? 1
            : 0;
    owing.erase(member);
  }
  for (const auto& [member, place] : owing) {
    create_row(call, year, member, place, ones_of(facts[member], rule, year));
    ++written;
  }
  return written;
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
