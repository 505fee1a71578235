#include "match.hpp"

#include <algorithm>

namespace liufa::pairing {
namespace {

constexpr std::size_t most_unmatched_told = 500;
constexpr std::int64_t progress_every = 100;

std::string text_in(const Json& input, const char* id) {
  const Json value = input.value(id, Json());
  return value.is_string() ? value.get<std::string>() : std::string{};
}

std::int64_t integer_in(const Json& input, const char* id) {
  const Json value = input.value(id, Json());
  return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

bool flag_in(const Json& input, const char* id) {
  const Json value = input.value(id, Json());
  return value.is_boolean() && value.get<bool>();
}

std::vector<std::string> words_in(const Json& input, const char* id, std::vector<std::string> otherwise) {
  const Json value = input.value(id, Json());
  if (!value.is_array() || value.empty()) return otherwise;
  return value.get<std::vector<std::string>>();
}

/// The day on which the pairs begin: as given; else in the year given; else today.
std::string start_of(Call& call, const Json& input) {
  if (std::string date = text_in(input, "starts_on"); !date.empty()) return date;
  const std::string today = call.today();
  const std::int64_t year = integer_in(input, "year");
  if (year == 0 || today.starts_with(std::to_string(year))) return today;
  return std::to_string(year) + "-01-01";
}

MatchRequest request_of(Call& call) {
  const Json& input = call.input();
  MatchRequest request;
  request.members = text_in(input, "kind") == "members";
  request.urban_scope = integer_in(input, "urban");
  request.rural_scope = integer_in(input, "rural");
  request.urban_kinds = words_in(input, "urban_kinds", {"department"});
  request.rural_kinds = words_in(input, "rural_kinds", {"village"});
  const std::int64_t count = integer_in(input, "count");
  request.count = count > 0 ? static_cast<std::size_t>(count) : std::numeric_limits<std::size_t>::max();
  request.starts_on = start_of(call, input);
  request.principle_only = flag_in(input, "principle_only");
  request.dry_run = flag_in(input, "dry_run");
  request.confirm = flag_in(input, "confirm");
  return request;
}

/// A mark of everything that the matching has read: when it is still the same, what was read still holds. Versions only
/// grow and nothing is deleted, so their sum changes with every change.
std::string mark_of(Call& call, bool members) {
  std::string mark;
  std::vector<std::string> tables{"pairing_pair", "directory_organisation"};
  if (members) tables.insert(tables.end(), {"pairing_member_pair", "directory_member"});
  for (const std::string& table : tables)
    call.query("SELECT COUNT(*), CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM " + table, {}, [&](const Row& row) {
      mark += std::to_string(row.integer(0)) + ":" + std::to_string(row.integer(1)) + " ";
    });
  return mark;
}

Json fields_of(const MatchRequest& request, const Proposal& proposal) {
  Json fields{{request.members ? "urban_member" : "urban", proposal.left},
              {request.members ? "rural_member" : "rural", proposal.right},
              {"starts_on", request.starts_on},
              {"explanation", proposal.explanation.zh},
              {"explanation_en", proposal.explanation.en}};
  if (proposal.pair != 0) fields["pair"] = proposal.pair;
  return fields;
}

/// Writes all pairs or none; returns their ids.
std::vector<std::int64_t> create_pairs(Call& call, const MatchRequest& request, const Proposals& proposals,
                                       const std::string& mark) {
  const char* record = request.members ? "member_pair" : "pair";
  const auto total = static_cast<std::int64_t>(proposals.matched.size());
  std::vector<std::int64_t> ids;
  call.write([&] {
    ids.clear();
    if (mark_of(call, request.members) != mark)
      Call::refuse("", {"计算期间组织、党员或结对数据有变动，未建立任何结对。请重新运行配对。",
                        "Expected what was read to hold still; organisations, members or pairs changed meanwhile. "
                        "Nothing was created: run the matching again."});
    for (const Proposal& proposal : proposals.matched) {
      ids.push_back(call.create(record, fields_of(request, proposal)));
      if (request.confirm) call.transition(record, ids.back(), "confirm");
      const auto done = static_cast<std::int64_t>(ids.size());
      if (done % progress_every == 0) call.progress(done, total);
    }
    call.emit("match.completed", {{"kind", request.members ? "members" : "organisations"},
                                  {"starts_on", request.starts_on},
                                  {"pairs", total},
                                  {"confirmed", request.confirm}});
  });
  return ids;
}

Json json_of(const Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }

Json pairs_json(const Proposals& proposals, const std::vector<std::int64_t>& ids) {
  Json pairs = Json::array();
  for (std::size_t index = 0; index < proposals.matched.size(); ++index) {
    const Proposal& one = proposals.matched[index];
    pairs.push_back({{"id", index < ids.size() ? Json(ids[index]) : Json()},
                     {"urban", one.left},
                     {"urban_name", proposals.urban_names.at(one.left)},
                     {"rural", one.right},
                     {"rural_name", proposals.rural_names.at(one.right)},
                     {"follows_principle", one.follows_principle},
                     {"cost", one.cost},
                     {"explanation", json_of(one.explanation)}});
  }
  return pairs;
}

/// Who was left over: all by number, the first few hundred by name.
Json unmatched_json(const Proposals& proposals) {
  Json told = Json::array();
  std::map<std::string, std::map<std::string, int>> counts{{"urban", {}}, {"rural", {}}};
  for (const Left& one : proposals.unmatched) {
    ++counts[one.side][one.code];
    if (told.size() == most_unmatched_told) continue;
    const auto& names = one.side == "urban" ? proposals.urban_names : proposals.rural_names;
    told.push_back({{"side", one.side},
                    {"id", one.id},
                    {"name", names.at(one.id)},
                    {"code", one.code},
                    {"reason", json_of(one.why)}});
  }
  return {{"counts", counts}, {"list", std::move(told)}, {"total", proposals.unmatched.size()}};
}

Json answer_of(const MatchRequest& request, const Proposals& proposals, const std::vector<std::int64_t>& ids) {
  const auto follows = std::count_if(proposals.matched.begin(), proposals.matched.end(),
                                     [](const Proposal& one) { return one.follows_principle; });
  return {{"kind", request.members ? "members" : "organisations"},
          {"dry_run", request.dry_run},
          {"starts_on", request.starts_on},
          {"matched", proposals.matched.size()},
          {"created", ids.size()},
          {"confirmed", request.confirm ? ids.size() : 0},
          {"follows_principle", follows},
          {"cost", proposals.cost},
          {"pairs", pairs_json(proposals, ids)},
          {"unmatched", unmatched_json(proposals)}};
}

void match(Call& call) {
  const MatchRequest request = request_of(call);
  const std::string mark = mark_of(call, request.members);
  const Proposals proposals = request.members ? match_members(call, request) : match_organisations(call, request);
  std::vector<std::int64_t> ids;
  if (!request.dry_run && !proposals.matched.empty()) ids = create_pairs(call, request, proposals, mark);
  call.answer(answer_of(request, proposals, ids));
}

}  // namespace

OpenPairs open_pairs(Call& call, std::string_view record, std::string_view left, std::string_view right,
                     const std::string& starts_on) {
  OpenPairs open;
  // An active pair past its last day goes on occupying its places until somebody ends or renews it.
  const std::string sql = "SELECT " + std::string(left) + ", " + std::string(right) + " FROM pairing_" +
                          std::string(record) +
                          " WHERE state IN ('proposed', 'returned', 'active') AND (ends_on >= $1 OR ends_on < $2)";
  call.query(sql, {starts_on, call.today()}, [&](const Row& row) {
    ++open.left[row.integer(0)];
    ++open.right[row.integer(1)];
    open.pairs.emplace_back(row.integer(0), row.integer(1));
  });
  std::sort(open.pairs.begin(), open.pairs.end());
  open.pairs.erase(std::unique(open.pairs.begin(), open.pairs.end()), open.pairs.end());
  return open;
}

std::vector<std::int64_t> places(int taken, int limit, std::int64_t further) {
  std::vector<std::int64_t> found;
  for (int place = taken; place < limit; ++place) found.push_back(place * further);
  return found;
}

Left left_over(const Unmatched& unmatched, bool urban) {
  const std::string side = urban ? "urban" : "rural";
  switch (unmatched.why) {
    case Why::no_place:
      return {unmatched.id,
              side,
              "at_limit",
              {"结对数已达上限。如需增加，请在设置中调整上限，或先结束已有结对。",
               "Has as many partners as the settings allow. Raise the limit or end a pair to get another."}};
    case Why::no_fit:
      return {
          unmatched.id,
          side,
          "no_fit",
          {"对方没有符合条件的对象。请检查村情、标签或党员经济状况是否已登记，或放宽条件。",
           "Nobody on the other side fits. Check that conditions, tags and situations are recorded, or allow more."}};
    case Why::all_taken:
      return {unmatched.id,
              side,
              "all_taken",
              {"符合条件的对象都已有伙伴。请扩大范围或提高上限后再配。",
               "All that fit have their partners. Widen the scope or raise the limits, and match again."}};
    case Why::limit:
      return {unmatched.id,
              side,
              "count",
              {"已达到本次要求的对数。可再次运行配对。", "The number asked for was reached. Run the matching again."}};
    case Why::only_apart:
      return {unmatched.id,
              side,
              "already_paired",
              {"剩下的对象都已与其结对。", "Those left over are only those that it is already paired with."}};
  }
  return {unmatched.id, side, "no_fit", {"没有符合条件的对象。", "Nobody fits."}};
}

void register_match(Setup& at) { at.action("match", match); }

}  // namespace liufa::pairing
