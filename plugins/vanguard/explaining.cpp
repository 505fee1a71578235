/// An index point by point: each entry with its evidence and reviewers, what caps took, the appraisal's parts, the
/// rules.
#include <fmt/format.h>

#include "fields.hpp"
#include "handlers.hpp"
#include "reading.hpp"

namespace liufa::vanguard {
namespace {

std::string points_text(Points points) { return kit::decimal_text(points, counted_scale); }
Json text_json(const Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }
Json or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

/// An entry as it is shown, with what the rules count.
struct Shown {
  std::optional<Tally> tally;  ///< nothing: no indicator counts it
  Json json;
};

std::vector<Shown> read_shown(Call& call, const RuleSet& rules, std::int64_t year, std::int64_t member) {
  std::vector<Shown> all;
  call.query(
      "SELECT item, grade, quantity, held_on, id, content, evidence, evidence_place, fact_record, fact_id, "
      "handed_in_by, reviewed_by, accepted_by, accepted_on FROM vanguard_entry WHERE counts_in = $1 AND member = $2 "
      "ORDER BY held_on, id",
      {year, member}, [&](const Row& row) {
        const auto rate = rules.rate(std::string(row.text(0)), row.text(1));
        Shown each{std::nullopt,
                   {{"entry", row.integer(4)},
                    {"item", row.text(0)},
                    {"held_on", row.text(3)},
                    {"quantity", kit::decimal_text(row.integer(2))},
                    {"grade", or_null(row.text(1))},
                    {"content", row.text(5)}}};
        if (rate) each.tally = rate->tally(row.integer(2), 1, std::string(row.text(3)));
        if (!row.is_null(8)) each.json["fact"] = {{"record", row.text(8)}, {"id", row.integer(9)}};
        each.json["evidence"] = row.is_null(6) ? Json::array() : Json::parse(row.text(6));
        each.json["evidence_place"] = or_null(row.text(7));
        each.json["handed_in_by"] = or_null(row.text(10));
        each.json["reviewed_by"] = or_null(row.text(11));
        each.json["accepted_by"] = or_null(row.text(12));
        each.json["accepted_on"] = or_null(row.text(13));
        all.push_back(std::move(each));
      });
  return all;
}

/// Why an entry counts less than it is worth.
Text reason_of(const RuleSet& rules, const Standing& standing, const Tally& tally) {
  if (!standing.reset_on.empty() && tally.on <= standing.reset_on)
    return {"已于 " + standing.reset_on + " 归零", "reset on " + standing.reset_on};
  const Indicator& indicator = rules.indicators[tally.indicator];
  if (indicator.most) return {"达到本项或本组封顶", "the cap of the indicator or of its group is reached"};
  const std::string cap = points_text(rules.groups[indicator.group].scheme.cap.value_or(0));
  return {"达到本组封顶 " + cap, "the group's cap of " + cap + " is reached"};
}

Json groups_json(const RuleSet& rules, const Standing& standing, std::vector<Shown>& entries, Json& uncounted) {
  Json groups = Json::array();
  for (std::size_t at = 0; at < rules.groups.size(); ++at) {
    const Group& group = rules.groups[at];
    const auto& line = standing.score.groups[at];
    constexpr std::array<std::string_view, 3> kinds{"earns", "deducts", "bonus"};
    groups.push_back({{"code", group.code},
                      {"name", text_json(group.name)},
                      {"kind", kinds[static_cast<std::size_t>(group.scheme.kind)]},
                      {"cap", group.scheme.cap ? Json(points_text(*group.scheme.cap)) : Json(nullptr)},
                      {"given", points_text(line.given)},
                      {"counted", points_text(line.counted)},
                      {"entries", Json::array()}});
  }
  std::size_t counted = 0;
  for (Shown& each : entries) {
    if (!each.tally) {
      each.json["reason"] = text_json({"现行规则没有计此事项的指标", "no indicator of these rules counts it"});
      uncounted.push_back(std::move(each.json));
      continue;
    }
    const Indicator& indicator = rules.indicators[each.tally->indicator];
    const Points given = each.tally->worth;
    const Points part = standing.score.entries[counted++];
    each.json["indicator"] = indicator.code;
    each.json["name"] = text_json(indicator.name);
    each.json["standard"] = or_null(indicator.standard);
    each.json["given"] = points_text(given);
    each.json["points"] = points_text(part);
    if (indicator.effect == Effect::veto) each.json["reason"] = text_json({"一票否决", "a veto"});
    if (indicator.effect == Effect::reset) each.json["reason"] = text_json({"归零", "a reset"});
    if (part != given && part != -given) each.json["reason"] = text_json(reason_of(rules, standing, *each.tally));
    groups[indicator.group]["entries"].push_back(std::move(each.json));
  }
  return groups;
}

Json appraisal_json(const RuleSet& rules, const Person& person, const Standing& standing) {
  const auto parts = weighted(rules, person.appraisals);
  Json list = Json::array();
  for (std::size_t at = 0; at < parts.size(); ++at) {
    Json each{{"part", part_words[at]},
              {"ballots", person.appraisals[at].ballots},
              {"weight", kit::decimal_text(rules.part_weights[at])}};
    each["score"] = parts[at].score ? Json(kit::decimal_text(kit::round_half_up(*parts[at].score))) : Json(nullptr);
    each["share"] = kit::decimal_text(kit::round_half_up(kit::share_in(parts, at) * 100)) + "%";
    list.push_back(std::move(each));
  }
  return {
      {"score", standing.appraisal ? Json(kit::decimal_text(kit::round_half_up(*standing.appraisal))) : Json(nullptr)},
      {"parts", list}};
}

Text formula(const RuleSet& rules, const Standing& standing) {
  if (standing.vetoed) return {"一票否决，总分为 0", "vetoed: the total is 0"};
  const std::string daily = points_text(standing.daily);
  const std::string full = kit::decimal_text(rules.daily_full);
  const std::string bonus = points_text(standing.bonus);
  const bool shared = !standing.appraisal && !rules.missing_counts_zero;
  const std::string weight = kit::decimal_text(rules.daily_weight + (shared ? rules.appraisal_weight : 0));
  std::string sum = fmt::format("{} ÷ {} × {}", daily, full, weight);
  if (standing.appraisal)
    sum += fmt::format(" + {} × {}%", kit::decimal_text(kit::round_half_up(*standing.appraisal)),
                       kit::decimal_text(rules.appraisal_weight));
  sum += fmt::format(" + {} = {}", bonus, kit::decimal_text(standing.total));
  return {"日常纪实、民主评议、加分：" + sum, "daily records, appraisal, bonus: " + sum};
}

/// What is stored: of a final year, what stays however the rules or the register change.
Json stored_json(Call& call, std::int64_t year, std::int64_t member, std::string& rules, std::string& stored_class) {
  Json json = nullptr;
  call.query(
      "SELECT i.total, i.grade, i.rank, i.tied, i.rules, i.class, d.grade, d.reason, d.decided_by, d.decided_on "
      "FROM vanguard_index AS i LEFT JOIN vanguard_grade_decision AS d ON d.year = i.year AND d.member = i.member "
      "AND d.state = 'decided' WHERE i.year = $1 AND i.member = $2",
      {year, member}, [&](const Row& row) {
        rules = row.text(4);
        stored_class = row.text(5);
        json = {{"total", kit::decimal_text(row.integer(0))},
                {"grade", row.text(1)},
                {"rank", row.is_null(2) ? Json(nullptr) : Json(row.integer(2))},
                {"tied", row.integer(3) != 0}};
        if (!row.is_null(6))
          json["decision"] = {{"grade", row.text(6)},
                              {"reason", row.text(7)},
                              {"decided_by", row.text(8)},
                              {"decided_on", row.text(9)}};
      });
  return json;
}

void explain(Call& call) {
  const std::int64_t member = integer_in(call.input(), "member");
  const Year year = read_year(call, integer_in(call.input(), "year"));
  std::string code;
  std::string stored_class;
  const Json stored = stored_json(call, year.year, member, code, stored_class);
  if (stored.is_null())
    Call::refuse("member",
                 {fmt::format("“{}”{} 年度没有先锋指数：不参加考评、没有适用的规则，或尚未计算", name_of(call, member),
                              year.year),
                  fmt::format("“{}” has no index in {}: excluded, without rules for their class, or not computed yet",
                              name_of(call, member), year.year)});
  const auto rules =
      read_rule_set(call, call.query_integer("SELECT id FROM vanguard_rule_set WHERE code = $1", {code}).value_or(0));
  RuleBook book;
  auto own = std::make_shared<RuleSet>(*rules);
  own->member_class = "all";  // those that counted then, whatever the member's class is now
  book.add(own);
  Person person;
  People(call, year).each({false, member, member}, book, [&](Person& read) { person = std::move(read); });
  std::vector<Shown> entries = read_shown(call, *rules, year.year, member);
  std::vector<Tally> tallies;
  for (const Shown& each : entries)
    if (each.tally) tallies.push_back(*each.tally);
  const Standing standing = stand(*rules, person.start, tallies, person.appraisals);
  Json uncounted = Json::array();
  Json groups = groups_json(*rules, standing, entries, uncounted);
  call.answer(
      {{"member", member},
       {"name", name_of(call, member)},
       {"year", year.year},
       {"state", year.state},
       {"class", stored_class},
       {"class_by_decision", person.class_is_decided},
       {"rule_set", {{"id", rules->id}, {"code", rules->code}, {"name", rules->name}, {"edition", rules->edition}}},
       {"base", points_text(standing.base)},
       {"carried_over", kit::decimal_text(carried_over(*rules, person.start))},
       {"groups", groups},
       {"daily", points_text(standing.daily)},
       {"daily_full", kit::decimal_text(rules->daily_full)},
       {"bonus", points_text(standing.bonus)},
       {"appraisal", appraisal_json(*rules, person, standing)},
       {"formula", text_json(formula(*rules, standing))},
       {"total", kit::decimal_text(standing.total)},
       {"not_counted", uncounted},
       {"stored", stored}});
}

}  // namespace

void register_explaining(Setup& at) { at.action("explain", explain); }

}  // namespace liufa::vanguard
