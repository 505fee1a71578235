#include <algorithm>

#include "directory.hpp"
#include "match.hpp"

namespace liufa::pairing {
namespace {

/// Members of one organisation in one situation are alike.
using MemberClass = std::pair<std::int64_t, std::string>;

class MemberMatching {
 public:
  MemberMatching(Call& call, const MatchRequest& request)
      : call_(call), request_(request), settings_(call.settings()), tree_(call) {}

  Proposals run() {
    open_ = open_pairs(call_, "member_pair", "urban_member", "rural_member", request_.starts_on);
    problem_.apart = open_.pairs;
    problem_.limit = request_.count;
    problem_.general = weight("weight_same_pair");
    read_members();
    add_affinities();
    const Solution solution =
        solve(problem_, [&](std::int64_t done, std::int64_t total) { call_.progress(done, total); });
    return tell(solution);
  }

 private:
  [[nodiscard]] std::int64_t weight(const char* id) const { return settings_.value(id, std::int64_t{0}); }

  /// Whether members in this situation are matched, on the side whose principle is `principled`.
  [[nodiscard]] bool takes_part(const std::string& situation, const char* setting, const char* principled) const {
    if (request_.principle_only) return situation == principled;
    const Json situations = settings_.value(setting, Json::array());
    return std::any_of(situations.begin(), situations.end(), [&](const Json& one) { return one == situation; });
  }

  void read_members() {
    const int urban_limit = settings_.value("pairs_per_urban_member", 1);
    const int rural_limit = settings_.value("pairs_per_rural_member", 1);
    std::map<MemberClass, Group> urban;
    std::map<MemberClass, Group> rural;
    call_.query(
        "SELECT id, organisation, code, kind, situation FROM directory_member"
        " WHERE status <> 'left' AND kind IN ('organ', 'farmer') ORDER BY code",
        {}, [&](const Row& row) {
          const bool organ = row.text(3) == "organ";
          const std::string situation(row.text(4));
          const std::int64_t id = row.integer(0);
          const std::int64_t organisation = row.integer(1);
          if (!takes_part(situation, organ ? "urban_situations" : "rural_situations", organ ? "well_off" : "poor") ||
              !tree_.within(organisation, organ ? request_.urban_scope : request_.rural_scope))
            return;
          Group& group = (organ ? urban : rural)[{organisation, situation}];
          group.cost = situation == (organ ? "well_off" : "poor") ? 0 : weight("weight_principle");
          const int taken = organ ? open_.left[id] : open_.right[id];
          // As with organisations, a run gives each urban member one partner more, never several.
          const int limit = organ ? std::min(urban_limit, taken + 1) : rural_limit;
          group.parties.push_back({id, places(taken, limit, weight("weight_further"))});
          (organ ? urban_members_ : rural_members_)[id] = {organisation, situation, std::string(row.text(2))};
        });
    move(urban, urban_classes_, problem_.left);
    move(rural, rural_classes_, problem_.right);
  }

  static void move(std::map<MemberClass, Group>& from, std::vector<MemberClass>& classes, std::vector<Group>& groups) {
    for (auto& [key, group] : from) {
      classes.push_back(key);
      groups.push_back(std::move(group));
    }
  }

  [[nodiscard]] std::vector<std::size_t> classes_within(const std::vector<MemberClass>& classes,
                                                        std::int64_t organisation) const {
    std::vector<std::size_t> found;
    for (std::size_t index = 0; index < classes.size(); ++index)
      if (tree_.within(classes[index].first, organisation)) found.push_back(index);
    return found;
  }

  /// Members whose organisations, or those above them, are paired belong together.
  void add_affinities() {
    std::map<std::pair<std::size_t, std::size_t>, bool> seen;
    call_.query("SELECT id, urban, rural FROM pairing_pair WHERE state = 'active' AND ends_on >= $1 ORDER BY id",
                {request_.starts_on}, [&](const Row& row) {
                  const auto rural = classes_within(rural_classes_, row.integer(2));
                  if (rural.empty()) return;
                  for (const std::size_t left : classes_within(urban_classes_, row.integer(1)))
                    for (const std::size_t right : rural) {
                      if (!seen.emplace(std::pair(left, right), true).second) continue;
                      problem_.affinities.push_back({left, right, 0});
                      pairs_[{urban_classes_[left].first, rural_classes_[right].first}] = row.integer(0);
                    }
                });
  }

  struct Person {
    std::int64_t organisation = 0;
    std::string situation;
    std::string number;
  };

  [[nodiscard]] Text explain(const Person& urban, const Person& rural, bool follows, bool paired) const {
    Text text = follows ? Text{"富裕党员与贫困党员结对，符合配对原则。",
                               "A well-off member with a poor one: the principle is followed."}
                        : Text{"按设置中的经济状况范围配对，不属于富裕与贫困结对。",
                               "Within the situations set for matching, but not well-off with poor."};
    const std::string names = "“" + tree_.at(urban.organisation).name + "”–“" + tree_.at(rural.organisation).name + "”";
    text.zh += paired ? "双方所在组织已结对：" + names + "。" : "双方所在组织未结对：" + names + "。";
    text.en += (paired ? " Their organisations are paired: " : " Their organisations are not paired: ") + names + ".";
    return text;
  }

  Proposals tell(const Solution& solution) {
    Proposals told;
    told.cost = solution.cost;
    for (const Match& match : solution.matches) {
      const Person& urban = urban_members_.at(match.left);
      const Person& rural = rural_members_.at(match.right);
      const bool follows = urban.situation == "well_off" && rural.situation == "poor";
      const auto pair = pairs_.find({urban.organisation, rural.organisation});
      const std::int64_t pair_id = pair == pairs_.end() ? 0 : pair->second;
      told.matched.push_back(
          {match.left, match.right, match.cost, follows, pair_id, explain(urban, rural, follows, pair_id != 0)});
    }
    for (const Unmatched& one : solution.left) told.unmatched.push_back(left_over(one, true));
    for (const Unmatched& one : solution.right) told.unmatched.push_back(left_over(one, false));
    for (const auto& [id, person] : urban_members_) told.urban_names[id] = person.number;
    for (const auto& [id, person] : rural_members_) told.rural_names[id] = person.number;
    return told;
  }

  Call& call_;
  const MatchRequest& request_;
  const Json& settings_;
  Tree tree_;
  OpenPairs open_;
  Problem problem_;
  std::vector<MemberClass> urban_classes_;  ///< of the left groups
  std::vector<MemberClass> rural_classes_;  ///< of the right groups
  std::map<std::int64_t, Person> urban_members_;
  std::map<std::int64_t, Person> rural_members_;
  std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> pairs_;  ///< by the members' organisations
};

}  // namespace

Proposals match_members(Call& call, const MatchRequest& request) { return MemberMatching(call, request).run(); }

}  // namespace liufa::pairing
