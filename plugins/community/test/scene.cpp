#include "test/scene.hpp"

namespace liufa::community {
namespace {

std::string full(std::string_view record) { return "community." + std::string(record); }

std::vector<std::string> folders(bool neighbour) {
  std::vector<std::string> all{LIUFA_TEST_METHODS};
  if (neighbour) all.emplace_back(COMMUNITY_TEST_METHODS);
  return all;
}

}  // namespace

Scene::Scene(bool neighbour) : district(folders(neighbour)) {
  district.enable("community");
  const auto committee = district.organisation("W", "区直机关工委", "working_committee");
  branch = district.organisation("B1", "发改委支部", "branch", committee);
  other_branch = district.organisation("B2", "司法局支部", "branch", committee);
  const auto street = district.organisation("T1", "几江街道", "town");
  east = district.organisation("C1", "东门社区", "community", street);
  west = district.organisation("C2", "西门社区", "community", street);
  village = district.organisation("V1", "石门村", "village", street);
  wang = district.member("M1", "王", branch, {{"born_on", "1980-05-01"}});
  li = district.member("M2", "李", branch);
  zhao = district.member("M3", "赵", other_branch);
  district.settle();
}

void Scene::consent(std::int64_t member, std::int64_t community) {
  district.create("privacy.consent",
                  {{"member", member}, {"recipient", community}, {"handover", "community.report_in.report"}});
}

std::int64_t Scene::reported_in(std::int64_t member, std::int64_t community, const Json& more) {
  consent(member, community);
  Json fields{{"member", member}, {"home", community}};
  fields.update(more);
  const auto id = create("report_in", fields);
  step("report_in", id, "report");
  step("report_in", id, "confirm");
  return id;
}

std::int64_t Scene::kind(std::string_view code) {
  return one("post_kind", "code=" + std::string(code)).at("id").get<std::int64_t>();
}

std::int64_t Scene::need(std::int64_t community, std::string_view code, const Json& more) {
  Json fields{{"community", community}, {"kind", kind(code)}, {"title", "需求"}};
  fields.update(more);
  return create("need", fields);
}

std::int64_t Scene::opening_of(std::string_view record, std::int64_t id) {
  return field(record, id, "opening").get<std::int64_t>();
}

std::int64_t Scene::claim(std::int64_t need, std::int64_t member) {
  return create("claim", {{"opening", opening_of("need", need)}, {"member", member}});
}

std::int64_t Scene::held_claim(std::int64_t need, std::int64_t member) {
  const auto id = claim(need, member);
  step("claim", id, "confirm");
  return id;
}

std::int64_t Scene::service(std::int64_t member, std::string_view code, std::string_view day, double hours) {
  return create("service", {{"member", member}, {"kind", kind(code)}, {"held_on", day}, {"hours", hours}});
}

std::int64_t Scene::create(std::string_view record, const Json& fields) {
  return district.create(full(record), fields);
}

void Scene::step(std::string_view record, std::int64_t id, std::string_view step, const Json& fields) {
  district.transition(full(record), id, step, fields);
}

std::string Scene::state(std::string_view record, std::int64_t id) {
  return district.read(full(record), id).value("state", "");
}

Json Scene::field(std::string_view record, std::int64_t id, std::string_view field) {
  const Json found = district.read(full(record), id);
  const Json& fields = found.contains("fields") ? found.at("fields") : found;
  return fields.contains(field) ? fields.at(std::string(field)) : Json();
}

Json Scene::run(std::string_view action, const Json& input) { return district.run("community", action, input); }

Json Scene::one(std::string_view record, std::string_view query) {
  const auto all = district.list(full(record), query);
  if (all.empty()) return nullptr;
  EXPECT_EQ(all.size(), 1U) << record << " " << query;
  return all.front();
}

}  // namespace liufa::community
