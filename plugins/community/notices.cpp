#include <fmt/format.h>

#include <map>
#include <set>

#include "fields.hpp"
#include "handlers.hpp"
#include "standing.hpp"

/// 情况通报: once a year the community tells the member's organisation how they conducted themselves.
namespace liufa::community {
namespace {

constexpr int tenths = 10;

/// What is recorded of a member at a community in a year.
struct Conduct {
  std::int64_t report_in = 0;
  std::int64_t services = 0;
  std::int64_t hours = 0;  ///< tenths
  std::optional<std::int64_t> ones;
  std::string missing;
};

using Key = std::pair<std::int64_t, std::int64_t>;  // member, community

/// Of all, or of one community; only who had reported in during the year.
std::map<Key, Conduct> conduct_of(Call& call, int year, std::int64_t community, std::int64_t member = 0) {
  const std::string first = fmt::format("{}-01-01", year);
  const std::string last = fmt::format("{}-12-31", year);
  std::map<Key, Conduct> all;
  std::string where = " AND ($3 = 0 OR community = $3) AND ($4 = 0 OR member = $4)";
  const std::vector<Parameter> parameters{first, last, community, member};
  call.query(
      "SELECT member, community, id FROM community_report_in WHERE confirmed_on <= $2"
      " AND (ended_on IS NULL OR ended_on >= $1)" +
          where + " ORDER BY id",
      parameters, [&](const Row& row) {
        all[{row.integer(0), row.integer(1)}].report_in = row.integer(2);
      });
  call.query(
      "SELECT member, community, COUNT(*), CAST(SUM(hours) AS BIGINT) FROM community_service WHERE state = 'confirmed'"
      " AND held_on >= $1 AND held_on <= $2" +
          where + " GROUP BY member, community",
      parameters, [&](const Row& row) {
        const auto found = all.find({row.integer(0), row.integer(1)});
        if (found == all.end()) return;
        found->second.services = row.integer(2);
        found->second.hours = row.integer(3);
      });
  call.query(
      "SELECT member, done, missing FROM community_four_ones WHERE year = $1 AND state <> 'exempt'"
      " AND ($2 = 0 OR member = $2)",
      {std::int64_t{year}, member}, [&](const Row& row) {
        for (auto found = all.lower_bound({row.integer(0), 0});
             found != all.end() && found->first.first == row.integer(0); ++found) {
          found->second.ones = row.integer(1);
          found->second.missing = row.text(2);
        }
      });
  return all;
}

std::string compose(int year, const Conduct& conduct) {
  std::string text = fmt::format("{} 年度参加社区服务 {} 次，共 {}.{} 小时。", year, conduct.services,
                                 conduct.hours / tenths, conduct.hours % tenths);
  if (!conduct.ones) return text;
  text += fmt::format("“四个一”完成 {} 项", *conduct.ones);
  return text + (conduct.missing.empty() ? "。" : "，尚缺：" + conduct.missing + "。");
}

Json fields_of(int year, const Conduct& conduct) {
  return {{"report_in", conduct.report_in},
          {"services", conduct.services},
          {"hours", fmt::format("{}.{}", conduct.hours / tenths, conduct.hours % tenths)},
          {"ones", conduct.ones ? Json(*conduct.ones) : Json()},
          {"missing", or_null(conduct.missing)},
          {"text", compose(year, conduct)}};
}

/// A notice written one by one is filled in the same way as those drafted for all.
void create(Change& change) {
  if (integer_of(change.after(), "report_in") != 0) return;  // drafted by the action
  const int year = static_cast<int>(integer_of(change.after(), "year"));
  const std::int64_t member = integer_of(change.after(), "member");
  const auto all = conduct_of(change, year, 0, member);
  if (all.empty())
    Call::refuse("member", {fmt::format("该党员 {} 年度没有在社区报到。请核对党员和年度。", year),
                            fmt::format("Expected a member who had reported in during {}; this one had not. Check "
                                        "member and year.",
                                        year)});
  // Of two homes in the year the later one: who created it reaches that one, or the host refuses.
  const auto latest = std::max_element(all.begin(), all.end(), [](const auto& one, const auto& other) {
    return one.second.report_in < other.second.report_in;
  });
  Json fields = fields_of(year, latest->second);
  if (!text_of(change.after(), "text").empty()) fields.erase("text");
  for (const auto& [field, value] : fields.items()) change.set(field, value);
  change.set("community", latest->first.second);
}

void issue(Change& change) {
  if (text_of(change.after(), "text").empty())
    Call::refuse("text", {"请填写通报内容。", "Expected a text; found none. Say how the member conducted themselves."});
  const auto organisation = change.query_integer("SELECT organisation FROM directory_member WHERE id = $1",
                                                 {integer_of(change.after(), "member")});
  change.set("organisation", or_null(organisation.value_or(0)));
  change.set("issued_on", change.today());
}

struct Draft {
  std::int64_t id = 0;
  std::string state;
  std::string text;
  Conduct conduct;
};

std::map<Key, Draft> notices_of(Call& call, int year) {
  std::map<Key, Draft> notices;
  call.query(
      "SELECT member, community, id, state, text, report_in, services, hours, ones, missing"
      " FROM community_notice WHERE year = $1",
      {std::int64_t{year}}, [&](const Row& row) {
        Conduct conduct{row.integer(5), row.integer(6), row.integer(7), std::nullopt, std::string(row.text(9))};
        if (!row.is_null(8)) conduct.ones = row.integer(8);
        notices[{row.integer(0), row.integer(1)}] = {row.integer(2), std::string(row.text(3)), std::string(row.text(4)),
                                                     std::move(conduct)};
      });
  return notices;
}

void open_notices(Call& call) {
  const std::int64_t given = integer_of(call.input(), "year");
  const int year = given != 0 ? static_cast<int>(given) : std::stoi(call.today().substr(0, 4));
  if (!call.query_integer("SELECT id FROM community_year WHERE year = $1", {std::int64_t{year}}))
    Call::refuse("year", {fmt::format("{} 年度尚未开启。请工委先“开启年度四个一”。", year),
                          fmt::format("Expected a year that the office has opened; {} is not. Run “Open a year's four "
                                      "ones” first.",
                                      year)});
  const auto all = conduct_of(call, year, integer_of(call.input(), "community"));
  const auto present = notices_of(call, year);
  std::int64_t created = 0;
  std::int64_t refreshed = 0;
  call.write([&] {
    for (const auto& [key, conduct] : all) {
      Json fields = fields_of(year, conduct);
      const auto found = present.find(key);
      if (found == present.end()) {
        fields["member"] = key.first;
        fields["community"] = key.second;
        fields["year"] = year;
        call.create("notice", fields);
        ++created;
      } else if (found->second.state == "draft") {
        // What somebody wrote stays; what was only filled in follows the record.
        if (found->second.text != compose(year, found->second.conduct)) fields.erase("text");
        call.update("notice", found->second.id, fields);
        ++refreshed;
      }
    }
  });
  call.answer({{"year", year}, {"created", created}, {"refreshed", refreshed}});
}

}  // namespace

void register_notices(Setup& at) {
  at.before("notice.create", create);
  at.before("notice.issue", issue);
  at.before("notice.receive", [](Change& change) { change.set("received_on", change.today()); });
  at.action("open_notices", open_notices);
}

}  // namespace liufa::community
