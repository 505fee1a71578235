#include "rules/matching.hpp"

#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>

namespace liufa::community {
namespace {

template <class Value>
std::set<Value> common(const std::set<Value>& one, const std::set<Value>& other) {
  std::set<Value> both;
  std::set_intersection(one.begin(), one.end(), other.begin(), other.end(), std::inserter(both, both.end()));
  return both;
}

template <class Value>
bool meet(const std::set<Value>& one, const std::set<Value>& other) {
  return one.empty() || other.empty() || !common(one, other).empty();
}

/// Members who are alike for these needs.
struct Alike {
  std::vector<std::size_t> volunteers;
};

std::vector<Alike> group(const std::vector<Volunteer>& volunteers, const std::vector<Wanted>& wanted) {
  std::set<std::string> skills;
  std::set<std::int64_t> kinds;
  std::set<std::int64_t> needs;
  for (const Wanted& each : wanted) {
    skills.insert(each.skills.begin(), each.skills.end());
    kinds.insert(each.kind);
    needs.insert(each.need);
  }
  std::map<
      std::tuple<std::set<std::string>, std::set<std::int64_t>, std::set<std::string>, int, std::set<std::int64_t>>,
      std::size_t>
      known;
  std::vector<Alike> groups;
  for (std::size_t index = 0; index < volunteers.size(); ++index) {
    const Volunteer& one = volunteers[index];
    const auto [place, is_new] = known.try_emplace(
        {common(one.skills, skills), common(one.interests, kinds), one.times, one.load, common(one.apart, needs)},
        groups.size());
    if (is_new) groups.emplace_back();
    groups[place->second].volunteers.push_back(index);
  }
  return groups;
}

struct NetworkArc {
  int from = 0;
  int to = 0;
  std::int64_t capacity = 0;
  std::int64_t cost = 0;
};

/// Source, sink, the groups, then the needs.
class Network {
 public:
  Network(const std::vector<Volunteer>& volunteers, const std::vector<Wanted>& wanted, const std::vector<Alike>& groups,
          const Weights& weights)
      : groups_(groups.size()), needs_(wanted.size()) {
    for (std::size_t group = 0; group < groups.size(); ++group) {
      const auto people = static_cast<std::int64_t>(groups[group].volunteers.size());
      arcs_.push_back({source, group_node(group), people, 0});
      for (std::size_t need = 0; need < wanted.size(); ++need)
        if (const auto found = fit(volunteers[groups[group].volunteers.front()], wanted[need], weights))
          arcs_.push_back({group_node(group), need_node(need), std::min(people, wanted[need].places), found->cost});
      supply_ += people;
    }
    for (std::size_t need = 0; need < wanted.size(); ++need)
      arcs_.push_back({need_node(need), sink, wanted[need].places, 0});
  }

  /// How many of each group go to each need: (group, need) → people.
  std::map<std::pair<std::size_t, std::size_t>, std::int64_t> solve(std::int64_t limit) {
    using Graph = lemon::StaticDigraph;
    supply_ = std::min(supply_, limit);
    std::int64_t dearest = 0;
    for (const NetworkArc& arc : arcs_) dearest = std::max(dearest, arc.cost);
    // Who finds no post goes round by an arc dearer than any rearrangement: so places filled come before cost.
    arcs_.push_back({source, sink, supply_, (dearest + 1) * (supply_ + 1)});
    std::stable_sort(arcs_.begin(), arcs_.end(), [](const NetworkArc& one, const NetworkArc& other) {
      return std::tie(one.from, one.to) < std::tie(other.from, other.to);
    });
    std::vector<std::pair<int, int>> ends;
    for (const NetworkArc& arc : arcs_) ends.emplace_back(arc.from, arc.to);
    Graph graph;
    graph.build(static_cast<int>(2 + groups_ + needs_), ends.begin(), ends.end());
    Graph::ArcMap<std::int64_t> capacity(graph);
    Graph::ArcMap<std::int64_t> cost(graph);
    for (std::size_t index = 0; index < arcs_.size(); ++index) {
      capacity[Graph::arc(static_cast<int>(index))] = arcs_[index].capacity;
      cost[Graph::arc(static_cast<int>(index))] = arcs_[index].cost;
    }
    lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t> simplex(graph);
    simplex.upperMap(capacity).costMap(cost).stSupply(Graph::node(source), Graph::node(sink), supply_);
    if (simplex.run() != simplex.OPTIMAL) throw std::logic_error("the network of members and needs has no optimum");
    std::map<std::pair<std::size_t, std::size_t>, std::int64_t> flow;
    for (std::size_t index = 0; index < arcs_.size(); ++index) {
      const NetworkArc& arc = arcs_[index];
      if (arc.from < 2 || arc.to < 2) continue;
      const std::int64_t people = simplex.flow(Graph::arc(static_cast<int>(index)));
      if (people > 0)
        flow[{static_cast<std::size_t>(arc.from) - 2, static_cast<std::size_t>(arc.to) - 2 - groups_}] = people;
    }
    return flow;
  }

 private:
  static constexpr int source = 0;
  static constexpr int sink = 1;
  [[nodiscard]] static int group_node(std::size_t group) { return static_cast<int>(2 + group); }
  [[nodiscard]] int need_node(std::size_t need) const { return static_cast<int>(2 + groups_ + need); }

  std::size_t groups_;
  std::size_t needs_;
  std::int64_t supply_ = 0;
  std::vector<NetworkArc> arcs_;
};

}  // namespace

std::optional<Fit> fit(const Volunteer& volunteer, const Wanted& wanted, const Weights& weights) {
  if (volunteer.apart.contains(wanted.need)) return std::nullopt;
  Fit found;
  found.skills = common(volunteer.skills, wanted.skills);
  found.no_skill_wanted = wanted.skills.empty();
  found.interest = volunteer.interests.contains(wanted.kind);
  found.time = meet(volunteer.times, wanted.times);
  const bool skilled = found.no_skill_wanted || !found.skills.empty();
  if (wanted.skills_required && !skilled) return std::nullopt;
  // A need for everybody fits whoever wished for nothing else.
  const bool open = found.no_skill_wanted && volunteer.interests.empty();
  if (weights.fitting_only && found.skills.empty() && !found.interest && !open) return std::nullopt;
  found.cost = (skilled ? 0 : weights.skill) + (found.interest ? 0 : weights.interest) +
               (found.time ? 0 : weights.time) + weights.load * volunteer.load;
  return found;
}

std::vector<Proposed> propose(const std::vector<Volunteer>& volunteers, const std::vector<Wanted>& wanted,
                              const Weights& weights, std::int64_t limit) {
  std::vector<Proposed> proposals;
  if (volunteers.empty() || wanted.empty() || limit <= 0) return proposals;
  const std::vector<Alike> groups = group(volunteers, wanted);
  const auto flow = Network(volunteers, wanted, groups, weights).solve(limit);
  std::vector<std::size_t> next(groups.size(), 0);
  for (const auto& [way, people] : flow)
    for (std::int64_t count = 0; count < people; ++count) {
      const std::size_t volunteer = groups[way.first].volunteers[next[way.first]++];
      proposals.push_back(
          {wanted[way.second].need, volunteer, *fit(volunteers[volunteer], wanted[way.second], weights)});
    }
  std::sort(proposals.begin(), proposals.end(), [](const Proposed& one, const Proposed& other) {
    return std::tie(one.need, one.volunteer) < std::tie(other.need, other.volunteer);
  });
  return proposals;
}

}  // namespace liufa::community
