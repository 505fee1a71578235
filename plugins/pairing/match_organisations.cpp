#include <algorithm>
#include <set>
#include <tuple>

#include "directory.hpp"
#include "match.hpp"
#include "principle.hpp"

namespace liufa::pairing {
namespace {

bool one_of(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Villages that are alike for the principle.
struct VillageClass {
  std::string condition;
  bool preferred = false;
};

class OrganisationMatching {
 public:
  OrganisationMatching(Call& call, const MatchRequest& request)
      : call_(call), request_(request), settings_(call.settings()), principle_(settings_), tree_(call) {}

  Proposals run() {
    open_ = open_pairs(call_, "pair", "urban", "rural", request_.starts_on);
    problem_.apart = open_.pairs;
    problem_.limit = request_.count;
    add_urban();
    add_rural();
    add_affinities();
    const Solution solution =
        solve(problem_, [&](std::int64_t done, std::int64_t total) { call_.progress(done, total); });
    return tell(solution);
  }

 private:
  [[nodiscard]] std::int64_t weight(const char* id) const { return settings_.value(id, std::int64_t{0}); }

  [[nodiscard]] bool takes_part(const Organisation& one, const std::vector<std::string>& kinds,
                                std::int64_t scope) const {
    // An organisation that is to close within the term would be refused when the pair is written.
    return one_of(kinds, one.kind) && one.closed_on.empty() && tree_.within(one.id, scope);
  }

  /// "1+1": a run gives each urban organisation one partner more, never several; those without come first.
  void add_urban() {
    const int limit = settings_.value("pairs_per_department", 1);
    std::map<std::string, Group> groups;
    for (const Organisation& one : tree_.all()) {
      if (!takes_part(one, request_.urban_kinds, request_.urban_scope)) continue;
      const int taken = open_.left[one.id];
      groups[tree_.sector(one)].parties.push_back(
          {one.id, places(taken, std::min(limit, taken + 1), weight("weight_further"))});
    }
    for (auto& [sector, group] : groups) {
      sectors_.push_back(sector);
      problem_.left.push_back(std::move(group));
    }
  }

  [[nodiscard]] bool preferred(const Organisation& village) const {
    const Json tags = settings_.value("target_tags", Json::array());
    return std::any_of(tags.begin(), tags.end(), [&](const Json& tag) { return one_of(village.tags, tag); });
  }

  /// The villages with those of different towns in turn, so that partners spread over the district.
  [[nodiscard]] std::vector<const Organisation*> villages() const {
    std::map<std::int64_t, int> of_town;
    std::vector<std::pair<int, const Organisation*>> order;
    for (const Organisation& one : tree_.all())
      if (takes_part(one, request_.rural_kinds, request_.rural_scope)) order.emplace_back(of_town[one.parent]++, &one);
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& one, const auto& other) { return one.first < other.first; });
    std::vector<const Organisation*> found;
    for (const auto& [turn, village] : order) found.push_back(village);
    return found;
  }

  void add_rural() {
    const int limit = settings_.value("pairs_per_village", 2);
    std::map<std::pair<std::string, bool>, Group> groups;
    for (const Organisation* one : villages()) {
      const bool is_preferred = preferred(*one);
      Group& group = groups[{one->condition, is_preferred}];
      group.cost = is_preferred ? 0 : weight("weight_tag");
      group.parties.push_back({one->id, places(open_.right[one->id], limit, weight("weight_further"))});
    }
    for (auto& [key, group] : groups) {
      villages_.push_back({key.first, key.second});
      problem_.right.push_back(std::move(group));
    }
  }

  void add_affinities() {
    const bool tagged_only = settings_.value("tagged_only", true);
    for (std::size_t left = 0; left < sectors_.size(); ++left)
      for (std::size_t right = 0; right < villages_.size(); ++right) {
        if (principle_.holds(sectors_[left], villages_[right].condition))
          problem_.affinities.push_back({left, right, 0});
        else if (!request_.principle_only && (villages_[right].preferred || !tagged_only))
          problem_.affinities.push_back({left, right, weight("weight_principle")});
      }
  }

  [[nodiscard]] Text tags_of(const Organisation& village) const {
    Text text;
    for (const std::string& tag : village.tags) {
      text.zh += (text.zh.empty() ? "" : "、") + tag_name(tag).zh;
      text.en += (text.en.empty() ? "" : ", ") + tag_name(tag).en;
    }
    return text;
  }

  [[nodiscard]] Text explain(const Organisation& urban, const Organisation& rural, bool follows, int partners) const {
    const std::string sector = tree_.sector(urban);
    const std::string wanted = principle_.condition_for(sector);
    Text text;
    if (follows)
      text = {sector_name(sector).zh + "部门与" + condition_name(rural.condition).zh + "村结对，符合配对原则。",
              "A " + sector_name(sector).en + " department with a " + condition_name(rural.condition).en +
                  " village: the principle is followed."};
    else if (wanted.empty())
      text = {sector_name(sector).zh + "部门没有规定的对应村情，从其余的村中选配。",
              "No principle is set for " + sector_name(sector).en + " departments: one of the remaining villages."};
    else
      text = {"适合" + sector_name(sector).zh + "部门的" + condition_name(wanted).zh + "村已配完，改配其余的村。",
              "No " + condition_name(wanted).en + " village is left for this " + sector_name(sector).en +
                  " department: one of the remaining villages."};
    if (const Text tags = tags_of(rural); !tags.zh.empty()) {
      text.zh += "该村为" + tags.zh + "。";
      text.en += " The village is tagged: " + tags.en + ".";
    }
    if (partners > 0) {
      text.zh += "该村另有伙伴 " + std::to_string(partners) + " 个。";
      text.en += " It has other partners: " + std::to_string(partners) + ".";
    }
    return text;
  }

  Proposals tell(const Solution& solution) {
    Proposals told;
    told.cost = solution.cost;
    std::map<std::int64_t, int> partners = open_.right;
    for (const Match& match : solution.matches) {
      const Organisation& urban = tree_.at(match.left);
      const Organisation& rural = tree_.at(match.right);
      const bool follows = principle_.holds(tree_.sector(urban), rural.condition);
      told.matched.push_back(
          {match.left, match.right, match.cost, follows, 0, explain(urban, rural, follows, partners[match.right]++)});
    }
    for (const Unmatched& one : solution.left) told.unmatched.push_back(left_over(one, true));
    for (const Unmatched& one : solution.right)
      if (one.why != Why::no_fit) told.unmatched.push_back(left_over(one, false));
    for (const Organisation& one : tree_.all()) {
      if (takes_part(one, request_.urban_kinds, request_.urban_scope)) told.urban_names[one.id] = one.name;
      if (takes_part(one, request_.rural_kinds, request_.rural_scope)) told.rural_names[one.id] = one.name;
    }
    return told;
  }

  Call& call_;
  const MatchRequest& request_;
  const Json& settings_;
  Principle principle_;
  Tree tree_;
  OpenPairs open_;
  Problem problem_;
  std::vector<std::string> sectors_;    ///< of the left groups
  std::vector<VillageClass> villages_;  ///< of the right groups
};

}  // namespace

Proposals match_organisations(Call& call, const MatchRequest& request) {
  return OrganisationMatching(call, request).run();
}

}  // namespace liufa::pairing
