/// Opening the year: a sheet for every organisation that takes part.
#include <algorithm>
#include <map>

#include "evidence.hpp"
#include "fields.hpp"
#include "handlers.hpp"
#include "reading.hpp"

namespace liufa::assessment {
namespace {

/// The division of a new sheet: organisations of one kind are compared, until the office divides them otherwise.
std::string division_of(std::string_view kind) {
  static const std::map<std::string_view, std::string> names{
      {"department", "区级部门"}, {"committee", "机关党委"}, {"general_branch", "党总支"}, {"branch", "党支部"},
      {"town", "乡镇（街道）"},   {"village", "村"},         {"community", "社区"},        {"enterprise", "两新组织"}};
  const auto found = names.find(kind);
  return found == names.end() ? std::string(kind) : found->second;
}

std::int64_t standard_for(Call& call, std::int64_t year) {
  if (is_given(call.input(), "standard")) {
    const Json& name = call.input().at("standard");
    if (name.is_number_integer()) return name.get<std::int64_t>();
    const auto id = call.query_integer("SELECT id FROM assessment_standard WHERE code = $1", {name.get<std::string>()});
    if (!id)
      Call::refuse("standard", {fmt::format("没有找到考核标准 {}", name.get<std::string>()),
                                fmt::format("there is no standard {}", name.get<std::string>())});
    return *id;
  }
  std::vector<std::int64_t> published;
  call.query("SELECT id FROM assessment_standard WHERE year = $1 AND state = 'published' ORDER BY id", {year},
             [&](const Row& row) { published.push_back(row.integer(0)); });
  if (published.size() == 1) return published.front();
  Call::refuse("standard", {fmt::format("{} 年有 {} 部已发布的考核标准，应为一部；{}", year, published.size(),
                                        published.empty() ? "请先发布当年标准" : "请用 standard 指明"),
                            fmt::format("{} published standards for {}, expected one; {}", published.size(), year,
                                        published.empty() ? "publish the year's standard first"
                                                          : "name the one meant with “standard”")});
}

std::int64_t create_campaign(Call& call, std::int64_t year, std::int64_t standard) {
  return call.create("campaign", {{"code", std::to_string(year)},
                                  {"year", year},
                                  {"name", fmt::format("{} 年度考核", year)},
                                  {"standard", standard}});
}

struct Participant {
  std::int64_t organisation = 0;
  std::string division;
};

std::vector<std::string> chosen_kinds(Call& call) {
  const Json& kinds = is_given(call.input(), "kinds") ? call.input().at("kinds") : call.settings().at("kinds");
  return kinds.get<std::vector<std::string>>();
}

/// Those of the kinds (or those named) that exist, are not excluded and have no sheet yet.
std::vector<Participant> participants(Call& call, std::int64_t campaign) {
  std::vector<std::int64_t> named;
  if (is_given(call.input(), "organisations"))
    for (const Json& each : call.input().at("organisations")) named.push_back(named_organisation(call, each));
  const std::vector<std::string> kinds = named.empty() ? chosen_kinds(call) : std::vector<std::string>{};
  std::vector<Participant> found;
  call.query(
      "SELECT o.id, o.kind FROM directory_organisation o WHERE o.closed_on IS NULL "
      "AND NOT EXISTS (SELECT 1 FROM assessment_exclusion e WHERE e.campaign = $1 AND e.organisation = o.id) "
      "AND NOT EXISTS (SELECT 1 FROM assessment_sheet s WHERE s.campaign = $1 AND s.organisation = o.id) ORDER BY "
      "o.code",
      {campaign}, [&](const Row& row) {
        const bool wanted = named.empty() ? std::find(kinds.begin(), kinds.end(), row.text(1)) != kinds.end()
                                          : std::find(named.begin(), named.end(), row.integer(0)) != named.end();
        if (wanted) found.push_back({row.integer(0), division_of(row.text(1))});
      });
  return found;
}

void require_open(const Campaign& campaign) {
  if (campaign.state == "prepared" || campaign.state == "self_check") return;
  require_not_frozen(campaign, {"增加参加单位", "adding organisations"});
  Call::refuse("campaign",
               {"应在“准备”或“单位自查”阶段增加参加单位；如确需增加，请先将年度考核退回自查（reopen_self_check）",
                "organisations are added while the year is being prepared or in self-check; to add one now, "
                "step back first (the campaign's step reopen_self_check)"});
}

void open_year(Call& call) {
  std::optional<Campaign> campaign = find_campaign(call);
  if (!campaign && !integer_in(call.input(), "year")) campaign = named_campaign(call);
  if (campaign) require_open(*campaign);
  const std::int64_t year = campaign ? campaign->year : *integer_in(call.input(), "year");
  const std::int64_t standard = campaign ? campaign->standard : standard_for(call, year);
  const std::vector<Participant> added = participants(call, campaign ? campaign->id : 0);
  const bool start = !call.input().contains("start_self_check") || boolean_in(call.input(), "start_self_check");
  std::int64_t id = campaign ? campaign->id : 0;
  std::int64_t sheets = 0;
  Gathered gathered;
  call.write([&] {
    if (!campaign) id = create_campaign(call, year, standard);
    for (const Participant& each : added)
      call.create("sheet", {{"campaign", id}, {"organisation", each.organisation}, {"division", each.division}});
    Json step = Json::object();
    if (is_given(call.input(), "self_check_until")) step["self_check_until"] = call.input().at("self_check_until");
    if (start && (!campaign || campaign->state == "prepared"))
      call.transition("campaign", id, "start_self_check", step);
    else if (!step.empty())
      call.update("campaign", id, step);
    gathered = gather_evidence(call, id);
    sheets =
        call.query_integer("SELECT COUNT(*) FROM assessment_sheet WHERE campaign = $1 AND state <> 'excluded'", {id})
            .value_or(0);
  });
  call.answer({{"campaign", id},
               {"year", year},
               {"standard", standard},
               {"created", added.size()},
               {"sheets", sheets},
               {"evidence", gathered.created}});
}

}  // namespace

void register_opening(Setup& at) { at.action("open_year", open_year); }

}  // namespace liufa::assessment
