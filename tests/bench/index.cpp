/// The pioneer index: all members computed at once against a bare scan of their entries, and one member after one
/// entry.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "bare.hpp"
#include "parts.hpp"

namespace liufa::bench {

namespace {

constexpr const char* district = "index";
constexpr std::int64_t entries_each = 50;
constexpr std::int64_t members_of_a_branch = 50;

std::int64_t made(Bed& bed, const std::string& record, const Json& fields) {
  return bed.ask_json(district, "POST", "/records/" + record, fields.dump()).at("id").get<std::int64_t>();
}

void step(Bed& bed, const std::string& record, std::int64_t id, const std::string& transition) {
  bed.ask(district, "POST", fmt::format("/records/{}/{}/transitions/{}", record, id, transition), "{}");
}

/// Rules with caps, levels and deductions, and a year that is being recorded.
void make_rules(Bed& bed) {
  bed.ask(district, "POST", "/methods/vanguard/enable");
  const std::int64_t rules = made(bed, "vanguard/rule_set",
                                  {{"code", "B"}, {"name", "B"}, {"class", "all"}, {"from_year", 2026}, {"base", 20}});
  for (const auto& [code, kind, cap] : {std::tuple{"life", "earns", 20}, std::tuple{"work", "earns", 60},
                                        std::tuple{"minus", "deducts", 20}, std::tuple{"honour", "bonus", 20}})
    made(bed, "vanguard/indicator_group",
         {{"rule_set", rules}, {"code", code}, {"name", code}, {"kind", kind}, {"cap", cap}});
  const auto indicator = [&](const char* code, const char* group, Json more) {
    more.update(Json{{"rule_set", rules}, {"code", code}, {"name", code}, {"group_code", group}});
    made(bed, "vanguard/indicator", more);
  };
  indicator("meeting", "life", {{"points", 1.5}, {"most", 12}});
  indicator("study", "life", {{"points", 0.5}, {"counting", "quantity"}});
  for (const char* code : {"service", "support", "training", "activity", "suggestion"})
    indicator(code, "work", {{"points", 2}, {"counting", "quantity"}, {"most", 20}});
  indicator("award", "honour", {{"tiers", "central=8/provincial=6/municipal=4"}});
  indicator("absent", "minus", {{"points", 2}});
  step(bed, "vanguard/rule_set", rules, "enact");
  step(bed, "vanguard/year", made(bed, "vanguard/year", {{"year", 2026}}), "start");
}

/// Members and their entries, in the order of the days as a year brings them, not by member. Written past the host: it
/// is the computing that is measured. Indexes are made afterwards, which is the same file sooner.
void fill(BareDatabase& bare, std::int64_t members) {
  std::vector<std::string> made_again;
  {
    auto indexes = bare.prepare(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
        "AND tbl_name IN ('vanguard_entry', 'directory_member')");
    std::vector<std::string> dropped;
    while (indexes.step()) {
      dropped.emplace_back(indexes.text(0));
      made_again.emplace_back(indexes.text(1));
    }
    indexes.reset();
    for (const std::string& each : dropped) bare.execute("DROP INDEX \"" + each + "\"");
  }
  const std::string now = "'2026-06-01T00:00:00.000Z'";
  bare.execute(fmt::format(
      "CREATE TEMP TABLE m AS WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {0}) "
      "SELECT i FROM n;"
      "INSERT INTO directory_organisation (id, version, created_at, updated_at, code, name, kind, path) "
      "SELECT 1000 + i, 1, {1}, {1}, 'B' || i, 'B' || i, 'branch', '/' || (1000 + i) || '/' FROM m "
      "WHERE i <= 1 + {0} / {2};"
      "INSERT INTO directory_member (id, version, created_at, updated_at, code, name, organisation, kind, status, "
      "service, cadre) SELECT i, 1, {1}, {1}, 'M' || i, 'M' || i, 1001 + i / {2}, 'organ', 'full', "
      "CASE WHEN i % 8 = 0 THEN 'retired' ELSE 'in_service' END, CASE WHEN i % 9 = 0 THEN 'part_time' END FROM m;",
      members, now, members_of_a_branch));
  constexpr const char* items = "meeting,study,service,meeting,support,study,service,activity,meeting,training";
  for (std::int64_t at = 0; at < entries_each; ++at) {
    std::string item = at == 13 ? "award" : at == 29 ? "absent" : at == 41 ? "suggestion" : "";
    if (item.empty()) {
      std::string_view list = items;
      for (std::int64_t skip = at % 10; skip > 0; --skip) list.remove_prefix(list.find(',') + 1);
      item = list.substr(0, list.find(','));
    }
    const std::string level =
        item == "award" ? "CASE i % 3 WHEN 0 THEN 'central' WHEN 1 THEN 'provincial' ELSE 'municipal' END" : "NULL";
    bare.execute(fmt::format(
        "INSERT INTO vanguard_entry (id, version, state, created_at, updated_at, member, organisation, item, "
        "counted_as, "
        "held_on, quantity, grade, content, year, counts_in, accepted_by, accepted_on) SELECT {0} * {1} + i, 2, "
        "'accepted', {2}, {2}, i, 1001 + i / {3}, '{4}', '{4}' || COALESCE('=' || {7}, ''), '2026-{5:02}-{6:02}', "
        "100 + (i * 7 + {0} * 13) % 250, {7}, 'activity of the day', 2026, 2026, 'secretary', '2026-06-01' FROM m;",
        at, members, now, members_of_a_branch, item, 1 + at / 5, 1 + at % 5 * 5, level));
  }
  for (const std::string& each : made_again) bare.execute(each);
}

void compute(Bed& bed, std::int64_t members) {
  const Json summary = bed.run(district, "vanguard/compute", {{"year", 2026}});
  if (summary.at("members") != members) throw std::runtime_error("not all were computed: " + summary.dump());
}

/// What a loop that computes an index must read at least: every entry, by member.
std::int64_t scan(BareStatement& statement) {
  std::int64_t sum = 0;
  while (statement.step())
    sum += statement.integer(0) + statement.integer(2) + static_cast<std::int64_t>(statement.text(1).size());
  statement.reset();
  return sum;
}

/// From the answer that an entry is accepted to the member's index with it.
void measure_one(Bed& bed, std::size_t times, Report& report) {
  std::vector<double> milliseconds;
  for (std::size_t i = 0; i < times; ++i) {
    const std::int64_t entry = made(bed, "vanguard/entry",
                                    {{"member", 1 + i * 17 % 1000},
                                     {"item", "meeting"},
                                     {"held_on", "2026-03-01"},
                                     {"content", fmt::format("entry {}", i)}});
    bed.settle(district);
    step(bed, "vanguard/entry", entry, "accept");
    milliseconds.push_back(1e3 * seconds_of([&] { bed.settle(district); }));
  }
  report.add(Measurement{"one entry more: its member's index, ms", "ms", median(milliseconds), Bound{1, false}});
}

}  // namespace

void measure_index(const Options& options, Report& report) {
  if (!fs::exists(fs::path(LIUFA_BUILD) / "methods/vanguard"))
    return report.note("vanguard is not built: index left out");
  const auto members = static_cast<std::int64_t>(options.index_members);
  Bed bed(options.folder / "index", {fs::path(LIUFA_BUILD) / "methods"});
  bed.host().create_district(district);
  bed.host().district(district).clock().set(std::chrono::sys_days{std::chrono::year{2026} / 6 / 1} +
                                            std::chrono::hours{4});
  make_rules(bed);
  bed.settle(district);
  BareDatabase bare(options.folder / "index" / "districts" / district / "district.db");
  fill(bare, members);
  Comparison comparison{
      fmt::format("index of {} members × {} entries, against a scan of the entries", members, entries_each),
      "entries/s",
      {},
      {},
      Bound{0.3, true}};
  auto statement = bare.prepare(
      "SELECT member, counted_as, quantity FROM vanguard_entry WHERE counts_in = 2026 ORDER BY member, counted_as");
  const double entries = static_cast<double>(members) * entries_each;
  for (std::size_t i = 0; i < options.repetitions; ++i) {
    bare.execute("DELETE FROM vanguard_index");  // so that every row is written
    comparison.bare.push_back(entries / seconds_of([&] { (void)scan(statement); }));
    comparison.ours.push_back(entries / seconds_of([&] { compute(bed, members); }));
  }
  report.add(std::move(comparison));
  measure_one(bed, std::max<std::size_t>(options.repetitions, 3) * 20, report);
}

}  // namespace liufa::bench
