#include "exchanges.hpp"

#include <map>
#include <queue>

namespace liufa::cadre {
namespace {

/// An organisation with people still without a place.
struct Group {
  std::int64_t organisation = 0;
  std::vector<std::size_t> people;  ///< the first to go is at the back

  /// The largest first; of equals the one whose next person came earlier.
  bool operator<(const Group& other) const {
    if (people.size() != other.people.size()) return people.size() < other.people.size();
    return people.back() > other.people.back();
  }
};

std::priority_queue<Group> grouped(const std::vector<std::int64_t>& organisations) {
  std::map<std::int64_t, Group> groups;
  for (std::size_t at = organisations.size(); at > 0; --at) {
    Group& group = groups[organisations[at - 1]];
    group.organisation = organisations[at - 1];
    group.people.push_back(at - 1);
  }
  std::priority_queue<Group> queue;
  for (auto& [organisation, group] : groups) queue.push(std::move(group));
  return queue;
}

std::size_t take_next(std::priority_queue<Group>& queue, Group& group) {
  group = queue.top();
  queue.pop();
  const std::size_t person = group.people.back();
  group.people.pop_back();
  return person;
}

}  // namespace

Exchanges make_exchanges(const std::vector<std::int64_t>& organisations) {
  Exchanges result;
  std::priority_queue<Group> queue = grouped(organisations);
  while (queue.size() > 1) {
    Group one;
    Group other;
    const std::size_t first = take_next(queue, one);
    const std::size_t second = take_next(queue, other);
    result.circles.push_back({first, second});
    if (!one.people.empty()) queue.push(std::move(one));
    if (!other.people.empty()) queue.push(std::move(other));
  }
  if (queue.empty()) return result;
  // All who are left sit in one organisation: each may join a pair that has nobody from there.
  const Group last = queue.top();
  std::size_t next = 0;
  for (auto person = last.people.rbegin(); person != last.people.rend(); ++person) {
    const auto fits = [&](const std::vector<std::size_t>& circle) {
      return circle.size() == 2 && organisations[circle[0]] != last.organisation &&
             organisations[circle[1]] != last.organisation;
    };
    while (next < result.circles.size() && !fits(result.circles[next])) ++next;
    if (next < result.circles.size())
      result.circles[next].push_back(*person);
    else
      result.left.push_back(*person);
  }
  return result;
}

}  // namespace liufa::cadre
