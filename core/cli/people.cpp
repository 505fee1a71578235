#include "cli/people.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace liufa::host::cli {

namespace {

// Frequent family names and characters of given names; combined at random they name nobody in particular.
constexpr std::array<std::string_view, 30> family{"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴",
                                                  "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗",
                                                  "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧"};
constexpr std::array<std::string_view, 40> given{"伟", "芳", "敏", "静", "丽", "强", "磊", "军", "洋", "勇",
                                                 "艳", "杰", "娟", "涛", "明", "超", "秀", "霞", "平", "刚",
                                                 "桂", "文", "华", "建", "国", "玉", "志", "永", "春", "梅",
                                                 "海", "云", "红", "波", "辉", "林", "兰", "宇", "佳", "晨"};

std::string a_name(Draw& draw) {
  std::string name(family[static_cast<std::size_t>(draw.between(0, family.size() - 1))]);
  const std::int64_t characters = draw.chance(70) ? 2 : 1;
  for (std::int64_t i = 0; i < characters; ++i)
    name += given[static_cast<std::size_t>(draw.between(0, given.size() - 1))];
  return name;
}

std::string a_date(Draw& draw, std::int64_t from, std::int64_t until) {
  const std::int64_t year = draw.between(from, until);
  const std::int64_t month = draw.between(1, 12);
  return fmt::format("{:04}-{:02}-{:02}", year, month, draw.between(1, 28));
}

/// One in a hundred reaches 60, the usual age of leaving a post, in the course of the year.
std::int64_t age_of_cadre(Draw& draw) { return draw.chance(1) ? 60 : draw.between(28, 56); }

}  // namespace

std::string people_csv(const std::vector<Json>& organisations, const PeoplePlan& plan, int year, Draw& draw) {
  std::string csv = "code,name,organisation,kind,status,service,situation,cadre,sex,born_on,joined_on,synthetic\n";
  for (std::size_t i = 0; i < plan.count; ++i) {
    const Json& organisation = organisations.at(i % organisations.size());
    // The first of every branch are its cadres: a secretary, a deputy, committee members.
    const bool cadre = i < plan.cadres;
    const bool retired = draw.chance(plan.retired) && !cadre;
    const std::int64_t age = retired ? draw.between(60, 85) : cadre ? age_of_cadre(draw) : draw.between(24, 59);
    const std::int64_t born = year - age;
    const std::int64_t share = draw.between(1, 100);
    const std::string_view situation = share <= plan.well_off               ? "well_off"
                                       : share <= plan.well_off + plan.poor ? "poor"
                                                                            : "ordinary";
    csv += fmt::format(
        "{}{:06},{},{},{},{},{},{},{},{},{},{},true\n", plan.prefix, i + 1, a_name(draw),
        organisation.at("code").get<std::string>(), plan.kind, !retired && draw.chance(3) ? "probationary" : "full",
        retired ? "retired" : "in_service", situation,
        !cadre                         ? ""
        : i < organisations.size() / 4 ? "full_time"
                                       : "part_time",
        draw.chance(58) ? "1" : "2", a_date(draw, born, born),
        a_date(draw, std::min<std::int64_t>(born + 20, year - 1), std::min<std::int64_t>(born + 40, year - 1)));
  }
  return csv;
}

}  // namespace liufa::host::cli
