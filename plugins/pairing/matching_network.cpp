#include "matching_network.hpp"

#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>
#include <unordered_map>

namespace liufa::pairing {
namespace {

using Graph = lemon::StaticDigraph;
using Simplex = lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>;

struct NetworkArc {
  int from = 0;
  int to = 0;
  std::int64_t capacity = 0;
  std::int64_t cost = 0;
};

/// Source, sink and hub come first, then the left groups, then the right ones.
class Network {
 public:
  explicit Network(const Problem& problem) : problem_(problem) {
    const std::int64_t supply = add_sides();
    add_affinities();
    supply_ = std::min<std::int64_t>(supply, bounded(problem.limit));
    // Whatever finds no partner goes round by an arc dearer than any rearrangement: so matches come before cost.
    arcs_.push_back({source, sink, supply_, (dearest_path() + 1) * (supply_ + 1)});
    std::stable_sort(arcs_.begin(), arcs_.end(), [](const NetworkArc& one, const NetworkArc& other) {
      return std::tie(one.from, one.to) < std::tie(other.from, other.to);
    });
  }

  [[nodiscard]] std::vector<GroupFlow> solve() const {
    std::vector<std::pair<int, int>> ends;
    ends.reserve(arcs_.size());
    for (const NetworkArc& arc : arcs_) ends.emplace_back(arc.from, arc.to);
    Graph graph;
    graph.build(right_node(problem_.right.size()), ends.begin(), ends.end());
    Graph::ArcMap<std::int64_t> capacity(graph);
    Graph::ArcMap<std::int64_t> cost(graph);
    for (std::size_t index = 0; index < arcs_.size(); ++index) {
      capacity[Graph::arc(static_cast<int>(index))] = arcs_[index].capacity;
      cost[Graph::arc(static_cast<int>(index))] = arcs_[index].cost;
    }
    Simplex simplex(graph);
    simplex.upperMap(capacity).costMap(cost).stSupply(Graph::node(source), Graph::node(sink), supply_);
    if (simplex.run() != Simplex::OPTIMAL) throw std::logic_error("the matching network has no optimum");
    return flows(simplex);
  }

 private:
  static constexpr int source = 0;
  static constexpr int sink = 1;
  static constexpr int hub = 2;

  [[nodiscard]] static int left_node(std::size_t group) { return 3 + static_cast<int>(group); }
  [[nodiscard]] int right_node(std::size_t group) const { return left_node(problem_.left.size() + group); }
  [[nodiscard]] static std::int64_t bounded(std::size_t limit) {
    return limit > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())
               ? std::numeric_limits<std::int32_t>::max()
               : static_cast<std::int64_t>(limit);
  }

  /// Places that cost the same are one arc.
  static std::map<std::int64_t, std::int64_t> places_by_cost(const Group& group) {
    std::map<std::int64_t, std::int64_t> places;
    for (const Party& party : group.parties)
      for (const std::int64_t cost : party.places) {
        if (cost < 0 || group.cost < 0) throw std::invalid_argument("expected costs of 0 or more");
        ++places[cost + group.cost];
      }
    return places;
  }

  std::int64_t add_sides() {
    std::int64_t supply = 0;
    for (std::size_t group = 0; group < problem_.left.size(); ++group) {
      std::int64_t places = 0;
      for (const auto& [cost, count] : places_by_cost(problem_.left[group])) {
        arcs_.push_back({source, left_node(group), count, cost});
        places += count;
      }
      if (problem_.general) arcs_.push_back({left_node(group), hub, places, *problem_.general});
      supply += places;
    }
    for (std::size_t group = 0; group < problem_.right.size(); ++group) {
      std::int64_t places = 0;
      for (const auto& [cost, count] : places_by_cost(problem_.right[group])) {
        arcs_.push_back({right_node(group), sink, count, cost});
        places += count;
      }
      if (problem_.general) arcs_.push_back({hub, right_node(group), places, 0});
    }
    return supply;
  }

  /// Two parties are paired once at most, and those kept apart never: that bounds the arc between their groups.
  void add_affinities() {
    std::map<std::pair<std::size_t, std::size_t>, std::int64_t> apart = apart_between_groups();
    for (const Affinity& affinity : problem_.affinities) {
      if (affinity.left >= problem_.left.size() || affinity.right >= problem_.right.size() || affinity.cost < 0)
        throw std::invalid_argument("expected an affinity between existing groups at a cost of 0 or more");
      const auto pairs = static_cast<std::int64_t>(problem_.left[affinity.left].parties.size() *
                                                   problem_.right[affinity.right].parties.size());
      const std::int64_t capacity = pairs - apart[{affinity.left, affinity.right}];
      if (capacity > 0)
        arcs_.push_back({left_node(affinity.left), right_node(affinity.right), capacity, affinity.cost});
    }
  }

  [[nodiscard]] std::map<std::pair<std::size_t, std::size_t>, std::int64_t> apart_between_groups() const {
    std::map<std::pair<std::size_t, std::size_t>, std::int64_t> counts;
    if (problem_.apart.empty()) return counts;
    const auto left = group_of_parties(problem_.left);
    const auto right = group_of_parties(problem_.right);
    for (const auto& [one, other] : problem_.apart) {
      const auto from = left.find(one);
      const auto to = right.find(other);
      if (from != left.end() && to != right.end()) ++counts[{from->second, to->second}];
    }
    return counts;
  }

  static std::unordered_map<std::int64_t, std::size_t> group_of_parties(const std::vector<Group>& groups) {
    std::unordered_map<std::int64_t, std::size_t> found;
    for (std::size_t group = 0; group < groups.size(); ++group)
      for (const Party& party : groups[group].parties) found.emplace(party.id, group);
    return found;
  }

  [[nodiscard]] std::int64_t dearest_path() const {
    std::int64_t dearest[3] = {0, 0, 0};  // into a left group, between groups, out of a right group
    for (const NetworkArc& arc : arcs_) {
      const int part = arc.from == source ? 0 : arc.to == sink ? 2 : 1;
      dearest[part] = std::max(dearest[part], arc.cost);
    }
    return dearest[0] + dearest[1] + dearest[2];
  }

  /// What flows between groups, directly and by the hub; the hub's streams are joined in the order of the groups.
  [[nodiscard]] std::vector<GroupFlow> flows(const Simplex& simplex) const {
    std::vector<GroupFlow> found;
    std::vector<std::pair<std::size_t, std::int64_t>> into_hub;
    std::vector<std::pair<std::size_t, std::int64_t>> out_of_hub;
    for (std::size_t index = 0; index < arcs_.size(); ++index) {
      const NetworkArc& arc = arcs_[index];
      const std::int64_t amount = simplex.flow(Graph::arc(static_cast<int>(index)));
      if (amount == 0 || arc.from == source || arc.to == sink) continue;
      const auto left = static_cast<std::size_t>(arc.from - left_node(0));
      const auto right = static_cast<std::size_t>(arc.to - right_node(0));
      if (arc.to == hub)
        into_hub.emplace_back(left, amount);
      else if (arc.from == hub)
        out_of_hub.emplace_back(right, amount);
      else
        found.push_back({left, right, amount});
    }
    join(into_hub, out_of_hub, found);
    std::stable_sort(found.begin(), found.end(), [](const GroupFlow& one, const GroupFlow& other) {
      return std::tie(one.left, one.right) < std::tie(other.left, other.right);
    });
    return found;
  }

  static void join(std::vector<std::pair<std::size_t, std::int64_t>>& from,
                   std::vector<std::pair<std::size_t, std::int64_t>>& to, std::vector<GroupFlow>& found) {
    auto target = to.begin();
    for (auto& [left, left_over] : from)
      while (left_over > 0 && target != to.end()) {
        const std::int64_t amount = std::min(left_over, target->second);
        found.push_back({left, target->first, amount});
        left_over -= amount;
        target->second -= amount;
        if (target->second == 0) ++target;
      }
  }

  const Problem& problem_;
  std::vector<NetworkArc> arcs_;
  std::int64_t supply_ = 0;
};

}  // namespace

std::vector<GroupFlow> flow_between_groups(const Problem& problem) { return Network(problem).solve(); }

}  // namespace liufa::pairing
