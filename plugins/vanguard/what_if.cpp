/// Other rules on a year's data, side by side with what the year has; writes nothing.
#include <fmt/format.h>

#include <algorithm>

#include "fields.hpp"
#include "handlers.hpp"
#include "reading.hpp"

namespace liufa::vanguard {
namespace {

struct Side {
  std::int64_t total = 0;
  std::string grade;
  std::int64_t rank = 0;
};

struct Compared {
  std::int64_t member = 0;
  std::optional<Side> now;   ///< as stored
  std::optional<Side> then;  ///< by the rules tried
};

/// How many of each grade; a member without an index is “none”.
using Counts = std::map<std::string, std::map<std::string, std::int64_t>>;

class Trial {
 public:
  Trial(Call& call, const Year& year, std::shared_ptr<const RuleSet> rules) : call_(call), year_(year) {
    book_ = read_rule_book(call, year.year);
    book_.add(std::move(rules));
    if (const auto share = hundredths_in(call.input(), "excellent_share")) year_.share.percent = *share;
  }

  /// One organisation: places are shared among its members, so it is read as a whole.
  std::vector<Compared> organisation(std::int64_t id) {
    std::vector<Compared> all;
    std::vector<Contender> contenders;
    std::vector<std::size_t> positions;
    People(call_, year_).each({true, id, id}, book_, [&](Person& person) {
      all.push_back({person.id, std::nullopt, std::nullopt});
      const RuleSet* rules = book_.for_class(person.member_class);
      if (!person.takes_part || !rules) return;
      const Standing standing = stand(*rules, person.start, person.tallies, person.appraisals);
      const Threshold threshold = grade_by_threshold(*rules, standing.total, standing.vetoed);
      all.back().then = Side{standing.total, "", 0};
      contenders.push_back({standing.total, threshold.grade, threshold.is_candidate, {}});
      positions.push_back(all.size() - 1);
    });
    const Placing placing = place(year_.share, contenders);
    for (std::size_t at = 0; at < positions.size(); ++at) {
      Side& side = *all[positions[at]].then;
      side.grade = grade_words[static_cast<std::size_t>(placing.members[at].grade)];
      side.rank = placing.members[at].rank;
    }
    read_stored(id, all);
    return all;
  }

 private:
  void read_stored(std::int64_t organisation, std::vector<Compared>& all) {
    call_.query(
        "SELECT i.member, i.total, i.grade, i.rank FROM vanguard_index AS i JOIN directory_member AS m "
        "ON m.id = i.member WHERE i.year = $1 AND m.organisation = $2",
        {year_.year, organisation}, [&](const Row& row) {
          const auto found = std::lower_bound(all.begin(), all.end(), row.integer(0),
                                              [](const Compared& each, std::int64_t id) { return each.member < id; });
          if (found != all.end() && found->member == row.integer(0))
            found->now = Side{row.integer(1), std::string(row.text(2)), row.integer(3)};
        });
  }

  Call& call_;
  Year year_;
  RuleBook book_;
};

Json side_json(const std::optional<Side>& side) {
  if (!side) return nullptr;
  return {{"total", kit::decimal_text(side->total)},
          {"grade", side->grade},
          {"rank", side->rank == 0 ? Json(nullptr) : Json(side->rank)}};
}

std::vector<std::int64_t> organisations_in(Call& call) {
  const std::int64_t top = integer_in(call.input(), "organisation");
  std::vector<std::int64_t> all;
  call.query(
      "SELECT o.id FROM directory_organisation AS o WHERE ($1 = 0 OR o.path LIKE "
      "(SELECT t.path FROM directory_organisation AS t WHERE t.id = $1) || '%') "
      "AND EXISTS (SELECT 1 FROM directory_member AS m WHERE m.organisation = o.id) ORDER BY o.id",
      {top}, [&](const Row& row) { all.push_back(row.integer(0)); });
  return all;
}

/// The whole: sums and moves between grades, and the members whose grade or total changes most, up to a limit.
class Comparison {
 public:
  explicit Comparison(std::size_t most) : most_(most) {}

  void add(const Compared& each) {
    if (!each.now && !each.then) return;
    ++members_;
    const std::string from = each.now ? each.now->grade : "none";
    const std::string to = each.then ? each.then->grade : "none";
    ++moves_[from][to];
    if (each.now && each.then) {
      now_ += each.now->total;
      then_ += each.then->total;
      ++both_;
      higher_ += each.then->total > each.now->total ? 1 : 0;
      lower_ += each.then->total < each.now->total ? 1 : 0;
      if (from == to && each.now->total == each.then->total) return;
    }
    ++changed_;
    listed_.push_back(each);
    if (listed_.size() >= 2 * most_ + 1) cut();
  }

  Json json(Call& call) {
    cut();
    Json members = Json::array();
    for (const Compared& each : listed_)
      members.push_back({{"member", each.member},
                         {"name", name_of(call, each.member)},
                         {"now", side_json(each.now)},
                         {"then", side_json(each.then)}});
    Json moves = Json::object();
    std::int64_t regraded = 0;
    for (const auto& [from, to] : moves_)
      for (const auto& [grade, count] : to) {
        moves[from][grade] = count;
        if (from != grade) regraded += count;
      }
    Json result{
        {"members", members_}, {"changed", changed_}, {"regraded", regraded}, {"higher", higher_}, {"lower", lower_}};
    if (both_ > 0) {
      result["average_now"] = kit::decimal_text(kit::round_half_up(kit::exact(now_) / both_));
      result["average_then"] = kit::decimal_text(kit::round_half_up(kit::exact(then_) / both_));
    }
    result["grades"] = moves;
    result["list"] = members;
    return result;
  }

 private:
  static std::pair<int, std::int64_t> weight(const Compared& each) {
    if (!each.now || !each.then) return {1, each.now ? each.now->total : each.then->total};
    return {each.now->grade == each.then->grade ? 0 : 1, std::abs(each.now->total - each.then->total)};
  }
  /// Those who matter most first; the rest is only counted.
  void cut() {
    std::sort(listed_.begin(), listed_.end(), [](const Compared& left, const Compared& right) {
      const auto first = weight(left);
      const auto second = weight(right);
      return first != second ? first > second : left.member < right.member;
    });
    if (listed_.size() > most_) listed_.resize(most_);
  }

  std::size_t most_;
  std::vector<Compared> listed_;
  Counts moves_;
  std::int64_t members_ = 0;
  std::int64_t changed_ = 0;
  std::int64_t higher_ = 0;
  std::int64_t lower_ = 0;
  std::int64_t both_ = 0;
  std::int64_t now_ = 0;
  std::int64_t then_ = 0;
};

void what_if(Call& call) {
  const Year year = read_year(call, integer_in(call.input(), "year"));
  const auto rules = read_rule_set(call, integer_in(call.input(), "rule_set"));
  for (const Text& fault : faults_of(*rules)) Call::refuse("rule_set", fault);
  Trial trial(call, year, rules);
  Comparison comparison(static_cast<std::size_t>(integer_in(call.input(), "most")));
  const std::vector<std::int64_t> organisations = organisations_in(call);
  std::int64_t done = 0;
  for (const std::int64_t each : organisations) {
    call.progress(done++, static_cast<std::int64_t>(organisations.size()));
    for (const Compared& compared : trial.organisation(each)) comparison.add(compared);
  }
  Json result = comparison.json(call);
  result["year"] = year.year;
  result["rule_set"] = {{"id", rules->id}, {"code", rules->code}, {"name", rules->name}, {"edition", rules->edition}};
  call.answer(result);
}

}  // namespace

void register_what_if(Setup& at) { at.action("what_if", what_if); }

}  // namespace liufa::vanguard
