/// Who should attend which kind of class: by age, education, tenure and kind of post, as the rules of the day say.
#include <algorithm>
#include <liufa/kit/term.hpp>
#include <map>
#include <set>
#include <vector>

#include "fields.hpp"
#include "handlers.hpp"
#include "training.hpp"

namespace liufa::cadre {
namespace {

struct Rule {
  std::string code;
  std::string name;
  std::string class_kind;
  std::optional<std::int64_t> age_from;
  std::optional<std::int64_t> age_until;
  std::optional<std::int64_t> tenure_from;
  std::optional<std::int64_t> tenure_below;
  std::vector<std::string> education;
  std::vector<std::string> post_kinds;
  std::string employment;
  std::string from;
  std::string until;
};

struct Cadre {
  std::int64_t member = 0;
  std::string code;
  std::string name;
  std::string born_on;
  std::string education;
  std::string kind;
  std::string employment;
  std::string starts_on;
};

std::vector<Rule> read_rules(Call& call) {
  std::vector<Rule> rules;
  call.query(
      "SELECT code, name, class_kind, age_from, age_until, tenure_from, tenure_below, education, post_kinds, "
      "employment, "
      "in_force_from, in_force_until FROM cadre_training_rule ORDER BY code",
      {}, [&](const Row& row) {
        const auto number = [&](std::size_t column) {
          return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
        };
        rules.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)), number(3),
                         number(4), number(5), number(6), words_in(row.text(7)), words_in(row.text(8)),
                         std::string(row.text(9)), std::string(row.text(10)), std::string(row.text(11))});
      });
  return rules;
}

/// Everybody who holds a post, with the longest of their holdings.
std::vector<Cadre> read_cadres(Call& call) {
  std::vector<Cadre> cadres;
  std::set<std::int64_t> seen;
  call.query(
      "SELECT m.id, m.code, m.name, m.born_on, p.education, h.kind, h.employment, h.starts_on FROM cadre_holding h "
      "JOIN "
      "directory_member m ON m.id = h.member LEFT JOIN cadre_profile p ON p.member = m.id WHERE h.state = 'serving' "
      "ORDER BY h.acting, h.starts_on, h.id",
      {}, [&](const Row& row) {
        if (!seen.insert(row.integer(0)).second) return;
        cadres.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3)),
                          std::string(row.text(4)), std::string(row.text(5)), std::string(row.text(6)),
                          std::string(row.text(7))});
      });
  return cadres;
}

/// Where something is not known, a rule that asks for it does not apply.
bool applies(const Rule& rule, const Cadre& cadre, const std::string& on) {
  if (rule.from > on || (!rule.until.empty() && rule.until < on)) return false;
  if (rule.age_from || rule.age_until) {
    if (cadre.born_on.empty()) return false;
    const int age = kit::age_on(cadre.born_on, on);
    if (age < rule.age_from.value_or(0) || age > rule.age_until.value_or(200)) return false;
  }
  const int tenure = kit::complete_months(cadre.starts_on, on);
  if (tenure < rule.tenure_from.value_or(-1) && rule.tenure_from) return false;
  if (rule.tenure_below && tenure >= *rule.tenure_below) return false;
  if (!rule.education.empty() && !contains(rule.education, cadre.education)) return false;
  if (!rule.post_kinds.empty() && !contains(rule.post_kinds, cadre.kind)) return false;
  return rule.employment.empty() || rule.employment == cadre.employment;
}

const Rule* rule_for(const std::vector<Rule>& rules, const Class& of, const Cadre& cadre) {
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) {
    return rule.class_kind == of.kind && applies(rule, cadre, of.starts_on);
  });
  return found == rules.end() ? nullptr : &*found;
}

/// What is known of earlier training of a kind.
struct Earlier {
  std::map<std::int64_t, std::string> last;  ///< the day of the last one passed, by member
  std::set<std::int64_t> in_plan;            ///< who has one of the kind in this plan already
  std::set<std::int64_t> to_make_up;         ///< who missed or failed the class that this one makes up for
};

Earlier read_earlier(Call& call, const Class& of) {
  Earlier earlier;
  call.query("SELECT member, MAX(ends_on) FROM cadre_training WHERE kind = $1 AND state = 'passed' GROUP BY member",
             {of.kind}, [&](const Row& row) { earlier.last[row.integer(0)] = row.text(1); });
  call.query(
      "SELECT t.member FROM cadre_training t JOIN cadre_training_class c ON c.id = t.class WHERE t.kind = $1 AND "
      "c.plan = "
      "$2 AND t.state <> 'released'",
      {of.kind, of.plan}, [&](const Row& row) { earlier.in_plan.insert(row.integer(0)); });
  if (of.makes_up == 0) return earlier;
  call.query(
      "SELECT t.member FROM cadre_training t WHERE t.class = $1 AND t.state IN ('excused', 'absent', 'failed') AND NOT "
      "EXISTS (SELECT 1 FROM cadre_training again WHERE again.class = $2 AND again.member = t.member)",
      {of.makes_up, of.id}, [&](const Row& row) { earlier.to_make_up.insert(row.integer(0)); });
  return earlier;
}

struct Place {
  const Cadre* cadre = nullptr;
  std::string because;
  std::string last;
};

/// Those who should attend, who waited longest first.
std::vector<Place> who_attends(const Class& of, const std::vector<Rule>& rules, const std::vector<Cadre>& cadres,
                               const Earlier& earlier) {
  std::vector<Place> places;
  for (const Cadre& each : cadres) {
    const auto last = earlier.last.find(each.member);
    Place place{&each, "", last == earlier.last.end() ? std::string{} : last->second};
    if (of.makes_up != 0) {
      if (!earlier.to_make_up.contains(each.member)) continue;
      place.because = "补训";
    } else {
      const Rule* rule = rule_for(rules, of, each);
      if (!rule || earlier.in_plan.contains(each.member)) continue;
      place.because = rule->code + " " + rule->name;
    }
    places.push_back(std::move(place));
  }
  std::stable_sort(places.begin(), places.end(), [](const Place& left, const Place& right) {
    return left.last != right.last ? left.last < right.last : left.cadre->code < right.cadre->code;
  });
  return places;
}

std::vector<Class> classes_of(Call& call, std::int64_t plan, std::int64_t only) {
  std::vector<std::int64_t> ids;
  call.query(
      "SELECT id FROM cadre_training_class WHERE plan = $1 AND state IN ('planned', 'open') ORDER BY starts_on, id",
      {plan}, [&](const Row& row) {
        if (only == 0 || row.integer(0) == only) ids.push_back(row.integer(0));
      });
  std::vector<Class> classes;
  for (const std::int64_t id : ids) classes.push_back(read_class(call, id));
  if (only != 0 && classes.empty())
    Call::refuse("class", {"该培训班不在此计划中，或已结业、取消。请另选。",
                           "Expected a planned or open class of this plan. Choose another."});
  return classes;
}

/// Works on one class; with `call_them` the people get their record in it, as far as there are places.
Json differentiate_class(Call& call, const Class& of, const std::vector<Rule>& rules, const std::vector<Cadre>& cadres,
                         bool call_them) {
  std::vector<Place> places = who_attends(of, rules, cadres, read_earlier(call, of));
  std::size_t free = places.size();
  if (of.capacity > 0)
    free = static_cast<std::size_t>(std::max<std::int64_t>(0, of.capacity - places_taken(call, of.id)));
  const std::size_t count = std::min(free, places.size());
  Json people = Json::array();
  for (std::size_t at = 0; at < count; ++at) {
    if (call_them)
      call.create("training",
                  {{"class", of.id}, {"member", places[at].cadre->member}, {"because", places[at].because}});
    people.push_back(
        {{"member", places[at].cadre->member}, {"name", places[at].cadre->name}, {"because", places[at].because}});
  }
  return {{"class", of.id},
          {"name", of.name},
          {"kind", of.kind},
          {"should_attend", places.size()},
          {"called", call_them ? count : 0},
          {"without_place", places.size() - count},
          {"people", std::move(people)}};
}

void differentiate(Call& call) {
  const std::vector<Rule> rules = read_rules(call);
  const std::vector<Cadre> cadres = read_cadres(call);
  const std::vector<Class> classes =
      classes_of(call, integer_of(call.input(), "plan"), integer_of(call.input(), "class"));
  const bool call_them = boolean_of(call.input(), "call");
  Json result = Json::array();
  const auto work = [&] {
    result = Json::array();
    for (const Class& each : classes) result.push_back(differentiate_class(call, each, rules, cadres, call_them));
  };
  if (call_them)
    call.write(work);
  else
    work();
  call.answer({{"cadres", cadres.size()}, {"classes", std::move(result)}});
}

}  // namespace

void register_differentiation(Setup& at) { at.action("differentiate", differentiate); }

}  // namespace liufa::cadre
