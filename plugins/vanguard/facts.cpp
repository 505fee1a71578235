/// What other methods record about members, taken over by itself: as entries, and the community's yearly notice as a
/// part of the appraisal. The same code serves an event, an event replayed, and a year that is started later: it looks
/// up what holds now and makes the entries agree with it.
#include "facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "fields.hpp"
#include "handlers.hpp"
#include "reading.hpp"

namespace liufa::vanguard {
namespace {

struct Fact {
  std::string source;
  std::string record;
  std::int64_t id = 0;
  std::int64_t member = 0;
  std::string on;
  std::string until;  ///< empty: not said
  std::int64_t quantity = 0;
  std::string grade;
  std::string text;
};

struct Kept {
  std::int64_t entry = 0;
  std::string state;
  std::int64_t year = 0;
  Json fields;  ///< those that follow from the fact
};

/// The facts that a rule set names, draft or in force, with whether they count in every year in which they hold.
std::map<std::string, bool> wanted_sources(Call& call) {
  std::map<std::string, bool> wanted;
  call.query(
      "SELECT i.source, MAX(i.continuing) FROM vanguard_indicator AS i JOIN vanguard_rule_set AS r ON r.id = "
      "i.rule_set "
      "WHERE i.source IS NOT NULL AND r.state IN ('draft', 'in_force') GROUP BY i.source",
      {}, [&](const Row& row) { wanted[std::string(row.text(0))] = row.integer(1) != 0; });
  return wanted;
}

std::map<std::int64_t, std::string> states_of_years(Call& call) {
  std::map<std::int64_t, std::string> states;
  call.query("SELECT year, state FROM vanguard_year WHERE state <> 'prepared'", {},
             [&](const Row& row) { states[row.integer(0)] = row.text(1); });
  return states;
}

Fact fact_of(const Row& row) {
  return {std::string(row.text(0)), std::string(row.text(1)), row.integer(2),
          row.integer(3),           std::string(row.text(4)), std::string(row.text(5)),
          row.integer(6),           std::string(row.text(7)), std::string(row.text(8))};
}
constexpr const char* fact_columns =
    "SELECT f.source, f.record, f.id, f.member, f.held_on, f.until_on, f.quantity, f.grade, f.text FROM host_fact AS "
    "f ";

/// The years in which a fact counts, of those that the district has started.
std::vector<std::int64_t> years_of(const Fact& fact, bool is_continuing,
                                   const std::map<std::int64_t, std::string>& years) {
  const std::int64_t first = year_of(fact.on);
  if (!is_continuing) return years.contains(first) ? std::vector{first} : std::vector<std::int64_t>();
  const std::int64_t last = fact.until.empty() ? years.empty() ? 0 : years.rbegin()->first : year_of(fact.until);
  std::vector<std::int64_t> all;
  for (const auto& [year, state] : years)
    if (year >= first && year <= last) all.push_back(year);
  return all;
}

Json entry_of(const Fact& fact, std::int64_t year) {
  const std::string grade = shortened(fact.grade, 60);
  // In a later year that a fact still holds in, it counts from the first day.
  const std::string on = year_of(fact.on) == year ? fact.on : fmt::format("{}-01-01", year);
  return {{"member", fact.member},
          {"item", fact.source},
          {"held_on", on},
          {"quantity", kit::decimal_text(fact.quantity)},
          {"grade", grade.empty() ? Json(nullptr) : Json(grade)},
          {"content", fact.text.empty() ? Json(fact.source) : Json(shortened(fact.text, 4000))},
          {"year", year},
          {"counted_as", counted_as(fact.source, grade)},
          {"fact", fmt::format("{}:{}:{}:{}", fact.source, fact.id, fact.member, year)},
          {"fact_record", fact.record},
          {"fact_id", fact.id}};
}

bool takes_entries(const std::string& state) { return state == "recording" || state == "appraisal"; }

/// Makes the entries of one record agree with the facts that it is now.
class Agreement {
 public:
  Agreement(Call& call) : call_(call), wanted_(wanted_sources(call)), years_(states_of_years(call)) {}

  void settle(const std::string& record, std::int64_t id, const std::vector<Fact>& facts) {
    std::map<std::string, Kept> kept = read_kept(record, id);
    for (const Fact& fact : facts) {
      const auto wanted = wanted_.find(fact.source);
      if (wanted == wanted_.end() || fact.member == 0 || fact.on.empty()) continue;
      for (const std::int64_t year : years_of(fact, wanted->second, years_)) {
        const Json fields = entry_of(fact, year);
        const auto found = kept.find(fields.at("fact").get<std::string>());
        if (found == kept.end()) {
          add(year, fields);
          continue;
        }
        keep(found->second, fields);
        kept.erase(found);
      }
    }
    for (const auto& [key, each] : kept) drop(each);
  }

 private:
  std::map<std::string, Kept> read_kept(const std::string& record, std::int64_t id) {
    std::map<std::string, Kept> kept;
    call_.query(
        "SELECT fact, id, state, year, held_on, quantity, grade, content FROM vanguard_entry "
        "WHERE fact_record = $1 AND fact_id = $2",
        {record, id}, [&](const Row& row) {
          kept[std::string(row.text(0))] = {row.integer(1),
                                            std::string(row.text(2)),
                                            row.integer(3),
                                            {{"held_on", row.text(4)},
                                             {"quantity", kit::decimal_text(row.integer(5))},
                                             {"grade", row.is_null(6) ? Json(nullptr) : Json(row.text(6))},
                                             {"content", row.text(7)}}};
        });
    return kept;
  }

  void record(std::int64_t entry, std::int64_t year) {
    if (takes_entries(years_.at(year)))
      call_.transition("entry", entry, "record", {{"counts_in", year}, {"accepted_on", call_.today()}});
    else
      call_.transition("entry", entry, "set_aside");
  }

  void add(std::int64_t year, Json fields) {
    fields["organisation"] =
        call_.query_integer("SELECT organisation FROM directory_member WHERE id = $1", {integer_in(fields, "member")})
            .value_or(0);
    record(call_.create("entry", fields), year);
  }

  /// A closed year stays as computed, whatever becomes of the fact; what the office has revoked stays revoked.
  void keep(const Kept& kept, const Json& fields) {
    const bool is_open = takes_entries(years_.at(kept.year));
    if (!is_open && kept.state != "lapsed") return;
    Json changed = Json::object();
    for (const auto& [name, value] : kept.fields.items())
      if (fields.at(name) != value) changed[name] = fields.at(name);
    if (changed.contains("grade")) changed["counted_as"] = fields.at("counted_as");
    if (!changed.empty() && kept.state != "revoked") call_.update("entry", kept.entry, changed);
    if (kept.state == "lapsed" || kept.state == "late") record(kept.entry, kept.year);
  }

  void drop(const Kept& kept) {
    const auto year = years_.find(kept.year);
    const bool is_open = year != years_.end() && takes_entries(year->second);
    if ((kept.state == "recorded" && is_open) || kept.state == "late")
      call_.transition("entry", kept.entry, "lapse", {{"counts_in", nullptr}});
  }

  Call& call_;
  std::map<std::string, bool> wanted_;
  std::map<std::int64_t, std::string> years_;
};

/// The community's yearly notice: its word is a rating, worth what the rules say.
void settle_notice(Call& call, const std::string& record, std::int64_t id, const std::vector<Fact>& facts) {
  const std::string source = call.settings().at("community_source").get<std::string>();
  std::map<std::string, std::pair<std::int64_t, Json>> kept;
  call.query(
      "SELECT sheet, id, grade, withdrawn FROM vanguard_appraisal WHERE kind = 'community' AND comment_of = $1",
      {fmt::format("{}:{}", record, id)}, [&](const Row& row) {
        kept[std::string(row.text(0))] = {row.integer(1), {{"grade", row.text(2)}, {"withdrawn", row.integer(3) != 0}}};
      });
  for (const Fact& fact : facts) {
    if (fact.source != source || fact.member == 0 || fact.grade.empty() || fact.on.empty()) continue;
    const std::int64_t year = year_of(fact.on);
    const auto state = find_year(call, year);
    if (!state || !state->takes_entries()) continue;
    const std::string sheet = fmt::format("{}:{}:community", year, fact.member);
    const Json now{{"grade", fact.grade}, {"withdrawn", false}};
    const auto found = kept.find(sheet);
    if (found == kept.end()) {
      // A second notice of the year takes the first one's place.
      const auto other = call.query_integer("SELECT id FROM vanguard_appraisal WHERE sheet = $1", {sheet});
      Json fields{{"comment_of", fmt::format("{}:{}", record, id)}, {"rated_on", fact.on}, {"comment", fact.text}};
      fields.update(now);
      if (other) {
        call.update("appraisal", *other, fields);
        continue;
      }
      fields.update(Json{{"year", year}, {"target", fact.member}, {"kind", "community"}, {"sheet", sheet}});
      call.create("appraisal", fields);
      continue;
    }
    if (found->second.second != now) call.update("appraisal", found->second.first, now);
    kept.erase(found);
  }
  for (const auto& [sheet, each] : kept) {
    const auto state = find_year(call, year_of(sheet));
    if (state && state->takes_entries() && each.second.at("withdrawn") == false)
      call.update("appraisal", each.first, {{"withdrawn", true}});
  }
}

void on_fact(Event& event) {
  const std::string record = event.input().at("record").get<std::string>();
  std::vector<Fact> facts;
  event.query(std::string(fact_columns) + "WHERE f.record = $1 AND f.id = $2", {record, event.id()},
              [&](const Row& row) { facts.push_back(fact_of(row)); });
  Agreement(event).settle(record, event.id(), facts);
  settle_notice(event, record, event.id(), facts);
}

/// Ids by record type, ascending.
using Records = std::map<std::string, std::vector<std::int64_t>>;

/// The records whose facts a year may count, or has counted: of the record type that has one source, or of all.
Records records_in(Call& call, std::int64_t year, const std::string& source) {
  Records records;
  std::string type;
  if (!source.empty()) {
    type = call.query_text("SELECT record FROM host_fact WHERE source = $1 LIMIT 1", {source}).value_or("");
    if (type.empty()) return records;
  }
  const auto add = [&](const Row& row) { records[std::string(row.text(0))].push_back(row.integer(1)); };
  call.query(
      "SELECT f.record, f.id FROM host_fact AS f WHERE f.member IS NOT NULL AND f.held_on < $1 AND (f.held_on >= $2 "
      "OR f.source IN (SELECT i.source FROM vanguard_indicator AS i WHERE i.continuing = 1)) "
      "AND ($3 = '' OR f.record = $3) "
      "AND (f.source = $4 OR f.source IN (SELECT i.source FROM vanguard_indicator AS i))",
      {fmt::format("{}-01-01", year + 1), fmt::format("{}-01-01", year), type,
       call.settings().at("community_source").get<std::string>()},
      add);
  // What is no fact any more leaves its entry behind.
  call.query(
      "SELECT fact_record, fact_id FROM vanguard_entry WHERE year = $1 AND fact IS NOT NULL "
      "AND ($2 = '' OR fact_record = $2)",
      {year, type}, add);
  for (auto& [each, ids] : records) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  }
  return records;
}

/// Makes the entries of some records of one type agree with what they are now. In a write.
void settle_some(Call& call, const std::string& type, const std::vector<std::int64_t>& ids) {
  std::map<std::int64_t, std::vector<Fact>> facts;
  call.query(std::string(fact_columns) + "WHERE f.record = $1 AND f.id BETWEEN $2 AND $3",
             {type, ids.front(), ids.back()}, [&](const Row& row) { facts[row.integer(2)].push_back(fact_of(row)); });
  Agreement agreement(call);
  for (const std::int64_t id : ids) {
    agreement.settle(type, id, facts[id]);
    settle_notice(call, type, id, facts[id]);
  }
}

constexpr std::size_t records_in_a_write = 500;

/// In parts, so that nobody waits long; in a handler that is a write already, all of it is one.
std::size_t take_over(Call& call, std::int64_t year, const std::string& source,
                      const std::function<void(std::size_t done)>& progress) {
  std::size_t done = 0;
  for (const auto& [type, ids] : records_in(call, year, source))
    for (auto from = ids.begin(); from != ids.end();) {
      progress(done);
      std::vector<std::int64_t> part;
      for (; from != ids.end() && part.size() < records_in_a_write; ++from) part.push_back(*from);
      call.write([&call, &type = type, &part] { settle_some(call, type, part); });
      done += part.size();
    }
  return done;
}

}  // namespace

std::size_t collect_facts(Call& call, std::int64_t year, const std::string& source) {
  return take_over(call, year, source, [&](std::size_t done) { call.progress(static_cast<std::int64_t>(done)); });
}

namespace {

void collect(Call& call) {
  const std::int64_t year = integer_in(call.input(), "year");
  read_year(call, year);
  const std::size_t records = collect_facts(call, year, text_in(call.input(), "source"));
  call.answer({{"year", year}, {"records", records}});
}

/// A rule set that names a fact for the first time counts what was recorded before, in the years that are open.
void on_indicator(Event& event) {
  const auto source = event.query_text("SELECT source FROM vanguard_indicator WHERE id = $1", {event.id()});
  if (!source) return;
  std::vector<std::int64_t> years;
  event.query("SELECT year FROM vanguard_year WHERE state IN ('recording', 'appraisal')", {},
              [&](const Row& row) { years.push_back(row.integer(0)); });
  for (const std::int64_t year : years) take_over(event, year, *source, [](std::size_t) {});
}

void on_started(Event& event) {
  const auto year = event.query_integer("SELECT year FROM vanguard_year WHERE id = $1", {event.id()});
  if (year) take_over(event, *year, "", [](std::size_t) {});
}

}  // namespace

void register_facts(Setup& at) {
  at.on("host.fact", on_fact);
  at.on("vanguard.indicator.created", on_indicator);
  at.on("vanguard.indicator.updated", on_indicator);
  at.on("vanguard.year.started", on_started);
  at.action("collect", collect);
}

}  // namespace liufa::vanguard
