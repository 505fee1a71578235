/// The ten best organisations: proposed by the totals of the frozen assessment, named by the office.
#include <algorithm>
#include <liufa/kit/ranking.hpp>
#include <map>
#include <set>

#include "fields.hpp"
#include "handlers.hpp"
#include "tree.hpp"

namespace liufa::exemplar {
namespace {

struct Assessed {
  std::int64_t organisation = 0;
  std::int64_t total = 0;  ///< hundredths
};

/// The division in which an organisation is ranked: one empty one where all are ranked together.
std::string division_of(const std::string& ranking, const Tree& tree, std::int64_t organisation) {
  if (ranking == "kind") return tree.find(organisation)->kind;
  return ranking == "sector" ? tree.sector(organisation) : std::string{};
}

/// Final results of the kinds that can be among the best, by division. Read as facts, so that a district where nobody
/// assesses has none of them. Closed organisations are left out: nobody is there to be named.
std::map<std::string, std::vector<Assessed>> read_results(Call& call, std::int64_t year, const std::string& grade) {
  const std::string ranking = text_of(call.settings(), "best_ranking");
  const auto kinds = words_of(call.settings(), "best_kinds");
  const std::string today = call.today();
  const Tree tree = Tree::all(call);
  std::map<std::string, std::vector<Assessed>> results;
  std::set<std::int64_t> seen;
  call.query(
      "SELECT f.organisation, f.quantity FROM host_fact f JOIN directory_organisation o ON o.id = f.organisation WHERE "
      "f.source = $1 AND f.held_on BETWEEN $2 AND $3 AND ($4 = 'any' OR f.grade = $4) ORDER BY f.quantity DESC, o.code",
      {text_of(call.settings(), "best_source"), std::to_string(year) + "-01-01", std::to_string(year) + "-12-31",
       grade},
      [&](const Row& row) {
        const Organisation* organisation = tree.find(row.integer(0));
        if (std::find(kinds.begin(), kinds.end(), organisation->kind) == kinds.end()) return;
        if (!organisation->closed_on.empty() && organisation->closed_on <= today) return;
        if (!seen.insert(organisation->id).second) return;  // assessed twice in the year: the better result
        results[division_of(ranking, tree, organisation->id)].push_back({organisation->id, row.integer(1)});
      });
  return results;
}

bool has_final_results(Call& call, std::int64_t year) { return !read_results(call, year, "any").empty(); }

/// What a proposal consists of, one an organisation.
std::vector<Json> proposals(Call& call, std::int64_t year, std::int64_t places) {
  std::vector<Json> proposed;
  for (const auto& [division, results] : read_results(call, year, text_of(call.settings(), "best_grade"))) {
    std::vector<std::int64_t> totals;
    for (const Assessed& each : results) totals.push_back(each.total);
    const auto ranks = kit::competition_ranks(totals);
    const kit::Choice choice = kit::choose_top(totals, places);
    const auto add = [&, &division = division, &results = results](std::size_t at, bool tied) {
      proposed.push_back({{"year", year},
                          {"organisation", results[at].organisation},
                          {"source", "assessment"},
                          {"division", division.empty() ? Json() : Json(division)},
                          {"total", kit::decimal_text(results[at].total)},
                          {"rank", ranks[at]},
                          {"places", places},
                          {"tied_at_cut", tied}});
    };
    for (const std::size_t at : choice.taken) add(at, false);
    for (const std::size_t at : choice.tied_at_cut) add(at, true);
  }
  return proposed;
}

/// Creates what is not there yet and returns the ids of the new ones. In a write.
std::vector<std::int64_t> propose(Call& call, std::int64_t year, const std::vector<Json>& proposed) {
  std::set<std::int64_t> present;
  call.query("SELECT organisation FROM exemplar_best_organisation WHERE year = $1", {year},
             [&](const Row& row) { present.insert(row.integer(0)); });
  std::vector<std::int64_t> created;
  for (const Json& each : proposed)
    if (!present.contains(integer_of(each, "organisation"))) created.push_back(call.create("best_organisation", each));
  return created;
}

void choose_best(Call& call) {
  const std::int64_t year = integer_of(call.input(), "year");
  if (!has_final_results(call, year))
    Call::refuse("year",
                 {std::to_string(year) +
                      " 年没有已定格的考核结果。请先定格年度考核；未开展考核的，由工委研究后逐个登记并说明理由",
                  std::to_string(year) + " has no final assessment results. Make them final first; without an "
                                         "assessment, enter the best organisations one by one with the reason"});
  const std::int64_t asked = integer_of(call.input(), "places");
  const std::int64_t places = asked > 0 ? asked : call.settings().at("best_places").get<std::int64_t>();
  const std::vector<Json> proposed = proposals(call, year, places);
  const bool names = call.input().value("name", false);
  std::int64_t named = 0;
  std::size_t created = 0;
  call.write([&] {
    created = propose(call, year, proposed).size();
    if (!names) return;
    std::vector<std::int64_t> clear;
    call.query(
        "SELECT id FROM exemplar_best_organisation WHERE year = $1 AND state = 'candidate' AND tied_at_cut = 0 ORDER "
        "BY "
        "rank, id",
        {year}, [&](const Row& row) { clear.push_back(row.integer(0)); });
    for (const std::int64_t id : clear) call.transition("best_organisation", id, "name");
    named = static_cast<std::int64_t>(clear.size());
  });
  const auto tied = std::count_if(proposed.begin(), proposed.end(),
                                  [](const Json& each) { return each.at("tied_at_cut").get<bool>(); });
  call.answer({{"year", year}, {"proposed", created}, {"named", named}, {"tied_at_cut", tied}});
}

/// As soon as the assessment is final, the candidates stand in the office's to-do list.
void results_published(Event& event) {
  const std::int64_t year = integer_of(event.after(), "year");
  propose(event, year, proposals(event, year, event.settings().at("best_places").get<std::int64_t>()));
}

void create(Change& change) {
  if (text_of(change.after(), "source") == "assessment") return;
  const std::int64_t year = integer_of(change.after(), "year");
  if (has_final_results(change, year))
    Call::refuse("year", {std::to_string(year) + " 年已有定格的考核结果，请用“按考核结果提出十佳”（choose_best）产生",
                          std::to_string(year) + " has final assessment results; propose by them with the action "
                                                 "“choose_best”"});
  if (!is_given(change.after(), "basis"))
    Call::refuse("basis", {"没有考核结果的，须填写命名理由",
                           "without an assessment result a reason is expected, found none; give it"});
  const auto closed_on = change.query_text("SELECT closed_on FROM directory_organisation WHERE id = $1",
                                           {integer_of(change.after(), "organisation")});
  if (closed_on && *closed_on <= change.today())
    Call::refuse("organisation", {"该组织已于 " + *closed_on + " 撤销",
                                  "expected an organisation that exists; this one "
                                  "closed on " +
                                      *closed_on});
  change.set("source", "by_hand");
  change.set("places", change.settings().at("best_places"));
}

void name(Change& change) {
  const Json& fields = change.after();
  const bool was_passed_over = text_of(change.before(), "state") == "not_named";
  const std::string reason = text_of(fields, "decision_reason");
  const bool says_why = !reason.empty() && !(was_passed_over && reason == text_of(change.before(), "decision_reason"));
  if ((fields.value("tied_at_cut", false) || was_passed_over) && !says_why)
    Call::refuse("decision_reason",
                 {"末位并列或原定不命名的，命名须写明决定理由",
                  "equals at the last place and those passed over before are named with a reason of their own; "
                  "give it"});
  const std::int64_t places = integer_of(fields, "places");
  const auto named = change.query_integer(
      "SELECT COUNT(*) FROM exemplar_best_organisation WHERE year = $1 AND state = 'named' AND COALESCE(division, '') "
      "= "
      "$2",
      {integer_of(fields, "year"), text_of(fields, "division")});
  if (named.value_or(0) >= places)
    Call::refuse("places", {"本组名额 " + std::to_string(places) + " 个，已命名 " + std::to_string(*named) +
                                " 个。请先撤销一个，或不命名此组织",
                            "the division has " + std::to_string(places) + " places and " + std::to_string(*named) +
                                " are named; revoke one first, or pass this one over"});
  fill(change, "named_on", change.today());
}

}  // namespace

void register_best(Setup& at) {
  at.action("choose_best", choose_best);
  at.before("best_organisation.create", create);
  at.before("best_organisation.name", name);
  at.on("assessment.result.published", results_published);
}

}  // namespace liufa::exemplar
