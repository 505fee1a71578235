/// Keeping the evidence of a year: what other methods declare as facts, for every sheet that they count for.
#include "evidence.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "fields.hpp"
#include "handlers.hpp"
#include "liufa/kit/facts.hpp"

namespace liufa::assessment {
namespace {

constexpr std::size_t longest_text = 2000;
constexpr std::size_t longest_grade = 100;

/// What is looked up anew: the facts of one record, wherever they count, or all of a campaign's year.
struct Selection {
  std::string record;
  std::int64_t id = 0;
  std::int64_t campaign = 0;
};

/// One fact on one sheet for one item. A record may be several facts, each under its own source.
struct Key {
  std::int64_t sheet = 0;
  std::string item;
  std::string source;
  std::int64_t subject = 0;
  auto operator<=>(const Key&) const = default;
};

/// What is kept of it, in the order of the columns that are compared.
struct Piece {
  std::string held_on;
  std::int64_t quantity = 0;
  std::string grade;
  std::string text;
  std::int64_t place = 0;
  std::int64_t member = 0;
  bool withdrawn = false;
  bool operator==(const Piece&) const = default;
};

struct StoredPiece {
  std::int64_t id = 0;
  Piece piece;
};

/// Where a fact without an organisation was counted when it was first heard: a member who moves on leaves behind what
/// was done there.
struct KeptPlace {
  std::int64_t member = 0;
  std::int64_t place = 0;
  std::string path;
};

struct Stored {
  std::map<Key, StoredPiece> pieces;
  std::map<std::pair<std::string, std::int64_t>, KeptPlace> places;  ///< by source and record
};

Stored read_stored(Call& call, const Selection& selection) {
  Stored stored;
  const bool one = !selection.record.empty();
  call.query(
      "SELECT e.id, e.sheet, e.item_code, e.source, e.subject, e.held_on, e.quantity, e.grade, e.text, e.place, "
      "e.member, e.withdrawn, p.path FROM assessment_evidence e "
      "JOIN assessment_campaign c ON c.id = e.campaign AND c.state <> 'frozen' "
      "LEFT JOIN directory_organisation p ON p.id = e.place WHERE " +
          std::string(one ? "e.record_type = $1 AND e.subject = $2" : "e.campaign = $1"),
      one ? std::vector<Parameter>{selection.record, selection.id} : std::vector<Parameter>{selection.campaign},
      [&](const Row& row) {
        const std::string source(row.text(3));
        Piece piece{std::string(row.text(5)), row.integer(6),  std::string(row.text(7)), std::string(row.text(8)),
                    row.integer(9),           row.integer(10), row.integer(11) != 0};
        stored.places[{source, row.integer(4)}] = {piece.member, piece.place, std::string(row.text(12))};
        stored.pieces[{row.integer(1), std::string(row.text(2)), source, row.integer(4)}] = {row.integer(0),
                                                                                             std::move(piece)};
      });
  return stored;
}

std::vector<kit::Fact> find_facts(Call& call, const Selection& selection, const std::vector<FactItem>& items,
                                  const std::vector<Campaign>& campaigns) {
  if (!selection.record.empty())
    return kit::read_facts(call, "f.record = $1 AND f.id = $2", {selection.record, selection.id});
  std::set<std::string> sources;
  for (const FactItem& each : items) sources.insert(each.item.facts.begin(), each.item.facts.end());
  const std::string year = std::to_string(campaigns.front().year);
  std::vector<Parameter> parameters{year + "-01-01", year + "-12-31"};
  parameters.insert(parameters.end(), sources.begin(), sources.end());
  return kit::read_facts(
      call, "f.held_on >= $1 AND f.held_on <= $2 AND f.source IN (" + kit::placeholders(3, sources.size()) + ")",
      parameters);
}

/// The organisations of a path ("/1/7/23/") from the top: a path is made of their ids.
std::vector<std::int64_t> organisations_of(std::string_view path) {
  std::vector<std::int64_t> ids;
  std::int64_t id = 0;
  for (const char each : path) {
    if (each == '/') {
      if (id != 0) ids.push_back(id);
      id = 0;
    } else {
      id = id * 10 + (each - '0');
    }
  }
  return ids;
}

/// The sheets by campaign and organisation.
using Sheets = std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t>;

/// All of the campaign, or of the years that are open those above the facts of one record.
Sheets find_sheets(Call& call, const Selection& selection, const std::vector<kit::Fact>& facts) {
  Sheets sheets;
  const auto keep = [&](const Row& row) { sheets[{row.integer(0), row.integer(1)}] = row.integer(2); };
  if (selection.record.empty()) {
    call.query("SELECT campaign, organisation, id FROM assessment_sheet WHERE campaign = $1", {selection.campaign},
               keep);
    return sheets;
  }
  std::set<std::int64_t> above;
  for (const kit::Fact& fact : facts)
    for (const std::int64_t id : organisations_of(fact.path)) above.insert(id);
  if (above.empty()) return sheets;
  call.query(
      "SELECT s.campaign, s.organisation, s.id FROM assessment_sheet s "
      "JOIN assessment_campaign c ON c.id = s.campaign AND c.state <> 'frozen' WHERE s.organisation IN (" +
          kit::placeholders(1, above.size()) + ")",
      std::vector<Parameter>(above.begin(), above.end()), keep);
  return sheets;
}

/// A place to write to: what a key does not say.
struct Target {
  const Campaign* campaign = nullptr;
  const FactItem* item = nullptr;
  std::int64_t organisation = 0;
  std::string record_type;
  Piece piece;
};

std::map<Key, Target> what_counts(const std::vector<kit::Fact>& facts, const std::vector<Campaign>& campaigns,
                                  const std::vector<FactItem>& items, const Sheets& sheets) {
  std::map<Key, Target> counts;
  for (const kit::Fact& fact : facts) {
    const std::vector<std::int64_t> above = organisations_of(fact.path);
    const Piece piece{fact.held_on,
                      fact.quantity,
                      kit::shortened(fact.grade, longest_grade),
                      kit::shortened(fact.text, longest_text),
                      fact.organisation,
                      fact.member,
                      false};
    for (const Campaign& campaign : campaigns) {
      if (fact.held_on.substr(0, 4) != std::to_string(campaign.year)) continue;
      for (const FactItem& each : items) {
        if (each.standard != campaign.standard || !is_evidence(each.item, fact.source, fact.grade)) continue;
        for (const std::int64_t organisation : above) {
          const auto sheet = sheets.find({campaign.id, organisation});
          if (sheet == sheets.end()) continue;
          counts[{sheet->second, each.item.code, fact.source, fact.id}] = {&campaign, &each, organisation, fact.record,
                                                                           piece};
        }
      }
    }
  }
  return counts;
}

Json fields_of(const Piece& piece) {
  return {{"held_on", piece.held_on},
          {"quantity", decimal_text(piece.quantity)},
          {"grade", piece.grade.empty() ? Json() : Json(piece.grade)},
          {"text", piece.text.empty() ? Json() : Json(piece.text)},
          {"place", piece.place},
          {"member", piece.member == 0 ? Json() : Json(piece.member)},
          {"withdrawn", piece.withdrawn}};
}

void create_piece(Call& call, const Key& key, const Target& target) {
  Json fields = fields_of(target.piece);
  fields.update({{"campaign", target.campaign->id},
                 {"organisation", target.organisation},
                 {"sheet", key.sheet},
                 {"item", target.item->id},
                 {"item_code", key.item},
                 {"fact", key.source + " " + std::to_string(key.subject)},
                 {"source", key.source},
                 {"record_type", target.record_type},
                 {"subject", key.subject}});
  call.create("evidence", fields);
}

/// Writes what differs. Returns the sheets on which something did.
std::set<std::int64_t> write_pieces(Call& call, const Stored& stored, const std::map<Key, Target>& counts,
                                    Gathered& gathered) {
  std::set<std::int64_t> touched;
  for (const auto& [key, target] : counts) {
    const auto known = stored.pieces.find(key);
    if (known == stored.pieces.end()) {
      create_piece(call, key, target);
      ++gathered.created;
    } else if (!(known->second.piece == target.piece)) {
      call.update("evidence", known->second.id, fields_of(target.piece));
      ++gathered.changed;
    } else {
      continue;
    }
    touched.insert(key.sheet);
  }
  for (const auto& [key, known] : stored.pieces) {
    if (known.piece.withdrawn || counts.contains(key)) continue;
    call.update("evidence", known.id, {{"withdrawn", true}});
    ++gathered.withdrawn;
    touched.insert(key.sheet);
  }
  return touched;
}

/// Returns the sheets on which something changed.
std::set<std::int64_t> look_up(Call& call, const Selection& selection, Gathered& gathered) {
  const std::vector<FactItem> items = read_fact_items(call, selection.campaign);
  if (items.empty()) return {};
  const std::vector<Campaign> campaigns = read_open_campaigns(call, selection.campaign);
  const Stored stored = read_stored(call, selection);
  std::vector<kit::Fact> facts = find_facts(call, selection, items, campaigns);
  for (kit::Fact& fact : facts) {
    const auto kept = stored.places.find({fact.source, fact.id});
    if (fact.names_organisation || kept == stored.places.end() || kept->second.member != fact.member) continue;
    fact.organisation = kept->second.place;
    fact.path = kept->second.path;
  }
  const Sheets sheets = find_sheets(call, selection, facts);
  return write_pieces(call, stored, what_counts(facts, campaigns, items, sheets), gathered);
}

/// Derived records say only that some of them changed: every year with items that name one of their method's facts is
/// looked up anew.
void hear_derived(Event& event, const std::string& record) {
  const std::string method = record.substr(0, record.find('.') + 1);
  std::set<std::int64_t> standards;
  for (const FactItem& each : read_fact_items(event, 0))
    if (std::any_of(each.item.facts.begin(), each.item.facts.end(),
                    [&](const std::string& fact) { return fact.starts_with(method); }))
      standards.insert(each.standard);
  for (const Campaign& campaign : read_open_campaigns(event, 0))
    if (standards.contains(campaign.standard)) gather_evidence(event, campaign.id);
}

void hear(Event& event) {
  const std::string record = event.input().at("record").get<std::string>();
  if (event.id() == 0) return hear_derived(event, record);
  Gathered gathered;
  const auto touched = look_up(event, {record, event.id(), 0}, gathered);
  if (!touched.empty()) prefill_self_check(event, {0, {touched.begin(), touched.end()}});
}

void run_gather(Call& call) {
  const Campaign campaign = named_campaign(call);
  require_not_frozen(campaign, {"归集佐证", "gathering evidence"});
  Gathered gathered;
  call.write([&] { gathered = gather_evidence(call, campaign.id); });
  call.answer({{"campaign", campaign.id},
               {"created", gathered.created},
               {"changed", gathered.changed},
               {"withdrawn", gathered.withdrawn}});
}

}  // namespace

std::string SheetScope::condition(const std::string& campaign_column, const std::string& sheet_column) const {
  if (only.empty()) return campaign_column + " = $1";
  return sheet_column + " IN (" + kit::placeholders(1, only.size()) + ")";
}

std::vector<Parameter> SheetScope::parameters() const {
  if (only.empty()) return {campaign};
  return {only.begin(), only.end()};
}

EvidenceCounts count_evidence(Call& call, const SheetScope& scope) {
  EvidenceCounts counts;
  call.query(
      "SELECT e.sheet, e.item_code, CAST(SUM(CASE WHEN e.withdrawn = 0 THEN 1 ELSE 0 END) AS BIGINT), "
      "CAST(SUM(CASE WHEN e.withdrawn = 0 THEN e.quantity ELSE 0 END) AS BIGINT) FROM assessment_evidence e WHERE " +
          scope.condition("e.campaign", "e.sheet") + " GROUP BY e.sheet, e.item_code",
      scope.parameters(), [&](const Row& row) {
        counts[{row.integer(0), std::string(row.text(1))}] = {row.integer(2), row.integer(3)};
      });
  return counts;
}

Gathered gather_evidence(Call& call, std::int64_t campaign) {
  Gathered gathered;
  if (read_open_campaigns(call, campaign).empty()) return gathered;
  look_up(call, {{}, 0, campaign}, gathered);
  prefill_self_check(call, {campaign, {}});
  return gathered;
}

void register_evidence(Setup& at) {
  at.on("host.fact", hear);
  for (const char* step : {"assessment.campaign.self_check_started", "assessment.campaign.self_check_reopened"})
    at.on(step, [](Event& event) { gather_evidence(event, event.id()); });
  for (const char* step : {"assessment.sheet.returned", "assessment.sheet.readmitted"})
    at.on(step, [](Event& event) { prefill_self_check(event, {0, {event.id()}}); });
  at.action("gather_evidence", run_gather);
}

}  // namespace liufa::assessment
