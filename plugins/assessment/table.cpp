#include "table.hpp"

#include "fields.hpp"

namespace liufa::assessment {
namespace {

Json number(std::int64_t scaled, int scale = points_scale) { return Json::parse(decimal_text(scaled, scale)); }

Json optional_points(const std::optional<Exact>& points) {
  return points ? number(round_half_up(*points)) : Json(nullptr);
}

/// What was written down, as it was: the points at a stage follow from it by the item's rule.
Json entries_of(const Sheet& sheet, const std::string& code) {
  Json entries = Json::array();
  const auto found = sheet.entries.find(code);
  if (found == sheet.entries.end()) return entries;
  for (const Entry& entry : found->second) {
    Json each{{"stage", word(stage_words, entry.stage)}, {"occasion", entry.occasion}};
    if (entry.points) each["points"] = number(*entry.points);
    if (entry.instances) each["instances"] = *entry.instances;
    if (entry.measure) each["measure"] = number(*entry.measure, measure_scale);
    entries.push_back(std::move(each));
  }
  return entries;
}

Json row_of(const Item& item, const Line& line, const Sheet& sheet) {
  const std::int64_t points = round_half_up(line.points);
  const bool loses = item.part == Part::base && line.scored;
  Json row{{"item", item.code},
           {"name", item.name},
           {"name_en", item.name_en},
           {"parent", item.parent},
           {"category", word(category_words, item.category)},
           {"part", word(part_words, item.part)},
           {"kind", word(kind_words, item.kind)},
           {"standard", number(item.points)}};
  for (std::size_t at = 0; at < stage_count; ++at) row[std::string(stage_words[at])] = optional_points(line.stages[at]);
  if (item.part == Part::penalty)
    row["deducted"] = number(points);
  else
    row["deducted"] = loses && item.points > points ? number(item.points - points) : number(0);
  row["points"] = number(item.part == Part::penalty ? -points : points);
  row["scored"] = line.scored;
  row["entries"] = entries_of(sheet, item.code);
  return row;
}

}  // namespace

Json table_of(const Standard& standard, const Sheet& sheet, const Result& result) {
  Json rows = Json::array();
  for (std::size_t at = 0; at < standard.items.size(); ++at)
    rows.push_back(row_of(standard.items[at], result.lines[at], sheet));
  return rows;
}

Json table_columns(bool with_facts) {
  Json columns = Json::array({{{"id", "item"}, {"zh", "编号"}, {"en", "Code"}},
                              {{"id", "name"}, {"zh", "项目"}, {"en", "Item"}},
                              {{"id", "standard"}, {"zh", "标准分"}, {"en", "Points"}},
                              {{"id", "self_check"}, {"zh", "自查分"}, {"en", "Self-check"}},
                              {{"id", "spot_check"}, {"zh", "抽查分"}, {"en", "Spot checks"}},
                              {{"id", "review"}, {"zh", "考评分"}, {"en", "Review"}},
                              {{"id", "deducted"}, {"zh", "扣分"}, {"en", "Deducted"}},
                              {{"id", "points"}, {"zh", "得分"}, {"en", "Score"}}});
  if (with_facts) columns.insert(columns.begin() + 3, Json{{"id", "facts"}, {"zh", "事实"}, {"en", "Facts"}});
  return columns;
}

}  // namespace liufa::assessment
