#include "reading.hpp"

#include <map>

#include "fields.hpp"

namespace liufa::assessment {
namespace {

constexpr std::string_view campaign_columns =
    "SELECT id, year, standard, code, state, self_check_until, publicity_from, publicity_until, computations "
    "FROM assessment_campaign ";

std::vector<Campaign> campaigns_where(Call& call, const std::string& condition, const Parameter& parameter) {
  std::vector<Campaign> found;
  call.query(std::string(campaign_columns) + condition, {parameter}, [&](const Row& row) {
    found.push_back({row.integer(0), row.integer(1), row.integer(2), std::string(row.text(3)), std::string(row.text(4)),
                     std::string(row.text(5)), std::string(row.text(6)), std::string(row.text(7)), row.integer(8)});
  });
  return found;
}

constexpr std::string_view item_columns =
    "SELECT code, parent, name, name_en, category, part, kind, points, floor, step_points, rank_table, rank_beyond, "
    "direction, threshold, step, step_counting, stages, occasions, facts, fact_grades, fact_counting, id, "
    "standard FROM assessment_item ";

std::array<bool, stage_count> stages_of(std::string_view json) {
  std::array<bool, stage_count> stages{};
  const Json list = Json::parse(json, nullptr, false);
  if (!list.is_array()) return stages;
  for (const Json& each : list)
    if (const auto stage = from_word<Stage>(stage_words, each.get<std::string>()))
      stages[static_cast<std::size_t>(*stage)] = true;
  return stages;
}

std::vector<std::string> words_of(std::string_view json) {
  const Json list = Json::parse(json, nullptr, false);
  return list.is_array() ? list.get<std::vector<std::string>>() : std::vector<std::string>{};
}

Item item_in(const Row& row) {
  Item item;
  item.code = row.text(0);
  item.parent = row.text(1);
  item.name = row.text(2);
  item.name_en = row.text(3);
  item.category = from_word<Category>(category_words, row.text(4)).value_or(Category::ideology);
  item.part = from_word<Part>(part_words, row.text(5)).value_or(Part::base);
  item.kind = from_word<Kind>(kind_words, row.text(6)).value_or(Kind::judged);
  item.points = row.integer(7);
  item.floor = row.integer(8);
  item.step_points = row.integer(9);
  item.rank_points = parse_rank_table(row.text(10)).value_or(std::vector<std::int64_t>{});
  item.rank_beyond = row.integer(11);
  item.lower_is_better = row.text(12) == "lower";
  item.limit = row.integer(13);
  item.step = row.integer(14);
  item.begun_step_counts = row.text(15) == "begun";
  item.stages = stages_of(row.text(16));
  item.occasions = row.is_null(17) ? 1 : row.integer(17);
  item.facts = words_of(row.text(18));
  item.fact_grades = words_of(row.text(19));
  item.fact_counting = from_word<FactCounting>(fact_counting_words, row.text(20)).value_or(FactCounting::number);
  return item;
}

Rules read_rules(Call& call, std::int64_t standard) {
  Rules rules;
  call.query(
      "SELECT full_points, self_weight, spot_weight, review_weight, missing_stage, pass_score, basic_score, "
      "zero_category_fails, excellent_score, good_score, fair_score, advanced_share, advanced_score, bonus_cap, "
      "rounding, ranking FROM assessment_standard WHERE id = $1",
      {standard}, [&](const Row& row) {
        rules.full_points = row.integer(0);
        rules.weights = {row.integer(1), row.integer(2), row.integer(3)};
        rules.missing_stage_is_zero = row.text(4) == "zero";
        rules.pass_score = row.integer(5);
        rules.basic_score = row.integer(6);
        rules.zero_category_fails = row.integer(7) != 0;
        rules.grades = {row.integer(8), row.integer(9), row.integer(10)};
        rules.advanced_share = row.integer(11);
        rules.advanced_score = row.integer(12);
        rules.bonus_cap = integer_at(row, 13);
        rules.digits = static_cast<int>(row.integer(14));
        rules.rank_within_division = row.text(15) == "division";
      });
  return rules;
}

Decision decision_of(std::string_view word) {
  return word == "named" ? Decision::named : word == "denied" ? Decision::denied : Decision::none;
}

}  // namespace

Campaign read_campaign(Call& call, std::int64_t id) {
  auto found = campaigns_where(call, "WHERE id = $1", id);
  if (found.empty())
    Call::refuse("campaign",
                 {fmt::format("没有编号为 {} 的年度考核", id), fmt::format("there is no assessment year {}", id)});
  return std::move(found.front());
}

std::optional<Campaign> find_campaign(Call& call) {
  const Json& input = call.input();
  std::vector<Campaign> found;
  if (is_given(input, "campaign")) {
    const Json& name = input.at("campaign");
    found = name.is_string() ? campaigns_where(call, "WHERE code = $1", name.get<std::string>())
                             : campaigns_where(call, "WHERE id = $1", name.get<std::int64_t>());
  } else if (const auto year = integer_in(input, "year")) {
    found = campaigns_where(call, "WHERE year = $1 ORDER BY id", *year);
    if (found.size() > 1)
      Call::refuse("campaign",
                   {fmt::format("{} 年有 {} 个年度考核，请用 campaign 指明代码（如 {}）", *year, found.size(),
                                found.front().code),
                    fmt::format("{} has {} assessment years; name one by its code with “campaign” (such as {})", *year,
                                found.size(), found.front().code)});
  } else {
    Call::refuse("campaign", {"请用 year（年度）或 campaign（年度考核的编号或代码）指明是哪一年的考核",
                              "say which assessment year is meant: give “year”, or “campaign” with its id or code"});
  }
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

Campaign named_campaign(Call& call) {
  auto found = find_campaign(call);
  if (!found) {
    const Json& input = call.input();
    const std::string name = input.contains("campaign") ? input.at("campaign").dump() : input.at("year").dump();
    Call::refuse("campaign", {fmt::format("没有找到年度考核 {}，请先启动年度考核（open_year）", name),
                              fmt::format("there is no assessment year {}; open it first (action open_year)", name)});
  }
  return std::move(*found);
}

std::int64_t named_organisation(Call& call, const Json& name) {
  std::optional<std::int64_t> id;
  if (name.is_string())
    id = call.query_integer("SELECT id FROM directory_organisation WHERE code = $1", {name.get<std::string>()});
  else if (name.is_number_integer())
    id = call.query_integer("SELECT id FROM directory_organisation WHERE id = $1", {name.get<std::int64_t>()});
  if (!id)
    Call::refuse("organisation", {fmt::format("没有找到组织 {}，请填组织编号或代码", name.dump()),
                                  fmt::format("there is no organisation {}; give its id or code", name.dump())});
  return *id;
}

Standard read_standard(Call& call, std::int64_t standard) {
  Standard read;
  read.rules = read_rules(call, standard);
  call.query(std::string(item_columns) + "WHERE standard = $1 AND dropped = 0 ORDER BY position, code, id", {standard},
             [&](const Row& row) { read.items.push_back(item_in(row)); });
  return read;
}

std::optional<Item> read_item(Call& call, std::int64_t standard, const std::string& code) {
  std::optional<Item> found;
  call.query(std::string(item_columns) + "WHERE standard = $1 AND dropped = 0 AND code = $2", {standard, code},
             [&](const Row& row) { found = item_in(row); });
  return found;
}

std::vector<Campaign> read_open_campaigns(Call& call, std::int64_t campaign) {
  return campaigns_where(call, "WHERE state <> 'frozen' AND (id = $1 OR $1 = 0) ORDER BY id", campaign);
}

std::vector<FactItem> read_fact_items(Call& call, std::int64_t campaign) {
  std::vector<FactItem> found;
  call.query(
      std::string(item_columns) +
          "WHERE dropped = 0 AND facts IS NOT NULL AND standard IN (SELECT c.standard FROM assessment_campaign c "
          "WHERE c.state <> 'frozen' AND (c.id = $1 OR $1 = 0)) ORDER BY standard, position, code, id",
      {campaign}, [&](const Row& row) {
        found.push_back({row.integer(21), row.integer(22), item_in(row)});
      });
  return found;
}

std::vector<Sheet> read_sheets(Call& call, std::int64_t campaign) {
  std::vector<Sheet> sheets;
  std::map<std::int64_t, std::size_t> position;
  call.query(
      "SELECT s.id, s.organisation, s.division, s.advanced_decision FROM assessment_sheet s "
      "JOIN directory_organisation o ON o.id = s.organisation "
      "WHERE s.campaign = $1 AND s.state <> 'excluded' ORDER BY o.code, s.id",
      {campaign}, [&](const Row& row) {
        position[row.integer(0)] = sheets.size();
        sheets.push_back({row.integer(0), row.integer(1), std::string(row.text(2)), decision_of(row.text(3)), {}});
      });
  call.query(
      "SELECT sheet, item_code, 'self_check', 1, points, instances, measure FROM assessment_self_score "
      "WHERE campaign = $1 UNION ALL "
      "SELECT sheet, item_code, stage, occasion, points, instances, measure FROM assessment_score "
      "WHERE campaign = $1 AND withdrawn = 0 ORDER BY 1, 2, 3, 4",
      {campaign}, [&](const Row& row) {
        const auto sheet = position.find(row.integer(0));
        if (sheet == position.end()) return;
        const Stage stage = from_word<Stage>(stage_words, row.text(2)).value_or(Stage::review);
        sheets[sheet->second].entries[std::string(row.text(1))].push_back(
            {stage, row.integer(3), integer_at(row, 4), integer_at(row, 5), integer_at(row, 6)});
      });
  return sheets;
}

void require_not_frozen(const Campaign& campaign, const Finding& what) {
  if (campaign.state != "frozen") return;
  Call::refuse("",
               {fmt::format("{} 年考核结果已定格，不能再{}；如需更正，请在考核结果上添加“定格后批注”并写明理由",
                            campaign.year, what.zh),
                fmt::format("the results of {} are final, so {} is no longer possible; to correct something, add an "
                            "annotation with its reason to the result",
                            campaign.year, what.en)});
}

}  // namespace liufa::assessment
