#include <fmt/format.h>

#include "fields.hpp"
#include "handlers.hpp"
#include "rules/paper.hpp"
#include "standing.hpp"

/// 一单一卡一回执: what offices still hang on the wall and file, made from what is recorded.
namespace liufa::community {
namespace {

struct ReportIn {
  std::int64_t id = 0;
  std::int64_t member = 0;
  std::int64_t organisation = 0;
  std::int64_t community = 0;
  std::string name;
  std::string organisation_name;
  std::string home_name;
  std::vector<std::string> skills;
  std::vector<std::string> interests;
  std::vector<std::string> times;
  std::string reported_on;
  std::string confirmed_on;
  std::string receipt;
};

std::string time_word(const std::string& id) {
  if (id == "workday") return "工作日白天";
  if (id == "evening") return "工作日晚间";
  if (id == "saturday") return "星期六";
  if (id == "sunday") return "星期日";
  return "节假日";
}

ReportIn read_report_in(Call& call, std::int64_t id) {
  ReportIn found;
  Json interests;
  call.query(
      "SELECT r.id, r.member, r.organisation, r.community, r.member_name, o.name, h.name, r.skills, r.interests,"
      " r.times, r.reported_on, r.confirmed_on, r.receipt FROM community_report_in r"
      " LEFT JOIN directory_organisation o ON o.id = r.organisation"
      " LEFT JOIN directory_organisation h ON h.id = r.home WHERE r.id = $1",
      {id}, [&](const Row& row) {
        found = {row.integer(0),
                 row.integer(1),
                 row.integer(2),
                 row.integer(3),
                 std::string(row.text(4)),
                 std::string(row.text(5)),
                 std::string(row.text(6)),
                 {},
                 {},
                 {},
                 std::string(row.text(10)),
                 std::string(row.text(11)),
                 std::string(row.text(12))};
        for (const Json& each : list_at(row, 7)) found.skills.push_back(each.get<std::string>());
        interests = list_at(row, 8);
        for (const Json& each : list_at(row, 9)) found.times.push_back(time_word(each.get<std::string>()));
      });
  for (const Json& each : interests) found.interests.push_back(post_kind_name(call, each.get<std::int64_t>()));
  return found;
}

bool lies_within(Call& call, std::int64_t below, std::int64_t above) {
  return call
      .query_integer(
          "SELECT o.id FROM directory_organisation o JOIN directory_organisation t ON t.id = $2"
          " WHERE o.id = $1 AND SUBSTR(o.path, 1, LENGTH(t.path)) = t.path",
          {below, above})
      .has_value();
}

/// The permission rests on whoever the inputs name: the report-in must be theirs.
void require_own(Call& call, const ReportIn& report_in) {
  const std::int64_t organisation = integer_of(call.input(), "organisation");
  const std::int64_t community = integer_of(call.input(), "community");
  const std::int64_t member = integer_of(call.input(), "member");
  if (report_in.id != 0 && (organisation == 0 || lies_within(call, report_in.organisation, organisation)) &&
      (community == 0 || lies_within(call, report_in.community, community)) &&
      (member == 0 || member == report_in.member))
    return;
  Call::refuse("report_in", {"找不到所填党员、党组织或社区的这一报到。请核对编号。",
                             "Expected a report-in of the member, organisation or community named; found none of that "
                             "number. Check it."});
}

void require_confirmed(const ReportIn& report_in, const Text& paper) {
  if (!report_in.confirmed_on.empty()) return;
  Call::refuse("paper", {fmt::format("报到尚未由社区接收，还没有{}。请社区先接收报到。", paper.zh),
                         fmt::format("Expected a report-in that the community has confirmed; there is no {} yet. Have "
                                     "it confirmed first.",
                                     paper.en)});
}

Paper sheet(const ReportIn& report_in) {
  Paper paper("在职党员进社区报到单");
  paper.row("姓名", report_in.name)
      .row("所在党组织", report_in.organisation_name)
      .row("居住地社区", report_in.home_name)
      .row("特长", joined(report_in.skills, "、"))
      .row("意向岗位", joined(report_in.interests, "、"))
      .row("可服务时间", joined(report_in.times, "、"))
      .row("报到日期", report_in.reported_on)
      .row("接收日期", report_in.confirmed_on);
  paper.line("报到人（签名）：　　　　　　　　社区党组织（盖章）：");
  return paper;
}

Paper receipt(const ReportIn& report_in) {
  require_confirmed(report_in, {"回执", "receipt"});
  Paper paper("在职党员进社区报到回执");
  paper.line(report_in.receipt)
      .line(report_in.organisation_name + "：")
      .line(fmt::format("你单位党员 {} 已于 {} 到我社区报到，我社区于 {} 接收，将登记其服务情况，每年向你单位通报。",
                        report_in.name, report_in.reported_on, report_in.confirmed_on))
      .line(report_in.home_name + "（盖章）")
      .line(report_in.confirmed_on);
  return paper;
}

Paper card(Call& call, const ReportIn& report_in) {
  require_confirmed(report_in, {"登记卡", "card"});
  const std::int64_t given = integer_of(call.input(), "year");
  const int year = given != 0 ? static_cast<int>(given) : std::stoi(call.today().substr(0, 4));
  std::vector<std::vector<std::string>> rows;
  std::int64_t hours = 0;
  call.query(
      "SELECT s.held_on, k.name, s.content, s.hours FROM community_service s JOIN community_post_kind k"
      " ON k.id = s.kind WHERE s.member = $1 AND s.community = $2 AND s.state = 'confirmed'"
      " AND s.held_on >= $3 AND s.held_on <= $4 ORDER BY s.held_on, s.id",
      {report_in.member, report_in.community, fmt::format("{}-01-01", year), fmt::format("{}-12-31", year)},
      [&](const Row& row) {
        rows.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                        fmt::format("{}.{}", row.integer(3) / 10, row.integer(3) % 10)});
        hours += row.integer(3);
      });
  std::string ones;
  call.query("SELECT done, missing FROM community_four_ones WHERE member = $1 AND year = $2",
             {report_in.member, std::int64_t{year}}, [&](const Row& row) {
               ones = fmt::format("“四个一”已完成 {} 项{}", row.integer(0),
                                  row.is_null(1) ? "。" : fmt::format("，尚缺：{}。", row.text(1)));
             });
  Paper paper("在职党员进社区服务登记卡");
  paper.row("姓名", report_in.name)
      .row("所在党组织", report_in.organisation_name)
      .row("社区", report_in.home_name)
      .row("回执编号", report_in.receipt)
      .row("年度", std::to_string(year));
  const std::size_t count = rows.size();
  paper.table({"日期", "岗位", "服务内容", "小时"}, std::move(rows));
  paper.line(fmt::format("共 {} 次，{}.{} 小时。{}", count, hours / 10, hours % 10, ones));
  paper.line("社区党组织（盖章）：");
  return paper;
}

void print(Call& call) {
  const ReportIn report_in = read_report_in(call, integer_of(call.input(), "report_in"));
  require_own(call, report_in);
  const std::string which = text_of(call.input(), "paper");
  const Paper paper = which == "receipt" ? receipt(report_in)
                      : which == "card"  ? card(call, report_in)
                                         : sheet(report_in);
  call.answer({{"title", paper.title()}, {"text", paper.text()}, {"html", paper.html()}});
}

}  // namespace

void register_papers(Setup& at) { at.action("print", print); }

}  // namespace liufa::community
