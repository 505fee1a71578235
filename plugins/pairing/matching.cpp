#include "matching.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "matching_network.hpp"

namespace liufa::pairing {
namespace {

constexpr std::size_t step_every = 256;

/// One partner that a party can take.
struct Place {
  std::size_t group = 0;
  std::size_t party = 0;  ///< position in the group
  std::int64_t id = 0;
  std::int64_t cost = 0;  ///< with the group's
};

/// One side's places group by group, in the order in which they are given out: the cheap ones first, and everybody's
/// first before anybody's second.
class Side {
 public:
  explicit Side(const std::vector<Group>& groups) : next_(groups.size(), 0), matched_(groups.size(), 0) {
    for (std::size_t group = 0; group < groups.size(); ++group) places_.push_back(in_order(groups[group], group));
  }

  std::vector<Place> take(std::size_t group, std::int64_t count) {
    const auto first = places_[group].begin() + static_cast<std::ptrdiff_t>(next_[group]);
    next_[group] += static_cast<std::size_t>(count);
    return {first, first + static_cast<std::ptrdiff_t>(count)};
  }
  /// Takes one that was not given out yet.
  void take_spare(const Place& place) {
    auto& places = places_[place.group];
    const auto at = std::find_if(places.begin() + static_cast<std::ptrdiff_t>(next_[place.group]), places.end(),
                                 [&](const Place& one) { return one.id == place.id && one.cost == place.cost; });
    std::rotate(places.begin() + static_cast<std::ptrdiff_t>(next_[place.group]), at, at + 1);
    ++next_[place.group];
  }
  [[nodiscard]] std::vector<Place> spare() const {
    std::vector<Place> found;
    for (std::size_t group = 0; group < places_.size(); ++group)
      found.insert(found.end(), places_[group].begin() + static_cast<std::ptrdiff_t>(next_[group]),
                   places_[group].end());
    return found;
  }
  /// Tells that a match was made of this place's party: it is free no more.
  void matched(const Place& place) { ++matched_[place.group]; }
  [[nodiscard]] bool has_free(std::size_t group) const { return matched_[group] < places_[group].size(); }
  [[nodiscard]] std::size_t groups() const { return places_.size(); }

 private:
  static std::vector<Place> in_order(const Group& group, std::size_t index) {
    std::vector<std::tuple<std::int64_t, std::size_t, std::size_t>> order;  // cost, which of the party's, party
    for (std::size_t party = 0; party < group.parties.size(); ++party)
      for (std::size_t place = 0; place < group.parties[party].places.size(); ++place)
        order.emplace_back(group.parties[party].places[place], place, party);
    std::sort(order.begin(), order.end());
    std::vector<Place> places;
    places.reserve(order.size());
    for (const auto& [cost, place, party] : order)
      places.push_back({index, party, group.parties[party].id, cost + group.cost});
    return places;
  }

  std::vector<std::vector<Place>> places_;
  std::vector<std::size_t> next_;     ///< by group: the first place not given out
  std::vector<std::size_t> matched_;  ///< by group: how many places ended in a match
};

/// Turns flows between groups into matches of parties.
class Expansion {
 public:
  Expansion(const Problem& problem, const std::function<void(std::int64_t, std::int64_t)>& step)
      : problem_(problem), step_(step), left_(problem.left), right_(problem.right) {
    for (const Affinity& affinity : problem.affinities) affinities_[{affinity.left, affinity.right}] = affinity.cost;
    paired_.insert(problem.apart.begin(), problem.apart.end());
  }

  Solution run() {
    const std::vector<GroupFlow> flows = flow_between_groups(problem_);
    for (const GroupFlow& flow : flows) total_ += flow.amount;
    for (const GroupFlow& flow : flows) expand(flow);
    for (const auto& [left, right] : stuck_) repair(left, right);
    return solution();
  }
  /// The flow meant parties for each other who may not meet, so the solution may fall short of the best.
  [[nodiscard]] bool collided() const { return !stuck_.empty(); }

 private:
  using Couple = std::pair<Place, Place>;

  /// Nothing if groups of these may not be paired.
  [[nodiscard]] std::optional<std::int64_t> between(std::size_t left, std::size_t right) const {
    const auto found = affinities_.find({left, right});
    if (found == affinities_.end()) return problem_.general;
    return problem_.general ? std::min(*problem_.general, found->second) : found->second;
  }
  [[nodiscard]] bool may(const Place& left, const Place& right) const {
    return between(left.group, right.group) && !paired_.contains({left.id, right.id});
  }
  [[nodiscard]] std::int64_t cost(const Place& left, const Place& right) const {
    return left.cost + right.cost + between(left.group, right.group).value_or(0);
  }

  void match(const Place& left, const Place& right) {
    paired_.emplace(left.id, right.id);
    couples_.emplace_back(left, right);
    if (step_ && couples_.size() % step_every == 0) step_(static_cast<std::int64_t>(couples_.size()), total_);
  }

  void expand(const GroupFlow& flow) {
    const std::vector<Place> left = left_.take(flow.left, flow.amount);
    std::vector<Place> right = right_.take(flow.right, flow.amount);
    std::vector<Place> unmet;
    for (const Place& one : left) {
      const auto other = std::find_if(right.begin(), right.end(), [&](const Place& place) { return may(one, place); });
      if (other == right.end()) {
        unmet.push_back(one);
        continue;
      }
      match(one, *other);
      right.erase(other);
    }
    for (std::size_t index = 0; index < unmet.size(); ++index) stuck_.emplace_back(unmet[index], right[index]);
  }

  /// Two places meant for each other whose parties may not meet: the cheapest way round, over a place nobody took or
  /// by exchanging partners with a couple.
  void repair(const Place& left, const Place& right) {
    std::optional<std::int64_t> least;
    std::function<void()> way;
    const auto consider = [&](std::int64_t more, std::function<void()> how) {
      if (least && *least <= more) return;
      least = more;
      way = std::move(how);
    };
    for (const Place& spare : right_.spare())
      if (may(left, spare))
        consider(cost(left, spare), [this, left, spare] {
          right_.take_spare(spare);
          match(left, spare);
        });
    for (const Place& spare : left_.spare())
      if (may(spare, right))
        consider(cost(spare, right), [this, right, spare] {
          left_.take_spare(spare);
          match(spare, right);
        });
    for (std::size_t index = 0; index < couples_.size(); ++index) {
      const auto& [one, other] = couples_[index];
      if (may(left, other) && may(one, right))
        consider(cost(left, other) + cost(one, right) - cost(one, other),
                 [this, left, right, index] { exchange(left, right, index); });
    }
    if (way) way();
  }

  void exchange(const Place& left, const Place& right, std::size_t index) {
    const auto [one, other] = couples_[index];
    couples_[index] = {left, other};
    paired_.erase({one.id, other.id});
    paired_.emplace(left.id, other.id);
    match(one, right);
  }

  Solution solution() {
    std::stable_sort(couples_.begin(), couples_.end(), [](const Couple& one, const Couple& other) {
      return std::tie(one.first.group, one.first.party, one.second.group, one.second.party) <
             std::tie(other.first.group, other.first.party, other.second.group, other.second.party);
    });
    Solution found;
    std::set<std::int64_t> left;
    std::set<std::int64_t> right;
    for (const auto& [one, other] : couples_) {
      found.matches.push_back({one.id, other.id, cost(one, other)});
      found.cost += found.matches.back().cost;
      left.insert(one.id);
      right.insert(other.id);
      left_.matched(one);
      right_.matched(other);
    }
    const bool limited = found.matches.size() >= problem_.limit;
    found.left = unmatched(problem_.left, left, left_, right_, true, limited);
    found.right = unmatched(problem_.right, right, right_, left_, false, limited);
    return found;
  }

  [[nodiscard]] std::vector<Unmatched> unmatched(const std::vector<Group>& groups, const std::set<std::int64_t>& met,
                                                 const Side& own, const Side& others, bool is_left,
                                                 bool limited) const {
    std::vector<Unmatched> found;
    for (std::size_t group = 0; group < own.groups(); ++group) {
      const Why why = why_not(group, others, is_left, limited);
      for (const Party& party : groups[group].parties)
        if (!met.contains(party.id)) found.push_back({party.id, party.places.empty() ? Why::no_place : why});
    }
    return found;
  }

  [[nodiscard]] Why why_not(std::size_t group, const Side& others, bool is_left, bool limited) const {
    bool fits = false;
    bool free = false;
    for (std::size_t other = 0; other < others.groups() && !free; ++other) {
      if (!(is_left ? between(group, other) : between(other, group))) continue;
      fits = true;
      free = others.has_free(other);
    }
    if (!fits) return Why::no_fit;
    if (limited) return Why::limit;
    return free ? Why::only_apart : Why::all_taken;
  }

  const Problem& problem_;
  const std::function<void(std::int64_t, std::int64_t)>& step_;
  Side left_;
  Side right_;
  std::map<std::pair<std::size_t, std::size_t>, std::int64_t> affinities_;
  std::set<std::pair<std::int64_t, std::int64_t>> paired_;  ///< who may not meet (again)
  std::vector<Couple> couples_;
  std::vector<Couple> stuck_;  ///< meant for each other by the flow, but may not meet
  std::int64_t total_ = 0;
};

/// A group for each party, with its former group.
std::vector<std::size_t> split(const std::vector<Group>& groups, std::vector<Group>& singles) {
  std::vector<std::size_t> former;
  for (std::size_t group = 0; group < groups.size(); ++group)
    for (const Party& party : groups[group].parties) {
      singles.push_back({{party}, groups[group].cost});
      former.push_back(group);
    }
  return former;
}

/// The same problem with an arc for every two parties: exact whoever may not meet whom, but no longer sparse.
Problem split(const Problem& problem) {
  std::map<std::pair<std::size_t, std::size_t>, std::int64_t> costs;
  for (const Affinity& affinity : problem.affinities) costs[{affinity.left, affinity.right}] = affinity.cost;
  Problem single;
  single.apart = problem.apart;
  single.limit = problem.limit;
  const std::vector<std::size_t> left = split(problem.left, single.left);
  const std::vector<std::size_t> right = split(problem.right, single.right);
  for (std::size_t one = 0; one < left.size(); ++one)
    for (std::size_t other = 0; other < right.size(); ++other) {
      const auto found = costs.find({left[one], right[other]});
      std::optional<std::int64_t> cost = problem.general;
      if (found != costs.end() && (!cost || found->second < *cost)) cost = found->second;
      if (cost) single.affinities.push_back({one, other, *cost});
    }
  return single;
}

std::size_t size(const std::vector<Group>& groups) {
  std::size_t count = 0;
  for (const Group& group : groups) count += group.parties.size();
  return count;
}

/// Up to this many possible pairs a dense network is no burden: some megabytes, a fraction of a second.
constexpr std::size_t dense_at_most = 60'000;

}  // namespace

Solution solve(const Problem& problem, const std::function<void(std::int64_t, std::int64_t)>& step) {
  Expansion expansion(problem, step);
  Solution solution = expansion.run();
  if (!expansion.collided() || size(problem.left) * size(problem.right) > dense_at_most) return solution;
  const Problem single = split(problem);
  return Expansion(single, step).run();
}

}  // namespace liufa::pairing
