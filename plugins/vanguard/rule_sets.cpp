/// Rule sets: complete before they are put in force, fixed afterwards, revised as the next edition.
#include <fmt/format.h>

#include <algorithm>

#include "fields.hpp"
#include "handlers.hpp"
#include "reading.hpp"

namespace liufa::vanguard {
namespace {

void check_tiers(Change& change, std::string_view field) {
  const std::string text = text_in(change.after(), field);
  if (parse_tiers(text)) return;
  Call::refuse(
      std::string(field),
      {fmt::format("分档分值应写成 central=8/provincial=6 的形式，级别不重复，分值最多两位小数；现为“{}”", text),
       fmt::format("points by level are expected such as central=8/provincial=6, each level once, at most two "
                   "digits; found “{}”",
                   text)});
}

void check_rule_set(Change& change) {
  check_tiers(change, "conduct_points");
  if (change.operation() == "create" && integer_in(change.after(), "edition") == 0) change.set("edition", 1);
}

void require_draft(Change& change) {
  const auto rules = integer_in(change.after(), "rule_set");
  const auto state = change.query_text("SELECT state FROM vanguard_rule_set WHERE id = $1", {rules}).value_or("");
  if (state == "draft") return;
  Call::refuse("rule_set", {"已施行的规则不能改动指标；请先“修订规则”复制为新草稿",
                            "only a draft can be changed; revise the rule set (a copy as the next draft) first"});
}

void check_source(Change& change) {
  const std::string source = text_in(change.after(), "source");
  if (source.empty()) return;
  const std::size_t point = source.find('.');
  if (point == 0 || point == std::string::npos || point + 1 == source.size() ||
      source.find('.', point + 1) != source.npos)
    Call::refuse("source",
                 {fmt::format("来源应为“方法.事实”，如 pairing.support；现为“{}”", source),
                  fmt::format("a fact is expected as METHOD.FACT, such as pairing.support; found “{}”", source)});
  const auto other =
      change.query_text("SELECT code FROM vanguard_indicator WHERE rule_set = $1 AND source = $2 AND id <> $3",
                        {integer_in(change.after(), "rule_set"), source, change.id().value_or(0)});
  if (other)
    Call::refuse("source", {fmt::format("指标“{}”已取“{}”；同一来源请用分档分值区分", *other, source),
                            fmt::format("the indicator “{}” counts “{}” already; tell levels apart by their tiers",
                                        *other, source)});
}

void check_indicator(Change& change) {
  require_draft(change);
  check_tiers(change, "tiers");
  check_source(change);
  if (text_in(change.after(), "code").find_first_of(".=") != std::string::npos)
    Call::refuse("code", {"指标代码不能含“.”“=”，以区别于自动取数的来源和级别",
                          "the code can't have a point or an equals sign, which tell facts and levels apart"});
  // What takes everything away is never one person's decision.
  if (text_in(change.after(), "effect") != "points") change.set("approval", "office");
}

void require_groups(Change& change, std::int64_t rules) {
  change.query(
      "SELECT i.code, i.group_code FROM vanguard_indicator AS i LEFT JOIN vanguard_indicator_group AS g "
      "ON g.rule_set = i.rule_set AND g.code = i.group_code WHERE i.rule_set = $1 AND g.id IS NULL ORDER BY i.code",
      {rules}, [&](const Row& row) {
        Call::refuse("", {fmt::format("指标“{}”所属的指标组“{}”不存在，请先录入该组", row.text(0), row.text(1)),
                          fmt::format("the indicator “{}” belongs to the group “{}”, which is not there; add the group",
                                      row.text(0), row.text(1))});
      });
}

/// A closed year stays as computed: rules come too late for it.
void require_no_closed_year(Change& change, const RuleSet& rules) {
  const auto closed = change.query_integer(
      "SELECT MIN(y.year) FROM vanguard_year AS y WHERE y.year >= $1 AND y.state IN ('counting', 'publicity', "
      "'frozen') "
      "AND NOT EXISTS (SELECT 1 FROM vanguard_rule_set AS r WHERE r.class = $2 AND r.state = 'in_force' "
      "AND r.from_year > $1 AND r.from_year <= y.year)",
      {rules.from_year, rules.member_class});
  if (!closed) return;
  Call::refuse("from_year",
               {fmt::format("{} 年度已截止核算，规则不能再变；请把施行年度改为 {} 年以后", *closed, *closed),
                fmt::format("the year {} is closed and its rules can't change; let these be in force from a "
                            "later year",
                            *closed)});
}

void enact(Change& change) {
  const auto rules = read_rule_set(change, change.id().value_or(0));
  for (const Text& fault : faults_of(*rules)) Call::refuse("", fault);
  require_groups(change, rules->id);
  require_no_closed_year(change, *rules);
  std::vector<std::int64_t> older;
  change.query("SELECT id FROM vanguard_rule_set WHERE class = $1 AND from_year = $2 AND state = 'in_force'",
               {rules->member_class, rules->from_year}, [&](const Row& row) { older.push_back(row.integer(0)); });
  for (const std::int64_t id : older) change.transition("rule_set", id, "supersede");
  std::vector<std::pair<std::int64_t, std::int64_t>> years;
  change.query("SELECT id, rule_changes FROM vanguard_year WHERE year >= $1 AND state IN ('recording', 'appraisal')",
               {rules->from_year}, [&](const Row& row) { years.emplace_back(row.integer(0), row.integer(1)); });
  for (const auto& [id, changes] : years)
    change.update("year", id, {{"outdated", true}, {"rule_changes", changes + 1}});
}

/// A record's own fields, to be created again.
Json copy_of(Call& call, std::string_view record, std::int64_t id, std::initializer_list<const char*> without) {
  Json fields = call.read(record, id);
  for (const char* each : {"id", "version", "state", "created_at", "updated_at"}) fields.erase(each);
  for (const char* each : without) fields.erase(each);
  Json given = Json::object();
  for (const auto& [name, value] : fields.items())
    if (!value.is_null()) given[name] = value;
  return given;
}

void revise(Call& call) {
  const std::int64_t from = integer_in(call.input(), "rule_set");
  const std::int64_t year = integer_in(call.input(), "from_year");
  const auto rules = read_rule_set(call, from);
  Json fields = copy_of(call, "rule_set", from, {"code", "edition", "previous"});
  const std::int64_t edition =
      call.query_integer("SELECT MAX(edition) FROM vanguard_rule_set WHERE class = $1", {rules->member_class})
          .value_or(0) +
      1;
  const std::string code = text_in(call.input(), "code");
  fields["code"] = code.empty() ? fmt::format("{}-{}-{}", rules->member_class, year, edition) : code;
  if (const std::string name = text_in(call.input(), "name"); !name.empty()) fields["name"] = name;
  fields["from_year"] = year;
  fields["edition"] = edition;
  fields["previous"] = from;
  std::vector<Json> groups;
  for (const Group& each : rules->groups) groups.push_back(copy_of(call, "indicator_group", each.id, {"rule_set"}));
  std::vector<Json> indicators;
  for (const Indicator& each : rules->indicators)
    indicators.push_back(copy_of(call, "indicator", each.id, {"rule_set"}));
  std::int64_t id = 0;
  call.write([&] {
    id = call.create("rule_set", fields);
    for (auto& [record, list] : {std::pair{"indicator_group", &groups}, std::pair{"indicator", &indicators}})
      for (Json& each : *list) {
        each["rule_set"] = id;
        call.create(record, each);
      }
  });
  call.answer({{"rule_set", id},
               {"code", fields["code"]},
               {"edition", edition},
               {"groups", groups.size()},
               {"indicators", indicators.size()}});
}

}  // namespace

void register_rule_sets(Setup& at) {
  at.before("rule_set.create", check_rule_set);
  at.before("rule_set.update", check_rule_set);
  at.before("rule_set.enact", enact);
  at.before("indicator_group.create", require_draft);
  at.before("indicator_group.update", require_draft);
  at.before("indicator.create", check_indicator);
  at.before("indicator.update", check_indicator);
  at.action("revise", revise);
}

}  // namespace liufa::vanguard
