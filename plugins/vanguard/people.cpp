/// Members with what counts for them in a year.
#include <algorithm>

#include "fields.hpp"
#include "reading.hpp"

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
