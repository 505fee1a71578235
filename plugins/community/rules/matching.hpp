/// Which member for which need: an exact least-cost assignment within one community. Knows no host.
///
/// First as many places filled as possible, then the least total cost. Members who are alike for the needs at hand
/// (same skills among those wanted, same wishes, times and load) are one node of the network, so that its size goes by
/// the kinds of member there are, not by their number. The same data always give the same proposals: needs by id,
/// members by the order in which they are given.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace liufa::community {

struct Volunteer {
  std::int64_t member = 0;
  std::set<std::string> skills;
  std::set<std::int64_t> interests;  ///< kinds of post
  std::set<std::string> times;       ///< empty: any
  int load = 0;                      ///< posts that they already have
  std::set<std::int64_t> apart;      ///< needs that they have claimed or declined
};

struct Wanted {
  std::int64_t need = 0;
  std::int64_t kind = 0;
  std::set<std::string> skills;  ///< empty: none in particular
  bool skills_required = false;
  std::set<std::string> times;  ///< empty: any
  std::int64_t places = 0;
};

struct Weights {
  std::int64_t skill = 0;
  std::int64_t interest = 0;
  std::int64_t time = 0;
  std::int64_t load = 0;
  bool fitting_only = true;  ///< skill or interest must fit
};

/// How well a member fits a need.
struct Fit {
  std::set<std::string> skills;  ///< those wanted that the member has
  bool no_skill_wanted = false;
  bool interest = false;
  bool time = false;
  std::int64_t cost = 0;
};

/// Nothing if the member can't be proposed for the need.
std::optional<Fit> fit(const Volunteer& volunteer, const Wanted& wanted, const Weights& weights);

struct Proposed {
  std::int64_t need = 0;
  std::size_t volunteer = 0;  ///< index into the volunteers
  Fit fit;
};

/// Each member at most once, each need at most as often as it has places, at most `limit` in all.
std::vector<Proposed> propose(const std::vector<Volunteer>& volunteers, const std::vector<Wanted>& wanted,
                              const Weights& weights, std::int64_t limit);

}  // namespace liufa::community
