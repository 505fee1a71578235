/// A contest of party-day activities for the tests.
#pragma once

#include "test/scene.hpp"

namespace liufa::exemplar {

/// A contest with an entry of each of so many branches, accepted, and jurors from elsewhere.
struct Fair {
  explicit Fair(int branches = 2, const Json& rules = Json::object(), int jurors = 3) {
    scene.district.set_today("2026-11-02");
    Json all{{"code", "2026"}, {"year", 2026}};
    all.update(rules);
    contest = scene.create("contest", all);
    scene.step("contest", contest, "open");
    for (int at = 1; at <= branches; ++at) {
      const std::string number = std::to_string(at);
      const auto department = scene.district.organisation("E" + number, "单位" + number, "department", scene.office);
      organisations.push_back(
          scene.district.organisation("EB" + number, "单位" + number + "支部", "branch", department));
      entries.push_back(enter(organisations.back()));
      scene.step("entry", entries.back(), "submit");
      scene.step("entry", entries.back(), "accept");
    }
    for (int at = 1; at <= jurors; ++at) judges.push_back(expert("专家" + std::to_string(at)));
  }
  std::int64_t enter(std::int64_t organisation, const Json& fields = Json::object()) {
    Json all{{"contest", contest},      {"organisation", organisation}, {"theme", "走进社区"},
             {"held_on", "2026-07-01"}, {"plan", "与社区联合开展"},     {"effect", "解决 12 件实事"},
             {"participants", 30}};
    all.update(fields);
    return scene.create("entry", all);
  }
  std::int64_t expert(const std::string& name) { return scene.create("juror", {{"contest", contest}, {"name", name}}); }
  void judging() { scene.step("contest", contest, "start_judging"); }
  Json draw(int seed = 7) { return scene.run("assign_jurors", {{"contest", contest}, {"seed", seed}}); }
  std::vector<Json> sheets(const std::string& more = "") {
    return scene.district.list("exemplar.score", "contest=" + std::to_string(contest) + more);
  }
  /// Every open sheet of an entry gets these points in both dimensions.
  void score(std::int64_t entry, double points) {
    for (const Json& sheet : sheets("&state=assigned&entry=" + std::to_string(entry)))
      scene.step("score", sheet.at("id").get<std::int64_t>(), "give",
                 {{"typicality", points}, {"effect_score", points}});
  }
  Json compute() { return scene.run("compute", {{"contest", contest}}); }
  Scene scene;
  std::int64_t contest = 0;
  std::vector<std::int64_t> organisations;
  std::vector<std::int64_t> entries;
  std::vector<std::int64_t> judges;
};

}  // namespace liufa::exemplar
