#include "test/scenario.hpp"

namespace liufa::assessment {
namespace {

Json item(std::string_view code, std::string_view category, std::string_view kind, int points, const Json& more) {
  Json fields{{"code", code},
              {"name", "项目 " + std::string(code)},
              {"category", category},
              {"kind", kind},
              {"points", points}};
  fields.update(more);
  return fields;
}

/// 100 points: a heading, and below it one item of every scoring kind.
std::vector<Json> items() {
  return {
      item("1", "ideology", "heading", 30, Json::object()),
      item("1.1", "ideology", "judged", 20, {{"parent", "1"}}),
      item("1.2", "ideology", "deduction", 10, {{"parent", "1"}, {"step_points", 1.5}, {"evidence_required", true}}),
      item("2.1", "organisation", "addition", 10, {{"step_points", 2}}),
      item("2.2", "organisation", "threshold", 10,
           {{"direction", "lower"}, {"threshold", 3}, {"step", 1}, {"step_points", 0.5}}),
      item("3.1", "style", "proportional", 20, Json::object()),
      item("3.2", "style", "imported", 10, {{"stages", {"review"}}}),
      item("4.1", "institution", "rank", 20, {{"rank_table", "20/19/18"}, {"rank_beyond", 17}}),
  };
}

std::string rows_of(std::string_view stage, std::string_view judged) {
  std::string rows =
      "item,points,instances,measure,note" + std::string(stage == "self_check" ? ",evidence_place" : "") + "\n";
  rows += "1.1," + std::string(judged) + ",,,\n";
  rows += stage == "self_check" ? "1.2,,0,,,档案柜二\n" : "1.2,,0,,\n";
  rows += "2.1,,5,,\n2.2,,,3,\n3.1,,,40,\n4.1,,,6,\n";
  if (stage == "review") rows += "3.2,10,,,\n";
  return rows;
}

}  // namespace

Office::Office(int departments, bool enabled)
    : district(std::vector<std::string>{LIUFA_TEST_METHODS, ASSESSMENT_TEST_METHODS}) {
  if (enabled) district.enable("assessment");
  committee = district.organisation("W", "区直机关工委", "working_committee");
  for (int at = 1; at <= departments; ++at) {
    const std::string number = std::to_string(at);
    const auto department = district.organisation("D" + number, "部门" + number, "department", committee);
    branches.push_back(district.organisation("B" + number, "支部" + number, "branch", department));
  }
}

std::int64_t Office::draft(std::string_view code, int year, const Json& rules) {
  Json fields{{"code", code}, {"year", year}, {"name", std::to_string(year) + " 年标准"}};
  fields.update(rules);
  const auto id = district.create("assessment.standard", fields);
  for (Json each : items()) {
    each["standard"] = id;
    district.create("assessment.item", each);
  }
  return id;
}

std::int64_t Office::standard(std::string_view code, int year, const Json& rules) {
  const auto id = draft(code, year, rules);
  district.transition("assessment.standard", id, "publish");
  return id;
}

std::int64_t Office::open() {
  campaign = run("open_year", {{"year", 2026}}).at("campaign").get<std::int64_t>();
  return campaign;
}

std::int64_t Office::sheet(std::int64_t branch) {
  return district.list("assessment.sheet", "organisation=" + std::to_string(branch)).at(0).at("id").get<std::int64_t>();
}

void Office::score(std::int64_t branch, std::string_view stage, std::string_view judged, bool submit) {
  run("record_scores", {{"year", 2026},
                        {"organisation", branch},
                        {"stage", stage},
                        {"scores", rows_of(stage, judged)},
                        {"submit", submit}});
}

void Office::review_all(const std::vector<std::string>& judged) {
  for (const std::int64_t branch : branches) score(branch, "self_check", "20", true);
  district.transition("assessment.campaign", campaign, "start_review");
  for (std::size_t at = 0; at < branches.size(); ++at) score(branches[at], "review", judged.at(at), true);
}

Json Office::compute() { return run("compute", {{"year", 2026}}); }

Json Office::result(std::int64_t branch) {
  return district.list("assessment.result", "organisation=" + std::to_string(branch)).at(0);
}

namespace {

std::string path_of(std::string_view record) { return "/records/assessment/" + std::string(record); }

}  // namespace

Answer Office::try_step(std::string_view record, std::int64_t id, std::string_view step, const Json& fields) {
  return district.request("POST", path_of(record) + "/" + std::to_string(id) + "/transitions/" + std::string(step),
                          fields);
}

Answer Office::try_create(std::string_view record, const Json& fields) {
  return district.request("POST", path_of(record), fields);
}

Answer Office::try_update(std::string_view record, std::int64_t id, const Json& fields) {
  return district.request("PATCH", path_of(record) + "/" + std::to_string(id), fields, {{"if-match", "*"}});
}

std::string Office::refusal(std::string_view action, const Json& input) {
  try {
    run(action, input);
    return {};
  } catch (const testing::Unexpected& unexpected) {
    return unexpected.answer().detail();
  }
}

}  // namespace liufa::assessment
