/// Standards and their items: versioned data. A draft may be changed; what is published stands.
#include "rules/standard.hpp"

#include <algorithm>

#include "fields.hpp"
#include "handlers.hpp"
#include "reading.hpp"

namespace liufa::assessment {
namespace {

/// A draft that says nothing about these takes the district's settings, once: later changes of a setting don't reach
/// it.
void fill_from_settings(Change& change) {
  for (const char* name : {"self_weight", "spot_weight", "review_weight", "pass_score", "basic_score",
                           "excellent_score", "good_score", "fair_score", "advanced_share"})
    if (!is_given(change.after(), name)) change.set(name, change.settings().at(name));
  if (!is_given(change.after(), "edition")) change.set("edition", 1);
}

std::string state_of_standard(Call& call, std::int64_t id) {
  return call.query_text("SELECT state FROM assessment_standard WHERE id = $1", {id}).value_or("");
}

void require_draft(Call& call, std::int64_t standard) {
  if (state_of_standard(call, standard) != "published") return;
  Call::refuse("",
               {"已发布的考核标准及其项目不能修改；请用“修订标准”复制为新草稿后再改",
                "a published standard and its items can't be changed; copy it as a new draft with the action “revise” "
                "and change that"});
}

std::string list_of(const std::vector<Finding>& findings, bool english) {
  std::string text;
  for (std::size_t at = 0; at < findings.size(); ++at)
    text += fmt::format("{}({}) {}",
                        at == 0   ? ""
                        : english ? "; "
                                  : "；",
                        at + 1, english ? findings[at].en : findings[at].zh);
  return text;
}

void check_publishing(Change& change) {
  const auto findings = check_standard(read_standard(change, *change.id()));
  if (findings.empty()) return;
  Call::refuse(
      "",
      {fmt::format("考核标准还不能发布，有 {} 处需要更正：{}。更正后再发布", findings.size(), list_of(findings, false)),
       fmt::format("the standard can't be published yet, {} things to put right: {}. Publish it again after that",
                   findings.size(), list_of(findings, true))});
}

void check_heading(Change& change, std::int64_t standard) {
  const std::string parent = text_in(change.after(), "parent");
  if (parent.empty()) return;
  const auto heading = read_item(change, standard, parent);
  const std::string code = text_in(change.after(), "code");
  if (parent == code || !heading || heading->kind != Kind::heading)
    Call::refuse("parent",
                 {fmt::format("上级项目 {} 应为同一标准中的大项（计分方式 heading），请先建立该大项", parent),
                  fmt::format("the heading {} above must be an item of kind “heading” in the same standard; create "
                              "it first",
                              parent)});
  // Upwards until the top: a heading may not stand below itself.
  auto above = heading;
  for (int steps = 0; above && steps < 20; ++steps) {
    if (above->parent == code)
      Call::refuse("parent", {fmt::format("大项 {} 不能放在自己的下级项目 {} 之下", code, parent),
                              fmt::format("heading {} can't stand below {}, which is below it", code, parent)});
    if (above->parent.empty()) break;
    above = read_item(change, standard, above->parent);
  }
}

void check_item_input(Change& change) {
  const std::int64_t standard = integer_in(change.after(), "standard").value_or(0);
  require_draft(change, standard);
  check_heading(change, standard);
  const std::string table = text_in(change.after(), "rank_table");
  if (!parse_rank_table(table))
    Call::refuse("rank_table",
                 {fmt::format("名次分值应为用斜线或逗号隔开的分数，如 60/57/54/51/48，填报为“{}”", table),
                  fmt::format("the points of the ranks must be points separated by slashes or commas, such as "
                              "60/57/54/51/48, found “{}”",
                              table)});
}

/// Tells a form, or whoever prepares a table, what to ask for.
void name_input(Change& change) {
  const Json& after = change.after();
  const auto kind = from_word<Kind>(kind_words, text_in(after, "kind"));
  Item item;
  item.kind = kind.value_or(Kind::judged);
  if (item.kind == Kind::heading) return change.set("scored_by", nullptr);
  change.set("scored_by", item.is_measured() ? "measure" : item.counts_instances() ? "instances" : "points");
}

void check_item_change(Change& change) {
  check_item_input(change);
  name_input(change);
}

/// The columns that a revision takes over as they are; decimals come scaled and go back as text.
struct Column {
  const char* name;
  enum class As { text, integer, boolean, points, measure, list } as;
};

constexpr Column standard_columns[] = {{"name_en", Column::As::text},
                                       {"basis", Column::As::text},
                                       {"full_points", Column::As::points},
                                       {"self_weight", Column::As::points},
                                       {"spot_weight", Column::As::points},
                                       {"review_weight", Column::As::points},
                                       {"missing_stage", Column::As::text},
                                       {"pass_score", Column::As::points},
                                       {"basic_score", Column::As::points},
                                       {"zero_category_fails", Column::As::boolean},
                                       {"excellent_score", Column::As::points},
                                       {"good_score", Column::As::points},
                                       {"fair_score", Column::As::points},
                                       {"advanced_share", Column::As::points},
                                       {"advanced_score", Column::As::points},
                                       {"bonus_cap", Column::As::points},
                                       {"rounding", Column::As::integer},
                                       {"ranking", Column::As::text},
                                       {"name", Column::As::text},
                                       {"code", Column::As::text},
                                       {"edition", Column::As::integer},
                                       {"year", Column::As::integer}};

constexpr Column item_columns[] = {{"code", Column::As::text},
                                   {"parent", Column::As::text},
                                   {"position", Column::As::integer},
                                   {"category", Column::As::text},
                                   {"name", Column::As::text},
                                   {"name_en", Column::As::text},
                                   {"goal", Column::As::text},
                                   {"content", Column::As::text},
                                   {"part", Column::As::text},
                                   {"kind", Column::As::text},
                                   {"points", Column::As::points},
                                   {"floor", Column::As::points},
                                   {"step_points", Column::As::points},
                                   {"rank_table", Column::As::text},
                                   {"rank_beyond", Column::As::points},
                                   {"direction", Column::As::text},
                                   {"threshold", Column::As::measure},
                                   {"step", Column::As::measure},
                                   {"step_counting", Column::As::text},
                                   {"stages", Column::As::list},
                                   {"occasions", Column::As::integer},
                                   {"evidence", Column::As::text},
                                   {"evidence_required", Column::As::boolean},
                                   {"facts", Column::As::list},
                                   {"fact_grades", Column::As::list},
                                   {"fact_counting", Column::As::text},
                                   {"method", Column::As::text},
                                   {"note", Column::As::text}};

Json value_of(const Row& row, std::size_t at, Column::As as) {
  if (row.is_null(at)) return nullptr;
  switch (as) {
    case Column::As::text: return std::string(row.text(at));
    case Column::As::integer: return row.integer(at);
    case Column::As::boolean: return row.integer(at) != 0;
    case Column::As::points: return decimal_text(row.integer(at));
    case Column::As::measure: return decimal_text(row.integer(at), measure_scale);
    case Column::As::list: return Json::parse(row.text(at));
  }
  return nullptr;
}

template <std::size_t count>
std::vector<Json> copies(Call& call, const Column (&columns)[count], const std::string& rest, std::int64_t id) {
  std::string sql = "SELECT ";
  for (std::size_t at = 0; at < count; ++at) sql += (at == 0 ? "" : ", ") + std::string(columns[at].name);
  std::vector<Json> records;
  call.query(sql + rest, {id}, [&](const Row& row) {
    Json record = Json::object();
    for (std::size_t at = 0; at < count; ++at)
      if (Json value = value_of(row, at, columns[at].as); !value.is_null()) record[columns[at].name] = std::move(value);
    records.push_back(std::move(record));
  });
  return records;
}

std::int64_t named_standard(Call& call) {
  const Json& name = call.input().at("standard");
  const auto id =
      name.is_string()
          ? call.query_integer("SELECT id FROM assessment_standard WHERE code = $1", {name.get<std::string>()})
          : call.query_integer("SELECT id FROM assessment_standard WHERE id = $1", {name.get<std::int64_t>()});
  if (!id)
    Call::refuse("standard", {fmt::format("没有找到考核标准 {}，请填编号或代码", name.dump()),
                              fmt::format("there is no standard {}; give its id or code", name.dump())});
  return *id;
}

void revise(Call& call) {
  const std::int64_t previous = named_standard(call);
  const std::int64_t year = integer_in(call.input(), "year").value_or(0);
  Json next = copies(call, standard_columns, " FROM assessment_standard WHERE id = $1", previous).front();
  const std::vector<Json> items =
      copies(call, item_columns,
             " FROM assessment_item WHERE standard = $1 AND dropped = 0 ORDER BY position, code, id", previous);
  const std::int64_t edition = next.at("edition").get<std::int64_t>() + 1;
  const std::string code = text_in(call.input(), "code");
  const std::string name = text_in(call.input(), "name");
  if (name.empty() && year == next.at("year").get<std::int64_t>())
    Call::refuse("name",
                 {fmt::format("同一年度（{}）内修订应另取名称，以便区分，请填写 name", year),
                  fmt::format("a revision within the same year ({}) needs a name of its own; give “name”", year)});
  next["previous"] = previous;
  next["edition"] = edition;
  next["code"] = code.empty() ? fmt::format("{}-{}", year, edition) : code;
  if (!name.empty()) next["name"] = name;
  next["year"] = year;
  std::int64_t id = 0;
  call.write([&] {
    id = call.create("standard", next);
    for (Json item : items) {
      item["standard"] = id;
      call.create("item", item);
    }
  });
  call.answer({{"standard", id}, {"code", next["code"]}, {"edition", edition}, {"items", items.size()}});
}

void tell_findings(Call& call) {
  Json findings = Json::array();
  for (const Finding& finding : check_standard(read_standard(call, named_standard(call))))
    findings.push_back({{"zh", finding.zh}, {"en", finding.en}});
  call.answer({{"publishable", findings.empty()}, {"findings", findings}});
}

}  // namespace

void register_standard(Setup& at) {
  at.before("standard.create", fill_from_settings);
  at.before("standard.update", [](Change& change) { require_draft(change, *change.id()); });
  at.before("standard.publish", check_publishing);
  at.before("item.create", check_item_change);
  at.before("item.update", check_item_change);
  at.action("revise", revise);
  at.action("check_standard", tell_findings);
}

}  // namespace liufa::assessment
