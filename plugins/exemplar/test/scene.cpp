#include "test/scene.hpp"

namespace liufa::exemplar {

Scene::Scene() {
  district.enable("exemplar");
  office = district.organisation("W", "区直机关工委", "working_committee");
  window = district.organisation("D1", "区税务局", "department", office, {{"sector", "window"}});
  economic = district.organisation("D2", "区发展改革委", "department", office, {{"sector", "economic"}});
  window_branch = district.organisation("B1", "税务局办税厅支部", "branch", window);
  branch = district.organisation("B2", "发改委机关支部", "branch", economic);
}

std::vector<std::int64_t> Scene::members(std::int64_t organisation, int count, const Json& fields) {
  std::vector<std::int64_t> ids;
  for (int at = 0; at < count; ++at) {
    const std::string code = "M" + std::to_string(++made_);
    ids.push_back(district.member(code, "党员" + code, organisation, fields));
  }
  return ids;
}

std::int64_t Scene::round(const Json& fields) {
  Json all{{"code", "2026"}, {"year", 2026}};
  all.update(fields);
  return create("round", all);
}

std::int64_t Scene::open_round(const Json& fields) {
  const std::int64_t id = round(fields);
  step("round", id, "open");
  return id;
}

std::int64_t Scene::nominate(std::int64_t round, std::int64_t member) {
  return create("nomination",
                {{"round", round}, {"member", member}, {"post", "办税服务岗"}, {"merits", "全年办件零差错"}});
}

std::int64_t Scene::accepted(std::int64_t round, std::int64_t member, const Json& review) {
  const std::int64_t id = nominate(round, member);
  step("nomination", id, "submit");
  step("nomination", id, "accept", review);
  return id;
}

void Scene::publicise(std::int64_t round) {
  district.set_today("2026-11-02");
  step("round", round, "start_review");
  step("round", round, "publicise");
}

std::int64_t Scene::model_post(std::int64_t member) {
  district.set_today("2026-10-08");
  const std::int64_t id = open_round({{"least", 1}});
  const std::int64_t nomination = accepted(id, member);
  publicise(id);
  district.set_today("2026-11-10");
  step("nomination", nomination, "name");
  return district.list("exemplar.model_post", "member=" + std::to_string(member)).at(0).at("id").get<std::int64_t>();
}

Json Scene::quota(std::int64_t round, std::int64_t organisation) {
  return district
      .list("exemplar.quota", "round=" + std::to_string(round) + "&organisation=" + std::to_string(organisation))
      .at(0);
}

bool Scene::is_due(const std::string& reminder) {
  const auto answer = district.request("GET", "/calendar");
  if (answer.status != 200) throw testing::Unexpected(answer);
  for (const Json& item : answer.body.at("items"))
    if (item.at("reminder") == "exemplar." + reminder) return true;
  return false;
}

void expect_refused(const std::function<void()>& act, const std::string& on_field, const std::string& english) {
  try {
    act();
    ADD_FAILURE() << "expected a refusal that says “" << english << "”";
  } catch (const testing::Unexpected& refused) {
    EXPECT_EQ(refused.answer().code(), "method.refused") << refused.what();
    EXPECT_EQ(refused.answer().body.value("field", ""), on_field);
    EXPECT_NE(refused.answer().detail().find(english), std::string::npos) << refused.what();
    EXPECT_FALSE(refused.answer().body["text"].value("zh", "").empty());
  }
}

}  // namespace liufa::exemplar
