#include "computing.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "fields.hpp"
#include "handlers.hpp"

namespace liufa::vanguard {
namespace {

constexpr std::int64_t members_in_a_write = 5'000;  // some 80 ms, during which others wait
constexpr std::int64_t last_id = std::numeric_limits<std::int64_t>::max();

/// Ten-thousandths as they are shown.
std::int64_t shown(Points points) { return (points + hundred / 2) / hundred; }

void put(Derivation& to, const Year& year, const RuleSet& rules, const Person& person, const Standing& standing) {
  std::optional<std::int64_t> appraisal;
  if (standing.appraisal) appraisal = kit::round_half_up(*standing.appraisal);
  to.row(year.year, person.id, person.organisation, person.member_class, rules.code, shown(standing.base),
         shown(standing.daily), shown(standing.bonus), appraisal, standing.total, standing.vetoed,
         grade_words[static_cast<std::size_t>(standing.grade)], std::nullopt, false);
}

const std::vector<std::string>& index_fields() {
  static const std::vector<std::string> fields{"year",  "member",    "organisation", "class",  "rules", "base", "daily",
                                               "bonus", "appraisal", "total",        "vetoed", "grade", "rank", "tied"};
  return fields;
}

/// The rows that a selection has and no longer should have.
void discard_others(Call& call, const Year& year, const Selection& selection, const std::vector<std::int64_t>& kept) {
  std::vector<std::int64_t> gone;
  call.query("SELECT member FROM vanguard_index WHERE year = $3 AND member BETWEEN $1 AND $2 ORDER BY member",
             {selection.first, selection.last, year.year}, [&](const Row& row) {
               if (!std::binary_search(kept.begin(), kept.end(), row.integer(0))) gone.push_back(row.integer(0));
             });
  for (const std::int64_t member : gone) call.discard("index", {{"year", year.year}, {"member", member}});
}

/// A row as ranking needs it.
struct Indexed {
  std::int64_t member = 0;
  std::int64_t organisation = 0;
  Contender contender;
};

std::optional<Grade> grade_named(std::string_view word) {
  const auto found = std::find(grade_words.begin(), grade_words.end(), word);
  if (found == grade_words.end()) return std::nullopt;
  return static_cast<Grade>(found - grade_words.begin());
}

/// Members of organisations first … last with what people decided of them, by organisation.
std::vector<Indexed> read_indexed(Call& call, const Year& year, const RuleBook& book, std::int64_t first,
                                  std::int64_t last) {
  std::vector<Indexed> all;
  call.query(
      "SELECT i.member, i.organisation, i.class, i.total, i.vetoed, d.grade FROM vanguard_index AS i "
      "LEFT JOIN vanguard_grade_decision AS d ON d.year = i.year AND d.member = i.member AND d.state = 'decided' "
      "WHERE i.year = $1 AND i.organisation BETWEEN $2 AND $3 ORDER BY i.organisation, i.member",
      {year.year, first, last}, [&](const Row& row) {
        const RuleSet* rules = book.for_class(std::string(row.text(2)));
        if (!rules) return;
        const Threshold threshold = grade_by_threshold(*rules, row.integer(3), row.integer(4) != 0);
        all.push_back({row.integer(0),
                       row.integer(1),
                       {row.integer(3), threshold.grade, threshold.is_candidate, grade_named(row.text(5))}});
      });
  return all;
}

Placing place_all(const Year& year, std::vector<Indexed>::const_iterator first,
                  std::vector<Indexed>::const_iterator last) {
  std::vector<Contender> contenders;
  for (auto each = first; each != last; ++each) contenders.push_back(each->contender);
  return place(year.share, contenders);
}

/// Some thousand ids at a time, so that no write is long and memory stays bounded; `sql` finds the id that ends a part.
void in_parts(Call& call, std::string_view sql, std::int64_t size,
              const std::function<void(std::int64_t first, std::int64_t last)>& part) {
  std::int64_t first = 0;
  while (true) {
    const std::int64_t last = call.query_integer(sql, {first, size - 1}).value_or(last_id);
    part(first, last);
    if (last == last_id) return;
    first = last + 1;
  }
}

/// After an event of a record about a member in a year.
std::function<void(Event&)> recompute_of(const std::string& record, const std::string& member) {
  return [sql = "SELECT year, " + member + " FROM vanguard_" + record + " WHERE id = $1"](Event& event) {
    std::int64_t year = 0;
    std::int64_t whom = 0;
    event.query(sql, {event.id()}, [&](const Row& row) {
      year = row.integer(0);
      whom = row.integer(1);
    });
    if (whom != 0) recompute_member(event, year, whom);
  };
}

void compute(Call& call) { call.answer(compute_all(call, integer_in(call.input(), "year"))); }

}  // namespace

std::int64_t derive_members(Call& call, const Year& year, const RuleBook& book, const Selection& selection) {
  std::vector<std::int64_t> kept;
  const std::int64_t changed = call.derive("index", index_fields(), [&](Derivation& to) {
    People(call, year).each(selection, book, [&](Person& person) {
      const RuleSet* rules = book.for_class(person.member_class);
      if (!person.takes_part || !rules) return;
      put(to, year, *rules, person, stand(*rules, person.start, person.tallies, person.appraisals));
      kept.push_back(person.id);
    });
  });
  discard_others(call, year, selection, kept);
  return changed;
}

void rank_organisations(Call& call, const Year& year, const RuleBook& book, std::int64_t first, std::int64_t last) {
  const std::vector<Indexed> all = read_indexed(call, year, book, first, last);
  call.derive("index", {"year", "member", "grade", "rank", "tied"}, [&](Derivation& to) {
    for (auto from = all.begin(); from != all.end();) {
      const auto until =
          std::find_if(from, all.end(), [&](const Indexed& each) { return each.organisation != from->organisation; });
      const Placing placing = place_all(year, from, until);
      for (const Placed& each : placing.members) {
        to.row(year.year, from->member, grade_words[static_cast<std::size_t>(each.grade)], each.rank, each.tied);
        ++from;
      }
    }
  });
}

Placing place_with(Call& call, const Year& year, const RuleBook& book, std::int64_t organisation, std::int64_t member,
                   Grade decided) {
  std::vector<Indexed> all = read_indexed(call, year, book, organisation, organisation);
  for (Indexed& each : all)
    if (each.member == member) each.contender.decided = decided;
  return place_all(year, all.begin(), all.end());
}

void recompute_member(Call& call, std::int64_t year, std::int64_t member) {
  const auto found = find_year(call, year);
  if (!found || found->is_final() || found->state == "prepared") return;
  const RuleBook book = read_rule_book(call, year);
  const auto organisation = [&] {
    return call.query_integer("SELECT organisation FROM vanguard_index WHERE year = $1 AND member = $2",
                              {year, member});
  };
  const auto before = found->counted ? organisation() : std::nullopt;
  derive_members(call, *found, book, {false, member, member});
  if (!found->counted) return;
  // Ranks and places are shared: who gains a point may overtake, and who moved leaves a place behind.
  const auto after = organisation();
  if (after) rank_organisations(call, *found, book, *after, *after);
  if (before && before != after) rank_organisations(call, *found, book, *before, *before);
}

namespace {

/// The year and its rules as they are now: the action's own snapshot may be older than the step that closed the year.
std::pair<Year, RuleBook> begin(Call& call, std::int64_t number) {
  std::pair<Year, RuleBook> found;
  call.write([&] { found = {read_year(call, number), read_rule_book(call, number)}; });
  if (found.first.is_final())
    Call::refuse("year", {fmt::format("{} 年度已定格，结果保持原样，不再计算", number),
                          fmt::format("the year {} is final; its results stay as they were computed", number)});
  if (found.second.empty())
    Call::refuse("year", {fmt::format("{} 年度没有施行中的计分规则，请先发布施行一部", number),
                          fmt::format("no rule set is in force for {}; put one in force first", number)});
  return found;
}

}  // namespace

Json compute_all(Call& call, std::int64_t number) {
  const auto begun = begin(call, number);
  const Year& year = begun.first;
  const RuleBook& book = begun.second;
  const std::int64_t members = call.query_integer("SELECT COUNT(*) FROM directory_member").value_or(0);
  std::int64_t done = 0;
  std::int64_t changed = 0;
  in_parts(call, "SELECT id FROM directory_member WHERE id >= $1 ORDER BY id LIMIT 1 OFFSET $2", members_in_a_write,
           [&](std::int64_t first, std::int64_t last) {
             call.progress(std::min(done, members), members);
             // Read in the write: an entry that comes in meanwhile is either seen here or computes its member after.
             call.write([&] { changed += derive_members(call, year, book, {false, first, last}); });
             done += members_in_a_write;
           });
  const bool ranks = year.state == "counting" || year.state == "publicity";
  if (ranks)
    in_parts(call, "SELECT id FROM directory_organisation WHERE id >= $1 ORDER BY id LIMIT 1 OFFSET $2", 100,
             [&](std::int64_t first, std::int64_t last) {
               call.progress(members, members);
               call.write([&] { rank_organisations(call, year, book, first, last); });
             });
  Json summary;
  call.write([&] {
    const Year now = read_year(call, number);
    Json fields{{"computed_at", call.now()}};
    if (now.rule_changes == year.rule_changes) fields["outdated"] = false;
    if (ranks && now.state == year.state) fields["counted"] = true;
    call.update("year", year.id, fields);
    summary = summary_of(call, now);
  });
  summary["changed"] = changed;
  return summary;
}

Json summary_of(Call& call, const Year& year) {
  Json summary{{"year", year.year}};
  call.query(
      "SELECT COUNT(*), SUM(total), SUM(CASE WHEN grade = 'excellent' THEN 1 ELSE 0 END), "
      "SUM(CASE WHEN grade = 'qualified' THEN 1 ELSE 0 END), SUM(CASE WHEN grade = 'basic' THEN 1 ELSE 0 END), "
      "SUM(CASE WHEN grade = 'failing' THEN 1 ELSE 0 END), SUM(CASE WHEN tied = 1 THEN 1 ELSE 0 END) "
      "FROM vanguard_index WHERE year = $1",
      {year.year}, [&](const Row& row) {
        summary["members"] = row.integer(0);
        if (row.integer(0) > 0)
          summary["average"] = kit::decimal_text(kit::round_half_up(kit::exact(row.integer(1)) / row.integer(0)));
        summary["excellent"] = row.integer(2);
        summary["qualified"] = row.integer(3);
        summary["basic"] = row.integer(4);
        summary["failing"] = row.integer(5);
        summary["tied"] = row.integer(6);
      });
  return summary;
}

void register_computing(Setup& at) {
  at.action("compute", compute);
  for (const char* step : {"recorded", "lapsed", "admitted", "accepted", "approved", "revoked", "updated"})
    at.on("vanguard.entry." + std::string(step), recompute_of("entry", "member"));
  for (const char* step : {"created", "updated"})
    at.on("vanguard.appraisal." + std::string(step), recompute_of("appraisal", "target"));
  for (const char* step : {"decided", "revoked"})
    at.on("vanguard.classification." + std::string(step), recompute_of("classification", "member"));
  for (const char* step : {"approved", "revoked"})
    at.on("vanguard.exclusion." + std::string(step), recompute_of("exclusion", "member"));
  for (const char* step : {"created", "revoked", "decided_again"})
    at.on("vanguard.grade_decision." + std::string(step), recompute_of("grade_decision", "member"));
}

}  // namespace liufa::vanguard
