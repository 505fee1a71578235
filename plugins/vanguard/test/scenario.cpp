#include "test/scenario.hpp"

namespace liufa::vanguard {
namespace {

std::string path_of(std::string_view record) { return "/records/vanguard/" + std::string(record); }

std::string text_of(const Answer& answer) {
  EXPECT_GE(answer.status, 400) << "it was not refused: " << answer.body.dump();
  return answer.detail() + " [" + answer.code() + "]";
}

}  // namespace

::testing::AssertionResult says(const std::string& refusal, std::string_view text) {
  if (refusal.find(text) != std::string::npos) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "expected “" << text << "” in “" << refusal << "”";
}

Office::Office(int count) : district(folders()) {
  district.set_today(today);
  district.enable("vanguard");
  const auto committee = district.organisation("W", "区直机关工委", "working_committee");
  branch = district.organisation("B1", "第一党支部", "branch", committee);
  other_branch = district.organisation("B2", "第二党支部", "branch", committee);
  for (int at = 1; at <= count; ++at)
    members.push_back(district.member("M" + std::to_string(at), "党员" + std::to_string(at), branch));
  stranger = district.member("S1", "外支部党员", other_branch);
  settle();  // before the year begins, so that nobody has an index for having been registered
}

void Office::indicator(std::int64_t rules, std::string_view code, std::string_view group, const Json& more) {
  Json fields{{"rule_set", rules}, {"code", code}, {"group_code", group}, {"name", "指标 " + std::string(code)}};
  fields.update(more);
  district.create("vanguard.indicator", fields);
}

std::int64_t Office::draft(std::string_view code, const Json& changes) {
  Json fields{{"code", code},
              {"name", "计分规则 " + std::string(code)},
              {"class", "all"},
              {"from_year", 2026},
              {"excellent_from", 90}};
  fields.update(changes);
  const auto id = district.create("vanguard.rule_set", fields);
  const auto group = [&](std::string_view name, std::string_view kind, const Json& cap) {
    district.create("vanguard.indicator_group",
                    {{"rule_set", id}, {"code", name}, {"name", name}, {"kind", kind}, {"cap", cap}});
  };
  group("life", "earns", 12);
  group("work", "earns", nullptr);
  group("minus", "deducts", 20);
  group("honour", "bonus", nullptr);
  indicator(id, "meeting", "life", {{"points", 2}});
  indicator(id, "study", "work", {{"points", 1.5}, {"counting", "quantity"}, {"most", 30}});
  indicator(id, "service", "work", {{"points", 10}, {"source", "diary.activity"}});
  indicator(id, "late", "minus", {{"points", 3}});
  indicator(id, "award", "honour",
            {{"tiers", "central=8/provincial=6/municipal=4"}, {"approval", "office"}, {"evidence_required", true}});
  indicator(id, "sanction", "minus", {{"effect", "veto"}});
  indicator(id, "relapse", "minus", {{"effect", "reset"}});
  return id;
}

std::int64_t Office::rules(std::string_view code, const Json& changes) {
  const auto id = draft(code, changes);
  step("rule_set", id, "enact");
  return id;
}

std::int64_t Office::start(int year, const Json& more) {
  if (district.list("vanguard.rule_set", "state=in_force").empty()) rules();
  Json fields{{"year", year}};
  fields.update(more);
  const auto id = district.create("vanguard.year", fields);
  step("year", id, "start");
  return id;
}

std::int64_t Office::hand_in(std::int64_t member, std::string_view item, const Json& more) {
  static int number = 0;
  Json fields{{"member", member}, {"item", item}, {"held_on", today}, {"content", "事项 " + std::to_string(++number)}};
  if (item == "award") fields.update(Json{{"grade", "municipal"}, {"evidence_place", "档案柜一"}});
  fields.update(more);
  return district.create("vanguard.entry", fields);
}

std::int64_t Office::accepted(std::int64_t member, std::string_view item, const Json& more) {
  const auto id = hand_in(member, item, more);
  if (item == "award" || item == "sanction" || item == "relapse") {
    step("entry", id, "review");
    step("entry", id, "approve");
  } else {
    step("entry", id, "accept");
  }
  return id;
}

void Office::earn(std::int64_t member, std::string_view item, int times) {
  for (int at = 0; at < times; ++at) accepted(member, item);
}

void Office::step(std::string_view record, std::int64_t id, std::string_view step, const Json& fields) {
  district.transition("vanguard." + std::string(record), id, step, fields);
}

std::int64_t Office::year_id(int year) {
  return district.list("vanguard.year", "year=" + std::to_string(year)).at(0).at("id").get<std::int64_t>();
}

void Office::publish(int year) {
  if (district.read("vanguard.year", year_id(year)).at("state") == "recording")
    step("year", year_id(year), "start_appraisal");
  run("publish", {{"year", year}});
}

void Office::freeze(int year) {
  publish(year);
  district.set_today(std::to_string(year + 1) + "-02-01");
  step("year", year_id(year), "freeze");
  settle();
}

void settle(testing::District& district) {
  // What people did, what the method did about it, and what follows from that: a fact, its entry, the index.
  for (int generation = 0; generation < 3; ++generation) district.settle();
}

Json Office::index(std::int64_t member, int year) {
  settle();
  const auto found =
      district.list("vanguard.index", "member=" + std::to_string(member) + "&year=" + std::to_string(year));
  return found.empty() ? Json(nullptr) : found.front();
}

void Office::account(std::string_view login, std::string_view role, std::int64_t organisation, std::int64_t member) {
  Json fields{{"login", login}, {"name", login}};
  if (member != 0) fields["member"] = member;
  const auto id = district.create("access.account", fields);
  Json post{{"account", id}, {"role", role}};
  if (organisation != 0) post["organisation"] = organisation;
  district.create("access.post", post);
}

std::string Office::refused_create(std::string_view record, const Json& fields) {
  return text_of(district.request("POST", path_of(record), fields));
}

std::string Office::refused_step(std::string_view record, std::int64_t id, std::string_view step, const Json& fields) {
  return text_of(district.request(
      "POST", path_of(record) + "/" + std::to_string(id) + "/transitions/" + std::string(step), fields));
}

std::string Office::refused_update(std::string_view record, std::int64_t id, const Json& fields) {
  return text_of(district.request("PATCH", path_of(record) + "/" + std::to_string(id), fields, {{"if-match", "*"}}));
}

std::string Office::refused_run(std::string_view action, const Json& input) {
  try {
    run(action, input);
    ADD_FAILURE() << action << " was not refused";
    return {};
  } catch (const testing::Unexpected& unexpected) {
    return unexpected.answer().detail() + " [" + unexpected.answer().code() + "]";
  }
}

}  // namespace liufa::vanguard
