/// Visits (听、查、评、议) and the draws that choose whom to spot-check.
#include <algorithm>
#include <map>
#include <set>

#include "fields.hpp"
#include "handlers.hpp"
#include "interest.hpp"
#include "liufa/kit/drawing.hpp"
#include "reading.hpp"

namespace liufa::assessment {
namespace {

/// Draws what a draw record says: from its seed, its population with their strata, and its count.
std::vector<std::int64_t> repeat(const Json& record) {
  const Json& population = record.at("population");
  const Json& strata = record.at("strata");
  std::vector<kit::Drawable> from;
  for (std::size_t at = 0; at < population.size(); ++at)
    from.push_back({population[at].get<std::int64_t>(), strata.is_array() ? strata[at].get<std::string>() : ""});
  return kit::draw_stratified(static_cast<std::uint64_t>(record.at("seed").get<std::int64_t>()), from,
                              static_cast<std::size_t>(record.at("count").get<std::int64_t>()));
}

/// A draw can't be made up: what it says was drawn must be what its seed draws.
void check_draw(Change& change) {
  const Json& after = change.after();
  if (change.operation() == "create" && is_given(after, "population") && is_given(after, "drawn") &&
      repeat(after) == after.at("drawn").get<std::vector<std::int64_t>>())
    return;
  Call::refuse("", {"抽查名单由“随机抽取抽查单位”（draw_spot_checks）产生，不能手工录入或修改",
                    "draws are made by the action draw_spot_checks; they can't be entered or changed by hand"});
}

std::vector<kit::Drawable> population_of(Call& call, const Campaign& campaign, const std::string& stratified) {
  std::set<std::int64_t> drawn_before;
  if (!boolean_in(call.input(), "include_drawn"))
    call.query(
        "SELECT organisation FROM assessment_visit WHERE campaign = $1 AND stage = 'spot_check' AND state <> "
        "'cancelled'",
        {campaign.id}, [&](const Row& row) { drawn_before.insert(row.integer(0)); });
  std::vector<kit::Drawable> population;
  call.query(
      "SELECT s.organisation, o.kind, s.division FROM assessment_sheet s "
      "JOIN directory_organisation o ON o.id = s.organisation "
      "WHERE s.campaign = $1 AND s.state <> 'excluded' ORDER BY s.organisation",
      {campaign.id}, [&](const Row& row) {
        if (drawn_before.contains(row.integer(0))) return;
        population.push_back({row.integer(0), stratified == "kind"       ? std::string(row.text(1))
                                              : stratified == "division" ? std::string(row.text(2))
                                                                         : std::string()});
      });
  return population;
}

/// A seed nobody chose: the instant, spread over 53 bits so that every JSON reader keeps it exactly.
std::int64_t seed_from(std::string_view instant) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a
  for (const char each : instant) hash = (hash ^ static_cast<unsigned char>(each)) * 0x100000001b3ULL;
  return static_cast<std::int64_t>(kit::SplitMix64(hash).next() >> 11U);
}

Json draw_record(Call& call, const Campaign& campaign) {
  const Json& input = call.input();
  const std::string stratified = is_given(input, "stratified") ? text_in(input, "stratified") : "none";
  const std::int64_t count = integer_in(input, "count").value_or(1);
  const std::vector<kit::Drawable> population = population_of(call, campaign, stratified);
  if (static_cast<std::size_t>(count) > population.size())
    Call::refuse(
        "count",
        {fmt::format("要抽取 {} 个单位，可抽取的只有 {} 个；请减少数量，或允许已抽过的再次参加（include_drawn）", count,
                     population.size()),
         fmt::format("{} organisations are to be drawn but only {} can be; draw fewer, or let those drawn before "
                     "take part again (include_drawn)",
                     count, population.size())});
  Json record{{"campaign", campaign.id},
              {"seed", integer_in(input, "seed").value_or(seed_from(call.now()))},
              {"count", count},
              {"stratified", stratified},
              {"algorithm", kit::drawing_algorithm},
              {"drawn_on", call.today()},
              {"population", Json::array()},
              {"strata", Json::array()}};
  for (const kit::Drawable& each : population) {
    record["population"].push_back(each.id);
    record["strata"].push_back(each.stratum.empty() ? "-" : each.stratum);
  }
  record["drawn"] = repeat(record);
  return record;
}

void draw_spot_checks(Call& call) {
  const Campaign campaign = named_campaign(call);
  if (campaign.state == "publicity" || campaign.state == "frozen")
    Call::refuse("campaign", {"结果公示以后不再抽查", "there are no spot checks once the results are publicised"});
  Json record;
  std::int64_t id = 0;
  Json visits = Json::array();
  call.write([&] {
    record = draw_record(call, campaign);  // within the write, so that two draws at once can't draw the same
    id = call.create("draw", record);
    for (const Json& organisation : record["drawn"]) {
      Json visit{{"campaign", campaign.id}, {"organisation", organisation}, {"stage", "spot_check"}, {"draw", id}};
      if (is_given(call.input(), "planned_on")) visit["planned_on"] = call.input().at("planned_on");
      visits.push_back(call.create("visit", visit));
    }
  });
  call.answer({{"draw", id},
               {"seed", record["seed"]},
               {"algorithm", record["algorithm"]},
               {"population", record["population"].size()},
               {"drawn", record["drawn"]},
               {"visits", visits}});
}

void verify_draw(Call& call) {
  const std::int64_t id = integer_in(call.input(), "draw").value_or(0);
  Json record;
  call.query("SELECT seed, count, population, strata, drawn, algorithm FROM assessment_draw WHERE id = $1", {id},
             [&](const Row& row) {
               record = {{"seed", row.integer(0)},
                         {"count", row.integer(1)},
                         {"population", Json::parse(row.text(2))},
                         {"strata", Json::parse(row.text(3))},
                         {"drawn", Json::parse(row.text(4))},
                         {"algorithm", std::string(row.text(5))}};
             });
  if (record.is_null())
    Call::refuse("draw", {fmt::format("没有编号为 {} 的抽取", id), fmt::format("there is no draw {}", id)});
  const std::vector<std::int64_t> again = repeat(record);
  call.answer({{"agrees", Json(again) == record["drawn"]},
               {"seed", record["seed"]},
               {"algorithm", record["algorithm"]},
               {"population", record["population"].size()},
               {"drawn", again}});
}

Campaign campaign_of(Change& change) {
  return read_campaign(change, integer_in(change.after(), "campaign").value_or(0));
}

void check_new_visit(Change& change) {
  const Campaign campaign = campaign_of(change);
  require_not_frozen(campaign, {"安排走访", "planning a visit"});
  const Json& after = change.after();
  const std::int64_t organisation = integer_in(after, "organisation").value_or(0);
  std::int64_t sheet = 0;
  std::optional<std::int64_t> team;
  change.query(
      "SELECT id, team FROM assessment_sheet WHERE campaign = $1 AND organisation = $2 AND state <> 'excluded'",
      {campaign.id, organisation}, [&](const Row& row) {
        sheet = row.integer(0);
        team = integer_at(row, 1);
      });
  if (sheet == 0)
    Call::refuse("organisation",
                 {"该组织没有参加本年度考核", "the organisation takes no part in this assessment year"});
  const auto before = change.query_integer(
      "SELECT COUNT(*) FROM assessment_visit WHERE campaign = $1 AND organisation = $2 AND stage = $3",
      {campaign.id, organisation, text_in(after, "stage")});
  change.set("occasion", before.value_or(0) + 1);
  if (const auto given = integer_in(after, "team"))
    require_no_conflict(change, *given, organisation);
  else if (team)
    change.set("team", *team);
}

void check_visit(Change& change) {
  require_not_frozen(campaign_of(change), {"修改走访记录", "changing a visit"});
  const auto team = integer_in(change.after(), "team");
  if (team && change.before().at("team") != change.after().at("team"))
    require_no_conflict(change, *team, integer_in(change.after(), "organisation").value_or(0));
}

void check_finished(Change& change) {
  check_visit(change);
  const Json& after = change.after();
  if (text_in(after, "visited_on") > change.today())
    Call::refuse("visited_on", {fmt::format("走访日期 {} 晚于今天 {}", text_in(after, "visited_on"), change.today()),
                                fmt::format("the visit can't have taken place on {}, later than today {}",
                                            text_in(after, "visited_on"), change.today())});
  if (text_in(after, "stage") != "review") return;
  std::string missing_zh;
  std::string missing_en;
  const std::pair<const char*, std::pair<const char*, const char*>> parts[] = {{"heard", {"听", "heard"}},
                                                                               {"inspected", {"查", "inspected"}},
                                                                               {"appraised", {"评", "appraised"}},
                                                                               {"deliberated", {"议", "deliberated"}}};
  for (const auto& [field, names] : parts) {
    if (is_given(after, field)) continue;
    missing_zh += std::string(missing_zh.empty() ? "" : "、") + names.first;
    missing_en += std::string(missing_en.empty() ? "" : ", ") + names.second;
  }
  if (!missing_zh.empty())
    Call::refuse("heard", {fmt::format("年终考评应有听、查、评、议四项记录，还缺：{}", missing_zh),
                           fmt::format("a year-end visit records what was heard, inspected, appraised and deliberated; "
                                       "missing: {}",
                                       missing_en)});
}

}  // namespace

void register_visits(Setup& at) {
  at.before("draw.create", check_draw);
  at.before("draw.update", check_draw);
  at.before("visit.create", check_new_visit);
  at.before("visit.update", check_visit);
  at.before("visit.finish", check_finished);
  at.before("visit.cancel", check_visit);
  at.action("draw_spot_checks", draw_spot_checks);
  at.action("verify_draw", verify_draw);
}

}  // namespace liufa::assessment
