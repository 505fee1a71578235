#include "reading.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fields.hpp"

namespace liufa::vanguard {
namespace {

template <std::size_t Count>
std::size_t position(const std::array<std::string_view, Count>& words, std::string_view word) {
  return static_cast<std::size_t>(std::find(words.begin(), words.end(), word) - words.begin());
}

/// The condition that a column's member is selected; $1 and $2 are the selection's ends.
std::string selected(const Selection& selection, const std::string& column) {
  if (!selection.by_organisation) return column + " BETWEEN $1 AND $2";
  return column + " IN (SELECT at.id FROM directory_member AS at WHERE at.organisation BETWEEN $1 AND $2)";
}

}  // namespace

std::optional<Year> find_year(Call& call, std::int64_t year) {
  std::optional<Year> found;
  call.query(
      "SELECT id, state, publicity_from, publicity_until, recording_until, excellent_share, excellent_rounding, "
      "outdated, counted, rule_changes FROM vanguard_year WHERE year = $1",
      {year}, [&](const Row& row) {
        found = Year{row.integer(0),
                     year,
                     std::string(row.text(1)),
                     std::string(row.text(2)),
                     std::string(row.text(3)),
                     std::string(row.text(4)),
                     {row.integer(5), kit::rounding_of(row.text(6)).value_or(kit::Rounding::down)},
                     row.integer(7) != 0,
                     row.integer(8) != 0,
                     row.integer(9)};
      });
  return found;
}

Year read_year(Call& call, std::int64_t year) {
  if (auto found = find_year(call, year)) return *found;
  Call::refuse("year", {fmt::format("还没有建立 {} 考评年度，请先由工委建立并开始", year),
                        fmt::format("the year {} is not set up; have the office create and start it first", year)});
}

const RuleSet* RuleBook::for_class(const std::string& member_class) const {
  for (const std::string& each : {member_class, std::string("all")})
    if (const auto found = by_class_.find(each); found != by_class_.end()) return found->second.get();
  return nullptr;
}

namespace {

RuleSet rule_set_of(const Row& row) {
  RuleSet rules;
  rules.id = row.integer(0);
  rules.code = row.text(1);
  rules.name = row.text(2);
  rules.member_class = row.text(3);
  rules.edition = row.integer(4);
  rules.from_year = row.integer(5);
  rules.base = row.integer(6);
  rules.carry_over = row.integer(7);
  rules.daily_full = row.integer(8);
  rules.daily_weight = row.integer(9);
  rules.appraisal_weight = row.integer(10);
  rules.missing_counts_zero = row.text(11) == "zero";
  for (std::size_t at = 0; at < rules.part_weights.size(); ++at) rules.part_weights[at] = row.integer(12 + at);
  rules.conduct = parse_tiers(row.text(17)).value_or(kit::PointsByWord());
  rules.excellent_from = integer_at(row, 18);
  rules.qualified_from = row.integer(19);
  rules.basic_from = row.integer(20);
  rules.digits = static_cast<int>(row.integer(21));
  rules.rounding = kit::rounding_of(row.text(22)).value_or(kit::Rounding::nearest);
  return rules;
}

Group group_of(const Row& row) {
  Group group{row.integer(1), std::string(row.text(2)), {std::string(row.text(3)), std::string(row.text(4))}, {}};
  if (group.name.en.empty()) group.name.en = group.name.zh;
  if (row.text(5) == "deducts") group.scheme.kind = kit::GroupKind::deducts;
  if (row.text(5) == "bonus") group.scheme.kind = kit::GroupKind::bonus;
  if (!row.is_null(6)) group.scheme.cap = row.integer(6) * hundred;
  return group;
}

Indicator indicator_of(const Row& row, const RuleSet& rules) {
  Indicator each;
  each.id = row.integer(1);
  each.code = row.text(2);
  const auto group = std::find_if(rules.groups.begin(), rules.groups.end(),
                                  [&](const Group& known) { return known.code == row.text(3); });
  each.group = static_cast<std::size_t>(group - rules.groups.begin());
  each.name = {std::string(row.text(4)), std::string(row.text(5))};
  if (each.name.en.empty()) each.name.en = each.name.zh;
  each.standard = row.text(6);
  if (row.text(7) == "reset") each.effect = Effect::reset;
  if (row.text(7) == "veto") each.effect = Effect::veto;
  each.rate = row.integer(8);
  each.by_quantity = row.text(9) == "quantity";
  each.tiers = parse_tiers(row.text(10)).value_or(kit::PointsByWord());
  if (!row.is_null(11)) each.most = row.integer(11) * hundred;
  each.source = row.text(12);
  each.approved_by_office = row.text(13) == "office";
  each.evidence_required = row.integer(14) != 0;
  return each;
}

/// Rule sets that a condition selects, the later edition after the earlier, with groups and indicators.
std::vector<std::shared_ptr<RuleSet>> read_rule_sets(Call& call, const std::string& where, std::int64_t parameter) {
  std::vector<std::shared_ptr<RuleSet>> all;
  std::map<std::int64_t, RuleSet*> by_id;
  call.query(
      "SELECT id, code, name, class, edition, from_year, base, carry_over, daily_full, daily_weight, "
      "appraisal_weight, missing_appraisal, self_weight, mutual_weight, masses_weight, organisation_weight, "
      "community_weight, conduct_points, excellent_from, qualified_from, basic_from, digits, rounding "
      "FROM vanguard_rule_set WHERE " +
          where + " ORDER BY from_year, edition, id",
      {parameter}, [&](const Row& row) {
        all.push_back(std::make_shared<RuleSet>(rule_set_of(row)));
        by_id[all.back()->id] = all.back().get();
      });
  const std::string in = " IN (SELECT r.id FROM vanguard_rule_set AS r WHERE r." + where + ")";
  call.query("SELECT rule_set, id, code, name, name_en, kind, cap FROM vanguard_indicator_group WHERE rule_set" + in +
                 " ORDER BY position, code",
             {parameter}, [&](const Row& row) {
               if (const auto of = by_id.find(row.integer(0)); of != by_id.end())
                 of->second->groups.push_back(group_of(row));
             });
  call.query(
      "SELECT rule_set, id, code, group_code, name, name_en, standard, effect, points, counting, tiers, most, source, "
      "approval, evidence_required FROM vanguard_indicator WHERE rule_set" +
          in + " ORDER BY position, code",
      {parameter}, [&](const Row& row) {
        const auto of = by_id.find(row.integer(0));
        if (of == by_id.end()) return;
        Indicator each = indicator_of(row, *of->second);
        // Of a draft whose groups are not all there yet: it can't count before it is complete.
        if (each.group < of->second->groups.size()) of->second->indicators.push_back(std::move(each));
      });
  for (const auto& each : all) each->prepare();
  return all;
}

}  // namespace

std::shared_ptr<const RuleSet> read_rule_set(Call& call, std::int64_t id) {
  auto found = read_rule_sets(call, "id = $1", id);
  if (!found.empty()) return found.front();
  Call::refuse("rule_set", {fmt::format("没有编号为 {} 的计分规则", id), fmt::format("there is no rule set {}", id)});
}

RuleBook read_rule_book(Call& call, std::int64_t year) {
  RuleBook book;
  for (auto& each : read_rule_sets(call, "state = 'in_force' AND from_year <= $1", year)) book.add(std::move(each));
  return book;
}

std::string derived_class(std::string_view service, std::string_view cadre) {
  if (service == "retired") return "retired";
  return cadre.empty() ? "ordinary" : "backbone";
}

std::string class_of(Call& call, std::int64_t year, std::int64_t member) {
  std::string found = "ordinary";
  call.query(
      "SELECT m.service, m.cadre, c.class FROM directory_member AS m LEFT JOIN vanguard_classification AS c "
      "ON c.year = $2 AND c.member = m.id AND c.state = 'decided' WHERE m.id = $1",
      {member, year}, [&](const Row& row) {
        found = row.is_null(2) ? derived_class(row.text(0), row.text(1)) : std::string(row.text(2));
      });
  return found;
}

std::int64_t organisation_of(Call& call, std::int64_t member, std::string_view field) {
  std::int64_t organisation = 0;
  call.query("SELECT organisation, status, name FROM directory_member WHERE id = $1", {member}, [&](const Row& row) {
    organisation = row.integer(0);
    if (row.text(1) == "left")
      Call::refuse(std::string(field),
                   {fmt::format("党员“{}”已转出或离党，请另选党员", row.text(2)),
                    fmt::format("a present member is expected; “{}” has moved away or left", row.text(2))});
  });
  return organisation;
}

std::string name_of(Call& call, std::int64_t member) {
  return call.query_text("SELECT name FROM directory_member WHERE id = $1", {member}).value_or("");
}

namespace {

constexpr char level_mark = '=';  // no item has one: codes can't, and facts are METHOD.FACT

/// What words count by; a year has few of them and millions of entries, so each is looked up once.
class Rates {
 public:
  explicit Rates(const RuleSet& rules) : rules_(rules) {}
  /// Null if no indicator counts it.
  const Rate* find(std::string_view counted) {
    auto found = known_.find(counted);
    if (found == known_.end()) {
      const std::size_t mark = counted.find(level_mark);
      const std::string_view level = mark == std::string_view::npos ? std::string_view{} : counted.substr(mark + 1);
      found = known_.emplace(counted, rules_.rate(std::string(counted.substr(0, mark)), level)).first;
    }
    return found->second ? &*found->second : nullptr;
  }

 private:
  const RuleSet& rules_;
  std::map<std::string, std::optional<Rate>, std::less<>> known_;
};

}  // namespace

std::string counted_as(const std::string& item, const std::string& level) {
  return level.empty() ? item : item + level_mark + level;
}

std::vector<Tally> read_entries(Call& call, std::int64_t year, std::int64_t member, const RuleSet& rules) {
  std::vector<Tally> entries;
  Rates rates(rules);
  call.query(
      "SELECT counted_as, quantity, held_on FROM vanguard_entry WHERE counts_in = $1 AND member = $2 "
      "ORDER BY held_on, id",
      {year, member}, [&](const Row& row) {
        if (const Rate* rate = rates.find(row.text(0)))
          entries.push_back(rate->tally(row.integer(1), 1, std::string(row.text(2))));
      });
  return entries;
}

People::People(Call& call, const Year& year) : call_(call), year_(year) {
  const auto before = find_year(call, year.year - 1);
  if (before && before->is_final()) last_year_ = before->year;
  for (const Json& each : call.settings().at("kinds")) kinds_.push_back(each.get<std::string>());
  probationary_ = call.settings().at("probationary").get<bool>();
}

std::vector<Person> People::read(const Selection& selection) {
  std::vector<Person> people;
  // Most years carry nothing over, and few members are decided on: neither is looked up a million times for that.
  const std::string last = last_year_ == 0 ? "" : " LEFT JOIN vanguard_index AS p ON p.year = $3 AND p.member = m.id";
  std::vector<Parameter> parameters{selection.first, selection.last};
  if (last_year_ != 0) parameters.emplace_back(last_year_);
  call_.query("SELECT m.id, m.organisation, m.kind, m.status, m.service, m.cadre, " +
                  std::string(last_year_ == 0 ? "0" : "p.total") + " FROM directory_member AS m" + last + " WHERE " +
                  selected(selection, "m.id") + " ORDER BY m.id",
              parameters, [&](const Row& row) {
                Person person;
                person.id = row.integer(0);
                person.organisation = row.integer(1);
                person.takes_part = row.text(3) != "left" && (probationary_ || row.text(3) == "full") &&
                                    std::find(kinds_.begin(), kinds_.end(), row.text(2)) != kinds_.end();
                person.member_class = derived_class(row.text(4), row.text(5));
                person.start.last_total = row.integer(6);
                people.push_back(std::move(person));
              });
  apply_decisions(selection, people);
  return people;
}

void People::apply_decisions(const Selection& selection, std::vector<Person>& people) {
  const auto decided = [&](const std::string& columns, const std::string& record, const char* state,
                           const std::function<void(Person&, const Row&)>& apply) {
    call_.query("SELECT " + columns + " FROM vanguard_" + record + " WHERE year = $3 AND state = '" + state + "' AND " +
                    selected(selection, "member"),
                {selection.first, selection.last, year_.year}, [&](const Row& row) {
                  const auto found = std::lower_bound(people.begin(), people.end(), row.integer(0),
                                                      [](const Person& each, std::int64_t id) { return each.id < id; });
                  if (found != people.end() && found->id == row.integer(0)) apply(*found, row);
                });
  };
  decided("member, class", "classification", "decided", [](Person& person, const Row& row) {
    person.class_is_decided = true;
    person.member_class = row.text(1);
  });
  decided("member", "exclusion", "approved", [](Person& person, const Row&) { person.takes_part = false; });
}

void People::read_tallies(const Selection& selection, const RuleBook& rules, std::vector<Person>& people) {
  constexpr std::size_t usual = 12;  // different words of a member
  std::map<const RuleSet*, Rates> rates;
  Rates* own = nullptr;
  auto person = people.begin();
  const auto come_to = [&](std::int64_t member) {
    while (person != people.end() && person->id < member) ++person;
    own = nullptr;
    if (person == people.end() || person->id != member) return;
    const RuleSet* by = rules.for_class(person->member_class);
    if (!by) return;
    own = &rates.try_emplace(by, *by).first->second;
    person->tallies.reserve(usual);
  };
  std::int64_t last = 0;
  call_.query("SELECT member, counted_as, SUM(quantity), COUNT(*) FROM vanguard_entry WHERE counts_in = $3 AND " +
                  selected(selection, "member") + " GROUP BY member, counted_as ORDER BY member, counted_as",
              {selection.first, selection.last, year_.year}, [&](const Row& row) {
                if (row.integer(0) != last) come_to(last = row.integer(0));
                const Rate* rate = own ? own->find(row.text(1)) : nullptr;
                if (rate) person->tallies.push_back(rate->tally(row.integer(2), row.integer(3)));
              });
}

std::vector<People::Rating> People::read_ratings(const Selection& selection) {
  std::vector<Rating> ratings;
  call_.query(
      "SELECT target, kind, grade, SUM(score * ballots), SUM(ballots) FROM vanguard_appraisal "
      "WHERE year = $3 AND withdrawn = 0 AND " +
          selected(selection, "target") + " GROUP BY target, kind, grade ORDER BY target",
      {selection.first, selection.last, year_.year}, [&](const Row& row) {
        ratings.push_back(
            {row.integer(0), std::string(row.text(1)), std::string(row.text(2)), {row.integer(3), row.integer(4)}});
      });
  return ratings;
}

void People::add_rating(Person& person, const RuleSet& rules, const Rating& rating) {
  const std::size_t part = position(part_words, rating.kind);
  if (part == part_words.size()) return;
  Ratings& to = person.appraisals[part];
  if (rating.word.empty()) {
    to.sum += rating.ratings.sum;
    to.ballots += rating.ratings.ballots;
  } else if (const auto points = kit::points_of(rules.conduct, rating.word)) {
    to.sum += *points * rating.ratings.ballots;
    to.ballots += rating.ratings.ballots;
  }
}

void People::each(const Selection& selection, const RuleBook& rules, const std::function<void(Person&)>& person) {
  std::vector<Person> people = read(selection);
  read_tallies(selection, rules, people);
  const std::vector<Rating> ratings = read_ratings(selection);
  auto rating = ratings.begin();
  for (Person& each : people) {
    const RuleSet* own = rules.for_class(each.member_class);
    while (rating != ratings.end() && rating->member < each.id) ++rating;
    for (; rating != ratings.end() && rating->member == each.id; ++rating)
      if (own) add_rating(each, *own, *rating);
    if (own && needs_dates(*own, each.tallies)) each.tallies = read_entries(call_, year_.year, each.id, *own);
    person(each);
  }
}

}  // namespace liufa::vanguard
