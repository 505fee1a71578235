/// A selection played forward in tests.
#pragma once

#include <map>
#include <memory>

#include "scene.hpp"

namespace liufa::cadre {

struct Voting {
  std::unique_ptr<Scene> own;  ///< where the test brings no scene
  Scene& scene;
  std::int64_t id = 0;
  std::map<std::int64_t, std::int64_t> candidates;  ///< by member

  /// A submitted selection for a new post of this kind, with further ones.
  explicit Voting(const char* kind, int more = 0) : own(std::make_unique<Scene>()), scene(*own) {
    const auto post = scene.post(scene.branch, kind);
    Json posts = Json::array();
    for (int count = 0; count < more; ++count) posts.push_back(scene.post(scene.branch, kind));
    begin(post, posts);
  }
  Voting(Scene& shared, std::int64_t post) : scene(shared) { begin(post, Json::array()); }

  void begin(std::int64_t post, const Json& more) {
    Json fields{{"post", post}, {"reason", "岗位空缺"}};
    if (!more.empty()) fields["more_posts"] = more;
    id = scene.create("selection", fields);
    scene.step("selection", id, "submit");
  }

  std::int64_t nominate(std::int64_t member, int members_votes = -1, int masses_votes = 20) {
    Json fields{{"selection", id}, {"member", member}};
    if (members_votes >= 0) fields.update({{"members_votes", members_votes}, {"masses_votes", masses_votes}});
    return candidates[member] = scene.create("candidate", fields);
  }

  /// Up to the publicity, which begins on 2026-03-02 (five working days: until 2026-03-09).
  void publicise(const std::vector<std::int64_t>& members) {
    scene.step("selection", id, "approve_request");
    for (const auto member : members) nominate(member, 8);
    scene.step(
        "selection", id, "close_recommendation",
        {{"recommended_on", "2026-03-01"}, {"members_present", 9}, {"masses_entitled", 30}, {"masses_present", 24}});
    for (const auto member : members) scene.step("candidate", candidates[member], "shortlist");
    scene.step("selection", id, "submit_list");
    for (const auto member : members)
      scene.step("candidate", candidates[member], "approve", {{"inspection_opinion", "同意"}});
    scene.step("selection", id, "approve_list", {{"publicity_from", "2026-03-02"}});
  }
  void reach_election(const std::vector<std::int64_t>& members) {
    publicise(members);
    scene.district.set_today("2026-03-10");
    scene.step("selection", id, "begin_election");
  }

  /// A ballot with votes by member; not yet counted.
  std::int64_t ballot(const std::map<std::int64_t, int>& votes) {
    const auto ballot = scene.create("ballot", {{"selection", id}});
    scene.district.settle();
    for (const Json& vote : scene.list("vote", "ballot=" + std::to_string(ballot)))
      for (const auto& [member, count] : votes)
        if (value(vote, "candidate") == candidates[member]) scene.update("vote", vote["id"], {{"votes", count}});
    return ballot;
  }
  /// A counted ballot's outcome.
  std::string vote(const std::map<std::int64_t, int>& votes, int present = 9) {
    const auto id_of_ballot = ballot(votes);
    scene.step("ballot", id_of_ballot, "count", {{"present", present}});
    return scene.field("ballot", id_of_ballot, "outcome");
  }
  std::string candidate_state(std::int64_t member) { return scene.state("candidate", candidates[member]); }
};

}  // namespace liufa::cadre
