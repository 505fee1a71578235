#include "support_from_facts.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "liufa/kit/facts.hpp"
#include "terms.hpp"

namespace liufa::pairing {
namespace {

constexpr std::array<std::string_view, 13> kinds{
    "send_lecture",   "send_law",      "send_health",   "send_warmth",      "send_science",
    "bring_ideas",    "bring_team",    "bring_project", "bring_technology", "mutual_organisation",
    "mutual_economy", "mutual_talent", "mutual_labour"};
constexpr std::size_t longest_content = 4900;

/// One line of the setting: "SOURCE=KIND" or "SOURCE:GRADE=KIND".
struct SupportSource {
  std::string source;  ///< a fact's id, "community.hosted_service"
  std::string grade;   ///< empty = any that no other line names
  std::string kind;    ///< of support, "send_law"
};

/// The lines that can be read; the others are added to `unreadable`.
std::vector<SupportSource> read_support_sources(const Json& settings, std::vector<std::string>& unreadable) {
  std::vector<SupportSource> sources;
  const Json lines = settings.value("support_from_facts", Json());
  if (!lines.is_array()) return sources;
  for (const Json& line : lines) {
    const std::string text = line.get<std::string>();
    const std::size_t equals = text.find('=');
    const std::string left = text.substr(0, equals);
    const std::size_t colon = left.find(':');
    SupportSource each{left.substr(0, colon), colon == std::string::npos ? "" : left.substr(colon + 1),
                       equals == std::string::npos ? "" : text.substr(equals + 1)};
    const std::size_t dot = each.source.find('.');
    const bool readable = dot != std::string::npos && dot > 0 && dot + 1 < each.source.size() &&
                          std::find(kinds.begin(), kinds.end(), each.kind) != kinds.end();
    if (readable)
      sources.push_back(std::move(each));
    else
      unreadable.push_back(text);
  }
  return sources;
}

/// As what kind of support a fact counts; empty if it is none.
std::string support_kind(const std::vector<SupportSource>& sources, std::string_view source, std::string_view grade) {
  std::string any;
  for (const SupportSource& each : sources) {
    if (each.source != source) continue;
    if (each.grade.empty() && any.empty()) any = each.kind;
    if (!each.grade.empty() && each.grade == grade) return each.kind;
  }
  return any;
}

std::vector<SupportSource> sources_of(Call& call) {
  std::vector<std::string> unreadable;
  return read_support_sources(call.settings(), unreadable);
}

/// A record of another method.
struct Origin {
  std::string record;
  std::int64_t id = 0;
  [[nodiscard]] std::string name() const { return record + " " + std::to_string(id); }
};

/// A support activity as the ledger has it, or would have it.
struct Support {
  std::int64_t pair = 0;
  std::int64_t member_pair = 0;
  std::int64_t urban_member = 0;
  std::string kind;
  std::string held_on;
  std::string content;
  std::string fact;
  bool operator==(const Support&) const = default;
};

struct Kept {
  std::int64_t id = 0;
  bool withdrawn = false;
  Support support;
};

std::optional<Kept> find_kept(Call& call, const Origin& origin) {
  std::optional<Kept> kept;
  call.query(
      "SELECT id, state, pair, member_pair, urban_member, kind, held_on, content, fact FROM pairing_support "
      "WHERE fact_record = $1",
      {origin.name()}, [&](const Row& row) {
        kept = Kept{row.integer(0),
                    row.text(1) == "withdrawn",
                    {row.integer(2), row.integer(3), row.integer(4), std::string(row.text(5)), std::string(row.text(6)),
                     std::string(row.text(7)), std::string(row.text(8))}};
      });
  return kept;
}

/// The pair of the member's organisation, or of one above, with that of the fact or one above, on that day; the nearest
/// first. The one that it was counted for stays when the member has moved since.
std::int64_t pair_for(Call& call, const kit::Fact& fact, std::int64_t kept) {
  return call
      .query_integer(
          "SELECT p.id FROM pairing_pair p JOIN directory_organisation u ON u.id = p.urban "
          "JOIN directory_organisation r ON r.id = p.rural WHERE p.state IN ('active', 'ended') "
          "AND p.starts_on <= $3 AND p.ends_on >= $3 AND SUBSTR($2, 1, LENGTH(r.path)) = r.path "
          "AND (p.id = $4 OR SUBSTR($1, 1, LENGTH(u.path)) = u.path) "
          "ORDER BY CASE WHEN p.id = $4 THEN 0 ELSE 1 END, LENGTH(r.path) DESC, LENGTH(u.path) DESC, p.id LIMIT 1",
          {fact.member_path, fact.path, fact.held_on, kept})
      .value_or(0);
}

/// The member's own partner in that organisation or below it, on that day.
std::int64_t member_pair_for(Call& call, const kit::Fact& fact) {
  return call
      .query_integer(
          "SELECT p.id FROM pairing_member_pair p JOIN directory_organisation r ON r.id = p.rural "
          "WHERE p.urban_member = $1 AND p.state IN ('active', 'ended') AND p.starts_on <= $3 AND p.ends_on >= $3 "
          "AND SUBSTR(r.path, 1, LENGTH(CAST($2 AS TEXT))) = $2 ORDER BY p.id LIMIT 1",
          {fact.member, fact.path, fact.held_on})
      .value_or(0);
}

/// The support that one of the record's facts is; nothing if none is.
std::optional<Support> support_of(Call& call, const std::vector<SupportSource>& sources, const Origin& origin,
                                  const std::optional<Kept>& kept) {
  for (const kit::Fact& fact : kit::read_facts(call, "f.record = $1 AND f.id = $2", {origin.record, origin.id})) {
    const std::string kind = support_kind(sources, fact.source, fact.grade);
    if (kind.empty() || fact.member == 0 || !fact.names_organisation || fact.held_on > call.today()) continue;
    const bool same_member = kept && kept->support.urban_member == fact.member;
    Support support;
    support.pair = pair_for(call, fact, same_member ? kept->support.pair : 0);
    if (support.pair == 0) support.member_pair = member_pair_for(call, fact);
    if (support.pair == 0 && support.member_pair == 0) continue;
    support.urban_member = fact.member;
    support.kind = kind;
    support.held_on = fact.held_on;
    support.content = kit::shortened(fact.text.empty() ? "取自 " + fact.source : fact.text, longest_content);
    support.fact = fact.source + " " + std::to_string(fact.id);
    return support;
  }
  return std::nullopt;
}

Json reference(std::int64_t id) { return id == 0 ? Json() : Json(id); }

/// What is null is filled in by the ledger's own rules: organisations, the farmer member, the mutual.
Json fields_of(const Support& support, const Origin& origin) {
  return {{"pair", reference(support.pair)},
          {"member_pair", reference(support.member_pair)},
          {"urban", nullptr},
          {"rural", nullptr},
          {"urban_member", support.urban_member},
          {"rural_member", nullptr},
          {"kind", support.kind},
          {"towards", nullptr},
          {"held_on", support.held_on},
          {"content", support.content},
          {"participants", 1},
          {"fact", support.fact},
          {"fact_record", origin.name()}};
}

struct Counts {
  std::int64_t created = 0;
  std::int64_t changed = 0;
  std::int64_t withdrawn = 0;
};

/// Looks the record up and has the ledger follow. One record is one activity, whatever number of facts it is.
void follow(Call& call, const std::vector<SupportSource>& sources, const Origin& origin, Counts& counts) {
  const std::optional<Kept> kept = find_kept(call, origin);
  const std::optional<Support> now = support_of(call, sources, origin, kept);
  if (!now) {
    if (!kept || kept->withdrawn) return;
    call.transition("support", kept->id, "retract");
    ++counts.withdrawn;
    return;
  }
  if (!kept) {
    call.transition("support", call.create("support", fields_of(*now, origin)), "confirm");
    ++counts.created;
  } else if (kept->withdrawn || !(kept->support == *now)) {
    call.transition("support", kept->id, kept->withdrawn ? "restore" : "refresh", fields_of(*now, origin));
    ++counts.changed;
  }
}

void hear(Event& event) {
  Counts counts;
  follow(event, sources_of(event), {event.input().at("record").get<std::string>(), event.id()}, counts);
}

/// The records that are not in the ledger although a fact of theirs falls into a pair's term, one SELECT. `pair` is a
/// condition on the pair, p, and on the fact, f; its one parameter is $1.
std::vector<Origin> left_out(Call& call, const std::vector<SupportSource>& sources, const std::string& pair,
                             std::int64_t parameter) {
  std::set<std::string> ids;
  for (const SupportSource& each : sources) ids.insert(each.source);
  std::vector<Parameter> parameters{parameter};
  parameters.insert(parameters.end(), ids.begin(), ids.end());
  std::vector<Origin> found;
  if (ids.empty()) return found;
  call.query(
      "SELECT DISTINCT f.record, f.id FROM host_fact f JOIN directory_member m ON m.id = f.member "
      "JOIN directory_organisation mo ON mo.id = m.organisation JOIN directory_organisation fo ON fo.id = "
      "f.organisation "
      "LEFT JOIN pairing_support s ON s.fact_record = f.record || ' ' || CAST(f.id AS TEXT) "
      "WHERE (s.id IS NULL OR s.state = 'withdrawn') AND f.source IN (" +
          kit::placeholders(2, ids.size()) + ") AND " + pair + " ORDER BY f.record, f.id",
      parameters, [&](const Row& row) {
        found.push_back({std::string(row.text(0)), row.integer(1)});
      });
  return found;
}

constexpr const char* of_organisations =
    "EXISTS (SELECT 1 FROM pairing_pair p JOIN directory_organisation u ON u.id = p.urban "
    "JOIN directory_organisation r ON r.id = p.rural WHERE p.state IN ('active', 'ended') AND (p.id = $1 OR $1 = 0) "
    "AND p.starts_on <= f.held_on AND p.ends_on >= f.held_on AND SUBSTR(mo.path, 1, LENGTH(u.path)) = u.path "
    "AND SUBSTR(fo.path, 1, LENGTH(r.path)) = r.path)";
constexpr const char* of_members =
    "EXISTS (SELECT 1 FROM pairing_member_pair p JOIN directory_organisation r ON r.id = p.rural "
    "WHERE p.urban_member = f.member AND p.state IN ('active', 'ended') AND p.starts_on <= f.held_on "
    "AND p.ends_on >= f.held_on AND SUBSTR(r.path, 1, LENGTH(fo.path)) = fo.path)";

Counts follow_all(Call& call, const std::vector<SupportSource>& sources, const std::vector<Origin>& origins) {
  Counts counts;
  for (const Origin& origin : origins) follow(call, sources, origin, counts);
  return counts;
}

/// A pair that was confirmed or prolonged: what happened in its term before anybody entered it.
void pair_holds(Event& event) {
  const auto sources = sources_of(event);
  follow_all(event, sources, left_out(event, sources, of_organisations, event.id()));
}

void member_pair_holds(Event& event) {
  const auto sources = sources_of(event);
  const auto member =
      event.query_integer("SELECT urban_member FROM pairing_member_pair WHERE id = $1", {event.id()}).value_or(0);
  follow_all(event, sources, left_out(event, sources, std::string("f.member = $1 AND ") + of_members, member));
}

void require_readable(const std::vector<std::string>& unreadable) {
  if (unreadable.empty()) return;
  Call::refuse("support_from_facts",
               {"设置“其他方法登记即作帮扶的事实”中“" + unreadable.front() +
                    "”不能识别，应写作“事实=形式”或“事实:等次=形式”，如 community.hosted_service:policy=send_lecture。"
                    "请先更正设置。",
                "Expected SOURCE=KIND or SOURCE:GRADE=KIND in the setting “Facts that are support”, such as "
                "community.hosted_service:policy=send_lecture; found “" +
                    unreadable.front() + "”. Correct the setting first."});
}

void collect(Call& call) {
  std::vector<std::string> unreadable;
  const auto sources = read_support_sources(call.settings(), unreadable);
  require_readable(unreadable);
  Counts counts;
  call.write([&] {
    const std::string either = std::string("(") + of_organisations + " OR " + of_members + ")";
    counts = follow_all(call, sources, left_out(call, sources, either, 0));
  });
  call.answer({{"created", counts.created}, {"changed", counts.changed}});
}

}  // namespace

void register_support_from_facts(Setup& at) {
  at.on("host.fact", hear);
  for (const char* step : {"pairing.pair.confirmed", "pairing.pair.renewed"}) at.on(step, pair_holds);
  for (const char* step : {"pairing.member_pair.confirmed", "pairing.member_pair.renewed"})
    at.on(step, member_pair_holds);
  at.action("collect_support", collect);
}

}  // namespace liufa::pairing
